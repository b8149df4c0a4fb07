"""The key of a state file is kept once, and only its wrapping changes."""

from contextlib import closing
from pathlib import Path

import attrs
import pytest

from tests.orchestrator.state.parts import opened, sqlite_running
from typekro.orchestrator.state.database import open_database
from typekro.orchestrator.state.keyring import WrappedKey, key_of, replace_key
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio

KEY = WrappedKey(key_id="1234", method="passphrase", cost=17, salt="c2FsdA==", wrapped="a2V5")


async def test_a_file_has_none_until_it_is_given_one(path: Path) -> None:
    async with sqlite_running(path) as store:
        before, kept = await store.key(), await store.keep_key(KEY)
    async with opened(SqliteStore(path)) as again:
        assert (before, kept, await again.key()) == (None, KEY, KEY)


async def test_the_first_one_stays(path: Path) -> None:
    async with sqlite_running(path) as store:
        await store.keep_key(KEY)

        kept = await store.keep_key(attrs.evolve(KEY, key_id="5678"))

        assert (kept, await store.key()) == (KEY, KEY)


async def test_its_wrapping_is_replaced_where_nobody_else_did_so(path: Path) -> None:
    new = attrs.evolve(KEY, method="key file", wrapped="bmV3")
    async with sqlite_running(path) as store:
        await store.keep_key(KEY)

    with closing(open_database(path)) as database:
        assert replace_key(database, KEY, new)
        assert not replace_key(database, KEY, new)
        assert key_of(database) == new
