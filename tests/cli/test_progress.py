"""What a run shows: a display on a terminal, lines in a pipe, and events for programs."""

import contextlib
import json
import re
import signal
import sys
from pathlib import Path

from tests.cli.parts import environment, typekro, write
from tests.cli.terminal import OnTerminal, on_terminal

SLOW = """
    class Slow(File):
        async def ready(self, context: Context, output: int) -> int:
            print("is written", flush=True)
            while not pathlib.Path("go").exists():
                context.waiting("somebody to say go")
                await anyio.sleep(0.01)
            FAIL
            return output

    async def main() -> None:
        async with alchemy("files"):
            readme = Slow("readme", path="readme.txt")
            File("index", path="index.txt", content=f"{readme.output} bytes")

    typekro.run(main)
"""


def typekro_up(folder: Path, **more: str) -> contextlib.AbstractContextManager[OnTerminal]:
    """Starts `typekro up infra.py` on a terminal."""
    return on_terminal([sys.executable, "-m", "typekro", "up", "infra.py"], folder, environment(), more)


def shown(run: OnTerminal) -> list[str]:
    """The screen, without what differs from run to run."""
    lines = [re.sub(r"run \w{8}$", "run RUN", line) for line in run.screen.text]
    return [re.sub(r"\d+(\.\d)? s\b", "N s", line) for line in lines if not line.startswith("  took ")]


HEAD = ["typekro up files/dev  state state/files.sqlite  run RUN", "+ create readme", "is written"]


def test_on_a_terminal_a_run_shows_what_it_works_at_and_ends_clean(tmp_path: Path) -> None:
    write(tmp_path, SLOW.replace("FAIL", ""))

    with typekro_up(tmp_path) as run:
        run.until("somebody")
        during = shown(run)
        (tmp_path / "go").touch()
        code = run.to_the_end()

    assert during == [*HEAD, "+ create  readme  N s  waiting: somebody to say go", "0 done, 1 at work, 1 to come"]
    assert (code, shown(run)) == (
        0,
        [*HEAD, "  created readme in N s", "+ create index", "  created index in N s", "succeeded: 2 created"],
    )
    assert {32, 0} <= set(run.screen.colours)


def test_a_run_that_fails_leaves_no_row_behind(tmp_path: Path) -> None:
    write(tmp_path, SLOW.replace("FAIL", 'raise TypeKroError("nobody came")'))

    with typekro_up(tmp_path, NO_COLOR="1") as run:
        run.until("somebody")
        (tmp_path / "go").touch()
        code = run.to_the_end()

    ends = ["x readme failed: nobody came", "x index blocked by readme", "failed: 1 failed, 1 blocked", "error: nobody came"]
    assert (code, shown(run)) == (3, [*HEAD, *ends, "  at infra.py:37"])
    assert run.screen.colours == []


def test_a_run_that_is_interrupted_leaves_no_row_behind(tmp_path: Path) -> None:
    write(tmp_path, SLOW.replace("FAIL", ""))

    with typekro_up(tmp_path) as run:
        run.until("somebody")
        run.process.send_signal(signal.SIGINT)
        code = run.to_the_end()

    assert (code, shown(run)[: len(HEAD)]) == (130, HEAD)
    assert [line for line in shown(run)[len(HEAD) :] if not line.startswith("interrupted: ")] == []
    assert shown(run)[-1] == "interrupted: nothing was finished"


ASKING = """
    class Slow(File):
        async def gone(self, context: Context, old: int) -> None:
            while not pathlib.Path("go").exists():
                context.waiting("somebody to say go")
                await anyio.sleep(0.01)

    async def main() -> None:
        async with alchemy("files", confirm=True):
            if sys.argv[1:]:
                Slow("readme", path="readme.txt")

    if __name__ == "__main__":
        typekro.run(main)
"""


def test_a_question_can_be_answered_by_ctrl_c(tmp_path: Path) -> None:
    write(tmp_path, ASKING)
    typekro(tmp_path, "up", "infra.py", "--", "make it")

    with typekro_up(tmp_path) as run:
        run.until("type yes:")
        run.process.send_signal(signal.SIGINT)
        code = run.to_the_end()

    told = shown(run)
    assert (code, told[0], told[-1]) == (
        130,
        "typekro up files/dev  state state/files.sqlite  run RUN",
        "interrupted: nothing was finished",
    )
    assert told[2].startswith("delete readme? type yes: interrupted: ")  # where Ctrl-C is typed, ^C stands between
    assert (tmp_path / "readme.txt").exists()


def test_rows_do_not_stand_in_the_way_of_a_question(tmp_path: Path) -> None:
    write(tmp_path, ASKING)
    typekro(tmp_path, "up", "infra.py", "--", "make it")
    question = "delete readme? type yes: "

    with typekro_up(tmp_path) as run:
        run.until(question.strip())
        asked = shown(run)
        run.types("yes\n")
        run.until("somebody")
        during = shown(run)
        (tmp_path / "go").touch()
        code = run.to_the_end()

    head = ["typekro up files/dev  state state/files.sqlite  run RUN", "- delete readme: no longer declared"]
    assert asked == [*head, question.strip()]
    assert during == [*head, f"{question}yes", "- delete  readme  N s  waiting: somebody to say go", "0 done, 1 at work"]
    assert (code, shown(run)) == (0, [*head, f"{question}yes", "  deleted readme in N s", "succeeded: 1 deleted"])


def test_events_are_all_that_stands_on_standard_output(tmp_path: Path) -> None:
    write(tmp_path, SLOW.replace("FAIL", ""))
    (tmp_path / "go").touch()

    done = typekro(tmp_path, "up", "infra.py", "--events", "jsonl")

    events = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert [(event["version"], event["event"], event.get("id")) for event in events] == [
        (1, "run", None),
        (1, "begin", "readme"),
        (1, "end", "readme"),
        (1, "begin", "index"),
        (1, "end", "index"),
        (1, "totals", None),
    ]
    assert "is written\n" in done.err
    assert done.err.splitlines()[-1] == "succeeded: 2 created"


def test_another_form_of_events_is_refused(tmp_path: Path) -> None:
    done = typekro(tmp_path, "up", "infra.py", "--events", "xml")

    assert done.code == 2
    assert "--events" in done.err
