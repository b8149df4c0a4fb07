"""What typekro's schemas make of the same cases, in the form in which the real answers are kept."""

import json
from collections.abc import Mapping
from typing import Any

from tests.local.schemas.custom_cases import CRD, SCHEMA
from tests.local.schemas.recording import Case, comparable
from typekro.local.schemas import (
    DecodingError,
    FieldProblem,
    custom_problems,
    decoding_message,
    read_custom,
    strict_message,
)


def answered_custom(case: Case) -> dict[str, Any]:
    """The answer to an object of the CRD of the cases."""
    _, new, old = case
    try:
        before = read_custom(old, SCHEMA).object if old is not None else None
        found = read_custom(new, SCHEMA)
    except DecodingError as error:
        return bad_request(new, error.said)
    if found.unknown:
        return bad_request(new, strict_message(found.unknown))
    made = found.object
    if before is not None:
        before = {**before, "metadata": {**before["metadata"], "resourceVersion": "1", "uid": "u"}}
        made = {**made, "metadata": {"uid": "u", **made["metadata"], "resourceVersion": "1"}}
    scale = CRD["spec"]["versions"][0]["subresources"]["scale"]
    return verdict(made, custom_problems(made, SCHEMA, before, scale=scale))


def bad_request(manifest: Mapping[str, Any], said: str) -> dict[str, Any]:
    """The answer to what cannot be read."""
    message = decoding_message(manifest["apiVersion"], manifest["kind"], said)
    return comparable(400, {"reason": "BadRequest", "message": message})


def verdict(made: Mapping[str, Any], problems: list[FieldProblem]) -> dict[str, Any]:
    """The answer to what was read."""
    if problems:
        return comparable(422, {"reason": "Invalid", "details": {"causes": [problem.cause for problem in problems]}, "message": ""})
    return comparable(201, json.loads(json.dumps(made)))
