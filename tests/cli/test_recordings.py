"""The recordings in the docs are what the commands say."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.control_plane import ControlPlane, running_control_plane
from tools.record import RECORDINGS, Recorder, in_pipe, prepare

_ENDED = ("  created ", "  updated ", "  deleted ")


@pytest.fixture(scope="module")
def plane() -> Iterator[ControlPlane]:
    """A control plane of its own: the names in the recordings are cluster-wide, and stay as they are."""
    with running_control_plane() as plane:
        yield plane


@pytest.mark.cluster
def test_the_recordings_are_what_the_commands_say(plane: ControlPlane, tmp_path: Path) -> None:
    prepare(plane)

    said = Recorder(plane, tmp_path).record(in_pipe)

    shown = {name: (RECORDINGS / f"{name}.pipe.txt").read_text("utf-8") for name in said}
    assert _in_no_order(said) == _in_no_order(shown)
    deleted = [line.split()[1] for line in said["destroy"].splitlines() if line.startswith("  deleted ")]
    assert deleted.index("WebApp/default/my-frontend-app") < deleted.index("webapp-rgd")
    assert deleted.index("Database/default/my-production-db") < deleted.index("database-rgd")


def _in_no_order(texts: dict[str, str]) -> dict[str, list[str]]:
    """The lines of texts, those of them sorted that tell of what ended: what depends on nothing else ends when it does."""
    return {name: list(_lines(text)) for name, text in texts.items()}


def _lines(text: str) -> Iterator[str]:
    for ended, together in itertools.groupby(text.splitlines(), key=lambda line: line.startswith(_ENDED)):
        lines = list(together)
        yield from sorted(lines) if ended else lines


def test_the_docs_have_all_recordings_and_none_has_a_control_code() -> None:
    wanted = {f"{name}.{way}.txt" for name, way in itertools.product(["up", "plan", "destroy"], ["pipe", "terminal"])}

    texts = {path.name: path.read_text("utf-8") for path in RECORDINGS.iterdir()}

    assert set(texts) == wanted
    assert [name for name, text in texts.items() if "\x1b" in text] == []
