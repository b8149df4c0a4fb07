import datetime as dt
import enum
from typing import Any, Literal, NamedTuple

import attrs
import pytest

from typekro.errors import DefinitionError, compose
from typekro.schema import problems_of_class, simple_schema, wire_name

HOLDS = "a spec holds str, int, float, bool, list[X], dict[str, X] and attrs classes, and X | None of each as a whole field"
LATER = f"{HOLDS}; Literal, Enum and Any are not supported yet"
NO_VALUE_YET = "which have no value yet"


class Plain:
    name: str


class Tier(enum.Enum):
    SMALL = 1


@attrs.frozen
class Tree:
    branches: "list[Tree]"


@attrs.frozen
class Left:
    right: "Right | None"


@attrs.frozen
class Right:
    left: dict[str, Left]


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


@pytest.mark.parametrize(
    ("annotation", "written", "why", "hint"),
    [
        (tuple[int, ...], "tuple[int, ...]", HOLDS, "list[int]"),
        (set[str], "set[str]", HOLDS, "list[str]"),
        (set, "set", HOLDS, "list[str]"),
        (list, "list", HOLDS, "list[str]"),
        (dict, "dict", HOLDS, "dict[str, str]"),
        (dict[int, str], "dict[int, str]", HOLDS, "dict[str, str]"),
        (dt.datetime, "datetime", HOLDS, "str"),
        (bytes, "bytes", HOLDS, "str"),
        (int | str, "int | str", HOLDS, "str"),
        (Literal["a", "b"], "Literal['a', 'b']", LATER, "str"),
        (Any, "Any", LATER, "str"),
        (Tier, "Tier", LATER, "str"),
        (object, "object", HOLDS, "str"),
    ],
)
def test_a_type_that_kro_does_not_have_is_told_with_one_that_it_has(annotation: Any, written: str, why: str, hint: str) -> None:
    assert only_problem(spec(field=annotation)) == compose(f"Spec.field: {written} is no type of kro's", why, f"field: {hint}")


def test_a_type_that_kro_does_not_have_is_found_inside_of_others() -> None:
    assert only_problem(spec(field=dict[str, list[set[int]]])) == compose(
        "Spec.field: set[int] is no type of kro's", HOLDS, "field: dict[str, list[list[int]]]"
    )
    assert only_problem(spec(field=list[str | None])) == compose("Spec.field: str | None is no type of kro's", HOLDS, "field: list[str]")


def test_a_class_that_is_not_of_attrs_says_how_to_make_it_one() -> None:
    text = compose(
        "Plain is not an attrs class", "typekro reads the spec from the fields of an attrs class", "@attrs.frozen above class Plain"
    )

    assert only_problem(Plain) == text
    assert only_problem(spec(field=list[Plain])) == text


def test_a_class_that_contains_itself_is_told_with_the_way() -> None:
    why = "kro writes out what a type is made of, and this has no end"

    assert only_problem(Tree) == compose("Tree contains itself: Tree -> Tree", why)
    assert only_problem(Left) == compose("Left contains itself: Left -> Right -> Left", why)


def _none(value: Any) -> Any:
    return value


def _never(_: Any, __: Any, ___: Any) -> None:
    raise AssertionError


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        (
            "name",
            Declared(str, attrs.field(validator=_never)),
            compose(
                "Spec.name: a validator",
                f"a validator would run on references, {NO_VALUE_YET}",
                "leave it out; rules that the cluster checks are not supported yet",
            ),
        ),
        (
            "name",
            Declared(str, attrs.field(converter=_none)),
            compose("Spec.name: a converter", f"a converter would run on references, {NO_VALUE_YET}", "leave it out"),
        ),
        (
            "name",
            Declared(str, attrs.field(default=attrs.Factory(str, takes_self=True))),
            compose("Spec.name: a default that is made from the other fields", "a CRD knows constant defaults only", "leave it out"),
        ),
        (
            "name",
            Declared(str, attrs.field(init=False)),
            compose("Spec.name: init=False", "every field of the class is part of the cluster's API", "leave init=False out"),
        ),
        (
            "_name",
            str,
            compose("Spec._name: a name that starts with _ is private", "every field of the class is part of the cluster's API"),
        ),
        (
            "name",
            Declared(str | None, attrs.field(default="a")),
            compose(
                "Spec.name: both | None and a default", "the cluster holds no null: None would come back as the default", "name: str = 'a'"
            ),
        ),
        ("name", Declared(str, attrs.field(default=3)), "the default of Spec.name: expected str, got int 3"),
        ("name", Declared(str, attrs.field(default=None)), "the default of Spec.name: expected str, got None"),
        ("name", Declared(list[int], attrs.field(factory=lambda: [1, "a"])), "the default of Spec.name[1]: expected int, got str 'a'"),
    ],
)
def test_what_a_cluster_cannot_keep_of_a_field_is_refused(name: str, field: Any, text: str) -> None:
    assert only_problem(spec(**{name: field})) == text


def test_two_fields_have_two_names_in_the_cluster() -> None:
    cls = spec(cluster_ip=str, clusterIp=str)

    assert only_problem(cls) == compose(
        "Spec: cluster_ip and clusterIp are both clusterIp in the cluster",
        (),
        'clusterIp: ... = attrs.field(metadata=typekro.schema.wire_name("anotherName"))',
    )
    assert (
        list(problems_of_class(spec(cluster_ip=Declared(str, attrs.field(metadata=wire_name("clusterIP"))), clusterIp=str), "spec")) == []
    )


@pytest.mark.parametrize("name", ["state", "conditions"])
def test_a_status_leaves_the_fields_of_kro_alone(name: str) -> None:
    assert only_problem(spec(**{name: str}), "status") == compose(
        f"Spec.{name}: kro writes status.{name} itself, and passes over ours", (), "give the field another name"
    )
    assert list(problems_of_class(spec(**{name: str}), "spec")) == []


def test_all_problems_of_a_class_are_told_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple_schema(spec(one=set[str], two=Declared(str, attrs.field(default=2))))

    assert str(caught.value) == "\n".join(
        [
            "Spec: 2 problems",
            compose("Spec.one: set[str] is no type of kro's", HOLDS, "one: list[str]"),
            "the default of Spec.two: expected str, got int 2",
        ]
    )
    assert len(caught.value.problems) == 2
