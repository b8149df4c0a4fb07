"""The live display, on a terminal that shows what a person would see."""

import logging
import sys
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.orchestrator.parts import Bench, Door, Thing
from tests.orchestrator.screen import FILENO, Keyboard, Screen, Stream
from typekro.errors import BlockedError
from typekro.orchestrator import Report
from typekro.orchestrator.live import Live, coloured, in_loop, plain
from typekro.orchestrator.reporting import report_for
from typekro.orchestrator.rows import clean, cut, width


@attrs.define(eq=False)
class Watched:
    """A report with a live display, on a screen, at a time that only the test moves.

    Args:
        screen: the terminal.
        paint: adds colours.
        others: streams that end on the same screen.
        keyboard: where a person types.
    """

    screen: Screen = attrs.field(factory=Screen)
    paint: Callable[[str], str] = plain
    others: list[Any] = attrs.field(factory=list[Any])
    keyboard: Any = None
    now: float = 0.0
    due: list[tuple[float, Callable[[], None]]] = attrs.field(factory=list[tuple[float, Callable[[], None]]])
    live: Live = attrs.field(init=False)
    report: Report = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.live = Live(
            self.screen, self.screen.size, self.others, self.keyboard, clock=lambda: self.now, later=self._later, paint=self.paint
        )
        self.report = Report(self.live.say, clock=lambda: self.now, listeners=[self.live], tells_waits=False)

    def _later(self, seconds: float, call: Callable[[], None]) -> bool:
        self.due.append((self.now + seconds, call))
        return True

    def passes(self, seconds: float) -> None:
        """Time goes on: what was to be done later is done."""
        self.now += seconds
        ripe = [call for when, call in self.due if when <= self.now]
        self.due = [(when, call) for when, call in self.due if when > self.now]
        for call in ripe:
            call()


def test_what_is_worked_at_stands_below_what_was_said() -> None:
    watched = Watched(Screen(columns=100))
    report = watched.report

    for id_ in ("database-rgd", "webapp-rgd", "cache", "queue", "mail"):
        report.declared(id_)
    report.begin("create", "database-rgd")
    watched.passes(1.4)
    report.end("create", "database-rgd")
    report.begin("update", "webapp-rgd", "image")
    watched.passes(12)
    report.waiting("cache", "1 of 3 pods\nare ready")
    report.beat()

    assert watched.screen.text == [
        "+ create database-rgd",
        "  created database-rgd in 1.4 s",
        "~ update webapp-rgd: image",
        "~ update  webapp-rgd  12 s",
        "… wait    cache        0 s  waiting: 1 of 3 pods are ready",
        "1 done, 2 at work, 2 to come",
    ]


def test_rows_stay_aligned_on_sixty_columns_and_with_wide_characters() -> None:
    watched = Watched(Screen(columns=60))

    watched.report.waiting("データベース", "Ready=False: 三つのポッドのうち一つだけが動いていますので待ちます")
    watched.report.waiting("a-very-long-name-that-nobody-would-type-twice", "🚀 lifts off")
    watched.report.begin("delete", "web", "no longer declared")
    watched.passes(100)
    watched.report.beat()

    assert watched.screen.text == [
        "- delete web: no longer declared",
        "… wait    データベース             100 s  Ready=False: 三…",
        "… wait    a-very-long-name-that-…  100 s  🚀 lifts off",
        "- delete  web                      100 s",
        "0 done, 3 at work",
    ]


def test_there_are_never_more_rows_than_the_terminal_has_room_for() -> None:
    watched = Watched(Screen(height=8))

    for number in range(7):
        watched.report.waiting(f"thing-{number}", "nothing")
    watched.passes(1)
    watched.report.beat()

    assert watched.screen.text == [
        "… wait  thing-0  1 s  waiting: nothing",
        "… wait  thing-1  1 s  waiting: nothing",
        "… wait  thing-2  1 s  waiting: nothing",
        "  ... and 4 more",
        "0 done, 7 at work",
    ]


@pytest.mark.parametrize(("columns", "height"), [(80, 3), (19, 24)])
def test_a_terminal_without_room_shows_lines_only(columns: int, height: int) -> None:
    watched = Watched(Screen(columns, height))

    watched.report.begin("create", "a")
    watched.report.beat()

    assert watched.screen.text == ["+ create a"]


def test_everything_is_gone_at_the_end_and_the_totals_stand_last() -> None:
    watched = Watched()
    boom = ValueError("no room\nat all")

    watched.report.run("up", "infra", "dev", "state/infra.sqlite", "1234")
    watched.report.begin("create", "a")
    watched.report.begin("create", "b")
    watched.report.failed("a", boom)
    watched.report.blocked("c", BlockedError("c was not touched", "c", "a"))
    watched.passes(11)
    watched.report.beat()
    before = watched.screen.text[-2:]
    watched.report.close()
    watched.report.totals("failed")

    assert before == ["+ create  b  11 s", "0 done, 2 failed, 1 at work"]
    assert watched.screen.text == [
        "typekro up infra/dev  state state/infra.sqlite  run 1234",
        "+ create a",
        "+ create b",
        "x a failed: no room",
        "x c blocked by a",
        "  took 11.0 s, most of all a 0.0 s",
        "failed: 1 failed, 1 blocked",
    ]


def test_it_draws_at_most_ten_times_a_second_and_nothing_is_left_out() -> None:
    watched = Watched()
    watched.report.waiting("a", "step 0")
    drawn = watched.screen.writes

    for step in range(1, 100):
        watched.report.waiting("a", f"step {step}")
        watched.passes(0.01)

    assert watched.screen.writes - drawn <= 10
    watched.passes(0.1)
    assert watched.screen.text[0] == "… wait  a  1 s  waiting: step 99"


def test_without_an_event_loop_the_next_beat_draws() -> None:
    screen = Screen()
    live = Live(screen, screen.size, clock=lambda: 0.0)
    report = Report(live.say, clock=lambda: 0.0, listeners=[live], tells_waits=False)
    report.waiting("a", "one")
    report.waiting("a", "two")
    early = screen.text[0]

    report.beat()
    late = screen.text[0]
    report.close()

    assert (in_loop(0.0, report.beat), early, late) == (False, "… wait  a  0 s  waiting: one", "… wait  a  0 s  waiting: two")


def say(stream: Any, text: str, end: str = "\n") -> None:
    """As a script does."""
    print(text, file=stream, end=end)


def test_what_a_script_prints_stands_above_the_rows_and_is_whole() -> None:
    screen = Screen()
    out = Stream(screen)
    watched = Watched(screen, others=[out])
    handler = logging.StreamHandler(screen)  # made before, as by logging.basicConfig()
    watched.report.begin("create", "a")
    watched.passes(1)

    say(out, "hello world")
    watched.passes(1)
    handler.emit(logging.makeLogRecord({"msg": "logged"}))
    watched.passes(1)
    say(out, "", end="")

    assert screen.text == ["+ create a", "hello world", "logged", "+ create  a  3 s", "0 done, 1 at work"]


def test_no_row_is_drawn_into_a_line_that_is_not_finished() -> None:
    screen = Screen()
    out = Stream(screen)
    watched = Watched(screen, others=[out])
    watched.report.begin("create", "a")
    watched.passes(1)

    say(out, "counting: 1", end="")
    watched.passes(1)
    watched.report.beat()
    open_line = screen.text
    say(out, ", 2")
    watched.report.beat()

    assert open_line == ["+ create a", "counting: 1"]
    assert screen.text == ["+ create a", "counting: 1, 2", "+ create  a  2 s", "0 done, 1 at work"]


def test_rows_are_away_while_a_person_types() -> None:
    screen = Screen()
    keyboard = Keyboard(screen, "yes\n")
    watched = Watched(screen, keyboard=keyboard)
    watched.report.begin("delete", "a", "no longer declared")
    watched.passes(1)

    say(screen, "delete it? type yes: ", end="")
    answer = keyboard.readline()
    watched.passes(1)
    watched.report.beat()

    assert (answer, keyboard.seen) == ("yes\n", ["- delete a: no longer declared", "delete it? type yes:"])
    assert screen.text == ["- delete a: no longer declared", "delete it? type yes: yes", "- delete  a  2 s", "0 done, 1 at work"]


def test_rows_are_away_while_somebody_writes_past_us() -> None:
    watched = Watched()
    watched.report.begin("create", "a")
    watched.passes(1)

    number = watched.screen.fileno()  # what subprocess asks of stdout=sys.stdout, and input() of both
    watched.report.beat()
    away = watched.screen.text
    watched.report.note("a", "goes on")
    watched.passes(1)

    assert (number, away) == (FILENO, ["+ create a"])
    assert watched.screen.text == ["+ create a", "! a: goes on", "+ create  a  2 s", "0 done, 1 at work"]


def test_the_streams_are_given_back_as_they_were() -> None:
    screen = Screen()
    out = Stream(screen)
    vars(out)["fileno"] = own = lambda: 1
    watched = Watched(screen, others=[out], keyboard=(keyboard := Keyboard(screen, "")))
    watched.report.begin("create", "a")
    taken = ["write" in vars(screen), "write" in vars(out), "readline" in vars(keyboard)]

    watched.report.close()
    watched.report.close()
    watched.report.begin("create", "b")
    watched.report.beat()

    assert taken == [True, True, True]
    assert ["write" in vars(screen), "write" in vars(out), "readline" in vars(keyboard)] == [False, False, False]
    assert vars(out)["fileno"] is own
    assert screen.text == ["+ create a", "+ create b"]


@pytest.mark.parametrize("first_ends_first", [True, False])
def test_two_apps_at_once_share_a_terminal(first_ends_first: bool) -> None:  # noqa: FBT001 - a parameter
    screen = Screen()
    one, two = Watched(screen), Watched(screen)

    one.report.begin("create", "a")
    two.report.begin("create", "b")
    for each in (one, two, one, two):
        each.passes(1)
        each.report.beat()
        each.report.note("x", f"at {each.now:.0f} s")
    for each in (one, two) if first_ends_first else (two, one):
        each.report.close()
        each.report.totals("interrupted")

    notes = ["! x: at 1 s", "! x: at 1 s", "! x: at 2 s", "! x: at 2 s"]
    ends = ["  took 2.0 s", "interrupted: nothing was finished"]
    assert screen.text == ["+ create a", "+ create b", *notes, *ends, *ends]


def test_a_terminal_that_becomes_narrower_keeps_all_lines_and_no_old_row() -> None:
    watched = Watched(Screen(columns=80))
    watched.report.note("a", "stays")
    watched.report.waiting("a", "something that takes more than forty columns to say")
    watched.passes(1)

    watched.screen.resize(40)
    watched.report.beat()

    assert watched.screen.text == ["! a: stays", "… wait  a  1 s  something that takes m…", "0 done, 1 at work"]


def test_colours_are_there_beside_the_words() -> None:
    watched = Watched(paint=coloured)

    watched.report.begin("create", "a")
    watched.report.end("create", "a")
    watched.report.close()
    watched.report.totals("succeeded")

    assert watched.screen.text == ["+ create a", "  created a in 0.0 s", "succeeded: 1 created"]
    assert set(watched.screen.colours) == {0, 32}
    assert coloured("x web failed: no") == "\x1b[31mx web\x1b[0m failed: no"
    assert coloured("  created web") == "  created web"


def test_a_terminal_that_is_gone_stops_nothing() -> None:
    class Gone(Screen):
        def write(self, text: str) -> int:
            raise BrokenPipeError(text)

    watched = Watched(Gone())

    watched.report.begin("create", "a")
    watched.report.beat()
    watched.report.close()
    watched.report.totals("succeeded")

    assert watched.screen.text == []


@pytest.mark.anyio
async def test_a_run_shows_its_rows_and_leaves_its_lines(bench: Bench) -> None:
    watched, lines = Watched(), list[str]()

    def said(line: str) -> None:
        lines.append(line)
        watched.live.say(line)

    watched.report.say = said
    door = bench.world.gate = Door("ready a")
    app = bench.app()
    app._report = watched.report

    async with app:
        a = Thing("a", text="one")
        Thing("b", text=a.output.text)
        await door.reached.wait()
        watched.passes(1)
        watched.report.beat()
        during = watched.screen.text[-4:]
        door.opened.set()

    assert during == ["  connected to earth", "+ create a", "+ create  a  1 s", "0 done, 1 at work, 1 to come"]
    assert watched.screen.written == lines


LETTERS = st.text(st.sampled_from("ab-/ 界🙂é…"), min_size=1, max_size=30).map(lambda text: f"x{text}x")
IDS = st.sampled_from(["a", "database", "界/🙂", "x" * 40])
STEPS = st.one_of(
    st.tuples(st.just("declared"), IDS),
    st.tuples(st.just("begin"), st.sampled_from(["create", "update", "delete", "wait"]), IDS, LETTERS),
    st.tuples(st.just("waiting"), IDS, LETTERS),
    st.tuples(st.just("end"), st.sampled_from(["create", "update", "delete", "wait"]), IDS),
    st.tuples(st.just("unchanged"), IDS),
    st.tuples(st.just("note"), IDS, LETTERS),
    st.tuples(st.just("forgot"), IDS, LETTERS),
    st.tuples(st.just("failed"), IDS, LETTERS.map(ValueError)),
    st.tuples(st.just("beat")),
    st.tuples(st.just("say"), LETTERS),
    st.tuples(st.just("print"), LETTERS, st.sampled_from(["", "\n"])),
    st.tuples(st.just("passes"), st.sampled_from([0.01, 0.2, 5.0])),
)


@settings(deadline=None)
@given(steps=st.lists(STEPS, max_size=40), columns=st.integers(15, 90), height=st.integers(1, 12))
def test_whatever_happens_rows_fit_and_the_lines_are_those_of_the_plain_report(
    steps: list[tuple[Any, ...]], columns: int, height: int
) -> None:
    watched, paper = Watched(Screen(columns, height)), Screen(columns)
    told = Report(lambda line: say(paper, line), clock=lambda: watched.now, tells_waits=False)
    for report in (watched.report, told):
        report.run("up", "infra", "dev", "infra.sqlite", "1234")
    for name, *arguments in steps:
        if name == "passes":
            watched.passes(*arguments)
        elif name == "print":
            say(watched.screen, *arguments)
            say(paper, *arguments)
        else:
            getattr(watched.report, name)(*arguments)
            getattr(told, name)(*arguments)
        permanent = len(paper.text)
        assert watched.screen.text[:permanent] == paper.text
        assert len(watched.screen.text) - permanent <= max(0, height - 3)
        assert not any(watched.screen.wrapped[permanent:])

    watched.report.close()

    assert watched.screen.text == paper.text


@given(text=st.text(max_size=60), columns=st.integers(0, 40))
def test_a_text_that_is_cut_fits_and_has_one_line(text: str, columns: int) -> None:
    shown = cut(clean(text), columns)

    assert width(shown) <= columns
    assert len(f"{shown}|".splitlines()) == 1
    assert shown.encode().decode() == shown


TERMINAL = {"TERM": "xterm"}


@pytest.mark.parametrize(
    ("environment", "tty", "is_live", "has_colours"),
    [
        (TERMINAL, True, True, True),
        (TERMINAL, False, False, False),
        ({}, True, False, False),
        ({"TERM": "dumb"}, True, False, False),
        ({**TERMINAL, "CI": "true"}, True, False, True),
        ({**TERMINAL, "NO_COLOR": "1"}, True, True, False),
        ({"FORCE_COLOR": "1"}, False, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False, False),
        ({**TERMINAL, "TYPEKRO_PROGRESS": "plain"}, True, False, True),
        ({"TYPEKRO_PROGRESS": "live"}, False, True, False),
    ],
)
def test_the_report_suits_standard_error(
    environment: dict[str, str],
    tty: bool,  # noqa: FBT001 - a parameter
    is_live: bool,  # noqa: FBT001 - the same
    has_colours: bool,  # noqa: FBT001 - the same
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Stream(Screen(), tty=tty)
    monkeypatch.setattr(sys, "stderr", screen)

    report = report_for(environment=environment)
    report.begin("create", "a")
    report.close()

    assert any(isinstance(listener, Live) for listener in report.listeners) == is_live != report.tells_waits
    assert (screen.screen.colours != []) == has_colours
    assert screen.screen.text == ["+ create a"]


def test_a_process_without_a_terminal_at_all_has_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)  # as pythonw has it, and a daemon

    assert report_for(environment=TERMINAL).listeners == []


def test_characters_that_join_take_no_room() -> None:
    assert [width("e\u0301"), width("n\u0303o"), width(clean("👩\u200d🚀")), width("界")] == [1, 2, 4, 2]
    assert clean("a\u202eb\tc\x1b[2J\ud800") == "ab c [2J\ufffd"
