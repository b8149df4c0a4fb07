"""What every store promises, whatever it keeps the records in."""

import asyncio
from typing import Any

import attrs
import pytest

from tests.orchestrator.state.parts import NEXT, UP, MakeStore, begin, gone, opened, ready, record, running, without_stamps
from typekro.errors import LockedError, RefusedError, UsageError
from typekro.orchestrator.state import Entry, Run, RunStatus, Store

pytestmark = pytest.mark.anyio

FULL = record(
    "database",
    script="/infra.py",
    status="updating",
    slot="cluster",
    place="uid-1",
    physical="v1 Service default/database",
    created_by_us=False,
    props={"size": 1, "names": ["ä", "😀"], "ratio": 0.5, "nothing": None, "on": True},
    pending={"size": 2**70},
    output=["b", "a"],
    dependencies=("network", "account"),
    error="it did not work",
    protected=True,
    retained=True,
    tries=3,
    time_limit=2.5,
    replaced_by="database-2",
)


async def _ids(store: Store) -> list[str]:
    return [found.id for found in await store.records()]


async def test_a_record_is_read_as_it_was_written_by_another_store_later(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(Entry(kind="applied", id="database", record=FULL))
        await store.finish("succeeded")

    async with opened(make_store()) as store:
        found = await store.records()

    assert without_stamps(found) == [FULL]


async def test_a_record_says_which_run_changed_it(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("database"))
        (found,) = await store.records()

    assert found.run == UP.id
    assert found.changed_at.endswith("+00:00")


@pytest.mark.parametrize("value", [None, False, 0, "", [], {}])
async def test_values_that_are_empty_stay_what_they_are(make_store: MakeStore, value: Any) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("database", output=value))
        (found,) = await store.records()

    assert (found.output, type(found.output)) == (value, type(value))


async def test_records_keep_the_order_in_which_they_were_first_made(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        for id_ in ("c", "a", "b"):
            await store.commit(begin(id_))
        await store.commit(ready("c"))
        await store.commit(gone("a"))
        await store.commit(begin("a"))

        assert await _ids(store) == ["c", "b", "a"]


async def test_a_record_that_was_moved_goes_by_its_new_id_in_its_old_place(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        for id_ in ("a", "b"):
            await store.commit(ready(id_, dependencies=("c",)))
        await store.commit(Entry(kind="moved", id="z", was="a", record=record("z", dependencies=("c",))))

        assert without_stamps(await store.records()) == [record("z", dependencies=("c",)), record("b", dependencies=("c",))]


async def test_who_needs_a_record_that_was_renamed_needs_it_by_its_new_id(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("a"))
        await store.commit(begin("b", dependencies=("c", "a")))
        await store.commit(Entry(kind="moved", id="z", was="a", record=record("z")))
        await store.commit(Entry(kind="moved", id="y", was="z", record=record("y", replaced_by="z")))

        found = {one.id: (one.status, one.dependencies) for one in await store.records()}

    assert found == {"y": ("ready", ()), "b": ("creating", ("c", "z"))}


async def test_what_a_renamed_record_replaced_is_replaced_by_its_new_id(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("database"))
        await store.commit(ready("old", replaced_by="database"))
        await store.commit(Entry(kind="moved", id="db", was="database", record=record("db")))

        assert {found.id: found.replaced_by for found in await store.records()} == {"db": None, "old": "db"}


async def test_whoever_takes_the_lock_is_told_what_others_did_since_it_opened(make_store: MakeStore) -> None:
    async with opened(make_store()) as late:
        async with running(make_store()) as store:
            await store.commit(ready("database"))
            await store.protect(protected=True)
            await store.finish("succeeded")

        stack = await late.acquire(attrs.evolve(UP, id="late"))

        assert (stack.protected, stack.serial) == (True, 1)


async def test_a_record_is_not_moved_onto_another_one(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        for id_ in ("a", "b"):
            await store.commit(ready(id_))

        with pytest.raises(RefusedError) as caught:
            await store.commit(Entry(kind="moved", id="b", was="a", record=record("b")))

        assert str(caught.value) == (
            "infra/dev: 'a' cannot go by the id 'b'\n  there is a record of that id already\n  nothing was written"
        )
        assert await _ids(store) == ["a", "b"]


async def test_a_stage_stays_protected_until_it_is_said_otherwise(make_store: MakeStore) -> None:
    found: list[bool] = []
    for protected, run in ((True, UP), (False, NEXT)):
        async with running(make_store(), run) as store:
            await store.protect(protected=protected)
            await store.finish("succeeded")
        store = make_store()
        found.append((await store.open("infra", "dev")).protected)
        await store.close()

    assert found == [True, False]


async def test_the_serial_tells_whether_anything_was_written_since(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("a"))
        await store.commit(ready("a"))
        await store.finish("succeeded")

    store = make_store()
    stack = await store.open("infra", "dev")
    await store.close()
    assert stack.serial == 2


async def test_what_is_gone_or_forgotten_has_no_record(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("a", dependencies=("b",)))
        await store.commit(ready("b"))
        await store.commit(gone("a"))
        await store.commit(Entry(kind="forgotten", id="b"))

        assert await store.records() == []


async def test_dependencies_are_those_of_the_last_entry(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("a", dependencies=("b", "c")))
        await store.commit(ready("a", dependencies=("c",)))
        (found,) = await store.records()

    assert found.dependencies == ("c",)


async def test_what_exists_once_has_one_record(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("old", place="uid-1", physical="v1 Service default/web"))
        with pytest.raises(RefusedError) as caught:
            await store.commit(ready("new", place="uid-1", physical="v1 Service default/web"))
        found = await _ids(store)

    assert str(caught.value) == (
        "infra/dev: 'new' is the same thing as 'old'\n"
        "  both are v1 Service default/web in uid-1, and what exists once has one record\n"
        "  nothing was written\n"
        "hint: give 'new' another name, or keep calling it 'old'"
    )
    assert caught.value.context == {"resource": "new", "owner": "old", "physical": "v1 Service default/web", "place": "uid-1"}
    assert found == ["old"]


async def test_without_a_place_too_what_exists_once_has_one_record(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.commit(ready("old", physical="/a.txt"))
        with pytest.raises(RefusedError) as caught:
            await store.commit(ready("new", physical="/a.txt"))

    assert str(caught.value) == (
        "infra/dev: 'new' is the same thing as 'old'\n"
        "  both are /a.txt, and what exists once has one record\n"
        "  nothing was written\n"
        "hint: give 'new' another name, or keep calling it 'old'"
    )


async def test_one_name_in_two_places_or_two_stages_is_two_things(make_store: MakeStore) -> None:
    async with running(make_store()) as dev, running(make_store(), NEXT, stage="prod") as prod:
        await dev.commit(ready("a", place="uid-1", physical="web"))
        await dev.commit(ready("b", place="uid-2", physical="web"))
        await prod.commit(ready("a", place="uid-1", physical="web"))

        assert (await _ids(dev), await _ids(prod)) == (["a", "b"], ["a"])


async def test_a_refused_entry_undoes_nothing_of_those_beside_it(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        entries = [ready(f"r{number}", physical="web" if number in {3, 5} else None) for number in range(8)]
        outcomes = await asyncio.gather(*(store.commit(entry) for entry in entries), return_exceptions=True)

        assert [type(outcome) for outcome in outcomes] == [type(None)] * 5 + [RefusedError] + [type(None)] * 2
        assert await _ids(store) == ["r0", "r1", "r2", "r3", "r4", "r6", "r7"]


async def test_a_commit_that_was_cancelled_is_written(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        commit = asyncio.ensure_future(store.commit(ready("database")))
        await asyncio.sleep(0)
        commit.cancel()
        with pytest.raises(asyncio.CancelledError):
            await commit

        assert await _ids(store) == ["database"]


async def test_what_waits_is_written_before_the_store_closes(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        commits = [asyncio.ensure_future(store.commit(ready(f"r{number}"))) for number in range(20)]
        await asyncio.sleep(0)
    await asyncio.gather(*commits)

    async with opened(make_store()) as store:
        assert len(await store.records()) == 20


async def test_a_stage_keeps_its_lineage_and_its_maker(make_store: MakeStore) -> None:
    first, second = make_store(), make_store()

    async with opened(first, "prod"):
        other = await second.open("infra", "dev")
        await second.close()
        again = await second.open("infra", "dev")
        await second.close()
        prod = await second.open("infra", "prod")
        await second.close()

    assert again == other
    assert (again.app, again.stage) == ("infra", "dev")
    assert prod.lineage != again.lineage
    assert attrs.evolve(prod, lineage="", stage="") == attrs.evolve(again, lineage="", stage="")


async def test_a_second_run_of_a_stage_is_refused_until_the_first_ends(make_store: MakeStore) -> None:
    async with running(make_store()) as first, opened(make_store()) as second:
        with pytest.raises(LockedError):
            await second.acquire(NEXT)
        await first.finish("succeeded")
        await second.acquire(NEXT)
        await second.commit(ready("database"))

        assert await _ids(first) == ["database"]


async def test_a_store_that_closes_with_the_lock_frees_it(make_store: MakeStore) -> None:
    async with running(make_store()):
        pass

    async with running(make_store(), NEXT) as store:
        await store.commit(ready("database"))


async def test_a_store_is_used_in_order(make_store: MakeStore) -> None:
    store = make_store()

    with pytest.raises(RuntimeError, match=r"^the store is not open$"):
        await store.records()
    async with opened(store):
        with pytest.raises(RuntimeError, match=r"^infra/dev is open$"):
            await store.open("infra", "dev")
        with pytest.raises(RuntimeError, match=r"^the store was not acquired$"):
            await store.commit(ready("database"))
    await store.close()


async def test_names_are_checked_when_it_is_opened(make_store: MakeStore) -> None:
    with pytest.raises(UsageError):
        await make_store().open("infra", "../dev")


async def test_a_run_that_has_the_id_of_another_is_told_so_and_holds_nothing(make_store: MakeStore) -> None:
    async with running(make_store()) as store:
        await store.finish("succeeded")
        with pytest.raises(Exception, match=r"UNIQUE constraint failed: run\.run_id"):
            await store.acquire(UP)
        await store.acquire(Run(id="run-3", operation="destroy"))


@pytest.mark.parametrize("status", ["succeeded", "failed", "interrupted"])
async def test_a_run_that_has_ended_writes_no_more_and_frees_its_lock_with_close_at_the_latest(
    make_store: MakeStore, status: RunStatus
) -> None:
    async with running(make_store()) as store:
        await store.finish(status)

        with pytest.raises(RuntimeError, match=r"^the store was not acquired$"):
            await store.commit(ready("late"))
    async with running(make_store(), NEXT) as following:
        assert await following.records() == []


async def test_between_the_end_of_a_failed_run_and_its_close_another_one_is_told_that_it_is_just_ending(make_store: MakeStore) -> None:
    async with running(make_store()) as failed, opened(make_store()) as other:
        await failed.finish("failed")

        with pytest.raises(LockedError) as caught:
            await other.acquire(NEXT)

    assert str(caught.value) == (
        "infra/dev is locked by a run that has just begun or is just ending\n"
        "hint: wait until it ends, or end it: the lock of a process goes with it"
    )
