"""The real API server and the local one answer the same requests in the same way, but for the differences that are known."""

import contextlib
import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.control_plane import running_control_plane
from tests.local.differential.calls import Call
from tests.local.differential.known import KNOWN, rendered
from tests.local.differential.making.sequences import sequence
from tests.local.differential.replies import Reply, Signs, compared
from tests.local.differential.reporting import table
from tests.local.differential.running import run, shortest, shrunk
from tests.local.differential.sides import Fresh, Real, held_still

_SEEDS = range(60)
_PAGE = Path(__file__).parents[3] / "docs" / "local-differences.md"


@pytest.fixture
def real() -> Iterator[Real]:
    """A real API server without the kinds of other tests, while nothing else acts on its objects."""
    with running_control_plane() as own, held_still(own) as plane, contextlib.closing(Real(plane)) as server:
        yield server


@pytest.mark.cluster
@pytest.mark.long
def test_answers_what_the_real_api_server_answers(real: Real) -> None:
    fresh = Fresh(f"d{secrets.token_hex(2)}x")
    outcomes = [run(sequence(seed), real, fresh) for seed in _SEEDS]
    print(table(outcomes))  # noqa: T201 - what was tried is shown where it fails
    differing = next((outcome for outcome in outcomes if outcome.found), None)
    assert differing is None, str(shrunk(differing, differing.found[0], real, fresh))


def test_the_documentation_has_the_known_differences() -> None:
    assert rendered(KNOWN) in _PAGE.read_text("utf-8")


def test_makes_the_same_sequence_of_the_same_seed() -> None:
    assert [str(call) for call in sequence(11)] == [str(call) for call in sequence(11)]


def test_leaves_out_what_a_failure_does_not_need() -> None:
    calls = [Call(str(number), "GET", f"/{number}") for number in range(20)]
    found = shortest(calls, lambda some: calls[3] in some and calls[17] in some)
    assert list(found) == [calls[3], calls[17]]


def test_compares_replies_beside_what_is_up_to_chance() -> None:
    def reply(uid: str, version: str, name: str) -> Reply:
        body = {"metadata": {"uid": uid, "resourceVersion": version, "name": name}}
        return Reply(200, {"content-type": "application/json"}, json.loads(json.dumps(body)))

    one = Signs().reply(reply("8a7e1e3c-0b6f-4a31-9c55-0a5b8f2f9d11", "17", "a"))
    other = Signs().reply(reply("1c2d3e4f-0b6f-4a31-9c55-0a5b8f2f9d22", "403", "b"))
    assert [difference.path for difference in compared(one, other)] == ["body.metadata.name"]
