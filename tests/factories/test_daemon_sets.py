import pytest

from tests.factories.parts import conditions, message, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.openapi import k8s


def test_the_least_that_is_said_makes_a_pod_on_each_node() -> None:
    assert template(simple.daemon_set(name="agent", image="fluent-bit:4.0")) == {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": "agent", "labels": {"app": "agent"}},
        "spec": {
            "selector": {"matchLabels": {"app": "agent"}},
            "template": {
                "metadata": {"labels": {"app": "agent"}},
                "spec": {"containers": [{"name": "agent", "image": "fluent-bit:4.0"}]},
            },
        },
    }


def test_it_is_ready_when_its_pods_are_available_on_all_nodes_and_new_where_it_replaces_them_by_itself() -> None:
    assert conditions(simple.daemon_set(name="agent", image="fluent-bit:4.0"), "agent") == [
        (
            "agent.status.observedGeneration >= agent.metadata.generation"
            " && agent.?status.?numberAvailable.orValue(0) >= agent.status.desiredNumberScheduled"
            ' && (agent.spec.updateStrategy.type != "RollingUpdate"'
            " || agent.?status.?updatedNumberScheduled.orValue(0) >= agent.status.desiredNumberScheduled)"
        )
    ]


def test_any_other_field_of_its_spec_and_its_pods_can_be_said() -> None:
    everywhere = k8s.core_v1.Toleration(operator="Exists")

    node = simple.daemon_set(
        name="agent", image="fluent-bit:4.0", spec={"min_ready_seconds": 5}, pod={"tolerations": [everywhere], "host_network": True}
    )

    spec = template(node)["spec"]
    assert spec["minReadySeconds"] == 5
    assert spec["template"]["spec"]["tolerations"] == [{"operator": "Exists"}]
    assert spec["template"]["spec"]["hostNetwork"] is True


def test_it_has_no_number_of_pods() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.daemon_set(name="agent", image="fluent-bit:4.0", spec={"replicas": 3})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # the mistake

    assert message(caught) == (
        "simple.daemon_set: spec.replicas: there is no such field\n"
        "  DaemonSetSpec has: min_ready_seconds, revision_history_limit, selector, template, update_strategy"
    )
