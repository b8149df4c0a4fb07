"""Sequences of requests for one object, made at random."""

import contextlib
import copy
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random
from typing import Any

from tests.local.merging import making
from tests.local.merging.asking import (
    ALLOCATED,
    JSON_PATCH,
    MERGE_PATCH,
    STRATEGIC,
    Asked,
    ChangedMeanwhileError,
    Manifest,
    applied,
    changed,
    created,
)

KINDS: Mapping[str, tuple[str, str]] = {
    "config_map": ("v1", "ConfigMap"),
    "parcel": ("GROUP/v1", "Parcel"),
    "deployment": ("apps/v1", "Deployment"),
    "service": ("v1", "Service"),
}
"""What sequences can be made for; GROUP is the test's own."""

_MAKERS: Mapping[str, Callable[[Random], Manifest]] = {
    "config_map": making.config_map,
    "parcel": making.parcel,
    "deployment": making.deployment,
    "service": making.service,
}
_MANAGERS = ("one", "two", "kubectl")

_TRIES = 20

Step = tuple[str, Callable[[], list[str]]]


def done(go: Callable[[], list[str]]) -> list[str]:
    """Make a request, again where a controller was quicker, and tell what differs."""
    for _ in range(_TRIES):
        with contextlib.suppress(ChangedMeanwhileError):
            return go()
    return ["the object never stays as it is"]


def steps(asked: Asked, name: str, random: Random, count: int = 8) -> Iterator[Step]:
    """Requests for an object, one after the other: each with what it is, and what makes it and tells what differs."""
    make = _MAKERS[name]
    for number in range(count):
        parts, manager = make(random), random.choice(_MANAGERS)
        if number and random.random() < 0.2:
            parts = making.odd(random, copy.deepcopy(parts))
        if number:
            yield _later(asked, name, random, parts, manager)
        elif random.random() < 0.5:
            yield f"create {manager} {parts}", partial(created, asked, parts, manager=manager)
        else:
            yield f"apply {manager} {parts}", partial(applied, asked, parts, manager=manager, force=False)


def _later(asked: Asked, name: str, random: Random, parts: Manifest, manager: str) -> Step:  # noqa: PLR0911 - a case for each kind of request
    """A request for an object that is there."""
    match random.randrange(10):
        case 0 | 1 | 2 | 3 | 4:
            force = random.random() < 0.5
            return f"apply {manager} {force=} {parts}", partial(applied, asked, parts, manager=manager, force=force)
        case 5:
            return f"put {manager} {parts}", partial(_put, asked, parts, manager)
        case 6:
            return f"merge {manager} {parts}", partial(changed, asked, MERGE_PATCH, parts, manager=manager)
        case 7:
            operations = _operations(random, name)
            return f"json {manager} {operations}", partial(changed, asked, JSON_PATCH, operations, manager=manager)
        case 8 if name == "parcel":
            status: Manifest = {"status": {"phase": random.choice("ab"), "seen": random.choice((1, 2))}}
            del status["status"][random.choice(("phase", "seen"))]
            return f"status {manager} {status}", partial(applied, asked, status, manager=manager, force=False, subresource="status")
        case 8:
            return f"strategic {manager} {parts}", partial(changed, asked, STRATEGIC, parts, manager=manager)
        case _:
            patch: Manifest = {"metadata": {"managedFields": [{}] if random.random() < 0.5 else []}}
            return f"reset {patch}", partial(changed, asked, MERGE_PATCH, patch, manager=manager)


def _put(asked: Asked, parts: Manifest, manager: str) -> list[str]:
    live = asked.live()
    body = asked.manifest(copy.deepcopy(parts))
    if live is not None and live["kind"] == "Service":
        body["spec"] |= {name: live["spec"][name] for name in ALLOCATED}  # or the server takes them from there after it said who owns what
    return changed(asked, "PUT", body, manager=manager)


def _operations(random: Random, name: str) -> list[dict[str, Any]]:
    operations: list[dict[str, Any]] = [
        {"op": "add", "path": "/metadata/labels", "value": {"e": "1"}},
        {"op": "replace", "path": "/metadata/labels/a", "value": "2"},
        {"op": "remove", "path": "/metadata/annotations/a"},
        {"op": "test", "path": "/metadata/labels/a", "value": "1"},
        {"op": "copy", "from": "/metadata/labels", "path": "/metadata/annotations"},
        {"op": "move", "from": "/metadata/annotations", "path": "/metadata/labels"},
    ]
    if name == "parcel":
        operations += [
            {"op": "add", "path": "/spec/tags/-", "value": "z"},
            {"op": "remove", "path": "/spec/ports/0"},
            {"op": "add", "path": "/spec/steps/1", "value": "n"},
            {"op": "add", "path": "/spec/tags", "value": ["d", "d"]},
        ]
    return random.sample(operations, random.choice((1, 2)))
