import re
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, graph_with, problem_with, problems_of, resources
from typekro.errors import DefinitionError, compose
from typekro.expressions import Dyn, Root, reference_to
from typekro.graph import ManifestNode, Schema, SchemaDefinition, external_ref, manifest_node, to_kro_resource_graph
from typekro.openapi import k8s

SPEC = {
    "name": "string | required=true",
    "port": "integer | default=80",
    "note": "string",
    "regions": "[]string | default=[]",
    "debug": "boolean | default=false",
}
CONDITION = "a condition is asked in the cluster, again and again, and a constant never changes its answer"
CONDITION_HINT = "with_ready_when() for no conditions, with_ready_when(lambda node: node.status.replicas >= 1) for one"


WRITTEN_OUT = "a text of Python stays what it is: this would be a text with ${ in it, not a value"


def written_out(schema: Schema[Spec, Any]) -> Any:
    one = config_map(host="http://${schema.spec.name}/", script="${HOME} ${one.port} ${other.data.x}")
    two = config_map("two", mixed=f"{schema.spec.name} ${{ one.data['host'] }} ${{one.data.host}}")
    return {"one": one, "two": two}, Nothing()


def test_a_reference_that_is_written_out_as_in_yaml_is_refused() -> None:
    assert problems_of(written_out) == [
        compose(
            f"resources.{place}: '${{{path}}}' is written out",
            WRITTEN_OUT,
            [
                f'f"...{{{path}}}..." by the names of Python, or raw("{path}", str) in CEL',
                'allow=["written-reference"] where the graph is defined, where the text is meant',
            ],
        )
        for place, path in [("one.data.host", "schema.spec.name"), ("two.data.mixed", "one.data.host")]
    ]


def unclosed(_: Schema[Spec, Any]) -> Any:
    return {"one": config_map(host="http://${schema.spec.name", script="${HOME ${other.data.x", both="${ one.data.host /")}, Nothing()


def test_a_reference_that_is_written_out_and_not_closed_is_refused_too() -> None:
    assert problems_of(unclosed) == [
        compose(
            f"resources.one.data.{field}: {text!r} is written out",
            WRITTEN_OUT,
            [
                f'f"...{{{path}}}..." by the names of Python, or raw("{path}", str) in CEL',
                'allow=["written-reference"] where the graph is defined, where the text is meant',
            ],
        )
        for field, text, path in [
            ("host", "${schema.spec.name", "schema.spec.name"),
            ("both", "${ one.data.host ", "one.data.host"),
        ]
    ]


def without_f(_: Schema[Spec, Any]) -> Any:
    return {"one": config_map(host="{schema.spec.name}.example.com", other="{{ one.data.host }} {{ .Values.spec.name }}")}, Nothing()


def test_a_text_whose_f_was_forgotten_is_refused() -> None:
    assert problems_of(without_f) == [
        compose(
            f"resources.one.data.{field}: {text!r} is a text, and no reference",
            "kro evaluates what stands in ${...}, and everything else stays the text that it is",
            [
                f'f"...{{{path}}}...", with f in front of the text',
                'allow=["written-reference"] where the graph is defined, where it is meant',
            ],
        )
        for field, text, path in [
            ("host", "{schema.spec.name}", "schema.spec.name"),
            ("other", "{{ one.data.host }}", "one.data.host"),
        ]
    ]
    graph_of(without_f, allow=["written-reference"])


def test_a_text_that_looks_like_a_reference_may_be_meant() -> None:
    graph = graph_of(written_out, allow=["written-reference"])

    assert resources(graph)["one"]["template"]["data"]["host"] == 'http://${"${"}schema.spec.name}/'


def test_a_graph_becomes_a_resource_graph_definition() -> None:
    def builder(schema: Schema[Spec, Status]) -> Any:
        one = config_map(f"{schema.spec.name}-one", port=f"{schema.spec.port}", raw="${HOME}", flag="yes")
        two = config_map("two", host=one.data["port"], uid=schema.metadata.uid)
        return {"one": one, "two": two}, Status(host=f"{two.data['host']}.{schema.spec.name}")

    graph = graph_of(builder, Status)

    annotations = {"typekro.io/graph": graph.hash}
    assert graph.definition == {
        "apiVersion": "kro.run/v1alpha1",
        "kind": "ResourceGraphDefinition",
        "metadata": {"name": "web"},
        "spec": {
            "schema": {
                "apiVersion": "v1alpha1",
                "group": "example.com",
                "kind": "Web",
                "spec": SPEC,
                "status": {"host": '${string(two.data["host"])}.${schema.spec.name}'},
            },
            "resources": [
                {
                    "id": "one",
                    "template": {
                        "apiVersion": "v1",
                        "kind": "ConfigMap",
                        "metadata": {"name": "${schema.spec.name}-one", "annotations": annotations},
                        "data": {"port": "${string(schema.spec.port)}", "raw": '${"${"}HOME}', "flag": "yes"},
                    },
                },
                {
                    "id": "two",
                    "template": {
                        "apiVersion": "v1",
                        "kind": "ConfigMap",
                        "metadata": {"name": "two", "annotations": annotations},
                        "data": {"host": '${one.data["port"]}', "uid": "${schema.metadata.uid}"},
                    },
                },
            ],
        },
    }


@attrs.frozen
class Outer:
    inner: Spec


def test_a_spec_of_nested_classes_brings_its_types() -> None:
    definition = SchemaDefinition("example.com/v1", "Web", Outer, Nothing)

    schema = to_kro_resource_graph("web", lambda _: ({}, Nothing()), definition).definition["spec"]["schema"]

    assert schema["spec"] == {"inner": "Spec | required=true"}
    assert schema["types"] == {"Spec": SPEC}


def test_annotations_of_ones_own_stay() -> None:
    node = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "annotations": {"a": "b"}}})
    graph = graph_with(one=node)

    (resource,) = graph.definition["spec"]["resources"]
    assert resource["template"]["metadata"]["annotations"] == {"a": "b", "typekro.io/graph": graph.hash}


def test_values_of_every_kind_stay_what_they_are() -> None:
    values: dict[str, Any] = {"list": [1, 1.5, True, ("a", {})], "empty": []}
    node = manifest_node({"apiVersion": "example.org/v1", "kind": "Anything", "metadata": {"name": "a"}, "data": values})

    assert resources(graph_with(one=node))["one"]["template"]["data"] == {"list": [1, 1.5, True, ["a", {}]], "empty": []}


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (
            None,
            compose("resources.one.data.x: None", "kro would write null, which Kubernetes takes for no value at all", "leave the key out"),
        ),
        (
            {1, 2},
            compose("resources.one.data.x: set {1, 2}", "a manifest holds str, int, float, bool, lists, dicts and references"),
        ),
        (
            float("nan"),
            compose("resources.one.data.x: expected float, got float nan", "JSON has no such number"),
        ),
        (
            2**63,
            compose(f"resources.one.data.x: expected int, got int {2**63}", "an integer of the cluster has 64 bits"),
        ),
        ({1: "a"}, compose("resources.one.data.x: a key is 1", "keys of a manifest are constant texts")),
        (
            "a\x7f",
            compose(
                "resources.one.data.x: 'a\\x7f'",
                "it holds the control character U+007F, which the API server does not take, or changes, in what kro applies",
            ),
        ),
        (
            config_map(),
            compose(
                "resources.one.data.x: a whole resource stands where a value should",
                (),
                "refer to one of its fields, such as metadata.name",
            ),
        ),
    ],
)
def test_what_a_manifest_cannot_hold_is_refused(value: object, problem: str) -> None:
    assert problem_with(one=config_map(x=value)) == problem


def test_a_reference_as_a_key_is_refused() -> None:
    (problem,) = problems_of(lambda schema: ({"one": config_map(x={f"{schema.spec.name}": 1})}, Nothing()))

    assert problem == compose("resources.one.data.x: a key is a reference", "keys of a manifest are constant texts")


def test_a_lost_text_in_an_expression_is_refused() -> None:
    (problem,) = problems_of(lambda schema: ({"one": config_map(x="\x7f" + schema.spec.name)}, Nothing()))

    assert problem.startswith("resources.one.data.x: '\\x7f'\n")


def test_a_damaged_text_is_refused_with_its_place() -> None:
    (problem,) = problems_of(lambda schema: ({"one": config_map(x=repr(schema.spec.name))}, Nothing()))

    assert problem == (
        "resources.one.data.x: a text holds the repr of schema.spec.name\n"
        "  repr and !r show what something is; they don't stand for its value\n"
        'hint: f"{schema.spec.name}"'
    )


def test_a_node_that_is_used_and_not_returned_is_told_with_the_line_that_made_it() -> None:
    database = external_ref("v1", "Secret", "database")

    problem = problem_with(one=config_map(x=database.metadata.name))

    place = re.search(r"made at (\S+:\d+)", problem)
    assert place is not None
    assert place[1].startswith(__file__)
    assert problem == compose(
        "resources.one.data.x: Secret.metadata.name is not known in this graph",
        f"the Secret made at {place[1]} is not among the nodes that the builder returns",
        'return {..., "secret": secret}, status',
    )


def test_the_schema_of_another_graph_is_not_known() -> None:
    other = graph_with(one=config_map())

    assert problem_with(one=config_map(x=other.schema.spec.name)) == compose(
        "resources.one.data.x: schema.spec.name is not known in this graph",
        "it is the schema of another graph, web",
        "pass what is needed through this graph's own spec",
    )


def test_a_handles_output_is_not_known() -> None:
    readme: Any = reference_to(Root(Dyn(), "readme.output"))

    assert problem_with(one=config_map(x=readme.size)) == compose(
        "resources.one.data.x: readme.output.size is not known in this graph",
        "readme.output is known while an app runs, and the graph lives on in the cluster",
        "make it a field of the spec, and pass it to the instance",
    )


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        (
            {"apiVersion": "v1", "metadata": {"name": "a"}},
            compose(
                "resources.one.kind: None is no constant text",
                "kro looks the kind up before it evaluates anything",
                'such as "v1" or "ConfigMap"',
            ),
        ),
        (
            {"apiVersion": 1, "kind": "ConfigMap", "metadata": {"name": "a"}},
            compose(
                "resources.one.apiVersion: 1 is no constant text",
                "kro looks the kind up before it evaluates anything",
                'such as "v1" or "ConfigMap"',
            ),
        ),
        (
            {"apiVersion": "v1", "kind": "ConfigMap"},
            compose("resources.one.metadata: it is not a dict", "kro wants the metadata written out", '"metadata": {"name": "configmap"}'),
        ),
        (
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {}},
            compose("resources.one.metadata.name: there is none", "kro applies a resource by its name", '"metadata": {"name": ...}'),
        ),
        (
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "labels": "b"}},
            compose("resources.one.metadata.labels: it is not a dict", "kro and typekro add theirs to it", '"labels": {"key": ...}'),
        ),
        (
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "annotations": {"internal.kro.run/x": "b"}}},
            compose(
                "resources.one.metadata.annotations: 'internal.kro.run/x' is reserved",
                "kro keeps kro.run/ to itself",
                "give it another prefix",
            ),
        ),
    ],
)
def test_a_manifest_that_kro_would_refuse_is_refused(manifest: dict[str, Any], problem: str) -> None:
    assert problem_with(one=manifest_node(manifest)) == problem


def test_a_kind_that_is_a_reference_is_refused() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        node = manifest_node({"apiVersion": "v1", "kind": f"{schema.spec.name}", "metadata": {"name": "a"}})
        return {"one": node}, Nothing()

    (problem,) = problems_of(builder)

    assert problem.splitlines()[0] == 'resources.one.kind: f"{schema.spec.name}" is no constant text'


def test_a_circle_is_told_with_its_way() -> None:
    names = {"apiVersion": "v1", "kind": "ConfigMap"}
    metadata: dict[str, Any] = {"name": "a"}
    one = manifest_node({**names, "metadata": metadata})
    two = manifest_node({**names, "metadata": {"name": one.data.x}})
    metadata["name"] = two.data.x

    assert problem_with(one=one, two=two) == compose(
        "resources refer to each other in a circle: one -> two -> one",
        "kro makes a resource after those that it refers to",
        "take one of these references out",
    )


def test_a_resource_that_refers_to_itself_is_told() -> None:
    metadata: dict[str, Any] = {"name": "a"}
    one = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata})
    metadata["name"] = one.data.x

    assert problem_with(one=one) == compose("resources.one: it refers to itself", "kro makes a resource from what is there before it")


def test_a_node_under_two_ids_is_told() -> None:
    node = config_map()

    assert problem_with(one=node, two=node) == compose(
        "ConfigMap is returned under two ids, 'one' and 'two'",
        "an id is what the others refer to, so that each resource has one",
        "make the resource twice",
    )


def test_an_id_that_kro_keeps_to_itself_is_told() -> None:
    assert problem_with(namespace=config_map()).splitlines() == [
        "the id 'namespace' is reserved",
        "  CEL keeps the word to itself",
        'hint: "myNamespace": ...',
    ]


OTHER = config_map("other")


CONDITIONS: list[tuple[Callable[[ManifestNode], bool] | bool, str | None]] = [
    (True, compose("resources.one.readyWhen[0]: True is no expression", CONDITION, CONDITION_HINT)),
    (lambda _: False, compose("resources.one.readyWhen[0]: False is no expression", CONDITION, CONDITION_HINT)),
    (
        lambda node: node.data.x + "y",
        compose("resources.one.readyWhen[0]: (one.data.x + 'y') is str, not bool", (), "(one.data.x + 'y') == ..."),
    ),
    (
        lambda node: node.data.x == OTHER.data.x,
        compose(
            "resources.one.readyWhen[0]: (one.data.x == other.data.x)",
            "kro lets a condition ask about its own resource alone, and this one asks about other",
            "leave the others out; what a resource refers to is ready before it is made",
        ),
    ),
    (lambda node: bool(node.data.x), None),
]


@pytest.mark.parametrize(("condition", "problem"), CONDITIONS)
def test_a_condition_that_kro_would_refuse_is_refused(condition: Any, problem: str | None) -> None:
    found = problem_with(one=config_map().with_ready_when(condition), other=OTHER)

    assert found == problem if problem is not None else found.startswith("resources.one.readyWhen[0]: whether ConfigMap.data.x is true")


def test_a_condition_on_a_resource_that_is_only_read_is_kept() -> None:
    secret = external_ref("v1", "Secret", "database").with_ready_when(lambda secret: secret.metadata.name != "")

    assert resources(graph_with(secret=secret)) == {
        "secret": {
            "externalRef": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "database"}},
            "readyWhen": ['${secret.metadata.name != ""}'],
        }
    }


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (
            {"one": config_map()},
            compose(
                "web: a builder returns its nodes by their ids, and the status",
                "it returned nodes without a status",
                'return {"deployment": deployment}, Status(...)',
            ),
        ),
        (
            None,
            compose(
                "web: a builder returns its nodes by their ids, and the status",
                "it returned NoneType",
                'return {"deployment": deployment}, Status(...)',
            ),
        ),
        (
            ({"one": 3, 4: config_map()}, None),
            compose(
                "web: not nodes: 'one': int, 4: ManifestNode",
                "each is an id and what simple.*, external_ref, get_instance or manifest_node made",
            ),
        ),
    ],
)
def test_a_builder_that_returns_something_else_says_what_to_return(returned: object, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        graph_of(lambda _: returned, Status)

    assert str(caught.value) == message


def test_all_problems_of_a_graph_are_told_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        graph_of(lambda _: ({"item": config_map(x=None)}, Status(host="x")), Status)

    lines = str(caught.value).splitlines()
    assert lines[0] == "web: 3 problems"
    assert [line for line in lines if line.startswith("web: ")][1:] == [
        "web: the id 'item' is reserved",
        "web: resources.item.data.x: None",
        "web: status.host: 'x' is a constant",
    ]
    assert len(caught.value.problems) == 3


def test_labels_and_annotations_may_be_one_expression_each() -> None:
    marks = k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name="marks"), data={"a": "b"})
    metadata = {"name": "a", "labels": marks.data, "annotations": marks.data}
    graph = graph_with(marks=marks, one=manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}))

    assert graph.definition["spec"]["resources"][1]["template"]["metadata"] == {
        "name": "a",
        "labels": "${marks.data}",
        "annotations": f'${{(marks.data).merge({{"typekro.io/graph": "{graph.hash}"}})}}',
    }
