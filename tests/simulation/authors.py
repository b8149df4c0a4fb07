"""The edits that lead from one program to the next."""

import random
from collections.abc import Callable, Iterable
from typing import Any

import attrs

from tests.simulation.programs import Declared, KindName, Program

_MOST = 7


@attrs.define(eq=False)
class Author:
    """Whoever writes the programs: each is the one before with some edits.

    Args:
        chance: draws the edits.
        program: the last one.
        earlier: those before.
        keys: all ids that each origin ever had.
        settled: what cannot be replaced, since it may be there to stay: what of it never changes again.
    """

    chance: random.Random
    program: Program = attrs.field(factory=Program)
    earlier: list[Program] = attrs.field(factory=list[Program])
    keys: dict[int, list[str]] = attrs.field(factory=dict[int, list[str]])
    settled: dict[int, dict[str, Any]] = attrs.field(factory=dict[int, dict[str, Any]])
    _number: int = 0

    def next(self) -> Program:
        """The next program."""
        self.earlier.append(self.program)
        for _ in range(self.chance.choice((0, 1, 1, 2, 3)) if self.program.declared else 4):
            edit: Callable[[], None] = self.chance.choice(self._edits())
            edit()
        self.program = attrs.evolve(self.program, **self._manner())
        return self.program

    def _manner(self) -> dict[str, Any]:
        chance, count = self.chance, len(self.program.declared)
        return {
            "awaits": tuple(one.origin for one in self.program.declared if chance.random() < 0.3),
            "raises_at": chance.randrange(count + 1) if chance.random() < 0.06 else None,
            "catches": chance.random() < 0.3,
            "protect": chance.choice((True, False)) if chance.random() < 0.1 else None,
            "refresh": chance.random() < 0.9,
            "finalizes": chance.random() < 0.1,
        }

    def _edits(self) -> list[Callable[[], None]]:
        if not self.program.declared:
            return [self._add] * 4 + [self._back]
        changes = [self._text] * 3 + [self._rewire, self._zone, self._kind, self._rename, self._move, self._guard, self._manage, self._name]
        rare = [self._empty] if self.chance.random() < 0.15 else [self._back, self._reorder]
        return [*([self._add] * (3 if len(self.program.declared) < _MOST else 0)), self._remove, self._remove, *changes, *rare]

    def _some(self) -> Declared:
        return self.chance.choice(self.program.declared)

    def _put(self, declared: Iterable[Declared]) -> None:
        self.program = attrs.evolve(self.program, declared=tuple(declared))

    def _change(self, one: Declared, **changes: Any) -> None:
        changed = attrs.evolve(one, **changes)
        known = self.keys.setdefault(changed.origin, [])
        if changed.key not in known:
            known.append(changed.key)
        changed = attrs.evolve(changed, was=tuple(key for key in known if key != changed.key))
        self._put(changed if each.origin == one.origin else each for each in self.program.declared)

    def _before(self, one: Declared) -> list[int]:
        every = [each.origin for each in self.program.declared]
        return every[: every.index(one.origin)]

    def _add(self) -> None:
        self._number += 1
        kind: KindName = self.chance.choice(("Blind", "Found", "Named", "Named"))
        one = Declared(self._number, f"r{self._number}", kind, name=f"n{self._number}" if kind == "Named" else "")
        place = self.chance.randrange(len(self.program.declared) + 1)
        declared = list(self.program.declared)
        declared.insert(place, one)
        self._put(declared)
        self._change(one)
        self._wire(self.program.by_origin()[one.origin])
        one = self.program.by_origin()[one.origin]
        if self.chance.random() < 0.2:
            self._change(one, tries=3)
        one = self.program.by_origin()[one.origin]
        if self.chance.random() < 0.1:
            self._change(one, limit=self.chance.choice((5.0, 50.0)))
        one = self.program.by_origin()[one.origin]
        if self.chance.random() < 0.1:
            self._change(one, password=f"hunter-{self._number}-secret")
        one = self.program.by_origin()[one.origin]
        if kind == "Named" and self.chance.random() < 0.15:
            self._change(one, adopt=True)

    def _wire(self, one: Declared) -> None:
        before = self._before(one)
        needs = tuple(self.chance.sample(before, min(len(before), self.chance.choice((0, 1, 1, 2)))))
        after = tuple(each for each in before if each not in needs and self.chance.random() < 0.1)
        self._change(one, needs=needs, after=after, quotes=bool(needs) and self.chance.random() < 0.4)

    def _rewire(self) -> None:
        self._wire(self._some())

    def _remove(self) -> None:
        gone = self._some().origin
        self._put(self._without(each, gone) for each in self.program.declared if each.origin != gone)

    def _without(self, one: Declared, gone: int) -> Declared:
        needs = tuple(each for each in one.needs if each != gone)
        return attrs.evolve(one, needs=needs, after=tuple(each for each in one.after if each != gone), quotes=one.quotes and bool(needs))

    def _text(self) -> None:
        self._change(self._some(), text=self.chance.choice(("one", "two", "three", "four")))

    def _zone(self) -> None:
        one = self._some()
        if one.origin not in self.settled and not one.adopt:
            self._change(one, zone=self.chance.choice(("here", "there")), delete_first=self.chance.random() < 0.4)

    def _kind(self) -> None:
        one = self._some()
        if one.origin in self.settled or one.adopt:
            return
        self._number += 1
        kind: KindName = self.chance.choice(("Blind", "Found", "Named"))
        if kind != one.kind:
            self._change(one, kind=kind, name=f"n{self._number}" if kind == "Named" else "")

    def _name(self) -> None:
        one = self._some()
        if one.kind == "Named" and not one.adopt and one.origin not in self.settled:
            self._number += 1
            self._change(one, name=f"n{self._number}")

    def _rename(self) -> None:
        one = self._some()
        self._number += 1
        self._change(one, id=f"r{self._number}")

    def _move(self) -> None:
        one = self._some()
        self._change(one, scope=self.chance.choice(("", "eu", "us")))

    def _guard(self) -> None:
        one = self._some()
        self._change(one, protect=not one.protect)

    def _manage(self) -> None:
        one = self._some()
        if one.kind != "Blind" and not one.adopt:
            self.settled.setdefault(one.origin, {"zone": one.zone, "kind": one.kind, "name": one.name})
            self._change(one, retain=not one.retain)

    def _reorder(self) -> None:
        """Moves one up as far as what it needs allows."""
        one = self._some()
        rest = [each for each in self.program.declared if each.origin != one.origin]
        lowest = max((number + 1 for number, each in enumerate(rest) if each.origin in {*one.needs, *one.after}), default=0)
        rest.insert(lowest, one)
        self._put(rest)

    def _empty(self) -> None:
        self._put(())

    def _back(self) -> None:
        """To what it was some time ago; what has been called otherwise meanwhile says so."""
        if not self.earlier:
            return
        earlier = self.chance.choice(self.earlier)
        every = {key: origin for origin, keys in self.keys.items() for key in keys}
        taken = [one for one in earlier.declared if every.get(one.key) == one.origin]
        known = [attrs.evolve(one, was=tuple(key for key in self.keys[one.origin] if key != one.key)) for one in taken]
        self._put(attrs.evolve(one, **self.settled.get(one.origin, {})) for one in known)
