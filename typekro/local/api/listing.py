"""Lists: selectors, pages of one moment, and lists of moments past."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from typekro.local.api.changes import Manifest
from typekro.local.api.conversion import converted
from typekro.local.api.errors import StatusCause
from typekro.local.api.fields import field_reader
from typekro.local.api.go_errors import json_error
from typekro.local.api.refusals import bad_request, expired, invalid, too_large_version
from typekro.local.api.registry import stored_version
from typekro.local.api.resources import Resource
from typekro.local.api.selectors import FieldTerm, Requirement, SelectorError, field_selector, label_selector, matches_labels
from typekro.local.api.store import Entry, Key
from typekro.local.api.world import World

Selects = Callable[[Manifest], bool]

_TOO_OLD: Final = (
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
    "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided "
    "token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was "
    "returned and now may show up in the list."
)


@attrs.frozen
class Page:
    """A part of a list.

    Args:
        entries: the objects with their JSON, as they are stored.
        revision: the moment.
        token: how to go on; empty at the end.
        remaining: how many are left, where that is known.
    """

    entries: list[Entry]
    revision: int
    token: str = ""
    remaining: int | None = None


@attrs.frozen
class Wanted:
    """Which objects of a list are asked for.

    Args:
        namespace: those of this namespace; None for all.
        name: the one of this name alone.
        labels: a label selector.
        fields: a field selector.
    """

    namespace: str | None = None
    name: str | None = None
    labels: str = ""
    fields: str = ""

    @classmethod
    def of(cls, namespace: str | None, query: Mapping[str, str]) -> "Wanted":
        """What the query of a request asks for."""
        return cls(namespace, None, query.get("labelSelector", ""), query.get("fieldSelector", ""))


def selects(resource: Resource, wanted: Wanted) -> Selects | None:
    """The predicate of selectors, for objects as they are stored; None where all are meant.

    Raises:
        StatusError: a selector cannot be read.
    """
    labels, terms = _parsed(wanted)
    if not labels and not terms:
        return None
    readers = [(field_reader(resource, term.field), term) for term in terms]

    def matches(manifest: Manifest) -> bool:
        return matches_labels(labels, manifest) and all((read(manifest) == term.value) is term.equal for read, term in readers)

    return matches


def candidates(world: World, resource: Resource, wanted: Wanted) -> Iterator[tuple[Key, Entry]]:
    """The objects among which those are that selectors pick, as they are now, in the order of their keys.

    Args:
        world: the server's state.
        resource: the kind.
        wanted: which objects; its selectors can be read.
    """
    shelf = world.shelf(resource)
    for requirement in label_selector(wanted.labels):
        if requirement.operator == "in":
            found = shelf.labelled(requirement.key, requirement.values, wanted.namespace)
            if found is not None:
                return found
    return shelf.within(wanted.namespace)


def _parsed(wanted: Wanted) -> tuple[tuple[Requirement, ...], tuple[FieldTerm, ...]]:
    try:
        return label_selector(wanted.labels), field_selector(wanted.fields)
    except SelectorError as error:
        raise bad_request(str(error)) from error


def page(world: World, resource: Resource, wanted: Wanted, query: Mapping[str, str]) -> Page:
    """The part of a list that a request asks for.

    Args:
        world: the server's state.
        resource: the kind.
        wanted: which objects.
        query: `limit`, `continue`, `resourceVersion`, `resourceVersionMatch`.

    Raises:
        StatusError: the query is wrong, or asks for a moment that is not known.
    """
    _number(query, "timeoutSeconds")
    limit, token = _number(query, "limit"), query.get("continue", "")
    _parsed(wanted)
    _check_match(query)
    matches = selects(resource, wanted)
    shelf = world.shelf(resource)
    revision, start = world.store.revision, None
    if token:
        asked, start = _read_token(token)
        revision = revision if asked < 0 else asked
        if revision < shelf.floor:
            raise expired(_TOO_OLD, _token(-1, start))
    else:
        exact = _asked(world, query)
        if exact is not None:
            revision = exact
            if revision < shelf.floor:
                raise expired("The resourceVersion for the provided list is too old.")
    now = revision >= world.store.revision
    found = candidates(world, resource, wanted) if now else shelf.at(revision, wanted.namespace)
    entries: list[tuple[Key, Entry]] = [
        (key, entry) for key, entry in found if (start is None or key >= start) and (matches is None or matches(entry.object))
    ]
    if limit <= 0 or len(entries) <= limit:
        return Page([entry for _, entry in entries], revision)
    last = entries[limit - 1][0]
    remaining = None if matches else len(entries) - limit
    return Page([entry for _, entry in entries[:limit]], revision, _token(revision, (last[0], f"{last[1]}\0")), remaining)


def _number(query: Mapping[str, str], name: str) -> int:
    try:
        return int(query.get(name) or 0)
    except ValueError as error:
        raise bad_request(f'strconv.ParseInt: parsing "{query[name]}": invalid syntax') from error


def _asked(world: World, query: Mapping[str, str]) -> int | None:
    text = query.get("resourceVersion", "")
    if not text or text == "0":
        return None
    if not text.isdigit():
        raise bad_request(
            f'invalid resource version: resourceVersion: Invalid value: "{text}": strconv.ParseUint: parsing "{text}": invalid syntax'
        )
    revision = int(text)
    if revision > world.store.revision:
        raise too_large_version(revision, world.store.revision)
    exact = query.get("resourceVersionMatch") == "Exact" or (not query.get("resourceVersionMatch") and query.get("limit", "0") != "0")
    return revision if exact else None


def _check_match(query: Mapping[str, str]) -> None:
    match, version, token = query.get("resourceVersionMatch", ""), query.get("resourceVersion", ""), query.get("continue", "")
    if not match:
        if token and version not in {"", "0"}:
            raise bad_request("specifying resource version is not allowed when using continue")
        return
    causes: list[StatusCause] = []
    if not version:
        said = "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
        causes.append(StatusCause("FieldValueForbidden", said, "resourceVersionMatch"))
    if token:
        causes.append(
            StatusCause(
                "FieldValueForbidden", "Forbidden: resourceVersionMatch is forbidden when continue is provided", "resourceVersionMatch"
            )
        )
    if match not in {"Exact", "NotOlderThan"}:
        said = f'Unsupported value: "{match}": supported values: "Exact", "NotOlderThan", ""'
        causes.append(StatusCause("FieldValueNotSupported", said, "resourceVersionMatch"))
    if match == "Exact" and version == "0":
        said = 'Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"'
        causes.append(StatusCause("FieldValueForbidden", said, "resourceVersionMatch"))
    if causes:
        raise invalid("meta.k8s.io", "ListOptions", "", causes)


def _token(revision: int, start: Key) -> str:
    said = {"v": "meta.k8s.io/v1", "rv": revision, "start": f"{start[0]}/{start[1]}"}
    return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


def _read_token(token: str) -> tuple[int, Key]:
    why = "illegal base64 data at input byte 0"
    try:
        text = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True).decode("latin-1")
        why = "incorrect encoded continue token"
        said: dict[str, Any] = json.loads(text)
        revision, start = int(said["rv"]), str(said["start"])
    except json.JSONDecodeError as error:
        raise bad_request(f"invalid continue token: continue key is not valid: {json_error(error, error.doc.encode())}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise bad_request(f"invalid continue token: continue key is not valid: {why}") from error
    namespace, _, name = start.partition("/")
    return revision, (namespace, name)


def list_of(resource: Resource, api_version: str, kind: str, found: Page, items: Sequence[bytes]) -> bytes:
    """A list as it goes over the wire; its items are JSON already.

    Args:
        resource: the kind.
        api_version: group and version of the list.
        kind: the kind of the list.
        found: where the page stands.
        items: the JSON of each item.
    """
    metadata: dict[str, Any] = {"resourceVersion": str(found.revision)}
    if found.token or (resource.custom and kind == resource.listed):
        metadata["continue"] = found.token
    if found.remaining is not None:
        metadata["remainingItemCount"] = found.remaining
    head = json.dumps({"kind": kind, "apiVersion": api_version, "metadata": metadata}, separators=(",", ":"))
    return b'%s,"items":[%s]}' % (head[:-1].encode(), b",".join(items))


def in_version(resource: Resource, entry: Entry) -> Manifest:
    """A stored object in the version of the resource."""
    return entry.object if stored_version(resource) == resource.api_version else converted(entry.object, resource.api_version)
