import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.kubernetes.retry import Request
from typekro.local.asking import Asked, asked, header

APPLY = {"Content-Type": "application/apply-patch+yaml"}


@pytest.mark.parametrize(
    ("request_", "about"),
    [
        (Request("GET", "/version"), Asked(verb="get")),
        (Request("GET", "/apis"), Asked(verb="get")),
        (Request("GET", "/apis/apps/v1"), Asked(verb="get")),
        (Request("GET", "/api/v1/pods"), Asked(verb="list", version="v1", plural="pods")),
        (Request("GET", "/api/v1/nodes/a"), Asked(verb="get", version="v1", plural="nodes", name="a")),
        (Request("GET", "/api/v1/namespaces"), Asked(verb="list", version="v1", plural="namespaces")),
        (
            Request("GET", "/api/v1/namespaces/a"),
            Asked(verb="get", version="v1", plural="namespaces", namespace="a", name="a"),
        ),
        (
            Request("PUT", "/api/v1/namespaces/a/finalize"),
            Asked(verb="update", version="v1", plural="namespaces", namespace="a", name="a", subresource="finalize"),
        ),
        (
            Request("POST", "/api/v1/namespaces/a/configmaps", {"dryRun": "All"}),
            Asked(verb="create", version="v1", plural="configmaps", namespace="a", dry_run=True),
        ),
        (
            Request("PATCH", "/apis/apps/v1/namespaces/a/deployments/b/status", {}, {"content-type": "application/merge-patch+json"}),
            Asked(verb="patch", group="apps", version="v1", plural="deployments", namespace="a", name="b", subresource="status"),
        ),
        (
            Request("PATCH", "/apis/apps/v1/namespaces/a/deployments/b", {}, APPLY),
            Asked(verb="apply", group="apps", version="v1", plural="deployments", namespace="a", name="b"),
        ),
        (
            Request("DELETE", "/apis/apps/v1/namespaces/a/deployments"),
            Asked(verb="deletecollection", group="apps", version="v1", plural="deployments", namespace="a"),
        ),
        (
            Request("GET", "/api/v1/namespaces/a/pods", {"watch": "true"}),
            Asked(verb="watch", version="v1", plural="pods", namespace="a"),
        ),
        (
            Request("GET", "/api/v1/watch/namespaces/a/pods"),
            Asked(verb="watch", version="v1", plural="pods", namespace="a"),
        ),
        (
            Request("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode"),
            Asked(verb="get", group="rbac.authorization.k8s.io", version="v1", plural="clusterroles", name="system:node"),
        ),
    ],
    ids=lambda value: f"{value.method} {value.path}" if isinstance(value, Request) else "",
)
def test_a_request_is_read_as_kubernetes_reads_it(request_: Request, about: Asked) -> None:
    assert asked(request_) == about


@pytest.mark.parametrize(
    ("request_", "write"),
    [
        (Request("GET", "/api/v1/pods"), False),
        (Request("POST", "/api/v1/namespaces/a/pods"), True),
        (Request("POST", "/api/v1/namespaces/a/pods", {"dryRun": "All"}), False),
        (Request("DELETE", "/api/v1/namespaces/a/pods"), True),
        (Request("PATCH", "/api/v1/namespaces/a/pods/b", {}, APPLY), True),
        (Request("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"), False),
        (Request("POST", "/version"), False),
    ],
    ids=lambda value: f"{value.method} {value.path}" if isinstance(value, Request) else "",
)
def test_a_write_is_what_could_change_something(request_: Request, write: bool) -> None:  # noqa: FBT001 - pytest passes it so
    assert asked(request_).write is write


def test_a_header_is_found_however_it_is_written() -> None:
    assert header(Request("GET", "/", {}, {"USER-agent": "kubectl"}), "user-agent") == "kubectl"
    assert header(Request("GET", "/"), "user-agent") == ""


@given(st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]), st.text())
def test_any_path_can_be_read(method: str, path: str) -> None:
    asked(Request(method, path))
