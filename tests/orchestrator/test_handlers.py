"""Handlers that are found again by name, also by a script that does not import them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.orchestrator.parts import Bench, Thing
from typekro.errors import TypeKroError
from typekro.orchestrator.handlers import load, name_of
from typekro.orchestrator.state import Record

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]

_SCRIPT = """
import pathlib, sys
import typekro
from typekro import Context, Resource, alchemy


class File(Resource[int]):
    path: str
    content: str = ""

    async def create(self, context: Context) -> int:
        return pathlib.Path(self.path).write_text(self.content)

    async def update(self, context: Context, old: int) -> int:
        return await self.create(context)

    async def delete(self, context: Context, old: int) -> None:
        pathlib.Path(self.path).unlink(missing_ok=True)


async def main() -> None:
    async with alchemy("infra", state=sys.argv[1]):
        File("note", path=sys.argv[2], content="hello")


if __name__ == "__main__":
    typekro.run(main)
"""


@pytest.fixture
def script(bench: Bench, tmp_path: Path) -> Path:
    """A script that was run, and made a file `note`."""
    script = tmp_path / "infra.py"
    script.write_text(_SCRIPT)
    subprocess.run([sys.executable, script, bench.state, tmp_path / "note"], check=True, capture_output=True, cwd=ROOT)
    return script


async def test_a_handler_of_a_script_is_found_by_another(bench: Bench, script: Path, tmp_path: Path) -> None:
    record = (await bench.records())["note"]
    assert (record.handler, record.script) == ("__main__:File", str(script))
    assert (tmp_path / "note").read_text() == "hello"

    await bench.up({})

    assert not (tmp_path / "note").exists()
    assert await bench.records() == {}


async def test_a_handler_that_is_nowhere_is_told_and_nothing_is_deleted(bench: Bench, script: Path, tmp_path: Path) -> None:
    script.unlink()  # noqa: ASYNC240 - nothing else runs
    async with bench.app() as app:
        Thing("a", text="one")
        with pytest.raises(TypeKroError) as caught:
            await app.finalize()

    assert str(caught.value) == (
        f"note: its handler __main__:File of {script} cannot be loaded: nothing was changed\n"
        f"  FileNotFoundError: [Errno 2] No such file or directory: '{script}'\n"
        "hint: make it importable again, or drop the record and touch nothing outside:\n"
        "hint: typekro state forget note --app infra"
    )
    assert (tmp_path / "note").read_text() == "hello"
    assert await bench.statuses() == {"note": "ready", "a": "ready"}


def test_a_class_has_a_name_and_the_way_back() -> None:
    name, script = name_of(Thing)

    assert (name, script) == ("tests.orchestrator.parts:Thing", None)
    assert load(_record(name), "dev", "shop") is Thing


@pytest.mark.parametrize(
    ("handler", "why"),
    [
        ("no_such_module:Thing", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("tests.orchestrator.parts:Gone", "AttributeError: module 'tests.orchestrator.parts' has no attribute 'Gone'"),
        ("tests.orchestrator.parts:World", "TypeError: tests.orchestrator.parts:World is no Resource any more"),
    ],
)
def test_a_name_that_leads_nowhere_is_told(handler: str, why: str) -> None:
    with pytest.raises(TypeKroError) as caught:
        load(_record(handler), "dev", "shop")

    assert str(caught.value) == (
        f"a: its handler {handler} cannot be loaded: nothing was changed\n"
        f"  {why}\n"
        "hint: make it importable again, or drop the record and touch nothing outside:\n"
        "hint: typekro state forget a --app shop"
    )
    assert caught.value.code == "HANDLER_MISSING"
    assert caught.value.context == {"resource": "a", "handler": handler, "script": None}


def _record(handler: str) -> Record:
    return Record(id="a", handler=handler, status="ready", operation="op")
