"""CustomResourceDefinitions and their objects."""

from typing import Any

import pytest

from tests.local.api.asking import CRDS, MERGE, MOMENT, TABLE, WEBS, Asking, crd, status, web
from typekro.local.api.definition_names import Taken, granted


@pytest.fixture
def webs(asking: Asking) -> Asking:
    asking.ask("POST", CRDS, crd())
    return asking


def condition(kind: str, state: str, reason: str, message: str) -> dict[str, str]:
    return {"type": kind, "status": state, "lastTransitionTime": MOMENT, "reason": reason, "message": message}


def test_a_definition_is_established_as_soon_as_it_is_stored(asking: Asking) -> None:
    made = asking.ask("POST", CRDS, crd())
    assert made["status"] == {"conditions": None, "acceptedNames": {"plural": "", "kind": ""}, "storedVersions": ["v1"]}
    assert asking.ask("GET", f"{CRDS}/webs.example.com")["status"] == {
        "acceptedNames": {"plural": "webs", "singular": "web", "kind": "Web", "listKind": "WebList", "shortNames": ["wb"]},
        "conditions": [
            condition("NamesAccepted", "True", "NoConflicts", "no conflicts found"),
            condition("Established", "True", "InitialNamesAccepted", "the initial names have been accepted"),
        ],
        "storedVersions": ["v1"],
    }
    assert asking.response("GET", WEBS).status == 200


def test_names_that_are_taken_are_refused_until_they_are_free(webs: Asking) -> None:
    other = crd(names={"plural": "others", "kind": "Web"})
    webs.ask("POST", CRDS, {**other, "metadata": {"name": "others.example.com"}})
    before = webs.ask("GET", f"{CRDS}/others.example.com")["status"]["conditions"]
    assert before == [
        condition("NamesAccepted", "False", "ListKindConflict", '"WebList" is already in use'),
        condition("Established", "False", "NotAccepted", "not all names are accepted"),
    ]
    webs.ask("DELETE", f"{CRDS}/webs.example.com")
    after = webs.ask("GET", f"{CRDS}/others.example.com")["status"]["conditions"]
    assert [each["status"] for each in after] == ["True", "True"]


def test_the_names_that_are_free_are_granted() -> None:
    wanted = {"plural": "webs", "singular": "web", "kind": "Web", "listKind": "WebList", "shortNames": ["w"]}
    found = granted(wanted, {}, Taken(frozenset({"w"}), frozenset()))
    assert (found.names, found.reason) == (
        {"plural": "webs", "singular": "web", "kind": "Web", "listKind": "WebList"},
        "ShortNamesConflict",
    )


def test_an_object_gets_its_defaults_and_loses_what_is_not_known(webs: Asking) -> None:
    made = webs.ask("POST", WEBS, {**web("w", size=3), "status": {"a": 1}})
    assert (made["spec"], "status" in made, made["metadata"]["generation"]) == ({"replicas": 2}, False, 1)


def test_an_object_that_breaks_its_schema_is_refused(webs: Asking) -> None:
    why = "spec.replicas in body should be greater than or equal to 1"
    cause = {"reason": "FieldValueInvalid", "message": f"Invalid value: 0: {why}", "field": "spec.replicas"}
    details: dict[str, Any] = {"name": "w", "group": "example.com", "kind": "Web", "causes": [cause]}
    said = f'Web.example.com "w" is invalid: spec.replicas: Invalid value: 0: {why}'
    assert webs.ask("POST", WEBS, web("w", replicas=0)) == status(422, "Invalid", said, **details)


def test_a_put_says_which_version_it_changes(webs: Asking) -> None:
    webs.ask("POST", WEBS, web("w"))
    said = "Invalid value: 0: must be specified for an update"
    cause = {"reason": "FieldValueInvalid", "message": said, "field": "metadata.resourceVersion"}
    refused = webs.ask("PUT", f"{WEBS}/w", web("w", replicas=3))
    details: dict[str, Any] = {"name": "w", "group": "example.com", "kind": "webs", "causes": [cause]}
    assert refused == status(422, "Invalid", f'webs.example.com "w" is invalid: metadata.resourceVersion: {said}', **details)


def test_status_and_scale_are_apart_from_the_rest(webs: Asking) -> None:
    webs.ask("POST", WEBS, web("w"))
    changed = webs.ask(
        "PATCH", f"{WEBS}/w/status", {"status": {"replicas": 1}, "spec": {"replicas": 9}, "metadata": {"labels": {"a": "b"}}}, MERGE
    )
    assert (changed["spec"], changed["status"], "labels" in changed["metadata"]) == ({"replicas": 2}, {"replicas": 1}, False)
    scale = webs.ask("PUT", f"{WEBS}/w/scale", {"metadata": {"name": "w"}, "spec": {"replicas": 5}})
    assert (scale["spec"], scale["status"]) == ({"replicas": 5}, {"replicas": 1})
    assert webs.ask("GET", f"{WEBS}/w")["metadata"]["generation"] == 2


def test_a_new_schema_holds_at_once(webs: Asking) -> None:
    definition = webs.ask("GET", f"{CRDS}/webs.example.com")
    definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]["size"] = {"type": "string"}
    webs.ask("PUT", f"{CRDS}/webs.example.com", definition)
    assert webs.ask("POST", WEBS, web("w", size="big"))["spec"] == {"replicas": 2, "size": "big"}


def test_an_older_version_is_served_and_warned_of(asking: Asking) -> None:
    new = crd()["spec"]["versions"][0]
    old = {**new, "name": "v1beta1", "storage": False, "deprecated": True}
    asking.ask("POST", CRDS, crd(versions=[new, old]))
    asking.ask("POST", WEBS, web("w"))
    found = asking.response("GET", "/apis/example.com/v1beta1/namespaces/default/webs/w")
    assert found.document()["apiVersion"] == "example.com/v1beta1"
    assert found.headers["Warning"] == '299 - "example.com/v1beta1 Web is deprecated; use example.com/v1 Web"'


def test_a_definition_goes_when_all_its_objects_are_gone(webs: Asking) -> None:
    webs.ask("POST", WEBS, {**web("held"), "metadata": {"name": "held", "finalizers": ["example.com/x"]}})
    webs.ask("POST", WEBS, web("free"))
    going = webs.ask("DELETE", f"{CRDS}/webs.example.com")
    assert going["metadata"]["finalizers"] == ["customresourcecleanup.apiextensions.k8s.io"]
    assert [each["metadata"]["name"] for each in webs.ask("GET", WEBS)["items"]] == ["held"]
    waiting = webs.ask("GET", f"{CRDS}/webs.example.com")["status"]["conditions"][-1]
    assert waiting == condition("Terminating", "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress")
    said = 'webs.example.com "w" is forbidden: create not allowed while custom resource definition is terminating'
    refused = webs.ask("POST", WEBS, web("w"))
    assert refused == status(403, "Forbidden", said, name="w", group="example.com", kind="webs")
    webs.ask("PATCH", f"{WEBS}/held", {"metadata": {"finalizers": None}}, MERGE)
    assert webs.response("GET", f"{CRDS}/webs.example.com").status == 404
    assert webs.response("GET", WEBS).body == b"404 page not found\n"


def test_columns_come_from_the_definition(webs: Asking) -> None:
    webs.ask("POST", WEBS, web("w"))
    webs.ask("PATCH", f"{WEBS}/w/status", {"status": {"conditions": [{"type": "Ready", "status": "True"}]}}, MERGE)
    table = webs.ask("GET", WEBS, accept=TABLE)
    assert [each["name"] for each in table["columnDefinitions"]] == ["Name", "Replicas", "Ready"]
    assert [each["cells"] for each in table["rows"]] == [["w", 2, "True"]]


def test_the_kind_of_an_object_has_to_be_right(webs: Asking) -> None:
    cause = {"reason": "FieldValueInvalid", "message": 'Invalid value: "Foo": must be Web', "field": "kind"}
    details: dict[str, Any] = {"name": "w", "group": "example.com", "kind": "Foo", "causes": [cause]}
    said = 'Foo.example.com "w" is invalid: kind: Invalid value: "Foo": must be Web'
    assert webs.ask("POST", WEBS, {**web("w"), "kind": "Foo"}) == status(422, "Invalid", said, **details)


def test_a_definition_that_is_wrong_is_refused(asking: Asking) -> None:
    refused = asking.ask("POST", CRDS, {**crd(), "metadata": {"name": "others.example.com"}})
    said = 'metadata.name: Invalid value: "others.example.com": must be spec.names.plural+"."+spec.group'
    assert refused["message"] == f'CustomResourceDefinition.apiextensions.k8s.io "others.example.com" is invalid: {said}'
