"""What is read from the status of objects."""

from typing import Any

import pytest

from tests.kro.judged import GRAPH, INSTANCE, changed, condition, graph_said
from typekro.kro.readiness import READY, Verdict, describe_conditions, describe_deletion, judge_graph, judge_instance


def test_a_graph_is_ready_when_kro_says_so_of_its_present_generation() -> None:
    assert judge_graph(GRAPH, GRAPH) == READY


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (None, "it is not there"),
        (changed(GRAPH, metadata={"uid": "other"}), "it was replaced by another object of its name"),
        (changed(GRAPH, metadata={"generation": 1}), "its new generation is on its way"),
        (changed(GRAPH, metadata={"deletionTimestamp": "now"}), "it is being deleted"),
        (changed(GRAPH, metadata={"deletionTimestamp": "now", "finalizers": ["a/b", "c"]}), "it is being deleted, held by a/b, c"),
        (changed(GRAPH, status={"conditions": []}), "Ready is not said yet"),
        (changed(GRAPH, status={"conditions": [condition("Ready", "True", 1)]}), "Ready is not said yet"),
        (changed(GRAPH, status={"conditions": [condition("Ready", "Unknown", 2, "wait")]}), "Ready=Unknown wait"),
        (changed(GRAPH, status={"state": "Inactive"}), "state is Inactive, not Active"),
    ],
)
def test_a_graph_is_awaited(live: dict[str, Any] | None, reason: str) -> None:
    assert judge_graph(live, GRAPH) == Verdict("waiting", reason)


@pytest.mark.parametrize(
    ("kind", "message", "state"),
    [
        ("GraphAccepted", "undefined field 'x'", "refused"),
        ("GraphAccepted", "schema not found for field replica", "refused"),
        ("GraphAccepted", "failed to get schema for resource web: schema not found", "waiting"),
        ("GraphAccepted", "failed to get REST mapping for resource web: no matches for kind", "waiting"),
        ("KindReady", "cannot update CRD a: breaking changes detected: Type changed", "refused"),
        ("KindReady", "owned by another ResourceGraphDefinition", "refused"),
        ("KindReady", "the server is busy", "waiting"),
    ],
)
def test_a_graph_is_refused_where_kro_will_not_come_back_to_it_by_itself(kind: str, message: str, state: Any) -> None:
    assert judge_graph(graph_said(kind, message), GRAPH) == Verdict(state, message)


def test_what_was_said_of_an_older_graph_does_not_count() -> None:
    said = changed(GRAPH, status={"conditions": [condition("GraphAccepted", "False", 1, "bad")]})

    assert judge_graph(said, GRAPH) == Verdict("waiting", "Ready is not said yet")


def test_an_instance_is_ready_with_every_field_that_it_has_to_have() -> None:
    assert judge_instance(INSTANCE, INSTANCE, [("host",), ("disk", "size")]) == READY


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (None, "it is not there"),
        (changed(INSTANCE, metadata={"uid": "other"}), "it was replaced by another object of its name"),
        (changed(INSTANCE, status={"conditions": []}), "kro has not looked at it yet"),
        (changed(INSTANCE, status={"conditions": [condition("Ready", "True", 1)]}), "kro has seen generation 1, not 2 yet"),
        (changed(INSTANCE, status={"conditions": [condition("Ready", "False", 2, "wait")]}), "Ready=False wait"),
        (changed(INSTANCE, status={"host": None, "disk": {}}), "Ready, but status has no host, disk.size yet"),
    ],
)
def test_an_instance_is_awaited(live: dict[str, Any] | None, reason: str) -> None:
    assert judge_instance(live, INSTANCE, [("host",), ("disk", "size")]) == Verdict("waiting", reason)


def test_only_conditions_that_are_not_true_are_described() -> None:
    conditions = [condition("Ready", "True"), condition("Available", "False", message="no pods") | {"reason": "Few"}]

    assert describe_conditions({"status": {"conditions": conditions}}) == ["Available=False Few: no pods"]
    assert describe_conditions({}) == []


def test_what_holds_an_object_is_named() -> None:
    assert describe_deletion({"metadata": {"finalizers": ["a", "b"]}}) == "it is being deleted, held by a, b"


def test_an_instance_is_ready_when_all_conditions_say_so_that_its_graph_names() -> None:
    conditions = [condition("Ready", "True"), condition("KroReady", "False", message="wait")]
    live = changed(INSTANCE, status={"conditions": conditions})

    assert judge_instance(live, INSTANCE, (), ("Ready",)) == READY
    assert judge_instance(live, INSTANCE, (), ("Ready", "KroReady")) == Verdict("waiting", "KroReady=False wait")


def test_without_conditions_of_kro_s_own_the_state_is_what_is_left() -> None:
    live = changed(INSTANCE, status={"conditions": [], "state": "IN_PROGRESS"})

    assert judge_instance(live, INSTANCE, (), ()) == Verdict("waiting", "state is IN_PROGRESS, not ACTIVE")
    assert judge_instance(changed(live, status={"state": "ACTIVE"}), INSTANCE, (), ()) == READY


def test_a_version_from_before_ours_does_not_count() -> None:
    applied = changed(INSTANCE, metadata={"resourceVersion": "10"})

    def judged(version: str) -> Verdict:
        return judge_instance(changed(INSTANCE, metadata={"resourceVersion": version}), applied, ())

    assert judged("9") == Verdict("waiting", "its new version is on its way")
    assert [judged(version) for version in ("10", "11", "abc")] == [READY] * 3
