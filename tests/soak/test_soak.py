"""A short soak; `make soak` runs a long one."""

import random
from pathlib import Path

from tests.soak.soaking import Soak

RUNS = 15
BYTES = 600_000
"""A quarter more than the state comes to in 200 runs; it forgets all but the last 50."""


def test_whatever_is_killed_all_converges_and_the_state_stays_small(tmp_path: Path) -> None:
    soak = Soak(tmp_path, random.Random(15))  # noqa: S311 - it is to be the same each time

    soak.run(RUNS)

    assert soak.killed > 0
    assert max(point.size for point in soak.points) < BYTES
    assert (soak.points[-1].records, list((tmp_path / "files").iterdir())) == (0, [])
