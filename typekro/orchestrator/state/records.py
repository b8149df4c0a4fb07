"""What the state remembers: records, the journal entries that change them, and the one function that turns entries into records."""

from collections.abc import Iterable
from typing import Any, Literal

import attrs

Status = Literal["creating", "updating", "applied", "ready", "deleting"]
Action = Literal["create", "update", "delete"]
EntryKind = Literal["begin", "applied", "ready", "failed", "seen", "moved", "gone", "forgotten"]
RunStatus = Literal["running", "succeeded", "failed", "interrupted", "abandoned"]

OPEN: dict[Action, Status] = {"create": "creating", "update": "updating", "delete": "deleting"}


@attrs.frozen(kw_only=True)
class Record:
    """What is known of one resource.

    Args:
        id: the id it was declared under.
        handler: the class that handles it, `module:qualname`.
        script: the path of the script that defines the handler, where a script does.
        status: `creating`, `updating`, `deleting`: an operation is open and its end unknown; `applied`: the change was made and not
            yet seen to work; `ready`: it works.
        slot: what the handler works through, such as `cluster`; None where it needs nothing.
        place: the identity of what filled the slot, such as a cluster's UID.
        physical: its name in the outside world, known before it is created; one record a physical name.
        created_by_us: False where it was there already: then it is never deleted.
        props: the inputs as last applied with success, as JSON; None before the first success.
        pending: the inputs that the open operation tries.
        output: what the handler last returned, as JSON.
        protected: whether it must not be deleted, as last declared.
        retained: whether it is left where it is, and forgotten, instead of being deleted; as last declared.
        tries: how often a change is tried, as last declared: what is no longer declared is deleted by it too.
        time_limit: how many seconds an operation with its wait may take, as last declared; None where there is no limit.
        replaced_by: the id of the record that took its place, where it is what that one replaced and is still to be deleted.
        dependencies: ids of the records that it needs, direct ones only.
        operation: the key of the last operation, the same for every try.
        error: what stopped the last operation, and why, without hints; None where nothing did.
        run: the run that last changed it.
        changed_at: when, as ISO 8601 in UTC.
    """

    id: str
    handler: str
    script: str | None = None
    status: Status
    slot: str | None = None
    place: str | None = None
    physical: str | None = None
    created_by_us: bool = True
    props: Any = None
    pending: Any = None
    output: Any = None
    protected: bool = False
    retained: bool = False
    tries: int = 1
    time_limit: float | None = None
    replaced_by: str | None = None
    dependencies: tuple[str, ...] = ()
    operation: str
    error: str | None = None
    run: str = ""
    changed_at: str = ""


@attrs.frozen(kw_only=True)
class Entry:
    """One line of the journal: what is about to happen to a resource, or what did.

    Args:
        kind: `begin` before the outside is touched; `applied` and `failed` after; `ready` once it works, at once where nothing is
            waited for; `seen` for what is merely
            noted; `moved` when it goes by another id from here on; `gone` once it is deleted; `forgotten` when a record is dropped.
        id: the resource.
        action: what a `begin` begins.
        record: the record as it is from here on; None for `gone` and `forgotten`.
        was: the id that a `moved` one had.
    """

    kind: EntryKind
    id: str
    action: Action | None = None
    record: Record | None = None
    was: str | None = None

    def __attrs_post_init__(self) -> None:
        if (self.record is None) is not (self.kind in {"gone", "forgotten"}):
            raise ValueError(f"a journal entry {self.kind!r} of {self.id!r} {'needs a' if self.record is None else 'has no'} record")
        if (self.was is None) is (self.kind == "moved"):
            raise ValueError(f"a journal entry {self.kind!r} of {self.id!r} {'needs' if self.was is None else 'has no'} id that it had")


@attrs.frozen(kw_only=True)
class Stack:
    """One stage of an app, as the state knows it.

    Args:
        app: the app's name.
        stage: the stage's name.
        lineage: a UUID made with the state, the same for ever.
        made_by: `user@host` of whoever made it, the same for ever.
        protected: whether nothing of it may be deleted, as last declared.
        serial: how many entries were written to it so far.
    """

    app: str
    stage: str
    lineage: str
    made_by: str
    protected: bool = False
    serial: int = 0


def pointing(record: Record, was: str, now: str) -> Record:
    """The record, where another one that it names, since it needs it or was replaced by it, goes by another id.

    Args:
        record: the record; it is the same where it does not name the other one.
        was: the id that the other one had.
        now: the id that it has.
    """
    if was not in {*record.dependencies, record.replaced_by}:
        return record
    dependencies = tuple(now if id_ == was else id_ for id_ in record.dependencies)
    return attrs.evolve(record, dependencies=dependencies, replaced_by=now if record.replaced_by == was else record.replaced_by)


def begun(record: Record, action: Action, **changes: Any) -> Entry:
    """The entry to write before the outside is touched: the record with the operation open."""
    return Entry(kind="begin", id=record.id, action=action, record=attrs.evolve(record, status=OPEN[action], error=None, **changes))


def replay(entries: Iterable[Entry]) -> list[Record]:
    """The records that a journal leads to, in the order in which they were first made; a store keeps exactly these.

    Example:
        >>> replay([Entry(kind="forgotten", id="database")])
        []
    """
    records: dict[str, Record] = {}
    for entry in entries:
        if entry.record is None:
            records.pop(entry.id, None)
        elif entry.was is None:
            records[entry.id] = entry.record
        else:
            records = {entry.id if id_ == entry.was else id_: record for id_, record in records.items()}
            records[entry.id] = entry.record
    return list(records.values())
