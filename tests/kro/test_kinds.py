"""Kinds beside the plain one: of the cluster, with conditions of their own, made of many, changed where kro does not look."""

import json
from typing import Annotated, Any

import attrs
import pytest

from tests.kro.parts import World, conditions, graph_name
from typekro import (
    Condition,
    Graph,
    KroCrdInstance,
    Maximum,
    ResourceGraph,
    ResourceGraphFactoryError,
    Schema,
    SchemaDefinition,
    Validation,
    condition,
    for_each,
    manifest_node,
    size,
    to_kro_resource_graph,
)

pytestmark = pytest.mark.anyio


@attrs.frozen
class Spec:
    text: str


@attrs.frozen
class Status:
    text: str


@attrs.frozen
class JudgedStatus:
    text: str
    conditions: list[Condition]


def config_map(name: str, text: str, **metadata: str) -> Any:
    """A ConfigMap with one text."""
    return manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, **metadata}, "data": {"text": text}})


def defined(
    world: World, kind: str, builder: Any, spec: type[Any] = Spec, status: type[Any] = Status, **options: Any
) -> ResourceGraph[Any, Any]:
    """A graph of the test's own."""
    api_version = f"{world.corner.group}/v1alpha1"
    return to_kro_resource_graph(graph_name(world.corner, kind), builder, SchemaDefinition(api_version, kind, spec, status, **options))


async def test_an_instance_of_a_kind_of_the_cluster_has_no_namespace(world: World) -> None:
    namespace = world.corner.namespace

    def build(schema: Schema[Spec, Status]) -> Graph[Status]:
        note = config_map(schema.metadata.name, schema.spec.text, namespace=namespace)
        return {"note": note}, Status(text=note.data.text)

    graph = defined(world, "Banner", build, scope="Cluster")
    name = f"{namespace}-first"

    async def up() -> Any:
        async with world.app():
            world.define(graph)
            return await KroCrdInstance(name, factory=graph, spec=Spec("hello"))

    made = await up()
    assert (made.name, made.namespace, made.status) == (name, None, Status("hello"))
    assert "namespace" not in world.corner.kubectl_json("get", f"banner.{world.corner.group}", name)["metadata"]
    mark = world.corner.plane.mark()
    await up()
    assert (world.corner.plane.writes(since=mark), world.lines[-1]) == ([], "succeeded: 2 unchanged (nothing was written)")
    async with world.app():
        pass
    assert (world.lines[-1], world.crds()) == ("succeeded: 2 deleted", [])


async def test_conditions_of_its_own_reach_the_status_and_kro_s_readiness_is_waited_for_all_the_same(world: World) -> None:
    def build(schema: Schema[Spec, JudgedStatus]) -> Graph[JudgedStatus]:
        note = config_map(schema.metadata.name, schema.spec.text)
        loud = condition("Loud", status=note.data.text == "HELLO", reason="Text", message=f"it says {note.data.text}")
        return {"note": note}, JudgedStatus(text=note.data.text, conditions=[loud])

    graph = defined(world, "Judged", build, status=JudgedStatus)

    async with world.app():
        world.define(graph)
        made = await world.instance(graph, "first", Spec("hello"))

    (loud,) = [each for each in made.status.conditions if each.type == "Loud"]
    assert (loud.status, loud.reason, loud.message) == ("False", "Text", "it says hello")
    live = world.corner.kubectl_json("get", f"judged.{world.corner.group}", "first")
    assert conditions(live) == {"Loud": "False", "Ready": "True"}


async def test_a_changed_graph_is_followed_by_all_of_many_and_not_waited_for_where_something_is_left_out(world: World) -> None:
    @attrs.frozen
    class ManySpec:
        names: list[str]
        extra: bool = False

    @attrs.frozen
    class ManyStatus:
        count: int

    def graph(word: str) -> ResourceGraph[Any, Any]:
        def build(schema: Schema[ManySpec, ManyStatus]) -> Graph[ManyStatus]:
            each = for_each(schema.spec.names, lambda name: config_map(f"many-{name}", word))
            extra = config_map("many-extra", word).with_include_when(schema.spec.extra)
            return {"notes": each, "extra": extra}, ManyStatus(count=size(each))

        return defined(world, "Many", build, ManySpec, ManyStatus)

    async def up(word: str) -> Any:
        async with world.app():
            changed = graph(word)
            world.define(changed)
            return await world.instance(changed, "first", ManySpec(["a", "b"]))

    assert (await up("one")).status == ManyStatus(2)
    assert (await up("two")).status == ManyStatus(2)
    assert [world.get("configmap", name)["data"] for name in ("many-a", "many-b")] == [{"text": "two"}, {"text": "two"}]
    assert not world.exists("configmap", "many-extra")


async def test_a_rule_that_kro_leaves_out_of_the_kind_is_an_error_with_the_patch_that_mends_it(world: World) -> None:
    @attrs.frozen
    class Before:
        size: Annotated[int, Maximum(9)] = 1

    @attrs.frozen
    class After:
        size: Annotated[int, Maximum(9), Validation("self != 5")] = 1

    @attrs.frozen
    class Nothing:
        pass

    def build(schema: Schema[Any, Nothing]) -> Graph[Nothing]:
        return {"note": config_map(schema.metadata.name, "hello")}, Nothing()

    before, after = (defined(world, "Ruled", build, spec, Nothing) for spec in (Before, After))
    async with world.app():
        world.define(before)

    with pytest.raises(ResourceGraphFactoryError) as raised:
        async with world.app():
            world.define(after)

    crd = f"ruleds.{world.corner.group}"
    path = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/size/x-kubernetes-validations"
    rule = [{"rule": "self != 5", "message": "validation failed"}]
    patch = json.dumps([{"op": "add", "path": path, "value": rule}])
    assert raised.value.message == (
        f"{after.name}: kro says Ready, and has left a part of the CustomResourceDefinition as it was\n"
        f"  spec.size x-kubernetes-validations: it has nothing, and the graph asks for {json.dumps(rule)}\n"
        "  kro does not look at changes there; instances are still checked by the old rules\n"
        f"hint: kubectl patch crd {crd} --type=json --patch='{patch}', and run again"
    )
    world.corner.kubectl("patch", "crd", crd, "--type=json", f"--patch={patch}")
    async with world.app():
        world.define(after)
    assert world.lines[-1].startswith("succeeded: ")


async def test_a_definition_that_was_written_in_yaml_is_deployed_like_any_other(world: World) -> None:
    text = f"""\
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata:
  name: {graph_name(world.corner, "Written")}
spec:
  schema:
    apiVersion: v1alpha1
    group: {world.corner.group}
    kind: Written
    spec:
      text: string | required=true
    status:
      said: ${{note.data.text}}
  resources:
    - id: note
      template:
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: ${{schema.metadata.name}}
        data:
          text: ${{schema.spec.text}}
"""
    graph = ResourceGraph.from_yaml(text)

    async def up() -> Any:
        async with world.app():
            world.define(graph)
            return await world.instance(graph, "first", {"text": "hello"})

    assert (await up()).status["said"] == "hello"
    mark = world.corner.plane.mark()
    assert (await up()).status["said"] == "hello"
    assert (world.corner.plane.writes(since=mark), world.lines[-1]) == ([], "succeeded: 2 unchanged (nothing was written)")
    async with world.app():
        pass
    assert (world.lines[-1], world.crds()) == ("succeeded: 2 deleted", [])
