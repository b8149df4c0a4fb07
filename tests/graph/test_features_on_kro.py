"""What a graph can say beside plain resources, put to the real kro."""

import itertools
from typing import Any

import attrs

from tests.cluster.plugin import Cluster
from tests.cluster.waiting import eventually
from tests.graph.on_kro import accepted, ready
from typekro.expressions import cel
from typekro.graph import (
    DEFAULT_COLUMNS,
    PrinterColumn,
    ResourceGraph,
    SchemaDefinition,
    condition,
    external_ref,
    external_refs,
    for_each,
    manifest_node,
    to_kro_resource_graph,
)
from typekro.openapi import k8s
from typekro.schema import from_wire
from typekro.schema.condition import Condition

NUMBERS = itertools.count(1)


@attrs.frozen
class Spec:
    name: str
    regions: list[str] = attrs.Factory(lambda: ["eu", "us"])
    tiers: list[str] = attrs.Factory(lambda: ["web", "db"])
    debug: bool = False


@attrs.frozen
class Empty:
    pass


def graph(cluster: Cluster, builder: Any, status: type = Empty, **options: Any) -> ResourceGraph[Any, Any]:
    number = next(NUMBERS)
    definition = SchemaDefinition[Any, Any](f"{cluster.group}/v1alpha1", f"Feature{number}", Spec, status, **options)
    made = to_kro_resource_graph(f"{cluster.namespace}-feature-{number}", builder, definition)
    accepted(cluster, made)
    return made


def config(name: str, **data: Any) -> k8s.core_v1.ConfigMap:
    return k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name=name), data=data)


@attrs.frozen
class Collected:
    first: str
    names: list[str]
    several: int


def test_one_for_each_item_of_several_lists(cluster: Cluster) -> None:
    def builder(schema: Any) -> Any:
        maps = for_each(
            schema.spec.regions,
            schema.spec.tiers,
            lambda region, a_tier: config(f"{schema.spec.name}-{region}-{a_tier}", region=region),
        ).with_ready_when(lambda each: each.metadata.name != "")
        copies = for_each(maps, lambda one_map: config(f"copy-of-{one_map.metadata.name}", uid=one_map.metadata.uid))
        status = Collected(maps[0].metadata.name, cel.map(maps, lambda each: each.metadata.name), cel.size(copies))
        return {"maps": maps, "copies": copies}, status

    made = graph(cluster, builder, Collected)
    instance = ready(cluster, made, made.get_instance(Spec("many"), namespace=cluster.namespace).to_yaml(), "many")

    names = ["many-eu-web", "many-eu-db", "many-us-web", "many-us-db"]
    assert from_wire(instance["status"], Collected) == Collected("many-eu-web", names, 4)
    assert cluster.kubectl_json("get", "configmap", "many-us-db")["data"] == {"region": "us"}


@attrs.frozen
class Maybe:
    base: str
    debug: str | None


def test_what_is_included_now_and_then(cluster: Cluster) -> None:
    def builder(schema: Any) -> Any:
        base = config(schema.spec.name)
        extra = config(f"{schema.spec.name}-extra").with_include_when(schema.spec.debug, base.metadata.name != "")
        return {"base": base, "extra": extra}, Maybe(base.metadata.name, extra.metadata.name)

    made = graph(cluster, builder, Maybe)
    without = ready(cluster, made, made.get_instance(Spec("plain")).to_yaml(), "plain")
    with_it = ready(cluster, made, made.get_instance(Spec("debugged", debug=True)).to_yaml(), "debugged")

    assert from_wire(without["status"], Maybe) == Maybe("plain", None)
    assert from_wire(with_it["status"], Maybe) == Maybe("debugged", "debugged-extra")


@attrs.frozen
class Read:
    host: str
    peers: list[str]
    others: list[str]
    exact: list[str]


def test_what_is_there_already_by_name_and_by_labels(cluster: Cluster) -> None:
    for name, labels in (("one", {"role": "peer"}), ("two", {"role": "peer", "old": "yes"}), ("alone", {})):
        metadata = {"name": name, "labels": labels}
        cluster.kubectl("apply", "-f", "-", input={"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"host": name}})

    def builder(schema: Any) -> Any:
        alone = external_ref(k8s.core_v1.ConfigMap, "alone")
        own = schema.metadata.namespace
        peers = external_refs(k8s.core_v1.ConfigMap, match_labels={"role": "peer"}, namespace=own)
        young = [{"key": "old", "operator": "DoesNotExist"}]
        others = external_refs("v1", "ConfigMap", match_labels={"role": "peer"}, match_expressions=young, namespace=own)
        exact = external_refs("v1", "ConfigMap", selector={"matchLabels": {"role": "peer"}}, namespace=own)
        status = Read(
            alone.data["host"],
            cel.sort(cel.map(peers, lambda each: each.data["host"])),
            cel.map(others, lambda each: each.data.host),
            cel.sort(cel.map(exact, lambda each: each.metadata.name)),
        )
        return {"alone": alone, "peers": peers, "others": others, "exact": exact}, status

    made = graph(cluster, builder, Read)
    instance = ready(cluster, made, made.get_instance(Spec("reader")).to_yaml(), "reader")

    assert from_wire(instance["status"], Read) == Read("alone", ["one", "two"], ["one"], ["one", "two"])


def test_a_kind_of_the_cluster_with_names_and_columns_of_its_own(cluster: Cluster) -> None:
    def builder(schema: Any) -> Any:
        node = manifest_node(
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.spec.name, "namespace": cluster.namespace}, "data": {}}
        )
        return {"node": node}, Maybe(node.metadata.name, None)

    columns = (PrinterColumn("Base", lambda it: it.status.base), PrinterColumn("Regions", ".spec.regions[0]"), *DEFAULT_COLUMNS)
    short = f"s{cluster.namespace}"
    made = graph(
        cluster,
        builder,
        Maybe,
        scope="Cluster",
        printer_columns=columns,
        short_names=[short],
        categories=[f"c{cluster.namespace}"],
        labels={"team": "a"},
        annotations={"note": "any text"},
    )
    ready(cluster, made, made.get_instance(Spec("clusterwide")).to_yaml(), "clusterwide")

    lines = [line.split() for line in cluster.kubectl("get", short).splitlines()]
    assert [lines[0], lines[1][:5]] == [
        ["NAME", "BASE", "REGIONS", "STATE", "READY", "AGE"],
        ["clusterwide", "clusterwide", "eu", "ACTIVE", "True"],
    ]
    assert cluster.kubectl("get", f"c{cluster.namespace}", "-o", "name").startswith(f"feature{made.kind[7:]}.")
    crd = cluster.kubectl_json("get", "crds", "-l", f"kro.run/resource-graph-definition-name={made.name},team=a")["items"][0]
    assert crd["metadata"]["annotations"]["note"] == "any text"
    cluster.kubectl("delete", short, "clusterwide")


@attrs.frozen
class Judged:
    conditions: list[Condition]


def conditions_of(instance: dict[str, Any]) -> dict[str, Condition]:
    return {each.type: each for each in from_wire(instance["status"], Judged).conditions}


def test_conditions_of_ones_own_stand_beside_kros_ready(cluster: Cluster) -> None:
    def builder(schema: Any) -> Any:
        node = config(schema.spec.name, debug=f"{schema.spec.debug}")
        maps = for_each(schema.spec.regions, lambda region: config(f"{schema.spec.name}-{region}"))
        of_each = cel.map(maps, lambda each: condition(f"{each.metadata.name}-there", each.metadata.name != ""))
        return {"node": node, "maps": maps}, Judged(of_each)

    made = graph(cluster, builder, Judged)
    assert made.ready_conditions == ("Ready",)
    instance = ready(cluster, made, made.get_instance(Spec("judged")).to_yaml(), "judged")

    found = conditions_of(instance)
    assert {type_: each.status for type_, each in found.items()} == {"judged-eu-there": "True", "judged-us-there": "True", "Ready": "True"}
    assert found["Ready"].observed_generation == instance["metadata"]["generation"]


def test_a_ready_of_ones_own_leaves_kros_under_another_name(cluster: Cluster) -> None:
    def builder(schema: Any) -> Any:
        node = config(schema.spec.name, debug=f"{schema.spec.debug}")
        own = condition("Ready", node.data["debug"] == "true", reason="Debugged", message=f"debug is {node.data['debug']}")
        return {"node": node}, Judged([own, condition("Known", status="Unknown")])

    made = graph(cluster, builder, Judged)
    assert made.ready_conditions == ("KroReady", "Ready")
    cluster.kubectl("apply", "--server-side", "-f", "-", input=made.get_instance(Spec("own")).to_yaml())
    resource = f"{made.kind.lower()}.{made.group}"

    def settled() -> bool:
        status: dict[str, Any] = cluster.kubectl_json("get", resource, "own").get("status", {})
        return any(each["type"] == "KroReady" and each["status"] == "True" for each in status.get("conditions", []))

    eventually(settled, "kro's own Ready is there")
    found = conditions_of(cluster.kubectl_json("get", resource, "own"))
    assert {type_: (each.status, each.reason, each.message) for type_, each in found.items() if type_ != "KroReady"} == {
        "Ready": ("False", "Debugged", "debug is false"),
        "Known": ("Unknown", "", ""),
    }
    assert set(found) == {"Ready", "Known", "KroReady"}


@attrs.frozen
class Ip:
    ip: str


def test_an_instance_in_a_graph_is_ready_when_kro_says_so_for_what_it_asks_now(cluster: Cluster) -> None:
    def inner(schema: Any) -> Any:
        node = config(schema.spec.name, debug=f"{schema.spec.debug}").with_ready_when(lambda it: it.metadata.annotations["go"] == "yes")
        return {"node": node}, Ip(node.metadata.uid)

    child = graph(cluster, inner, Ip)

    def outer(schema: Any) -> Any:
        shop = child.get_instance(Spec(schema.spec.name, debug=schema.spec.debug), name=f"{schema.spec.name}-inner")
        return {"shop": shop}, Ip(shop.status.ip)

    parent = graph(cluster, outer, Ip)
    cluster.kubectl("apply", "--server-side", "-f", "-", input=parent.get_instance(Spec("outer")).to_yaml())
    resource = f"{parent.kind.lower()}.{parent.group}"
    there = ("get", "configmap", "outer", "--ignore-not-found", "--output=name")
    eventually(lambda: cluster.kubectl(*there) != "", "the child's resource is there")
    before = {each["type"]: each["status"] for each in cluster.kubectl_json("get", resource, "outer")["status"]["conditions"]}
    cluster.kubectl("annotate", "configmap", "outer", "go=yes")
    instance = ready(cluster, parent, parent.get_instance(Spec("outer")).to_yaml(), "outer")

    assert before["Ready"] == "False"
    assert instance["status"]["ip"] == cluster.kubectl_json("get", "configmap", "outer")["metadata"]["uid"]


YAML = """
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata: {name: NAME}
spec:
  schema:
    apiVersion: v1alpha1
    group: GROUP
    kind: Written
    spec: {name: string | required=true, marks: "map[string]string | required=true"}
    status: {ip: "${note.metadata.uid}"}
  resources:
    - id: note
      template:
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "${schema.spec.name}", annotations: "${schema.spec.marks}"}
"""


def test_a_definition_in_yaml_is_taken_with_our_annotation(cluster: Cluster) -> None:
    made = ResourceGraph.from_yaml(YAML.replace("NAME", f"{cluster.namespace}-written").replace("GROUP", cluster.group), status=Ip)
    accepted(cluster, made)

    instance = ready(cluster, made, made.get_instance({"name": "written", "marks": {"a": "b"}}).to_yaml(), "written")

    assert "ip" in instance["status"]
    annotations = cluster.kubectl_json("get", "configmap", "written")["metadata"]["annotations"]
    assert {name: annotations[name] for name in ("a", "typekro.io/graph")} == {"a": "b", "typekro.io/graph": made.hash}
