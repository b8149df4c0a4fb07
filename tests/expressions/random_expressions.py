"""Random values of the root of the tests, and random expressions about it: all functions that Google's CEL has too."""

from collections.abc import Callable
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.expressions.parts import spec
from typekro.expressions import cel

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]

LETTERS = st.text(st.sampled_from("ab/.A é\t😀"), max_size=6)
INTEGERS = st.integers(-5, 5) | st.sampled_from([2**63 - 1, -(2**63), 2**62])
FLOATS = st.sampled_from([0.0, -0.0, 1.0, 2.5, -7.25, 1e300, 1e-7])

VALUES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "name": LETTERS,
        "other": LETTERS,
        "count": INTEGERS,
        "ratio": FLOATS,
        "on": st.booleans(),
        "tags": st.lists(LETTERS, max_size=4),
        "numbers": st.lists(INTEGERS, max_size=4),
        "ratios": st.lists(FLOATS, max_size=4),
        "groups": st.lists(st.lists(LETTERS, max_size=2), max_size=3),
        "labels": st.dictionaries(st.sampled_from("abc"), LETTERS),
        "volume": st.fixed_dictionaries({"path": LETTERS, "sizeGB": INTEGERS}),
        "volumes": st.lists(st.fixed_dictionaries({"path": LETTERS, "sizeGB": INTEGERS}), max_size=3),
    },
    optional={"anything": st.fixed_dictionaries({}, optional={"a": LETTERS, "b": INTEGERS})},
)

KEYS = st.sampled_from("abc")


class Parts:
    """Draws the parts of an expression, each when it is asked for."""

    def __init__(self, draw: Draw, depth: int) -> None:
        self._draw = draw
        self._depth = depth

    def __call__(self, strategy: st.SearchStrategy[Any]) -> Any:
        return self._draw(strategy)

    @property
    def text(self) -> Any:
        return reference(self._draw(texts(self._depth)))

    @property
    def number(self) -> Any:
        return reference(self._draw(integers(self._depth)))

    @property
    def float(self) -> Any:
        return reference(self._draw(floats(self._depth)))

    @property
    def condition(self) -> Any:
        return reference(self._draw(booleans(self._depth)))

    @property
    def items(self) -> Any:
        return reference(self._draw(text_lists(self._depth)))

    @property
    def position(self) -> int:
        position: int = self._draw(st.integers(0, 4))
        return position

    def asked(self, items: Any, question: Callable[[Any], Any]) -> bool:
        answer: bool = self._draw(QUESTIONS)(items, question)
        return answer

    @property
    def part(self) -> slice:
        start, end = sorted((self.position, self.position))
        return slice(start, end)


QUESTIONS: st.SearchStrategy[Callable[[Any, Callable[[Any], bool]], bool]] = st.sampled_from([cel.exists, cel.exists_one, cel.all])
Way: TypeAlias = Callable[[Parts], Any]

# The end of a text is left out: Google's C++ calls "A".substring(0, 1) an error, and Go, which kro is written in, does not.
TEXTS: list[Way] = [
    lambda p: p.text.upper(),
    lambda p: p.text.lower(),
    lambda p: p.text.strip(),
    lambda p: p.text.replace(p.text, "x"),
    lambda p: p.text.replace("a", p.text, p(st.integers(-1, 3))),
    lambda p: p.text.removeprefix(p.text),
    lambda p: p.text[p.position :],
    lambda p: p.text + p.text,
    lambda p: f"{p.text}-{p.number}-{p.condition}",
    lambda p: cel.string(p.number),
    lambda p: cel.join(p.items, p.text),
    lambda p: p.items[p.position],
    lambda p: spec.labels[p.text],
    lambda p: spec.labels.get(p(KEYS), p.text),
    lambda p: spec.labels.get(p.text, p.text),
    lambda p: cel.or_else(spec.anything.a, p.text),
    lambda p: cel.or_else(spec.volumes[p.position].path, p.text),
    lambda p: cel.when(p.condition, p.text, p.text),
    lambda p: cel.base64_decode(cel.base64_encode(p.text)),
    lambda p: cel.base64_encode(p.text),
]
INTEGERS_MADE: list[Way] = [
    lambda p: p.number + p.number,
    lambda p: p.number - p.number,
    lambda p: p.number * p.number,
    lambda p: p.number // p.number,
    lambda p: p.number % p.number,
    lambda p: -p.number,
    lambda p: cel.size(p.items),
    lambda p: cel.size(p.text),
    lambda _: cel.size(spec.labels),
    lambda p: p.text.find(p.text),
    lambda p: p.text.rfind(p.text),
    lambda p: cel.integer(p.float),
    lambda p: cel.integer(cel.string(p.number)),
    lambda p: cel.or_else(spec.anything.b, p.number),
    lambda p: spec.numbers[p.number],
    lambda p: cel.when(p.condition, p.number, p.number),
    lambda p: cel.filter(spec.volumes, lambda volume: volume.size_gb > p.number)[0].size_gb,
]
FLOATS_MADE: list[Way] = [
    lambda p: p.float + p.float,
    lambda p: p.float - p.float,
    lambda p: p.float * p.float,
    lambda p: p.float / p.float,
    lambda p: -p.float,
    lambda p: cel.double(p.number),
    lambda p: spec.ratios[p.position],
]
BOOLEANS: list[Way] = [
    lambda p: p.condition & p.condition,
    lambda p: p.condition | p.condition,
    lambda p: cel.not_(p.condition),
    lambda p: p.condition == p.condition,
    lambda p: p.text == p.text,
    lambda p: p.text < p.text,
    lambda p: p.number >= p.number,
    lambda p: p.float <= p.float,
    lambda p: p.items != spec.tags,
    lambda p: p.text.startswith(p.text),
    lambda p: p.text.endswith(p.text),
    lambda p: cel.contains(p.text, p.text),
    lambda p: cel.contains(p.items, p.text),
    lambda p: cel.contains(spec.labels, p.text),
    lambda p: cel.contains(spec.numbers, p.number),
    lambda _: cel.has(spec.anything.a),
    lambda _: cel.has(spec.labels["a"]),
    lambda p: p.asked(spec.volumes, lambda volume: p.number // volume.size_gb == 1),
    lambda p: p.asked(p.items, lambda tag: (tag == p.text) | p.condition),
]
TEXT_LISTS: list[Way] = [
    lambda p: p.items + p.items,
    lambda p: p.items[p.part],
    lambda p: p.items[p.position :],
    lambda p: p.text.split("/"),
    lambda p: p.text.split("a", p(st.integers(-1, 2))),
    # Made texts first: where nothing is known of the items, Google's checker takes what is sorted for int.
    lambda p: cel.sort(cel.map(p.items, lambda tag: f"{tag}.")),
    lambda p: cel.reverse(p.items),
    lambda p: cel.distinct(p.items),
    lambda _: cel.flatten(spec.groups),
    lambda p: cel.filter(p.items, lambda tag: tag != p.text),
    lambda p: cel.filter(p.items, lambda _: p.condition),
    lambda p: cel.map(p.items, lambda tag: f"{tag}{p.text}"),
    lambda p: cel.map(cel.range(p(st.integers(0, 3))), cel.string),
    lambda p: cel.map(spec.volumes, lambda volume: cel.join(cel.map(p.items, lambda volume_: f"{volume_}/{volume.path}"), "-")),
    lambda p: cel.when(p.condition, p.items, p.items),
]


def _made(leaf: st.SearchStrategy[Any], ways: list[Way]) -> Callable[..., st.SearchStrategy[Any]]:
    @st.composite
    def made(draw: Draw, depth: int = 2) -> Any:
        return draw(st.sampled_from(ways))(Parts(draw, depth - 1)) if depth else draw(leaf)

    return made


texts = _made(st.sampled_from([spec.name, spec.other]) | LETTERS, TEXTS)
integers = _made(st.just(spec.count) | INTEGERS, INTEGERS_MADE)
floats = _made(st.just(spec.ratio) | FLOATS, FLOATS_MADE)
booleans = _made(st.just(spec.on) | st.booleans(), BOOLEANS)
text_lists = _made(st.just(spec.tags) | st.lists(LETTERS, min_size=1, max_size=3), TEXT_LISTS)


def reference(value: object) -> Any:
    """A value as a reference, also where it is a constant: `when` keeps it."""
    constant = not hasattr(type(value), "__typekro_expression__")
    return cel.when(spec.on, value, value) if constant else value
