import enum
from typing import Any, Literal

import pytest

from tests.schema.parts import only_problem, spec
from typekro.errors import compose
from typekro.schema import problems_of_class

WITH_NONE = Literal["a", None]  # noqa: PYI061 - that is it
HOLD = "kro's enums hold texts or integers"


class Tier(enum.StrEnum):
    DEV = "dev"
    PROD = "prod"


class Older(str, enum.Enum):  # noqa: UP042 - as users of Python 3.10 write it
    DEV = "dev"


class Level(enum.IntEnum):
    LOW = 1


class Colour(enum.Enum):
    RED = "red"


class Weight(enum.Enum):
    HEAVY = 3


class Rights(enum.IntFlag):
    READ = 1


class Nothing(enum.StrEnum):
    pass


@pytest.mark.parametrize(
    "annotation", [Tier, Older, Level, Literal["a b", "ä"], Literal[1, -2], Literal[Tier.DEV], list[Tier], dict[str, Literal[1]]]
)
def test_texts_and_integers_can_be_chosen_from(annotation: Any) -> None:
    assert list(problems_of_class(spec(field=annotation), "spec")) == []
    assert list(problems_of_class(spec(field=annotation), "status")) == []


@pytest.mark.parametrize(
    ("annotation", "what", "why", "hint"),
    [
        (
            Colour,
            "the members of Colour are neither str nor int",
            f"{HOLD}, and a member that is neither cannot be compared with a value of the cluster",
            "class Colour(StrEnum): ...",
        ),
        (
            Weight,
            "the members of Weight are neither str nor int",
            f"{HOLD}, and a member that is neither cannot be compared with a value of the cluster",
            "class Weight(IntEnum): ...",
        ),
        (Rights, "Rights is an enum of flags", f"{HOLD}, one at a time", "class Rights(IntEnum): ..."),
        (Nothing, "Nothing has nothing to choose from", "no value would fit", ()),
        (Literal["a", 1], "Literal['a', 1] mixes str and int", f"{HOLD}, and no mixture of them", "Literal['a', '1']"),
        (WITH_NONE, "None in Literal['a', None]", "the cluster holds no null", "Literal['a'] | None"),
        (Literal[True, False], "Literal[True, False] holds bool", HOLD, "bool"),
        (Literal[b"a"], "Literal[b'a'] holds bytes", HOLD, ()),
        (list[Literal["a", 1]], "Literal['a', 1] mixes str and int", f"{HOLD}, and no mixture of them", "Literal['a', '1']"),
        (Literal["a,b"], "'a,b' holds a comma", "kro divides the values of an enum at commas, and knows no escape", ()),
        (Literal[""], "'' is empty", "kro strips the values of an enum, and takes no empty one", ()),
        (Literal[" "], "' ' is empty", "kro strips the values of an enum, and takes no empty one", ()),
        (Literal["a "], "'a ' begins or ends with white space", "kro strips the values of an enum, and takes no empty one", ()),
        (Literal["a\x01b"], "'a\\x01b' is no value to choose", "kro writes it with escapes of Go, which JSON has not", ()),
        (Literal[9223372036854775808], "9223372036854775808 is too big to choose", "an integer of the cluster has 64 bits", ()),
    ],
)
def test_what_kro_cannot_hold_as_a_choice_is_refused(annotation: Any, what: str, why: str, hint: str) -> None:
    assert only_problem(spec(field=annotation)) == compose(f"Spec.field: {what}", why, hint)
