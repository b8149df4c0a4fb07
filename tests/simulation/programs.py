"""Programs that change from run to run: what they declare, as data."""

from typing import Any, Literal, cast

import attrs

KindName = Literal["Blind", "Found", "Named"]


class Told:
    """Is printed as Python, without what is so by default: what a script is printed by."""

    def __repr__(self) -> str:
        parts: list[str] = []
        for field in attrs.fields(cast("Any", type(self))):
            value = getattr(self, field.name)
            if field.default is attrs.NOTHING or value != field.default:
                parts.append(f"{field.name}={value!r}")
        return f"{type(self).__name__}({', '.join(parts)})"


@attrs.frozen(repr=False)
class Declared(Told):
    """A resource that a program declares.

    Args:
        origin: what stays the same however it is called: the number of the edit that added it.
        id: its id.
        kind: its class.
        text: what it says.
        zone: where it lives; another one is another thing.
        name: its name outside, of a `Named`.
        needs: the origins of those that it refers to; declared before it.
        quotes: whether the text of the first of them is a part of its own.
        after: the origins of those that it only names in `depends_on`.
        scope: the scope that it is declared in.
        was: the ids that it had before.
        password: something secret in it.
    """

    origin: int
    id: str
    kind: KindName
    text: str = "one"
    zone: str = "here"
    name: str = ""
    needs: tuple[int, ...] = ()
    quotes: bool = False
    after: tuple[int, ...] = ()
    scope: str = ""
    was: tuple[str, ...] = ()
    protect: bool = False
    retain: bool = False
    adopt: bool = False
    delete_first: bool = False
    tries: int = 1
    limit: float | None = None
    password: str = ""

    @property
    def key(self) -> str:
        """The id that its record goes by."""
        return f"{self.scope}/{self.id}" if self.scope else self.id


@attrs.frozen(repr=False)
class Program(Told):
    """A script.

    Args:
        declared: what it declares, in this order.
        awaits: the origins of those that its body awaits as it goes.
        raises_at: after how many declarations its body raises; None where it does not.
        catches: whether its body catches what an awaited resource raised.
        protect: what it says of the stage.
        refresh: whether it looks at what exists.
        finalizes: whether it ends the run itself, twice.
    """

    declared: tuple[Declared, ...] = ()
    awaits: tuple[int, ...] = ()
    raises_at: int | None = None
    catches: bool = False
    protect: bool | None = None
    refresh: bool = True
    finalizes: bool = False

    def by_origin(self) -> dict[int, Declared]:
        return {one.origin: one for one in self.declared}

    def by_key(self) -> dict[str, Declared]:
        return {one.key: one for one in self.declared}

    def claiming(self, key: str) -> Declared | None:
        """What is declared under an id, or had it before."""
        return self.by_key().get(key) or next((one for one in self.declared if key in one.was), None)

    def text_of(self, origin: int) -> str:
        """What it says in the end."""
        one = self.by_origin()[origin]
        return f"{one.text} of {self.text_of(one.needs[0])}" if one.quotes and one.needs else one.text

    def needed_by(self, origin: int) -> set[int]:
        """All that it depends on, directly or not."""
        one = self.by_origin()[origin]
        direct = {*one.needs, *one.after}
        return direct.union(*(self.needed_by(each) for each in direct)) if direct else set()
