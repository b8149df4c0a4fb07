"""`python -m tests.local.differential --seeds 0:500`: compares the real API server with the local one at length."""

import argparse
import contextlib
import secrets
import sys
from collections import Counter

from tests.cluster.control_plane import running_control_plane
from tests.local.differential.making.sequences import sequence
from tests.local.differential.reporting import table
from tests.local.differential.running import Outcome, run, shrunk
from tests.local.differential.sides import Fresh, Real, held_still


def say(text: str) -> None:
    """Writes at once, also where the output is a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Runs the sequences, tells each difference once with its shortest sequence, and gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.local.differential", description=__doc__)
    parser.add_argument("--seeds", default="0:100", help="from:to, or one")
    parser.add_argument("--shrink", action="store_true", help="tell the shortest sequence that shows a difference, not only the request")
    options = parser.parse_args(arguments)
    first, _, last = options.seeds.partition(":")
    seeds = range(int(first), int(last or int(first) + 1))
    outcomes: list[Outcome] = []
    told: Counter[str] = Counter()
    with running_control_plane(say) as plane, held_still(plane), contextlib.closing(Real(plane)) as real:
        fresh = Fresh(f"d{secrets.token_hex(2)}x")
        for seed in seeds:
            outcome = run(sequence(seed), real, fresh)
            outcomes.append(outcome)
            for found in outcome.found:
                told[found.sign] += 1
                if told[found.sign] == 1:
                    shown = shrunk(outcome, found, real, fresh) if options.shrink else found
                    say(f"=== seed {seed}: {found.call.what}\n{shown}\n")
    say(table(outcomes))
    say(f"{len(outcomes)} sequences, {sum(1 for each in outcomes if each.found)} with differences of {len(told)} sorts")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
