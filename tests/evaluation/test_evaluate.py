import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.parts import condition, config, definition_of, evaluated, external, settled, states
from tests.evaluation.scenarios import SCENARIOS
from typekro.errors import DefinitionError
from typekro.evaluation import Definition, Identity, NodeState, Read, concluded, evaluate, prepared
from typekro.openapi.kinds import Kinds

TWO_LISTS = definition_of(
    config("maps", name="${left}-${right}", forEach=[{"left": "${schema.spec.left}"}, {"right": "${schema.spec.right}"}]),
    spec={"left": "[]string", "right": "[]string"},
)


def made(name: str, data: dict[str, str] | None = None, **metadata: Any) -> dict[str, Any]:
    about = {"name": name, "namespace": "default", **metadata}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": about, **({"data": data} if data else {})}


def test_a_definition_that_kro_refuses_is_none_to_evaluate() -> None:
    with pytest.raises(DefinitionError) as caught:
        definition_of(config("first", {"a": "${second.data.a}"}))

    assert caught.value.message == (
        "app cannot be evaluated\n  resources.first.data.a: there is no 'second' to refer to\n    in ${second.data.a}\n    there are schema"
    )


def test_what_waits_says_which_expression_waits_for_which_value() -> None:
    definition = definition_of(
        config("db"),
        config("web", {"x": "${db.data.host}"}),
        config("last", {"x": "http://${web.data.x}/"}),
        config("list", {"x": "${db.metadata.finalizers[0]}"}),
        config("key", {"x": '${db.metadata.annotations["a.b/c"]}'}),
        config("inside", {"x": "${db.metadata.ownerReferences.map(o, o.name).join(',')}"}),
        config("schemas", {"x": "${schema.spec.maybe}"}),
    )

    assert {id_: node.reason for id_, node in settled(definition).nodes.items() if node.state == "pending"} == {
        "web": "resources.web.data.x: ${db.data.host} waits for db.data.host",
        "last": "it needs web, which waits itself",
        "list": "resources.list.data.x: ${db.metadata.finalizers[0]} waits for db.metadata.finalizers[0]",
        "key": 'resources.key.data.x: ${db.metadata.annotations["a.b/c"]} waits for db.metadata.annotations["a.b/c"]',
        "inside": "resources.inside.data.x: ${db.metadata.ownerReferences.map(o, o.name).join(',')} waits for db.metadata.ownerReferences",
        "schemas": "resources.schemas.data.x: ${schema.spec.maybe} waits for schema.spec.maybe",
    }


def test_one_pass_goes_as_far_as_what_was_observed_lets_it() -> None:
    definition = definition_of(config("db"), config("web", {"x": "${db.data.host}"}))

    first = evaluated(definition)
    second = evaluated(definition, observed={"db": [made("db", {"host": "10.0.0.1"})]})
    third = evaluated(definition, observed={"db": [made("db", {"host": "10.0.0.1"})], "web": [made("web")]})

    assert states(first) == {"db": "applied", "web": "pending"}
    assert first.nodes["web"].reason == "it needs db, which is not there yet"
    assert [manifest for _, manifest in second.to_apply] == [made("db"), made("web", {"x": "10.0.0.1"})]
    assert (first.complete, second.complete) == (False, True)
    assert [one.state for one in (first, second, third)] == ["IN_PROGRESS", "IN_PROGRESS", "ACTIVE"]
    assert [node.ready for node in third.nodes.values()] == [True, True]


def test_an_object_of_another_name_is_not_that_of_the_node() -> None:
    definition = definition_of(config("db", name="${schema.spec.name}"))

    assert not evaluated(definition, {"name": "new"}, {"db": [made("old")]}).nodes["db"].there


def test_items_are_seen_in_the_order_in_which_they_are_wanted() -> None:
    definition = definition_of(
        config("maps", name="${name}", forEach=[{"name": "${schema.spec.names}"}]), status={"names": "${maps.map(m, m.metadata.name)}"}
    )
    wanted = ["c", "a", "b"]

    some = evaluated(definition, {"names": wanted}, {"maps": [made("b"), made("c"), made("stranger")]})
    everything = evaluated(definition, {"names": wanted}, {"maps": [made("a"), made("b"), made("c")]})

    assert some.status == {"names": ["c", "b"]}
    assert some.nodes["maps"].ready_reason == "2 of 3 items of maps are there"
    assert everything.status == {"names": wanted}


@given(st.lists(st.lists(st.text("ab", min_size=1, max_size=3), unique=True, max_size=4), min_size=2, max_size=2))
def test_items_are_all_combinations_and_the_first_list_changes_last(lists: list[list[str]]) -> None:
    evaluation = evaluated(TWO_LISTS, {"left": lists[0], "right": lists[1]})

    names = [manifest["metadata"]["name"] for manifest in evaluation.nodes["maps"].manifests]
    assert names == [f"{left}-{right}" for left in lists[0] for right in lists[1]]
    assert (evaluation.state == "ACTIVE") == (not names)


def test_an_ignored_node_takes_those_along_that_need_it() -> None:
    evaluation = settled(Definition.of(SCENARIOS["ignored-is-contagious"].manifest, Kinds.builtin()), {"on": False})

    assert {id_: node.reason for id_, node in evaluation.nodes.items()} == {
        "first": "resources.first.includeWhen[0]: ${schema.spec.on} is false",
        "middle": "it needs first, which is ignored",
        "last": "it needs middle, which is ignored",
        "other": "",
    }
    assert evaluation.status_problems == {"status.last": "status.last: there is no last, which is ignored"}
    assert evaluation.complete


def test_nothing_is_applied_where_an_expression_is_wrong() -> None:
    definition = definition_of(config("first"), config("second", {"a": "${string(1 / schema.spec.count)}"}), config("third"))

    evaluation = settled(definition, {"count": 0})

    assert states(evaluation) == {"first": "applied", "second": "error", "third": "pending"}
    assert evaluation.error == "resources.second.data.a: ${string(1 / schema.spec.count)}: division by zero"
    assert evaluation.nodes["third"].reason == "kro stops at second, which comes before it"
    assert evaluation.to_apply == ()
    assert not evaluation.complete
    assert evaluation.state == "ERROR"
    assert condition(evaluation, "ResourcesReady") == {
        "type": "ResourcesReady",
        "status": "False",
        "reason": "NotReady",
        "message": 'resource reconciliation failed: node "second": eval "string(1 / schema.spec.count)": division by zero',
    }


def test_nothing_is_applied_while_an_object_is_on_its_way_out() -> None:
    definition = definition_of(config("first"), config("second"), status={"name": "${first.metadata.name}"})

    evaluation = evaluated(definition, observed={"first": [made("first", deletionTimestamp="2026-01-01T00:00:00Z")]})

    assert evaluation.to_apply == ()
    assert evaluation.error is None
    assert evaluation.status == {}
    assert evaluation.state == "IN_PROGRESS"
    assert evaluation.nodes["first"].reason == "ConfigMap default/first of first is being deleted"
    assert condition(evaluation, "Ready") == {
        "type": "Ready",
        "status": "False",
        "reason": "ResourceDeleting",
        "message": (
            'resource "default/first" for node "first" is currently being deleted; '
            "waiting for deletion to complete before continuing reconciliation"
        ),
    }


def test_conditions_are_those_of_kro_and_carry_the_generation() -> None:
    evaluation = settled(definition_of(config("first")), generation=3)

    assert evaluation.conditions == [
        {
            "type": "InstanceManaged",
            "status": "True",
            "reason": "Managed",
            "message": "instance is properly managed with finalizers and labels",
            "observedGeneration": 3,
        },
        {
            "type": "GraphResolved",
            "status": "True",
            "reason": "Resolved",
            "message": "runtime graph created and all resources resolved",
            "observedGeneration": 3,
        },
        {
            "type": "ResourcesReady",
            "status": "True",
            "reason": "AllResourcesReady",
            "message": "all resources are created and ready",
            "observedGeneration": 3,
        },
        {"type": "Ready", "status": "True", "reason": "Ready", "message": "", "observedGeneration": 3},
    ]


def test_what_waits_for_its_readiness_is_told_in_the_words_of_kro() -> None:
    definition = definition_of(config("db", {"a": "b"}, readyWhen=["${db.data.a == 'c'}"]), external("there", name="x"))

    assert condition(settled(definition), "ResourcesReady")["message"] == (
        "resource reconciliation failed: apply results contain errors: "
        'waiting for node "db": readyWhen condition evaluated to false: "db.data.a == \'c\'" (waiting for readiness)\n'
        'waiting for external reference "there": not found'
    )


def test_a_pass_that_changed_something_is_ready_a_pass_later() -> None:
    definition = definition_of(config("first"), config("second", {"a": "${first.data.a}"}))
    instance = prepared(definition, {"metadata": {"name": "it"}})
    planned = evaluate(definition, instance, {"first": [made("first", {"a": "b"})]})
    after = {"first": [made("first", {"a": "b"})], "second": [made("second", {"a": "b"})]}

    mutated = concluded(definition, instance, planned, after, mutated=True)

    assert mutated.state == "ACTIVE"
    assert condition(mutated, "Ready")["message"] == "resource reconciliation failed: cluster mutated"
    assert concluded(definition, instance, planned, after) == evaluate(definition, instance, after)


def test_what_waited_before_a_pass_waits_until_the_next_one() -> None:
    definition = definition_of(config("first"), config("second", {"a": "${first.metadata.name}"}))
    instance = prepared(definition, {"metadata": {"name": "it"}})
    planned = evaluate(definition, instance, {})

    after = concluded(definition, instance, planned, {"first": [made("first")]}, mutated=True)

    assert states(after) == {"first": "applied", "second": "pending"}
    assert after.state == "IN_PROGRESS"
    assert condition(after, "Ready")["message"].startswith("resource reconciliation failed: waiting for unresolved resource: gvr ")


def test_what_could_not_be_applied_is_an_error_of_its_node() -> None:
    definition = definition_of(config("first"), config("second"))
    instance = prepared(definition, {"metadata": {"name": "it"}})
    planned = evaluate(definition, instance, {})

    after = concluded(definition, instance, planned, {"first": [made("first")]}, errors={"second": "no such namespace"})

    assert states(after) == {"first": "applied", "second": "error"}
    assert after.state == "ERROR"
    assert condition(after, "Ready")["message"] == ("resource reconciliation failed: apply results contain errors: no such namespace")


def test_what_is_read_is_known_by_name_or_by_labels() -> None:
    definition = definition_of(
        external("one", name="${schema.spec.name}-x"),
        external("other", name="y", namespace="there"),
        external("those", selector={"matchLabels": {"a": "${schema.spec.name}"}}, namespace="${schema.metadata.namespace}"),
        external("everywhere", selector={"matchExpressions": [{"key": "a", "operator": "Exists"}]}),
    )

    evaluation = evaluated(definition)

    assert {id_: node.reads for id_, node in evaluation.nodes.items()} == {
        "one": (Read("v1", "ConfigMap", "default", name="web-x"),),
        "other": (Read("v1", "ConfigMap", "there", name="y"),),
        "those": (Read("v1", "ConfigMap", "default", selector={"matchLabels": {"a": "web"}}),),
        "everywhere": (Read("v1", "ConfigMap", None, selector={"matchExpressions": [{"key": "a", "operator": "Exists"}]}),),
    }
    assert evaluation.to_apply == ()


def test_what_a_selector_finds_is_not_known_before_it_was_read_and_may_be_nothing_then() -> None:
    definition = definition_of(
        external("those", selector={"matchLabels": {"a": "b"}}), config("count", {"count": "${string(size(those))}"})
    )

    assert states(evaluated(definition)) == {"those": "applied", "count": "pending"}
    assert evaluated(definition, observed={"those": []}).nodes["count"].manifests[0]["data"] == {"count": "0"}
    assert evaluated(definition, observed={"those": [made("x"), made("y")]}).nodes["count"].manifests[0]["data"] == {"count": "2"}


def test_what_is_omitted_is_not_there() -> None:
    definition = definition_of(
        config("first", {"a": "${schema.spec.on ? 'yes' : omit()}", "b": "c"}),
        {
            "id": "web",
            "template": {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": "web"},
                "spec": {"ports": [{"port": 80, "name": "${schema.spec.on ? 'http' : omit()}"}], "externalIPs": ["${omit()}", "10.0.0.1"]},
            },
        },
        gates=("CELOmitFunction",),
    )

    with_it, without = evaluated(definition, {"on": True}), evaluated(definition, {"on": False})

    assert with_it.nodes["first"].manifests[0]["data"] == {"a": "yes", "b": "c"}
    assert without.nodes["first"].manifests[0]["data"] == {"b": "c"}
    assert without.nodes["web"].manifests[0]["spec"] == {"ports": [{"port": 80}], "externalIPs": ["10.0.0.1"]}


def test_a_status_that_cannot_be_evaluated_is_not_written_at_all() -> None:
    definition = definition_of(config("first"), status={"a": "${1 / schema.spec.count}", "b": "${first.metadata.name}"})

    evaluation = settled(definition, {"count": 0})

    assert evaluation.status_error == 'eval "1 / schema.spec.count": division by zero'
    assert evaluation.status_problems == {"status.a": "status.a: ${1 / schema.spec.count}: division by zero"}


def test_conditions_that_cannot_be_told_now_stay_as_they_were() -> None:
    definition = definition_of(
        config("first"),
        status={"conditions": ["${runtime.newCondition({type: 'A', status: 'True', message: first.data.a})}"]},
    )
    before = {"conditions": [{"type": "A", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z", "message": "x"}]}
    instance = prepared(definition, {"metadata": {"name": "it"}, "status": before})

    evaluation = evaluate(definition, instance, {"first": [made("first")]})

    assert evaluation.conditions == [{"type": "A", "status": "True", "message": "x"}]
    assert [one["type"] for one in evaluation.built_in] == ["InstanceManaged", "GraphResolved", "ResourcesReady", "Ready"]
    assert evaluation.state == "ACTIVE"


def test_what_is_evaluated_belongs_to_nobody_else() -> None:
    definition = definition_of(
        {
            "id": "first",
            "template": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "labels": "${schema.spec.labels}"}},
        },
        config("second", {"a": "${first.metadata.labels.a}"}),
        spec={"labels": "map[string]string"},
        status={"labels": "${first.metadata.labels}"},
    )
    instance = prepared(definition, {"metadata": {"name": "it"}, "spec": {"labels": {"a": "b"}}})
    observed = {"first": [made("a", labels={"a": "b"})]}
    before = copy.deepcopy((instance, observed, dict(definition.manifest)))

    evaluation = evaluate(definition, instance, observed)
    evaluation.nodes["first"].manifests[0]["metadata"]["labels"]["c"] = "d"
    evaluation.status["labels"]["c"] = "d"

    assert (instance, observed, definition.manifest) == before
    assert evaluate(definition, instance, observed).nodes["first"].manifests[0]["metadata"]["labels"] == {"a": "b"}


@pytest.mark.parametrize("name", SCENARIOS)
def test_evaluating_twice_gives_the_same(name: str) -> None:
    scenario = SCENARIOS[name]
    definition = Definition.of(scenario.manifest, Kinds.builtin())

    first, second = (settled(definition, scenario.spec, annotations=dict(scenario.annotations)) for _ in range(2))

    assert first == second
    assert (first.stopped is None) == (first.error is None)


def test_an_identity_tells_objects_apart() -> None:
    assert Identity.of(made("a")) == Identity("v1", "ConfigMap", "default", "a")
    assert str(Identity.of({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}})) == "Namespace a"


def test_who_knows_the_objects_is_asked_for_each_node_once_its_manifests_are_known() -> None:
    definition = definition_of(config("db"), config("web", {"x": "${db.data.host}"}), config("last", {"x": "${web.data.x}"}))
    instance = prepared(definition, {"metadata": {"name": "app"}, "spec": {}})
    asked: list[tuple[str, int]] = []

    def look(node: NodeState) -> list[dict[str, Any]]:
        asked.append((node.id, len(node.manifests)))
        return [made(node.manifests[0]["metadata"]["name"], {"host": "a", "x": "b"})] if node.id != "last" else []

    found = evaluate(definition, instance, look)

    seen = {
        node.id: [made(node.manifests[0]["metadata"]["name"], {"host": "a", "x": "b"})]
        for node in found.nodes.values()
        if node.id != "last"
    }
    assert asked == [("db", 1), ("web", 1), ("last", 1)]
    assert found == evaluate(definition, instance, seen)
