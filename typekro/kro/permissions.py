"""What typekro has to be allowed in a cluster, and the smallest roles of RBAC that allow it: pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import yaml

from typekro.expressions.guards import is_mapping
from typekro.kro.object_manifest import is_namespaced
from typekro.openapi.kinds import Kinds
from typekro.openapi.kro_kinds import KIND as RGD_KIND
from typekro.orchestrator.slots import sort_of
from typekro.orchestrator.state.records import Record

_ALL = ("get", "list", "watch", "create", "patch", "delete")
# Its objects are looked for, and names that are free, with one LIST of all namespaces a kind.
_EVERYWHERE = ("list",)
_INSIDE = ("get", "watch", "create", "patch", "delete")
_POLLING = "typekro looks again and again where it may not watch"
_NO_EVENTS = "errors do not tell the last events of what does not work"

# What flect makes of the ends of words, whose plurals kro takes: its most common rules. The first that fits counts.
_PLURALS = {
    **{end: f"{end}s" for end in ("ay", "ey", "oy", "io", "lo", "to", "oo", "ano")},
    "y": "ies",
    **{end: f"{end}es" for end in ("us", "ss", "ch", "sh", "x", "o")},
    "fe": "ves",
    "s": "s",
}


@attrs.frozen
class Need:
    """Something that typekro asks of the API server.

    Args:
        verb: `get`, `list`, and so on.
        group: the group of the resource; empty for the core group.
        resource: what it is called in paths: `deployments`.
        namespace: in which namespace; None for all of them, and for kinds of the cluster.
        name: on which object; None for any.
        otherwise: what becomes of it where it is not allowed; empty where typekro cannot do without.
    """

    verb: str
    group: str
    resource: str
    namespace: str | None = None
    name: str | None = None
    otherwise: str = ""


@attrs.frozen
class Used:
    """A kind that recorded objects are of, or that kro makes of them.

    Args:
        api_version: group and version, as in a manifest.
        kind: the kind.
        namespace: where they live; None for a kind of the cluster.
        child: kro makes them: they are only looked at.
    """

    api_version: str
    kind: str
    namespace: str | None = None
    child: bool = False


Plurals = Mapping[tuple[str, str], str]
"""What kinds are called in paths, by api version and kind."""


def used_by(records: Iterable[Record]) -> tuple[Used, ...]:
    """The kinds of recorded instances and objects, each once a namespace, and those of what kro makes of the instances."""
    found = (used for record in records if sort_of(record.slot) == "cluster" for used in _used(record))
    return tuple(dict.fromkeys(found))


def uses_kro(records: Iterable[Record]) -> bool:
    """Whether kro has a part in what is recorded; it has where nothing is, since typekro deploys by kro unless it is told otherwise."""
    inside = [record for record in records if sort_of(record.slot) == "cluster"]
    return not inside or any(_is_of_kro(record) for record in inside)


def needs(used: Iterable[Used], plurals: Plurals, namespace: str = "default", *, kro: bool = True) -> tuple[Need, ...]:
    """All that typekro has to be allowed.

    Args:
        used: the kinds of what is recorded.
        plurals: what the cluster calls them; what it does not say is guessed.
        namespace: where events are looked for when nothing is recorded.
        kro: whether kro has a part in it.
    """
    objects = list(used)
    found = [
        *(_needs(_ALL, "kro.run", "resourcegraphdefinitions") if kro else ()),
        *(_needs(("get", "list", "watch", "delete"), "apiextensions.k8s.io", "customresourcedefinitions") if kro else ()),
        Need("get", "", "namespaces", name="kube-system"),
    ]
    for one in objects:
        group, resource = one.api_version.rpartition("/")[0], plurals.get((one.api_version, one.kind)) or plural(one.api_version, one.kind)
        if one.child:
            found += _needs(_EVERYWHERE, group, resource)
        elif one.namespace is None:
            found += _needs(_ALL, group, resource)
        else:
            found += _needs(_EVERYWHERE, group, resource)
            found += _needs(_INSIDE, group, resource, one.namespace)
    places = dict.fromkeys(one.namespace for one in objects if one.namespace is not None)
    found += [Need("list", "", "events", place, otherwise=_NO_EVENTS) for place in places or {namespace: None}]
    return tuple(dict.fromkeys(found))


def plural(api_version: str, kind: str) -> str:
    """What a kind is called in paths: known for those of Kubernetes, and for others as kro would most likely have it.

    Example:
        >>> plural("networking.k8s.io/v1", "Ingress"), plural("example.com/v1", "Database"), plural("example.com/v1", "Registry")
        ('ingresses', 'databases', 'registries')
    """
    known = Kinds.builtin().find(api_version, kind)
    if known is not None and known.plural:
        return known.plural
    word = kind.lower()
    end = next((end for end in _PLURALS if word.endswith(end)), None)
    return f"{word}s" if end is None else f"{word.removesuffix(end)}{_PLURALS[end]}"


def guessed(used: Iterable[Used], plurals: Plurals) -> list[str]:
    """The resources whose names are guessed: of kinds that are not of Kubernetes, and of which the cluster said nothing."""
    unknown = [
        one for one in used if (one.api_version, one.kind) not in plurals and Kinds.builtin().find(one.api_version, one.kind) is None
    ]
    return list(dict.fromkeys(f"{plural(one.api_version, one.kind)}.{one.api_version.rpartition('/')[0]}" for one in unknown))


def roles(needed: Sequence[Need], name: str, unsure: Sequence[str] = ()) -> str:
    """The smallest roles that allow all of this, as YAML: a ClusterRole, and a Role for each namespace.

    Args:
        needed: what is to be allowed.
        name: what the roles are called.
        unsure: resources whose names are guessed.
    """
    places = dict.fromkeys(need.namespace for need in needed)
    documents: list[dict[str, Any]] = []
    commands: list[str] = []
    for place in places:
        kind = "ClusterRole" if place is None else "Role"
        metadata = {"name": name} | ({} if place is None else {"namespace": place})
        rules = _rules([need for need in needed if need.namespace == place])
        documents.append({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": metadata, "rules": rules})
        inside = "" if place is None else f" --namespace={place}"
        commands.append(f"# kubectl create {kind.lower()}binding {name} --{kind.lower()}={name} --user=USER{inside}")
    text: str = yaml.safe_dump_all(documents, sort_keys=False)
    doubts = [f"# No cluster was asked, so this name is guessed (kubectl api-resources): {each}" for each in unsure]
    return "\n".join(["# What typekro has to be allowed. Give it to who runs it:", *commands, *doubts, text])


def listed(needed: Iterable[Need]) -> list[str]:
    """Needs as people read them, a line for each resource and namespace: `create, patch databases.example.com in namespace shop`."""
    lines: dict[str, list[str]] = {}
    for need in needed:
        resource = f"{need.resource}.{need.group}" if need.group else need.resource
        at = "" if need.namespace is None else f" in namespace {need.namespace}"
        lines.setdefault(f"{resource}{'' if need.name is None else f' {need.name}'}{at}", []).append(need.verb)
    return [f"{', '.join(verbs)} {what}" for what, verbs in lines.items()]


def _needs(verbs: Iterable[str], group: str, resource: str, namespace: str | None = None) -> list[Need]:
    return [Need(verb, group, resource, namespace, otherwise=_POLLING if verb == "watch" else "") for verb in verbs]


def _used(record: Record) -> Iterator[Used]:
    """By what is recorded, not by the class: a resource of the user's own may be one of ours, extended, or something else altogether."""
    props: object = record.props or record.pending
    graph, manifest = (props.get("graph"), props.get("manifest")) if is_mapping(props) else (None, None)
    if is_mapping(props) and is_mapping(graph) and {"api_version", "kind", "children"} <= graph.keys():
        if _is_direct(props):
            yield from _used_directly(record, graph["children"], props.get("namespace"))
            return
        yield Used(graph["api_version"], graph["kind"], props.get("namespace"))
        yield from (Used(api_version, kind, child=True) for api_version, kind in graph["children"])
    elif is_mapping(manifest) and {"apiVersion", "kind", "metadata"} <= manifest.keys() and manifest["kind"] != RGD_KIND:
        # Of a kind that is not known here, only the cluster said whether it has namespaces.
        output: object = record.output
        given = output.get("namespace") if is_mapping(output) else manifest["metadata"].get("namespace")
        yield Used(manifest["apiVersion"], manifest["kind"], None if is_namespaced(manifest) is False else given)


def _used_directly(record: Record, kinds: Iterable[Sequence[str]], namespace: str | None) -> Iterator[Used]:
    """What an instance without kro consists of: of objects that are there it is known where; others are taken to live beside it."""
    output: object = record.output
    made = [one["identity"] for one in output.get("objects", ())] if is_mapping(output) else []
    yield from (Used(one["api_version"], one["kind"], one["namespace"]) for one in made)
    there = {(one["api_version"], one["kind"]) for one in made}
    for api_version, kind in kinds:
        if (api_version, kind) not in there:
            inside = is_namespaced({"apiVersion": api_version, "kind": kind})
            yield Used(api_version, kind, None if inside is False else namespace)


def _is_of_kro(record: Record) -> bool:
    """By what was applied, and by what a run that was cut off was on its way to."""
    for props in (record.props, record.pending):
        if is_mapping(props) and not _is_direct(props):
            manifest: object = props.get("manifest")
            if is_mapping(props.get("graph")) or (is_mapping(manifest) and manifest.get("kind") == RGD_KIND):
                return True
    return False


def _is_direct(props: Mapping[str, Any]) -> bool:
    return props.get("mode") == "direct"


def _rules(needed: Iterable[Need]) -> list[dict[str, Any]]:
    verbs: dict[tuple[str, str, str | None], list[str]] = {}
    for need in needed:
        verbs.setdefault((need.group, need.resource, need.name), []).append(need.verb)
    resources: dict[tuple[str, str | None, tuple[str, ...]], list[str]] = {}
    for (group, resource, name), allowed in verbs.items():
        resources.setdefault((group, name, tuple(allowed)), []).append(resource)
    return [
        {"apiGroups": [group], "resources": sorted(plurals), **({} if name is None else {"resourceNames": [name]}), "verbs": list(allowed)}
        for (group, name, allowed), plurals in resources.items()
    ]
