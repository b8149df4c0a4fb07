"""What the real kro was seen to do, where there is no real kro: on a cluster in this process."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.local.kro.scenarios import SCENARIOS
from tests.local.kro.steps import Apply, Corner, Step
from typekro import LocalCluster
from typekro.local.api import ApiServer

AT = Corner("here")


class Played:
    """A cluster on which the steps of a scenario are done."""

    def __init__(self, scenario: str) -> None:
        self.steps: Sequence[Step] = SCENARIOS[scenario](AT)
        self.cluster = LocalCluster()
        self.server.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": AT.name}}, manager="tests")

    @property
    def server(self) -> ApiServer:
        return self.cluster.server

    def until(self, last: str) -> "Played":
        """Does all steps up to one."""
        for step in self.steps:
            for action in step.actions:
                if isinstance(action, Apply):
                    self.server.apply(dict(action.manifest), manager=action.manager, force=True)
                else:
                    self.server.delete(*action.target)
                self.cluster.settle()
            if step.name == last:
                return self
        raise AssertionError(last)

    def instance(self, name: str = "it") -> dict[str, Any]:
        found = self.server.get(f"{AT.group}/v1alpha1", "App", name, AT.name)
        assert found is not None
        return found

    def message(self, name: str = "it") -> str:
        """What is told of the resources of an instance."""
        return next(str(one["message"]) for one in self.instance(name)["status"]["conditions"] if one["type"] == "ResourcesReady")


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_can_be_played_without_a_defect(name: str) -> None:
    played = Played(name)

    played.until(played.steps[-1].name)


def test_a_broken_inventory_stops_an_instance_and_nothing_else() -> None:
    played = Played("changed-with-broken-inventory").until("broken")

    why = 'invalid applyset.kubernetes.io/contains-group-kinds annotation: invalid kind ""'
    assert played.message() == f"resource reconciliation failed: project failed: {why}"
    assert played.instance()["status"]["state"] == "IN_PROGRESS"


def test_metadata_alone_is_not_looked_at() -> None:
    played = Played("drift")

    assert played.until("instance metadata edited").instance()["metadata"]["labels"]["kro.run/owned"] == "no"


def test_a_change_of_the_spec_mends_the_metadata() -> None:
    assert Played("drift").until("next look").instance()["metadata"]["labels"]["kro.run/owned"] == "true"


def test_a_refused_definition_leaves_its_instances_as_they_are() -> None:
    played = Played("definition-changes").until("wider")
    before = played.instance()

    played.until("breaking")

    assert played.instance()["status"] == before["status"]


def test_conditions_of_the_definition_stay_while_an_instance_goes() -> None:
    conditions = Played("authored-conditions").until("held and deleted").instance()["status"]["conditions"]

    assert [(one["type"], one["status"]) for one in conditions] == [
        ("ResourcesReady", "Unknown"),
        ("Filled", "True"),
        ("KroReady", "True"),
    ]


def test_nothing_that_is_selected_is_nothing_to_wait_for() -> None:
    played = Played("externals").until("nothing there")

    why = 'waiting for external reference "named": not found'
    assert played.message() == f"resource reconciliation failed: apply results contain errors: {why}"
    assert played.instance()["status"]["names"] == []


def test_conditions_made_twice_make_the_state_an_error_though_all_is_ready() -> None:
    status = Played("degraded-conditions").until("twice again").instance()["status"]

    assert status["state"] == "ERROR"
