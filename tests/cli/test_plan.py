"""`typekro plan`, `typekro up --plan` and `typekro destroy` as a person runs them."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.parts import python, typekro, write

FILES = """
    import os

    async def main() -> None:
        async with alchemy("files"):
            readme = await File("readme", path="readme.txt", content=os.environ.get("TEXT", "one"))
            File("index", path="index.txt", content=f"{readme} letters")
            if not os.environ.get("FEWER"):
                File("old", path="old.txt")
        print(f"the readme has {readme} letters")

    if __name__ == "__main__":
        typekro.run(main)
"""

HANDLER = "typekro.kro.object:KubernetesObject"
MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "old", "namespace": "default"}}


def test_a_plan_shows_what_up_would_do_and_does_nothing(tmp_path: Path) -> None:
    write(tmp_path, FILES)

    done = typekro(tmp_path, "plan", "infra.py")

    assert done.code == 2
    assert done.out.splitlines() == [
        "the readme has (known after apply) letters",
        "+ create readme",
        "+ create index: follows readme (known after apply)  (not checked by the server)",
        "+ create old",
        "plan: 3 to create",
    ]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["infra.py"]


def test_a_plan_after_up_says_no_changes(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert typekro(tmp_path, "up", "infra.py").code == 0

    done = typekro(tmp_path, "plan", "infra.py")

    assert (done.code, done.out) == (0, "the readme has 3 letters\nplan: no changes, 3 unchanged\n")


def test_changed_fields_are_shown_and_deletes_come_last(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    typekro(tmp_path, "up", "infra.py")

    done = typekro(tmp_path, "plan", "infra.py", TEXT="longer", FEWER="1")

    assert done.out.splitlines()[1:] == [
        "~ update readme",
        '    content: "one" -> "longer"',
        "~ update index: follows readme (known after apply)  (not checked by the server)",
        "- delete old: no longer declared",
        "plan: 2 to update, 1 to delete",
    ]


def test_a_plan_is_json_for_programs_and_what_the_script_prints_is_not_in_it(tmp_path: Path) -> None:
    write(tmp_path, FILES)

    done = typekro(tmp_path, "plan", "infra.py", "--json")

    (plan,) = json.loads(done.out)
    assert (plan["typekroPlan"], plan["app"], plan["stage"]) == (1, "files", "dev")
    assert [step["action"] for step in plan["steps"]] == ["create", "create", "create"]
    assert "the readme has (known after apply) letters" in done.err.splitlines()


def test_a_saved_plan_is_carried_out_and_no_other_one(tmp_path: Path) -> None:
    write(tmp_path, FILES)

    (tmp_path / "infra.py").rename(tmp_path / "my shop.py")
    saved = typekro(tmp_path, "plan", "my shop.py", "--out", "plan.json")
    less = typekro(tmp_path, "up", "my shop.py", "--plan", "plan.json", FEWER="1")
    stale = typekro(tmp_path, "up", "my shop.py", "--local", "--direct", "--plan", "plan.json", "--", "an argument")

    assert saved.code == 2
    assert saved.err.splitlines()[-1] == "written to plan.json: typekro up FILE --plan plan.json does just this"
    assert (tmp_path / "plan.json").stat().st_mode & 0o777 == 0o600
    assert less.code == 0
    assert (stale.code, stale.error) == (
        5,
        (
            "error: the plan for files/dev is stale: nothing was changed\n"
            "  +4 entries were written since\n"
            "hint: plan anew, and look at it:\n"
            "hint: typekro plan 'my shop.py' --stage dev --local --direct --out FILE -- 'an argument'\n"
        ),
    )


def test_an_action_that_is_not_in_the_plan_is_refused(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    typekro(tmp_path, "plan", "infra.py", "--out", "plan.json", FEWER="1")

    done = typekro(tmp_path, "up", "infra.py", "--plan", "plan.json")

    assert (done.code, done.error) == (
        5,
        (
            "error: old: to create it is not in the plan: it was not touched\n"
            "  the script, or what is there, has changed since the plan was made\n"
            "hint: make a new plan\n"
            "  at infra.py:33\n"
        ),
    )
    assert not (tmp_path / "old.txt").exists()


def test_what_is_no_plan_is_told(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "plan.json").write_text("no", "utf-8")

    done = typekro(tmp_path, "up", "other.py", "--stage", "prod", "--local", "mine.db", "--plan", "plan.json")

    assert done.code == 1
    assert done.error.splitlines() == [
        "error: plan.json is no plan",
        "  it is no JSON: Expecting value: line 1 column 1 (char 0)",
        "hint: typekro plan other.py --stage prod --local mine.db --out plan.json",
    ]


def test_a_script_that_decides_on_what_is_not_known_ends_its_plan(tmp_path: Path) -> None:
    text = """
        async def main() -> None:
            async with alchemy("files"):
                size = await File("readme", path="readme.txt", content="one")
                if size > 2:
                    File("index", path="index.txt")
            print("done")

        typekro.run(main)
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "plan", "infra.py", "--out", "plan.json")

    assert done.code == 1
    assert done.out.splitlines() == [
        "+ create readme",
        "! the script decided on what is known only after apply: whether (readme.output > 2) is true: a reference cannot do that",
        "  what it would have declared after that is not in this plan, and it cannot be saved",
        "  not judged: nothing",
        "plan: 1 to create",
    ]
    assert done.error == (
        "error: plan.json was not written: the plan is not whole\n  whether (readme.output > 2) is true: a reference cannot do that\n"
    )


def test_a_script_that_runs_without_typekros_own_runner_is_planned_too(tmp_path: Path) -> None:
    write(tmp_path, FILES.replace("typekro.run(main)", "asyncio.run(main())"))

    assert typekro(tmp_path, "plan", "infra.py").out.splitlines()[-1] == "plan: 3 to create"


def test_destroy_deletes_what_is_recorded_and_runs_no_script(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    typekro(tmp_path, "up", "infra.py")

    done = typekro(tmp_path, "destroy")

    assert done.code == 0
    assert done.out == ""
    assert sorted(path.name for path in tmp_path.glob("*.txt")) == []
    assert done.err.splitlines()[-1] == "succeeded: 3 deleted"
    assert "typekro destroy files/dev" in done.err.splitlines()[0]
    assert typekro(tmp_path, "state", "list").out == "(nothing recorded)\n"


NO_PAIR = "it takes the name of a cluster in the script, and a context of kubectl"
NO_NAME = "it becomes a part of ids: letters, digits, -, _ and ., and a letter or a digit first"


@pytest.mark.parametrize(
    ("options", "error", "why"),
    [
        (["--cluster", "eu"], "--cluster eu: nothing was deleted", NO_PAIR),
        (["--cluster", "=eu"], "--cluster =eu: nothing was deleted", NO_PAIR),
        (["--cluster", "a/b=eu"], "'a/b' cannot be the name of a cluster", NO_NAME),
        (["--cluster", "eu=1", "--cluster", "eu=2"], "--cluster eu is given twice: nothing was deleted", "it would be 1 and 2"),
    ],
)
def test_destroy_is_given_each_cluster_once_by_name_and_context(tmp_path: Path, options: list[str], error: str, why: str) -> None:
    write(tmp_path, FILES)
    typekro(tmp_path, "up", "infra.py")

    done = typekro(tmp_path, "destroy", *options)

    assert done.code == 1
    assert done.error.startswith(f"error: {error}\n  {why}\nhint: ")
    assert len(list(tmp_path.glob("*.txt"))) == 3


def test_destroy_names_the_records_of_a_cluster_that_it_was_not_given(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    typekro(tmp_path, "up", "infra.py")
    with contextlib.closing(sqlite3.connect(tmp_path / "state" / "files.sqlite")) as database, database:
        database.execute(
            "UPDATE resource SET slot = 'cluster:eu', place = 'uid-1', handler = ?, script = NULL WHERE id = 'old'", (HANDLER,)
        )
        database.execute("UPDATE resource SET props = ? WHERE id = 'old'", (json.dumps({"manifest": MAP, "timeout": 3, "wait": True}),))

    done = typekro(tmp_path, "destroy", "--cluster", "us=kind-us")

    assert (done.code, done.error) == (
        5,
        (
            "error: there are records in clusters that the app was not given: nothing was deleted\n"
            "  cluster eu: old\n"
            'hint: give them to the app: clusters={"eu": Cluster(...)}, or typekro destroy files --cluster eu=CONTEXT\n'
            "hint: or drop these records and touch nothing there:\n"
            "hint: typekro state forget --cluster uid-1 --app files\n"
        ),
    )
    assert len(list(tmp_path.glob("*.txt"))) == 3
    assert typekro(tmp_path, "state", "forget", "--cluster", "uid-1").code == 0
    assert typekro(tmp_path, "destroy").code == 0


def test_destroy_asks_where_it_is_told_to(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    typekro(tmp_path, "up", "infra.py")

    done = typekro(tmp_path, "destroy", "--confirm")

    assert done.code == 5
    assert done.error.splitlines()[0].startswith("error: nothing was deleted: 3 resources: ")
    assert len(list(tmp_path.glob("*.txt"))) == 3


def test_up_asks_before_it_deletes_where_it_is_told_to(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    typekro(tmp_path, "up", "infra.py")

    done = typekro(tmp_path, "up", "infra.py", "--confirm", FEWER="1")

    assert (done.code, done.error) == (
        5,
        (
            "error: nothing was deleted: old\n"
            "  a yes has to be typed (--confirm, or confirm=True), and there is no terminal to type it on\n"
            "hint: run it on a terminal, or without --confirm\n"
        ),
    )


def test_a_stage_that_is_not_recorded_is_not_destroyed(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    typekro(tmp_path, "up", "infra.py")

    done = typekro(tmp_path, "destroy", "--stage", "prod")

    assert done.code == 1
    assert done.error.splitlines()[0] == "error: there is no stage 'prod' of app 'files'"


def test_a_script_that_is_run_by_python_knows_of_no_plan(tmp_path: Path) -> None:
    write(tmp_path, FILES)

    assert python(tmp_path, "infra.py").out == "the readme has 3 letters\n"


def test_what_could_not_be_planned_is_no_plan_without_changes(tmp_path: Path) -> None:
    text = """
        class Asked(File):
            async def preview(self, context: Context, old: int | None, live: int | None) -> None:
                raise OSError("nobody answers")

        async def main() -> None:
            async with alchemy("files"):
                Asked("readme", path="readme.txt")

        typekro.run(main)
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "plan", "infra.py")

    assert (done.code, done.out.splitlines()) == (3, ["x could not be planned: readme", "plan: 1 failed"])
