import re
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest
import yaml

from tests.cli.parts import Done
from tests.cli.test_state import record, recorded
from typekro.cli import main
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import Entry, Record, begun
from typekro.orchestrator.state.sqlite import SqliteStore

DATABASE = record(
    "db",
    "network",
    slot="cluster",
    place="uid-1",
    physical="v1 Service default/db",
    props={"size": 1, "on": "yes"},
    output=["a", None],
    error="it did not work\nat all",
)


def shown(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Done:
    code = main(["state", "show", "--state", str(folder / "state" / "infra.sqlite"), *arguments])
    printed = capsys.readouterr()
    return Done(code, printed.out, printed.err)


def test_a_record_is_shown_whole_in_an_order_that_reads_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(tmp_path, record("network"), DATABASE)
    monkeypatch.chdir(tmp_path)

    done = shown(tmp_path, capsys, "db")

    assert (done.code, done.err) == (0, "infra/dev  state state/infra.sqlite\n")
    first, _, rest = re.sub(r"'\d{4}-\S+'", "TIME", done.out).partition("created_by_us: true\n")
    assert first == (
        "id: db\nstatus: ready\nhandler: infra:Thing\nscript: null\nphysical: 'v1 Service default/db'\nslot: cluster\nplace: uid-1\n"
    )
    assert rest[rest.index("dependencies:") :] == (
        "dependencies:\n"
        "  - network\n"
        'error: "it did not work\\nat all"\n'
        "props:\n"
        "  size: 1\n"
        "  'on': 'yes'\n"
        "pending: null\n"
        "output:\n"
        "  - a\n"
        "  - null\n"
        "operation: db\n"
        "run: '1'\n"
        "changed_at: TIME\n"
        "journal:\n"
        "  - kind: ready\n"
        "    run: '1'\n"
        "    at: TIME\n"
    )


def test_whatever_a_record_has_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(tmp_path, DATABASE)

    values: dict[str, Any] = yaml.safe_load(shown(tmp_path, capsys, "db").out)

    values.pop("journal")
    values["dependencies"] = tuple(values["dependencies"])
    assert set(values) == {field.name for field in attrs.fields(Record)}
    assert attrs.evolve(DATABASE, run="1", changed_at=values["changed_at"]) == Record(**values)


def test_the_last_lines_of_its_journal_are_shown_and_of_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def fill() -> None:
        store = SqliteStore(tmp_path / "state" / "infra.sqlite")
        await store.open("infra", "dev")
        await store.acquire(Run(id="1", operation="up"))
        for _ in range(10):
            await store.commit(Entry(kind="seen", id="db", record=DATABASE))
        await store.commit(begun(DATABASE, "update", pending={}))
        await store.commit(Entry(kind="ready", id="other", record=record("other")))
        await store.finish("succeeded")
        await store.close()

    anyio.run(fill)

    journal = yaml.safe_load(shown(tmp_path, capsys, "db").out)["journal"]

    assert [(line["kind"], line.get("action"), line["run"]) for line in journal] == [("seen", None, "1")] * 9 + [("begin", "update", "1")]


def test_an_unknown_id_is_told_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(tmp_path, record("readme"), record("index"))

    done = shown(tmp_path, capsys, "redme")

    said = "error: infra/dev has no record 'redme'\n  did you mean 'readme'?\nhint: typekro state list infra --stage dev"
    assert (done.code, done.out) == (1, "")
    assert "\n".join(done.err.splitlines()[1:]) == said


def test_the_app_and_the_stage_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(tmp_path, record("readme"), stage="prod")

    assert shown(tmp_path, capsys, "readme", "--app", "infra", "--stage", "prod").out.startswith("id: readme\n")


def test_help_tells_all_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["state", "show", "--help"])

    printed = capsys.readouterr().out
    assert [word for word in ("ID", "--app APP", "--stage", "--state FILE", "--verbose", "YAML") if word not in printed] == []
