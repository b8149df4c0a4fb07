"""Requests for what a server says of itself: discovery, OpenAPI, versions, health."""

from random import Random

from tests.local.differential.calls import NAMESPACE, Call
from tests.local.differential.making import custom

_AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
_DOCUMENTS = (
    "/api",
    "/apis",
    "/api/v1",
    "/apis/apps",
    "/apis/apps/v1",
    "/apis/batch/v1",
    "/apis/rbac.authorization.k8s.io/v1",
    "/apis/apiextensions.k8s.io",
    "/apis/apiextensions.k8s.io/v1",
    "/apis/kro.run",
    "/apis/kro.run/v1alpha1",
    "/apis/networking.k8s.io/v1",
    "/apis/autoscaling/v2",
    "/apis/none.example.com",
    "/apis/apps/v9",
    "/version",
    "/healthz",
    "/readyz",
    "/livez",
    "/openapi/v3/apis/apps/v1",
    "/openapi/v3/api/v1",
    "/openapi/v3/apis/batch/v1",
    "/openapi/v3/apis/rbac.authorization.k8s.io/v1",
    "/openapi/v3/apis/none/v1",
    "/none",
    "/api/v2",
    "/",
)


def documents(random: Random) -> list[Call]:
    """Some documents; sometimes also those of a kind of the sequence's own."""
    found = [Call("discovery", "GET", path, headers=_accept(random)) for path in random.sample(_DOCUMENTS, 5)]
    if random.random() < 0.5:
        return found
    group = f"{NAMESPACE}.example.com"
    made = Call(
        "CustomResourceDefinition create", "POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", body=custom.definition(random)
    )
    own = [Call("discovery", "GET", path, headers=_accept(random)) for path in (f"/apis/{group}", f"/apis/{group}/v1", f"/apis/{group}/v7")]
    return [made, *own, *found[:2]]


def _accept(random: Random) -> dict[str, str]:
    accept = random.choice([None, None, "application/json", _AGGREGATED, "application/own"])
    return {} if accept is None else {"Accept": accept}
