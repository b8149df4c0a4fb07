"""The same objects are filled in, or refused in the same words, as by the real API server, whose answers are kept beside."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.local.schemas.answering import answered_custom
from tests.local.schemas.answering_builtin import answered_builtin
from tests.local.schemas.builtin_cases import builtin_cases
from tests.local.schemas.crd_cases import crd_cases
from tests.local.schemas.custom_cases import custom_cases
from tests.local.schemas.recording import Case

ANSWERS = Path(__file__).with_name("answers.json.gz")
_BUILTIN = [*builtin_cases(), *crd_cases()]
_CUSTOM = [*custom_cases()]


@cache
def answers() -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(gzip.decompress(ANSWERS.read_bytes()))
    return answers


@pytest.mark.parametrize("case", _BUILTIN, ids=[case[0] for case in _BUILTIN])
def test_an_object_of_a_built_in_kind_is_answered_as_by_the_real_server(case: Case) -> None:
    expected = dict(answers()[case[0]])
    before = expected.pop("stored", None) or case[2]
    assert answered_builtin(case[1], before) == expected


@pytest.mark.parametrize("case", _CUSTOM, ids=[case[0] for case in _CUSTOM])
def test_an_object_of_a_crd_is_answered_as_by_the_real_server(case: Case) -> None:
    expected = dict(answers()[case[0]])
    expected.pop("stored", None)
    assert answered_custom(case) == expected


def test_there_is_an_answer_to_each_case() -> None:
    assert sorted(answers()) == sorted(case[0] for case in (*_BUILTIN, *_CUSTOM))
