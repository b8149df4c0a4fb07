"""Sequences of requests, one for each seed."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.local.differential.calls import NAMESPACE, Call
from tests.local.differential.making import custom
from tests.local.differential.making.definitions import definition_calls
from tests.local.differential.making.documents import documents
from tests.local.differential.making.kinds import BUILTIN, WIDGET, Kind
from tests.local.differential.making.steps import Story
from tests.local.differential.making.wrong import wrong

_BEGINNING = Call("Namespace create", "POST", "/api/v1/namespaces", body={"metadata": {"name": NAMESPACE}})


def sequence(seed: int) -> list[Call]:
    """The requests of a seed."""
    random = Random(seed)  # noqa: S311 - the same for the same seed
    themes: Sequence[Callable[[Random], list[Call]]] = (
        _objects,
        _objects,
        _objects,
        _widgets,
        _widgets,
        definition_calls,
        wrong,
        documents,
    )
    return [_BEGINNING, *themes[seed % len(themes)](random)]


def _objects(random: Random) -> list[Call]:
    return _story(random, random.choice(BUILTIN), random.randrange(6, 14))


def _widgets(random: Random) -> list[Call]:
    definition: dict[str, Any] = custom.definition(random)
    path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
    return [Call("CustomResourceDefinition create", "POST", path, body=definition), *_story(random, WIDGET, random.randrange(8, 16))]


def _story(random: Random, kind: Kind, length: int) -> list[Call]:
    story = Story(kind, random)
    return [story.step() for _ in range(length)]
