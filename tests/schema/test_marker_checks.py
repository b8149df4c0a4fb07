from typing import Annotated, Any

import attrs
import pytest

from tests.schema.parts import Declared, only_problem, spec
from typekro.errors import compose
from typekro.schema import (
    Description,
    Immutable,
    ListMapKey,
    ListType,
    Maximum,
    MaxItems,
    MaxLength,
    Minimum,
    MinItems,
    MinLength,
    Name,
    Pattern,
    UniqueItems,
    Validation,
    markers,
    problems_of_class,
)


@attrs.frozen
class Port:
    name: str
    zone_id: str | None = None


class Ge:
    def __repr__(self) -> str:
        return "Ge(1)"


KEYS = "kro takes keys for such lists alone"
COUNT = "it takes an int from 0 on"
PASSED_OVER = "what stands in an Annotated would be passed over, and the cluster would not know of it"


@pytest.mark.parametrize(
    "annotation",
    [
        Annotated[int, Minimum(1), Maximum(1)],
        Annotated[float, Minimum(0.5)],
        Annotated[str, MinLength(0), MaxLength(3), Pattern("^a"), Immutable(), Description("a")],
        Annotated[list[str], UniqueItems, MinItems(1), MaxItems(2), Validation("self.size() > 0"), Validation("self.size() < 9")],
        Annotated[list[Port], ListType("map"), ListMapKey("name")],
        Annotated[list[list[str]], UniqueItems()],
        Annotated[dict[str, Annotated[int, Immutable()]], Immutable],
        Annotated[list[float], ListType("set"), UniqueItems()],
        list[dict[str, Annotated[str, MaxLength(3)]]],
        Annotated[str | None, Name("clusterIP")],
    ],
)
def test_markers_where_they_belong_pass(annotation: Any) -> None:
    assert list(problems_of_class(spec(field=annotation), "spec")) == []


@pytest.mark.parametrize(
    ("annotation", "what", "why", "hint"),
    [
        (Annotated[str, Minimum(1)], "Minimum(1) on str", "Minimum is for int and float", "Annotated[str, MinLength(1)]"),
        (Annotated[list[int], Maximum(3)], "Maximum(3) on list[int]", "Maximum is for int and float", "Annotated[list[int], MaxItems(3)]"),
        (
            Annotated[dict[str, int], MinItems(1)],
            "MinItems(1) on dict[str, int]",
            "MinItems is for list",
            'Annotated[dict[str, int], Validation("self.size() >= 1")]',
        ),
        (Annotated[bool, Minimum(1)], "Minimum(1) on bool", "Minimum is for int and float", "leave it out"),
        (Annotated[int, MaxLength(3)], "MaxLength(3) on int", "MaxLength is for str", "Annotated[int, Maximum(3)]"),
        (Annotated[str, MinItems(1)], "MinItems(1) on str", "MinItems is for list", "Annotated[str, MinLength(1)]"),
        (Annotated[int, Pattern("^1")], "Pattern('^1') on int", "Pattern is for str", "leave it out"),
        (
            Annotated[list[str], Pattern("^a")],
            "Pattern('^a') on list[str]",
            "Pattern is for str",
            "list[Annotated[str, Pattern('^a')]]",
        ),
        (Annotated[Port, UniqueItems()], "UniqueItems() on Port", "UniqueItems is for list", "leave it out"),
        (Annotated[Any, MinLength(1)], "MinLength(1) on Any", "MinLength is for str", "leave it out"),
        (Annotated[int, Minimum(1), Minimum(2)], "Minimum is there 2 times", "one of them would be passed over", "leave one of them out"),
        (Annotated[int, Minimum(3), Maximum(1)], "Minimum(3) with Maximum(1)", "no value would fit", "Minimum(1), Maximum(3)"),
        (Annotated[int, Minimum(0.5)], "Minimum(0.5) on int", "an int has no fractions", "Minimum(1)"),
        (Annotated[int, Maximum(1.5)], "Maximum(1.5) on int", "an int has no fractions", "Maximum(1)"),
        (Annotated[float, Minimum(float("inf"))], "Minimum(inf) is no bound", "it takes a number", "Minimum(1)"),
        (
            Annotated[int, Maximum(2**60)],
            f"Maximum({2**60}) is too big",
            "kro holds bounds as floats, which tell integers apart up to 2**53",
            "leave it out",
        ),
        (Annotated[str, MinLength(-1)], "MinLength(-1) is no count", COUNT, "MinLength(1)"),
        (Annotated[list[str], MaxItems(True)], "MaxItems(True) is no count", COUNT, "MaxItems(1)"),  # noqa: FBT003 - that is it
        (Annotated[str, Pattern("")], "Pattern('') says nothing", "it takes a text", "leave it out"),
        (Annotated[str, Validation(" ")], "Validation(' ') says nothing", "it takes a text", "leave it out"),
        (
            Annotated[str, Description("a\x7f")],
            "Description('a\\x7f') cannot be in a manifest",
            "it holds the control character U+007F, which the API server does not take, or changes, in what kro applies",
            (),
        ),
        (
            Annotated[list[str], ListType("sets")],  # type: ignore[arg-type] # that is it
            "ListType('sets') is no type of lists",
            "kro knows atomic, set and map",
            "ListType('set')",
        ),
        (
            Annotated[list[str], UniqueItems(), ListType("atomic")],
            "UniqueItems() with ListType('atomic')",
            "UniqueItems makes the list a set",
            "leave one of them out",
        ),
        (Annotated[list[Port], ListMapKey("name")], "ListMapKey('name') without ListType('map')", KEYS, 'ListType("map")'),
        (
            Annotated[list[Port], ListType("map")],
            "ListType('map') without ListMapKey",
            "Kubernetes wants to know which field tells the items apart",
            'ListMapKey("name")',
        ),
        (
            Annotated[list[Port], ListType("map"), ListMapKey("name"), ListMapKey("name")],
            "ListMapKey('name') twice",
            "kro takes each key once",
            "leave one of them out",
        ),
        (
            Annotated[list[Port], ListType("map"), ListMapKey("nam")],
            "ListMapKey('nam'): Port has no such field",
            "it has name, zone_id",
            "ListMapKey('name')",
        ),
        (
            Annotated[list[Port], ListType("map"), ListMapKey("zone_id")],
            "ListMapKey('zone_id'): Port.zone_id may be None",
            "each item has to have its key in Kubernetes",
            "zone_id: str",
        ),
        (
            Annotated[list[str], ListType("map"), ListMapKey("name")],
            "ListMapKey('name') for items that are no attrs class",
            "it names one of their fields",
            'ListType("set")',
        ),
        (
            Annotated[list[Port], UniqueItems()],
            "a set of Port",
            "the items of a set are texts, numbers or truth values in Kubernetes",
            'ListType("map"), ListMapKey("name")',
        ),
        (
            Annotated[list[dict[str, str]], ListType("set")],
            "a set of dict[str, str]",
            "the items of a set are texts, numbers or truth values in Kubernetes",
            'ListType("map"), ListMapKey("name")',
        ),
        (Annotated[int, Ge()], "Ge(1) is no marker of typekro's", PASSED_OVER, "Annotated[int, Minimum(...)]"),
        (Annotated[int, "at least 1"], "'at least 1' is no marker of typekro's", PASSED_OVER, 'Description("..."), if that is meant'),
        (Annotated[int, Minimum], "Minimum without a value", "a marker is made with what it says", "Minimum(...)"),
    ],
)
def test_a_marker_that_cannot_be_meant_is_refused(annotation: Any, what: str, why: str, hint: str) -> None:
    assert only_problem(spec(field=annotation)) == compose(f"Spec.field: {what}", why, hint)


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (
            list[Annotated[str, Minimum(1)]],
            compose("the items of Spec.field: Minimum(1) on str", "Minimum is for int and float", "Annotated[str, MinLength(1)]"),
        ),
        (
            dict[str, list[Annotated[str, Name("x")]]],
            compose("the items of the values of Spec.field: Name('x')", "only a field has a name in the cluster", "leave it out"),
        ),
        (
            list[dict[str, Annotated[str, Immutable()]]],
            compose(
                "the values of the items of Spec.field: Immutable()",
                "Kubernetes cannot tell which item was which before",
                "Annotated[list[...], Immutable()]",
            ),
        ),
    ],
)
def test_a_marker_on_items_that_cannot_be_meant_is_told_so(annotation: Any, text: str) -> None:
    assert only_problem(spec(field=annotation)) == text


def test_a_pattern_that_re2_cannot_read_is_refused() -> None:
    first, why, hint = only_problem(spec(field=Annotated[str, Pattern("(?=a)")])).splitlines()

    assert (first, hint) == ("Spec.field: Pattern('(?=a)') cannot be read", "hint: Pattern('^[a-z]+$')")
    assert why.startswith("  kro takes regular expressions of Go (RE2): ")


def test_markers_in_the_metadata_of_a_field_are_checked_alike() -> None:
    problem = only_problem(spec(field=Declared(str, attrs.field(metadata=markers(Minimum(1))))))

    assert problem == compose("Spec.field: Minimum(1) on str", "Minimum is for int and float", "Annotated[str, MinLength(1)]")


@pytest.mark.parametrize(
    ("annotation", "default", "text"),
    [
        (Annotated[int, Minimum(1)], 0, "the default of Spec.field: 0 is less than minimum=1"),
        (list[Annotated[int, Minimum(1)]], [1, 0], "the default of Spec.field[1]: 0 is less than minimum=1"),
        (Annotated[str, Pattern("^a")], "b", "the default of Spec.field: 'b' does not match pattern=^a"),
    ],
)
def test_a_default_keeps_to_the_markers(annotation: Any, default: Any, text: str) -> None:
    assert only_problem(spec(field=Declared(annotation, attrs.field(default=default)))) == text
