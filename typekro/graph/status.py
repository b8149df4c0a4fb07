"""The status that a builder returns: every leaf an expression that fits its declared type."""

from collections.abc import Iterator, Mapping
from typing import Any

from typekro.errors import DefinitionError, compose
from typekro.expressions import Expression, List, Map, Object, Root, Type, assignable, describe, expressions_in, roots, type_name
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.graph.conditions import render_conditions
from typekro.graph.manifests import Rendering
from typekro.graph.written import as_reference
from typekro.schema import members_of, type_of_class
from typekro.schema.condition import are_conditions


def render_status(status: object, status_class: type, rendering: Rendering, conditional: Mapping[Root, str]) -> dict[str, Any]:
    """The status as a ResourceGraphDefinition has it; what is wrong is added to the rendering's problems.

    Args:
        status: what the builder returned beside its nodes.
        status_class: what it should be an instance of.
        rendering: the graph's.
        conditional: the roots of nodes that are not always made, each with the id of the node whose include_when decides about it.
    """
    if not isinstance(status, status_class):
        got = type(status).__name__
        why = f"the builder's second value is what the status is made of, and this is {'None' if status is None else f'of class {got}'}"
        hint = f"return {{...}}, {status_class.__name__}({_arguments(status_class)})"
        rendering.problems.append(compose(f"status: expected {status_class.__name__}", why, hint))
        return {}
    rendered = _object(status, status_class, "status", rendering)
    rendering.problems.extend(_absent(status, status_class, "status", rendering, conditional))
    return rendered


def awaited_paths(status_class: type) -> Iterator[tuple[str, ...]]:
    """The fields of a status, as paths of names in the cluster, that an instance has to have before it is ready."""
    for member in members_of(status_class):
        if member.optional or are_conditions(member.annotation):
            continue
        match member.type:
            case Object(python_class=cls) if cls is not None:
                yield from ((member.wire_name, *path) for path in awaited_paths(cls))
            case _:
                yield (member.wire_name,)


def _object(status: object, cls: type, at: str, rendering: Rendering) -> dict[str, Any]:
    rendered: dict[str, Any] = {}
    for member in members_of(cls):
        value = getattr(status, member.name)
        path = f"{at}.{member.name}"
        if value is None and member.optional:
            continue
        if value is None:
            why = f"{cls.__name__} says that it is always there"
            hint = f"{member.name}: {type_name(type_of_class(member.annotation))} | None"
            rendering.problems.append(compose(f"{path}: None", why, hint))
            continue
        if at == "status" and are_conditions(member.annotation):
            conditions = render_conditions(value, path, rendering)
            rendered |= {member.wire_name: conditions} if conditions else {}
            continue
        rendered[member.wire_name] = _leaf(value, member.type, path, rendering)
    return rendered


def _absent(status: object, cls: type, at: str, rendering: Rendering, conditional: Mapping[Root, str]) -> Iterator[str]:
    """The fields that are always there by their class, and are not where a resource is left out."""
    for member in members_of(cls):
        value, path = getattr(status, member.name), f"{at}.{member.name}"
        if member.optional or (at == "status" and are_conditions(member.annotation)):
            continue
        inner = member.type.python_class if isinstance(member.type, Object) else None
        if inner is not None and isinstance(value, inner):
            yield from _absent(value, inner, path, rendering, conditional)
            continue
        for expression in _expressions(value):
            for by in sorted({conditional[root] for root in roots(expression) & conditional.keys()}):
                why = (
                    f"{by} is made only where its include_when holds; an instance without it would not become ready for want of this field"
                )
                what = f"{path}: {describe(expression, rendering.names)} is not always there"
                yield compose(what, why, f"{member.name}: {type_name(type_of_class(member.annotation))} | None")


def _expressions(value: object) -> Iterator[Expression]:
    try:
        yield from expressions_in(value)
    except DefinitionError:  # told where the status is rendered
        return


def _leaf(value: object, type_: Type, at: str, rendering: Rendering) -> Any:
    before = len(rendering.problems)
    expression = rendering.found(value, at)
    if expression is None:
        return _inner(value, type_, at, rendering) if len(rendering.problems) == before else None
    if not assignable(expression.type, type_):
        found = f"{describe(expression, rendering.names)} is {type_name(expression.type)}"
        hint = (
            [f'f"{{{describe(expression, rendering.names)}}}"']
            if type_name(type_) == "str" and type_name(expression.type) in {"int", "float", "bool"}
            else []
        )
        rendering.problems.append(compose(f"{at}: expected {type_name(type_)}, but {found}", (), hint))
    used: set[Root] = set()
    return rendering.expression(expression, at, used)


def _inner(value: object, type_: Type, at: str, rendering: Rendering) -> Any:
    match type_:
        case Object(python_class=cls) if cls is not None and isinstance(value, cls):
            return _object(value, cls, at, rendering)
        case List(item) if is_sequence(value):
            return [_leaf(part, item, f"{at}[{position}]", rendering) for position, part in enumerate(value)]
        case Map(item) if is_mapping(value):
            return {str(key): _leaf(part, item, f"{at}[{key!r}]", rendering) for key, part in value.items()}
        case _:
            rendering.problems.append(_constant(value, at))
            return None


def _constant(value: object, at: str) -> str:
    why = "kro takes expressions only: a status says what is in the cluster"
    meant = as_reference(value) if isinstance(value, str) else None
    hint = "refer to the spec or to a resource, or leave the field out of the status class" if meant is None else meant
    return compose(f"{at}: {value!r} is a constant", why, hint)


def _arguments(cls: type) -> str:
    return ", ".join(f"{member.name}=..." for member in members_of(cls))
