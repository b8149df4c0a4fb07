"""`typekro doctor`: what is wrong with the cluster, with kro, with permissions and with the state; nothing is changed."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from typekro.cli.places import shown
from typekro.cli.tables import aligned
from typekro.errors import StateError, TypeKroError, UsageError, compose
from typekro.kro.diagnosis import (
    Finding,
    judge_connection,
    judge_file,
    judge_kro,
    judge_kubernetes,
    judge_permissions,
    judge_place,
    judge_stage,
)
from typekro.kro.examination import examine, plurals_of
from typekro.kro.permissions import guessed, needs, roles, used_by, uses_kro
from typekro.kubernetes import Reachable
from typekro.orchestrator.state.inspecting import Inspection, Stage, inspect
from typekro.orchestrator.state.location import default_path

VERSION = 1
"""Of the JSON; it grows when a field goes, or means something else."""


async def doctor(app: str | None, stage: str, state: Path | None, cluster: Reachable, as_json: bool = False) -> None:  # noqa: FBT001, FBT002 - as anyio.run passes it
    """Prints what each check found.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in, where there is one.
        cluster: which cluster.
        as_json: print one JSON document instead of text.

    Raises:
        SystemExit: something does not work; its code is 1.
    """
    local = _look(app, stage, state)
    here = [record for record in local.records if record.slot == "cluster"]  # what is in those that go by a name is not asked of this one
    by_kro = uses_kro(here)
    seen = await examine(cluster, used_by(here), kro=by_kro)
    if isinstance(seen, TypeKroError):
        findings = [Finding.of_error("connection", seen.message)]
    else:
        findings = [
            judge_connection(seen.context, seen.server, seen.identity),
            judge_kubernetes(seen.version),
            *judge_kro(seen.kro, used=by_kro),
            judge_permissions(seen.asked, seen.denied),
        ]
    findings += local.findings
    if not isinstance(seen, TypeKroError) and seen.identity and local.stage is not None:
        findings += judge_place(local.stage, seen.identity)
    print(json.dumps(_document(local, findings), indent=2) if as_json else "\n".join(_lines(findings)))
    if any(finding.verdict == "problem" for finding in findings):
        raise SystemExit(1)


async def print_roles(app: str | None, stage: str, state: Path | None, cluster: Reachable) -> None:
    """Prints the smallest roles that typekro needs, for what is recorded; asks the cluster for the names of kinds where it can be asked.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in. Where there is none, no kinds are known.
        cluster: which cluster.

    Raises:
        StateError: the state file cannot be read.
        UsageError: the app or the stage is not in it, or the app has to be named.
    """
    local = _look(app, stage, state)
    if local.error is not None:
        raise local.error
    used = used_by(local.records)
    plurals = await plurals_of(cluster, used) if used else {}
    name = "typekro" if local.stage is None else f"typekro-{local.stage.app}-{local.stage.stage}"
    print(roles(needs(used, plurals, kro=uses_kro(local.records)), name, guessed(used, plurals)), end="")


@attrs.frozen(kw_only=True)
class _Local:
    """What there is of state.

    Args:
        path: the state file; None where there is none, or it is not known which.
        stage: the stage; None where it is not in the file.
        error: why there is none of these.
        findings: what is to be said of them.
    """

    path: Path | None = None
    stage: Stage | None = None
    error: TypeKroError | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def records(self) -> Sequence[Any]:
        return () if self.stage is None else self.stage.records


def _look(app: str | None, stage: str, state: Path | None) -> _Local:
    path: Path | None = None
    try:
        path = state if state is not None else _default(app)
        if path is None:
            return _Local(findings=(Finding("state", "ok", "there is no state file here: nothing was recorded yet"),))
        if not path.exists():
            raise StateError(compose(f"no state file {shown(path)}", "the first run of a script makes it"), str(path))
        file = inspect(path)
        found = _stage(file, app, stage)
    except TypeKroError as error:
        return _Local(path=path, error=error, findings=(Finding.of_error("state", error.message),))
    file = attrs.evolve(file, path=Path(shown(path)))
    if found is None:
        return _Local(path=path, findings=tuple(judge_file(file)))
    return _Local(path=path, stage=found, findings=(*judge_file(file), *judge_stage(found, datetime.now().astimezone())))


def _default(app: str | None) -> Path | None:
    """The state file of the project; None where it has none."""
    if app is not None:
        return default_path(app, None)
    folder = default_path("app", None).parent
    files = sorted(folder.glob("*.sqlite"))
    if len(files) > 1:
        names = ", ".join(file.stem for file in files)
        raise UsageError(compose(f"{shown(folder)} has the state of several apps", f"these are {names}", "name one of them"))
    return files[0] if files else None


def _stage(file: Inspection, app: str | None, stage: str) -> Stage | None:
    """The stage that is meant; None where the file is empty."""
    apps = sorted({one.app for one in file.stages})
    if app is None and not apps:
        return None
    if app is None and len(apps) > 1:
        raise UsageError(compose(f"{shown(file.path)} has records of several apps", f"these are {', '.join(apps)}", "name one of them"))
    name = apps[0] if app is None else app
    found = next((one for one in file.stages if (one.app, one.stage) == (name, stage)), None)
    if found is None:
        why = f"recorded in {shown(file.path)}: {', '.join(map(str, file.stages)) or 'nothing'}"
        raise UsageError(compose(f"there is no stage {stage!r} of app {name!r}", why, "name another one: --stage STAGE"))
    return found


def _document(local: _Local, findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "app": None if local.stage is None else local.stage.app,
        "stage": None if local.stage is None else local.stage.stage,
        "state": None if local.path is None else str(local.path.absolute()),
        "findings": [attrs.asdict(finding) for finding in findings],
    }


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    heads = aligned([[finding.verdict, finding.name, finding.text.partition("\n")[0]] for finding in findings])
    for head, finding in zip(heads, findings, strict=True):
        yield head
        yield from finding.text.splitlines()[1:]
        yield from (f"  hint: {line}" for line in finding.hint.splitlines())
    counts = Counter(finding.verdict for finding in findings)
    told = [f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}" for kind in ("problem", "warning") if counts[kind]]
    yield ", ".join(told) or "nothing is wrong"
