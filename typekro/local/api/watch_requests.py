"""Watches over HTTP: from where they begin, and what they say first."""

from collections.abc import Mapping
from typing import Final

from typekro.local.api.changes import Manifest
from typekro.local.api.errors import StatusCause
from typekro.local.api.listing import Selects, Wanted, selects
from typekro.local.api.options import said
from typekro.local.api.presenting import Presenter
from typekro.local.api.refusals import bad_request, expired, internal, invalid
from typekro.local.api.responses import encoded
from typekro.local.api.routing import Route
from typekro.local.api.watching import WatchStream
from typekro.local.api.world import World

_INITIAL: Final = {"k8s.io/initial-events-end": "true"}
_LONGEST: Final = 1800.0


def is_watch(query: Mapping[str, str]) -> bool:
    """Whether a list is to be watched."""
    return said(query, "watch")


def watch(world: World, where: Route, query: Mapping[str, str], presenter: Presenter) -> WatchStream:
    """Opens a watch.

    Args:
        world: the server's state.
        where: what is watched.
        query: selectors, `resourceVersion`, `allowWatchBookmarks`, `sendInitialEvents`, `timeoutSeconds`.
        presenter: how objects are shown.

    Raises:
        StatusError: the query is wrong.
    """
    initial = _initial(query)
    bookmarks = said(query, "allowWatchBookmarks")
    version = _version(query.get("resourceVersion", ""))
    chosen = selects(where.resource, Wanted.of(where.namespace, query))
    shelf = world.shelf(where.resource)
    stream = WatchStream(
        shelf,
        _meant(where, chosen),
        presenter.event(),
        bookmark=(lambda: presenter.bookmark(world.store.revision)) if bookmarks else None,
        seconds=_seconds(query),
        after=version,
    )
    if version and version < shelf.floor and not initial:
        refusal = expired(f"too old resource version: {version} ({shelf.floor})")
        stream.say("ERROR", encoded(refusal.status()))
        stream.close()
        return stream
    if initial or (initial is None and not version):
        for key, entry in shelf.within(where.namespace):
            if (where.name is None or key[1] == where.name) and (chosen is None or chosen(entry.object)):
                stream.show("ADDED", entry)
        if initial and bookmarks:
            stream.add(presenter.bookmark(world.store.revision, _INITIAL))
    else:
        for event in shelf.since(version):
            stream.hear(event)
    return stream


def _meant(where: Route, chosen: Selects | None) -> Selects | None:
    """Which objects a watch is about; None for all of the kind."""
    namespace, name = where.namespace, where.name
    if namespace is None and name is None:
        return chosen

    def meant(manifest: Manifest) -> bool:
        metadata = manifest["metadata"]
        if namespace is not None and metadata.get("namespace") != namespace:
            return False
        return (name is None or metadata["name"] == name) and (chosen is None or chosen(manifest))

    return meant


def _seconds(query: Mapping[str, str]) -> float:
    try:
        asked = float(query.get("timeoutSeconds") or 0)
    except ValueError as error:
        raise bad_request(f'strconv.ParseInt: parsing "{query["timeoutSeconds"]}": invalid syntax') from error
    return asked or _LONGEST


def _version(text: str) -> int:
    if not text:
        return 0
    if not text.isdigit():
        raise internal(f'resourceVersion: Invalid value: "{text}": strconv.ParseUint: parsing "{text}": invalid syntax')
    return int(text)


def _initial(query: Mapping[str, str]) -> bool | None:
    given = query.get("sendInitialEvents")
    match = query.get("resourceVersionMatch", "")
    causes: list[StatusCause] = []
    if given is None:
        if match:
            why = "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
            causes.append(StatusCause("FieldValueForbidden", why, "resourceVersionMatch"))
    elif match != "NotOlderThan":
        why = "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
        causes.append(StatusCause("FieldValueForbidden", why, "resourceVersionMatch"))
    if causes:
        raise invalid("meta.k8s.io", "ListOptions", "", causes)
    return None if given is None else said(query, "sendInitialEvents")
