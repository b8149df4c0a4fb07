from collections.abc import Callable
from typing import Any

import pytest

from tests.graph.parts import Spec, config_map
from typekro.errors import DefinitionError, compose
from typekro.expressions import Dyn, UnknownFieldError, cel, expression_of, roots
from typekro.graph import Schema, external_ref
from typekro.nodes import Collection, for_each, parts_of

SCHEMA = Schema("web", Spec, object)
REGIONS = SCHEMA.spec.regions
MANY = for_each(REGIONS, lambda region: config_map(f"a-{region}"))
HINT = 'for_each(schema.spec.regions, lambda region: simple.config_map(name=f"settings-{region}", ...))'


def test_a_collection_is_a_list_of_what_its_function_makes() -> None:
    assert type(MANY) is Collection
    assert repr(MANY[0].data["x"]) == "<typekro reference configMaps[0].data['x']>"
    assert repr(MANY[1:2]).startswith("<typekro reference configMaps[1:2]")
    assert repr(cel.map(MANY, lambda each: each.metadata.name)).startswith("<typekro reference cel.map(configMaps, ")
    assert repr(cel.size(MANY)) == "<typekro reference cel.size(configMaps)>"


def test_the_function_is_given_items_called_by_its_parameters() -> None:
    given: list[Any] = []

    def make(region: str, port: int) -> Any:
        given.extend((region, port))
        return config_map(f"{region}-{port}")

    made = for_each(REGIONS, [80, 443], make)

    assert [repr(each) for each in given] == ["<typekro reference region>", "<typekro reference port>"]
    assert [dimension.root.label for dimension in parts_of(made).dimensions] == ["region", "port"]
    assert repr(given[1] + 1) == "<typekro reference (port + 1)>"


def test_a_collection_of_a_collection_is_made_for_each_of_it() -> None:
    copies = for_each(MANY, lambda one: config_map(f"copy-{one.metadata.name}"))

    (dimension,) = parts_of(copies).dimensions
    assert roots(dimension.items) == {parts_of(MANY).root}


def test_a_list_of_which_nothing_is_known_has_items_of_which_nothing_is_known() -> None:
    made = for_each(config_map().data.hosts, lambda host: config_map(host))  # noqa: PLW0108 - its parameter names the item

    (dimension,) = parts_of(made).dimensions
    assert dimension.root.type == Dyn()


def test_conditions_of_a_collection_replace_those_that_each_brought() -> None:
    brought = for_each(REGIONS, lambda region: config_map(f"a-{region}").with_ready_when(lambda node: node.metadata.name != ""))

    assert len(parts_of(brought).conditions) == 1
    assert parts_of(brought.with_ready_when()).conditions == ()
    assert parts_of(brought.with_ready_when()).root is parts_of(brought).root


def _contains(many: Any) -> bool:
    return "a" in many


def _last(many: Any) -> Any:
    return many[-1]


USES: list[tuple[Callable[[Any], Any], str]] = [
    (iter, "for ... in configMaps: a reference cannot do that"),
    (len, "len(configMaps): a reference cannot do that"),
    (bool, "whether configMaps is true: a reference cannot do that"),
    (_contains, "... in configMaps: a reference cannot do that"),
    (_last, "configMaps[-1]: a reference to list[Any] cannot be asked that"),
]


@pytest.mark.parametrize(("used", "first_line"), USES)
def test_what_python_does_with_lists_a_collection_refuses_as_a_reference_to_a_list_does(
    used: Callable[[Any], Any], first_line: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        used(MANY)

    assert str(caught.value).splitlines()[0] == first_line


def test_a_field_of_a_whole_collection_is_told_to_belong_to_one_of_it() -> None:
    unknown: Any = MANY

    with pytest.raises(UnknownFieldError) as caught:
        unknown.metadata  # noqa: B018 - that is it

    assert str(caught.value) == compose(
        "configMaps.metadata: a collection has no fields",
        "it stands for many of them, so that a field belongs to one: configMaps is a list[Any]",
        ["configMaps[0].metadata", "cel.map(configMaps, lambda each: each.metadata)"],
    )
    assert not hasattr(MANY, "_repr_html_")


LIST = "kro makes a resource for each item of a list"
NAME = "each is one item of a list, and gives it its name in kro"


def of_one(a: str) -> Any:
    return config_map(a)


def of_two(a: str, b: str) -> Any:
    return config_map(a + b)


def of_any(*a: str) -> Any:
    return config_map(a[0])


def of_itself(a: str) -> Any:
    return a


def of_many(_: str) -> Any:
    return MANY


def of_others(a: str) -> Any:
    return external_ref("v1", "ConfigMap", a)


WRONG: list[tuple[tuple[Any, ...], str]] = [
    ((SCHEMA.spec.name, of_one), compose("for_each: list 1: schema.spec.name is str, not a list", LIST)),
    ((REGIONS, 3, of_two), compose("for_each: list 2: 3 is int, not a list", LIST, "for_each(cel.range(3), lambda number: ...)")),
    (
        (of_one, REGIONS),
        compose(
            "for_each: a function stands before a list",
            "the lists come first, and the function that makes a resource of one item of each is the last",
            HINT,
        ),
    ),
    ((REGIONS,), compose("for_each: no function", "the last argument makes the resource of one item, and this is Reference", HINT)),
    ((), compose("for_each: no function", "the last argument makes the resource of one item, and this is NoneType", HINT)),
    ((of_one,), compose("for_each: 0 lists", "kro takes 10 at most, and at least one", HINT)),
    ((*[REGIONS] * 11, of_one), compose("for_each: 11 lists", "kro takes 10 at most, and at least one", HINT)),
    ((REGIONS, of_two), compose("for_each: 1 list, and a function of (a: str, b: str)", NAME, HINT)),
    ((REGIONS, REGIONS, of_any), compose("for_each: 2 lists, and a function of (*a: str)", NAME, HINT)),
    ((REGIONS, of_itself), compose("for_each: the function made Reference, not a resource", (), HINT)),
    (
        (REGIONS, of_many),
        compose(
            "for_each: the function made a collection",
            "kro has no collections of collections; one for_each takes several lists, and makes one for each combination",
            HINT,
        ),
    ),
    (
        (REGIONS, of_others),
        compose(
            "for_each: the function made an external reference",
            "kro reads a resource by its name once, or all that labels select",
            "external_refs(...)",
        ),
    ),
]


@pytest.mark.parametrize(("arguments", "text"), WRONG)
def test_what_makes_no_collection_is_told_where_it_is_written(arguments: tuple[Any, ...], text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        for_each(*arguments)

    assert str(caught.value) == text


def test_a_collection_poses_as_the_list() -> None:
    expression = expression_of(MANY)

    assert expression is not None
    assert roots(expression) == {parts_of(MANY).root}
