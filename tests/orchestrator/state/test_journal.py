"""The journal is the truth: the records are what it leads to."""

import asyncio
import tempfile
from pathlib import Path
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.orchestrator.state.parts import UP, record, running
from typekro.errors import RefusedError
from typekro.orchestrator.state import Entry, EntryKind, Record, replay
from typekro.orchestrator.state.sqlite import SqliteStore

_ids = st.sampled_from(["a", "b", "c", "d"])
_kinds: st.SearchStrategy[EntryKind] = st.sampled_from(get_args(EntryKind))
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def _entries(draw: st.DrawFn) -> Entry:
    id_ = draw(_ids)
    kind = draw(_kinds)
    if kind in {"gone", "forgotten"}:
        return Entry(kind=kind, id=id_)
    changes = {
        "status": draw(st.sampled_from(["creating", "updating", "applied", "ready", "deleting"])),
        "physical": draw(st.none() | st.sampled_from(["x", "y"])),
        "place": draw(st.none() | st.sampled_from(["here", "there"])),
        "created_by_us": draw(st.booleans()),
        "protected": draw(st.booleans()),
        "retained": draw(st.booleans()),
        "tries": draw(st.integers(1, 5)),
        "time_limit": draw(st.none() | st.floats(0.5, 100)),
        "replaced_by": draw(st.none() | _ids),
        "props": draw(_json),
        "pending": draw(_json),
        "output": draw(_json),
        "dependencies": tuple(draw(st.lists(_ids, max_size=3))),
    }
    was = draw(_ids.filter(lambda other: other != id_)) if kind == "moved" else None
    return Entry(kind=kind, id=id_, action="create" if kind == "begin" else None, record=record(id_, **changes), was=was)


async def _after(entries: list[Entry]) -> tuple[list[Record], list[Entry]]:
    with tempfile.TemporaryDirectory() as folder:
        async with running(SqliteStore(Path(folder) / "infra.sqlite"), UP) as store:
            assert isinstance(store, SqliteStore)
            outcomes = await asyncio.gather(*(store.commit(entry) for entry in entries), return_exceptions=True)
            assert all(outcome is None or isinstance(outcome, RefusedError) for outcome in outcomes), outcomes
            assert len(await store.journal()) >= outcomes.count(None)  # who needs a renamed record is noted too
            return await store.records(), await store.journal()


@settings(max_examples=60, deadline=None)
@given(st.lists(_entries(), max_size=12))
def test_replaying_the_journal_gives_the_records(entries: list[Entry]) -> None:
    records, journal = asyncio.run(_after(entries))

    assert records == replay(journal)
