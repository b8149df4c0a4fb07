"""What a check is beyond its verdicts, which `tests/kro_cases` has."""

import copy
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kro_cases.cases import OWN, cases_of
from typekro.checking import Report, check
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.openapi.kinds import Kinds

KINDS = Kinds.builtin()


def definition(*resources: Mapping[str, Any], **schema: Any) -> dict[str, Any]:
    about = {"apiVersion": "v1alpha1", "group": "example.com", "kind": "App", "spec": {"name": "string", "flag": "boolean"}, **schema}
    spec = {"schema": about, "resources": list(resources)}
    return {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": "app"}, "spec": spec}


def config_map(id_: str, data: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    template = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": id_}, **({"data": data} if data else {})}
    return {"id": id_, "template": template, **more}


def widget(id_: str, **spec: Any) -> dict[str, Any]:
    return {"id": id_, "template": {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": id_}, "spec": spec}}


def texts(report: Report) -> list[str]:
    return [problem.text for problem in report.problems]


def test_all_problems_are_collected_in_the_order_of_the_definition() -> None:
    report = check(
        definition(
            config_map("first", {"a": 3, "b": "${schema.spec.nme}"}),
            config_map("second", {"a": "${third.data.a}"}, includeWhen=["${schema.spec.name}"]),
            kind="app",
            status={"phase": "Running"},
        ),
        KINDS,
    )

    assert texts(report) == [
        "schema.kind: 'app' is no kind\n  kro wants a capital letter, then letters and digits, 63 characters at most\nhint: kind: App",
        'resources.first.data.a: 3 is not a text\n  kro compares it with the kind\'s OpenAPI schema\nhint: a: "3"',
        "resources.first.data.b: undefined field 'nme' in schema.spec\n  in ${schema.spec.nme}\nhint: ${schema.spec.name}",
        "resources.second.data.a: there is no 'third' to refer to\n  in ${third.data.a}\n  there are schema, first",
        (
            "resources.second.includeWhen[0]: it is not a condition\n  ${schema.spec.name} is string, and kro wants true or false\n"
            "hint: ${schema.spec.name == ...}"
        ),
        (
            "status.phase: 'Running' is no expression\n  kro takes a status from expressions alone, and finds out their types by itself\n"
            "hint: phase: ${ID.status.field}"
        ),
    ]
    assert [problem.stage for problem in report.problems] == ["A", "T", "T", "S", "T", "S"]
    assert report.analysis is None
    assert not report.accepted


def test_a_schema_that_is_wrong_is_told_once_and_not_where_it_is_used() -> None:
    report = check(definition(config_map("one", {"a": "${schema.spec.b}"}), spec={"a": "strng"}), KINDS)

    assert [problem.place for problem in report.problems] == ["schema.spec.a"]


def test_of_what_a_definition_makes_all_is_known() -> None:
    report = check(
        definition(
            config_map("second", {"a": "${first.metadata.name}-${schema.spec.name}"}, readyWhen=["${second.data.a != ''}"]),
            config_map("first"),
            status={"name": "${first.metadata.name}", "of": "${schema.metadata.name}"},
        ),
        KINDS,
    )

    analysis = report.analysis
    assert analysis is not None
    assert {place: (one.owner, one.role, one.text, one.references) for place, one in analysis.expressions.items()} == {
        "resources.second.data.a": (
            "second",
            "template",
            '(first.metadata.name) + "-" + (schema.spec.name)',
            ("first", "schema"),
        ),
        "resources.second.readyWhen[0]": ("second", "readyWhen", "second.data.a != ''", ("second",)),
        "status.name": (None, "status", "first.metadata.name", ("first",)),
        "status.of": (None, "status", "schema.metadata.name", ("schema",)),
    }
    assert {one.compiled.type.kind for one in analysis.expressions.values() if one.compiled} == {"string", "bool"}
    assert (analysis.topological_order, analysis.dependencies) == (("first", "second"), {"second": ("first",), "first": ()})
    assert (analysis.status_references, analysis.node_types) == (("first",), {"second": "Resource", "first": "Resource"})
    assert [(node.id, node.index, node.kind) for node in analysis.nodes.values()] == [("second", 0, "ConfigMap"), ("first", 1, "ConfigMap")]
    assert {name: field["type"] for name, field in analysis.status_schema["properties"].items()} == {
        "name": "string",
        "of": "string",
        "state": "string",
        "conditions": "array",
    }


def test_a_kind_that_is_not_known_is_refused() -> None:
    report = check(definition(widget("one", size=3)), KINDS)

    assert texts(report) == [
        (
            "resources.one.kind: nothing is known of Widget in example.com/v1\n"
            "  kro looks a kind up when it takes a definition, so that its CRD has to be there before\n"
            "hint: check the file of its CRD, or of the ResourceGraphDefinition that makes it, together with this one"
        )
    ]


def test_a_kind_that_is_trusted_may_have_any_fields_and_is_told_not_to_be_checked() -> None:
    report = check(definition(widget("one", size=3), config_map("two", {"a": "${one.status.anything}"})), KINDS, unknown_kinds="trust")

    assert report.accepted
    assert report.unchecked == ("resources.one: nothing is known here of Widget in example.com/v1, so that its fields were not checked",)


def test_a_kind_that_kubernetes_does_not_have_is_not_trusted() -> None:
    report = check(
        definition({**widget("one"), "template": {**widget("one")["template"], "apiVersion": "apps/v1"}}), KINDS, unknown_kinds="trust"
    )

    assert texts(report) == ["resources.one.kind: there is no Widget in apps/v1\n  kro looks it up in the cluster"]


def test_what_refers_to_a_resource_of_an_unknown_kind_is_not_wrong_for_that() -> None:
    report = check(definition(widget("one"), config_map("two", {"a": "${one.spec.whatever}"})), KINDS)

    assert [problem.place for problem in report.problems] == ["resources.one.kind"]


def test_omit_is_taken_where_it_is_switched_on() -> None:
    document = definition(config_map("one", {"a": "${has(schema.spec.name) ? schema.spec.name : omit()}"}))

    assert not check(document, KINDS).accepted
    assert check(document, KINDS, feature_gates=["CELOmitFunction"]).accepted


def test_omit_is_not_taken_for_a_name() -> None:
    resource = config_map("one")
    resource["template"]["metadata"]["name"] = "${has(schema.spec.name) ? schema.spec.name : omit()}"

    report = check(definition(resource), KINDS, feature_gates=["CELOmitFunction"])

    assert texts(report) == [
        "resources.one.metadata.name: omit() may leave it out\n  kro applies a resource by its name, and in its namespace"
    ]


@pytest.mark.parametrize("gates", [(), ("CELOmitFunction",)])
def test_omit_is_for_templates_alone(gates: tuple[str, ...]) -> None:
    report = check(definition(config_map("one"), status={"a": "${has(one.data) ? one.data.a : omit()}"}), KINDS, feature_gates=gates)

    assert texts(report) == ["status.a: omit() stands outside of a template\n  it leaves out a field of a resource, and nothing else"]


def test_what_is_accepted_and_hangs_is_a_warning() -> None:
    report = check(definition(config_map("one", {"a": "${schema.spec.name}"})), KINDS)

    assert report.accepted
    assert [warning.place for warning in report.warnings] == ["schema.spec.name"]


SHAPES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["apiVersion", "kind", "metadata.name", "spec"]),
    (definition() | {"spec": {"resources": []}}, ["schema"]),
    (definition() | {"spec": {**definition()["spec"], "more": 1}}, ["spec.more"]),
    (definition() | {"metadata": {"name": "App"}}, ["metadata.name"]),
    (definition() | {"spec": {**definition()["spec"], "resources": 3}}, ["resources"]),
    (definition() | {"spec": {**definition()["spec"], "resources": ["one"]}}, ["resources[0]"]),
    (definition() | {"apiVersion": "kro.run/v1"}, ["apiVersion"]),
    (definition({"id": "one", "template": []}), ["resources.one.template"]),
    (definition({"id": "one", "externalRef": None}), ["resources.one"]),
    (definition({"id": "one", "forEach": ["a"], "template": config_map("one")["template"]}), ["resources.one.forEach[0]"]),
    (definition(config_map("one", readyWhen="${true}")), ["resources.one.readyWhen"]),
    (definition(config_map("one", readyWhen=[True])), ["resources.one.readyWhen[0]"]),
    (definition(spec=[]), ["schema.spec"]),
    (definition(status="a"), ["schema.status"]),
    (definition(shortNames=["a", "a"]), ["schema.shortNames[1]"]),
]


@pytest.mark.parametrize(("document", "told"), SHAPES)
def test_a_definition_of_another_shape_is_refused_at_its_place(document: dict[str, Any], told: list[str]) -> None:
    assert [problem.place for problem in check(document, KINDS).problems] == told


@pytest.mark.parametrize(
    "broken",
    [
        {"apiVersion": 1, "kind": None, "metadata": 3},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"labels": [], "annotations": "a", "namespace": 4}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": {"a": "${b}"}}},
    ],
)
def test_a_template_of_any_shape_gives_problems_and_no_crash(broken: dict[str, Any]) -> None:
    assert check(definition({"id": "one", "template": broken}), KINDS).problems


def test_without_the_library_of_cel_the_rest_is_checked_and_that_is_said() -> None:
    document = definition(config_map("one", {"a": 3, "b": "${nothing.at.all}"}))
    code = f"""
import sys
sys.modules["cel_expr_python"] = None
from typekro.checking import check
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.openapi.kinds import Kinds
report = check({document!r}, Kinds.builtin())
print([problem.place for problem in report.problems], report.analysis)
print(*report.unchecked)
"""

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    said = "CEL is not checked here: the library cel-expr-python has no wheel for this Python or this machine"
    assert done.stdout.splitlines() == ["['resources.one.data.a'] None", said]


def test_an_object_of_other_fields_in_a_collection_is_taken_by_kro_and_a_warning() -> None:
    resource = config_map("one", forEach=[{"name": "${['a']}"}])
    resource["template"] |= {"kind": "Service", "metadata": {"name": "${name}"}, "spec": {"ports": ["${schema.spec.port}"]}}

    report = check(definition(resource, spec={"port": {"port": "integer", "prot": "string"}}), KINDS)

    assert report.accepted
    assert report.warnings[0].text == (
        "resources.one.spec.ports[0]: it has a field 'prot', and the field takes none of that name\n  in ${schema.spec.port}\n"
        "  kro compares no objects in a resource with forEach: it takes this, and Kubernetes refuses each item"
    )


ANYTHING: list[Any] = [
    None,
    True,
    3,
    1.5,
    "",
    "a",
    "${a}",
    "${",
    "${schema}",
    "x ${schema.spec} y",
    "${'",
    "${[1]}",
    [],
    {},
    [None],
    {"a": None},
]
CASES = [case for case in cases_of(OWN) if case.manifests]


def keys_of(part: object) -> list[Any]:
    keys: list[Any] = [*range(len(part))] if is_sequence(part) else []
    return sorted(part) if is_mapping(part) else keys


def chosen(keys: list[Any], number: int) -> Any:
    return keys[number % len(keys)]


numbers = st.integers(0, 99)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A definition in which anything may stand anywhere."""
    document: dict[str, Any] = copy.deepcopy(dict(draw(st.sampled_from(CASES)).manifests[0]))
    for _ in range(draw(st.integers(1, 3))):
        part: Any = document
        key = chosen(sorted(document), draw(numbers))
        while keys_of(part[key]) and draw(numbers) % 10:
            part = part[key]
            key = chosen(keys_of(part), draw(numbers))
        part[key] = copy.deepcopy(draw(st.sampled_from(ANYTHING)))
    return document


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_whatever_stands_in_a_definition_there_is_a_report(given_: dict[str, Any]) -> None:
    report = check(given_, KINDS, unknown_kinds="trust")

    assert report.accepted == (not report.problems)
    assert all(problem.text.startswith(f"{problem.place}: ") for problem in report.problems)
