"""Objects of CRDs: read, filled in and held against their schema, as the API server does."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from typekro.local.schemas.checkers import checker_of
from typekro.local.schemas.correlating import UNKNOWN
from typekro.local.schemas.defaulting import defaulted
from typekro.local.schemas.embedded import embedded_problems, metadata_read
from typekro.local.schemas.field_problems import (
    NOT_SUPPORTED,
    NOWHERE,
    REQUIRED,
    TOO_LONG,
    TOO_MANY,
    TYPE_INVALID,
    FieldProblem,
    invalid,
)
from typekro.local.schemas.go_types import Decoded
from typekro.local.schemas.listed import repeated
from typekro.local.schemas.metadata import common_update_problems, metadata_problems, metadata_update_problems
from typekro.local.schemas.pruning import pruned_fields
from typekro.local.schemas.ruling import broken
from typekro.local.schemas.scaling import scale_problems
from typekro.local.schemas.shapes import part_of
from typekro.local.schemas.structural import EMBEDDED, LIST_TYPE, RULES, compiled
from typekro.openapi.schemas import Schema

_STATUS_PATH: Final = re.compile(r"(^|: )status\.(\S+ in body )")  # a status that is written alone is told from where it begins
_BLOCKING: Final = frozenset({NOT_SUPPORTED, REQUIRED, TOO_LONG, TOO_MANY, TYPE_INVALID})
_BLOCKED: Final = (
    "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"
)


def read_custom(manifest: Mapping[str, Any], schema: Schema) -> Decoded:
    """An object of a CRD with its defaults and without what its schema does not know, which is told.

    Args:
        manifest: the object, with its apiVersion and kind; it is not changed.
        schema: the `openAPIV3Schema` of its version.

    Raises:
        DecodingError: its metadata cannot be read.

    Example:
        >>> spec = {"type": "object", "properties": {"size": {"type": "integer", "default": 1}}}
        >>> schema = {"type": "object", "properties": {"spec": spec}}
        >>> read_custom({"apiVersion": "a.b/v1", "kind": "Web", "spec": {"sise": 2}}, schema)
        Decoded(object={'apiVersion': 'a.b/v1', 'kind': 'Web', 'spec': {'size': 1}}, unknown=('spec.sise',))
    """
    read, strange = metadata_read(dict(manifest), compiled(schema))
    known, unknown = pruned_fields(read, schema)
    return Decoded(defaulted(known, schema), (*unknown, *strange))


def custom_problems(
    new: Mapping[str, Any],
    schema: Schema,
    old: Mapping[str, Any] | None = None,
    *,
    namespaced: bool = True,
    scale: Mapping[str, str] | None = None,
) -> list[FieldProblem]:
    """Why the API server refuses an object of a CRD; nothing where it takes it.

    Args:
        new: the object, read and filled in.
        schema: the `openAPIV3Schema` of its version.
        old: what it was before an update; None where it is created.
        namespaced: whether it lives in a namespace.
        scale: the subresource `scale` of the version, where it has one.
    """
    metadata: Mapping[str, Any] = part_of(new, "metadata")
    if old is None:
        found = list(metadata_problems(metadata, namespaced=namespaced))
    else:
        found = list(_of_update(metadata, part_of(old, "metadata"), namespaced=namespaced))
    found += [problem for _, problem in checker_of(schema).check(dict(new), "", UNKNOWN if old is None else old)[1]]
    found += scale_problems(new, scale)
    return [*found, *_beyond(found, new, schema, old)]


def status_problems(
    new: Mapping[str, Any],
    schema: Schema,
    old: Mapping[str, Any],
    *,
    namespaced: bool = True,
    scale: Mapping[str, str] | None = None,
) -> list[FieldProblem]:
    """Why the API server refuses an update of the status of an object of a CRD.

    Args:
        new: the object with its new status.
        schema: the `openAPIV3Schema` of its version.
        old: what it was.
        namespaced: whether it lives in a namespace.
        scale: the subresource `scale` of the version, where it has one.
    """
    found = list(_of_update(part_of(new, "metadata"), part_of(old, "metadata"), namespaced=namespaced))
    below = part_of(schema, "properties").get("status")
    if below is not None and "status" in new:
        _, problems = checker_of(below).check(new["status"], "status", old.get("status", UNKNOWN))
        found += [attrs.evolve(problem, message=_STATUS_PATH.sub(r"\1\2", problem.message)) for _, problem in problems]
    found += scale_problems(new, scale, status=True)
    return [*found, *_beyond(found, new, schema, old)]


def _of_update(new: Mapping[str, Any], old: Mapping[str, Any], *, namespaced: bool) -> Iterator[FieldProblem]:
    yield from common_update_problems(new, old, namespaced=namespaced)
    yield from metadata_update_problems(new, old)


def _beyond(found: Iterable[FieldProblem], new: Mapping[str, Any], schema: Schema, old: Mapping[str, Any] | None) -> list[FieldProblem]:
    """What is told after the validation by the schema: embedded objects, lists and rules."""
    node = compiled(schema)
    more = list(embedded_problems(new, node)) if EMBEDDED in node.has else []
    again = list(repeated(new, node)) if LIST_TYPE in node.has else []
    if again and (old is None or not any(True for _ in repeated(old, node))):
        more += again
    if RULES in node.has:
        if any(problem.reason in _BLOCKING for problem in (*found, *more)):
            more.append(invalid(NOWHERE, None, _BLOCKED))
        else:
            more += broken(new, node, "", UNKNOWN if old is None else old)
    return more
