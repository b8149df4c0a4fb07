"""The record store: its protocol, and SQLite, in a file or in memory. Knows records and leases, and nothing of what they are about."""

from typing import TYPE_CHECKING, Any

from typekro.orchestrator.state.location import check_name, check_names, default_path
from typekro.orchestrator.state.protocol import Run, Store
from typekro.orchestrator.state.records import Action, Entry, EntryKind, Record, RunStatus, Stack, Status, begun, replay

if TYPE_CHECKING:
    from typekro.orchestrator.state.memory import MemoryStore
    from typekro.orchestrator.state.sqlite import SqliteStore

__all__ = [
    "Action",
    "Entry",
    "EntryKind",
    "MemoryStore",
    "Record",
    "Run",
    "RunStatus",
    "SqliteStore",
    "Stack",
    "Status",
    "Store",
    "begun",
    "check_name",
    "check_names",
    "default_path",
    "replay",
]


def __getattr__(name: str) -> Any:
    if name == "SqliteStore":  # loaded with SQLite when an app is entered: importing typekro stays cheap
        from typekro.orchestrator.state.sqlite import SqliteStore  # noqa: PLC0415 - see above

        return SqliteStore
    if name == "MemoryStore":
        from typekro.orchestrator.state.memory import MemoryStore  # noqa: PLC0415 - see above

        return MemoryStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
