"""`python resources.py STATE COUNT`: an app of so many resources that are nothing outside; what has a record and is not among them goes."""

import sys
from pathlib import Path

import typekro
from typekro import Context, Resource, alchemy


class Item(Resource[str]):
    """A text, and nothing else."""

    content: str

    async def create(self, context: Context) -> str:
        """Returns it."""
        del context
        return self.content

    async def update(self, context: Context, old: str) -> str:
        """Returns it."""
        del context, old
        return self.content

    async def delete(self, context: Context, old: str) -> None:
        """Does nothing."""


async def main() -> None:
    """The app."""
    async with alchemy("bench", state=Path(sys.argv[1])):
        for number in range(int(sys.argv[2])):
            Item(f"item-{number}", content="a")


if __name__ == "__main__":
    typekro.run(main)
