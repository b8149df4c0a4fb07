from typing import Any

import attrs
import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, graph_with, resources
from typekro.expressions import UnknownFieldError
from typekro.graph import Schema, external_ref


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
        return {"one": one, "two": two, "reader": config_map(a=one.status.host, b=two.spec.port + 1)}, Nothing()

    found = resources(graph_of(builder))

    assert found["one"]["externalRef"]["metadata"] == {"name": "${schema.spec.name}"}
    assert found["two"]["externalRef"]["metadata"] == {"name": "${schema.spec.name}-x", "namespace": "${schema.metadata.namespace}"}
    assert found["reader"]["template"]["data"] == {"a": "${one.status.host}", "b": "${two.spec.port + 1}"}


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
