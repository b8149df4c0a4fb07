"""Three kinds of things, as handlers of resources know them: named by us, named by the world, and those that nobody can look for."""

import asyncio
from collections.abc import Mapping
from typing import Any, Self, cast

import anyio
import attrs

from tests.simulation.programs import Declared
from tests.simulation.world import Conflict, FaultKind, Refused, Thing, World
from typekro.errors import RefusedError
from typekro.orchestrator import Change, Context, Resource
from typekro.orchestrator.secrets import secret

PATIENCE = 30.0
_EVERY = 1.0


@attrs.frozen
class Seen:
    """What is known of a thing."""

    uid: str
    text: str
    zone: str
    needs: list[str]

    @classmethod
    def of(cls, thing: Thing) -> Self:
        return cls(thing.uid, thing.text, thing.zone, [*thing.needs])


def world_of(context: Context) -> World:
    return cast("World", context.connection)


class UidCheck:
    """Whether the world is told which one is meant; a mutation switches it off."""

    on = True


class Blind(Resource[Seen]):
    """A thing that the world names, and knows again by the key of the operation that made it; nobody can look for it."""

    slot = "world"

    text: str = ""
    zone: str = ""
    needs: list[str] = attrs.field(factory=list[str])
    password: str = ""

    def _says(self, thing: Thing, context: Context, fault: FaultKind | None) -> Thing:
        world = world_of(context)
        thing.text, thing.zone, thing.needs = self.text, self.zone, tuple(self.needs)
        thing.ready_at = world.readable_at(fault)
        return thing

    async def create(self, context: Context) -> Seen:
        world = world_of(context)

        def put(fault: FaultKind | None) -> Thing:
            facts = {"kind": type(self).__name__, "key": context.operation_key, "record": context.resource_id, "label": context.lineage}
            thing = world.by_key(context.operation_key) or world.make(**facts)
            return self._says(thing, context, fault)

        return await self._seen(await world.ask("create", context, put))

    async def update(self, context: Context, old: Seen) -> Seen:
        world = world_of(context)

        def patch(fault: FaultKind | None) -> Thing:
            thing = world.by_uid(old.uid)
            if thing is None or thing.gone_at is not None:
                raise Conflict(f"{old.uid} is not there")
            if thing.zone != self.zone and not thing.late:  # what came too late of a run that was fenced off, nobody can know of
                raise Refused(f"{old.uid} is in {thing.zone}, and stays there")
            return self._says(thing, context, fault)

        return await self._seen(await world.ask("update", context, patch))

    async def delete(self, context: Context, old: Seen) -> None:
        world = world_of(context)

        def take(fault: FaultKind | None) -> Thing | None:
            thing = world.by_uid(old.uid)
            return None if thing is None else world.take_away(thing, fault)

        await world.ask("delete", context, take)

    def diff(self, old: Self) -> Change:
        return "replace" if self.zone != old.zone else "update"

    async def ready(self, context: Context, output: Seen) -> Seen:
        with anyio.fail_after(PATIENCE):
            while True:
                thing = await self._look(context, output.uid)
                if thing is None:
                    raise Conflict(f"{output.uid} went away")
                if thing.ready_at <= world_of(context).now():
                    return output
                context.waiting("it is not ready")
                await asyncio.sleep(_EVERY)

    async def gone(self, context: Context, old: Seen) -> None:
        with anyio.fail_after(PATIENCE):
            while (await self._look(context, old.uid)) is not None:
                context.waiting("it is still there")
                await asyncio.sleep(_EVERY)

    async def _look(self, context: Context, uid: str) -> Thing | None:
        world = world_of(context)
        return await world.ask("read", context, lambda _: world.by_uid(uid))

    async def _seen(self, thing: Thing | None) -> Seen:
        assert thing is not None
        return Seen.of(thing)


class Found(Blind):
    """A thing that the world names, and that can be looked for."""

    async def read(self, context: Context, old: Seen | None) -> Seen | None:
        world = world_of(context)
        found = await world.ask("read", context, lambda _: world.by_key(context.operation_key) if old is None else world.by_uid(old.uid))
        if found is not None and found.gone_at is not None:
            await self.gone(context, Seen.of(found))
            return None
        return None if found is None else Seen.of(found)


class Named(Blind):
    """A thing that we name, as objects of Kubernetes are."""

    name: str = ""

    def identity(self) -> str | None:
        return f"Named/{self.name}"

    async def create(self, context: Context) -> Seen:
        world = world_of(context)
        there = await world.ask("read", context, lambda _: world.by_name(self.name))
        while there is not None and there.gone_at is not None:
            await self.gone(context, Seen.of(there))
            there = await world.ask("read", context, lambda _: world.by_name(self.name))
        ours = there is None or there.label == context.lineage
        if not ours and not context.adopt:
            raise RefusedError(f"{self.name} is somebody else's: it was not touched")
        made: list[Thing] = []

        def apply(fault: FaultKind | None) -> Thing:
            thing = world.by_name(self.name)
            if thing is not None and thing.gone_at is not None:
                raise Conflict(f"{self.name} is being deleted")
            if thing is None:
                facts = {"kind": "Named", "name": self.name, "key": context.operation_key, "record": context.resource_id}
                made.append(thing := world.make(**facts, label=context.lineage))
            elif there is not None and thing.uid != there.uid:
                raise Conflict(f"{self.name} is another one by now")
            thing.adopted = thing.adopted or thing.label != context.lineage
            thing.label = context.lineage
            return self._says(thing, context, fault)

        applied = await world.ask("create", context, apply)
        if not made and (not ours or there is None or there.adopted):
            context.not_created_by_us()
        return await self._seen(applied)

    async def update(self, context: Context, old: Seen) -> Seen:
        world = world_of(context)

        def apply(fault: FaultKind | None) -> Thing:
            thing = world.by_name(self.name)
            if thing is None or thing.gone_at is not None or (UidCheck.on and thing.uid != old.uid):
                raise Conflict(f"{self.name} is not {old.uid}")
            if thing.zone != self.zone:
                raise Refused(f"{self.name} is in {thing.zone}, and stays there")
            thing.label = context.lineage
            return self._says(thing, context, fault)

        return await self._seen(await world.ask("update", context, apply))

    async def delete(self, context: Context, old: Seen) -> None:
        world = world_of(context)

        def take(fault: FaultKind | None) -> Thing | None:
            thing = world.by_name(self.name)
            if thing is None or (UidCheck.on and thing.uid != old.uid):
                return None
            return world.take_away(thing, fault)

        await world.ask("delete", context, take)

    async def read(self, context: Context, old: Seen | None) -> Seen | None:
        world = world_of(context)
        found = await world.ask("read", context, lambda _: world.by_name(self.name))
        if found is None or (old is not None and found.uid != old.uid) or (old is None and found.label != context.lineage):
            return None
        if old is None and found.adopted:
            context.not_created_by_us()
        if found.gone_at is not None:
            await self.gone(context, Seen.of(found))
            return None
        return Seen.of(found)


_KINDS: Mapping[str, type[Blind]] = {"Blind": Blind, "Found": Found, "Named": Named}


def declare(one: Declared, resources: Mapping[int, Resource[Any]], handling: Mapping[str, Any]) -> Blind:
    """Declares a thing of the made-up world."""
    needs = [resources[each] for each in one.needs]
    given: dict[str, Any] = {
        "text": f"{one.text} of {needs[0].output.text}" if one.quotes and needs else one.text,
        "zone": one.zone,
        "needs": [each.output.uid for each in needs],
        **handling,
    }
    if one.kind == "Named":
        given["name"] = one.name
    if one.password:
        given["password"] = secret(one.password)
    return _KINDS[one.kind](one.id, **given)
