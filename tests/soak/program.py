"""`python program.py FOLDER`: an app of the files that FOLDER/wanted.json says, in FOLDER/files, with its state in FOLDER/state.

Says `entered` as soon as the state is open, so that whoever kills it knows from when on there is something to hit.
"""

import json
import sys
from pathlib import Path

import anyio

import typekro
from typekro import Context, Resource, alchemy
from typekro.orchestrator.report import Report


class File(Resource[str]):
    """A file with a text in it."""

    path: str
    text: str

    async def create(self, context: Context) -> str:
        """Writes it."""
        del context
        await anyio.Path(self.path).write_text(self.text, "utf-8")
        return self.text

    async def update(self, context: Context, old: str) -> str:
        """Writes it anew."""
        del old
        return await self.create(context)

    async def read(self, context: Context, old: str | None) -> str | None:
        """The text that is in it."""
        del context, old
        path = anyio.Path(self.path)
        return await path.read_text("utf-8") if await path.exists() else None

    async def delete(self, context: Context, old: str) -> None:
        """Removes it."""
        del context, old
        await anyio.Path(self.path).unlink(missing_ok=True)


async def main() -> None:
    """The app: each file depends on the one before it where their names say so."""
    folder = Path(sys.argv[1])
    wanted: dict[str, str] = json.loads((folder / "wanted.json").read_text("utf-8"))
    said: list[str] = []
    async with alchemy("soak", state=folder / "state" / "soak.sqlite", report=Report(said.append)):
        sys.stdout.write("entered\n")
        sys.stdout.flush()
        last: list[File] = []
        for name, text in wanted.items():
            needs = last if text.startswith("after") else []
            last = [File(name, path=str(folder / "files" / name), text=text, depends_on=needs)]
    sys.stdout.write(f"{said[-1]}\n")


if __name__ == "__main__":
    typekro.run(main)
