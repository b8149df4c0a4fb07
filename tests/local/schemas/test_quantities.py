import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from typekro.local.schemas.quantities import QuantityError, quantity

_AMOUNTS = st.builds(
    "{}{}{}".format,
    st.integers(min_value=-(10**9), max_value=10**9),
    st.sampled_from(["", ".5", ".25", ".125"]),
    st.sampled_from(["", "n", "u", "m", "k", "M", "G", "Ki", "Mi", "Gi", "e3", "E2"]),
)


@given(_AMOUNTS)
@example("31.25Ki")
def test_what_is_written_is_the_same_amount_and_is_written_so_again(text: str) -> None:
    amount = quantity(text)
    again = quantity(amount.text)
    assert again == amount
    if "i" in amount.text or "i" not in text:  # as in Kubernetes: what loses its Ki is 32000, and read again it is 32k
        assert again.text == amount.text


@pytest.mark.parametrize("text", ["", "one", "1.2.3", ".", "Gi"])
def test_what_is_no_number_breaks_the_pattern(text: str) -> None:
    with pytest.raises(QuantityError, match="quantities must match the regular expression"):
        quantity(text)


def test_amounts_are_compared_whatever_they_are_written_in() -> None:
    assert quantity("1Gi") > quantity("1G")
    assert quantity("1000m") == quantity("1")
    assert sorted(map(quantity, ["2", "500m", "-1"])) == list(map(quantity, ["-1", "500m", "2"]))
