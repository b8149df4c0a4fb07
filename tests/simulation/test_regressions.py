"""Schedules that broke an invariant once, as short as they can be."""

from tests.simulation.play import play
from tests.simulation.programs import Declared, Program
from tests.simulation.schedule import Kill, Schedule, Second, Step, Up

ONE = Declared(origin=1, id="r1", kind="Blind")


def plays_well(seed: int, *steps: Step) -> None:
    assert play(Schedule(seed, steps)).broken == ()


def test_a_stage_that_another_run_protected_meanwhile_is_not_emptied() -> None:  # broke I22
    guards = Second(at=5, program=Program(declared=(ONE,), protect=True), breaks_lock=True)
    plays_well(
        169,
        Up(program=Program(declared=(ONE,))),
        Up(program=Program(), events=(guards,)),
    )


def test_what_refers_to_a_resource_that_was_faster_is_deleted_before_it_too() -> None:  # broke I6
    slower = Declared(origin=2, id="r2", kind="Blind", after=(1,))
    dependent = Declared(origin=3, id="r3", kind="Blind", needs=(1,))
    plays_well(
        0,
        Up(program=Program(declared=(ONE, slower, dependent), awaits=(2,))),
        Up(program=Program()),
    )


def test_what_was_replaced_is_taken_back_under_another_id_too() -> None:  # broke I1
    name = Declared(origin=2, id="r2", kind="Named", name="n2")
    other = Declared(origin=2, id="r2", kind="Named", name="n3")
    again = Declared(origin=2, id="r3", kind="Named", name="n2", was=("r2",))
    plays_well(
        1,
        Up(program=Program(declared=(name,))),
        Up(program=Program(declared=(other,), awaits=(2,), raises_at=1)),
        Up(program=Program(declared=(again,))),
    )


def test_what_was_replaced_is_taken_back_also_where_the_other_one_is_deleted_first() -> None:  # broke I1
    name = Declared(origin=2, id="r2", kind="Named", name="n2")
    other = Declared(origin=2, id="r2", kind="Named", name="n3")
    again = Declared(origin=2, id="r2", kind="Named", name="n2", delete_first=True)
    plays_well(
        1,
        Up(program=Program(declared=(name,))),
        Up(program=Program(declared=(other,), awaits=(2,), raises_at=1)),
        Up(program=Program(declared=(again,)), events=(Kill(at=1),)),
    )
