"""Scripts for the command line to run, and the processes that run them."""

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import attrs

_HEAD = """\
import asyncio
import pathlib
import sys

import anyio

import typekro
from typekro import BlockedError, Context, RefusedError, Resource, TypeKroError, alchemy, setting


class File(Resource[int]):
    path: str
    content: str = ""

    async def create(self, context: Context) -> int:
        return pathlib.Path(self.path).write_text(self.content)

    async def update(self, context: Context, old: int) -> int:
        return await self.create(context)

    async def delete(self, context: Context, old: int) -> None:
        pathlib.Path(self.path).unlink(missing_ok=True)


"""

LINES_BEFORE = _HEAD.count("\n")


@attrs.frozen
class Done:
    """What came of a process."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """What stands on standard error from the first error on."""
        return "" if (start := re.search(r"^(error:|Traceback|warning:)", self.err, re.MULTILINE)) is None else self.err[start.start() :]


def write(folder: Path, text: str, name: str = "infra.py") -> Path:
    """Writes a script that knows `File` and what scripts import; the given lines come after these."""
    (folder / "state").mkdir(exist_ok=True)  # so that no folder above counts as the project
    path = folder / name
    path.write_text(_HEAD + textwrap.dedent(text), "utf-8")
    return path


def environment() -> dict[str, str]:
    """That of this process, without what would change what is printed."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("TYPEKRO_", "PYTHONWARNINGS", "FORCE_COLOR"))}


def python(folder: Path, *arguments: str, **more: str) -> Done:
    """Runs Python in a folder, to its end."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env={**environment(), **more}, capture_output=True, text=True, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def typekro(folder: Path, *arguments: str, **more: str) -> Done:
    """Runs the command in a folder, to its end."""
    return python(folder, "-m", "typekro", *arguments, **more)


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Starts Python in a folder; its standard streams are pipes."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, *arguments], cwd=folder, env=environment(), stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def end(process: subprocess.Popen[str], line: str | None = None) -> Done:
    """Gives a process a line, and waits for its end."""
    out, err = process.communicate(line)
    return Done(process.returncode, out, err)


def untimed(text: str) -> str:
    """What a run told without what differs from one to the next: its name, its times, and the line that only a slow one has."""
    return re.sub(r"run [0-9a-f]{8}|\d+\.\d s", "...", re.sub(r"^  took .*\n", "", text, flags=re.MULTILINE))
