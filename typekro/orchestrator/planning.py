"""A run that only looks: what each declared resource would need, decided as `settle` decides it, and nothing done."""

from collections.abc import Sequence
from typing import Any

import attrs

from typekro.errors import TypeKroError
from typekro.expressions import reference_to, roots_of
from typekro.orchestrator.collect import doomed_records
from typekro.orchestrator.context import Shared
from typekro.orchestrator.deleting import check_unneeded, check_unprotected, stays
from typekro.orchestrator.engine import Engine
from typekro.orchestrator.handle import Handle
from typekro.orchestrator.handlers import name_of
from typekro.orchestrator.plan import FieldChange, Plan, Step, StepAction, digest_of, field_changes, ordered
from typekro.orchestrator.redacting import redacted
from typekro.orchestrator.replacing import (
    called_otherwise,
    check_replaceable,
    is_cut_off,
    must_replace,
    renamed_record,
    replaced_record,
    same_inputs,
)
from typekro.orchestrator.resource import Resource, can_read, is_moved, setting_names, slot_of
from typekro.orchestrator.settle import check_needs, decide, fresh
from typekro.orchestrator.slots import check_given
from typekro.orchestrator.state.records import Record
from typekro.orchestrator.vault import redacted_change, shown


@attrs.define(eq=False)
class Planning:
    """A plan in the making.

    Args:
        engine: the run; nothing is committed through it.
        steps: what was found to be done, by id.
        unknown: the resources whose output is not known before they are applied.
        renamed: ids of records that are declared under another one.
    """

    engine: Engine
    steps: dict[str, Step] = attrs.field(factory=dict[str, Step])
    unknown: set[Handle] = attrs.field(factory=set[Handle])
    renamed: set[str] = attrs.field(factory=set[str])
    _inputs: dict[str, str] = attrs.field(factory=dict[str, str])

    async def foresee(self, handle: Handle) -> Any:
        """Finds out what would be done to a declared resource, and gives its output: where that is not known yet, a reference to it.

        Raises:
            BlockedError: what it needs could not be planned.
            Exception: what the provider said of the change.
        """
        check_needs(handle)
        record = self._record(handle)
        if record is not None:
            record = await called_otherwise(self.engine, record, handle.resource)
        sources = [need for need in handle.needs if need in self.unknown and need.root in roots_of(handle.resource.open_inputs())]
        if sources:
            return self._follows(handle, record, sources)
        resource = self.engine.resolved(handle)
        return await self._judge(handle, resource, record, self.engine.vault.inputs(handle.key, resource.encode()))

    def finish(self, ended_by: str | None, stopped: str | None = None) -> Plan:
        """The plan, once all that was declared was looked at.

        Args:
            ended_by: what the body asked of a value that is not known yet, where it did.
            stopped: what else a run would end with, where it would before it deletes anything.
        """
        left = self._left()
        steps = [self.steps[key] for key in self.engine.handles if key in self.steps]
        stack = self.engine.stack
        failed = tuple(key for key, handle in self.engine.handles.items() if handle.error is not None)
        whole = ended_by is None and stopped is None and not failed
        if whole:
            steps += [_deleted(record) for record in left]
        return Plan(
            app=stack.app,
            stage=stack.stage,
            lineage=stack.lineage if stack.serial else "",  # one that was only made for this plan is gone after it
            serial=stack.serial,
            steps=ordered(steps),
            unchanged=len(self.engine.handles.keys() - self.steps.keys() - set(failed)),
            failed=failed,
            ended_by=ended_by,
            stopped=stopped,
            unjudged=() if whole else tuple(record.id for record in left),
        )

    def _left(self) -> list[Record]:
        """What is not declared."""
        return [record for record in doomed_records(self.engine) if record.id not in self.renamed]

    def refused_deletes(self) -> TypeKroError | None:
        """Why a run would refuse to delete what is not declared; None where it would not."""
        left = self._left()
        try:
            check_given(left, self.engine.connections.given, self.engine.stack.stage, self.engine.stack.app)
            check_unprotected(self.engine, left)
            check_unneeded(self.engine, [record for record in left if not stays(record)])
        except TypeKroError as error:
            return error
        return None

    def _record(self, handle: Handle) -> Record | None:
        record = self.engine.records.get(handle.key)
        if record is not None:
            return record
        record = renamed_record(self.engine, handle)
        if record is None:
            return None
        self.renamed.add(record.id)
        self.steps[handle.key] = Step(id=handle.key, action="rename", reason=f"was {record.id}", was=record.id)
        return attrs.evolve(record, id=handle.key)

    def _follows(self, handle: Handle, record: Record | None, sources: Sequence[Handle]) -> Any:
        """A resource whose inputs are not known yet: what may happen to it is said, so that nothing comes as a surprise."""
        resource: Resource[Any] = handle.resource
        reason = f"follows {', '.join(need.key for need in sources)} (known after apply)"
        action: StepAction = "create"
        if record is not None:
            same_class = record.handler.rpartition(":")[2] == name_of(type(resource))[0].rpartition(":")[2]
            elsewhere = is_moved(record, resource) or resource.identity() != record.physical
            replaced = not same_class or elsewhere or resource.may_be_replaced()
            action = "replace" if replaced else "update"
            reason += ", and may have to be replaced" if replaced else ""
        self._note(handle, action, reason, checked=False)
        return self._output(handle, resource, None)

    async def _judge(self, handle: Handle, resource: Resource[Any], record: Record | None, props: dict[str, Any]) -> Any:
        self._inputs[handle.key] = digest_of(shown(props))
        if record is None:
            record = self._taken_back(handle, resource, props)
        if record is None:
            return await self._changed(handle, resource, await fresh(self.engine, handle, resource), "create")
        reason = must_replace(record, resource, props)
        if reason is not None:
            return self._replaces(handle, resource, record, reason, props)
        return await self._judge_kept(handle, resource, record, props)

    async def _judge_kept(self, handle: Handle, resource: Resource[Any], record: Record, props: dict[str, Any]) -> Any:
        """What is recorded goes on, unless what is there says otherwise."""
        step = decide(record, same=same_inputs(record.props or {}, props, resource))
        old = None if record.output is None else resource.decode_output(record.output)
        if step == "check" and record.status == "ready" and not self.engine.refresh:
            await resource.recall(Shared(self.engine, slot_of(resource)), old)
            return old
        interrupted, cut_off = step not in {"check", "update"} or record.status == "updating", is_cut_off(record, resource, props)
        context = await self.engine.context(record, resource, interrupted=interrupted, cut_off=cut_off)
        live = await resource.read(context, old) if can_read(resource) else old
        if live is None and (can_read(resource) or old is None):
            gone = "" if step == "find" else "was deleted outside"
            return await self._changed(handle, resource, attrs.evolve(record, props=None), "create", reason=gone)
        if step == "find":  # what an interrupted create made may be another one than what is declared now
            reason = must_replace(attrs.evolve(record, props=record.pending), resource, props)
            if reason is not None:
                return self._replaces(handle, resource, record, reason, props)
        if step == "finish delete" and not can_read(resource):
            return self._replaces(handle, resource, record, "an earlier run was cut off while it deleted this", props)
        drift = resource.drifted(old, live) if step == "check" and can_read(resource) else None
        if step == "check" and drift is None:  # what a run would still wait for is not known either
            return live if record.status == "ready" else self._output(handle, resource, live)
        why = drift or ("an earlier run was cut off" if step != "update" else "")
        changes = _changes(record, props, resource)
        return await self._changed(
            handle, resource, record, "update", reason=why, changes=changes, old=old or live, live=live, cut_off=cut_off
        )

    def _taken_back(self, handle: Handle, resource: Resource[Any], props: dict[str, Any]) -> Record | None:
        record = replaced_record(self.engine, handle.key, resource, props)
        if record is None:
            return None
        self.renamed.add(record.id)
        return attrs.evolve(record, id=handle.key)

    def _replaces(self, handle: Handle, resource: Resource[Any], record: Record, reason: str, props: dict[str, Any]) -> Any:
        check_replaceable(self.engine, record, resource, reason)
        self._note(handle, "replace", reason, _changes(record, props, resource), checked=False)
        return self._output(handle, resource, None)

    async def _changed(
        self,
        handle: Handle,
        resource: Resource[Any],
        record: Record,
        action: StepAction,
        *,
        reason: str = "",
        changes: tuple[FieldChange, ...] = (),
        old: Any = None,
        live: Any = None,
        cut_off: bool = False,
    ) -> Any:
        """Notes a change, as the provider says it would come out, where that can be asked."""
        required = set(resource.requires())
        planned = [need for need in handle.needs if need.key in self.steps and required.intersection(need.resource.provides())]
        preview = None
        if not planned:
            preview = await resource.preview(await self.engine.context(record, resource, cut_off=cut_off), old, live)
        shown = changes if preview is None else preview.changes
        self._note(handle, action, reason, shown, checked=not planned)
        return self._output(handle, resource, live)

    def _note(
        self, handle: Handle, action: StepAction, reason: str = "", changes: tuple[FieldChange, ...] = (), *, checked: bool = True
    ) -> None:
        before = self.steps.get(handle.key)
        if before is not None:  # one line says that it is renamed, and the rest
            reason = ", ".join(part for part in (before.reason, reason) if part)
        told = tuple(redacted_change(change) for change in changes)
        was, inputs = None if before is None else before.was, self._inputs.get(handle.key)
        self.steps[handle.key] = Step(
            id=handle.key, action=action, reason=redacted(reason), changes=told, checked=checked, was=was, inputs=inputs
        )

    def _output(self, handle: Handle, resource: Resource[Any], live: Any) -> Any:
        known = resource.foreseen(live)
        if known is not None:
            return known
        self.unknown.add(handle)
        return reference_to(handle.root)


def _changes(record: Record, props: dict[str, Any], resource: Resource[Any]) -> tuple[FieldChange, ...]:
    settings = setting_names(type(resource))
    before, after = ({k: v for k, v in each.items() if k not in settings} for each in (record.props or {}, props))
    return tuple(field_changes(before, after))


def _deleted(record: Record) -> Step:
    if not record.created_by_us or record.retained:
        why = "it is retained" if record.created_by_us else "it was there before this app"
        return Step(id=record.id, action="forget", reason=f"{why}, and stays where it is")
    why = "no longer declared" if record.replaced_by is None else f"replaced by the new {record.replaced_by}"
    return Step(id=record.id, action="delete", reason=why)
