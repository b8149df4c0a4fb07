"""What is recorded of a graph beside its instances."""

import json

import attrs

from tests.graph.parts import config_map, graph_with
from typekro.kro.awaiting import KnownGraph


def test_a_graph_is_read_back_as_it_was_recorded() -> None:
    known = KnownGraph.of(graph_with(settings=config_map()))

    assert KnownGraph.read(json.loads(json.dumps(attrs.asdict(known)))) == known


def test_a_graph_that_was_recorded_before_scopes_and_conditions_is_read_too() -> None:
    known = KnownGraph.of(graph_with(settings=config_map()))
    recorded = {name: value for name, value in attrs.asdict(known).items() if name not in {"ready", "scope"}}

    assert KnownGraph.read(json.loads(json.dumps(recorded))) == known
