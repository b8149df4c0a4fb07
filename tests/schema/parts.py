"""Classes made on the spot."""

from typing import Any, Literal, NamedTuple

import attrs

from typekro.schema import problems_of_class


class Declared(NamedTuple):
    annotation: Any
    field: Any


def spec(**fields: Any) -> type:
    """A class Spec; each field is an annotation, or one with what attrs.field makes."""
    made = {name: field if isinstance(field, Declared) else Declared(field, attrs.field()) for name, field in fields.items()}
    body = {name: declared.field for name, declared in made.items()}
    return attrs.frozen(type("Spec", (), {**body, "__annotations__": {name: declared.annotation for name, declared in made.items()}}))


def only_problem(cls: type, role: Literal["spec", "status"] = "spec") -> str:
    problems = list(problems_of_class(cls, role))
    assert len(problems) == 1, problems
    return problems[0]
