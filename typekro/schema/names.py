"""Names here and in the cluster: snake_case in Python, camelCase on the wire, and the exceptions."""

WIRE_NAME_KEY = "typekro_name"


def camel_case(name: str) -> str:
    """The cluster's name for a name of Python's; an underscore at its end, which keeps clear of a keyword, is dropped.

    Example:
        >>> camel_case("connection_string"), camel_case("from_")
        ('connectionString', 'from')
    """
    first, *others = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def wire_name(name: str) -> dict[str, str]:
    """Metadata that gives a field of a spec or status class its name in the cluster, where the rule would give another.

    Args:
        name: the name in the cluster.

    Example:
        >>> import attrs
        >>> @attrs.frozen
        ... class Status:
        ...     cluster_ip: str = attrs.field(metadata=wire_name("clusterIP"))
    """
    return {WIRE_NAME_KEY: name}
