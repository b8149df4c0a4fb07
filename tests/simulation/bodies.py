"""Programs that run: what they declare becomes resources, of a kind that the world knows."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from tests.simulation.programs import Declared, Program
from typekro.orchestrator import Resource, scope

Declare = Callable[[Declared, Mapping[int, Resource[Any]], Mapping[str, Any]], Resource[Any]]
"""Declares a resource; is given what was declared before, by origin, and how it is handled."""


class BodyError(Exception):
    """What the body of a program raises in the middle."""


@attrs.define(eq=False)
class Body:
    """A program that runs.

    Args:
        program: the program.
        declare: declares one of its resources, of which those are known that it needs.
        resources: what it declared so far, by origin.
        outputs: what it awaited.
    """

    program: Program
    declare: Declare
    resources: dict[int, Resource[Any]] = attrs.field(factory=dict[int, Resource[Any]])
    outputs: dict[int, Any] = attrs.field(factory=dict[int, Any])

    async def run(self) -> None:
        """Declares it all.

        Raises:
            BodyError: where the program says so.
            Exception: what an awaited resource raised, where the program does not catch it.
        """
        for number, one in enumerate(self.program.declared):
            if number == self.program.raises_at:
                raise BodyError("the body raises")
            self.resources[one.origin] = self._declared(one)
            if one.origin in self.program.awaits:
                try:
                    self.outputs[one.origin] = await self.resources[one.origin]
                except Exception:
                    if not self.program.catches:
                        raise
        if self.program.raises_at is not None and self.program.raises_at >= len(self.program.declared):
            raise BodyError("the body raises")

    def _declared(self, one: Declared) -> Resource[Any]:
        handling: dict[str, Any] = {
            # What was awaited gives values, which say nothing of where they came from.
            "depends_on": [self.resources[each] for each in (*one.after, *(each for each in one.needs if each in self.program.awaits))],
            "aliases": one.was,
            "protect": one.protect,
            "retain": one.retain,
            "adopt": one.adopt,
            "tries": one.tries,
            "limit": one.limit,
            "replacement": "delete-first" if one.delete_first else "create-first",
        }
        if not one.scope:
            return self.declare(one, self.resources, handling)
        with scope(one.scope):
            return self.declare(one, self.resources, handling)
