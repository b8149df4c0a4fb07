"""kro's and Kubernetes' rules for names, ids, groups, versions and kinds; each check gives the texts of the errors it found."""

import re
from collections.abc import Collection, Iterator

from typekro.errors import compose
from typekro.expressions.words import CEL_WORDS, FUNCTION_WORDS, RESERVED_WORDS
from typekro.schema import camel_case
from typekro.schema.names import dns_hint

_ID = re.compile(r"[a-z][a-zA-Z0-9]*")
_KIND = re.compile(r"[A-Z][a-zA-Z0-9]{0,62}")
_VERSION = re.compile(r"v[0-9]+(alpha[0-9]+|beta[0-9]+)?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN_LENGTH, _LABEL_LENGTH = 253, 63
_PROTECTED_GROUPS = re.compile(r"(.*\.)?(k8s\.io|kubernetes\.io)")


def problems_of_graph_name(name: object) -> Iterator[str]:
    """What is wrong with the name of a ResourceGraphDefinition."""
    if not _is(_SUBDOMAIN, name, _LABEL_LENGTH):
        why = "Kubernetes wants a lower-case DNS name, and kro writes it into a label: letters, digits, - and ., 63 characters at most"
        yield compose(f"{name}: not a name of a ResourceGraphDefinition", why, dns_hint(name, "resource_graph({0}, ...)"))


def problems_of_kind(kind: object) -> Iterator[str]:
    """What is wrong with the kind that a graph defines."""
    if not _is(_KIND, kind):
        meant = "".join(part[:1].upper() + part[1:] for part in re.findall(r"[A-Za-z0-9]+", str(kind)))
        why = "kro wants a capital letter, then letters and digits, 63 characters at most"
        yield compose(f"kind={kind!r}: not a kind", why, [f'kind="{meant}"'] if _KIND.fullmatch(meant) else [])


def problems_of_api_version(api_version: object) -> Iterator[str]:
    """What is wrong with the group and the version that a graph defines its kind in."""
    group, slash, version = api_version.rpartition("/") if isinstance(api_version, str) else ("", "", "")
    if not slash or not _SUBDOMAIN.fullmatch(group) or "." not in group:
        why = "it takes a group, which is a lower-case DNS name with a dot in it, and a version"
        yield compose(f"api_version={api_version!r}: no group", why, 'api_version="example.com/v1alpha1"')
    elif _PROTECTED_GROUPS.fullmatch(group):
        why = "Kubernetes keeps groups that end in k8s.io or kubernetes.io to itself"
        yield compose(f"api_version={api_version!r}: a protected group", why, f'api_version="example.com/{version}"')
    if slash and not _VERSION.fullmatch(version):
        why = "kro wants v1, v1alpha1, v2beta3 and the like"
        yield compose(f"api_version={api_version!r}: {version!r} is no version", why, f'api_version="{group}/v1alpha1"')


def problems_of_id(id_: str, taken: Collection[str]) -> Iterator[str]:
    """What is wrong with the id of a node; an id that is free is offered instead."""
    if not _ID.fullmatch(id_) or len(id_) > _LABEL_LENGTH:
        why = "kro wants a small letter, then letters and digits, 63 characters at most"
        yield compose(f"the id {id_!r} is no id", why, f'"{_free_id(id_, taken)}": ...')
    elif id_ in RESERVED_WORDS:
        owner = "CEL" if id_ in CEL_WORDS else "kro"
        why = "a function starts with it" if id_ in FUNCTION_WORDS else f"{owner} keeps the word to itself"
        yield compose(f"the id {id_!r} is reserved", why, f'"{_free_id(id_, taken)}": ...')


def problems_of_iterator(parameter: str, name: str, taken: Collection[str]) -> Iterator[str]:
    """What is wrong with a parameter that names an item for kro.

    Args:
        parameter: the parameter.
        name: what kro calls it.
        taken: the ids of the graph.
    """
    what = f"the parameter {parameter!r} of the function"
    if not _ID.fullmatch(name):
        why = "it names an item for kro, which wants a small letter, then letters and digits"
        yield compose(f"{what} is no name", why, "lambda region: ...")
    elif name in RESERVED_WORDS:
        owner = "CEL" if name in CEL_WORDS else "kro"
        why = "a function starts with it" if name in FUNCTION_WORDS else f"{owner} keeps the word to itself"
        yield compose(f"{what} is reserved", why, f"lambda my_{parameter}: ...")
    elif name in taken:
        yield compose(f"{what} is an id of this graph", "kro knows the item and the node by one name", f"lambda one_{parameter}: ...")


def problems_of_instance_name(name: object) -> Iterator[str]:
    """What is wrong with the name of an instance."""
    if not _is(_SUBDOMAIN, name, _LABEL_LENGTH):
        why = "Kubernetes wants a lower-case DNS name, and kro writes it into a label: 63 characters at most"
        yield compose(f"{name!r} is not a name of an instance", why, dns_hint(name, "name={0}"))


def problems_of_namespace(namespace: object) -> Iterator[str]:
    """What is wrong with the name of a namespace."""
    if not _is(_LABEL, namespace, _LABEL_LENGTH):
        why = "Kubernetes wants small letters, digits and -, 63 characters at most"
        yield compose(f"{namespace!r} is not a name of a namespace", why, dns_hint(namespace, "namespace={0}"))


def _free_id(id_: str, taken: Collection[str]) -> str:
    words = camel_case(re.sub(r"[^a-zA-Z0-9]+", "_", id_).strip("_")) or "node"
    base = (words[:1].lower() + words[1:] if words[:1].isalpha() else f"node{words}")[:_LABEL_LENGTH]
    mine = f"my{base[:1].upper()}{base[1:]}"
    offers = [base, mine, *(f"{mine}{number}" for number in range(2, len(taken) + 3))]
    return next(offer for offer in offers if offer not in RESERVED_WORDS and offer not in taken)


def _is(pattern: re.Pattern[str], name: object, length: int = _SUBDOMAIN_LENGTH) -> bool:
    return isinstance(name, str) and pattern.fullmatch(name) is not None and len(name) <= length
