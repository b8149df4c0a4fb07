"""What the tests of direct deployment share: a graph with all that a graph can have, and runs in either mode."""

import json
from collections.abc import Mapping
from typing import Any, Literal

import attrs

from tests.kro.parts import World, graph_of
from typekro import App, Cluster, Graph, KroCrdInstance, ResourceGraph, Schema, alchemy, for_each, manifest_node, simple
from typekro.kro import DeployedInstance
from typekro.kubernetes.objects import part
from typekro.orchestrator.report import Report

Mode = Literal["kro", "direct"]

FOREIGN = (
    "kro.run/",
    "internal.kro.run/",
    "applyset.kubernetes.io/",
    "direct.typekro.io/",
    "owner.typekro.io/",
    "resource.typekro.io/",
    "typekro.io/",
    "app.kubernetes.io/managed-by",
    "deployment.kubernetes.io/",
)
"""How the names of labels and annotations begin that kro, we, or the cluster's controllers put on what is deployed."""


@attrs.frozen
class SiteSpec:
    text: str
    regions: list[str] = attrs.field(factory=list[str])
    mirrored: bool = False
    image: str = "nginx:1.29"


@attrs.frozen
class SiteStatus:
    host: str
    replicas: int
    text: str


def settings(name: Any, **data: Any) -> Any:
    """A ConfigMap as a node."""
    return manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})


def site_graph(world: World, kind: str = "Site") -> ResourceGraph[SiteSpec, SiteStatus]:
    """Pods, a Service, settings that are made of both, one for each region, and one that may be left out."""

    def build(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
        name = schema.metadata.name
        deployment = simple.deployment(name=name, image=schema.spec.image)
        service = simple.service(name=name, selector={"app": name}, ports=[80])
        derived = settings(f"{name}-derived", host=service.spec.cluster_ip, text=schema.spec.text)
        mirror = settings(f"{name}-mirror", text=derived.data.text).with_include_when(schema.spec.mirrored)

        def regional(region: str) -> Any:
            return settings(f"{name}-{region}", text=schema.spec.text)

        nodes = {"deployment": deployment, "service": service, "derived": derived, "mirror": mirror}
        status = SiteStatus(host=service.spec.cluster_ip, replicas=deployment.status.available_replicas, text=derived.data.text)
        return {**nodes, "regional": for_each(schema.spec.regions, regional)}, status

    return graph_of(world.corner, kind, build, SiteSpec, SiteStatus)


def app(world: World, mode: Mode | None = "direct", *, name: str = "sites", refresh: bool = True, **more: Any) -> App:
    """An app to enter, in a mode."""
    world.lines.clear()
    cluster = Cluster(kubeconfig=str(world.corner.kubeconfig))
    report = Report(say=world.lines.append)
    return alchemy(name, state=world.folder / f"{name}.sqlite", cluster=cluster, mode=mode, refresh=refresh, report=report, **more)


async def up(
    world: World, graph: ResourceGraph[Any, Any], mode: Mode | None = "direct", *, within: float = 30.0, refresh: bool = True, **specs: Any
) -> dict[str, DeployedInstance[Any, Any]]:
    """A run that declares a graph and instances of it, by name."""
    async with app(world, mode, refresh=refresh):
        world.define(graph)
        declared: dict[str, KroCrdInstance[Any, Any]] = {
            name: world.instance(graph, name, spec, timeout=within) for name, spec in specs.items()
        }
    return {name: await one for name, one in declared.items()}


async def down(world: World, mode: Mode | None = "direct") -> None:
    """A run that declares nothing."""
    async with app(world, mode):
        pass


def live(world: World, *kinds: str) -> dict[str, dict[str, Any]]:
    """What is there in the test's namespace, by kind and name, as kubectl shows it."""
    asked = ",".join(kinds or ("deployments", "services", "configmaps"))
    found = world.corner.kubectl_json("get", asked, "--show-managed-fields")["items"]
    named = {f"{each['kind']}/{each['metadata']['name']}": each for each in found}
    return {name: each for name, each in named.items() if each["metadata"]["name"] != "kube-root-ca.crt"}


def uids(world: World) -> dict[str, str]:
    """The UIDs of what is there."""
    return {name: each["metadata"]["uid"] for name, each in live(world).items()}


def desired(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Objects without what tells one deployment of them from another: addresses, and what the server and their owners add."""
    return {name: _desired(each) for name, each in found.items()}


def own_texts(metadata: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The labels and annotations that neither kro nor we put there."""
    return {
        kind: {key: text for key, text in part(metadata, kind).items() if not key.startswith(FOREIGN)} for kind in ("labels", "annotations")
    }


def _desired(each: dict[str, Any]) -> dict[str, Any]:
    texts = own_texts(each["metadata"])
    spec = {key: value for key, value in each.get("spec", {}).items() if key not in {"clusterIP", "clusterIPs"}}
    data = {key: value for key, value in part(each, "data").items() if key != "host"}
    return {"metadata": texts, "spec": spec, "data": data}


def managers(found: dict[str, Any]) -> set[str]:
    """Who has applied an object."""
    return {entry["manager"] for entry in found["metadata"]["managedFields"] if entry["operation"] == "Apply"}


def as_text(found: object) -> str:
    """JSON in one line."""
    return json.dumps(found, sort_keys=True)
