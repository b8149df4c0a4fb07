"""What a schedule is played in: the made-up world, or a local cluster."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from tests.simulation.bodies import Declare
from tests.simulation.loop import Process
from tests.simulation.programs import Declared
from tests.simulation.world import FaultKind, Thing, Verb


class Surroundings(Protocol):
    """All that is outside of the engine and its disk.

    Attributes:
        faults: what goes wrong, by process and number of its request.
        hit: the faults that were met.
        races: whether what somebody makes at the moment of our create may be changed by it.
    """

    faults: dict[tuple[str, int], FaultKind]
    hit: list[FaultKind]
    races: bool

    @property
    def declare(self) -> Declare:
        """Declares its resources."""
        ...

    def providers(self) -> Mapping[str, Any]:
        """What the app is given."""
        ...

    def working(self) -> AbstractAsyncContextManager[object]:
        """While it goes on by itself."""
        ...

    def is_first(self, process: Process, verb: Verb, id_: str) -> bool:
        """Whether a request that is sent begins a change, and does not go on with it."""
        ...

    def now(self) -> float:
        """Virtual seconds."""
        ...

    def there(self) -> list[Thing]:
        """What exists now, also what is being deleted."""
        ...

    def by_uid(self, uid: str) -> Thing | None:
        """The thing of a UID."""
        ...

    def is_taken(self, one: Declared) -> bool:
        """Whether the name of what is declared is somebody's."""
        ...

    def occupied(self, one: Declared) -> Thing:
        """What somebody else makes under the name of what is declared."""
        ...

    def edited(self, thing: Thing) -> None:
        """Somebody else changes a thing."""
        ...

    def removed(self, thing: Thing) -> None:
        """Somebody else takes a thing away, at once."""
        ...

    def made_again(self, thing: Thing, *, label: str) -> None:
        """Somebody else makes a thing of the name of one that was taken away.

        Args:
            thing: the one that was there.
            label: whose it says to be; empty for nobody's.
        """
        ...

    def heal(self) -> None:
        """What was stuck goes, and nothing goes wrong any more."""
        ...
