"""`python -m benchmarks`: every figure beside its yardstick of the same run, as a table and as JSON."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import graphs, local, resources, start
from benchmarks.figures import Row, table

RUNS: Final = 5
PARTS: Final[Mapping[str, tuple[str, Callable[[int | None, int], list[Row]]]]] = {
    "start": ("the start of processes", lambda _, times: start.rows(times)),
    "resources": ("resources in memory", lambda count, times: resources.rows([count] if count else resources.COUNTS, times)),
    "graphs": ("graphs", lambda count, times: graphs.rows(count or graphs.COUNT, times)),
    "local": ("instances on a local cluster", lambda count, times: local.rows(count or local.COUNT, times)),
}
"""What is measured: what it is called, and how many of what and how often to its rows."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints one table, and writes the same as JSON.

    Args:
        arguments: those of the command line by default.
    """
    options = _parser().parse_args(arguments)
    rows = list(_rows(options.parts or [*PARTS], options.runs, options.count, real=options.real))
    if options.json is not None:
        machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
        found = {"machine": machine, "rows": [row.to_json() for row in rows]}
        options.json.write_text(f"{json.dumps(found, indent=2)}\n", "utf-8")
    sys.stdout.write(f"{table(rows)}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__, allow_abbrev=False)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[*PARTS, []], help=f"{', '.join(PARTS)} (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--real", action="store_true", help="measure on the real control plane too (built and started by itself; needs Go 1.26)"
    )
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"how often each is run (default: {RUNS})")
    parser.add_argument("--count", type=int, metavar="N", help="how many of each there are, in place of the numbers that the goals are for")
    return parser


def _rows(parts: Sequence[str], runs: int, count: int | None, *, real: bool) -> Iterator[Row]:
    for part in parts:
        told, measure = PARTS[part]
        _say(told)
        yield from measure(count, runs)
    if real:
        from benchmarks import direct, events, objects  # noqa: PLC0415 - the tests' control plane, which only this needs
        from tests.cluster.control_plane import running_control_plane  # noqa: PLC0415 - as above

        with running_control_plane(_say, kro=False) as plane:
            _say("instances without kro on the real control plane")
            yield from direct.rows(plane, count=count or direct.INSTANCES, times=runs)
            _say("ConfigMaps on the real control plane")
            yield from objects.rows(plane, count=count or objects.COUNT, times=runs)
            _say("status events on the real control plane")
            yield from events.rows(plane, count=count or events.COUNT, times=runs)


def _say(text: str) -> None:
    sys.stderr.write(f"{text} ...\n")


if __name__ == "__main__":
    main()
