"""attrs classes as kro's SimpleSchema."""

import json
from typing import Any

import attrs

from typekro.errors import compose
from typekro.expressions import Boolean, Float, Integer, List, Map, Object, String, Type
from typekro.schema.checks import problems_of_class
from typekro.schema.classes import Member, members_of
from typekro.schema.problems import collected
from typekro.schema.wire import wire_value

_ATOMS: dict[type, str] = {String: "string", Integer: "integer", Float: "float", Boolean: "boolean"}
_TAKEN = frozenset({*_ATOMS.values(), "object"})


@attrs.frozen
class SimpleSchema:
    """The schema of a spec, as a ResourceGraphDefinition has it.

    Args:
        spec: the text of each field (`integer | default=3`) by its name in the cluster.
        types: the fields of each nested class, by the class's name.
    """

    spec: dict[str, Any]
    types: dict[str, Any]


def simple_schema(cls: type) -> SimpleSchema:
    """The SimpleSchema of a spec class: what has neither a default nor `| None` is required.

    Nested classes become types of their own, since only what stands behind a type's name can be required or have a default.

    Args:
        cls: an attrs class.

    Raises:
        DefinitionError: kro cannot hold such a class; all reasons are named.

    Example:
        >>> @attrs.frozen
        ... class Spec:
        ...     name: str
        ...     storage: str = "10Gi"
        >>> simple_schema(Spec).spec
        {'name': 'string | required=true', 'storage': 'string | default="10Gi"'}
    """
    problems = [*dict.fromkeys(problems_of_class(cls, "spec"))]
    if problems:
        raise collected(cls.__name__, problems)
    classes: dict[str, type] = {}
    spec = {member.wire_name: _field(member, classes) for member in members_of(cls)}
    types: dict[str, Any] = {}
    while missing := [name for name in classes if name not in types]:
        name = missing[0]
        types[name] = {member.wire_name: _field(member, classes) for member in members_of(classes[name])}
    return SimpleSchema(spec, types)


def _field(member: Member, classes: dict[str, type]) -> str:
    name = _type(member.type, classes)
    if member.default is not attrs.NOTHING and member.default is not None:
        return f"{name} | default={_default(member)}"
    return f"{name} | required=true" if member.required else name


def _type(type_: Type, classes: dict[str, type]) -> str:
    match type_:
        case List(item):
            return f"[]{_type(item, classes)}"
        case Map(value):
            return f"map[string]{_type(value, classes)}"
        case Object(name=name, python_class=type() as cls):
            if name in _TAKEN or classes.setdefault(name, cls) is not cls:
                why = "types of kro's have one name each"
                raise collected(name, [compose(f"{name}: two types are called so", why, f"give one class another name than {name}")])
            return name
        case _:
            return _ATOMS[type(type_)]


def _default(member: Member) -> str:
    value = wire_value(member.default, member.type, member.name, [])
    text = json.dumps(value, ensure_ascii=False)
    if not isinstance(member.type, String):
        return text
    # kro takes the backslashes of the marker away and then puts the rest into JSON as it is.
    escaped = text[1:-1].replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
