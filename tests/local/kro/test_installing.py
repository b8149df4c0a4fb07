from datetime import UTC, datetime
from typing import Any

import pytest

from typekro.local.api import ApiServer
from typekro.local.kro import install, kro_controllers
from typekro.local.kro.kinds import CRDS, own_crds
from typekro.local.schemas import problems_of_crd
from typekro.openapi.kro_kinds import LOCAL_KRO

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DEFINITION: dict[str, Any] = {
    "apiVersion": "kro.run/v1alpha1",
    "kind": "ResourceGraphDefinition",
    "metadata": {"name": "web"},
    "spec": {"schema": {"apiVersion": "v1alpha1", "kind": "Web"}, "resources": []},
}


def server() -> ApiServer:
    made = ApiServer(clock=lambda: NOW)
    install(made)
    return made


def test_the_kinds_of_kro_are_right_though_nobody_asks_when_they_are_installed() -> None:
    served = server()

    assert len(own_crds()) == 2
    for crd in own_crds():
        stored = served.get(*CRDS, crd["metadata"]["name"])
        assert stored is not None
        assert list(problems_of_crd(stored)) == []


@pytest.mark.parametrize("before", [None, "v0.0.1"], ids=["by one that did not say it", "by one that played another kro"])
def test_kinds_that_an_earlier_typekro_installed_say_which_kro_is_played_now(before: str | None) -> None:
    served = server()
    fresh = [served.get(*CRDS, crd["metadata"]["name"]) for crd in own_crds()]
    for crd in own_crds():
        served.patch(*CRDS, crd["metadata"]["name"], None, {"metadata": {"annotations": {LOCAL_KRO: before}}}, manager="test")

    install(served)

    assert [_said(served.get(*CRDS, crd["metadata"]["name"])) for crd in own_crds()] == [_said(crd) for crd in fresh]


def _said(crd: dict[str, Any] | None) -> tuple[dict[str, str], Any]:
    assert crd is not None
    return crd["metadata"]["annotations"], crd["spec"]


def test_what_is_installed_already_is_not_written_again() -> None:
    served = server()
    before = served.revision

    install(served)

    assert served.revision == before


def test_kro_sleeps_until_there_is_a_definition() -> None:
    told: list[list[Any]] = []
    served = server()
    parts = kro_controllers(served, lambda: NOW)
    served.subscribe(lambda change: told.append([key for part in parts for key in part.wants(change)]))

    served.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default"}}, manager="me")
    served.create(DEFINITION, manager="me")

    assert [part.name for part in parts] == ["kro-graphrevision", "kro-resourcegraphdefinition", "kro-instance"]
    assert told == [[], ["web"]]


def test_kro_is_awake_where_a_definition_is_there_already() -> None:
    served = server()
    made = served.create(DEFINITION, manager="me")

    _, definitions, _ = kro_controllers(served, lambda: NOW)

    assert definitions.reconcile("web") is not None or served.get(made["apiVersion"], made["kind"], "web") != made
