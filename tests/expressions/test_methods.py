from collections.abc import Callable

import pytest

from tests.expressions.parts import cel, expression, spec
from typekro.errors import compose
from typekro.expressions import Dyn, Integer, List, MisuseError, String

TWINS = [
    (spec.name.startswith("a"), 's.name.startsWith("a")'),
    (spec.name.endswith(spec.other), "s.name.endsWith(s.other)"),
    (spec.name.upper().lower().strip(), "s.name.upperAscii().lowerAscii().trim()"),
    (spec.name.find("a"), 's.name.indexOf("a")'),
    (spec.name.rfind("a"), 's.name.lastIndexOf("a")'),
    (spec.name.replace("a", "b"), 's.name.replace("a", "b")'),
    (spec.name.replace("a", "b", 2), 's.name.replace("a", "b", 2)'),
    (spec.name.split("/"), 's.name.split("/")'),
    (spec.name.split(sep="/", maxsplit=1), 's.name.split("/", 2)'),
    (spec.name.split("/", spec.count), 's.name.split("/", s.count + 1)'),
    (spec.name.split(spec.other, -1), "s.name.split(s.other)"),
    (spec.name.join(spec.tags), "s.tags.join(s.name)"),
    (spec.name.removeprefix("a"), 's.name.startsWith("a") ? s.name.substring(size("a")) : s.name'),
    (
        spec.name.removesuffix("a"),
        's.name.endsWith("a") ? s.name.substring(0, size(s.name) - size("a")) : s.name',
    ),
    (spec.labels.get("a", spec.name), 's.?labels[?"a"].orValue(s.name)'),
    (spec.anything.get("a", "b"), 's.?anything.?a.orValue("b")'),
    (spec.anything.x.startswith("a"), 's.anything.x.startsWith("a")'),
    (spec.name[2], "s.name.substring(2, 3)"),
    (spec.name[1:], "s.name.substring(1)"),
    (spec.name[: spec.count], "s.name.substring(0, s.count)"),
    (spec.tags[:2], "s.tags.slice(0, 2)"),
    (spec.tags[1:], "s.tags.slice(1, size(s.tags))"),
]


@pytest.mark.parametrize(("value", "text"), TWINS, ids=[text for _, text in TWINS])
def test_a_method_is_its_twin_in_cel(value: object, text: str) -> None:
    assert cel(value) == text


def test_a_method_gives_what_it_gives_in_python() -> None:
    assert expression(spec.name.split("/")).type == List(String())
    assert expression(spec.name.find("/")).type == Integer()
    assert expression(spec.labels.get("a", "b")).type == String()
    assert expression(spec.anything.split("/")[0]).type == String()
    assert expression(spec.anything.split).type == Dyn()


REFUSED: list[tuple[Callable[[], object], str]] = [
    (
        lambda: spec.name.startswith(1),
        compose("spec.name.startswith(1): it does not take (str, int)", "it takes (str, str), and CEL converts nothing by itself", "'1'"),
    ),
    (
        lambda: spec.name.endswith(spec.count),
        compose(
            "spec.name.endswith(spec.count): it does not take (str, int)",
            "it takes (str, str), and CEL converts nothing by itself",
            'f"{spec.count}"',
        ),
    ),
    (
        lambda: spec.name.startswith("a", 1),
        compose(
            "spec.name.startswith(...): too many positional arguments",
            "CEL's twin of the method takes this",
            "spec.name.startswith(value)",
        ),
    ),
    (
        spec.name.split,
        compose(
            "spec.name.split(...): missing a required argument: 'sep'",
            "CEL's twin of the method takes this",
            "spec.name.split(sep, maxsplit=...)",
        ),
    ),
    (lambda: spec.name.split(""), compose("spec.name.split(''): the separator is empty", "Python does not take it either")),
    (
        lambda: spec.labels.get("a"),
        compose(
            "spec.labels.get(...): missing a required argument: 'default'",
            "CEL's twin of the method takes this",
            "spec.labels.get(key, default)",
        ),
    ),
    (
        lambda: spec.labels.get(1, "a"),
        compose("spec.labels.get(...): 1 is no key", "the keys of the cluster's maps are texts"),
    ),
    (
        lambda: spec.labels.get("a", 1),
        compose(
            "spec.labels.get(...): spec.labels['a'] is str, and the fallback int",
            "CEL wants one type on both sides, and converts nothing by itself",
        ),
    ),
    (
        lambda: spec.name.strip(None),
        compose("spec.name.strip(...): too many positional arguments", "CEL's twin of the method takes this", "spec.name.strip()"),
    ),
    (
        lambda: spec.name.startswith(None),
        compose(
            "spec.name.startswith(...): None is no value",
            "a function of the cluster takes references, str, int, float, bool, and lists and dicts of these",
            "has(...) tells whether there is a value",
        ),
    ),
]


@pytest.mark.parametrize(("attempt", "message"), REFUSED, ids=[message.splitlines()[0] for _, message in REFUSED])
def test_what_a_method_does_not_take_is_refused(attempt: Callable[[], object], message: str) -> None:
    with pytest.raises(MisuseError) as caught:
        attempt()

    assert str(caught.value) == message
