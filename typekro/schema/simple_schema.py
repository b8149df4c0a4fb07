"""attrs classes as kro's SimpleSchema."""

from typing import Any

import attrs

from typekro.errors import compose
from typekro.expressions import Boolean, Float, Integer, String
from typekro.schema.annotations import Annotation, is_enum, written
from typekro.schema.checks import problems_of_class
from typekro.schema.classes import Member, members_of, type_of_class
from typekro.schema.descriptions import descriptions_of, warn_without_source
from typekro.schema.member_rules import rules_of, rules_of_member
from typekro.schema.problems import collected
from typekro.schema.quoting import default_text, marker_texts
from typekro.schema.reader import read_types_and_spec
from typekro.schema.texts import problem_of_text
from typekro.schema.wire import wire_value

_ATOMS: dict[type, str] = {String: "string", Integer: "integer", Float: "float", Boolean: "boolean"}
_TAKEN = frozenset({*_ATOMS.values(), "object"})


@attrs.frozen
class SimpleSchema:
    """The schema of a spec, as a ResourceGraphDefinition has it.

    Args:
        spec: the text of each field (`integer | default=3`) by its name in the cluster.
        types: the fields of each nested class by the class's name, and the text of each type of items that has rules of its own.
    """

    spec: dict[str, Any]
    types: dict[str, Any]


def simple_schema(cls: type) -> SimpleSchema:
    """The SimpleSchema of a spec class: what has neither a default nor `| None` is required.

    Nested classes become types of their own, since only what stands behind a type's name can be required or have a default. So do items
    and values with rules, such as those of `list[Annotated[int, Minimum(1)]]`.

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
    printer = _Printer()
    schema = SimpleSchema(printer.fields(cls), printer.types)
    problems = printer.problems or [problem.text for problem in read_types_and_spec(schema.spec, schema.types, cls.__name__, "").problems]
    if problems:
        raise collected(cls.__name__, problems)
    return schema


class _Printer:
    """Prints classes, and remembers what has to stand under `types`."""

    def __init__(self) -> None:
        self.types: dict[str, Any] = {}
        self.problems: list[str] = []
        self._meant: dict[str, object] = {}

    def fields(self, cls: type) -> dict[str, Any]:
        members = members_of(cls)
        described = descriptions_of(cls)
        rules = {member.name: rules_of_member(member) for member in members}
        for name, text in described.items():
            if name in rules:
                self._describe(f"{cls.__name__}.{name}", rules[name], text)
        warn_without_source(cls, {name: "description" in rule for name, rule in rules.items()})
        return {member.wire_name: self._field(cls, member, rules[member.name]) for member in members}

    def _describe(self, name: str, rules: dict[str, Any], text: str) -> None:
        problem = problem_of_text(text)
        if problem is not None:
            self.problems.append(compose(f"{name}: its docstring cannot be its description", problem))
        elif text:
            rules.setdefault("description", text)

    def _field(self, cls: type, member: Member, rules: dict[str, Any]) -> str:
        pieces: list[str] = []
        if member.required:
            pieces.append("required=true")
        elif member.default is not attrs.NOTHING and member.default is not None:
            pieces.append(default_text(wire_value(member.default, member.type, member.name, [])))
        pieces += marker_texts(rules)
        alias = f"{cls.__name__}{member.wire_name[:1].upper()}{member.wire_name[1:]}"
        name = self._type(member.declared, alias)
        return f"{name} | {' '.join(pieces)}" if pieces else name

    def _type(self, declared: Annotation, alias: str) -> str:
        """The text of a type; what kro cannot say there gets a name that begins with the alias."""
        base = declared.base
        if declared.item is not None:
            is_list = base.__origin__ is list
            if not is_list and declared.item.base is Any:
                return "object"
            return ("[]" if is_list else "map[string]") + self._part(declared.item, f"{alias}{'Item' if is_list else 'Value'}")
        if base is Any:
            return "object"
        if declared.scalar is None:
            if self._is_new(base.__name__, base):
                self.types[base.__name__] = {}  # keeps its place before what it is made of
                self.types[base.__name__] = self.fields(base)
            return str(base.__name__)
        return _ATOMS[type(type_of_class(declared.scalar))]

    def _part(self, declared: Annotation, alias: str) -> str:
        pieces = [*marker_texts(rules_of(declared))]
        text = self._type(declared, alias)
        if not pieces:
            return text
        name = declared.base.__name__ if is_enum(declared.base) and not declared.extras else alias
        if self._is_new(name, written(declared.base) + str(pieces)):
            self.types[name] = f"{text} | {' '.join(pieces)}"
        return name

    def _is_new(self, name: str, meant: object) -> bool:
        if name in _TAKEN or self._meant.setdefault(name, meant) != meant:
            why = "types of kro's have one name each"
            self.problems.append(compose(f"{name}: two types are called so", why, f"give one class another name than {name}"))
            return False
        return name not in self.types
