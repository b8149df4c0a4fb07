"""The engine with one of its safeguards switched off: what shows that the simulation would notice."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

import attrs

from tests.simulation.kinds import UidCheck
from typekro.orchestrator import collect
from typekro.orchestrator.state import Entry, rows
from typekro.orchestrator.state.sqlite import SqliteStore


@attrs.frozen
class Mutation:
    """A safeguard that is off.

    Args:
        off: takes it away, for as long as it is entered.
        breaks: the invariants of which one at least has to break first.
    """

    off: Callable[[], AbstractContextManager[Any]]
    breaks: frozenset[int]


def _without_begin() -> AbstractContextManager[Any]:
    commit = SqliteStore.commit

    async def forgetful(self: SqliteStore, entry: Entry) -> None:
        if entry.kind != "begin":
            await commit(self, entry)

    return patch.object(SqliteStore, "commit", forgetful)


def _anybody(*_: object) -> bool:
    return True


def _in_no_order(doomed: object) -> None:
    del doomed


MUTATIONS: Mapping[str, Mutation] = {
    "write-ahead": Mutation(_without_begin, frozenset({7})),
    "fencing": Mutation(lambda: patch.object(rows, "_holds", _anybody), frozenset({7, 8})),
    "uid": Mutation(lambda: patch.object(UidCheck, "on", new=False), frozenset({5})),
    "order": Mutation(lambda: patch.object(collect, "_link", _in_no_order), frozenset({6})),
}
