import json
import stat
import tempfile
import uuid
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.parts import Done, end, start, typekro, write
from tests.cli.test_state import record, recorded
from typekro.cli import main
from typekro.errors import LockedError, RefusedError, StateError, UsageError
from typekro.orchestrator.state.document import read, written
from typekro.orchestrator.state.lock import FileLock, lock_path
from typekro.orchestrator.state.reading import history, snapshot
from typekro.orchestrator.state.records import Record, Stack
from typekro.orchestrator.state.restoring import restore

LINEAGE = "7a2f4e8e-0d51-4a8e-b7b1-6f2f5f0e7c11"
STACK = Stack(app="infra", stage="dev", lineage=LINEAGE, made_by="ana@laptop", protected=True, serial=7)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Done:
    code = main(["state", *arguments])
    printed = capsys.readouterr()
    return Done(code, printed.out, printed.err)


def exported(folder: Path, *records: Record, stack: Stack = STACK) -> Path:
    path = folder / "dump.json"
    path.write_text(written(stack, records), "utf-8")
    return path


def changed(folder: Path, **values: Any) -> str:
    """An export of one record of which something was changed, as the name of a file."""
    path = folder / "changed.json"
    path.write_text(json.dumps({**json.loads(written(STACK, [record("readme")])), **values}), "utf-8")
    return str(path)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "state").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Exporting.


def test_a_stage_is_printed_as_one_document(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = recorded(here, record("readme", props={"path": "ä"}), record("index", "readme", physical="file:index"))

    done = run(capsys, "export")

    document = json.loads(done.out)
    seen = snapshot(path, "infra", "dev")
    assert (done.code, done.err) == (0, "infra/dev  state state/infra.sqlite\n")
    assert list(document)[:5] == ["typekro", "app", "stage", "lineage", "made_by"]
    assert [document[name] for name in ("typekro", "app", "stage", "lineage", "serial")] == [1, "infra", "dev", seen.stack.lineage, 2]
    assert [one["id"] for one in document["records"]] == ["readme", "index"]
    assert {name for one in document["records"] for name in one} == {field.name for field in attrs.fields(Record)}
    assert read(done.out, "it") == (seen.stack, list(seen.records), None)


def test_a_file_is_made_for_its_owner_alone_and_never_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(here, record("readme"))

    first = run(capsys, "export", "--output", "dump.json")
    text = (here / "dump.json").read_text("utf-8")
    second = run(capsys, "export", "--output", "dump.json")

    assert (first.code, first.out) == (0, "exported 1 record to dump.json\n")
    assert stat.S_IMODE((here / "dump.json").stat().st_mode) == 0o600
    assert second.code == 5
    assert second.error == (
        "error: dump.json is there already\n  nothing was written\nhint: --output ANOTHER_FILE\nhint: --force replaces it\n"
    )
    assert read(text, "it")[1][0].id == "readme"
    assert (here / "dump.json").read_text("utf-8") == text


def test_a_file_is_replaced_by_force_and_private_from_then_on(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(here, record("readme"))
    (here / "dump.json").write_text("something else", "utf-8")
    (here / "dump.json").chmod(0o644)

    done = run(capsys, "export", "--output", "dump.json", "--force")

    assert done.code == 0
    assert read((here / "dump.json").read_text("utf-8"), "it")[1][0].id == "readme"
    assert stat.S_IMODE((here / "dump.json").stat().st_mode) == 0o600
    assert sorted(path.name for path in here.iterdir()) == ["dump.json", "state"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "nowhere/dump.json"], "error: nowhere/dump.json cannot be written\n  No such file or directory\n"),
        (["--output", "state", "--force"], "error: state cannot be written\n  Is a directory\n"),
    ],
)
def test_where_nothing_can_be_written_that_is_told(here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    recorded(here, record("readme"))

    done = run(capsys, "export", *arguments)

    assert (done.code, done.error) == (1, said)
    assert [path.name for path in here.iterdir()] == ["state"]


# Importing.


def test_an_export_is_restored_with_its_lineage(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = recorded(here, record("readme"), record("index", "readme"))
    before = snapshot(path, "infra", "dev")
    run(capsys, "export", "--output", "dump.json")
    path.unlink()

    done = run(capsys, "import", "dump.json")

    after = snapshot(path, "infra", "dev", runs=2)
    assert done == Done(0, "restored 2 records\n", "infra/dev  state state/infra.sqlite\n")
    assert after.stack == attrs.evolve(before.stack, serial=before.stack.serial + 2)
    assert [attrs.evolve(one, run="1", changed_at="") for one in after.records] == [
        attrs.evolve(one, changed_at="") for one in before.records
    ]
    assert [(one.operation, one.status) for one in after.runs] == [("state import", "succeeded")]
    assert after.holder is None
    assert [one.kind for one in history(path, "infra", "dev", "index", 9)] == ["seen"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_run_goes_on_with_what_was_restored(tmp_path: Path) -> None:
    text = """
        async def main() -> None:
            async with alchemy("infra"):
                File("readme", path="readme.txt")

        typekro.run(main)
    """
    write(tmp_path, text)
    typekro(tmp_path, "up", "infra.py")
    dump = typekro(tmp_path, "state", "export").out
    (tmp_path / "state" / "infra.sqlite").unlink()

    restored = end(start(tmp_path, "-m", "typekro", "state", "import", "-"), dump)
    again = typekro(tmp_path, "up", "infra.py")

    assert (restored.code, restored.out) == (0, "restored 1 record\n")
    assert again.err.splitlines()[-1] == "succeeded: 1 unchanged (nothing was written)"


def test_a_stage_that_has_records_is_left_alone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = recorded(here, *(record(f"r{number}") for number in range(7)))
    before = snapshot(path, "infra", "dev", runs=9)
    exported(here, record("readme"))

    done = run(capsys, "import", "dump.json")

    assert done.code == 5
    assert done.error == (
        "error: infra/dev has records already\n"
        "  these are recorded: r0, r1, r2, r3, r4 and 2 more\n"
        "  what is there tells your objects from others': nothing was changed\n"
        "hint: restore it into another file: --state FILE\n"
        "hint: or drop what is there first, and touch nothing outside:\n"
        "hint: typekro state forget r0 r1 r2 r3 r4 r5 r6 --app infra --stage dev\n"
    )
    assert snapshot(path, "infra", "dev", runs=9) == before


def test_a_stage_without_records_takes_over_the_identity_and_other_stages_keep_theirs(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recorded(here)
    restore(path, attrs.evolve(STACK, stage="prod", protected=False), [record("index")])
    prod = snapshot(path, "infra", "prod", runs=9)
    exported(here, record("readme"))

    done = run(capsys, "import", "dump.json", "--stage", "dev", "--state", str(path))

    assert done.code == 0
    assert snapshot(path, "infra", "dev").stack == attrs.evolve(STACK, serial=8)
    assert snapshot(path, "infra", "prod", runs=9) == prod


def test_a_serial_never_shrinks(tmp_path: Path) -> None:
    path = tmp_path / "infra.sqlite"
    restore(path, attrs.evolve(STACK, serial=50), [])

    restore(path, attrs.evolve(STACK, serial=3), [record("readme")])

    assert snapshot(path, "infra", "dev").stack.serial == 51


def test_an_export_of_another_stage_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported(here, record("readme"))

    done = run(capsys, "import", "dump.json", "--stage", "prod")

    said = (
        "error: dump.json: the export is of infra/dev, not of stage 'prod'\n"
        "  what it made outside is labelled with this name, and would not be known by another\n"
        "  nothing was changed\n"
    )
    assert done == Done(5, "", said)
    assert list((here / "state").iterdir()) == []


def test_while_a_run_goes_on_nothing_is_restored(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    lock = FileLock(lock_path(path, "infra", "dev"))
    assert lock.take()

    with pytest.raises(LockedError) as raised:
        restore(path, STACK, [record("readme")])
    lock.free()

    assert str(raised.value).splitlines()[0] == "infra/dev is locked by a run that has just begun or is just ending"
    assert snapshot(path, "infra", "dev").records == ()


def test_what_cannot_all_be_restored_is_not_restored_at_all(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    before = snapshot(path, "infra", "dev", runs=9)

    with pytest.raises(RefusedError):
        restore(path, STACK, [record("a", physical="x"), record("b", physical="x")])

    assert snapshot(path, "infra", "dev", runs=9) == before
    restore(path, STACK, [record("a")])  # the lock is free


def test_two_records_of_one_id_are_refused(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    before = snapshot(path, "infra", "dev", runs=9)

    with pytest.raises(RefusedError) as raised:
        restore(path, STACK, [record("a", physical="x"), record("b"), record("a", physical="y")])

    assert str(raised.value).splitlines() == [
        "infra/dev: two of the records have the id 'a'",
        "  one of them would be lost, and what it is about left to itself: nothing was changed",
    ]
    assert snapshot(path, "infra", "dev", runs=9) == before


def test_names_that_no_app_can_have_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be the name of an app"):
        restore(tmp_path / "infra.sqlite", attrs.evolve(STACK, app="../infra"), [])

    assert list(tmp_path.iterdir()) == []


# Documents that are none.

NONE = "typekro state export --output FILE writes one"
NO_UTF8 = "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is no JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "it has no 'typekro' and 'records' at its top"),
        ('{"typekro": 1}', "it has no 'typekro' and 'records' at its top"),
        ('{"records": []}', "it has no 'typekro' and 'records' at its top"),
        ('{"typekro": "1", "records": []}', 'its version is "1"'),
        ('{"typekro": 0, "records": []}', "its version is 0"),
        ('{"typekro": true, "records": []}', "its version is true"),
    ],
)
def test_what_is_no_export_is_refused(here: Path, capsys: pytest.CaptureFixture[str], text: str, why: str) -> None:
    (here / "dump.json").write_text(text, "utf-8")

    said = f"error: dump.json: this is no export of a state\n  {why}\n  nothing was changed\nhint: {NONE}\n"
    assert run(capsys, "import", "dump.json") == Done(1, "", said)
    assert list((here / "state").iterdir()) == []


def test_an_export_of_a_newer_typekro_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = changed(here, typekro=2, records={"of": "another shape"})

    said = (
        "error: changed.json: the export was written by a newer typekro\n"
        "  its version is 2, and this typekro knows versions up to 1\n"
        "  nothing was changed\n"
        "hint: pip install --upgrade typekro\n"
    )
    assert run(capsys, "import", name) == Done(1, "", said)


PLAIN: dict[str, Any] = {"id": "a", "handler": "x:Y", "status": "ready", "operation": "o"}


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"lineage": "mine"}, ['lineage: "mine" is no UUID']),
        ({"serial": "7"}, ['serial: "7" is not a number']),
        ({"app": None}, ["app: null is not a text"]),
        ({"colour": "red"}, ["colour: this typekro knows no such field; a newer one may have written it"]),
        ({"records": {}}, ["records: {} is no list"]),
        ({"records": [7]}, ["records[0]: 7 is no record"]),
        ({"records": [{**PLAIN, "id": None}]}, ["records[0].id: null is not a text"]),
        (
            {"records": [{**PLAIN, "status": "x"}]},
            ['records[0].status: "x" is not one of creating, updating, applied, ready, deleting'],
        ),
        ({"records": [{**PLAIN, "created_by_us": 1}]}, ["records[0].created_by_us: 1 is not true or false"]),
        ({"records": [{**PLAIN, "error": 1}]}, ["records[0].error: 1 is not a text or null"]),
        ({"records": [{**PLAIN, "dependencies": [1]}]}, ["records[0].dependencies: [1] is not a list of texts"]),
        ({"records": [{"id": "a", "handler": "x:Y", "status": "ready"}]}, ["records[0].operation: it is missing"]),
        ({"records": [PLAIN, PLAIN]}, ["records: 'a' is there 2 times"]),
        (
            {"records": [{**PLAIN, "physical": "p", "place": "c"}, {**PLAIN, "id": "b", "physical": "p", "place": "c"}]},
            ["records: 2 of them are p in c, and what exists once has one record"],
        ),
        ({"records": [7] * 9}, [*(f"records[{index}]: 7 is no record" for index in range(5)), "and 4 more"]),
    ],
)
def test_what_cannot_be_in_an_export_is_told_with_its_place(
    here: Path, capsys: pytest.CaptureFixture[str], values: dict[str, Any], why: list[str]
) -> None:
    name = changed(here, **values)

    lines = "".join(f"  {line}\n" for line in [*why, "nothing was changed"])
    assert run(capsys, "import", name) == Done(1, "", f"error: changed.json: the export cannot be restored\n{lines}")
    assert list((here / "state").iterdir()) == []


def test_fields_that_have_defaults_may_be_left_out() -> None:
    text = json.dumps({"typekro": 1, "app": "infra", "stage": "dev", "lineage": LINEAGE, "made_by": "me", "records": [PLAIN]})

    assert read(text, "it") == (Stack(app="infra", stage="dev", lineage=LINEAGE, made_by="me"), [Record(**PLAIN)], None)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dump.json", "error: there is no file dump.json\n  looked in HERE\n"),
        ("state", "error: state cannot be read\n  Is a directory\n"),
        (
            "bytes",
            f"error: bytes cannot be read\n  it is no UTF-8: {NO_UTF8}\n",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(here: Path, capsys: pytest.CaptureFixture[str], name: str, said: str) -> None:
    (here / "bytes").write_bytes(b"\xff")

    assert run(capsys, "import", name) == Done(1, "", said.replace("HERE", str(here)))


# The law.

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = {
    **{name: VALUES if type_ is Any else st.from_type(type_) for name, type_ in get_type_hints(Record).items()},
    "tries": st.integers(1, 2**63 - 1),
    "time_limit": st.none() | st.floats(min_value=0.001, allow_nan=False, allow_infinity=False),
}


def outside(one: Record) -> object:
    """What no two records share."""
    return one.id if one.physical is None else (one.place or "", one.physical)


RECORDS = st.lists(st.builds(Record, **FIELDS), max_size=4, unique_by=(lambda one: one.id, outside))


@given(RECORDS)
def test_what_was_exported_is_read_as_it_was(records: list[Record]) -> None:
    assert read(written(STACK, records), "it") == (STACK, records, None)


@settings(max_examples=25, deadline=None)
@given(RECORDS)
def test_what_was_exported_and_restored_is_exported_again_as_it_was(records: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        restore(Path(folder) / "infra.sqlite", *read(written(STACK, records), "it"))
        seen = snapshot(Path(folder) / "infra.sqlite", "infra", "dev")

    by_id = {one.id: one for one in records}
    again = [attrs.evolve(one, run=by_id[one.id].run, changed_at=by_id[one.id].changed_at) for one in seen.records]
    stack = attrs.evolve(seen.stack, serial=STACK.serial)
    assert written(stack, again) == written(STACK, records)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("export", ["APP", "--stage", "--state FILE", "--output FILE", "--force", "--verbose", "secrets"]),
        ("import", ["FILE", "--stage", "--state FILE", "--verbose", "only one"]),
    ],
)
def test_help_tells_all_that_there_is(capsys: pytest.CaptureFixture[str], command: str, words: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(["state", command, "--help"])

    printed = capsys.readouterr().out
    assert [word for word in words if word not in printed] == []


@pytest.mark.parametrize(("name", "number"), [("tries", str(2**63)), ("time_limit", "Infinity"), ("time_limit", "NaN")])
def test_a_number_that_cannot_be_kept_is_refused(name: str, number: str) -> None:
    stack = Stack(app="infra", stage="dev", lineage=str(uuid.uuid4()), made_by="me@here")
    text = written(stack, [Record(id="a", handler="m:A", status="ready", operation="op")])
    old = '"tries": 1' if name == "tries" else '"time_limit": null'
    assert old in text

    with pytest.raises(StateError) as caught:
        read(text.replace(old, f'"{name}": {number}'), "copy.json")

    assert str(caught.value) == (
        f"copy.json: the export cannot be restored\n  records[0].{name}: {number} is no number that can be kept\n  nothing was changed"
    )
