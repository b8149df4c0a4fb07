"""Names here and in the cluster: snake_case in Python, camelCase on the wire, and the exceptions."""

import re
from typing import Final

from typekro.errors import missing_f

WIRE_NAME_KEY = "typekro_name"
_LABEL_LENGTH: Final = 63


def camel_case(name: str) -> str:
    """The cluster's name for a name of Python's; an underscore at its end, which keeps clear of a keyword, is dropped.

    Example:
        >>> camel_case("connection_string"), camel_case("from_")
        ('connectionString', 'from')
    """
    first, *others = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def dns_hint(name: object, form: str) -> list[str]:
    """The hint where a name is none for DNS, and one is wanted: an f-string where its f was forgotten, else the nearest name that is one.

    Args:
        name: what was given.
        form: the hint, with `{0}` where the name goes, quoted.

    Example:
        >>> dns_hint("OrdersDB", "name={0}"), dns_hint("{shop}-db", "name={0}")
        (['name="orders-db"'], ['name=f"{shop}-db"'])
    """
    if text := missing_f(name):
        return [form.format(*text)]
    words = re.findall(r"[a-z0-9]+", re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", str(name)).lower()) if name is not None else []
    return [form.format(f'"{"-".join(words)[:_LABEL_LENGTH].rstrip("-")}"')] if words else []


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
