from typing import Any

import pytest

from typekro.expressions import library
from typekro.local.schemas.correlating import UNKNOWN
from typekro.local.schemas.ruling import broken
from typekro.local.schemas.structural import compiled

pytestmark = pytest.mark.skipif(not library.available(), reason="rules are run by Google's CEL library")


def _texts(rule: dict[str, Any], value: Any, old: Any = UNKNOWN) -> list[str]:
    schema = {"type": "object", "properties": {"a": {"type": "integer", "x-kubernetes-validations": [rule]}}}
    before = UNKNOWN if old is UNKNOWN else {"a": old}
    return [problem.text for problem in broken({"a": value}, compiled(schema), "spec", before)]


def test_a_broken_rule_is_told_by_its_text() -> None:
    assert _texts({"rule": "self > 1"}, 1) == ["spec.a: Invalid value: 1: failed rule: self > 1"]


def test_a_rule_about_the_past_holds_where_there_is_one() -> None:
    rule = {"rule": "self >= oldSelf", "message": "it grows"}
    assert _texts(rule, 1) == []
    assert _texts(rule, 1, 2) == ["spec.a: Invalid value: 1: it grows"]


def test_a_broken_rule_about_what_did_not_change_is_not_told_again() -> None:
    assert _texts({"rule": "self > 1"}, 1, 1) == []


def test_a_message_that_cannot_be_made_is_replaced() -> None:
    rule = {"rule": "self > 1", "messageExpression": "string(1 / (self - 1))"}
    assert _texts(rule, 1) == ["spec.a: Invalid value: 1: failed rule: self > 1"]


def test_a_rule_that_fails_is_told_with_its_reason() -> None:
    assert _texts({"rule": "10 / self > 1", "message": "small"}, 0) == [
        'spec.a: Invalid value: "integer": division by zero evaluating rule: small'
    ]
