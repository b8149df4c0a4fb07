import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from tests.expressions.parts import ROOT, expression, spec
from typekro.errors import DefinitionError, compose
from typekro.expressions import (
    Dyn,
    FieldOf,
    Integer,
    ItemOf,
    Literal,
    MisuseError,
    OrElse,
    Reference,
    Root,
    String,
    UnknownFieldError,
    Variable,
    expression_of,
    or_else,
    reference_to,
)

KNOWN_LATER = "its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs"
NO_METHODS = "methods of references are not supported yet; operators, indices and f-strings are"


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


def test_a_scalar_has_no_attributes() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        spec.name.upper()

    assert str(caught.value) == f"spec.name.upper: a reference to str has no attributes\n  {NO_METHODS}"


def test_a_map_is_asked_by_key() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        spec.labels.app  # noqa: B018 - the attribute alone raises

    assert str(caught.value).splitlines()[-1] == "hint: spec.labels['app']"


REFUSED: list[tuple[Callable[[], object], str]] = [
    (
        lambda: bool(spec.on),
        compose(
            "whether spec.on is true: a reference cannot do that",
            KNOWN_LATER,
            "a & b, a | b and a != b instead of `and`, `or` and `not`; (a < b) & (b < c) instead of a < b < c; `if` is not supported yet",
        ),
    ),
    (lambda: 1 < spec.count < 3, "whether (spec.count > 1) is true: a reference cannot do that"),
    (lambda: spec.name in ["a", "b"], "whether (spec.name == 'a') is true: a reference cannot do that"),
    (
        lambda: [*spec.tags],
        compose(
            "for ... in spec.tags: a reference cannot do that",
            KNOWN_LATER,
            "spec.tags[0] for an item at a known position; loops in the cluster are not supported yet",
        ),
    ),
    (
        lambda: len(spec.tags),
        compose("len(spec.tags): a reference cannot do that", KNOWN_LATER, "the size of a reference is not supported yet"),
    ),
    (
        lambda: "a" in spec.tags,
        compose("... in spec.tags: a reference cannot do that", KNOWN_LATER, "membership in the cluster is not supported yet"),
    ),
    (
        lambda: range(spec.count),
        compose(
            "spec.count as a position or a count: a reference cannot do that",
            KNOWN_LATER,
            "use a constant, or pass the reference on as it is",
        ),
    ),
    (
        lambda: int(spec.name),
        compose(
            "int(spec.name): a reference cannot do that",
            KNOWN_LATER,
            "pass the reference on as it is; an int that the cluster makes of a text is not supported yet",
        ),
    ),
    (lambda: float(spec.count), compose("float(spec.count): a reference cannot do that", KNOWN_LATER, "pass the reference on as it is")),
    (
        lambda: round(spec.ratio),
        compose("round(spec.ratio): a reference cannot do that", KNOWN_LATER, "rounding in the cluster is not supported yet"),
    ),
    (lambda: spec.anything.method(1), compose("spec.anything.method(...): a reference cannot do that", NO_METHODS)),
    (
        lambda: ~spec.on,
        compose("~spec.on: a reference cannot do that", "to the type checkers ~ makes an int of a bool", "a != b instead of ~(a == b)"),
    ),
    (
        lambda: -spec.count,
        compose("-spec.count: a reference cannot do that", "negation in the cluster is not supported yet", "0 - spec.count"),
    ),
    (lambda: abs(spec.count), compose("abs(spec.count): a reference cannot do that", "abs in the cluster is not supported yet")),
    (
        lambda: spec.count / 2,
        compose(
            "spec.count / ...: a reference cannot do that",
            "Python and CEL disagree about / on whole numbers",
            "spec.count // ... rounds towards zero, as CEL does",
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
        lambda: f"{spec.tags}",
        compose('f"{spec.tags}": not a text', "CEL makes texts of str, int, float and bool alone, and this is a list[str]", "spec.tags[0]"),
    ),
    (
        lambda: str(spec.labels),
        compose(
            'f"{spec.labels}": not a text',
            "CEL makes texts of str, int, float and bool alone, and this is a dict[str, str]",
            'spec.labels["key"]',
        ),
    ),
    (
        lambda: f"{spec.volume}",
        compose(
            'f"{spec.volume}": not a text', "CEL makes texts of str, int, float and bool alone, and this is a Volume", "spec.volume.path"
        ),
    ),
    (
        lambda: spec.tags[-1],
        compose(
            "spec.tags[-1]: a reference to list[str] cannot be asked that",
            "CEL counts from 0 and has no negative positions",
            "spec.tags[0]",
        ),
    ),
    (lambda: spec.tags[1:2], compose("spec.tags[a:b]: a reference to list[str] cannot be asked that", "slices are not supported yet")),
    (lambda: spec.tags["a"], compose("spec.tags['a']: a reference to list[str] cannot be asked that", "it takes a constant int")),
    (lambda: spec.labels[0], compose("spec.labels[0]: a reference to dict[str, str] cannot be asked that", "it takes a constant str")),
    (
        lambda: spec.anything[None],
        compose("spec.anything[None]: a reference to Any cannot be asked that", "it takes a constant int or str"),
    ),
    (lambda: spec.name[0], compose("spec.name[0]: a reference to str cannot be asked that", NO_METHODS)),
    (
        lambda: spec.volume["path"],
        compose("spec.volume['path']: a reference to Volume cannot be asked that", NO_METHODS, "spec.volume.path"),
    ),
]


@pytest.mark.parametrize(("attempt", "message"), REFUSED, ids=[message.splitlines()[0] for _, message in REFUSED])
def test_what_a_reference_cannot_mean_is_refused_with_what_to_write_instead(attempt: Callable[[], object], message: str) -> None:
    with pytest.raises(MisuseError) as caught:
        attempt()

    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, DefinitionError)
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


def test_a_fallback_is_a_constant_of_the_type_at_the_end_of_the_path() -> None:
    path = expression(spec.ratio)
    assert isinstance(path, FieldOf)

    assert expression(or_else(spec.ratio, 2)) == OrElse(path, Literal(2.0))


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: or_else(3, 4), compose("or_else: 3 is not a path", "only a field or an item of a reference can lead to nothing")),
        (
            lambda: or_else(spec.count + 1, 4),
            compose(
                "or_else: <typekro reference (spec.count + 1)> is not a path", "only a field or an item of a reference can lead to nothing"
            ),
        ),
        (
            lambda: or_else(spec.name, spec.other),
            compose("or_else(spec.name, ...): the fallback is not a constant", "anything else is not supported yet"),
        ),
        (
            lambda: or_else(spec.name, f"{spec.other}"),
            compose("or_else(spec.name, ...): the fallback is not a constant", "anything else is not supported yet"),
        ),
        (
            lambda: or_else(spec.name, 1),
            compose(
                "spec.name == 1: CEL has no == for str and int", "both sides need to be of one type, and CEL converts nothing by itself"
            ),
        ),
    ],
)
def test_other_fallbacks_are_refused(attempt: Callable[[], object], message: str) -> None:
    with pytest.raises(MisuseError) as caught:
        attempt()

    assert str(caught.value) == message


def test_a_reference_to_a_root_of_any_type_takes_names_as_they_are() -> None:
    handle: Any = reference_to(Root(Dyn(), "readme.output"))

    assert expression(handle.snake_case) == FieldOf(expression(handle), "snake_case", "snake_case", Dyn())
