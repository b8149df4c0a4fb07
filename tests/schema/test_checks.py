import dataclasses
import datetime as dt
from typing import Annotated, Any

import attrs
import pytest

from tests.schema.parts import Declared, only_problem, spec
from typekro.errors import DefinitionError, compose
from typekro.expressions import Root, String, reference_to
from typekro.schema import problems_of_class, simple_schema, wire_name
from typekro.schema.condition import Condition
from typekro.schema.markers import Description, MinLength, Name

KINDS = "str, int, float, bool, Literal, StrEnum, IntEnum, list[X], dict[str, X], Any and attrs classes"
HOLDS = f"a spec holds {KINDS}, and X | None of each as a whole field"
NO_VALUE_YET = "which have no value yet"


class Plain:
    name: str


@attrs.frozen
class Tree:
    branches: "list[Tree]"


@attrs.frozen
class Left:
    right: "Right | None"


@attrs.frozen
class Right:
    left: dict[str, Left]


@pytest.mark.parametrize(
    ("annotation", "written", "hint"),
    [
        (tuple[int, ...], "tuple[int, ...]", "list[int]"),
        (set[str], "set[str]", "list[str]"),
        (set, "set", "list[str]"),
        (list, "list", "list[str]"),
        (dict, "dict", "dict[str, Any]"),
        (dict[int, str], "dict[int, str]", "dict[str, Any]"),
        (dt.datetime, "datetime", "str"),
        (bytes, "bytes", "str"),
        (int | str, "int | str", "str"),
        (object, "object", "dict[str, Any]"),
    ],
)
def test_a_type_that_kro_does_not_have_is_told_with_one_that_it_has(annotation: Any, written: str, hint: str) -> None:
    assert only_problem(spec(field=annotation)) == compose(f"Spec.field: {written} is no type of kro's", HOLDS, f"field: {hint}")


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


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        (
            "name",
            Declared(str, attrs.field(converter=_none)),
            compose(
                "Spec.name: a converter",
                f"a converter would run on references, {NO_VALUE_YET}",
                "name: str, and convert before the class is made",
            ),
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


def test_what_would_run_while_an_instance_is_made_is_refused() -> None:
    @attrs.frozen
    class Spec:
        name: str

        def __attrs_post_init__(self) -> None:
            raise AssertionError(self.name)

    assert only_problem(Spec) == compose(
        "Spec: __attrs_post_init__",
        f"it would run on references, {NO_VALUE_YET}",
        "Annotated[int, Minimum(1)] for a rule; compute before it is made",
    )


def test_a_default_is_no_reference() -> None:
    name: Any = reference_to(Root(String(), "other"))

    assert only_problem(spec(name=Declared(str, attrs.field(default=f"{name}-x")))) == compose(
        "the default of Spec.name: a reference", "a CRD knows constant defaults only", "leave it out, and give it to the instance"
    )


def test_two_fields_have_two_names_in_the_cluster() -> None:
    cls = spec(cluster_ip=str, clusterIp=str)

    assert only_problem(cls) == compose(
        "Spec: cluster_ip and clusterIp are both clusterIp in the cluster",
        (),
        'clusterIp: Annotated[str, Name("anotherName")]',
    )
    assert (
        list(problems_of_class(spec(cluster_ip=Declared(str, attrs.field(metadata=wire_name("clusterIP"))), clusterIp=str), "spec")) == []
    )


@pytest.mark.parametrize(("name", "hint"), [("state", "give the field another name"), ("conditions", "conditions: list[Condition]")])
def test_a_status_leaves_the_fields_of_kro_alone(name: str, hint: str) -> None:
    assert only_problem(spec(**{name: str}), "status") == compose(
        f"Spec.{name}: kro writes status.{name} itself, and passes over ours", (), hint
    )
    assert list(problems_of_class(spec(**{name: str}), "spec")) == []


def test_a_status_may_have_conditions_of_its_own() -> None:
    assert list(problems_of_class(spec(conditions=list[Condition]), "status")) == []


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


def test_a_status_has_no_rules() -> None:
    cls = spec(host=Annotated[str, MinLength(3)], port=Annotated[int, Name("portNumber"), Description("where it listens")])

    assert only_problem(cls, "status") == compose(
        "Spec.host: MinLength(3) in a status",
        "kro makes the schema of a status from its expressions alone, so that nobody would hold a value to it",
        "leave it out",
    )


@dataclasses.dataclass
class OfDataclasses:
    size: str = "a"


@attrs.frozen
class WithDataclass:
    disk: OfDataclasses = attrs.field(factory=OfDataclasses)


@attrs.frozen
class WithWithDataclass:
    disks: WithDataclass = attrs.field(factory=WithDataclass)


@pytest.mark.parametrize("cls", [WithDataclass, WithWithDataclass])
def test_a_dataclass_with_a_default_is_no_attrs_class_either(cls: type) -> None:
    assert list(problems_of_class(cls, "spec")) == [
        compose(
            "OfDataclasses is not an attrs class",
            "typekro reads the spec from the fields of an attrs class",
            "@attrs.frozen above class OfDataclasses",
        )
    ]


@pytest.mark.parametrize(
    ("marker", "default", "meant"), [(MinLength(1), "a", "str"), (MinLength(1), attrs.NOTHING, "int"), (MinLength(1), 1.5, "float")]
)
def test_a_marker_is_no_type(marker: Any, default: Any, meant: str) -> None:
    cls = attrs.make_class("Marked", {"port": attrs.field(type=marker, default=default)})

    assert list(problems_of_class(cls, "spec")) == [
        compose(
            "Marked.port: MinLength(1) is a marker, and no type",
            "a marker stands beside the type of its field",
            f"port: Annotated[{meant}, MinLength(1)]",
        )
    ]
