"""`python -m benchmarks`: every figure beside its yardstick of the same run, as a table and as JSON."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import local, start
from benchmarks.figures import Row, table

RUNS = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints one table, and writes the same as JSON.

    Args:
        arguments: those of the command line by default.
    """
    options = _parser().parse_args(arguments)
    rows = list(_rows(options.runs, options.instances, real=options.real))
    if options.json is not None:
        machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
        found = {"machine": machine, "rows": [row.to_json() for row in rows]}
        options.json.write_text(f"{json.dumps(found, indent=2)}\n", "utf-8")
    sys.stdout.write(f"{table(rows)}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__, allow_abbrev=False)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--real", action="store_true", help="measure on the real control plane too (built and started by itself; needs Go 1.26)"
    )
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"how often each is run (default: {RUNS})")
    parser.add_argument("--instances", type=int, metavar="N", help="how many instances, in place of the numbers that the goals are for")
    return parser


def _rows(runs: int, instances: int | None, *, real: bool) -> Iterator[Row]:
    _say("the start of processes")
    yield from start.rows(times=runs)
    _say("instances on a local cluster")
    yield from local.rows(count=instances or local.COUNT, times=runs)
    if real:
        from benchmarks import direct  # noqa: PLC0415 - the tests' control plane, which only this needs
        from tests.cluster.control_plane import running_control_plane  # noqa: PLC0415 - as above

        with running_control_plane(_say, kro=False) as plane:
            _say("instances without kro on the real control plane")
            yield from direct.rows(plane, count=instances or direct.INSTANCES, times=runs)


def _say(text: str) -> None:
    sys.stderr.write(f"{text} ...\n")


if __name__ == "__main__":
    main()
