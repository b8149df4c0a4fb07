"""`python -m tests.soak [--runs N] [--seed N]`: runs a soak, and prints what the state came to meanwhile."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.soak.soaking import Soak


def main() -> None:
    """Runs one, and says what came of it."""
    parser = argparse.ArgumentParser("python -m tests.soak", description=__doc__, allow_abbrev=False)
    parser.add_argument("--runs", type=int, default=200, metavar="N", help="so many runs may be killed (default: 200)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="decides what changes, and when a run is killed (default: 1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), random.Random(options.seed))  # noqa: S311 - it is to be the same each time
        soak.run(options.runs)
    lines = [f"{point.runs:5} runs  {point.size:9,} bytes  {point.entries:6,} entries  {point.records:4} records" for point in soak.points]
    last = f"{soak.runs} runs, {soak.killed} of them killed: all converged, and nothing is left"
    sys.stdout.write("\n".join([*lines, last]) + "\n")


if __name__ == "__main__":
    main()
