"""`make demo` shows what it says, and fails where it cannot."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from examples.demo import StepFailedError, expect

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "examples.demo"]


@pytest.mark.parametrize("where", [(), pytest.param(("--real",), marks=pytest.mark.cluster)], ids=["local", "real"])
def test_the_demo_shows_every_step_and_leaves_nothing(where: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, *where], cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": str(tmp_path)}
    )

    print(done.stdout)  # noqa: T201 - shown where the test fails
    assert (done.returncode, done.stderr) == (0, "")
    ends = [line for line in done.stdout.splitlines() if line.startswith(("succeeded:", "(writes of", "Everything"))]
    writes = "(writes of this run that the API server saw: {})"
    ends[-1] = re.sub(r"in [0-9.]+ s", "in N s", ends[-1])
    assert ends == [
        "succeeded: 4 created",
        writes.format(4),
        "succeeded: 4 unchanged (nothing was written)",
        writes.format(0),
        "succeeded: 1 updated, 3 unchanged",
        writes.format(1),
        "succeeded: 4 deleted",
        writes.format(6),
        "Everything was shown in N s, and nothing is left.",
    ]
    assert list(tmp_path.iterdir()) == []


def test_without_go_the_demo_says_so_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, "--real"], cwd=ROOT, capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)})

    wanted = "the control plane of the tests is built with Go 1.26 or newer (https://go.dev/dl)"
    assert (done.stdout, done.stderr, done.returncode) == ("", f"error: {wanted}: there is no `go` on PATH\n", 1)


def test_a_step_that_says_something_else_fails() -> None:
    with pytest.raises(StepFailedError, match=r"^it should have said 'succeeded: 4 created'$"):
        expect("succeeded: 4 created", "failed: 1 failed\n")
