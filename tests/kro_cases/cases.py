"""A folder of cases: definitions in `valid/` and `invalid/`, what they need in `needs/NAME/`, what kro makes of them in `expected/`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from typekro.checking.documents import documents
from typekro.errors import DefinitionError

OWN = Path(__file__).parent / "own"
"""The cases of this project."""


@attrs.frozen(eq=False)
class Case:
    """One definition, or several that belong together.

    Args:
        name: the name of its file.
        accepted: whether kro takes it.
        manifests: the documents of the file; none where it cannot be read.
        unreadable: why it cannot be read; empty where it can.
        needs: what has to be there before.
        expected: what kro makes of it; empty where nobody wrote it down.
    """

    name: str
    accepted: bool
    manifests: tuple[Mapping[str, Any], ...]
    unreadable: str = ""
    needs: tuple[Mapping[str, Any], ...] = ()
    expected: Mapping[str, Any] = attrs.Factory(dict[str, Any])


def cases_of(folder: Path) -> list[Case]:
    """The cases of a folder, by name, the accepted ones first; any part of it may be missing."""
    return [_case(folder, file, verdict == "valid") for verdict in ("valid", "invalid") for file in _files(folder / verdict)]


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*") if file.suffix in {".yaml", ".yml", ".json"})


def _case(folder: Path, file: Path, accepted: bool) -> Case:  # noqa: FBT001 - the two folders
    name = file.stem
    needs = tuple(found.manifest for need in _files(folder / "needs" / name) for found in documents(need.read_text("utf-8"), need.name))
    expected = folder / "expected" / f"{name}.json"
    try:
        manifests, unreadable = tuple(found.manifest for found in documents(file.read_text("utf-8"), file.name)), ""
    except DefinitionError as error:
        manifests, unreadable = (), error.message
    return Case(name, accepted, manifests, unreadable, needs, json.loads(expected.read_text("utf-8")) if expected.exists() else {})
