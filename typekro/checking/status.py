"""The status of a definition: its expressions, its conditions, and the schema that kro infers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from typekro.checking.fields import Field, Fields, standalone_field
from typekro.checking.places import Step, joined
from typekro.checking.problems import Problem, problem
from typekro.checking.references import Expression
from typekro.checking.schemas import shown
from typekro.checking.typing import Typing
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import Call, CelError, Constant, Identifier, MapOf, Tree, schema_of, walk
from typekro.schema.problems import nearest

_BUILT_IN = ("InstanceManaged", "GraphResolved", "ResourcesReady", "Ready")
_STATUSES = ("True", "False", "Unknown")


def status_fields(status: Mapping[str, Any], problems: list[Problem]) -> tuple[Field, ...]:
    """The expressions of a status, its conditions left out."""
    fields = Fields()
    fields.read({name: part for name, part in status.items() if name != "conditions"}, "status")
    problems.extend(fields.problems)
    why = "kro takes a status from expressions alone, and finds out their types by itself"
    for place in fields.plain:
        value = _value_at(status, place)
        problems.append(problem("S", place, f"{shown(value)} is no expression", why, f"{place.rpartition('.')[2]}: ${{ID.status.field}}"))
    return tuple(fields.found)


def _value_at(status: Mapping[str, Any], place: str) -> object:
    fields = Fields()
    found: dict[str, object] = {}

    def visit(value: object, at: str) -> None:
        if is_mapping(value):
            for key, part in value.items():
                visit(part, joined(at, str(key)))
        elif is_sequence(value):
            for index, part in enumerate(value):
                visit(part, joined(at, index))
        else:
            found[at] = value

    visit(status, "status")
    return found.get(place, fields)


def condition_fields(status: Mapping[str, Any], problems: list[Problem]) -> tuple[Field, ...]:
    """The expressions that make conditions of the instance."""
    if "conditions" not in status:
        return ()
    conditions = status["conditions"]
    if not is_sequence(conditions):
        why = "each item of the list makes a condition, or several"
        hint = "conditions: [\"${runtime.newCondition({type: 'Healthy', status: 'True', reason: '', message: ''})}\"]"
        problems.append(problem("S", "status.conditions", f"{shown(conditions)} is not a list", why, hint))
        return ()
    for index, condition in enumerate(conditions):
        if not isinstance(condition, str):
            problems.append(problem("S", f"status.conditions[{index}]", f"{shown(condition)} is no expression"))
    found = [standalone_field(condition, f"status.conditions[{index}]", problems) for index, condition in enumerate(conditions)]
    return tuple(field for field in found if field is not None)


def check_status(expressions: Iterable[Expression], typing: Typing) -> dict[str, Any]:
    """The schema of a status, from the types of its expressions."""
    schema: dict[str, Any] = {"type": "object", "properties": {}}
    for expression in expressions:
        field = expression.field
        if not expression.sound:
            continue
        if not expression.parsed.identifiers:
            why = "kro wants each to refer to a resource, or to schema"
            typing.problems.append(problem("S", field.place, f"{field.written} refers to nothing", why))
        compiled = typing.compile(field)
        if compiled is not None:
            try:
                _put(schema, field.path, schema_of(compiled.type))
            except CelError as error:
                typing.problems.append(problem("S", field.place, error.reason, f"in {field.written}"))
    return schema


def _put(schema: dict[str, Any], path: tuple[Step, ...], leaf: Mapping[str, Any]) -> None:
    """Puts the schema of one field where it belongs; of the items of a list the last one counts."""
    for step in path:
        if isinstance(step, int):
            schema["type"] = "array"
            schema.pop("properties", None)
            schema = schema.setdefault("items", {})
        else:
            schema.setdefault("type", "object")
            schema = schema.setdefault("properties", {}).setdefault(step, {})
    schema.clear()
    schema.update(leaf)


def check_conditions(expressions: Iterable[Expression], typing: Typing) -> None:
    """Checks the expressions that make conditions."""
    usable = [expression for expression in expressions if expression.sound]
    first: dict[str, str] = {}
    for expression in usable:
        for name in _types_made(expression.parsed.tree):
            place = first.setdefault(name, expression.field.place)
            if place != expression.field.place:
                why = f"{place} makes it already, and an instance has one of a type"
                typing.problems.append(problem("S", expression.field.place, f"the condition {name!r} is made twice", why))
    for expression in usable:
        typing.problems.extend(_problems_of_calls(expression, first))
        compiled = typing.compile(expression.field)
        if compiled is None:
            continue
        type_ = compiled.type.parameters[0] if compiled.type.kind == "list" else compiled.type
        if str(type_) not in {"kro.run.Condition", "dyn"}:
            why = f"{expression.field.written} is {compiled.type}, and kro wants conditions, or lists of them"
            hint = "${runtime.newCondition({type: ..., status: ..., reason: ..., message: ...})}"
            typing.problems.append(problem("T", expression.field.place, "it makes no condition", why, hint))


def _types_made(tree: Tree) -> list[str]:
    made = (_literal(call.arguments[0], "type") for call in _calls(tree, "newCondition") if len(call.arguments) == 1)
    return list(dict.fromkeys(name for name in made if name is not None))


def _problems_of_calls(expression: Expression, made: Mapping[str, str]) -> Iterator[Problem]:
    place, tree = expression.field.place, expression.parsed.tree
    for call in _calls(tree, "newCondition"):
        status = _literal(call.arguments[0], "status") if len(call.arguments) == 1 else None
        if status is not None and status not in _STATUSES:
            near = nearest(status, _STATUSES)
            yield problem(
                "S", place, f"{status!r} is no status of a condition", "it is True, False or Unknown", [f"status: '{near}'"] if near else ()
            )
        if len(call.arguments) == 1 and not _literal(call.arguments[0], "type") and _literal(call.arguments[0], "type") is not None:
            yield problem("S", place, "a condition without a type", "instances keep one condition of each type", "type: 'Healthy'")
    for call in _calls(tree, "condition"):
        yield from _problems_of_lookup(call, place, made)


def _problems_of_lookup(call: Call, place: str, made: Mapping[str, str]) -> Iterator[Problem]:
    if len(call.arguments) != 2:  # noqa: PLR2004 - of what, and which; any other number is a matter of types
        return
    of, name = call.arguments
    if not isinstance(of, Identifier) or of.name != "schema" or not isinstance(name, Constant) or not isinstance(name.value, str):
        return
    if name.value in _BUILT_IN:  # also where the definition makes one of this type: kro reads its own
        return
    if name.value in made:
        why = "conditions that the definition makes cannot be read here, since none comes before another"
        yield problem("S", place, f"it reads the condition {name.value!r}", why)
    else:
        near = nearest(name.value, _BUILT_IN)
        hint = () if near is None else [f"runtime.condition(schema, '{near}')"]
        yield problem("S", place, f"there is no condition {name.value!r}", f"kro makes {', '.join(_BUILT_IN)}", hint)


def _calls(tree: Tree, function: str) -> Iterator[Call]:
    for node in walk(tree):
        if isinstance(node, Call) and node.function == function and isinstance(node.target, Identifier) and node.target.name == "runtime":
            yield node


def _literal(argument: Tree, key: str) -> str | None:
    for entry in argument.entries if isinstance(argument, MapOf) else ():
        if isinstance(entry.key, Constant) and entry.key.value == key:
            return entry.value.value if isinstance(entry.value, Constant) and isinstance(entry.value.value, str) else None
    return None
