"""The event loop of the simulation: time is virtual, and what is ready goes in a drawn order."""

import asyncio
import time

import pytest

from tests.simulation.loop import HangError, SimulatedLoop, simulate


def test_an_hour_takes_no_time() -> None:
    async def work(loop: SimulatedLoop) -> float:
        before = loop.time()
        await asyncio.sleep(3600)
        return loop.time() - before

    began = time.process_time()
    assert simulate(1, work) == 3600
    assert time.process_time() - began < 1


def test_what_is_ready_at_once_goes_in_an_order_that_the_seed_draws() -> None:
    async def work(loop: SimulatedLoop) -> list[int]:
        del loop
        order: list[int] = []

        async def one(number: int) -> None:
            order.append(number)

        await asyncio.gather(*(one(number) for number in range(10)))
        return order

    assert simulate(1, work) == simulate(1, work)
    assert simulate(1, work) != simulate(2, work)
    assert sorted(simulate(1, work)) == list(range(10))


def test_what_is_due_earlier_goes_first() -> None:
    async def work(loop: SimulatedLoop) -> list[int]:
        order: list[int] = []
        for delay in (3, 1, 2):
            loop.call_later(delay, order.append, delay)
        await asyncio.sleep(4)
        return order

    assert simulate(1, work) == [1, 2, 3]


def test_waiting_for_what_never_comes_is_an_error() -> None:
    async def work(loop: SimulatedLoop) -> None:
        await loop.create_future()

    with pytest.raises(HangError, match="nothing is ready, and nothing will ever be"):
        simulate(1, work)
