from collections.abc import Callable
from typing import Any, cast

import attrs
import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of
from typekro.errors import DefinitionError, TypeKroWarning, compose
from typekro.expressions import UnknownFieldError
from typekro.graph import Graph, Schema, SchemaDefinition, for_each, resource_graph, to_kro_resource_graph
from typekro.openapi import k8s

HINTS = [
    "def builder(schema: Schema[Spec, Status]) -> Graph[Status]: ...",
    "to_kro_resource_graph(name, builder, SchemaDefinition(...)) takes the classes as arguments",
]


def builder(schema: Schema[Spec, Status]) -> Graph[Status]:
    node = config_map(schema.spec.name)
    return {"one": node}, Status(host=node.metadata.name)


def test_the_decorator_and_the_long_form_make_the_same_factory() -> None:
    short = resource_graph("web", api_version="example.com/v1alpha1", kind="Web")(builder)
    long = to_kro_resource_graph("web", builder, SchemaDefinition("example.com/v1alpha1", "Web", Spec, Status))

    assert short.definition == long.definition
    assert (short.spec_class, short.status_class, short.name, short.kind) == (Spec, Status, "web", "Web")


def test_the_builder_runs_once() -> None:
    calls: list[Any] = []

    def counting(schema: Any) -> Any:
        calls.append(schema)
        return {}, Nothing()

    assert calls == [graph_of(counting).schema]


def test_what_a_builder_raises_stays_what_it_is() -> None:
    def failing(_: Any) -> Any:
        raise LookupError

    with pytest.raises(LookupError):
        graph_of(failing)


def _unannotated(schema):  # type: ignore[no-untyped-def] # pyright: ignore[reportUnknownParameterType, reportMissingParameterType] # noqa: ANN001, ANN202 - that is it
    return schema  # pyright: ignore[reportUnknownVariableType] # the same


def _without_arguments(schema: Schema) -> Any:  # type: ignore[type-arg] # pyright: ignore[reportMissingTypeArgument, reportUnknownParameterType] # that is it
    return schema  # pyright: ignore[reportUnknownVariableType] # the same


WRONG: list[Callable[..., Any]] = [_unannotated, _without_arguments, lambda: None]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_builder_whose_annotation_does_not_say_the_classes_is_told_what_to_write(wrong: Callable[..., Any]) -> None:
    with pytest.raises(DefinitionError) as caught:
        resource_graph("web", api_version="example.com/v1", kind="Web")(wrong)

    assert str(caught.value) == compose(
        "web: the builder has no Schema[Spec, Status]", "the annotation of its first parameter says what spec and status are", HINTS
    )


def test_annotations_that_cannot_be_read_are_told() -> None:
    @attrs.frozen
    class Local:
        name: str

    def local(schema: "Schema[Local, Local]") -> Any:
        return {}, schema

    with pytest.raises(DefinitionError) as caught:
        resource_graph("web", api_version="example.com/v1", kind="Web")(local)

    assert str(caught.value) == compose(
        "web: the annotations of the builder cannot be read", f"its annotations name 'Local', which is not to be found in {__name__}", HINTS
    )


@pytest.mark.parametrize("is_spec", [True, False])
def test_a_field_whose_annotation_cannot_be_read_is_told(*, is_spec: bool) -> None:
    @attrs.frozen
    class Local:
        name: str

    @attrs.frozen
    class Outer:
        inner: "Local"

    spec, status = (Outer, Nothing) if is_spec else (Spec, Outer)

    with pytest.raises(DefinitionError) as caught:
        to_kro_resource_graph("web", lambda _: ({}, cast("Any", None)), SchemaDefinition("example.com/v1", "Web", spec, status))

    assert str(caught.value) == compose(
        "web: Outer: its fields cannot be read",
        f"its annotations name 'Local', which is not to be found in {__name__}",
        "define the class, and all that its annotations name, at the top level of its module",
    )


def test_what_is_no_text_where_a_name_should_be_is_told_like_a_wrong_name() -> None:
    definition = SchemaDefinition(cast("Any", None), cast("Any", 5), Spec, Nothing, scope=cast("Any", None))

    with pytest.raises(DefinitionError) as caught:
        to_kro_resource_graph(cast("Any", 3), lambda _: ({}, Nothing()), definition)

    assert [problem.splitlines()[0] for problem in caught.value.problems] == [
        "3: 3: not a name of a ResourceGraphDefinition",
        "3: kind=5: not a kind",
        "3: api_version=None: no group",
        "3: scope: None is none",
    ]


@attrs.frozen
class BadSpec:
    tags: set[str]


@attrs.frozen
class BadStatus:
    state: str


def test_all_that_is_wrong_before_the_builder_runs_is_told_at_once() -> None:
    def never(_: Any) -> Any:
        raise AssertionError

    with pytest.raises(DefinitionError) as caught:
        to_kro_resource_graph("Web", never, SchemaDefinition("v1", "web", BadSpec, BadStatus))

    lines = str(caught.value).splitlines()
    assert [line for line in lines if not line.startswith((" ", "hint: "))] == [
        "Web: 5 problems",
        "Web: Web: not a name of a ResourceGraphDefinition",
        "Web: kind='web': not a kind",
        "Web: api_version='v1': no group",
        "Web: BadSpec.tags: set[str] is no type of kro's",
        "Web: BadStatus.state: kro writes status.state itself, and passes over ours",
    ]
    assert len(caught.value.problems) == 5


def test_a_reference_that_was_formatted_and_is_found_nowhere_is_a_warning_at_its_line() -> None:
    def printing(schema: Schema[Spec, Nothing]) -> Any:
        print(f"{schema.spec.name}")  # noqa: T201 - which does nothing in the cluster
        return {"one": config_map(a=f"{schema.spec.name}")}, Nothing()

    with pytest.warns(TypeKroWarning) as caught:
        graph_of(printing)

    (warning,) = caught
    assert str(warning.message) == compose(
        "web: schema.spec.name was formatted into a text that is nowhere in the graph",
        "it was measured, compared, encoded or printed, which does nothing in the cluster",
    )
    assert (warning.filename, warning.lineno) == (__file__, printing.__code__.co_firstlineno + 1)


def test_the_schema_has_no_status() -> None:
    schema = Schema("web", Spec, Status)

    with pytest.raises(UnknownFieldError) as caught:
        schema.status  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # noqa: B018 - that is it

    assert str(caught.value) == compose(
        "schema.status cannot be read in the graph that makes it",
        "kro has the status of an instance for other graphs only",
        "use here what stands in Status(...), such as service.spec.cluster_ip",
    )


def test_the_schema_has_spec_metadata_version_and_kind() -> None:
    schema = Schema("web", Spec, Status)

    assert [repr(part) for part in (schema.spec.port, schema.metadata.labels["a"], schema.api_version, schema.kind)] == [
        "<typekro reference schema.spec.port>",
        "<typekro reference schema.metadata.labels['a']>",
        "<typekro reference schema.api_version>",
        "<typekro reference schema.kind>",
    ]
    assert repr(schema) == "<typekro schema of web>"
    assert not hasattr(schema, "_repr_html_")
    with pytest.raises(UnknownFieldError) as caught:
        schema.spce  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # noqa: B018 - that is it
    assert str(caught.value).splitlines()[-1] == "hint: schema.spec"


def test_what_the_source_has_wrong_is_told_beside_what_stops_the_builder() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        if schema.spec.note is None:
            return {}, Nothing()
        return {}, Nothing(*schema.spec.name)

    with pytest.raises(DefinitionError) as caught:
        to_kro_resource_graph("web", builder, SchemaDefinition("example.com/v1alpha1", "Web", Spec, Nothing))

    assert [problem.splitlines()[0].partition("test_builder.py:")[2].partition(": ")[2] for problem in caught.value.problems[:1]] == [
        "schema.spec.note is None"
    ]
    assert [problem.splitlines()[0] for problem in caught.value.problems[1:]] == ["for ... in schema.spec.name: a reference cannot do that"]


def test_a_node_that_is_forgotten_is_warned_of_at_its_line() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        config_map(schema.spec.name)
        return {"one": config_map(schema.spec.name)}, Nothing()

    with pytest.warns(TypeKroWarning) as caught:
        graph_of(builder)

    assert [str(warning.message) for warning in caught] == [
        compose(
            "web: the ConfigMap made here is forgotten",
            "it is not among the nodes that the builder returns, and nothing refers to it: kro does not know of it",
            ['return {..., "configMap": configMap}, status', "where that depends on something, make it only where it is returned"],
        )
    ]


def test_a_node_that_is_made_for_each_item_or_is_a_value_in_another_one_is_not_forgotten() -> None:
    claim = k8s.core_v1.PersistentVolumeClaimSpec(access_modes=["ReadWriteOnce"])

    def builder(schema: Schema[Spec, Nothing]) -> Any:
        spec = k8s.apps_v1.StatefulSetSpec(
            selector=k8s.meta_v1.LabelSelector(match_labels={"app": "web"}),
            service_name="web",
            template=k8s.core_v1.PodTemplateSpec(metadata=k8s.meta_v1.ObjectMeta(labels={"app": "web"})),
            volume_claim_templates=[k8s.core_v1.PersistentVolumeClaim(metadata=k8s.meta_v1.ObjectMeta(name="data"), spec=claim)],
        )
        one = k8s.apps_v1.StatefulSet(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=spec).with_ready_when()
        return {"one": one, "many": for_each(["a", "b"], lambda region: config_map(f"web-{region}"))}, Nothing()

    assert [child.kind for child in graph_of(builder).children] == ["StatefulSet", "ConfigMap"]


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (builder, compose("web: function is no SchemaDefinition", (), 'to_kro_resource_graph("web", builder, SchemaDefinition(...))')),
        (
            SchemaDefinition("example.com/v1alpha1", "Web", cast("Any", 5), Status),
            compose("web: spec=5 is no class", "it says what a spec is", "spec=int"),
        ),
    ],
)
def test_what_is_no_definition_is_told(definition: Any, expected: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        to_kro_resource_graph("web", builder, definition)

    assert str(caught.value) == expected
