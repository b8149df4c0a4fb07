"""The real API server still answers as it did when its answers were kept; `RECORD_ANSWERS=1` keeps those that it gives now."""

import gzip
import json
import os
from typing import Any

import pytest

from tests.cluster.control_plane import ControlPlane
from tests.local.schemas.builtin_cases import builtin_cases
from tests.local.schemas.crd_cases import crd_cases
from tests.local.schemas.custom_cases import CRD, custom_cases
from tests.local.schemas.recording import prepare, recorded
from tests.local.schemas.test_answers import ANSWERS, answers


@pytest.mark.cluster
def test_the_kept_answers_are_those_of_the_real_server(control_plane: ControlPlane) -> None:
    prepare(control_plane.api, CRD)

    given = recorded(control_plane.api, [*custom_cases(), *builtin_cases(), *crd_cases()])

    if os.environ.get("RECORD_ANSWERS"):
        ANSWERS.write_bytes(gzip.compress(json.dumps(given, sort_keys=True, separators=(",", ":")).encode(), 9, mtime=0))
        answers.cache_clear()
    assert _without_stored(given) == _without_stored(answers())


def _without_stored(given: dict[str, Any]) -> dict[str, Any]:
    """The answers but what a controller may have written meanwhile into what was stored before."""
    return {
        name: {key: value for key, value in answer.items() if key != "stored" and not (key == "object" and "stored" in answer)}
        for name, answer in given.items()
    }
