"""Creating and changing objects."""

from typing import Any

import pytest

from tests.local.api.asking import APPLY, JSON_PATCH, MAPS, MERGE, MOMENT, STRATEGIC, Asking, config_map, status, without_managers

DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments"


def deployment(name: str = "web") -> dict[str, Any]:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}
    spec = {"replicas": 1, "selector": {"matchLabels": {"app": "web"}}, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "namespace": "default"}, "spec": spec}


def test_what_is_created_has_identity_version_and_manager(asking: Asking) -> None:
    made = asking.ask("POST", MAPS, config_map("a"), fieldManager="me")
    metadata = made["metadata"]
    assert without_managers(made) == config_map("a", creationTimestamp=MOMENT)
    assert (len(metadata["uid"]), metadata["resourceVersion"]) == (36, "6")
    assert metadata["managedFields"] == [
        {
            "manager": "me",
            "operation": "Update",
            "apiVersion": "v1",
            "time": MOMENT,
            "fieldsType": "FieldsV1",
            "fieldsV1": {"f:data": {".": {}, "f:a": {}}},
        }
    ]


def test_a_name_can_be_generated(asking: Asking) -> None:
    given = config_map("")
    given["metadata"] = {"generateName": "web-"}
    made = asking.ask("POST", MAPS, given)
    assert made["metadata"]["name"].startswith("web-")
    assert len(made["metadata"]["name"]) == len("web-") + 5


def test_a_dry_run_answers_and_stores_nothing(asking: Asking) -> None:
    assert asking.response("POST", MAPS, config_map("a"), dryRun="All").status == 201
    assert asking.server.get("v1", "ConfigMap", "a", "default") is None


def test_what_changes_nothing_writes_nothing(asking: Asking) -> None:
    made = asking.ask("POST", MAPS, config_map("a"))
    asking.pass_(60)
    assert asking.ask("PUT", f"{MAPS}/a", made) == made
    assert asking.ask("PATCH", f"{MAPS}/a", {"data": {"a": "1"}}, MERGE) == made


@pytest.mark.parametrize(
    ("form", "patch"),
    [
        (MERGE, {"data": {"b": "2"}}),
        (STRATEGIC, {"data": {"b": "2"}}),
        (JSON_PATCH, [{"op": "add", "path": "/data/b", "value": "2"}]),
    ],
)
def test_every_form_of_patch_changes_an_object(asking: Asking, form: str, patch: object) -> None:
    asking.ask("POST", MAPS, config_map("a"))
    assert asking.ask("PATCH", f"{MAPS}/a", patch, form)["data"] == {"a": "1", "b": "2"}


def test_an_apply_creates_changes_and_meets_others(asking: Asking) -> None:
    wanted = config_map("a")
    assert asking.response("PATCH", f"{MAPS}/a", wanted, APPLY, fieldManager="me").status == 201
    assert asking.response("PATCH", f"{MAPS}/a", wanted, APPLY, fieldManager="me").status == 200
    refused = asking.ask("PATCH", f"{MAPS}/a", {**wanted, "data": {"a": "2"}}, APPLY, fieldManager="you")
    cause = {"reason": "FieldManagerConflict", "message": 'conflict with "me"', "field": ".data.a"}
    assert refused == status(409, "Conflict", 'Apply failed with 1 conflict: conflict with "me": .data.a', causes=[cause])
    forced = asking.ask("PATCH", f"{MAPS}/a", {**wanted, "data": {"a": "2"}}, APPLY, fieldManager="you", force="true")
    assert forced["data"] == {"a": "2"}


def test_generation_counts_changes_of_the_spec_alone(asking: Asking) -> None:
    def generation(patch: object, below: str = "") -> int:
        found: int = asking.ask("PATCH", f"{DEPLOYMENTS}/web{below}", patch, MERGE)["metadata"]["generation"]
        return found

    assert asking.ask("POST", DEPLOYMENTS, deployment())["metadata"]["generation"] == 1
    assert generation({"metadata": {"labels": {"a": "b"}}}) == 1
    assert generation({"status": {"replicas": 1}}, "/status") == 1
    assert generation({"spec": {"replicas": 3}}) == 2
    assert asking.ask("PUT", f"{DEPLOYMENTS}/web/scale", {"metadata": {"name": "web"}, "spec": {"replicas": 4}})["spec"] == {"replicas": 4}
    assert asking.ask("GET", f"{DEPLOYMENTS}/web")["metadata"]["generation"] == 3


def test_a_status_is_written_through_its_subresource_alone(asking: Asking) -> None:
    asking.ask("POST", DEPLOYMENTS, {**deployment(), "status": {"replicas": 7}})
    assert asking.ask("GET", f"{DEPLOYMENTS}/web")["status"] == {}
    assert asking.ask("PATCH", f"{DEPLOYMENTS}/web", {"status": {"replicas": 7}}, MERGE)["status"] == {}
    changed = asking.ask("PATCH", f"{DEPLOYMENTS}/web/status", {"status": {"replicas": 1}, "spec": {"replicas": 9}}, MERGE)
    assert (changed["status"], changed["spec"]["replicas"]) == ({"replicas": 1}, 1)


def test_a_scale_tells_replicas_and_selector(asking: Asking) -> None:
    made = asking.ask("POST", DEPLOYMENTS, deployment())["metadata"]
    assert asking.ask("GET", f"{DEPLOYMENTS}/web/scale") == {
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {key: made[key] for key in ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")},
        "spec": {"replicas": 1},
        "status": {"replicas": 0, "selector": "app=web"},
    }


def test_who_scales_owns_the_replicas_since_no_moment_and_an_apply_to_a_scale_meets_its_owners(asking: Asking) -> None:
    """As the real API server does it; the differential test holds it against that one."""
    asking.ask("POST", DEPLOYMENTS, deployment(), fieldManager="maker")
    assert asking.server.patch("apps/v1", "Deployment", "web", "default", {"spec": {"replicas": 3}}, manager="hand", subresource="scale")[
        "spec"
    ] == {"replicas": 3}
    fields: dict[str, Any] = {"f:spec": {"f:replicas": {}}}
    entry = {"apiVersion": "apps/v1", "fieldsType": "FieldsV1", "operation": "Update", "subresource": "scale"}
    assert asking.ask("GET", f"{DEPLOYMENTS}/web")["metadata"]["managedFields"][0] == {**entry, "fieldsV1": fields, "manager": "hand"}

    scale = {"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": {"name": "web"}, "spec": {"replicas": 4}}
    refused = asking.ask("PATCH", f"{DEPLOYMENTS}/web/scale", scale, APPLY, fieldManager="other")
    said = 'Apply failed with 1 conflict: conflict with "hand" with subresource "scale" using autoscaling/v1: .spec.replicas'
    assert (refused["code"], refused["message"]) == (409, said)
    assert asking.ask("PATCH", f"{DEPLOYMENTS}/web/scale", scale, APPLY, fieldManager="other", force="true")["spec"] == {"replicas": 4}
    first, *others = asking.ask("GET", f"{DEPLOYMENTS}/web")["metadata"]["managedFields"]
    assert first == {**entry, "fieldsV1": fields, "manager": "other", "operation": "Apply"}
    assert [each["manager"] for each in others] == ["maker"]


def test_unknown_fields_are_refused_told_or_dropped(asking: Asking) -> None:
    given = {**config_map("a"), "dat": 1}
    said = 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dat"'
    assert asking.ask("POST", MAPS, given, fieldValidation="Strict") == status(400, "BadRequest", said)
    warned = asking.response("POST", MAPS, given, fieldValidation="Warn")
    assert (warned.headers["Warning"], "dat" in warned.document()) == ('299 - "unknown field \\"dat\\""', False)
    assert "Warning" not in asking.response("PUT", f"{MAPS}/a", given, fieldValidation="Ignore").headers


def test_a_put_creates_where_the_kind_lets_it(asking: Asking) -> None:
    lease = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "l"}, "spec": {"holderIdentity": "me"}}
    assert asking.response("PUT", "/apis/coordination.k8s.io/v1/namespaces/default/leases/l", lease).status == 201


def test_somebody_can_complete_objects_before_they_are_stored(asking: Asking) -> None:
    asking.server.admission("v1", "ConfigMap", lambda new, old: {**new, "data": {"old": str(old is not None)}})
    assert asking.ask("POST", MAPS, config_map("a"))["data"] == {"old": "False"}
    assert asking.ask("PATCH", f"{MAPS}/a", {"data": {"x": "y"}}, MERGE)["data"] == {"old": "True"}


def test_subscribers_hear_every_change_in_its_order(asking: Asking) -> None:
    heard: list[tuple[str, str]] = []

    def write_more(change: Any) -> None:
        if change.type == "ADDED" and change.object["metadata"]["name"] == "a":
            asking.server.create(config_map("b"), manager="me")

    asking.server.subscribe(write_more)
    end = asking.server.subscribe(lambda change: heard.append((change.type, change.object["metadata"]["name"])))
    asking.server.create(config_map("a"), manager="me")
    asking.server.delete("v1", "ConfigMap", "a", "default")
    end()
    asking.server.delete("v1", "ConfigMap", "b", "default")
    assert heard == [("ADDED", "a"), ("ADDED", "b"), ("DELETED", "a")]


def test_an_event_is_one_object_in_both_groups(asking: Asking) -> None:
    about = {"kind": "Pod", "name": "p", "namespace": "default"}
    event = {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "e"}, "involvedObject": about, "message": "hello", "type": "Normal"}
    asking.ask("POST", "/api/v1/namespaces/default/events", event)
    other = asking.ask("GET", "/apis/events.k8s.io/v1/namespaces/default/events/e")
    assert (other["apiVersion"], other["regarding"], other["note"]) == ("events.k8s.io/v1", about, "hello")
