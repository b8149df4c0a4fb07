"""What can never get a value: the load balancer of a service that has none, an item or a key that nobody writes, a node never made."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typekro.checking.lints_guards import Read, conditions, guards_of_node, path_of, reads
from typekro.checking.problems import Problem, problem
from typekro.checking.report import Analysis, CheckedExpression, CheckedNode
from typekro.expressions.embedded import parts_of_text
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import Call, Constant, Identifier, Select, Tree

# What others put items into: pods get volumes and sidecars, custom resources what their operators want, and metadata what anybody wants.
_OURS_ALONE: Final = "spec"
_CHANGED_BY_OTHERS: Final = frozenset({"Pod"})
_FILLED_BY_KUBERNETES: Final = "kubernetes.io/service-account-token"


def never_resolved(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each expression that reads what is never there."""
    never = never_made(analysis)
    for one in analysis.expressions.values():
        if one.compiled is None or one.owner in never:
            continue
        excluded = [id_ for id_ in one.references if id_ in never]
        guards = guards_of_node(analysis, one.owner) if one.owner is not None and one.role != "includeWhen" else frozenset[str]()
        found = [why for read in reads(one.compiled.tree, guards) if not read.guarded and (why := _never(analysis, one, read)) is not None]
        if excluded and one.role in {"status", "condition"}:
            yield _problem(
                one, f"{excluded[0]} is never made", f"its includeWhen, or that of what it depends on, is false: {never[excluded[0]]}"
            )
        elif found:
            yield _problem(one, *found[0])


def never_made(analysis: Analysis) -> Mapping[str, str]:
    """The nodes that kro never makes, each with the condition that is always false; what depends on one is not made either."""
    found: dict[str, str] = {}
    for id_ in analysis.topological_order:
        false = [one.written for one in conditions(analysis, id_, "includeWhen") if one.compiled and _is_false(one.compiled.tree)]
        inherited = [found[other] for other in analysis.dependencies.get(id_, ()) if other in found]
        if false or inherited:
            found[id_] = [*false, *inherited][0]
    return found


def literal_at(template: object, path: Sequence[str | int]) -> tuple[bool, Any]:
    """Whether a template says literally what stands at a path, and what it says; an expression on the way leaves it open.

    Returns:
        Whether it is known, and the value: None where the template has nothing there.
    """
    for step in path:
        if _has_expression(template):
            return False, None
        if is_mapping(template):
            template = template.get(step) if isinstance(step, str) else None
        elif is_sequence(template):
            template = template[step] if isinstance(step, int) and step < len(template) else None
        else:
            return True, None
    return not _has_expression(template), template


def steps_of(tree: Tree) -> tuple[str, tuple[str | int, ...]] | None:
    """The root of a path, and its fields, keys and indices; None of what is no such path."""
    step: str | int
    match tree:
        case Identifier():
            return tree.name, ()
        case Select(test=False):
            below, step = steps_of(tree.operand), tree.field
        case Call(function="_[_]", arguments=(operand, Constant(value=key))) if isinstance(key, str | int):
            below, step = steps_of(operand), key
        case _:
            return None
    return None if below is None else (below[0], (*below[1], step))


def _never(analysis: Analysis, one: CheckedExpression, read: Read) -> tuple[str, str] | None:
    """What is never there, and why, where that is so of what is read."""
    steps = steps_of(read.tree)
    if steps is None:
        return None
    root, path = steps
    node = analysis.nodes.get(one.owner or "") if root == "each" else analysis.nodes.get(root)
    if node is None or node.type not in {"Resource", "Collection"}:
        return None
    if node.type == "Collection" and root != "each":
        path = path[1:]
    name = path_of(read.tree) or root
    return _load_balancer(node, path, name) or _item(node, path, name) or _key(node, path, name)


def _load_balancer(node: CheckedNode, path: Sequence[str | int], name: str) -> tuple[str, str] | None:
    if (node.api_version, node.kind) != ("v1", "Service") or tuple(path) != ("status", "loadBalancer", "ingress"):
        return None
    known, type_ = literal_at(node.template, ("spec", "type"))
    if not known or type_ == "LoadBalancer":
        return None
    return (
        f"{name} never gets a value",
        f"Kubernetes gives one to a Service of type LoadBalancer alone, and {node.id} is {type_ or 'ClusterIP'}",
    )


def _item(node: CheckedNode, path: Sequence[str | int], name: str) -> tuple[str, str] | None:
    group = node.api_version.rpartition("/")[0]
    changed = node.kind in _CHANGED_BY_OTHERS or ("." in group and not group.endswith(".k8s.io"))
    if not path or path[0] != _OURS_ALONE or not isinstance(path[-1], int) or changed:
        return None
    known, items = literal_at(node.template, path[:-1])
    if not known or not is_sequence(items) or path[-1] < len(items):
        return None
    count = f"{len(items)} item{'' if len(items) == 1 else 's'}"
    return f"{name} is never there", f"the template of {node.id} has {count} there, and the first one is 0"


def _key(node: CheckedNode, path: Sequence[str | int], name: str) -> tuple[str, str] | None:
    if node.api_version != "v1" or node.kind not in {"ConfigMap", "Secret"} or not path:
        return None
    if node.kind == "Secret" and tuple(path) == ("stringData",):
        return f"{name} is never there", "Kubernetes takes stringData in and never gives it back: data has it, in base64"
    if len(path) != len(("data", "key")) or path[0] not in {"data", "binaryData"}:
        return None
    sources = ("data", "stringData") if node.kind == "Secret" else (str(path[0]),)
    said = [literal_at(node.template, (source,)) for source in sources]
    written = [keys for known, keys in said if known and is_mapping(keys) and keys]
    # A template that writes no keys leaves them to somebody else.
    if not written or not all(known for known, _ in said) or _is_filled(node) or any(path[-1] in keys for keys in written):
        return None
    keys = ", ".join(sorted(str(key) for keys in written for key in keys))
    return f"{name} is never there", f"the template of {node.id} writes these keys: {keys}"


def _is_filled(node: CheckedNode) -> bool:
    known, type_ = literal_at(node.template, ("type",))
    return not known or type_ == _FILLED_BY_KUBERNETES


def _is_false(tree: Tree) -> bool:
    return isinstance(tree, Constant) and tree.value is False


def _has_expression(value: object) -> bool:
    return isinstance(value, str) and any(not isinstance(part, str) for part in parts_of_text(value))


def _problem(one: CheckedExpression, what: str, why: str) -> Problem:
    effect = {
        "status": "kro leaves the field out of the status for ever",
        "condition": "kro leaves the condition out for ever",
        "readyWhen": "so this is never true, and the instance stays IN_PROGRESS",
    }.get(one.role, "kro waits for the value without an error, and the instance stays IN_PROGRESS")
    hint = "take it out, or make it optional: .?field.orValue(...)"
    return problem("S", one.place, what, [why, effect], hint)
