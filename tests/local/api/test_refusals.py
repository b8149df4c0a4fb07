"""What is refused, each with its whole Status."""

from typing import Any

import pytest

from tests.local.api.asking import APPLY, JSON_PATCH, MAPS, MERGE, Asking, config_map, status


@pytest.fixture(autouse=True)
def _there(asking: Asking) -> None:  # pyright: ignore[reportUnusedFunction] - pytest uses it
    asking.ask("POST", MAPS, config_map("there"))


def about(name: str, kind: str = "configmaps") -> dict[str, Any]:
    return {"name": name, "kind": kind}


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("GET", f"{MAPS}/x", None, status(404, "NotFound", 'configmaps "x" not found', **about("x"))),
        (
            "GET",
            "/apis/apps/v1/namespaces/default/deployments/x",
            None,
            status(404, "NotFound", 'deployments.apps "x" not found', name="x", group="apps", kind="deployments"),
        ),
        ("POST", MAPS, config_map("there"), status(409, "AlreadyExists", 'configmaps "there" already exists', **about("there"))),
        (
            "POST",
            "/api/v1/namespaces/gone/configmaps",
            config_map("a", namespace="gone"),
            status(404, "NotFound", 'namespaces "gone" not found', **about("gone", "namespaces")),
        ),
        (
            "POST",
            MAPS,
            config_map("a", namespace="other"),
            status(400, "BadRequest", "the namespace of the provided object does not match the namespace sent on the request"),
        ),
        (
            "PUT",
            f"{MAPS}/there",
            config_map("here"),
            status(400, "BadRequest", "the name of the object (here) does not match the name on the URL (there)"),
        ),
        (
            "PUT",
            f"{MAPS}/there",
            config_map("there", resourceVersion="1"),
            status(
                409,
                "Conflict",
                'Operation cannot be fulfilled on configmaps "there": the object has been modified; please apply your changes to the '
                "latest version and try again",
                **about("there"),
            ),
        ),
        (
            "POST",
            MAPS,
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}},
            status(
                400,
                "BadRequest",
                'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
            ),
        ),
        ("POST", MAPS, config_map("a", resourceVersion="5"), status(500, "", "resourceVersion should not be set on objects to be created")),
        (
            "POST",
            MAPS,
            b"{nonsense",
            status(
                400,
                "BadRequest",
                "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid "
                "character 'n' looking for beginning of object key string ({nonsense)",
            ),
        ),
        (
            "DELETE",
            "/api/v1/namespaces/default",
            None,
            status(
                403, "Forbidden", 'namespaces "default" is forbidden: this namespace may not be deleted', **about("default", "namespaces")
            ),
        ),
        (
            "GET",
            "/api/v1/namespaces/default/nothing",
            None,
            {**status(404, "NotFound", "the server could not find the requested resource"), "details": {}},
        ),
        (
            "PUT",
            MAPS,
            config_map("a"),
            {**status(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"), "details": {}},
        ),
    ],
)
def test_a_refusal_says_what_kubernetes_says(asking: Asking, method: str, path: str, body: Any, refusal: dict[str, Any]) -> None:
    response = asking.response(method, path, body)
    assert (response.status, response.document()) == (refusal["code"], refusal)


@pytest.mark.parametrize(
    ("form", "patch", "query", "refusal"),
    [
        (
            JSON_PATCH,
            [{"op": "test", "path": "/data/a", "value": "9"}],
            {},
            {**status(422, "Invalid", "the server rejected our request due to an error in our request"), "details": {}},
        ),
        (
            MERGE,
            [1],
            {},
            status(400, "BadRequest", "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}"),
        ),
        ("text/plain", {}, {}, {**status(415, "UnsupportedMediaType", "415: Unsupported Media Type"), "details": {}}),
        (
            APPLY,
            config_map("there"),
            {},
            status(
                422,
                "Invalid",
                'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
                group="meta.k8s.io",
                kind="PatchOptions",
                causes=[
                    {"reason": "FieldValueRequired", "message": "Required value: is required for apply patch", "field": "fieldManager"}
                ],
            ),
        ),
        (
            APPLY,
            {"kind": "ConfigMap", "metadata": {"name": "there"}},
            {"fieldManager": "me"},
            status(400, "BadRequest", "invalid object type: /, Kind=ConfigMap"),
        ),
        (
            APPLY,
            config_map("there", managedFields=[{}]),
            {"fieldManager": "me"},
            status(400, "BadRequest", "metadata.managedFields must be nil"),
        ),
    ],
)
def test_a_patch_that_cannot_be_is_refused(asking: Asking, form: str, patch: Any, query: dict[str, str], refusal: dict[str, Any]) -> None:
    assert asking.ask("PATCH", f"{MAPS}/there", patch, form, **query) == refusal


def test_an_invalid_object_is_refused_with_every_cause(asking: Asking) -> None:
    refused = asking.ask("POST", MAPS, config_map("A_b"))
    cause = refused["details"]["causes"][0]
    assert (refused["code"], refused["reason"], refused["details"]["kind"]) == (422, "Invalid", "ConfigMap")
    assert refused["message"] == f'ConfigMap "A_b" is invalid: metadata.name: {cause["message"]}'


def test_a_group_that_is_not_served_is_no_path(asking: Asking) -> None:
    response = asking.response("GET", "/apis/nothing.example.com/v1/webs")
    assert (response.status, response.body, response.content_type) == (404, b"404 page not found\n", "text/plain; charset=utf-8")


def test_nothing_comes_into_a_namespace_that_goes(asking: Asking) -> None:
    asking.ask("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}})
    asking.ask("DELETE", "/api/v1/namespaces/n")
    cause = {"reason": "NamespaceTerminating", "message": "namespace n is being terminated", "field": "metadata.namespace"}
    said = 'configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated'
    refused = asking.ask("POST", "/api/v1/namespaces/n/configmaps", config_map("a", namespace="n"))
    assert refused == status(403, "Forbidden", said, **about("a"), causes=[cause])
