from typing import Any

from tests.graph.parts import Nothing, config_map, graph_of, graph_with
from typekro.graph import Child, External, ResourceGraph, external_ref, graph_hash


def test_the_hash_does_not_see_its_own_annotation() -> None:
    graph = graph_with(one=config_map(), two=external_ref("v1", "Secret", "a"))
    definition = graph.definition
    del definition["spec"]["resources"][0]["template"]["metadata"]["annotations"]

    assert graph_hash(definition) == graph_hash(graph.definition) == graph.hash
    assert len(graph.hash) == 32


def test_the_hash_sees_everything_else() -> None:
    graphs = [
        graph_with(one=config_map()),
        graph_with(two=config_map()),
        graph_with(one=config_map(x="y")),
        graph_with(one=config_map().with_ready_when(lambda node: node.metadata.name != "b")),
        graph_with(one=config_map(), two=config_map("b")),
        graph_with(two=config_map("b"), one=config_map()),
    ]

    assert len({graph.hash for graph in graphs}) == len(graphs)


def test_the_same_graph_has_the_same_hash_and_the_same_bytes() -> None:
    def builder(schema: Any) -> Any:
        return {"one": config_map(x=f"{schema.spec.name}-{schema.spec.port}")}, Nothing()

    one, two = graph_of(builder), graph_of(builder)

    assert (one.hash, one.to_yaml()) == (two.hash, two.to_yaml())


def test_children_and_what_is_only_read_are_listed() -> None:
    def builder(schema: Any) -> Any:
        secret = external_ref("v1", "Secret", "a", namespace="b")
        other = external_ref("apps/v1", "Deployment", schema.spec.name)
        return {"one": config_map(), "secret": secret, "other": other}, Nothing()

    graph = graph_of(builder)

    assert graph.children == (Child("one", "v1", "ConfigMap"),)
    assert graph.external_refs == (External("secret", "v1", "Secret", "a", "b"), External("other", "apps/v1", "Deployment", None, None))


def test_the_definition_is_a_copy() -> None:
    graph = graph_with(one=config_map())

    graph.definition["spec"]["resources"].clear()

    assert graph.children == (Child("one", "v1", "ConfigMap"),)


def test_a_factory_can_be_made_from_a_recorded_definition() -> None:
    graph = graph_with(one=config_map(), two=external_ref("v1", "Secret", "a"))

    again = ResourceGraph.from_definition(graph.definition)

    assert (again.name, again.api_version, again.group, again.version, again.kind) == (
        "web",
        "example.com/v1alpha1",
        "example.com",
        "v1alpha1",
        "Web",
    )
    assert (again.hash, again.children, again.external_refs, again.to_yaml()) == (
        graph.hash,
        graph.children,
        graph.external_refs,
        graph.to_yaml(),
    )
    assert again.awaited_status == ()
    assert repr(again) == "<typekro graph web: Web of example.com/v1alpha1>"
