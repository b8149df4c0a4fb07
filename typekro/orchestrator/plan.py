"""What a run would do: steps, each with its reason and the fields that would change; pure, and readable from JSON again."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Self

import attrs

from typekro.errors import RefusedError, UsageError, compose
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.orchestrator.state.records import Action, Record

StepAction = Literal["create", "update", "replace", "rename", "delete", "forget"]
KNOWN_LATER = "(known after apply)"
VERSION = 1

_ACTIONS: tuple[StepAction, ...] = ("create", "update", "replace", "rename", "delete", "forget")
# What a run does for a step of a plan: it may be less, where an earlier run did a part already.
_ALLOWS: Mapping[StepAction, frozenset[Action]] = {
    "create": frozenset({"create", "update"}),
    "update": frozenset({"create", "update"}),
    "replace": frozenset({"create", "update", "delete"}),
    "rename": frozenset(),
    "delete": frozenset({"create", "delete"}),
    "forget": frozenset(),
}


@attrs.frozen
class FieldChange:
    """One field that would change.

    Args:
        path: where it is, `.spec.replicas`.
        before: its value as JSON; None where it is not there.
        after: its value then; None where it goes.
    """

    path: str
    before: Any
    after: Any


@attrs.frozen(kw_only=True)
class Preview:
    """What a provider says of a change that it was asked to try, and not to make.

    Args:
        changes: the fields that would change.
    """

    changes: tuple[FieldChange, ...] = ()


@attrs.frozen(kw_only=True)
class Step:
    """What would be done to one resource.

    Args:
        id: the resource.
        action: what would be done.
        reason: why, where that is not plain.
        changes: the fields that would change, where they are known.
        checked: False where what would check it, such as a kind of the cluster, is itself only planned.
        was: the id that it had before, where it is renamed.
        inputs: a digest of its inputs, secrets left out; None where they are not known yet.
    """

    id: str
    action: StepAction
    reason: str = ""
    changes: tuple[FieldChange, ...] = ()
    checked: bool = True
    was: str | None = None
    inputs: str | None = None


@attrs.frozen(kw_only=True)
class Plan:
    """What a run would do.

    Args:
        app: the app's name.
        stage: the stage's name.
        lineage: the UUID of the state; empty where there is none yet.
        serial: how many entries had been written to the state.
        steps: what would be done; deletes last.
        unchanged: how many resources would stay as they are.
        ended_by: what the body asked of a value that is not known yet; then deletes could not be judged.
        failed: what could not be planned; the errors say why.
        stopped: the first line of what else a run would end with, such as an error of the script; then it would delete nothing.
        unjudged: the records that are not declared so far, where the body was ended, or a run would fail: then nothing is deleted.
    """

    app: str
    stage: str
    lineage: str
    serial: int
    steps: tuple[Step, ...] = ()
    unchanged: int = 0
    ended_by: str | None = None
    failed: tuple[str, ...] = ()
    stopped: str | None = None
    unjudged: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {"typekroPlan": VERSION, **attrs.asdict(self, value_serializer=_plain)}

    @classmethod
    def from_json(cls, data: Any, where: str, again: str) -> Self:
        """From JSON.

        Args:
            data: what `to_json` gave.
            where: how people call it, for errors.
            again: the command that makes it anew, likewise.

        Raises:
            UsageError: it is no plan, or that of a newer typekro.
        """
        if not is_mapping(data) or "typekroPlan" not in data:
            raise UsageError(compose(f"{where} is no plan", (), again))
        if data["typekroPlan"] != VERSION:
            why = f"it is of version {data['typekroPlan']}, and this typekro knows version {VERSION}"
            raise UsageError(compose(f"{where} is no plan that can be read", why, again))
        known: dict[str, Any] = {name: data[name] for name in attrs.fields_dict(cls)}
        known["steps"] = tuple(_step(each) for each in known["steps"])
        known |= {name: tuple(known[name]) for name in ("failed", "unjudged")}
        return cls(**known)

    def check_state(self, lineage: str, serial: int, again: str) -> None:
        """Refuses a plan that was made of another state than the one it is to be carried out on.

        Args:
            lineage: the UUID of the state.
            serial: how many entries were written to it.
            again: the command that plans anew, for the error.

        Raises:
            RefusedError: the state is another one, or something was written to it since.
        """
        if self.ended_by is not None:
            why = ["the script decided on what is not known before it is applied:", self.ended_by]
            raise RefusedError(compose("the plan is not whole: nothing was changed", why))
        if (self.lineage or lineage, self.serial) != (lineage, serial):
            moved = "another state" if self.lineage not in {"", lineage} else f"{serial - self.serial:+} entries were written since"
            hints = ["plan anew, and look at it:", again]
            raise RefusedError(compose(f"the plan for {self.app}/{self.stage} is stale: nothing was changed", moved, hints))

    def check(self, action: Action, record: Record, inputs: str | None = None) -> None:
        """Refuses an action that is not in the plan.

        Args:
            action: what would be done.
            record: what it would be done to.
            inputs: a digest of the inputs that it would be done with, where it takes some.

        Raises:
            RefusedError: it is not.
        """
        steps = [step for step in self.steps if step.id in {record.id, record.replaced_by} and action in _ALLOWS[step.action]]
        if not steps:
            raise _not_planned(record.id, f"to {action} it")
        if inputs is not None and not any(step.inputs in {None, inputs} for step in steps):
            raise _not_planned(record.id, f"to {action} it with these inputs")

    def check_replace(self, id_: str) -> None:
        """Refuses to replace what the plan does not replace.

        Raises:
            RefusedError: it does not.
        """
        if not any(step.id == id_ and step.action == "replace" for step in self.steps):
            raise _not_planned(id_, "to replace it")

    def check_rename(self, was: str, id_: str) -> None:
        """Refuses a rename that is not in the plan.

        Raises:
            RefusedError: it is not.
        """
        if not any(step.id == id_ and step.was == was for step in self.steps):
            raise _not_planned(id_, f"to rename {was} to it")

    def check_forget(self, id_: str) -> None:
        """Refuses to forget what the plan does not forget or delete.

        Raises:
            RefusedError: it does not.
        """
        if not any(step.id == id_ and step.action in {"forget", "delete"} for step in self.steps):
            raise _not_planned(id_, "to forget it")


class PlanEnded(BaseException):
    """The body decided on a value that is not known before it is applied, so that the rest of it cannot be planned."""


def _not_planned(id_: str, what: str) -> RefusedError:
    why = "the script, or what is there, has changed since the plan was made"
    return RefusedError(compose(f"{id_}: {what} is not in the plan: it was not touched", why, "make a new plan"))


def digest_of(inputs: Mapping[str, Any]) -> str:
    """What tells inputs from others.

    Args:
        inputs: JSON, by name.
    """
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def field_changes(before: Any, after: Any, path: str = "") -> Iterator[FieldChange]:
    """The fields in which two JSON values differ.

    Example:
        >>> list(field_changes({"a": {"b": 1}}, {"a": {"b": 2}}))
        [FieldChange(path='.a.b', before=1, after=2)]
    """
    if before == after:
        return
    if is_mapping(before) and is_mapping(after):
        for key in dict.fromkeys([*before, *after]):
            yield from field_changes(before.get(key), after.get(key), f"{path}.{key}")
    elif is_sequence(before) and is_sequence(after) and len(before) == len(after):
        for position, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from field_changes(one, other, f"{path}[{position}]")
    else:
        yield FieldChange(path or ".", before, after)


def ordered(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Deletes and what is forgotten come last; otherwise as they were declared."""
    return tuple(sorted(steps, key=lambda step: step.action in {"delete", "forget"}))


def counted(steps: Sequence[Step]) -> dict[StepAction, int]:
    """How many steps there are of each action."""
    return {action: count for action in _ACTIONS if (count := sum(step.action == action for step in steps))}


def _step(data: dict[str, Any]) -> Step:
    changes: list[dict[str, Any]] = data["changes"]
    known: dict[str, Any] = {**data, "changes": tuple(FieldChange(**change) for change in changes)}
    return Step(**known)


def _plain(_instance: object, _field: object, value: Any) -> Any:
    return [*value] if isinstance(value, tuple) else value
