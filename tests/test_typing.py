"""What type checkers say of scripts that users write: nothing of the samples in `good/`, exactly the marked errors of those in `bad/`.

A line with mistakes ends in `# error: mypy[code] pyright[rule]`, one entry for each error that a checker must report there.
"""

import importlib.util
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = Path(__file__).resolve().parent / "typing"
GOOD = sorted((SAMPLES / "good").glob("*.py"))
BAD = sorted((SAMPLES / "bad").glob("*.py"))

Finding = tuple[str, int, str]
"""File below the samples, line, code."""


def expected(checker: str) -> Counter[Finding]:
    findings: Counter[Finding] = Counter()
    for file in BAD:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            codes = re.findall(rf"{checker}\[([\w-]+)\]", line.partition("# error:")[2])
            findings.update((f"bad/{file.name}", number, code) for code in codes)
    return findings


def run(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


def said_by_mypy() -> Counter[Finding]:
    files = [str(file) for file in GOOD + BAD]
    answers: list[dict[str, Any]] = [json.loads(line) for line in run("mypy", "--strict", "--output", "json", *files).splitlines()]
    return Counter(
        ((ROOT / answer["file"]).relative_to(SAMPLES).as_posix(), answer["line"], answer["code"])
        for answer in answers
        if answer["severity"] == "error"
    )


def said_by_pyright() -> Counter[Finding]:
    text = run("pyright", "--outputjson", "--pythonpath", sys.executable, "--project", str(SAMPLES))
    answers: list[dict[str, Any]] = json.loads(text)["generalDiagnostics"]
    return Counter(
        (Path(answer["file"]).relative_to(SAMPLES).as_posix(), answer["range"]["start"]["line"] + 1, answer["rule"]) for answer in answers
    )


def test_mypy_strict_accepts_the_good_samples_and_refuses_the_bad_ones() -> None:
    assert said_by_mypy() == expected("mypy")


def test_pyright_strict_accepts_the_good_samples_and_refuses_the_bad_ones() -> None:
    assert said_by_pyright() == expected("pyright")


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_every_bad_sample_has_a_mistake_for_each_checker(file: Path) -> None:
    text = file.read_text("utf-8")

    assert re.search(r"# error:.*mypy\[", text)
    assert re.search(r"# error:.*pyright\[", text)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_every_good_sample_runs(file: Path) -> None:
    spec = importlib.util.spec_from_file_location(f"typing_sample_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)

    spec.loader.exec_module(module)

    assert module.__doc__
