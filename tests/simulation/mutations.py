"""The engine with one of its safeguards switched off: what shows that the simulation would notice."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

import attrs

from tests.simulation.kinds import UidCheck
from typekro.kubernetes.client import Applied, Client
from typekro.kubernetes.retry import Reply
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


_UNFENCED = """
    INSERT INTO journal(kind, id, action, payload, at, was, stack_id, token, run_id)
    SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?"""
"""Writes a line of the journal, whoever has the lease."""


def _in_no_order(doomed: object) -> None:
    del doomed


def _without_uids() -> AbstractContextManager[Any]:
    """The client names an object by its name alone."""
    send = Client._send

    async def forgetful(self: Client, method: str, path: str, *given: Any, **more: Any) -> Reply:
        if given[2:] and method in {"PATCH", "DELETE"}:
            query, headers, body = given
            said = json.loads(body)
            (said["preconditions"] if method == "DELETE" else said["metadata"]).pop("uid", None)
            given = (query, headers, json.dumps(said).encode())
        return await send(self, method, path, *given, **more)

    return patch.object(Client, "_send", forgetful)


def _without_condition() -> AbstractContextManager[Any]:
    """A create changes what is there."""
    apply = Client.apply

    async def careless(self: Client, manifest: Any, *, new: bool = False, **more: Any) -> Applied:
        del new
        return await apply(self, manifest, **more)

    return patch.object(Client, "apply", careless)


MUTATIONS: Mapping[str, Mutation] = {
    "write-ahead": Mutation(_without_begin, frozenset({7})),
    "fencing": Mutation(lambda: patch.object(rows, "_NOTE", _UNFENCED), frozenset({7, 8})),
    "uid": Mutation(lambda: patch.object(UidCheck, "on", new=False), frozenset({5})),
    "order": Mutation(lambda: patch.object(collect, "_link", _in_no_order), frozenset({6})),
}

ON_CLUSTER: Mapping[str, Mutation] = {
    **{name: MUTATIONS[name] for name in ("write-ahead", "fencing", "order")},
    "uid": Mutation(_without_uids, frozenset({5})),
    "create-only": Mutation(_without_condition, frozenset({5})),
}
"""Those of the runs on a local cluster: there the Kubernetes layer has safeguards of its own."""
