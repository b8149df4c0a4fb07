"""What a request asks for beside its object: dry run, field manager, preconditions, propagation."""

import json
from collections.abc import Mapping
from typing import Any, Literal

import attrs

from typekro.kubernetes.objects import part
from typekro.local.api.errors import StatusCause
from typekro.local.api.refusals import bad_request, invalid

Propagation = Literal["Background", "Foreground", "Orphan"]
_LEVELS = ("", "Ignore", "Strict", "Warn")
_POLICIES = ("Background", "Foreground", "Orphan")
_MAX_MANAGER = 128


@attrs.frozen
class WriteOptions:
    """How something is written.

    Args:
        manager: the name under which fields are managed.
        dry_run: nothing is stored.
        validation: what becomes of unknown fields: `Strict`, `Warn` or `Ignore`.
        force: an apply takes fields over from others.
        known: the object is known to be right, and is not held against the rules of its kind.
    """

    manager: str = "unknown"
    dry_run: bool = False
    validation: str = "Ignore"
    force: bool = False
    known: bool = False


@attrs.frozen
class DeleteOptions:
    """How something is deleted.

    Args:
        dry_run: nothing is changed.
        uid: only the object with this UID.
        resource_version: only in this version.
        policy: what becomes of its dependents; None leaves it to the kind.
        grace: how many seconds a pod has to end; None leaves it to the pod.
    """

    dry_run: bool = False
    uid: str | None = None
    resource_version: str | None = None
    policy: str | None = None
    grace: int | None = None


def said(query: Mapping[str, str], name: str) -> bool:
    """Whether a query says something, as Kubernetes reads it: whatever is not said to be false is true."""
    return query.get(name, "false").lower() not in {"false", "0"}


def write_options(query: Mapping[str, str], user_agent: str, kind: str) -> WriteOptions:
    """Reads the options of a write.

    Args:
        query: the query of the request.
        user_agent: the client's name: its first word manages the fields of those who name no manager.
        kind: the kind of options, for errors: `PatchOptions`.

    Raises:
        StatusError: they are not valid.
    """
    causes: list[StatusCause] = []
    manager = query.get("fieldManager", "")
    if len(manager) > _MAX_MANAGER:
        causes.append(StatusCause("FieldValueTooLong", "Too long: may not be more than 128 bytes", "fieldManager"))
    causes += [StatusCause("FieldValueInvalid", text, "fieldManager") for text in _strange(manager)]
    dry_run = query.get("dryRun")
    if dry_run not in {None, "All"}:
        why = f'Unsupported value: ["{dry_run}"]: supported values: "All"'
        causes.append(StatusCause("FieldValueNotSupported", why, "dryRun"))
    validation = query.get("fieldValidation", "")
    if validation not in _LEVELS:
        why = f'Unsupported value: "{validation}": supported values: "", "Ignore", "Strict", "Warn"'
        causes.append(StatusCause("FieldValueNotSupported", why, "fieldValidation"))
    if causes:
        raise invalid("meta.k8s.io", kind, "", causes)
    chosen = manager or user_agent.partition("/")[0][:_MAX_MANAGER] or "unknown"
    return WriteOptions(chosen, bool(dry_run), validation or "Warn", said(query, "force"))


def _strange(manager: str) -> list[str]:
    return [
        f"Invalid value: {json.dumps(manager)}: invalid character U+{ord(letter):04X} (at position {index})"
        for index, letter in enumerate(manager)
        if not letter.isprintable()
    ]


def delete_options(query: Mapping[str, str], body: Mapping[str, Any] | None) -> DeleteOptions:
    """Reads the options of a deletion from its body, or from the query where it has none.

    Args:
        query: the query of the request.
        body: the DeleteOptions, if there are some.

    Raises:
        StatusError: they are not valid.
    """
    given: Mapping[str, Any] = body or _from_query(query)
    causes: list[StatusCause] = []
    dry_run: list[str] = given.get("dryRun") or []
    policy: str | None = given.get("propagationPolicy")
    orphan: bool | None = given.get("orphanDependents")
    if policy is not None and orphan is not None:
        why = f'Invalid value: "{policy}": orphanDependents and deletionPropagation cannot be both set'
        causes.append(StatusCause("FieldValueInvalid", why, "propagationPolicy"))
    if policy is not None and policy not in _POLICIES:
        why = f'Unsupported value: "{policy}": supported values: "Foreground", "Background", "Orphan", "nil"'
        causes.append(StatusCause("FieldValueNotSupported", why, "propagationPolicy"))
    if any(each != "All" for each in dry_run):
        why = f'Unsupported value: {_list_text(dry_run)}: supported values: "All"'
        causes.append(StatusCause("FieldValueNotSupported", why, "dryRun"))
    if causes:
        raise invalid("meta.k8s.io", "DeleteOptions", "", causes)
    if orphan is not None:
        policy = "Orphan" if orphan else "Background"
    preconditions: Mapping[str, Any] = part(given, "preconditions")
    return DeleteOptions(
        bool(dry_run), preconditions.get("uid"), preconditions.get("resourceVersion"), policy, given.get("gracePeriodSeconds")
    )


def _list_text(values: list[str]) -> str:
    return "[" + ",".join(f'"{value}"' for value in values) + "]"


def _from_query(query: Mapping[str, str]) -> Mapping[str, Any]:
    given: dict[str, Any] = {}
    if "propagationPolicy" in query:
        given["propagationPolicy"] = query["propagationPolicy"]
    if "orphanDependents" in query:
        given["orphanDependents"] = said(query, "orphanDependents")
    if "dryRun" in query:
        given["dryRun"] = [query["dryRun"]]
    if "gracePeriodSeconds" in query:
        try:
            given["gracePeriodSeconds"] = int(query["gracePeriodSeconds"])
        except ValueError as error:
            raise bad_request(f'strconv.ParseInt: parsing "{query["gracePeriodSeconds"]}": invalid syntax') from error
    return given
