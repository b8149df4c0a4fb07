import re
from typing import Any

import attrs
import pytest

from tests.schema.parts import Declared, only_problem, spec
from typekro.errors import compose

v = attrs.validators
AS_CEL = ", where the rule is CEL about self"


def _any(_: object, __: object, ___: object) -> None:
    """A validator of the user's own."""


@pytest.mark.parametrize(
    ("annotation", "validator", "hint"),
    [
        (int, v.ge(1), "x: Annotated[int, Minimum(1)]"),
        (int, v.le(5), "x: Annotated[int, Maximum(5)]"),
        (float, v.gt(0.5), 'x: Annotated[float, Validation("self > 0.5")]'),
        (int, [v.instance_of(int), v.ge(1), v.lt(9)], 'x: Annotated[int, Minimum(1), Validation("self < 9")]'),
        (str, v.min_len(1), "x: Annotated[str, MinLength(1)]"),
        (str, v.max_len(9), "x: Annotated[str, MaxLength(9)]"),
        (list[str], v.and_(v.min_len(1), v.max_len(9)), "x: Annotated[list[str], MinItems(1), MaxItems(9)]"),
        (str, v.matches_re("[a-z]+"), "x: Annotated[str, Pattern('^(?:[a-z]+)$')]"),
        (str, v.in_(["a", "b"]), "x: Literal['a', 'b']"),
        (str | None, v.optional(v.min_len(1)), "x: Annotated[str, MinLength(1)] | None"),
        (str | None, v.optional(v.in_(["a"])), "x: Literal['a'] | None"),
        (int, v.instance_of(int), "x: int"),
        (int, _any, f'x: Annotated[int, Validation("...")]{AS_CEL}'),
        (str, v.not_(v.matches_re(re.compile("a"))), f'x: Annotated[str, Validation("...")]{AS_CEL}'),
    ],
)
def test_a_validator_is_refused_with_the_marker_to_write_instead(annotation: Any, validator: Any, hint: str) -> None:
    cls = spec(x=Declared(annotation, attrs.field(validator=validator)))

    assert only_problem(cls) == compose("Spec.x: a validator", "a validator would run on references, which have no value yet", hint)
