from collections.abc import Callable
from typing import Any

import attrs
import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, graph_with, resources
from typekro.errors import DefinitionError, compose
from typekro.expressions import UnknownFieldError
from typekro.graph import Schema, external_ref, external_refs
from typekro.openapi import k8s


def web(schema: Schema[Spec, Status]) -> Any:
    node = config_map(schema.spec.name)
    return {"one": node}, Status(host=node.metadata.name)


GRAPH = graph_of(web, Status)


@attrs.frozen
class Handle:
    name: str


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        (external_ref(GRAPH, "shop"), {"apiVersion": "example.com/v1alpha1", "kind": "Web", "metadata": {"name": "shop"}}),
        (external_ref(factory=GRAPH, name="shop"), {"apiVersion": "example.com/v1alpha1", "kind": "Web", "metadata": {"name": "shop"}}),
        (
            external_ref(GRAPH, Handle("shop"), namespace="team-a"),
            {"apiVersion": "example.com/v1alpha1", "kind": "Web", "metadata": {"name": "shop", "namespace": "team-a"}},
        ),
        (
            external_ref(GRAPH, GRAPH.get_instance(Spec("shop"))),
            {"apiVersion": "example.com/v1alpha1", "kind": "Web", "metadata": {"name": "shop"}},
        ),
        (
            external_ref("apps/v1", "Deployment", "web", "team-a", spec=Spec, status=Status),
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "team-a"}},
        ),
        (external_ref(api_version="v1", kind="Secret", name="a"), {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}),
    ],
)
def test_a_resource_that_is_only_read_is_named_and_carries_no_annotation(ref: Any, expected: dict[str, Any]) -> None:
    assert resources(graph_with(ref=ref)) == {"ref": {"externalRef": expected}}


def test_the_name_may_be_a_reference() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        one, two = external_ref(GRAPH, schema.spec.name), external_ref(GRAPH, f"{schema.spec.name}-x", schema.metadata.namespace)
        return {"one": one, "two": two, "reader": config_map(a=one.status.host, b=f"{two.spec.port + 1}")}, Nothing()

    found = resources(graph_of(builder))

    assert found["one"]["externalRef"]["metadata"] == {"name": "${schema.spec.name}"}
    assert found["two"]["externalRef"]["metadata"] == {"name": "${schema.spec.name}-x", "namespace": "${schema.metadata.namespace}"}
    assert found["reader"]["template"]["data"] == {"a": "${one.status.host}", "b": "${string(two.spec.port + 1)}"}


def test_its_fields_are_those_of_the_classes() -> None:
    for ref in (external_ref(GRAPH, "shop"), external_ref("v1", "Web", "shop", spec=Spec, status=Status)):
        with pytest.raises(UnknownFieldError) as caught:
            ref.status.hots  # type: ignore[union-attr] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # noqa: B018 - that is it
        assert str(caught.value) == "Web.status has no field 'hots'\n  Status has: host\nhint: Web.status.host"


def test_without_classes_any_field_of_spec_and_status_is_taken() -> None:
    ref = external_ref("v1", "Thing", "a")

    assert repr(ref.status.anything["b"]) == "<typekro reference Thing.status.anything['b']>"


@pytest.mark.parametrize("arguments", [(), ("v1",), (GRAPH,)])
def test_too_few_arguments_are_an_error_of_python(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match="missing a required argument"):
        external_ref(*arguments)  # pyright: ignore[reportCallIssue] # that is it


@pytest.mark.parametrize(
    ("what", "text", "more"),
    [
        (k8s.core_v1.PodSpec, "PodSpec is no kind", []),
        (k8s.core_v1, "typekro.openapi.generated.core_v1 is no kind", []),
        (3, "int is no kind", []),
        (config_map(), "a ConfigMap of this graph", ["what is in the graph is referred to as it is"]),
    ],
)
def test_what_is_no_kind_is_told(what: Any, text: str, more: list[str]) -> None:
    with pytest.raises(DefinitionError) as caught:
        external_ref(what, "settings")

    assert str(caught.value) == compose(
        f"external_ref: {text}",
        ["it is a graph, the class of a kind, or an apiVersion and a kind", *more],
        'external_ref(k8s.core_v1.ConfigMap, "name"), or external_ref("v1", "ConfigMap", "name")',
    )


def test_a_kind_with_a_class_is_read_as_that() -> None:
    settings = external_ref(k8s.core_v1.ConfigMap, "settings", "team-a")

    assert type(settings) is k8s.core_v1.ConfigMap
    assert repr(settings.data["host"]) == "<typekro reference ConfigMap.data['host']>"
    assert resources(graph_with(ref=settings)) == {
        "ref": {"externalRef": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "team-a"}}}
    }


def _by_expression(schema: Schema[Spec, Nothing]) -> Any:
    chosen = [{"key": "old", "operator": "NotIn", "values": [schema.spec.name]}]
    return external_refs(GRAPH, match_labels={"app": schema.spec.name}, match_expressions=chosen, namespace=schema.metadata.namespace)


SELECTED: list[tuple[Callable[[Any], Any], dict[str, Any]]] = [
    (
        lambda _: external_refs(k8s.core_v1.ConfigMap, match_labels={"a": "b"}),
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"selector": {"matchLabels": {"a": "b"}}}},
    ),
    (
        _by_expression,
        {
            "apiVersion": "example.com/v1alpha1",
            "kind": "Web",
            "metadata": {
                "selector": {
                    "matchLabels": {"app": "${schema.spec.name}"},
                    "matchExpressions": [{"key": "old", "operator": "NotIn", "values": ["${schema.spec.name}"]}],
                },
                "namespace": "${schema.metadata.namespace}",
            },
        },
    ),
    (
        lambda _: external_refs("example.com/v1alpha1", "Web", selector={}, spec=Spec, status=Status),
        {"apiVersion": "example.com/v1alpha1", "kind": "Web", "metadata": {"selector": {}}},
    ),
]


@pytest.mark.parametrize(("make", "expected"), SELECTED)
def test_all_that_labels_select_are_a_list(make: Any, expected: dict[str, Any]) -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        many = make(schema)
        return {"many": many, "one": config_map(first=many[0].metadata.uid)}, Nothing()

    graph = graph_of(builder)

    found = resources(graph)
    assert found["many"] == {"externalRef": expected}
    assert found["one"]["template"]["data"] == {"first": "${many[0].metadata.uid}"}
    assert [ref.name for ref in graph.external_refs] == [None]


@pytest.mark.parametrize(
    ("arguments", "count"), [({}, "no"), ({"selector": {}, "match_labels": {"a": "b"}}, "more than one"), ({"match_labels": {}}, "no")]
)
def test_one_way_to_select_is_asked_for(arguments: dict[str, Any], count: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        external_refs("v1", "ConfigMap", **arguments)

    assert str(caught.value) == compose(
        f"external_refs: {count} selector",
        "it is match_labels with match_expressions, or selector",
        'external_refs(..., match_labels={"app": "web"}), or selector={} for all',
    )


def test_without_classes_any_field_of_any_resource_is_taken() -> None:
    assert repr(external_ref("v1", "ConfigMap", "a").data["b"]) == "<typekro reference ConfigMap.data['b']>"
    assert repr(external_refs("v1", "ConfigMap", selector={})[0].data.b) == "<typekro reference configMaps[0].data.b>"


def test_a_name_is_a_text_or_what_has_one() -> None:
    number: Any = 5

    with pytest.raises(DefinitionError) as caught:
        external_ref("v1", "ConfigMap", number)

    assert str(caught.value) == compose(
        "external_ref: 5 is no name of a ConfigMap",
        "it is a text, a reference to one, or what has a name: an instance, or its handle",
        'external_ref(..., "5")',
    )
