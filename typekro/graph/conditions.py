"""Conditions of one's own in a status: kro computes them, and leaves its own out, of which one is put back here."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from typekro.errors import compose
from typekro.expressions import (
    Boolean,
    Dyn,
    Expression,
    Float,
    Integer,
    Literal,
    Reference,
    Root,
    String,
    describe,
    expression_of,
    type_name,
)
from typekro.expressions.choosing import conditional
from typekro.expressions.errors import MisuseError
from typekro.expressions.guards import is_sequence
from typekro.expressions.operands import solid
from typekro.expressions.tree import Raw
from typekro.graph.manifests import Rendering, describe_value
from typekro.schema.condition import Condition
from typekro.schema.problems import nearest

READY, KRO_READY = "Ready", "KroReady"

_STATUSES: Final = ("True", "False", "Unknown")
_NEW: Final = "runtime.newCondition({"
_TYPE_READY: Final = re.compile(r"""\{\s*type\s*:\s*(["'])Ready\1""")
_HINT: Final = 'condition("Healthy", status=deployment.status.ready_replicas > 0, reason="Replicas")'


def condition(type: str, status: bool | str, reason: str = "", message: str = "") -> Condition:  # noqa: A002, FBT001 - Kubernetes' name; it poses
    """A condition of the instance, for the `conditions` of the status that a builder returns.

    Beside those of the graph there is always kro's own `Ready`; where the graph has one of this type itself, kro's is called `KroReady`.

    Args:
        type: what it is about (`Healthy`), a constant that no other condition has, or an expression.
        status: a bool expression, or a text: `True`, `False` or `Unknown`.
        reason: one word for it.
        message: a sentence for people.

    Raises:
        MisuseError: the status can be none of the three, or one of the others is no text.

    Example:
        >>> healthy = condition("Healthy", status="Unknown", reason="NotAsked")
    """
    where = f"condition({describe_value(type)}, ...)"
    if expression_of(type) is None and not type:
        raise MisuseError(compose(f"{where}: the type is empty", "kro takes none without", _HINT))
    given = {"reason": reason, "message": message}
    parts: list[str | Expression] = [f"{_NEW}type: ", _text(type, where, "type"), ", status: ", _status(status, where)]
    for name, value in given.items():
        parts += [f", {name}: ", _text(value, where, name)]
    made: Any = Reference(Raw((*parts, "})"), Dyn()))
    return cast("Condition", made)


def _status(status: object, where: str) -> Expression:
    if isinstance(status, bool):
        return Literal(str(status))
    found = solid(status, where)
    if isinstance(found.type, Boolean):
        return conditional(found, Literal("True"), Literal("False"))
    if isinstance(found, Literal) and found.value not in _STATUSES:
        near = nearest(str(found.value).capitalize(), _STATUSES)
        raise MisuseError(
            compose(
                f"{where}: status={found.value!r} is none", f"kro takes {', '.join(_STATUSES)}", [f'status="{near}"'] if near else _HINT
            )
        )
    return _is_text(found, where, "status")


def _text(value: object, where: str, name: str) -> Expression:
    return _is_text(solid(value, where), where, name)


def _is_text(found: Expression, where: str, name: str) -> Expression:
    if not isinstance(found.type, String | Dyn):
        shown = describe(found)
        written = f'"{found.value}"' if isinstance(found, Literal) else f'f"{{{shown}}}"'
        hints = [f"{name}={written}"] if isinstance(found.type, Boolean | Integer | Float) else []
        raise MisuseError(compose(f"{where}: {name}={shown} is {type_name(found.type)}, not str", "kro takes texts", hints))
    return found


def render_conditions(conditions: object, at: str, rendering: Rendering) -> list[str]:
    """The conditions of a status as a definition has them, with kro's own Ready; what is wrong is added to the rendering's problems.

    Args:
        conditions: what the builder returned: a list of conditions, or a reference to one.
        at: where it stands.
        rendering: the graph's.
    """
    whole = rendering.found(conditions, at)
    if whole is None and not is_sequence(conditions):
        rendering.problems.append(compose(f"{at}: expected list[Condition], got {describe_value(conditions)}", (), f"conditions=[{_HINT}]"))
        return []
    entries: Sequence[object] = [conditions] if whole is not None else cast("Sequence[object]", conditions)
    found = [(f"{at}[{position}]" if whole is None else at, entry) for position, entry in enumerate(entries)]
    types: dict[str, str] = {}
    rendered = [_render(entry, place, rendering, types) for place, entry in found]
    return [*rendered, mirror(KRO_READY if READY in types else READY)] if rendered else []


def _render(entry: object, at: str, rendering: Rendering, types: dict[str, str]) -> str:
    expression = rendering.found(entry, at)
    if expression is None:
        why = "kro computes each in the cluster"
        rendering.problems.append(compose(f"{at}: {describe_value(entry)} is no condition", why, _HINT))
        return ""
    match expression:
        case Raw(parts=(_, Literal(value=str(type_)), *_)):
            rendering.problems.extend(_taken(type_, at, types))
            types.setdefault(type_, at)
        case _:
            pass
    used: set[Root] = set()
    return rendering.expression(expression, at, used)


def _taken(type_: str, at: str, types: Mapping[str, str]) -> list[str]:
    if type_ == KRO_READY:
        return [compose(f"{at}: the type {type_!r} is reserved", "typekro puts kro's own Ready there", "give it another type")]
    if type_ in types:
        return [
            compose(
                f"{at}: the type {type_!r} is that of {types[type_]} too", "kro takes one condition of each type", "give it another type"
            )
        ]
    return []


def mirror(type_: str) -> str:
    """The condition that says what kro's own Ready says, under a type.

    Example:
        >>> mirror("KroReady").startswith('${runtime.newCondition({type: "KroReady", status: runtime.condition(schema, "Ready").status')
        True
    """
    parts = [f'{name}: runtime.condition(schema, "{READY}").{name}' for name in ("status", "reason", "message")]
    return f'${{{_NEW}type: "{type_}", {", ".join(parts)}}})}}'


def ready_conditions(definition: Mapping[str, Any]) -> tuple[str, ...]:
    """The types of the conditions that say together that an instance is ready; none where a definition leaves kro's own out.

    Args:
        definition: a ResourceGraphDefinition.
    """
    status: Mapping[str, Any] = definition["spec"]["schema"].get("status") or {}
    conditions: Sequence[Any] = status.get("conditions") or []
    if not conditions or mirror(READY) in conditions:
        return (READY,)
    own = (READY,) if any(_TYPE_READY.search(text) for text in conditions if isinstance(text, str)) else ()
    return (KRO_READY, *own) if mirror(KRO_READY) in conditions else own
