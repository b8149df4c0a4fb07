"""`typekro plan`: runs a script without touching anything, and shows what `up` would do."""

import json
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, TextIO

import attrs

from typekro.cli.places import shown
from typekro.cli.up import run_script
from typekro.errors import UsageError, compose
from typekro.expressions.tokens import known_later
from typekro.orchestrator.app import PLAN
from typekro.orchestrator.launch import Clusters, Launch
from typekro.orchestrator.plan import KNOWN_LATER, FieldChange, Plan, PlanEnded, Step, StepAction, counted

CHANGES = 2
"""The exit code where there is something to do."""

_SYMBOLS: dict[StepAction, str] = {"create": "+", "update": "~", "replace": "±", "rename": "↷", "delete": "-", "forget": "!"}
_WIDEST = 60


def plan(
    file: Path,
    arguments: Sequence[str] = (),
    *,
    stage: str | None = None,
    refresh: bool | None = None,
    mode: str | None = None,
    verbose: bool = False,
    out: Path | None = None,
    as_json: bool = False,
    clusters: Clusters | None = None,
) -> None:
    """Prints what a run of a script would do, and does nothing.

    Args:
        file: the script; it is run as `__main__`.
        arguments: what it finds in `sys.argv[1:]`.
        stage: the stage of its apps, where it names none.
        refresh: whether what exists is looked at, where it does not say.
        mode: how its graphs are deployed, where it does not say.
        verbose: whether its apps tell each request.
        out: where the plan is written to, for `typekro up --plan`.
        as_json: print one JSON document instead of text; what the script prints goes to standard error.
        clusters: gives the cluster to use in place of each that its apps name; None where theirs are right.

    Raises:
        SystemExit: there is something to do; its code is 2.
        UsageError: there is no such script, it opened no app, or the plan of several apps was to be written.
        Exception: what a run would fail with, as far as that can be known; or whatever the script raised.
    """
    launch = Launch(stage, refresh, mode=mode, operation=PLAN, verbose=verbose, clusters=clusters)
    written = sys.stdout
    try:
        with redirect_stdout(sys.stderr if as_json else sys.stdout), _readable():
            run_script(launch, file, arguments)
    except PlanEnded:
        pass  # the plan says so
    finally:
        if as_json:
            written.write(json.dumps([each.to_json() for each in launch.plans], indent=2) + "\n")
        else:
            written.writelines(f"{line}\n" for each in launch.plans for line in lines(each))
    if out is not None:
        _save(launch.plans, out)
    if any(each.steps or each.ended_by is not None for each in launch.plans):
        raise SystemExit(CHANGES)


def read_plan(path: Path, again: Callable[[str], str]) -> Plan:
    """The plan that `typekro plan --out` wrote.

    Args:
        path: the file.
        again: gives the command that plans into a file of a name, for errors.

    Raises:
        UsageError: there is no such file, or it is no plan.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or f"it is no JSON: {error}"
        raise UsageError(compose(f"{shown(path)} is no plan", why, again(shown(path)))) from None
    return Plan.from_json(data, shown(path), again(shown(path)))


def lines(made: Plan) -> Iterator[str]:
    """A plan as a person reads it: a line a step, the fields that change below it, and the totals.

    Args:
        made: the plan.
    """
    for step in made.steps:
        yield from _step(step)
    if made.ended_by is not None:
        yield f"! the script decided on what is known only after apply: {made.ended_by}"
        yield "  what it would have declared after that is not in this plan, and it cannot be saved"
        yield f"  not judged: {', '.join(made.unjudged) or 'nothing'}"
    if made.failed:
        yield f"x could not be planned: {', '.join(made.failed)}"
    if made.stopped is not None:
        yield f"x a run would end with: {made.stopped}"
    if made.unjudged and made.ended_by is None:
        yield f"  a run would delete nothing then; not declared so far: {', '.join(made.unjudged)}"
    totals = counted(made.steps)
    words = {"create": "create", "update": "update", "replace": "replace", "rename": "rename", "delete": "delete", "forget": "forget"}
    parts = [f"{totals[action]} to {word}" for action, word in words.items() if action in totals]
    unchanged = [f"{made.unchanged} unchanged"] if made.unchanged else []
    nothing = [] if parts or made.ended_by or made.failed or made.stopped else ["no changes"]
    failed = [f"{len(made.failed)} failed"] if made.failed else ["it fails"] if made.stopped else []
    yield f"plan: {', '.join([*nothing, *parts, *unchanged, *failed])}"


def _step(step: Step) -> Iterator[str]:
    unchecked = "" if step.checked else "  (not checked by the server)"
    yield f"{_SYMBOLS[step.action]} {step.action} {step.id}{f': {step.reason}' if step.reason else ''}{unchecked}"
    for change in step.changes:
        yield f"    {_change(change)}"


def _change(change: FieldChange) -> str:
    path = change.path.removeprefix(".") or "."
    match change.before, change.after:
        case None, after:
            return f"{path}: + {_shown(after)}"
        case before, None:
            return f"{path}: - {_shown(before)}"
        case before, after:
            return f"{path}: {_shown(before)} -> {_shown(after)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 3]}..."


def _save(plans: Sequence[Plan], out: Path) -> None:
    if len(plans) != 1:
        hint = "plan the script of one app"
        raise UsageError(compose(f"{shown(out)} was not written: the script planned {len(plans)} apps", "a plan is of one", hint))
    (made,) = plans
    if made.ended_by is not None:
        raise UsageError(compose(f"{shown(out)} was not written: the plan is not whole", made.ended_by))
    out.touch(mode=0o600)
    out.write_text(json.dumps(made.to_json(), indent=2) + "\n", "utf-8")
    sys.stderr.write(f"written to {shown(out)}: typekro up FILE --plan {shown(out)} does just this\n")


@attrs.define(eq=False)
class _Later:
    """A stream on which values that are not known yet are written as such."""

    stream: TextIO

    def write(self, text: str) -> int:
        return self.stream.write(known_later(text, KNOWN_LATER))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def _readable() -> Generator[None]:
    before = sys.stdout
    later: Any = _Later(before)
    sys.stdout = later
    try:
        yield
    finally:
        sys.stdout = before
