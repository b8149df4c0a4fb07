"""Schemas at work on objects: defaults, pruning and validation in Kubernetes' own words; pure, it knows no server and no store."""

from typekro.local.schemas.builtin.checking import builtin_problems
from typekro.local.schemas.builtin.preparing import created, service_addresses, updated
from typekro.local.schemas.builtin.reading import read_builtin
from typekro.local.schemas.builtin.status_rules import builtin_status_problems
from typekro.local.schemas.crds import problems_of_crd
from typekro.local.schemas.custom import custom_problems, read_custom, status_problems
from typekro.local.schemas.defaulting import defaulted
from typekro.local.schemas.field_problems import FieldProblem, invalid_message
from typekro.local.schemas.go_types import Decoded, DecodingError, decoded, decoding_message, empty, is_typed, strict_message
from typekro.local.schemas.pruning import pruned, unknown_fields

__all__ = [
    "Decoded",
    "DecodingError",
    "FieldProblem",
    "builtin_problems",
    "builtin_status_problems",
    "created",
    "custom_problems",
    "decoded",
    "decoding_message",
    "defaulted",
    "empty",
    "invalid_message",
    "is_typed",
    "problems_of_crd",
    "pruned",
    "read_builtin",
    "read_custom",
    "service_addresses",
    "status_problems",
    "strict_message",
    "unknown_fields",
    "updated",
]
