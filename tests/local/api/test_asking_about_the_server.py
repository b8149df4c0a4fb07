"""Discovery, OpenAPI, reviews, health; and what is kept of a server."""

from typing import Any

from tests.local.api.asking import CRDS, MAPS, TABLE, WEBS, Asking, config_map, crd, status, web
from typekro.local.api.registry import version_order

AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
POD_STATUS = "/api/v1/namespaces/default/pods/p/status"


def test_groups_and_resources_are_told(asking: Asking) -> None:
    assert asking.ask("GET", "/api")["versions"] == ["v1"]
    groups = {each["name"]: each for each in asking.ask("GET", "/apis")["groups"]}
    assert groups["apps"]["preferredVersion"] == {"groupVersion": "apps/v1", "version": "v1"}
    assert not any(name.endswith("kro.run") for name in groups)
    resources = {each["name"]: each for each in asking.ask("GET", "/apis/apps/v1")["resources"]}
    assert resources["deployments"] == {
        "name": "deployments",
        "singularName": "deployment",
        "namespaced": True,
        "kind": "Deployment",
        "verbs": ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        "shortNames": ["deploy"],
        "categories": ["all"],
        "storageVersionHash": "8aSe+NMegvE=",
    }
    assert resources["deployments/scale"] == {
        "name": "deployments/scale",
        "singularName": "",
        "namespaced": True,
        "group": "autoscaling",
        "version": "v1",
        "kind": "Scale",
        "verbs": ["get", "patch", "update"],
    }


def test_all_is_told_in_one_document(asking: Asking) -> None:
    asking.ask("POST", CRDS, crd())
    response = asking.response("GET", "/apis", accept=AGGREGATED)
    assert response.content_type == "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
    found = {each["metadata"]["name"]: each["versions"] for each in response.document()["items"]}
    assert [each["version"] for each in found["example.com"]] == ["v1"]
    told = found["example.com"][0]["resources"][0]
    assert (told["resource"], told["shortNames"], [each["subresource"] for each in told["subresources"]]) == (
        "webs",
        ["wb"],
        ["status", "scale"],
    )


def test_versions_are_in_the_order_of_their_age() -> None:
    given = ["v1alpha1", "v1", "foo10", "v2beta1", "v2", "v11alpha2", "v1beta2", "foo1"]
    assert sorted(given, key=version_order) == ["v2", "v1", "v2beta1", "v1beta2", "v11alpha2", "v1alpha1", "foo1", "foo10"]


def test_openapi_has_every_schema_that_it_refers_to(asking: Asking) -> None:
    asking.ask("POST", CRDS, crd())
    index = asking.ask("GET", "/openapi/v3")["paths"]
    assert {"api/v1", "apis/apps/v1", "apis/example.com/v1"} <= index.keys()
    for place in ("apis/apps/v1", "apis/example.com/v1"):
        document = asking.response("GET", f"/openapi/v3/{place}")
        schemas = document.document()["components"]["schemas"]
        reached = {part.split(b'"')[0].decode() for part in document.body.split(b"#/components/schemas/")[1:]}
        assert reached <= schemas.keys()
    patch = asking.ask("GET", "/openapi/v3/apis/example.com/v1")["paths"]["/apis/example.com/v1/namespaces/{namespace}/webs/{name}"][
        "patch"
    ]
    assert "fieldValidation" in {each["name"] for each in patch["parameters"]}


def test_openapi_changes_its_hash_with_a_schema(asking: Asking) -> None:
    asking.ask("POST", CRDS, crd())
    before = asking.ask("GET", "/openapi/v3")["paths"]
    definition = asking.ask("GET", f"{CRDS}/webs.example.com")
    definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]["size"] = {"type": "string"}
    asking.ask("PUT", f"{CRDS}/webs.example.com", definition)
    after = asking.ask("GET", "/openapi/v3")["paths"]
    assert {place for place in after if after[place] != before[place]} == {"apis/example.com/v1"}


def test_openapi_is_not_told_in_protobuf(asking: Asking) -> None:
    response = asking.response("GET", "/openapi/v2", accept="application/com.github.proto-openapi.spec.v2@v1.0+protobuf")
    assert response.status == 406
    assert asking.ask("GET", "/openapi/v2")["swagger"] == "2.0"


def test_one_may_do_everything(asking: Asking) -> None:
    spec = {"resourceAttributes": {"verb": "get", "resource": "pods"}}
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "metadata": {}, "spec": spec}
    found = asking.response("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
    assert (found.status, found.document()) == (201, {**review, "status": {"allowed": True}})
    who = asking.ask("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {})
    assert who["status"]["userInfo"] == {"username": "kubernetes-admin", "groups": ["system:masters", "system:authenticated"]}


def test_health_and_version(asking: Asking) -> None:
    assert [asking.response("GET", path).body for path in ("/healthz", "/livez", "/readyz")] == [b"ok"] * 3
    assert asking.ask("GET", "/version")["gitVersion"] == "v1.36.3"


def test_the_form_that_is_asked_for_has_to_be_known(asking: Asking) -> None:
    offered = ("application/json", "application/yaml", "application/vnd.kubernetes.protobuf")
    streamed = ("application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch")
    said = f"406: Not Acceptable\n\nAvailable representations: {', '.join((*offered, *streamed))}"
    assert asking.ask("GET", MAPS, accept="text/html") == {**status(406, "NotAcceptable", said), "details": {}}


def test_pods_are_shown_as_kubectl_shows_them(asking: Asking) -> None:
    pod = {"metadata": {"name": "p"}, "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "i"}]}}
    asking.ask("POST", "/api/v1/namespaces/default/pods", pod)
    container: dict[str, Any] = {"name": "c", "ready": True, "restartCount": 2, "image": "i", "imageID": "", "state": {"running": {}}}
    state: dict[str, Any] = {"phase": "Running", "podIPs": [{"ip": "10.0.0.1"}], "containerStatuses": [container]}
    asking.ask("PATCH", POD_STATUS, {"status": state}, "application/strategic-merge-patch+json")
    asking.pass_(125)
    table = asking.ask("GET", "/api/v1/namespaces/default/pods", accept=TABLE)
    assert table["rows"][0]["cells"] == ["p", "1/1", "Running", "2", "2m5s", "10.0.0.1", "n", "<none>", "<none>"]


def test_what_was_kept_is_there_again(asking: Asking) -> None:
    asking.ask("POST", CRDS, crd())
    asking.ask("POST", WEBS, web("w"))
    asking.ask("POST", MAPS, config_map("a"))
    kept = asking.server.snapshot()
    again = Asking()
    again.ask("POST", MAPS, config_map("other"))
    again.server.restore(kept)
    assert again.server.snapshot() == kept
    assert [each["metadata"]["name"] for each in again.ask("GET", WEBS)["items"]] == ["w"]
    assert again.response("GET", f"{MAPS}/other").status == 404
    assert again.ask("POST", MAPS, config_map("b"))["metadata"]["resourceVersion"] == str(kept.resource_version + 1)
    assert again.ask("GET", MAPS, watch="true", resourceVersion="x")["code"] == 500
