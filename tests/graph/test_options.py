from typing import Any, cast

import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, problems_of
from typekro.errors import DefinitionError, ResourceGraphFactoryError, compose
from typekro.expressions import UnknownFieldError
from typekro.graph import DEFAULT_COLUMNS, Graph, PrinterColumn, Schema, manifest_node, resource_graph
from typekro.graph.document import graph_hash


def nothing(_: Any) -> Any:
    return {}, Nothing()


def schema_of(**options: Any) -> dict[str, Any]:
    schema: dict[str, Any] = graph_of(nothing, **options).definition["spec"]["schema"]
    return schema


def test_options_stand_in_the_definition_where_they_are_given() -> None:
    schema = schema_of(
        scope="Cluster",
        printer_columns=[PrinterColumn("Port", ".spec.port", description="where it listens", priority=1, format="int32")],
        short_names=["db", "dbs"],
        categories=["all"],
        labels={"team": "a", "example.com/x": ""},
        annotations={"note": "any text: even this"},
    )

    assert list(schema) == [
        "apiVersion",
        "group",
        "kind",
        "spec",
        "scope",
        "additionalPrinterColumns",
        "shortNames",
        "categories",
        "metadata",
    ]
    assert {name: schema[name] for name in list(schema)[4:]} == {
        "scope": "Cluster",
        "additionalPrinterColumns": [
            {
                "name": "Port",
                "type": "integer",
                "jsonPath": ".spec.port",
                "description": "where it listens",
                "priority": 1,
                "format": "int32",
            }
        ],
        "shortNames": ["db", "dbs"],
        "categories": ["all"],
        "metadata": {"labels": {"team": "a", "example.com/x": ""}, "annotations": {"note": "any text: even this"}},
    }


def test_one_column_that_is_no_list_is_told() -> None:
    column: Any = PrinterColumn("Port", ".spec.port")

    with pytest.raises(DefinitionError) as caught:
        graph_of(nothing, printer_columns=column)

    assert str(caught.value) == compose(
        "printer_columns: one PrinterColumn",
        "a kind has several columns, and they come in a list",
        "printer_columns=[PrinterColumn(...)]",
    )


def test_options_that_are_not_given_change_nothing() -> None:
    assert list(schema_of()) == ["apiVersion", "group", "kind", "spec"]
    assert graph_of(nothing).hash == graph_of(nothing, scope="Namespaced").hash == graph_hash(graph_of(nothing).definition)


def builder(schema: Schema[Spec, Status]) -> Graph[Status]:
    node = config_map(schema.spec.name)
    return {"one": node}, Status(host=node.metadata.name)


def test_the_decorator_takes_the_same_options() -> None:
    columns = (PrinterColumn("Host", lambda instance: instance.status.host), *DEFAULT_COLUMNS)
    options: dict[str, Any] = {"printer_columns": columns, "short_names": ["w"], "labels": {"a": "b"}}

    short = resource_graph("web", api_version="example.com/v1alpha1", kind="Web", **options)(builder)

    assert short.definition == graph_of(builder, Status, **options).definition


def test_all_options_that_kro_or_kubernetes_would_refuse_are_told_at_once() -> None:
    alias = "kro wants a small letter, then small letters, digits and -, 63 characters at most"
    schema = Schema("web", Spec, Nothing)

    assert problems_of(
        nothing,
        scope="cluster",
        short_names=["A", "b", "b"],
        categories=["x" * 64, *(f"c{number}" for number in range(32))],
        labels={"kro.run/x": "a", "ok": "not ok", "bad key": "x", "r": schema.spec.name},
        annotations={"internal.kro.run/x": "not\nok"},
        feature_gates=["CELOmit"],
    ) == [
        compose("scope: 'cluster' is none", "kro knows Namespaced and Cluster", 'scope="Cluster"'),
        compose("short_names[0]: 'A' is no name", alias, 'short_names=("db",)'),
        compose("short_names[2]: 'b' is there twice", "kro takes each once", "leave it out"),
        compose("categories: 33 of them", "kro takes 32 at most"),
        compose(f"categories[0]: {'x' * 64!r} is no name", alias, 'categories=("databases",)'),
        compose("labels['kro.run/x']: it is reserved", "kro keeps kro.run/ to itself", "give it another prefix"),
        compose(
            "labels['ok']: 'not ok' is no value of a label",
            "Kubernetes takes 63 letters, digits, -, _ and . at most, a letter or a digit first and last",
            "annotations take any text",
        ),
        compose(
            "labels['bad key']: no key",
            "Kubernetes takes 1 to 63 letters, digits, -, _ and ., and a domain and / before them, if need be",
        ),
        compose(
            "labels['r']: schema.spec.name is known for one instance alone",
            "it stands on the CustomResourceDefinition, which all instances share",
            "write a constant",
        ),
        compose("annotations['internal.kro.run/x']: it is reserved", "kro keeps kro.run/ to itself", "give it another prefix"),
        compose("feature_gates: 'CELOmit' is none", "kro knows CELOmitFunction", 'feature_gates=("CELOmitFunction",)'),
    ]


def test_one_text_is_not_taken_for_several_names() -> None:
    with pytest.raises(DefinitionError) as caught:
        graph_of(nothing, short_names="web")

    assert str(caught.value) == compose(
        "'web' is one text", "short names and categories are several, and each of its letters would count as one", '("web",)'
    )


@pytest.mark.parametrize(("option", "name"), [("feature_gates", "CELOmitFunction"), ("allow", "unset-field")])
def test_one_text_is_not_taken_for_several_gates_or_lints(option: str, name: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        graph_of(nothing, **cast("dict[str, Any]", {option: name}))

    assert str(caught.value) == compose(f"{option}: {name!r} is one text", "each of its letters would count as one", f'{option}=["{name}"]')


def test_options_of_other_types_are_told() -> None:
    wrong: dict[str, Any] = {
        "labels": ["tier"],
        "annotations": {1: "a"},
        "short_names": [5],
        "feature_gates": [7],
        "printer_columns": ["Host"],
    }

    found = problems_of(nothing, **wrong)

    assert [problem.splitlines()[0] for problem in found] == [
        "short_names[0]: 5 is no name",
        "labels: ['tier'] is no dict",
        "annotations[1]: no key",
        "feature_gates: 7 is none",
        "printer_columns[0]: 'Host' is no PrinterColumn",
    ]


def test_labels_and_annotations_are_texts() -> None:
    found = problems_of(nothing, labels={"tier": 1}, annotations={"since": 2026})

    assert found == [
        compose("labels['tier']: 1 is no text", "Kubernetes takes texts", '"1"'),
        compose("annotations['since']: 2026 is no text", "Kubernetes takes texts", '"2026"'),
    ]


def test_a_kind_of_the_cluster_has_no_namespace() -> None:
    graph = graph_of(nothing, scope="Cluster")

    assert graph.scope == "Cluster"
    with pytest.raises(ResourceGraphFactoryError) as caught:
        graph.get_instance(Spec("a"), namespace="b")
    assert str(caught.value) == compose(
        "web: namespace='b': its instances have no namespace", "Web is a kind of the cluster: scope='Cluster'", "leave it out"
    )
    assert "namespace" not in graph.get_instance(Spec("a")).manifest["metadata"]


def test_the_builder_of_a_kind_of_the_cluster_knows_no_namespace() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        graph_of(lambda schema: ({"one": config_map(x=schema.metadata.namespace)}, Nothing()), scope="Cluster")

    first, why, _ = str(caught.value).splitlines()
    assert first == "schema.metadata has no field 'namespace'"
    assert why.startswith("  the metadata of a kind with scope='Cluster' has: annotations, ")
    graph = graph_of(lambda schema: ({"one": config_map(x=schema.metadata.namespace)}, Nothing()))
    assert graph.scope == "Namespaced"


def test_the_resources_of_a_kind_of_the_cluster_say_their_namespaces() -> None:
    there = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "b"}})

    (problem,) = problems_of(lambda _: ({"one": config_map(), "two": there}, Nothing()), scope="Cluster")

    assert problem.splitlines()[0] == "resources.one.metadata.namespace: a ConfigMap needs a namespace"


def test_omit_needs_its_feature() -> None:
    from typekro.expressions.cel import omit, when  # noqa: PLC0415 - of this test alone

    def omitting(schema: Schema[Spec, Nothing]) -> Any:
        return {"one": config_map(x=when(schema.spec.debug, "a", omit()))}, Nothing()

    (problem,) = problems_of(omitting)

    assert problem.splitlines()[0] == "resources.one.data.x: omit() is not switched on"
    assert graph_of(omitting, feature_gates=["CELOmitFunction"]).unchecked == ()


@pytest.mark.parametrize(
    ("column", "rendered"),
    [
        (PrinterColumn("A", lambda it: it.spec.port), {"type": "integer", "jsonPath": ".spec.port"}),
        (PrinterColumn("A", lambda it: it.spec.debug), {"type": "boolean", "jsonPath": ".spec.debug"}),
        (PrinterColumn("A", lambda it: it.spec.regions[1]), {"type": "string", "jsonPath": ".spec.regions[1]"}),
        (PrinterColumn("A", lambda it: it.metadata.labels["a/b"]), {"type": "string", "jsonPath": ".metadata.labels['a/b']"}),
        (PrinterColumn("A", lambda it: it.metadata.creation_timestamp), {"type": "date", "jsonPath": ".metadata.creationTimestamp"}),
        (PrinterColumn("A", ".metadata.labels['a/b']"), {"type": "string", "jsonPath": ".metadata.labels['a/b']"}),
        (PrinterColumn("A", ".metadata.generation"), {"type": "integer", "jsonPath": ".metadata.generation"}),
        (PrinterColumn("A", ".status.state"), {"type": "string", "jsonPath": ".status.state"}),
        (PrinterColumn("A", ".spec.regions[*]", "string"), {"type": "string", "jsonPath": ".spec.regions[*]"}),
        (DEFAULT_COLUMNS[1], {"type": "string", "jsonPath": '.status.conditions[?(@.type=="Ready")].status'}),
    ],
)
def test_a_column_shows_a_field_as_what_it_is(column: PrinterColumn, rendered: dict[str, Any]) -> None:
    (found,) = schema_of(printer_columns=[column])["additionalPrinterColumns"]

    assert {name: found[name] for name in ("type", "jsonPath")} == rendered


FIELD = ("it takes no field of the instance", "a column shows a field of the instance as it is", "lambda instance: instance.status.host")
COLUMNS: list[tuple[PrinterColumn, str]] = [
    (
        PrinterColumn("A", ".spec.naem"),
        compose(
            "printer_columns[0].path: .spec.naem: there is no such field in the cluster",
            "Spec has: name, port, note, regions, debug",
            '".spec.name"',
        ),
    ),
    (
        PrinterColumn("A", lambda it: it.spec.naem),
        compose(
            "printer_columns[0].path: instance.spec has no field 'naem'", "Spec has: name, port, note, regions, debug", "instance.spec.name"
        ),
    ),
    (PrinterColumn("A", lambda it: it.spec.name + "x"), compose(f"printer_columns[0].path: {FIELD[0]}", *FIELD[1:])),
    (PrinterColumn("A", lambda it: it.spec.regions[it.spec.port]), compose(f"printer_columns[0].path: {FIELD[0]}", *FIELD[1:])),
    (PrinterColumn("A", lambda _: 3), compose(f"printer_columns[0].path: {FIELD[0]}", *FIELD[1:])),
    (
        PrinterColumn("A", "spec.name"),
        compose(
            "printer_columns[0].path: 'spec.name' is no path",
            "Kubernetes takes names behind dots, and positions, keys in quotes and [?(...)] in brackets",
            '".status.host"',
        ),
    ),
    (PrinterColumn("A", ""), compose("printer_columns[0].path: it is empty", "a column shows a field of the instance", '".status.host"')),
    (PrinterColumn(" ", ".spec.name"), compose("printer_columns[0].name: ' ' is empty", "Kubernetes shows it as the heading")),
    (
        PrinterColumn("A", ".spec.name", format="int"),
        compose(
            "printer_columns[0].format: 'int' is none",
            "Kubernetes knows int32, int64, float, double, byte, date, date-time, password",
            'format="int64"',
        ),
    ),
]


@pytest.mark.parametrize(("column", "problem"), COLUMNS)
def test_a_column_that_shows_nothing_is_refused(column: PrinterColumn, problem: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        graph_of(nothing, printer_columns=[column])

    assert str(caught.value) == f"web: {problem}"


def test_a_type_that_kubernetes_does_not_know_is_refused() -> None:
    wrong: Any = "int"

    assert problems_of(nothing, printer_columns=[PrinterColumn("A", ".spec.port", wrong)]) == [
        compose("printer_columns[0].type: 'int' is none", "Kubernetes knows string, integer, number, boolean, date", 'type="integer"')
    ]
