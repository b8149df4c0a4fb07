"""Columns of `kubectl get` for the instances of a graph: what they show, checked against the fields that an instance has."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions import (
    Boolean,
    Expression,
    Field,
    FieldOf,
    Float,
    Integer,
    ItemOf,
    List,
    Map,
    Object,
    Root,
    String,
    Type,
    Variable,
    expression_of,
    reference_to,
)
from typekro.expressions.guards import parameters_of, takes
from typekro.graph.schema_reference import instance_fields
from typekro.schema import camel_case
from typekro.schema.problems import nearest

ColumnType: TypeAlias = Literal["string", "integer", "number", "boolean", "date"]

_TYPES: Final[dict[type, ColumnType]] = {String: "string", Integer: "integer", Float: "number", Boolean: "boolean"}
_FORMATS: Final = ("int32", "int64", "float", "double", "byte", "date", "date-time", "password")
_STEP: Final = re.compile(
    r"""\.(?P<name>[A-Za-z_][\w-]*)|\[(?P<index>\d+|\*)\]|\[(?P<quote>['"])(?P<key>[^'"]+)(?P=quote)\]|\[\?\([^()]*\)\]"""
)
_WRITTEN_BY_KRO: Final = frozenset({"state", "conditions"})


@attrs.frozen
class PrinterColumn:
    """A column that `kubectl get` shows for the instances of a graph.

    Where a graph has columns, kro's own (State, Ready and Age) are not shown: put `DEFAULT_COLUMNS` among them to keep these.

    Args:
        name: its heading.
        path: what it shows: a function that takes it from the instance, such as `lambda instance: instance.status.host`, or a JSONPath
            text by the names in the cluster, such as `.status.host`.
        type: `string`, `integer`, `number`, `boolean` or `date`; by default that of the field.
        description: what it means, for `kubectl explain`-like tools.
        priority: 0 is shown always; columns of higher numbers are shown by `kubectl get -o wide` alone.
        format: how Kubernetes calls the type more exactly, such as `int32`.

    Example:
        >>> PrinterColumn("Host", lambda instance: instance.status.host).name
        'Host'
    """

    name: str
    path: str | Callable[[Any], Any]
    type: ColumnType | None = None
    description: str = ""
    priority: int = 0
    format: str = ""


DEFAULT_COLUMNS: Final[tuple[PrinterColumn, ...]] = (
    PrinterColumn("State", ".status.state", "string", "The state of a ResourceGraphDefinition instance"),
    PrinterColumn(
        "Ready", '.status.conditions[?(@.type=="Ready")].status', "string", "Whether a ResourceGraphDefinition instance is ready"
    ),
    PrinterColumn("Age", ".metadata.creationTimestamp", "date", "Age of the resource"),
)
"""The columns that kro shows where a graph has none of its own."""


def render_columns(columns: tuple[PrinterColumn, ...], spec: Any, status: Any, problems: list[str]) -> list[dict[str, Any]]:
    """Columns as a definition has them; what is wrong is added to the problems.

    Args:
        columns: the columns.
        spec: the class of the instances' spec.
        status: the class of their status.
        problems: where to put the texts of errors.
    """
    instance = Object("an instance", lambda: _fields(spec, status))
    return [_render(column, instance, f"printer_columns[{position}]", problems) for position, column in enumerate(columns)]


def _fields(spec: Any, status: Any) -> dict[str, Field]:
    return instance_fields(spec, status)


def _render(column: Any, instance: Object, at: str, problems: list[str]) -> dict[str, Any]:
    if not isinstance(column, PrinterColumn):
        problems.append(
            compose(f"{at}: {column!r} is no PrinterColumn", (), 'PrinterColumn("Host", lambda instance: instance.status.host)')
        )
        return {}
    try:
        path, type_ = _of_text(column.path, instance) if isinstance(column.path, str) else _of_function(column.path, instance)
    except DefinitionError as error:
        problems.append(f"{at}.path: {error.message}")
        path, type_ = "", None
    problems.extend(_problems(column, at))
    shown = column.type or ("date" if path.endswith("Timestamp") else _TYPES.get(type(type_), "string"))
    rendered: dict[str, Any] = {"name": column.name, "type": shown, "jsonPath": path}
    extra = {"description": column.description, "priority": column.priority, "format": column.format}
    return rendered | {name: value for name, value in extra.items() if value}


def _problems(column: PrinterColumn, at: str) -> Iterator[str]:
    if not column.name.strip():
        yield compose(f"{at}.name: {column.name!r} is empty", "Kubernetes shows it as the heading")
    for field, value, known in (("type", column.type, get_args(ColumnType)), ("format", column.format or None, _FORMATS)):
        if value is not None and value not in known:
            near = nearest(value, known)
            yield compose(f"{at}.{field}: {value!r} is none", f"Kubernetes knows {', '.join(known)}", [f'{field}="{near}"'] if near else [])


def _of_function(function: Callable[[Any], Any], instance: Object) -> tuple[str, Type]:
    hint = "lambda instance: instance.status.host"
    if not takes(function, 1):
        what = f"the function takes {parameters_of(function)}, and is given one argument, the instance"
        raise DefinitionError(compose(what, (), hint))
    found = expression_of(function(reference_to(Root(instance, "instance"))))
    if not isinstance(found, FieldOf | ItemOf):
        why = "a column shows a field of the instance as it is"
        raise DefinitionError(compose("it takes no field of the instance", why, hint))
    return _json_path(found), found.type


def _json_path(path: Expression) -> str:
    match path:
        case Variable():
            return ""
        case FieldOf(operand=operand, wire_name=name):
            return f"{_json_path(operand)}.{name}"
        case ItemOf(operand=operand, key=int(position)):
            return f"{_json_path(operand)}[{position}]"
        case ItemOf(operand=operand, key=str(key)):
            return f"{_json_path(operand)}['{key}']"
        case _:
            why = "a column shows a field of the instance as it is"
            raise DefinitionError(compose("it takes no field of the instance", why, "lambda instance: instance.status.host"))


def _of_text(path: str, instance: Object) -> tuple[str, Type | None]:
    """The path, and the type of what it leads to where that is known."""
    position, type_, walked = 0, instance, ""
    found: Type | None = type_
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            why = "Kubernetes takes names behind dots, and positions, keys in quotes and [?(...)] in brackets"
            raise DefinitionError(compose(f"{path!r} is no path", why, '".status.host"'))
        found = _next(found, match, walked)
        position, walked = match.end(), path[: match.end()]
    if not path:
        raise DefinitionError(compose("it is empty", "a column shows a field of the instance", '".status.host"'))
    return path, found


def _next(type_: Type | None, step: re.Match[str], walked: str) -> Type | None:
    name = step["name"] or step["key"]
    match type_:
        case Object(fields=fields) if name is not None:
            by_wire_name = {field.wire_name: field.type for field in fields.values()}
            if name in by_wire_name:
                return by_wire_name[name]
            if walked == ".status" and name in _WRITTEN_BY_KRO:
                return None
            near = nearest(camel_case(name), by_wire_name)
            hint = [f'"{walked}.{near}"'] if near else []
            why = f"{type_.name} has: {', '.join(by_wire_name) or 'no fields'}"
            raise DefinitionError(compose(f"{walked}.{name}: there is no such field in the cluster", why, hint))
        case List(item) if step["index"] is not None:
            return item
        case Map(value) if name is not None:
            return value
        case _:
            return None
