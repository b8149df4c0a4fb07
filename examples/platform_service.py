"""A service as a platform would offer it: a kind that says what it takes, shows what matters, and tells how it is.

Run it with `typekro up examples/platform_service.py` or `python examples/platform_service.py`, on a cluster with kro; then look at it with
`kubectl get platformservices` and `kubectl explain platformservice.spec`.
"""

from typing import Annotated, Literal

import attrs

import typekro
from typekro import (
    DEFAULT_COLUMNS,
    Condition,
    Description,
    Graph,
    Immutable,
    KroResourceGraphDefinition,
    ListMapKey,
    ListType,
    Maximum,
    MaxItems,
    MaxLength,
    Minimum,
    MinItems,
    MinLength,
    Name,
    Pattern,
    PrinterColumn,
    Schema,
    UniqueItems,
    Validation,
    alchemy,
    cel,
    condition,
    k8s,
    raw,
    resource_graph,
    simple,
    size,
    when,
)


@attrs.frozen
class Port:
    """A port that the service listens on."""

    name: Annotated[str, Pattern("^[a-z]+$")]
    number: Annotated[int, Minimum(1), Maximum(65535)]


@attrs.frozen
class PlatformServiceSpec:
    """What can be asked of a service."""

    name: Annotated[str, MinLength(3), MaxLength(30), Pattern("^[a-z][a-z0-9-]*$"), Immutable()]
    image: Annotated[str, Description("What the pods run, with its tag.")]
    owners: Annotated[list[str], MinItems(1), MaxItems(5), UniqueItems()]
    """Who is called when it is down."""
    ports: Annotated[list[Port], ListType("map"), ListMapKey("name")]
    tier: Literal["bronze", "silver", "gold"] = "bronze"
    memory: Annotated[str, Validation("isQuantity(self)")] = "256Mi"
    """Memory of each pod."""
    docs_url: Annotated[str, Name("docsURL")] = "https://example.org"


@attrs.frozen
class PlatformServiceStatus:
    """What is known of one that runs."""

    address: Annotated[str, Name("clusterIP")]
    replicas: int
    owners: str
    conditions: list[Condition]


@resource_graph(
    "platform-service",
    api_version="example.com/v1alpha1",
    kind="PlatformService",
    printer_columns=(
        PrinterColumn("Tier", lambda instance: instance.spec.tier),
        PrinterColumn("Address", lambda instance: instance.status.address),
        PrinterColumn("Owners", lambda instance: instance.status.owners, priority=1),
        *DEFAULT_COLUMNS,
    ),
    short_names=("psvc",),
    categories=("platform",),
    labels={"example.org/team": "platform"},
)
def platform_service(schema: Schema[PlatformServiceSpec, PlatformServiceStatus]) -> Graph[PlatformServiceStatus]:
    """A Deployment as large as its tier says, and a Service; only pods that are labelled as its clients reach it."""
    spec = schema.spec
    replicas = when(spec.tier == "gold", 3, when(spec.tier == "silver", 2, 1))
    is_small = raw(f'quantity({spec.memory}).isLessThan(quantity("1Gi"))', bool)
    owners = cel.join(spec.owners, ",")
    deployment = simple.deployment(
        name=spec.name,
        image=spec.image,
        replicas=replicas,
        labels={"example.org/size": when(is_small, "small", "large")},
        annotations={"example.org/owners": owners, "example.org/docs": spec.docs_url},
        ports=cel.map(spec.ports, lambda port: port.number),
        resources={"requests": {"cpu": when(is_small, "100m", "500m"), "memory": spec.memory}, "limits": {"memory": spec.memory}},
    )
    service = simple.service(name=spec.name, selector={"app": spec.name}, ports=cel.map(spec.ports, lambda port: port.number))
    firewall = simple.network_policy(name=spec.name, selector={"app": spec.name}, allow_from=[{"example.org/client-of": spec.name}])
    budget = k8s.policy_v1.PodDisruptionBudget(
        metadata=k8s.meta_v1.ObjectMeta(name=spec.name, labels={"tier": spec.tier}),
        spec=k8s.policy_v1.PodDisruptionBudgetSpec(selector=deployment.spec.selector, max_unavailable=1),
    ).with_include_when(spec.tier != "bronze")
    status = PlatformServiceStatus(
        address=service.spec.cluster_ip,
        replicas=deployment.status.available_replicas,
        owners=owners,
        conditions=[
            condition(
                "Redundant",
                status=deployment.status.available_replicas > 1,
                reason=when(spec.tier == "bronze", "Bronze", "Replicas"),
                message=f"{deployment.status.available_replicas} of {deployment.spec.replicas} pods are available",
            ),
            condition("Owned", status=size(spec.owners) > 1, reason="Owners", message=f"{owners} are called"),
        ],
    )
    return {"deployment": deployment, "service": service, "firewall": firewall, "budget": budget}, status


async def main() -> None:
    """Deploys a service of the silver tier, and prints how it is."""
    async with alchemy("platform-service"):
        create = await KroResourceGraphDefinition("platform-service-rgd", factory=platform_service)
        spec = PlatformServiceSpec(
            name="search", image="nginx:1.29", owners=["ada", "grace"], ports=[Port(name="http", number=80)], tier="silver", memory="2Gi"
        )
        search = await create("search", spec, timeout=60)
    print(f"{search.status.address} with {search.status.replicas} pods, of {search.status.owners}")
    print(", ".join(f"{told.type}={told.status}" for told in search.status.conditions))


if __name__ == "__main__":
    typekro.run(main)
