"""The samples of a catalogue: `wrong/NAME.py` holds a mistake, `right/NAME.py` the same without it.

A wrong one begins with a sentence about the mistake and says who has to catch it, and by what:

    \"\"\"A field of the spec is misspelt.\"\"\"
    # caught by: mypy[attr-defined] pyright[reportAttributeAccessIssue] definition

Codes may be left out: then any will do. Where it is caught at definition, what is said there may stand below the code, whole:

    # definition:
    # UnknownFieldError: schema.spec.nam: ...
"""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import attrs

CHECKERS = ("mypy", "pyright")
CATCHERS = (*CHECKERS, "definition")

_CAUGHT_BY = "# caught by:"
_DEFINITION = "\n# definition:\n"
_ENTRY = re.compile(r"(\w+)(?:\[([\w-]+)\])?")


class CatalogueError(Exception):
    """A folder is no catalogue."""


@attrs.frozen
class Sample:
    """A mistake, and the same without it.

    Args:
        name: how both files are called.
        mistake: what is wrong, in a sentence.
        wrong: the file with the mistake.
        right: the file without it.
        caught_by: who has to catch it; for each the codes that it says, or nothing where any will do.
        said: what is said at definition, whole; None where anything will do.
    """

    name: str
    mistake: str
    wrong: Path
    right: Path
    caught_by: dict[str, frozenset[str]]
    said: str | None


def read(folder: Path) -> list[Sample]:
    """The samples of a catalogue by their names.

    Args:
        folder: where `wrong` and `right` are.

    Raises:
        CatalogueError: a file is missing, or does not say what it has to say.
    """
    wrong, right = ({file.stem: file for file in sorted((folder / side).glob("*.py"))} for side in ("wrong", "right"))
    if not wrong:
        raise CatalogueError(f"{folder} has no wrong/*.py")
    if alone := sorted(wrong.keys() ^ right.keys()):
        raise CatalogueError(f"in one of wrong and right alone: {', '.join(alone)}")
    return [_sample(file, right[name]) for name, file in wrong.items()]


def _sample(wrong: Path, right: Path) -> Sample:
    text = wrong.read_text("utf-8")
    line = next((line for line in text.splitlines() if line.startswith(_CAUGHT_BY)), None)
    mistake = ast.get_docstring(ast.parse(text))
    if line is None or mistake is None:
        raise CatalogueError(f"{wrong} needs a docstring, and a line such as: {_CAUGHT_BY} mypy pyright definition")
    entries = _ENTRY.findall(line.removeprefix(_CAUGHT_BY))
    caught_by = {catcher: frozenset(code for by, code in entries if by == catcher and code) for catcher, _ in entries}
    if strangers := caught_by.keys() - set(CATCHERS):
        raise CatalogueError(f"{wrong}: nobody is called {', '.join(sorted(strangers))}; there are {', '.join(CATCHERS)}")
    said = text.partition(_DEFINITION)[2]
    return Sample(wrong.stem, mistake.splitlines()[0], wrong, right, caught_by, _uncommented(said) if said else None)


def write(sample: Sample, codes: dict[str, frozenset[str]], said: str) -> None:
    """Writes what was found into a sample that says who has to catch it: the codes of the checkers, and the words at definition."""
    text = sample.wrong.read_text("utf-8").partition(_DEFINITION)[0].rstrip()
    entries = " ".join(entry for catcher in CATCHERS if catcher in sample.caught_by for entry in _entries(catcher, codes.get(catcher, ())))
    text = re.sub(rf"^{_CAUGHT_BY}.*$", f"{_CAUGHT_BY} {entries}", text, count=1, flags=re.MULTILINE)
    below = f"\n\n{_DEFINITION}{_commented(said)}" if "definition" in sample.caught_by and said else ""
    sample.wrong.write_text(f"{text}{below}\n", "utf-8")


def _entries(catcher: str, codes: Iterable[str]) -> list[str]:
    return [f"{catcher}[{code}]" for code in sorted(codes)] or [catcher]


def _commented(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def _uncommented(text: str) -> str:
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.rstrip().splitlines())
