"""Running a command in a process of its own, and what that took: time, the processor's time, and the most memory it had."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

REPOSITORY: Final = Path(__file__).parent.parent
PROGRAMS: Final = Path(__file__).parent / "programs"


@attrs.frozen
class Measured:
    """What a process took.

    Args:
        seconds: from its start to its end.
        processor: for how long a processor was busy with it.
        memory: the most bytes of memory that it had.
        said: what it printed.
    """

    seconds: float
    processor: float
    memory: int
    said: str = attrs.field(default="", repr=False)


@attrs.frozen
class Runner:
    """Runs commands in a folder, where Python keeps what it compiles too, so that a second run of a program does not compile.

    Args:
        folder: the folder.
    """

    folder: Path

    def python(self, *arguments: str) -> Measured:
        """Runs this Python.

        Args:
            arguments: a script and its arguments, for example.

        Raises:
            RuntimeError: it failed.
        """
        return self.run([sys.executable, *arguments])

    def program(self, name: str, *arguments: str) -> Measured:
        """Runs one of the programs of the benchmarks.

        Args:
            name: its file, without `.py`.
            arguments: its arguments.

        Raises:
            RuntimeError: it failed.
        """
        return self.python(str(PROGRAMS / f"{name}.py"), *arguments)

    def run(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
        """Runs a command.

        Args:
            command: the program's path, and its arguments.
            environment: variables, beside those of this process.

        Raises:
            RuntimeError: it failed.
        """
        variables = {
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONPYCACHEPREFIX": str(self.folder / "compiled"),
            **(environment or {}),
        }
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".json") as report:
            launch = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launcher.py")), report.name, *command]
            done = subprocess.run(launch, env=variables, cwd=self.folder, check=False, capture_output=True, text=True)  # noqa: S603 - ours
            if done.returncode:
                raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
            return Measured(**json.load(report), said=done.stdout)
