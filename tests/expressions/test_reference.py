import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from tests.expressions.parts import ROOT, expression, spec
from typekro.errors import DefinitionError, compose
from typekro.expressions import (
    AwaitedRoot,
    Boolean,
    Dyn,
    Expression,
    FieldOf,
    Integer,
    ItemOf,
    MisuseError,
    Reference,
    Root,
    String,
    UnknownFieldError,
    Variable,
    cel,
    expression_of,
    reference_to,
)

KNOWN_LATER = "its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs"
NO_TWIN = "CEL, as kro has it, knows no such function"


def test_attributes_and_items_are_references_of_the_types_that_are_declared() -> None:
    volume = ItemOf(FieldOf(Variable(ROOT), "volumes", "volumes", spec_type("volumes")), 0, spec_type("volume"))

    assert expression(spec.volumes[0].size_gb) == FieldOf(volume, "size_gb", "sizeGB", Integer())
    assert expression(spec.labels["a"]).type == String()
    assert expression(spec.anything.whatever[3]["x"]).type == Dyn()


def spec_type(name: str) -> Any:
    return expression(getattr(spec, name)).type


def test_an_unknown_attribute_is_told_with_the_nearest_one_and_all_that_there_are() -> None:
    with pytest.raises(AttributeError) as caught:
        spec.volume.pth  # noqa: B018 - the attribute alone raises

    assert isinstance(caught.value, DefinitionError)
    assert str(caught.value) == "spec.volume has no field 'pth'\n  Volume has: path, size_gb\nhint: spec.volume.path"


def test_a_name_of_the_cluster_is_told_by_its_name_in_python() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        spec.volume.sizeGB  # noqa: B018 - the attribute alone raises

    assert str(caught.value).splitlines()[-1] == "hint: spec.volume.size_gb"


def test_a_text_has_the_methods_that_cel_has_too() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        spec.name.uper()

    assert str(caught.value) == (
        "spec.name.uper: a reference to str has no such attribute\n"
        "  it has the methods startswith, endswith, find, rfind, upper, lower, strip, replace, split, join, removeprefix, removesuffix\n"
        "hint: spec.name.upper(...)"
    )


def test_a_number_has_no_attributes() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        spec.count.bit_length()

    assert str(caught.value) == (
        "spec.count.bit_length: a reference to int has no such attribute\n  it has none; the functions of cel take it"
    )


@pytest.mark.parametrize(
    ("go_through", "name"), [(lambda: list(spec.labels.items()), "items"), (lambda: {"app": "web", **spec.labels}, "keys")]
)
def test_nobody_goes_through_a_map(go_through: Callable[[], object], name: str) -> None:
    with pytest.raises(MisuseError) as caught:
        go_through()

    assert str(caught.value) == compose(
        f"spec.labels.{name}: a reference cannot do that",
        "what is in it is known only in the cluster; Python cannot go through it, nor unpack it by ** into another dict",
        [
            "spec.labels[key], spec.labels.get(key, default) or cel.contains(spec.labels, key) for one key",
            "cel.merge({...}, spec.labels)",
        ],
    )


@pytest.mark.parametrize("name", ["update", "copy", "setdefault", "pop"])
def test_nobody_changes_a_map(name: str) -> None:
    with pytest.raises(UnknownFieldError) as caught:
        getattr(spec.labels, name)

    assert str(caught.value) == compose(
        f"spec.labels.{name}: a reference cannot do that",
        "a reference is changed by nobody; CEL makes a new map of two",
        "cel.merge(spec.labels, {...})",
    )


def test_a_map_is_asked_by_key() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        spec.labels.app  # noqa: B018 - the attribute alone raises

    assert str(caught.value).splitlines()[-1] == "hint: spec.labels['app']"


REFUSED: list[tuple[Callable[[], object], str]] = [
    (
        lambda: spec.count**2,
        compose(
            "spec.count ** ...: a reference cannot do that",
            "CEL, as kro has it, knows no such function",
            "spec.count * spec.count for a square",
        ),
    ),
    (
        lambda: 2**spec.count,
        compose(
            "spec.count ** ...: a reference cannot do that",
            "CEL, as kro has it, knows no such function",
            "spec.count * spec.count for a square",
        ),
    ),
    (
        lambda: bool(spec.on),
        compose(
            "whether spec.on is true: a reference cannot do that",
            KNOWN_LATER,
            [
                "a & b, a | b and not_(a) instead of `and`, `or` and `not`; (a < b) & (b < c) instead of a < b < c",
                "cel.contains([one, other], a) instead of a in [one, other]; cel.max([a, b]) instead of max(a, b)",
                "when(spec.on, one, other) instead of `if`; node.with_include_when(spec.on) for a whole resource",
            ],
        ),
    ),
    (lambda: 1 < spec.count < 3, "whether (spec.count > 1) is true: a reference cannot do that"),
    (lambda: spec.name in ["a", "b"], "whether (spec.name == 'a') is true: a reference cannot do that"),
    (
        lambda: [*spec.tags],
        compose(
            "for ... in spec.tags: a reference cannot do that",
            KNOWN_LATER,
            [
                'cel.map(spec.tags, lambda item: ...) for a list of values, cel.join(spec.tags, ",") for a text',
                "for_each(spec.tags, lambda item: ...) for a resource for each item; spec.tags + [...] instead of [*spec.tags, ...]",
            ],
        ),
    ),
    (lambda: ",".join(spec.tags), "for ... in spec.tags: a reference cannot do that"),
    (lambda: len(spec.tags), compose("len(spec.tags): a reference cannot do that", KNOWN_LATER, "size(spec.tags)")),
    (lambda: "a" in spec.tags, compose("... in spec.tags: a reference cannot do that", KNOWN_LATER, "cel.contains(spec.tags, ...)")),
    (
        lambda: range(spec.count),
        compose(
            "spec.count as a position or a count: a reference cannot do that",
            KNOWN_LATER,
            "use a constant, or pass the reference on as it is",
        ),
    ),
    *(
        (
            function,
            compose(
                "int(spec.count), which %d asks for too: a reference cannot do that",
                KNOWN_LATER,
                ["cel.integer(spec.count)", 'f"{spec.count}" in a text'],
            ),
        )
        for function in (lambda: int(spec.count), lambda: "%d" % spec.count)  # noqa: UP031 - that is what is tested
    ),
    *(
        (
            function,
            compose(
                "float(spec.count), which %f asks for too: a reference cannot do that",
                KNOWN_LATER,
                ["cel.double(spec.count)", 'f"{spec.count}" in a text'],
            ),
        )
        for function in (lambda: float(spec.count), lambda: "%.2f" % spec.count)  # noqa: UP031 - that is what is tested
    ),
    (
        lambda: round(spec.ratio),
        compose(
            "round(spec.ratio): a reference cannot do that", NO_TWIN, "cel.integer(spec.ratio + 0.5) for a number that is not negative"
        ),
    ),
    (
        lambda: spec.anything.method(1),
        compose(
            "spec.anything.method(...): a reference cannot do that",
            "it is a field, and no method",
            "the functions of cel take references: cel.size(...), cel.join(...)",
        ),
    ),
    (
        lambda: ~spec.on,
        compose("~spec.on: a reference cannot do that", "to the type checkers ~ makes an int of a bool", "not_(spec.on)"),
    ),
    (lambda: -spec.name, compose("-spec.name: CEL has no - for str", "it takes int and float")),
    (
        lambda: abs(spec.count),
        compose("abs(spec.count): a reference cannot do that", NO_TWIN, "when(spec.count < 0, -spec.count, spec.count)"),
    ),
    (
        lambda: spec.count / 2,
        compose(
            "spec.count / ...: a reference cannot do that",
            "Python and CEL disagree about / on whole numbers",
            ["spec.count // ... rounds towards zero, as CEL does", "cel.double(spec.count) / ... for a float"],
        ),
    ),
    (lambda: 2 / spec.count, "spec.count / ...: a reference cannot do that"),
    (
        lambda: pickle.dumps(spec.name),
        compose(
            "pickling spec.name: a reference cannot do that",
            "a reference means something in its own process alone",
            "pickle the values, once they are known",
        ),
    ),
    (lambda: setattr(spec, "name", "x"), compose("spec.name = ...: a reference cannot be changed", "it stands for what is in the cluster")),
    (
        lambda: spec.tags.__setitem__(0, "x"),
        compose("spec.tags[0] = ...: a reference cannot be changed", "it stands for what is in the cluster"),
    ),
    (
        lambda: f"{spec.count:03}",
        compose(
            'f"{spec.count:03}": a reference has no format spec',
            "the text is made in the cluster, which knows no format specs",
            'f"{spec.count}"',
        ),
    ),
    (
        lambda: spec.tags[-1],
        compose(
            "spec.tags[-1]: a reference to list[str] cannot be asked that",
            "CEL counts from 0 and has no negative positions",
            "spec.tags[size(spec.tags) - 1]",
        ),
    ),
    (
        lambda: spec.name[-1],
        compose(
            "spec.name[-1]: a reference to str cannot be asked that", "CEL counts from 0 and has no negative positions", "spec.name[0]"
        ),
    ),
    (
        lambda: spec.tags[-2:],
        compose(
            "spec.tags[-2:]: a reference to list[str] cannot be asked that",
            "CEL has parts of lists and texts, from one position to another, both counted from 0",
            "spec.tags[0:2]",
        ),
    ),
    (lambda: spec.tags[0:4:2], "spec.tags[0:4:2]: a reference to list[str] cannot be asked that"),
    (lambda: spec.tags[: spec.name], "spec.tags[0:spec.name]: it does not take (list[str], int, str)"),
    (lambda: spec.labels["a":"b"], "spec.labels['a':'b']: a reference to dict[str, str] cannot be asked that"),
    (lambda: spec.tags["a"], compose("spec.tags['a']: a reference to list[str] cannot be asked that", "it takes an int")),
    (lambda: spec.tags[True], compose("spec.tags[True]: a reference to list[str] cannot be asked that", "it takes an int")),
    (lambda: spec.tags[spec.name], compose("spec.tags[spec.name]: a reference to list[str] cannot be asked that", "it takes an int")),
    (lambda: spec.labels[0], compose("spec.labels[0]: a reference to dict[str, str] cannot be asked that", "it takes a str")),
    (
        lambda: spec.anything[None],
        compose("spec.anything[None]: a reference to Any cannot be asked that", "it takes an int or a str"),
    ),
    (
        lambda: spec.name[spec.count],
        compose("spec.name[spec.count]: a reference to str cannot be asked that", "it takes a constant int"),
    ),
    (
        lambda: spec.volume["path"],
        compose("spec.volume['path']: a reference to Volume cannot be asked that", "it has no items", "spec.volume.path"),
    ),
]


@pytest.mark.parametrize(("attempt", "message"), REFUSED, ids=[message.splitlines()[0] for _, message in REFUSED])
def test_what_a_reference_cannot_mean_is_refused_with_what_to_write_instead(attempt: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        attempt()

    assert isinstance(caught.value, TypeError) != message.startswith(("for ... in", "int(", "float("))
    text = str(caught.value)
    assert text == message if "\n" in message else text.splitlines()[0] == message


def test_a_reference_is_no_json() -> None:
    with pytest.raises(TypeError):
        json.dumps({"name": spec.name})


@pytest.mark.parametrize("name", ["__len_hint__", "__array__", "_repr_html_", "_ipython_canary_method_should_not_exist_", "__fspath__"])
def test_probes_get_no_reference_for_an_answer(name: str) -> None:
    assert not hasattr(spec, name)
    assert not hasattr(spec.anything, name)


def test_a_copy_of_a_reference_is_the_reference() -> None:
    assert copy.copy(spec) is spec
    assert copy.deepcopy({"a": spec})["a"] is spec


def test_references_are_told_apart_by_identity_in_sets_and_dicts() -> None:
    one, two = spec.name, spec.count

    assert {one: 1, two: 2}[one] == 1


def test_a_reference_shows_what_it_refers_to() -> None:
    assert repr(spec.volumes[0].path) == "<typekro reference spec.volumes[0].path>"


def test_only_references_and_texts_with_references_are_expressions() -> None:
    assert isinstance(spec, Reference)
    assert [expression_of(value) for value in (1, None, "a", [spec], object())] == [None] * 5


def test_what_says_that_it_stands_for_an_expression_is_one() -> None:
    class Deployments:
        def __typekro_expression__(self) -> Expression:
            return expression(spec.volumes)

    assert expression_of(Deployments()) == expression(spec.volumes)
    assert expression(spec.volumes == Deployments()).type == Boolean()


UNCALLED: list[Callable[[Any], object]] = [
    bool,
    str,
    len,
    list,
    expression_of,
    lambda method: method == "a",
    lambda method: method + "a",
    lambda method: method.x,
    lambda method: method[0],
    lambda method: spec.name == method,
    lambda method: f"{method}",
]


@pytest.mark.parametrize("use", UNCALLED)
def test_a_method_that_is_not_called_is_no_value(use: Callable[[Any], object]) -> None:
    with pytest.raises(MisuseError) as caught:
        use(spec.name.upper)

    assert str(caught.value) == (
        "spec.name.upper: a method stands where a value should\n  it has a value when it is called\nhint: spec.name.upper(...)"
    )


def test_a_method_shows_what_it_is_of_and_has_nothing_else() -> None:
    assert repr(spec.name.upper) == "<typekro reference spec.name.upper>"
    assert {spec.name.upper: 1}
    assert not hasattr(spec.name.upper, "__array__")


def test_a_reference_to_a_root_of_any_type_takes_names_as_they_are() -> None:
    handle: Any = reference_to(Root(Dyn(), "readme.output"))

    assert expression(handle.snake_case) == FieldOf(expression(handle), "snake_case", "snake_case", Dyn())


def test_a_reference_to_the_cluster_is_no_key_and_in_no_set() -> None:
    with pytest.raises(MisuseError) as caught:
        cel.filter(spec.tags, lambda name: name in {"web", "api"})

    assert str(caught.value) == compose(
        "name as a key of a dict, or in a set: a reference cannot do that",
        "its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs",
        ["when(name == ..., ..., ...) in place of a table; a reference as a value, and a constant key", "cel.distinct([...]) for a set"],
    )


def test_what_can_be_awaited_is_to_be_awaited_first() -> None:
    output = reference_to(AwaitedRoot(Integer(), "shop.output"))

    with pytest.raises(MisuseError) as caught:
        bool(output > 1)

    assert str(caught.value) == compose(
        "whether (shop.output > 1) is true: a reference cannot do that",
        "its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs",
        "await shop first: what that gives has values",
    )
