"""`python -m tests.typing.mistakes [FOLDER] [--write]`: the table of a catalogue; exit code 1 where something in it is not well."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mistakes.checkers import CHECKERS, ROOT
from tests.mistakes.running import said_by_running
from tests.mistakes.samples import CatalogueError, read, write
from tests.mistakes.table import judge, lines

CATALOGUE = ROOT / "tests" / "typing" / "mistakes"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command, and gives the exit code.

    Args:
        arguments: what stands behind it; by default what the process was started with.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.typing.mistakes", description="Authoring mistakes, and who catches them.")
    parser.add_argument("folder", nargs="?", type=Path, default=CATALOGUE, help="a catalogue of the same form; by default ours")
    parser.add_argument("--write", action="store_true", help="write what is found into the samples; look at each change")
    options = parser.parse_args(arguments)
    folder: Path = options.folder.resolve()
    try:
        samples = read(folder)
    except CatalogueError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    by_checker = {name: checker(folder) for name, checker in CHECKERS.items()}
    said = {sample.name: (said_by_running(sample.wrong), said_by_running(sample.right)) for sample in samples}
    verdicts = judge(samples, by_checker, said)
    if options.write:
        for verdict in verdicts:
            write(verdict.sample, dict(verdict.codes), verdict.said)
        verdicts = judge(read(folder), by_checker, said)
    sys.stdout.write("".join(f"{line}\n" for line in lines(verdicts)))
    return 0 if all(verdict.is_well for verdict in verdicts) else 1
