"""The record that a declared resource goes on from: its own, that of an id it had before, or none, where another one takes its place."""

from typing import Any

import attrs

from typekro.errors import RefusedError, compose
from typekro.orchestrator.deleting import as_its_handler, check_unneeded, check_unprotected, delete, stays
from typekro.orchestrator.engine import Engine
from typekro.orchestrator.handle import Handle
from typekro.orchestrator.handlers import name_of
from typekro.orchestrator.resource import Resource, handling_names, is_moved, setting_names, slot_of
from typekro.orchestrator.slots import told_beside
from typekro.orchestrator.state.records import Entry, Record
from typekro.orchestrator.vault import holds_digest


async def known(engine: Engine, handle: Handle, resource: Resource[Any], props: dict[str, Any]) -> Record | None:
    """The record to go on from; None where the resource is to be created.

    Args:
        engine: the run.
        handle: what was declared.
        resource: the same with every reference resolved.
        props: its inputs, as they are recorded.

    Raises:
        RefusedError: it would have to be replaced, and must not be.
    """
    record = engine.records.get(handle.key)
    if record is None:
        record = await _renamed(engine, handle) or await _taken_back(engine, handle, resource, props)
    if record is None:
        return None
    there = await called_otherwise(engine, record, resource)
    if there != record:
        await engine.commit(Entry(kind="seen", id=there.id, record=there))
    reason = must_replace(there, resource, props)
    return there if reason is None else await _replaced(engine, there, resource, reason)


async def called_otherwise(engine: Engine, record: Record, resource: Resource[Any]) -> Record:
    """The record, in the slot of what is declared, where that leads to the very place that it was made in: only the name is another one."""
    if not is_moved(record, resource) or (await engine.connection(resource)).identity != record.place:
        return record
    return attrs.evolve(record, slot=slot_of(resource))


def must_replace(record: Record, resource: Resource[Any], props: dict[str, Any]) -> str | None:
    """Why another one has to take the place of what is recorded; None where it need not.

    Raises:
        RefusedError: it is the same thing outside, and another class handles it.
    """
    handler, _ = name_of(type(resource))
    identity = resource.identity()
    # A script that moved, or runs as another module, is still the same class by its name.
    if record.handler.rpartition(":")[2] != handler.rpartition(":")[2]:
        if identity is not None and identity == record.physical and not is_moved(record, resource):
            what = f"{record.id} is handled by {handler} now, and was made by {record.handler}: nothing was changed"
            why = f"both mean {identity}, so that one of them would delete what the other one makes"
            hints = [f"typekro state forget {record.id}, and adopt=True in the script, hand it over", "or keep the class"]
            raise RefusedError(compose(what, why, hints), {"resource": record.id})
        return f"it was made by {record.handler}, and is declared as {handler}"
    if is_moved(record, resource):
        return f"it is in {told_beside(str(record.slot))}, and is declared in {told_beside(str(slot_of(resource)))}"
    if identity != record.physical:
        return f"it is {record.physical} outside, and is declared as {identity}"
    if record.props is None or same_inputs(record.props, props, resource):
        return None
    old = type(resource).decode(record.id, record.props)
    changed = ", ".join(name for name, value in props.items() if record.props.get(name) != value)
    return f"{changed} cannot be changed in place" if _as_old(resource, record, props).diff(old) == "replace" else None


def _as_old(resource: Resource[Any], record: Record, props: dict[str, Any]) -> Resource[Any]:
    """The resource as it can be compared with one that was recorded: where that has digests, a digest is compared with a digest."""
    if not holds_digest(props):
        return resource
    known = type(resource).decode(record.id, props)
    for name in handling_names(type(resource)):
        object.__setattr__(known, name, getattr(resource, name))
    return known


def same_inputs(before: dict[str, Any], props: dict[str, Any], resource: Resource[Any]) -> bool:
    """Whether inputs are those that are recorded, but for settings."""
    settings = setting_names(type(resource))
    if not settings:
        return before == props
    return {k: v for k, v in before.items() if k not in settings} == {k: v for k, v in props.items() if k not in settings}


def is_cut_off(record: Record, resource: Resource[Any], props: dict[str, Any]) -> bool:
    """Whether an earlier run came to no answer as it did to a resource what would be done now."""
    begun = record.status in {"creating", "updating"} and record.error is None
    return begun and same_inputs(record.pending or {}, props, resource)


def is_deleted_first(record: Record, resource: Resource[Any]) -> bool:
    """Whether the old one goes before the new one is made: two of one name outside cannot be."""
    same_name = record.physical is not None and record.physical == resource.identity() and not is_moved(record, resource)
    return resource.replacement == "delete-first" or same_name


def renamed_record(engine: Engine, handle: Handle) -> Record | None:
    """The record that a declared resource had under another id."""
    return next((engine.records[alias] for alias in handle.resource.aliases if alias in engine.records and alias != handle.key), None)


def replaced_record(engine: Engine, key: str, resource: Resource[Any], props: dict[str, Any]) -> Record | None:
    """What was replaced, is still there, and is what is declared now: a run was cut off, or the script went back."""
    candidates = [each for each in engine.set_aside(key) if each.status not in {"creating", "deleting"}]
    return next((each for each in candidates if must_replace(attrs.evolve(each, id=key), resource, props) is None), None)


async def _renamed(engine: Engine, handle: Handle) -> Record | None:
    record = renamed_record(engine, handle)
    if record is None:
        return None
    if engine.plan is not None:
        engine.plan.check_rename(record.id, handle.key)
    moved = await engine.move(record, handle.key)
    engine.report.moved(record.id, handle.key)
    return moved


async def _taken_back(engine: Engine, handle: Handle, resource: Resource[Any], props: dict[str, Any]) -> Record | None:
    record = replaced_record(engine, handle.key, resource, props)
    return None if record is None else await engine.move(record, handle.key)


async def _replaced(engine: Engine, record: Record, resource: Resource[Any], reason: str) -> Record | None:
    check_replaceable(engine, record, resource, reason)
    if engine.plan is not None:
        engine.plan.check_replace(record.id)
    await engine.connection(resource)  # where it cannot be had, nothing has begun
    if is_moved(record, resource):
        await engine.connection(as_its_handler(engine, record))
    earlier = next((each.id for each in engine.set_aside(record.id) if _takes_back(each, resource)), None)
    if is_deleted_first(record, resource):
        engine.report.begin("delete", record.id, f"to be replaced: {reason}")
        await engine.confirm([record.id])
        await delete(engine, record, as_its_handler(engine, record))
        return None if earlier is None else await engine.move(engine.records[earlier], record.id)
    engine.report.replacing(record.id, reason)
    # What is declared says whether it is protected; what it replaces is not any more.
    aside = attrs.evolve(record, protected=False)
    await engine.move(aside, f"{record.id} (replaced, {record.operation[:8]})", replaced_by=record.id)
    return None if earlier is None else await engine.move(engine.records[earlier], record.id)


def check_replaceable(engine: Engine, record: Record, resource: Resource[Any], reason: str) -> None:
    """Refuses to replace what must not be deleted, or what others that stay are in.

    Raises:
        RefusedError: it is protected, or the old one would have to be deleted first and must not be.
    """
    check_unprotected(engine, [attrs.evolve(record, protected=resource.protect, replaced_by=record.id)])
    if not is_deleted_first(record, resource):
        return
    if stays(record):
        why = [reason, "the new one would have its name outside, and the old one is not to be deleted"]
        raise RefusedError(compose(f"{record.id} cannot be replaced: nothing was changed", why), {"resource": record.id})
    check_unneeded(engine, [record])


def _takes_back(each: Record, resource: Resource[Any]) -> bool:
    """Whether what was replaced, and is not deleted yet, is now what is declared."""
    same_name = each.physical is not None and each.physical == resource.identity()
    return same_name and not is_moved(each, resource)
