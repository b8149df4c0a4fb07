"""The recordings in the docs are what the commands say."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.control_plane import ControlPlane, running_control_plane
from tools.record import RECORDINGS, Recorder, in_pipe, prepare


@pytest.fixture(scope="module")
def plane() -> Iterator[ControlPlane]:
    """A control plane of its own: the names in the recordings are cluster-wide, and stay as they are."""
    with running_control_plane() as plane:
        yield plane


@pytest.mark.cluster
def test_the_recordings_are_what_the_commands_say(plane: ControlPlane, tmp_path: Path) -> None:
    prepare(plane)

    said = Recorder(plane, tmp_path).record(in_pipe)

    assert said == {name: (RECORDINGS / f"{name}.pipe.txt").read_text("utf-8") for name in said}


def test_the_docs_have_all_recordings_and_none_has_a_control_code() -> None:
    wanted = {f"{name}.{way}.txt" for name, way in itertools.product(["up", "plan", "destroy"], ["pipe", "terminal"])}

    texts = {path.name: path.read_text("utf-8") for path in RECORDINGS.iterdir()}

    assert set(texts) == wanted
    assert [name for name, text in texts.items() if "\x1b" in text] == []
