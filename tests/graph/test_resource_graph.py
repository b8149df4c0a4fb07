from typing import Any

import attrs
import pytest
import yaml

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, graph_with, resources
from typekro.errors import DefinitionError, ResourceGraphFactoryError, compose
from typekro.graph import ResourceGraph, Schema, SchemaDefinition, to_kro_resource_graph


def web(schema: Schema[Spec, Status]) -> Any:
    node = config_map(schema.spec.name)
    return {"one": node}, Status(host=node.metadata.name)


GRAPH = graph_of(web, Status)


def test_an_instance_is_a_manifest_whose_name_is_the_specs() -> None:
    instance = GRAPH.get_instance(Spec("shop", port=8080))

    assert instance.manifest == {
        "apiVersion": "example.com/v1alpha1",
        "kind": "Web",
        "metadata": {"name": "shop"},
        "spec": {"name": "shop", "port": 8080, "regions": [], "debug": False},
    }
    assert yaml.safe_load(instance.to_yaml()) == instance.manifest
    assert (instance.name, instance.namespace) == ("shop", None)


def test_name_and_namespace_can_be_given() -> None:
    instance = GRAPH.get_instance(Spec("shop"), name="other", namespace="team-a")

    assert instance.manifest["metadata"] == {"name": "other", "namespace": "team-a"}
    assert (instance.name, instance.namespace) == ("other", "team-a")


def test_the_manifest_of_an_instance_is_a_copy() -> None:
    instance = GRAPH.get_instance(Spec("shop"))

    instance.manifest["spec"].clear()

    assert instance.manifest["spec"]["name"] == "shop"


READY = (
    '${shop.status.conditions.exists(condition, condition.type == "Ready" && condition.status == "True" && '
    "condition.observedGeneration == shop.metadata.generation)}"
)


def test_an_instance_is_a_node_of_other_graphs() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        shop = GRAPH.get_instance(Spec(f"{schema.spec.name}-shop", note="${HOME}"))
        return {"shop": shop, "reader": config_map(host=shop.status.host, name=shop.spec.name, uid=shop.metadata.uid)}, Nothing()

    assert resources(graph_of(builder)) == {
        "shop": {
            "template": {
                "apiVersion": "example.com/v1alpha1",
                "kind": "Web",
                "metadata": {"name": "${schema.spec.name}-shop"},
                "spec": {"name": "${schema.spec.name}-shop", "port": 80, "note": '${"${"}HOME}', "regions": [], "debug": False},
            },
            "readyWhen": [READY],
        },
        "reader": {
            "template": {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": "settings"},
                "data": {"host": "${shop.status.host}", "name": "${shop.spec.name}", "uid": "${shop.metadata.uid}"},
            }
        },
    }


def test_an_instance_with_references_has_no_manifest() -> None:
    other = GRAPH.schema.spec.name

    with pytest.raises(DefinitionError) as caught:
        GRAPH.get_instance(Spec(other), name="shop").to_yaml()

    assert str(caught.value) == compose(
        "Web 'shop' has no manifest yet",
        "schema.spec.name is known only in the cluster, or when another resource is there",
        "return it as a node of a graph",
    )


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (
            lambda: GRAPH.get_instance({"name": "shop"}),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # that is it
            compose("web: an instance needs a Spec, got dict {'name': 'shop'}", (), "Spec(...)"),
        ),
        (
            lambda: GRAPH.get_instance(Spec("shop", port="x")),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # that is it
            "web: spec.port: expected int, got str 'x'",
        ),
        (
            lambda: GRAPH.get_instance(Spec("My_Shop")),
            compose(
                "web: 'My_Shop' is not a name of an instance",
                "Kubernetes wants a lower-case DNS name, and kro writes it into a label: 63 characters at most",
                'name="my-shop"',
            ),
        ),
        (
            lambda: GRAPH.get_instance(Spec("shop"), namespace="a.b"),
            compose(
                "web: 'a.b' is not a name of a namespace",
                "Kubernetes wants small letters, digits and -, 63 characters at most",
                'namespace="a-b"',
            ),
        ),
        (
            lambda: ResourceGraph.from_definition(GRAPH.definition).get_instance(Spec("shop")),
            compose("web: no instances can be made", "it was read back from a manifest, so that the class of its spec is not known"),
        ),
    ],
)
def test_an_instance_that_cannot_be_made_is_an_error_of_the_factory(attempt: Any, message: str) -> None:
    with pytest.raises(ResourceGraphFactoryError) as caught:
        attempt()

    error = caught.value
    assert str(error) == message
    assert (error.factory_name, error.operation, error.code) == ("web", "getInstance", "RESOURCE_GRAPH_FACTORY_ERROR")
    assert isinstance(error.cause, DefinitionError)
    assert error.__cause__ is error.cause


@attrs.frozen
class Nameless:
    name: int
    title: str


def test_a_spec_without_a_name_needs_one_beside_it() -> None:
    graph = to_kro_resource_graph("web", lambda _: ({}, Nothing()), SchemaDefinition("example.com/v1", "Web", Nameless, Nothing))

    with pytest.raises(ResourceGraphFactoryError) as caught:
        graph.get_instance(Nameless(1, "a"))

    assert str(caught.value) == compose(
        "web: the instance has no name", "Nameless has no field name: str to take it from", 'get_instance(spec, name="...")'
    )
    assert graph.get_instance(Nameless(1, "a"), name="shop").name == "shop"


def test_the_yaml_of_a_graph_reads_back_as_its_definition() -> None:
    graph = graph_with(one=config_map(a="on", b="1e3", c="${x}", d="é\n", e="0o7"))

    assert yaml.safe_load(graph.to_yaml()) == graph.definition
