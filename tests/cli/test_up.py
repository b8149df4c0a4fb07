import re
import signal
from pathlib import Path

import pytest

from tests.cli.parts import LINES_BEFORE, end, python, start, typekro, write

ONE_FILE = """
    async def main() -> None:
        async with alchemy("files"):
            File("readme", path="readme.txt", content="hello")

    typekro.run(main)
"""

EMPTY = """
    async def main() -> None:
        async with alchemy("files"):
            pass

    typekro.run(main)
"""


def test_up_makes_what_the_script_declares_and_a_second_one_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, ONE_FILE)

    first = typekro(tmp_path, "up", "infra.py")
    written = (tmp_path / "readme.txt").stat().st_mtime_ns
    second = typekro(tmp_path, "up", "infra.py")

    assert (first.code, second.code) == (0, 0)
    assert (tmp_path / "readme.txt").read_text("utf-8") == "hello"
    assert (tmp_path / "readme.txt").stat().st_mtime_ns == written
    assert second.err.splitlines()[-1] == "succeeded: 1 unchanged (nothing was written)"


def test_an_empty_body_takes_everything_down(tmp_path: Path) -> None:
    write(tmp_path, ONE_FILE)
    typekro(tmp_path, "up", "infra.py")
    write(tmp_path, EMPTY)

    done = typekro(tmp_path, "up", "infra.py")

    assert done.code == 0
    assert not (tmp_path / "readme.txt").exists()
    assert typekro(tmp_path, "state", "list").out == "(nothing recorded)\n"


def test_the_script_finds_its_arguments_its_folder_and_itself(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "helper.py").write_text("WORD = 'helped'\n", "utf-8")
    text = """
        import helper

        async def main() -> None:
            async with alchemy("files"):
                print(sys.argv[1:], helper.WORD, __name__, sys.path[0], sys.modules["__main__"].__file__)

        typekro.run(main)
    """
    script = write(tmp_path / "below", text)

    done = typekro(tmp_path, "up", "below/infra.py", "--", "--fast", "--", "x")

    assert done.out == f"['--fast', '--', 'x'] helped __main__ {script.parent} {script}\n"
    assert done.code == 0


@pytest.mark.parametrize(("arguments", "stage"), [((), "dev"), (("--stage", "prod"), "prod")])
def test_the_stage_is_what_the_command_line_says(tmp_path: Path, arguments: tuple[str, ...], stage: str) -> None:
    text = """
        async def main() -> None:
            async with alchemy("files") as app:
                print(app.stage)

        typekro.run(main)
    """
    write(tmp_path, text)

    assert typekro(tmp_path, "up", "infra.py", *arguments).out == f"{stage}\n"


def test_no_refresh_does_not_look_at_what_exists(tmp_path: Path) -> None:
    text = """
        class Seen(File):
            async def read(self, context: Context, old: int | None) -> int | None:
                print("looked")
                return old

        async def main() -> None:
            async with alchemy("files"):
                Seen("readme", path="readme.txt")

        typekro.run(main)
    """
    write(tmp_path, text)
    typekro(tmp_path, "up", "infra.py")

    assert typekro(tmp_path, "up", "infra.py", "--no-refresh").out == ""
    assert typekro(tmp_path, "up", "infra.py").out == "looked\n"


@pytest.mark.parametrize("runner", ["typekro.run", "anyio.run", "asyncio.run"])
def test_an_error_is_told_the_same_however_the_script_runs(tmp_path: Path, runner: str) -> None:
    argument = "main()" if runner == "asyncio.run" else "main"
    text = f"""
        class Bad(File):
            async def create(self, context: Context) -> int:
                raise TypeKroError("readme: the disk is made of cheese\\nhint: buy another one")

        async def main() -> None:
            async with alchemy("files"):
                Bad("readme", path="readme.txt")

        {runner}({argument})
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py")

    assert done.error == "error: readme: the disk is made of cheese\nhint: buy another one\n  at infra.py:32\n"
    assert done.code == 3


def test_several_failed_resources_are_told_one_after_another(tmp_path: Path) -> None:
    text = """
        class Bad(File):
            async def create(self, context: Context) -> int:
                raise TypeKroError(f"{self.id}: no")

        async def main() -> None:
            async with alchemy("files"):
                Bad("readme", path="readme.txt")
                Bad("index", path="index.txt")

        typekro.run(main)
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py")

    assert done.error == "error: 2 resources failed\n\nerror: readme: no\n  at infra.py:32\n\nerror: index: no\n  at infra.py:33\n"
    assert done.code == 3


def test_what_is_refused_exits_with_5(tmp_path: Path) -> None:
    text = """
        class Taken(File):
            async def create(self, context: Context) -> int:
                raise RefusedError("readme.txt belongs to somebody else")

        async def main() -> None:
            async with alchemy("files"):
                Taken("readme", path="readme.txt")

        typekro.run(main)
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py")

    assert (done.code, done.error) == (5, "error: readme.txt belongs to somebody else\n  at infra.py:32\n")


def test_a_mistake_is_told_with_the_line_it_stands_in(tmp_path: Path) -> None:
    text = """
        async def main() -> None:
            async with alchemy("files"):
                File("readme", path="a.txt")
                File("readme", path="b.txt")

        typekro.run(main)
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py")

    line = f"  at infra.py:{LINES_BEFORE + 5}\n"
    assert done.code == 1
    assert done.error == (
        "error: readme is declared twice in app 'files'\n"
        "  an id tells a resource from the others of its app, from run to run\n"
        f"  the first one is at infra.py:{LINES_BEFORE + 4}\n"
        f"hint: give one of them another id\n{line}"
    )


@pytest.mark.parametrize("runner", ["typekro.run(main)", "asyncio.run(main())"])
def test_an_exception_of_the_script_shows_its_traceback_as_python_does(tmp_path: Path, runner: str) -> None:
    text = f"""
        async def main() -> None:
            async with alchemy("files"):
                raise ValueError("my own mistake")

        {runner}
    """
    script = write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py")

    assert done.code == 1
    assert done.error.startswith(f'Traceback (most recent call last):\n  File "{script}", line ')
    assert done.error.endswith("ValueError: my own mistake\n")
    assert "runpy" not in done.error


def test_a_wrong_call_in_a_builder_shows_the_lines_of_the_script_alone(tmp_path: Path) -> None:
    text = """
        import attrs

        @attrs.frozen
        class Spec:
            text: str

        def build(schema):
            return typekro.simple.config_map(name="a")

        typekro.to_kro_resource_graph("a", build, typekro.SchemaDefinition("example.com/v1", "A", Spec, Spec))
    """
    script = write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py")

    frames = [line.strip() for line in done.error.splitlines() if line.startswith('  File "')]
    assert frames == [f'File "{script}", line {LINES_BEFORE + 11}, in <module>', f'File "{script}", line {LINES_BEFORE + 9}, in build']
    assert done.error.splitlines()[-1] == "TypeError: config_map() missing 1 required keyword-only argument: 'data'"


def test_an_exception_of_a_handler_shows_its_traceback_and_counts_as_a_failed_resource(tmp_path: Path) -> None:
    text = """
        class Bad(File):
            async def create(self, context: Context) -> int:
                raise ValueError("my own mistake")

        async def main() -> None:
            async with alchemy("files"):
                Bad("readme", path="readme.txt")

        typekro.run(main)
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py")

    assert done.code == 3
    assert f'infra.py", line {LINES_BEFORE + 4}, in create\n' in done.error
    assert done.error.endswith("ValueError: my own mistake\n")


@pytest.mark.parametrize("way", ["--verbose", "TYPEKRO_VERBOSE"])
def test_verbose_shows_tracebacks_of_typekros_errors_too(tmp_path: Path, way: str) -> None:
    text = """
        async def main() -> None:
            async with alchemy("no good"):
                pass

        typekro.run(main)
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py", way) if way == "--verbose" else typekro(tmp_path, "up", "infra.py", TYPEKRO_VERBOSE="1")

    trace, _, message = done.error.partition("\n\nerror: ")
    assert trace.startswith("Traceback (most recent call last):\n")
    assert message.startswith("'no good' cannot be the name of an app\n")


def test_while_a_run_goes_on_another_one_exits_with_4_and_touches_nothing(tmp_path: Path) -> None:
    text = """
        async def main() -> None:
            async with alchemy("files"):
                print("inside", flush=True)
                sys.stdin.readline()

        typekro.run(main)
    """
    write(tmp_path, text)
    write(tmp_path, ONE_FILE, "other.py")
    first = start(tmp_path, "-m", "typekro", "up", "infra.py")
    assert first.stdout is not None
    assert first.stdout.readline() == "inside\n"

    second = typekro(tmp_path, "up", "other.py")
    ended = end(first, "\n")

    assert second.code == 4
    text = re.sub(r"locked by \S+, pid \d+, up since [\d:]+ \(\d+ s ago\)", "locked by HOLDER", second.error)
    assert text == "error: files/dev is locked by HOLDER\nhint: wait until it ends, or end it: the lock of a process goes with it\n"
    assert not (tmp_path / "readme.txt").exists()
    assert ended.code == 0


INTERRUPTIBLE = """
    class Slow(File):
        async def create(self, context: Context) -> int:
            print("started", flush=True)
            await anyio.to_thread.run_sync(sys.stdin.readline)
            return await super().create(context)

    async def main() -> None:
        async with alchemy("files"):
            await Slow("readme", path="readme.txt")
            await File("index", path="index.txt")

    RUN
"""


@pytest.mark.parametrize("runner", ["typekro.run(main)", "anyio.run(main)", "asyncio.run(main())"])
def test_ctrl_c_finishes_and_records_what_was_begun_and_starts_nothing_more(tmp_path: Path, runner: str) -> None:
    write(tmp_path, INTERRUPTIBLE.replace("RUN", runner))
    process = start(tmp_path, "-m", "typekro", "up", "infra.py")
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"

    process.send_signal(signal.SIGINT)
    done = end(process, "\n")

    assert done.code == 130
    assert "Traceback" not in done.err
    listed = [line.split()[:2] for line in typekro(tmp_path, "state", "list").out.splitlines()]
    assert listed == [["ID", "STATUS"], ["readme", "ready"]]


def test_ctrl_c_ends_a_wait_at_once_and_claims_nothing_that_was_not_finished(tmp_path: Path) -> None:
    text = """
        class Slow(File):
            async def ready(self, context: Context, output: int) -> int:
                print("waiting", flush=True)
                await anyio.sleep_forever()
                return output

        async def main() -> None:
            async with alchemy("files"):
                Slow("readme", path="readme.txt")

        typekro.run(main)
    """
    write(tmp_path, text)
    process = start(tmp_path, "-m", "typekro", "up", "infra.py")
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"

    process.send_signal(signal.SIGINT)
    done = end(process)

    assert done.code == 130
    assert done.err.splitlines()[-1] == "interrupted: nothing was finished"
    assert [line.split()[:2] for line in typekro(tmp_path, "state", "list").out.splitlines()[1:]] == [["readme", "applied"]]


def test_a_second_ctrl_c_stops_at_once_and_the_next_run_goes_on(tmp_path: Path) -> None:
    text = """
        class Slow(File):
            async def create(self, context: Context) -> int:
                print("started", flush=True)
                await anyio.sleep(0 if sys.argv[1:] else 3600)
                return await super().create(context)

        async def main() -> None:
            async with alchemy("files"):
                try:
                    await Slow("readme", path="readme.txt")
                except asyncio.CancelledError:
                    print("cancelled", flush=True)
                    raise

        typekro.run(main)
    """
    write(tmp_path, text)
    process = start(tmp_path, "infra.py")
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"

    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "cancelled\n"
    process.send_signal(signal.SIGINT)
    done = end(process)

    assert done.code == 130
    assert "Traceback" not in done.err
    assert not (tmp_path / "readme.txt").exists()
    assert typekro(tmp_path, "up", "infra.py", "--", "quickly").code == 0
    assert (tmp_path / "readme.txt").exists()


def test_a_script_that_exits_by_itself_passes_its_code_on(tmp_path: Path) -> None:
    write(tmp_path, "sys.exit(7)\n")

    done = typekro(tmp_path, "up", "infra.py")

    assert (done.code, done.err) == (7, "")


@pytest.mark.parametrize("last", ["", "sys.exit(0)\n"])
def test_a_script_that_opens_no_app_is_an_error(tmp_path: Path, last: str) -> None:
    write(tmp_path, last)

    done = typekro(tmp_path, "up", "infra.py")

    assert done.code == 1
    assert done.err == (
        "error: infra.py opened no app\n"
        "  it ran to its end and declared nothing, so there was nothing to do; nothing was changed\n"
        'hint: async with alchemy("name") as app: ...\n'
        "hint: typekro.run(main)\n"
    )


def test_a_missing_file_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path, "")

    done = typekro(tmp_path, "up", "infar.py")

    assert done.code == 1
    assert done.err == f"error: there is no file infar.py\n  looked in {tmp_path}\nhint: typekro up infra.py\n"


def test_a_missing_folder_is_a_missing_file(tmp_path: Path) -> None:
    done = typekro(tmp_path, "up", "nowhere/infra.py")

    assert (done.code, done.err) == (1, f"error: there is no file nowhere/infra.py\n  looked in {tmp_path / 'nowhere'}\n")


def test_a_folder_is_no_script(tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()

    done = typekro(tmp_path, "up", "infra")

    assert (done.code, done.err) == (1, "error: infra is a folder\n  typekro up runs one script\nhint: typekro up infra/infra.py\n")


def test_a_file_that_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, "")

    done = typekro(tmp_path, "up", "infra.py/more.py")

    assert (done.code, done.err) == (1, "error: infra.py/more.py cannot be read\n  Not a directory\n")


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "infra.py").write_text("import sys\n\nx = = 1\n", "utf-8")

    done = typekro(tmp_path, "up", "infra.py")

    assert (done.code, done.err) == (1, "error: infra.py cannot be read as Python: invalid syntax\n  line 3: x = = 1\n")


def test_a_file_with_null_bytes_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "infra.py").write_bytes(b"x = 1\x00\n")

    done = typekro(tmp_path, "up", "infra.py")

    assert done.code == 1
    assert done.err.splitlines()[0] == "error: infra.py cannot be read as Python: source code string cannot contain null bytes"


def test_a_stage_that_cannot_be_named_so_is_refused_before_the_script_runs(tmp_path: Path) -> None:
    write(tmp_path, "print('ran')\n")

    done = typekro(tmp_path, "up", "infra.py", "--stage", "my stage")

    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[0] == "error: 'my stage' cannot be the name of a stage"


def test_warnings_of_typekro_are_told_with_their_line(tmp_path: Path) -> None:
    text = """
        import warnings

        warnings.warn("this does nothing", typekro.TypeKroWarning)
        warnings.warn("not typekro's")
        sys.exit(2)
    """
    write(tmp_path, text)

    done = typekro(tmp_path, "up", "infra.py")

    line = LINES_BEFORE + 4
    ours, _, theirs = done.err.partition(f"warning: this does nothing\n  at infra.py:{line}\n")
    assert ours == ""
    assert theirs.splitlines()[0].endswith(f"infra.py:{line + 1}: UserWarning: not typekro's")


@pytest.mark.parametrize("command", [("-m", "typekro", "up", "infra.py"), ("infra.py",)])
def test_nothing_is_said_of_a_reader_that_went_away(tmp_path: Path, command: tuple[str, ...]) -> None:
    text = """
        async def main() -> None:
            async with alchemy("files"):
                sys.stdin.readline()
                for number in range(100_000):
                    print(number)

        typekro.run(main)
    """
    write(tmp_path, text)
    process = start(tmp_path, *command)
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stderr is not None

    process.stdout.close()
    process.stdin.write("\n")
    process.stdin.close()
    err = process.stderr.read()
    process.stderr.close()

    assert process.wait() == 1
    assert "Broken" not in err
    assert "Traceback" not in err


def test_python_runs_the_same_script_with_the_same_end(tmp_path: Path) -> None:
    write(tmp_path, ONE_FILE)

    done = python(tmp_path, "infra.py")

    assert done.code == 0
    assert (tmp_path / "readme.txt").read_text("utf-8") == "hello"


def test_a_second_ctrl_c_breaks_off_a_delete_too_and_the_next_run_finishes_it(tmp_path: Path) -> None:
    text = """
        class Slow(File):
            async def delete(self, context: Context, old: int) -> None:
                if sys.argv[1:] == ["slowly"]:
                    print("deleting", flush=True)
                    await anyio.sleep(3600)
                await super().delete(context, old)

        async def main() -> None:
            async with alchemy("files"):
                if not sys.argv[1:]:
                    Slow("readme", path="readme.txt")

        typekro.run(main)
    """
    write(tmp_path, text)
    assert typekro(tmp_path, "up", "infra.py").code == 0
    process = start(tmp_path, "-m", "typekro", "up", "infra.py", "--", "slowly")
    assert process.stdout is not None
    assert process.stdout.readline() == "deleting\n"
    assert process.stderr is not None

    process.send_signal(signal.SIGINT)
    while "interrupted" not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGINT)
    done = end(process)

    assert (done.code, done.err.splitlines()[-1]) == (130, "interrupted: nothing was finished")
    assert (tmp_path / "readme.txt").exists()
    assert typekro(tmp_path, "up", "infra.py", "--", "quickly").code == 0
    assert not (tmp_path / "readme.txt").exists()


def test_verbose_tells_each_request_among_the_lines_of_the_run(tmp_path: Path) -> None:
    text = """
        import logging


        class Asking(File):
            async def create(self, context: Context) -> int:
                logging.getLogger("typekro.kubernetes").debug("GET /version: 200 in 3 ms")
                return await super().create(context)


        async def main() -> None:
            async with alchemy("infra"):
                await Asking("readme", path="readme.txt")


        typekro.run(main)
    """
    write(tmp_path, text)

    quiet, planned = typekro(tmp_path, "up", "infra.py", "--stage", "a"), typekro(tmp_path, "plan", "infra.py", "--verbose")
    loud = typekro(tmp_path, "up", "infra.py", "--verbose")

    assert (quiet.code, planned.code, loud.code) == (0, 2, 0)
    assert "GET" not in quiet.err
    assert loud.err.splitlines()[1:3] == ["+ create readme", "  GET /version: 200 in 3 ms"]
