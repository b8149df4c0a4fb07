import math

import pytest

from typekro import UsageError
from typekro.errors import compose
from typekro.kro.inputs import check_factory, check_timeout


@pytest.mark.parametrize("timeout", [0, 0.5, 60, math.inf])
def test_a_time_out_is_a_number_of_seconds(timeout: float) -> None:
    check_timeout("KroCrdInstance", timeout)


@pytest.mark.parametrize("timeout", ["60", None, -1, math.nan, True])
def test_anything_else_is_no_time_out(timeout: object) -> None:
    with pytest.raises(UsageError) as raised:
        check_timeout("KroCrdInstance", timeout)

    assert raised.value.message == compose(f"KroCrdInstance: timeout is {timeout!r}", "it is a number of seconds, from 0", "timeout=60")


def test_a_builder_is_no_graph() -> None:
    with pytest.raises(UsageError) as raised:
        check_factory("KroCrdInstance", print)

    assert raised.value.message == compose(
        "KroCrdInstance: factory is <built-in function print>, no graph",
        "it is what @resource_graph or to_kro_resource_graph gave",
        "KroCrdInstance(..., factory=my_graph)",
    )
