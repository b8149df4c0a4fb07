"""A resource of one's own does not say how it is updated."""
# caught by: mypy[abstract] pyright[reportAbstractUsage] definition

import anyio
import attrs

from typekro import Context, Resource, alchemy


@attrs.frozen
class Made:
    text: str


class Note(Resource[Made]):
    text: str

    async def create(self, context: Context) -> Made:
        return Made(self.text)

    async def delete(self, context: Context, old: Made) -> None:
        """There is nothing to take away."""


async def main() -> None:
    async with alchemy("notes"):
        await Note("first", text="hello")


if __name__ == "__main__":
    anyio.run(main)


# definition:
# TypeError, by Python itself
