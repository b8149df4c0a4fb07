"""Ctrl-C in the middle of a check is Ctrl-C, and no problem of an expression."""

import pytest

from typekro.expressions.library.errors import told


@pytest.mark.parametrize("text", ["ABORTED:  [ABORTED]", "ABORTED: "])
def test_what_the_library_makes_of_an_interrupt_is_one_again(text: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        told(RuntimeError(text), "a.b", None, {}, ())
