import enum
from typing import Annotated, Any, Literal, Optional

import pytest

from typekro.schema.annotations import Annotation, taken_apart, written


class Tier(enum.StrEnum):
    DEV = "dev"


class Level(enum.IntEnum):
    LOW = 1


class Colour(enum.Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("annotation", "parts"),
    [
        (int, Annotation(int, optional=False, extras=())),
        (Optional[int], Annotation(int, optional=True, extras=())),  # noqa: UP045 - as users write it
        (Optional[Annotated[int, "a"]], Annotation(int, optional=True, extras=("a",))),  # noqa: UP045 - as users write it
        (Annotated[Optional[Annotated[int, "a"]], "b"], Annotation(int, optional=True, extras=("b", "a"))),  # noqa: UP045 - as users write it
        (Any | None, Annotation(Any, optional=True, extras=())),
        (None, Annotation(None, optional=False, extras=())),
    ],
)
def test_none_and_markers_are_taken_off(annotation: Any, parts: Annotation) -> None:
    assert taken_apart(annotation) == parts


def test_a_union_of_several_types_stays_one() -> None:
    assert taken_apart(int | str).base == int | str
    assert taken_apart(int | str | None) == Annotation(int | str, optional=True, extras=())


@pytest.mark.parametrize(
    ("annotation", "scalar", "choices"),
    [
        (str, str, None),
        (Literal["a", "b"], str, ("a", "b")),
        (Literal[1, 2], int, (1, 2)),
        (Literal[True], bool, (True,)),
        (Literal["a", 1], None, ("a", 1)),
        (Literal[None], None, (None,)),  # noqa: PYI061 - that is it
        (Tier, str, (Tier.DEV,)),
        (Level, int, (Level.LOW,)),
        (Colour, None, (Colour.RED,)),
        (list[str], None, None),
        (Any, None, None),
    ],
)
def test_a_literal_and_an_enum_are_of_the_scalar_that_all_their_values_are(annotation: Any, scalar: object, choices: object) -> None:
    declared = taken_apart(annotation)

    assert (declared.scalar, declared.choices) == (scalar, choices)


@pytest.mark.parametrize(
    ("annotation", "item"),
    [(list[int], int), (dict[str, bool], bool), (list[Annotated[int, "a"]], int), (dict[int, str], None), (list, None), (str, None)],
)
def test_lists_and_maps_have_items(annotation: Any, item: object) -> None:
    found = taken_apart(annotation).item

    assert (found.base if found else None) is item


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (int, "int"),
        (Tier, "Tier"),
        (list[Tier], "list[Tier]"),
        (dict[str, list[Tier | None]], "dict[str, list[Tier | None]]"),
        (tuple[int, ...], "tuple[int, ...]"),
        (Annotated[int, 1], "Annotated[int, 1]"),
        (Literal["a", 1], "Literal['a', 1]"),
        (Optional[str], "str | None"),  # noqa: UP045 - as users write it
        (Any, "Any"),
        (list, "list"),
    ],
)
def test_an_annotation_is_written_as_in_python(annotation: Any, text: str) -> None:
    assert written(annotation) == text
