from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple


def refused(**arguments: Any) -> str:
    given: dict[str, Any] = {"name": "data", "size": "10Gi", **arguments}
    with pytest.raises(DefinitionError) as caught:
        simple.persistent_volume_claim(**given)
    return message(caught)


def test_a_claim_asks_for_so_much_of_a_disk() -> None:
    node = simple.persistent_volume_claim(name="data", size="10Gi")

    assert template(node) == {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data"},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10Gi"}}},
    }


def test_it_does_not_wait_to_be_bound_since_many_are_bound_by_their_first_pod_alone() -> None:
    node = simple.persistent_volume_claim(name="data", size="10Gi")

    assert conditions(node, "data") == []
    assert conditions(node.with_ready_when(lambda claim: claim.status.phase == "Bound"), "data") == ['data.status.phase == "Bound"']


def test_where_it_comes_from_and_who_may_use_it_can_be_said() -> None:
    spec = references()

    node = simple.persistent_volume_claim(
        name=spec.name, size=spec.name, storage_class="fast", access_modes=["ReadWriteMany", "ReadOnlyMany"], spec={"volume_mode": "Block"}
    )

    assert template(node)["spec"] == {
        "accessModes": ["ReadWriteMany", "ReadOnlyMany"],
        "resources": {"requests": {"storage": "spec.name"}},
        "storageClassName": "fast",
        "volumeMode": "Block",
    }


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"size": "10 GB"},
            (
                "simple.persistent_volume_claim: size is '10 GB', not a quantity\n"
                "  Kubernetes: a number from 0, with a unit or without: 500m, 1.5, 128Mi, 10G"
            ),
        ),
        ({"size": 10}, 'simple.persistent_volume_claim: size is 10, an int\n  Kubernetes: it is a text\nhint: "10"'),
        (
            {"access_modes": ["RWO"]},
            (
                "simple.persistent_volume_claim: access_modes[0] is 'RWO'\n"
                "  it is one of the constants ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod"
            ),
        ),
        (
            {"access_modes": []},
            (
                "simple.persistent_volume_claim: access_modes is empty\n"
                '  Kubernetes: a claim has at least one\nhint: access_modes=["ReadWriteOnce"]'
            ),
        ),
        (
            {"storage_class": "fast", "spec": {"storage_class_name": "slow"}},
            (
                "simple.persistent_volume_claim: spec.storage_class_name is 'slow'\n"
                "  the argument storage_class says it already\nhint: storage_class='slow'"
            ),
        ),
    ],
)
def test_what_cannot_be_a_claim_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(**arguments) == text
