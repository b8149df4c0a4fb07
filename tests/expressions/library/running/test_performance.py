"""Guards against a fall by an order of magnitude; the figures themselves depend on the machine (2 microseconds on one that was idle)."""

import timeit
from functools import partial
from time import process_time

from typekro.expressions.library import Program


def test_a_program_is_parsed_once() -> None:
    text = "schema.spec.name + '-once'"
    first = timeit.timeit(lambda: Program(text), timer=process_time, number=1)

    again = timeit.timeit(lambda: Program(text), timer=process_time, number=1000) / 1000

    assert again < first


def test_a_short_expression_takes_some_microseconds() -> None:
    program, values = Program("schema.spec.name + '-x'"), {"schema": {"spec": {"name": "a"}}}

    best = min(timeit.repeat(lambda: program.run(values), timer=process_time, number=1000, repeat=5)) / 1000

    assert best < 50e-6


def test_a_long_list_is_gathered_in_linear_time() -> None:
    program = Program("x.map(n, n + 1)")
    short, long = list(range(1000)), list(range(16_000))
    times = [min(timeit.repeat(partial(program.run, {"x": items}), timer=process_time, number=1, repeat=3)) for items in (short, long)]

    assert times[1] < times[0] * 64
