from typing import Any, Literal

import attrs
import pytest

from tests.graph.parts import Nothing, Spec, config_map, graph_of, problems_of
from typekro.errors import DefinitionError, compose
from typekro.expressions import cel
from typekro.graph import Condition, ResourceGraph, Schema, condition, for_each
from typekro.graph.conditions import mirror, ready_conditions
from typekro.schema import from_wire

HINT = 'condition("Healthy", status=deployment.status.ready_replicas > 0, reason="Replicas")'
SCHEMA = Schema("web", Spec, Nothing)


@attrs.frozen
class Judged:
    conditions: list[Condition]


def judged(*made: Any) -> ResourceGraph[Any, Any]:
    return graph_of(lambda _: ({"one": config_map()}, Judged([*made])), Judged)


def status_of(graph: ResourceGraph[Any, Any]) -> Any:
    return graph.definition["spec"]["schema"]["status"]


def test_conditions_become_kros_beside_its_own_ready() -> None:
    def builder(schema: Schema[Spec, Judged]) -> Any:
        one = config_map()
        own = condition("Named", one.metadata.name != "", reason="Why", message=f"for {schema.spec.name}")
        return {"one": one}, Judged([own, condition(schema.spec.name, status="Unknown"), condition("Always", status=True)])

    graph = graph_of(builder, Judged)

    named = 'type: "Named", status: (one.metadata.name != "" ? "True" : "False"), reason: "Why", message: ("for " + schema.spec.name)'
    assert status_of(graph) == {
        "conditions": [
            f"${{runtime.newCondition({{{named}}})}}",
            '${runtime.newCondition({type: schema.spec.name, status: "Unknown", reason: "", message: ""})}',
            '${runtime.newCondition({type: "Always", status: "True", reason: "", message: ""})}',
            mirror("Ready"),
        ]
    }
    assert graph.ready_conditions == ("Ready",)
    assert graph.awaited_status == ()


def test_a_condition_for_each_of_a_collection() -> None:
    def builder(schema: Schema[Spec, Judged]) -> Any:
        many = for_each(schema.spec.regions, lambda region: config_map(f"a-{region}"))
        return {"many": many}, Judged(cel.map(many, lambda it: condition(f"{it.metadata.name}-there", it.metadata.uid != "")))

    there = 'type: (string(it.metadata.name) + "-there"), status: (it.metadata.uid != "" ? "True" : "False"), reason: "", message: ""'
    assert status_of(graph_of(builder, Judged))["conditions"] == [
        f"${{many.map(it, runtime.newCondition({{{there}}}))}}",
        mirror("Ready"),
    ]


def test_a_ready_of_ones_own_leaves_kros_under_another_name() -> None:
    graph = judged(condition("Ready", status=True))

    assert status_of(graph)["conditions"][-1] == mirror("KroReady")
    assert graph.ready_conditions == ("KroReady", "Ready")


def test_without_conditions_the_definition_leaves_kro_to_its_own() -> None:
    graph = judged()

    assert "status" not in graph.definition["spec"]["schema"]
    assert graph.ready_conditions == ("Ready",)


@pytest.mark.parametrize(
    ("conditions", "types"),
    [
        ([], ("Ready",)),
        (["${runtime.newCondition({type: 'Healthy', status: 'True'})}"], ()),
        (["${runtime.newCondition({ type : 'Ready', status: 'True'})}"], ("Ready",)),
        ([mirror("KroReady")], ("KroReady",)),
    ],
)
def test_a_definition_of_others_says_ready_by_what_it_has(conditions: list[str], types: tuple[str, ...]) -> None:
    assert ready_conditions({"spec": {"schema": {"status": {"conditions": conditions}}}}) == types


def test_live_conditions_are_read() -> None:
    wire = {"type": "A", "status": "True", "reason": "R", "lastTransitionTime": "2025-01-01T00:00:00Z", "observedGeneration": 2}

    assert from_wire({"conditions": [wire]}, Judged) == Judged([Condition("A", "True", "R", "", "2025-01-01T00:00:00Z", 2)])


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"status": "true"},
            compose("condition('Healthy', ...): status='true' is none", "kro takes True, False, Unknown", 'status="True"'),
        ),
        ({"status": "?"}, compose("condition('Healthy', ...): status='?' is none", "kro takes True, False, Unknown", HINT)),
        (
            {"status": SCHEMA.spec.regions},
            compose("condition('Healthy', ...): status=schema.spec.regions is list[str], not str", "kro takes texts"),
        ),
        (
            {"status": SCHEMA.spec.port},
            compose(
                "condition('Healthy', ...): status=schema.spec.port is int, not str", "kro takes texts", 'status=f"{schema.spec.port}"'
            ),
        ),
        (
            {"status": True, "reason": 3},
            compose("condition('Healthy', ...): reason=3 is int, not str", "kro takes texts", 'reason="3"'),
        ),
        ({"type": "", "status": True}, compose("condition('', ...): the type is empty", "kro takes none without", HINT)),
    ],
)
def test_what_kro_could_not_write_is_told_where_it_is_written(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        condition(**{"type": "Healthy", **arguments})

    assert str(caught.value) == text


def test_conditions_that_kro_would_refuse_are_told_at_once() -> None:
    made: list[Any] = [condition("A", status=True), condition("A", status="Unknown"), condition("KroReady", status=True), 3]

    assert problems_of(lambda _: ({"one": config_map()}, Judged(made)), Judged) == [
        compose(
            "status.conditions[1]: the type 'A' is that of status.conditions[0] too",
            "kro takes one condition of each type",
            "give it another type",
        ),
        compose("status.conditions[2]: the type 'KroReady' is reserved", "typekro puts kro's own Ready there", "give it another type"),
        compose("status.conditions[3]: 3 is no condition", "kro computes each in the cluster", HINT),
    ]


def test_conditions_that_are_no_list_are_told() -> None:
    wrong: Any = 3

    assert problems_of(lambda _: ({"one": config_map()}, Judged(wrong)), Judged) == [
        compose("status.conditions: expected list[Condition], got 3", (), f"conditions=[{HINT}]")
    ]


@attrs.frozen
class OtherConditions:
    conditions: list[str]


@attrs.frozen
class State:
    state: Literal["a"]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (
            OtherConditions,
            compose(
                "web: OtherConditions.conditions: kro writes status.conditions itself, and passes over ours",
                (),
                "conditions: list[Condition]",
            ),
        ),
        (State, compose("web: State.state: kro writes status.state itself, and passes over ours", (), "give the field another name")),
    ],
)
def test_what_kro_writes_itself_is_refused_in_a_status(status: type, text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        graph_of(lambda _: ({}, None), status)

    assert str(caught.value) == text
