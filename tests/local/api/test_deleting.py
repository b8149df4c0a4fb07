"""Deleting objects."""

from typing import Any

import pytest

from tests.local.api.asking import MAPS, MERGE, MOMENT, Asking, config_map, status

PODS = "/api/v1/namespaces/default/pods"


def test_what_nothing_holds_is_gone_at_once(asking: Asking) -> None:
    made = asking.ask("POST", MAPS, config_map("a"))
    details = {"name": "a", "kind": "configmaps", "uid": made["metadata"]["uid"]}
    said = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details}
    assert asking.ask("DELETE", f"{MAPS}/a") == said
    assert asking.response("GET", f"{MAPS}/a").status == 404


def test_what_has_finalizers_stays_until_they_are_done(asking: Asking) -> None:
    asking.ask("POST", MAPS, config_map("a", finalizers=["example.com/x"]))
    marked = asking.ask("DELETE", f"{MAPS}/a")["metadata"]
    assert (marked["deletionTimestamp"], marked["deletionGracePeriodSeconds"]) == (MOMENT, 0)
    asking.pass_(60)
    assert asking.ask("DELETE", f"{MAPS}/a")["metadata"] == marked
    asking.ask("PATCH", f"{MAPS}/a", {"metadata": {"finalizers": None}}, MERGE)
    assert asking.response("GET", f"{MAPS}/a").status == 404


def test_no_finalizer_comes_to_what_is_being_deleted(asking: Asking) -> None:
    asking.ask("POST", MAPS, config_map("a", finalizers=["example.com/x"]))
    asking.ask("DELETE", f"{MAPS}/a")
    refused = asking.ask("PATCH", f"{MAPS}/a", {"metadata": {"finalizers": ["example.com/x", "example.com/y"]}}, MERGE)
    why = 'no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/y"}'
    assert refused["message"] == f'ConfigMap "a" is invalid: metadata.finalizers: Forbidden: {why}'


@pytest.mark.parametrize(("policy", "finalizers"), [("Foreground", ["foregroundDeletion"]), ("Orphan", ["orphan"])])
def test_what_becomes_of_dependents_is_told_by_a_finalizer(asking: Asking, policy: str, finalizers: list[str]) -> None:
    asking.ask("POST", MAPS, config_map("a"))
    assert asking.ask("DELETE", f"{MAPS}/a", propagationPolicy=policy)["metadata"]["finalizers"] == finalizers


@pytest.mark.parametrize(
    ("preconditions", "why"),
    [
        (
            {"uid": "other"},
            (
                "the UID in the precondition (other) does not match the UID in record ({uid}). "
                "The object might have been deleted and then recreated"
            ),
        ),
        (
            {"resourceVersion": "1"},
            (
                "the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (6). "
                "The object might have been modified"
            ),
        ),
    ],
)
def test_another_object_than_the_one_that_is_meant_stays(asking: Asking, preconditions: dict[str, str], why: str) -> None:
    made = asking.ask("POST", MAPS, config_map("a"))
    said = f'Operation cannot be fulfilled on ConfigMap "a": {why.format(uid=made["metadata"]["uid"])}'
    refused = asking.ask("DELETE", f"{MAPS}/a", {"preconditions": preconditions})
    assert refused == status(409, "Conflict", said, name="a", kind="ConfigMap")


def pod(**spec: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "i"}], **spec}}


def test_a_pod_that_runs_has_time_to_end(asking: Asking) -> None:
    asking.ask("POST", PODS, pod(nodeName="n", terminationGracePeriodSeconds=7))
    marked = asking.ask("DELETE", f"{PODS}/p")["metadata"]
    assert (marked["deletionTimestamp"], marked["deletionGracePeriodSeconds"], marked["generation"]) == ("2026-01-02T03:04:12Z", 7, 2)
    asking.ask("DELETE", f"{PODS}/p", {"gracePeriodSeconds": 0})
    assert asking.response("GET", f"{PODS}/p").status == 404


def test_a_pod_without_a_node_goes_at_once(asking: Asking) -> None:
    asking.ask("POST", PODS, pod())
    assert asking.ask("DELETE", f"{PODS}/p")["metadata"]["deletionGracePeriodSeconds"] == 0
    assert asking.response("GET", f"{PODS}/p").status == 404


def test_a_namespace_goes_when_it_is_finalized(asking: Asking) -> None:
    asking.ask("POST", "/api/v1/namespaces", {"metadata": {"name": "n"}})
    marked = asking.ask("DELETE", "/api/v1/namespaces/n")
    assert (marked["status"], marked["spec"]) == ({"phase": "Terminating"}, {"finalizers": ["kubernetes"]})
    asking.ask("PUT", "/api/v1/namespaces/n/finalize", {**marked, "spec": {}})
    assert asking.response("GET", "/api/v1/namespaces/n").status == 404


def test_many_are_deleted_by_a_selector(asking: Asking) -> None:
    for name, app in (("a", "x"), ("b", "y"), ("c", "x")):
        asking.ask("POST", MAPS, config_map(name, labels={"app": app}))
    gone = asking.ask("DELETE", MAPS, labelSelector="app=x")
    assert [each["metadata"]["name"] for each in gone["items"]] == ["a", "c"]
    assert [each["metadata"]["name"] for each in asking.server.list("v1", "ConfigMap")] == ["b"]
