"""What mypy and pyright say of files, both as strict as they can be, each started once for all of them."""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

Findings = Mapping[Path, frozenset[str]]
"""The codes of the errors in each file that has some."""

# What this project asks of mypy beyond --strict; its settings are used all the same, so that one cache serves all runs.
_BEYOND_STRICT = frozenset({"unreachable", "redundant-expr", "truthy-bool", "ignore-without-code"})


def mypy(folder: Path) -> Findings:
    """The codes of mypy's errors in the files of a catalogue."""
    files = [str(file) for file in sorted(folder.glob("*/*.py"))]
    answers = _run("mypy", "--strict", "--output", "json", "--explicit-package-bases", *files, MYPYPATH=str(folder))
    said: list[dict[str, Any]] = [json.loads(line) for line in answers.splitlines() if line.startswith("{")]
    errors = [answer for answer in said if answer["severity"] == "error" and answer["code"] not in _BEYOND_STRICT]
    return _by_file(((ROOT / answer["file"]).resolve(), answer["code"]) for answer in errors)


def pyright(folder: Path) -> Findings:
    """The rules of pyright's errors in the files of a catalogue."""
    with tempfile.TemporaryDirectory() as project:
        files = os.path.relpath(folder, Path(project).resolve())
        settings = {"include": [files], "typeCheckingMode": "strict", "pythonVersion": "3.11", "extraPaths": [str(ROOT)]}
        (Path(project) / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
        answer: dict[str, Any] = json.loads(_run("pyright", "--outputjson", "--pythonpath", sys.executable, "--project", project))
    errors = [said for said in answer["generalDiagnostics"] if said["severity"] == "error"]
    return _by_file((Path(said["file"]).resolve(), said.get("rule", "syntax")) for said in errors)


CHECKERS: Mapping[str, Callable[[Path], Findings]] = {"mypy": mypy, "pyright": pyright}


def _run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env={**os.environ, **environment}, check=False, capture_output=True, text=True
    )
    if done.stderr:
        raise RuntimeError(f"{command[0]} failed\n{done.stderr}")
    return done.stdout


def _by_file(found: Iterable[tuple[Path, str]]) -> Findings:
    codes: dict[Path, set[str]] = defaultdict(set)
    for file, code in found:
        codes[file].add(code)
    return {file: frozenset(of_file) for file, of_file in codes.items()}
