import re
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest

from tests.cli.parts import Done, end, python, start, typekro, write
from typekro.cli.state import Found, chosen
from typekro.errors import RefusedError, UsageError
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import Entry, Record
from typekro.orchestrator.state.sqlite import SqliteStore

FOUND = Found(path=Path("state/infra.sqlite"), app="infra", stage="dev")


def record(id_: str, *dependencies: str, **more: Any) -> Record:
    plain = Record(id=id_, handler="infra:Thing", status="ready", operation=id_, dependencies=dependencies)
    return attrs.evolve(plain, **more)


def recorded(folder: Path, *records: Record, app: str = "infra", stage: str = "dev") -> Path:
    """A state file with some records."""
    path = folder / "state" / f"{app}.sqlite"

    async def fill() -> None:
        store = SqliteStore(path)
        await store.open(app, stage)
        await store.acquire(Run(id="1", operation="up"))
        for one in records:
            await store.commit(Entry(kind="ready", id=one.id, record=one))
        await store.finish("succeeded")
        await store.close()

    anyio.run(fill)
    return path


def listed(folder: Path, *arguments: str) -> list[str]:
    """The ids that `typekro state list` lists."""
    return [line.split()[0] for line in typekro(folder, "state", "list", *arguments).out.splitlines()[1:]]


# Listing.


def test_records_are_listed_in_columns(tmp_path: Path) -> None:
    recorded(tmp_path, record("readme", handler="__main__:Files.File"), record("a-rgd", physical="kro/a", status="creating"))

    done = typekro(tmp_path, "state", "list")

    assert done.code == 0
    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", "TIME", done.out).splitlines() == [
        "ID      STATUS    HANDLER     PHYSICAL  CHANGED AT",
        "readme  ready     Files.File  -         TIME",
        "a-rgd   creating  Thing       kro/a     TIME",
    ]
    assert done.err == "infra/dev  state state/infra.sqlite\n"


def test_a_stage_without_records_lists_nothing(tmp_path: Path) -> None:
    recorded(tmp_path)

    assert typekro(tmp_path, "state", "list") == Done(0, "(nothing recorded)\n", "infra/dev  state state/infra.sqlite\n")


def test_the_stage_and_the_file_can_be_named(tmp_path: Path) -> None:
    path = recorded(tmp_path, record("readme"), stage="prod")
    (tmp_path / "elsewhere").mkdir()

    assert listed(tmp_path / "elsewhere", "--state", str(path), "--stage", "prod") == ["readme"]


def test_the_file_is_found_from_below_the_project(tmp_path: Path) -> None:
    recorded(tmp_path, record("readme"))
    (tmp_path / "a" / "b").mkdir(parents=True)

    assert listed(tmp_path / "a" / "b") == ["readme"]


def test_of_several_apps_one_has_to_be_named(tmp_path: Path) -> None:
    recorded(tmp_path, record("readme"))
    recorded(tmp_path, record("index"), app="other")

    done = typekro(tmp_path, "state", "list")

    assert done == Done(1, "", "error: state has the state of several apps\n  these are infra, other\nhint: name one of them\n")
    assert listed(tmp_path, "other") == ["index"]


def test_of_several_apps_in_a_file_one_has_to_be_named(tmp_path: Path) -> None:
    path = recorded(tmp_path, record("readme"))

    async def another() -> None:
        store = SqliteStore(path)
        await store.open("other", "dev")
        await store.close()

    anyio.run(another)

    done = typekro(tmp_path, "state", "list", "--state", str(path))

    said = "error: state/infra.sqlite has records of several apps\n  these are infra, other\nhint: name one of them\n"
    assert done == Done(1, "", said)


def test_an_empty_file_has_no_records_of_any_app(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()

    done = typekro(tmp_path, "state", "list", "--state", "empty.sqlite")

    assert done == Done(1, "", "error: empty.sqlite has no records of any app\n")


def test_no_state_file_is_made_by_looking_for_one(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()

    done = typekro(tmp_path, "state", "list")
    named = typekro(tmp_path, "state", "list", "infra")

    assert done.code == 1
    assert done.err == (
        f"error: no state file in {tmp_path / 'state'}\n"
        "  the first run of a script makes one\n"
        "hint: go to the folder of the script, or name the file: --state FILE\n"
    )
    assert named == Done(1, "", "error: no state file state/infra.sqlite\n  the first run of a script makes it\n")
    assert list((tmp_path / "state").iterdir()) == []


def test_an_app_without_a_state_file_is_told_with_those_that_have_one(tmp_path: Path) -> None:
    recorded(tmp_path)

    done = typekro(tmp_path, "state", "list", "infar")

    said = "error: no state file state/infar.sqlite\n  the first run of a script makes it\nhint: there is the state of infra\n"
    assert done == Done(1, "", said)


def test_an_unknown_stage_is_told_with_those_that_are_known_and_is_not_made(tmp_path: Path) -> None:
    recorded(tmp_path)

    first = typekro(tmp_path, "state", "list", "--stage", "prod")
    second = typekro(tmp_path, "state", "list", "--stage", "prod")

    said = (
        "error: there is no stage 'prod' of app 'infra'\n"
        "  recorded in state/infra.sqlite: infra/dev\n"
        "hint: name another one: --stage STAGE\n"
    )
    assert first == second == Done(1, "", said)


def test_listing_needs_no_lock_and_forgetting_does(tmp_path: Path) -> None:
    text = """
        async def main() -> None:
            async with alchemy("infra"):
                await File("readme", path="readme.txt")
                print("inside", flush=True)
                sys.stdin.readline()

        typekro.run(main)
    """
    write(tmp_path, text)
    process = start(tmp_path, "infra.py")
    assert process.stdout is not None
    assert process.stdout.readline() == "inside\n"

    ids = listed(tmp_path)
    refused = typekro(tmp_path, "state", "forget", "readme")
    end(process, "\n")

    assert ids == ["readme"]
    assert refused.code == 4
    assert refused.error.startswith("error: infra/dev is locked by ")
    assert listed(tmp_path) == ["readme"]


# Forgetting.


def test_a_forgotten_record_is_gone_and_what_it_was_about_is_not(tmp_path: Path) -> None:
    text = """
        async def main() -> None:
            async with alchemy("infra"):
                File("readme", path="readme.txt")

        typekro.run(main)
    """
    write(tmp_path, text)
    python(tmp_path, "infra.py")

    done = typekro(tmp_path, "state", "forget", "readme")

    assert done == Done(0, "forgot readme\n", "infra/dev  state state/infra.sqlite\n")
    assert listed(tmp_path) == []
    assert (tmp_path / "readme.txt").exists()


def test_dependents_are_forgotten_first(tmp_path: Path) -> None:
    recorded(tmp_path, record("readme"), record("index", "readme"), record("other"))

    done = typekro(tmp_path, "state", "forget", "readme", "index", "--app", "infra")

    assert (done.code, done.out) == (0, "forgot index\nforgot readme\n")
    assert listed(tmp_path) == ["other"]


def test_a_whole_cluster_is_forgotten(tmp_path: Path) -> None:
    old = {"slot": "cluster", "place": "uid-1"}
    recorded(tmp_path, record("rgd", **old), record("db", "rgd", **old), record("new", slot="cluster", place="uid-2"), record("readme"))

    done = typekro(tmp_path, "state", "forget", "--cluster", "uid-1")

    assert (done.code, done.out) == (0, "forgot db\nforgot rgd\n")
    assert listed(tmp_path) == ["new", "readme"]


def test_an_unknown_id_drops_nothing(tmp_path: Path) -> None:
    recorded(tmp_path, record("readme"), record("index"))

    done = typekro(tmp_path, "state", "forget", "index", "redme")

    assert done.code == 1
    assert done.error == (
        "error: infra/dev has no record 'redme': nothing was forgotten\n"
        "  did you mean 'readme'?\n"
        "hint: typekro state list infra --stage dev\n"
    )
    assert listed(tmp_path) == ["readme", "index"]


def test_the_lock_is_free_after_a_refusal(tmp_path: Path) -> None:
    recorded(tmp_path, record("readme"), record("index", "readme"))

    refused = typekro(tmp_path, "state", "forget", "readme")

    assert refused.code == 5
    assert typekro(tmp_path, "state", "forget", "index").code == 0


def test_something_has_to_be_named(tmp_path: Path) -> None:
    done = typekro(tmp_path, "state", "forget")

    said = "error: nothing was named to be forgotten\nhint: typekro state forget ID\nhint: typekro state forget --cluster UID\n"
    assert done == Done(1, "", said)


def test_all_that_depends_on_a_record_is_named_with_the_command_that_forgets_it_too() -> None:
    records = [record("a"), record("b", "a"), record("c", "b"), record("d")]

    with pytest.raises(RefusedError) as raised:
        chosen(records, ["a"], None, FOUND)

    assert str(raised.value) == (
        "other records of infra/dev depend on what was to be forgotten: nothing was forgotten\n"
        "  b depends on a\n"
        "  c depends on b\n"
        "hint: forget them too, or take them out of the script and run it first:\n"
        "hint: typekro state forget a b c --app infra"
    )
    assert chosen(records, ["a", "b", "c"], None, FOUND) == records[:3]


def test_what_depends_on_a_cluster_is_named_with_the_command_that_forgets_it_too() -> None:
    records = [record("rgd", slot="cluster", place="uid-1"), record("notes", "rgd")]
    prod = Found(path=FOUND.path, app="infra", stage="prod")

    with pytest.raises(RefusedError) as raised:
        chosen(records, [], "uid-1", prod)

    assert str(raised.value) == (
        "other records of infra/prod depend on what was to be forgotten: nothing was forgotten\n"
        "  notes depends on rgd\n"
        "hint: forget them too, or take them out of the script and run it first:\n"
        "hint: typekro state forget notes --cluster uid-1 --app infra --stage prod"
    )
    assert chosen(records, ["notes"], "uid-1", prod) == records


def test_a_cluster_is_forgotten_by_whatever_name_an_app_has_for_it() -> None:
    records = [
        record("db", slot="cluster:eu", place="uid-1"),
        record("rgd", slot="cluster", place="uid-1"),
        record("a", slot="world:eu", place="uid-1"),
    ]

    assert chosen(records, [], "uid-1", FOUND) == records[:2]


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([record("db", slot="cluster:eu", place="uid-1")], "recorded are resources in uid-1"),
        ([record("readme")], "no resource in a cluster is recorded"),
        ([record("db", slot="cluster", place="uid-1")], "recorded are resources in uid-1"),
    ],
)
def test_a_cluster_without_records_is_told_with_those_that_have_some(records: list[Record], why: str) -> None:
    with pytest.raises(UsageError) as raised:
        chosen(records, [], "uid-2", FOUND)

    assert str(raised.value) == f"infra/dev has no records in cluster uid-2: nothing was forgotten\n  {why}"


def test_an_id_that_is_like_no_other_has_no_suggestion() -> None:
    with pytest.raises(UsageError) as raised:
        chosen([record("readme")], ["x", "y"], None, FOUND)

    assert str(raised.value) == ("infra/dev has no record 'x', 'y': nothing was forgotten\nhint: typekro state list infra --stage dev")


# Unlocking.


def test_the_lock_of_another_machine_is_broken_by_the_id_of_its_run(tmp_path: Path) -> None:
    path = recorded(tmp_path, record("readme"))

    async def begin() -> None:
        store = SqliteStore(path)
        await store.open("infra", "dev")
        await store.acquire(Run(id="2", operation="up"))
        await store.close()

    anyio.run(begin)
    wrong = typekro(tmp_path, "state", "unlock", "1")
    right = typekro(tmp_path, "state", "unlock", "2", "--app", "infra")

    assert wrong.code == 5
    assert wrong.err.splitlines()[0] == "error: the run 1 does not hold the lock of infra/dev: nothing was changed"
    assert right.code == 0
    assert re.sub(r"\(.*\)", "(WHO)", right.out) == "unlocked infra/dev: the run 2 can record nothing more (WHO)\n"
    assert typekro(tmp_path, "state", "unlock", "2") == Done(5, "", "error: infra/dev is not locked: nothing was changed\n")
