"""Records what `typekro up`, `plan` and `destroy` show, for the docs: `python -m tools.record` writes docs/recordings.

Each runs on a real control plane of its own, once through a pipe, as in a log file, and once on a terminal. What differs from run to run is
written as a word: `N s`, `RUN`, `PORT`, `ADDRESS`. The lines of long waits are left out, since they come only where the machine is slow.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from examples.demo import NEW_SPEC, OLD_SPEC, WEBAPP
from tests.cli.terminal import on_terminal
from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.errors import ControlPlaneError

RECORDINGS = Path(__file__).parents[1] / "docs" / "recordings"
CODES = {"up": 0, "plan": 2, "destroy": 0}
_CHANGING = [
    (r"run [0-9a-f]{8}\b", "run RUN"),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"\b10(\.\d+){3}\b", "ADDRESS"),
    (r"\b\d+(\.\d)? s\b", "N s"),
]
_MIDDLE = "    (a moment later)"


class RecordingError(Exception):
    """A command did not end as it should."""


Shown = Callable[[list[str], Path, Mapping[str, str]], tuple[int, list[str]]]
"""Runs a command, and gives its exit code and what it showed."""


def in_pipe(command: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, list[str]]:
    """What a command says in a pipe, as in a log file."""
    pipe = subprocess.PIPE
    done = subprocess.run(  # noqa: S603 - the commands of this file
        command, cwd=folder, env=environment, stdout=pipe, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines()


def on_screen(command: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, list[str]]:
    """What a command shows on a terminal: in the moment in which it worked at most, and at the end."""
    busiest: list[str] = []
    with on_terminal(command, folder, environment, columns=110, height=30) as run:
        while run.goes_on():
            if _busy(run.screen.text) >= max(1, _busy(busiest)):
                busiest = run.screen.text
        code = run.to_the_end()
        end = run.screen.text
    return code, [*busiest, _MIDDLE, *end] if busiest else end


def _busy(screen: list[str]) -> int:
    found = re.search(r"(\d+) at work", screen[-1]) if screen else None
    return 0 if found is None else int(found[1])


@attrs.frozen
class Recorder:
    """An empty folder, and a control plane that has nothing of the example.

    Args:
        plane: the control plane.
        folder: the script goes there, and its state.
    """

    plane: ControlPlane
    folder: Path

    def record(self, shows: Shown) -> dict[str, str]:
        """The texts of the commands.

        Args:
            shows: runs each of them.

        Raises:
            RecordingError: one ended otherwise than it should.
        """
        (self.folder / "state").mkdir()
        script = self.folder / "webapp.py"
        text = WEBAPP.read_text("utf-8")
        script.write_text(text, "utf-8")
        up = self._shown("up", ["up", "webapp.py"], shows)
        script.write_text(text.replace(OLD_SPEC, NEW_SPEC), "utf-8")
        plan = self._shown("plan", ["plan", "webapp.py"], shows)
        destroy = self._shown("destroy", ["destroy", "webapp"], shows)
        return {"up": up, "plan": plan, "destroy": destroy}

    def _shown(self, name: str, arguments: list[str], shows: Shown) -> str:
        environment = {
            **{name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "TYPEKRO_PROGRESS"}},
            "KUBECONFIG": str(self.plane.kubeconfig),
            "PYTHONUNBUFFERED": "1",
        }
        code, lines = shows([sys.executable, "-m", "typekro", *arguments], self.folder, environment)
        text = "\n".join([f"$ typekro {' '.join(arguments)}", *lines, ""])
        if code != CODES[name]:
            raise RecordingError(f"typekro {name} ended with {code}:\n{text}")
        return self._settled(text)

    def _settled(self, text: str) -> str:
        """Without what differs from run to run."""
        for pattern, word in _CHANGING:
            text = re.sub(pattern, word, text.replace(str(self.folder), "."))
        return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("  took ", "  … ")))


def prepare(plane: ControlPlane) -> None:
    """Makes the Secret that the example takes a password from."""
    plane.kubectl()("create", "secret", "generic", "database-password", "--from-literal=password=s3cret")


def main() -> None:
    """Records all, and writes the files."""
    try:
        with running_control_plane(print) as plane:
            prepare(plane)
            for way, shows in {"pipe": in_pipe, "terminal": on_screen}.items():
                with tempfile.TemporaryDirectory() as folder:
                    texts = Recorder(plane, Path(folder)).record(shows)
                RECORDINGS.mkdir(parents=True, exist_ok=True)
                for name, text in texts.items():
                    (RECORDINGS / f"{name}.{way}.txt").write_text(text, "utf-8")
    except (ControlPlaneError, RecordingError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
