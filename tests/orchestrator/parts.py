"""What the tests of the engine are made of: a small world outside, things in it, and apps that work on it."""

import json
import re
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self, TypedDict, Unpack, cast

import anyio
import attrs

from typekro.orchestrator import App, Context, Provider, Report, Resource, setting
from typekro.orchestrator.confirming import Confirm
from typekro.orchestrator.keys import KeySource
from typekro.orchestrator.limits import Pace
from typekro.orchestrator.state import Record
from typekro.orchestrator.state.sqlite import SqliteStore


@attrs.frozen
class Seen:
    """What is known of a thing."""

    uid: str
    text: str
    size: int


async def _let_pass(call: str) -> None:
    del call


def _go_on(call: str) -> None:
    del call


@attrs.define(eq=False)
class World:
    """Objects in a file. It names what it makes by itself, and tells repeats by their key, as providers do.

    Args:
        path: the file.
        identity: what tells it from other worlds.
        calls: all that it was asked for, in order: `create a`.
        failures: what it raises, by call.
        gate: awaited in each call before anything is done.
        boundary: called before and after each change.
    """

    path: Path
    identity: str = "earth"
    calls: list[str] = attrs.field(factory=list[str])
    keys: list[str] = attrs.field(factory=list[str])
    failures: dict[str, Exception] = attrs.field(factory=dict[str, Exception])
    gate: Callable[[str], Awaitable[None]] = _let_pass
    boundary: Callable[[str], None] = _go_on
    connected: int = 0
    left: int = 0

    @asynccontextmanager
    async def connect(self) -> AsyncGenerator[Self]:
        self.connected += 1
        yield self
        self.left += 1

    def __str__(self) -> str:
        return self.identity

    @property
    def objects(self) -> dict[str, dict[str, str]]:
        return cast("dict[str, dict[str, str]]", json.loads(self.path.read_text())) if self.path.exists() else {}

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Id and text of each object, sorted; whatever is there twice is seen twice."""
        return sorted((found["id"], found["text"]) for found in self.objects.values())

    def written(self) -> list[str]:
        """The changes that it was asked for since it was last asked."""
        calls = [call for call in self.calls if call.split(maxsplit=1)[0] in {"create", "update", "delete"}]
        self.calls.clear()
        return calls

    def put(self, uid: str, found: dict[str, str] | None) -> None:
        """Changes an object from outside: nobody is asked."""
        objects = {name: other for name, other in self.objects.items() if name != uid}
        if found is not None:
            objects[uid] = found
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(objects))
        beside.replace(self.path)

    async def arrive(self, call: str) -> None:
        self.calls.append(call)
        await self.gate(call)
        if call in self.failures:
            raise self.failures[call]

    async def change(self, verb: str, context: Context, uid: str, text: str | None) -> None:
        self.boundary(f"before {verb} {context.resource_id}")
        await self.arrive(f"{verb} {context.resource_id}")
        self.keys.append(context.operation_key)
        key = self.objects[uid]["key"] if verb == "update" else context.operation_key
        self.put(uid, None if text is None else {"id": context.resource_id, "key": key, "text": text})
        self.boundary(f"after {verb} {context.resource_id}")

    def made_under(self, key: str) -> str | None:
        return next((uid for uid, found in self.objects.items() if found["key"] == key), None)


def world_of(context: Context) -> World:
    return cast("World", context.connection)


class Blind(Resource[Seen]):
    """A thing that nobody can look for."""

    slot = "world"

    text: str = ""
    timeout: float = setting(default=30.0)

    async def create(self, context: Context) -> Seen:
        world = world_of(context)
        uid = world.made_under(context.operation_key) or uuid.uuid4().hex
        await world.change("create", context, uid, self.text)
        return Seen(uid, self.text, len(self.text))

    async def update(self, context: Context, old: Seen) -> Seen:
        world = world_of(context)
        world.calls.append(f"had {context.old(self).text}")
        await world.change("update", context, old.uid, self.text)
        return Seen(old.uid, self.text, len(self.text))

    async def delete(self, context: Context, old: Seen) -> None:
        await world_of(context).change("delete", context, old.uid, None)

    async def ready(self, context: Context, output: Seen) -> Seen:
        await world_of(context).arrive(f"ready {self.id}")
        return output


class Thing(Blind):
    """A thing that can be looked for."""

    async def read(self, context: Context, old: Seen | None) -> Seen | None:
        world = world_of(context)
        await world.arrive(f"read {self.id}")
        uid = world.made_under(context.operation_key) if old is None else old.uid
        found = world.objects.get(uid) if uid is not None else None
        return None if found is None or uid is None else Seen(uid, found["text"], len(found["text"]))


class Local(Resource[int]):
    """A thing that needs no world."""

    text: str = ""

    async def create(self, context: Context) -> int:
        del context
        return len(self.text)

    async def update(self, context: Context, old: int) -> int:
        del old
        return await self.create(context)

    async def delete(self, context: Context, old: int) -> None:
        """There is nothing to take away."""


class Asked(TypedDict, total=False):
    """What else an app can be given."""

    protect: bool | None
    confirm: Confirm
    operation: str
    key: KeySource | None
    pace: Pace


@attrs.define
class Bench:
    """A world, a state file, and what the last apps told.

    Args:
        state: the state file.
        world: fills the slot of things.
        lines: what was told.
    """

    state: Path
    world: World
    lines: list[str] = attrs.field(factory=list[str])

    @classmethod
    def at(cls, folder: Path) -> Self:
        return cls(folder / "infra.sqlite", World(folder / "world.json"))

    def app(self, *, refresh: bool = True, world: Provider | None = None, **more: Unpack[Asked]) -> App:
        report = Report(self.lines.append, clock=lambda: 0.0)
        providers: dict[str, Provider] = {"world": world if world is not None else self.world}
        return App(
            "infra",
            "dev",
            SqliteStore(self.state, only_read=more.get("operation") in {"plan", "read"}),
            providers=providers,
            refresh=refresh,
            report=report,
            **more,
        )

    async def up(self, texts: Mapping[str, str], *, refresh: bool = True) -> dict[str, Seen]:
        """A whole run that declares a thing for each text; their outputs."""
        async with self.app(refresh=refresh):
            things = {id_: Thing(id_, text=text) for id_, text in texts.items()}
            return {id_: await thing for id_, thing in things.items()}

    async def records(self) -> dict[str, Record]:
        store = SqliteStore(self.state)
        await store.open("infra", "dev")
        found = await store.records()
        await store.close()
        return {record.id: record for record in found}

    async def statuses(self) -> dict[str, str]:
        return {id_: record.status for id_, record in (await self.records()).items()}

    def told(self) -> list[str]:
        """The lines since the last call, without what differs from run to run."""
        lines = [re.sub(r"state \S+  run \w+$", "state FILE  run RUN", line) for line in self.lines]
        self.lines.clear()
        return lines


@attrs.define(eq=False)
class Meeting:
    """A gate at which calls wait for each other, until so many are there at once.

    Args:
        verb: the calls that meet; others pass.
        size: how many have to come.
    """

    verb: str
    size: int
    here: int = 0
    most: int = 0
    complete: anyio.Event = attrs.field(factory=anyio.Event)

    async def __call__(self, call: str) -> None:
        if call.split(maxsplit=1)[0] != self.verb:
            return
        self.here += 1
        self.most = max(self.most, self.here)
        if self.here == self.size:
            self.complete.set()
        with anyio.fail_after(10):
            await self.complete.wait()
        self.here -= 1


@attrs.define(eq=False)
class Door:
    """A gate that keeps one call until it is opened.

    Args:
        call: the call.
    """

    call: str
    reached: anyio.Event = attrs.field(factory=anyio.Event)
    opened: anyio.Event = attrs.field(factory=anyio.Event)

    async def __call__(self, call: str) -> None:
        if call == self.call:
            self.reached.set()
            await self.opened.wait()
