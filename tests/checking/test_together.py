from typing import Any

from typekro.checking import check_all
from typekro.openapi.kinds import Kinds

KINDS = Kinds.builtin()


def graph(kind: str, *uses: str, spec: dict[str, Any] | None = None, status: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A definition of a kind, with a resource of each kind that it uses."""
    resources = [
        {"id": f"the{used}", "template": {"apiVersion": "example.com/v1", "kind": used, "metadata": {"name": "a"}, "spec": {"a": "b"}}}
        for used in uses
    ]
    schema = {"apiVersion": "v1", "group": "example.com", "kind": kind, "spec": spec or {"a": "string"}, "status": status or {}, **more}
    head = {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": kind.lower()}}
    return {**head, "spec": {"schema": schema, "resources": resources}}


def crd(kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": spec}}}
    names = {"kind": kind, "plural": f"{kind.lower()}s"}
    versions = [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}]
    about = {"group": "example.com", "scope": "Namespaced", "names": names, "versions": versions}
    head = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"}
    return {**head, "metadata": {"name": f"{kind.lower()}s.example.com"}, "spec": about}


def test_definitions_teach_their_kinds_in_whatever_order_they_stand() -> None:
    reports = check_all([graph("Outer", "Middle"), graph("Middle", "Inner"), graph("Inner")], KINDS)

    assert {index: report.accepted for index, report in reports.items()} == {0: True, 1: True, 2: True}


def test_what_a_definition_uses_of_another_is_held_against_its_spec_and_its_status() -> None:
    outer = graph("Outer", "Inner", status={"host": "${theInner.status.host}", "port": "${theInner.status.prt}"})
    inner = graph("Inner", spec={"a": "integer"}, status={"host": "${schema.metadata.name}", "port": "${schema.spec.a}"})

    reports = check_all([outer, inner], KINDS)

    assert [problem.text.splitlines()[0] for problem in reports[0].problems] == [
        "resources.theInner.spec.a: 'b' is not an integer",
        "status.port: undefined field 'prt' in theInner.status",
    ]


def test_crds_teach_their_kinds_too() -> None:
    reports = check_all([graph("Outer", "Widget"), crd("Widget", {"a": {"type": "boolean"}})], KINDS)

    assert [problem.text.splitlines()[0] for problem in reports[0].problems] == ["resources.theWidget.spec.a: 'b' is not true or false"]


def test_a_kind_of_a_definition_that_is_wrong_is_told_where_it_is_wrong_alone() -> None:
    reports = check_all([graph("Outer", "Inner"), graph("Inner", status={"a": "constant"})], KINDS)

    assert [len(report.problems) for report in reports.values()] == [0, 1]


def test_kinds_that_use_each_other_can_none_of_them_be_first() -> None:
    reports = check_all([graph("One", "Two"), graph("Two", "One")], KINDS)

    assert [report.problems[0].stage for report in reports.values() if report.problems] == ["D"]


def test_a_kind_of_scope_cluster_lives_in_no_namespace() -> None:
    outer = graph("Outer", "Inner")
    outer["spec"]["resources"][0]["template"]["metadata"]["namespace"] = "default"

    reports = check_all([outer, graph("Inner", scope="Cluster")], KINDS)

    assert [problem.place for problem in reports[0].problems] == ["resources.theInner.metadata.namespace"]


def test_a_definition_without_a_kind_teaches_none() -> None:
    reports = check_all([{"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "spec": 3}, graph("One")], KINDS)

    assert [report.accepted for report in reports.values()] == [False, True]


def test_what_is_neither_has_no_report() -> None:
    assert list(check_all([{"apiVersion": "v1", "kind": "ConfigMap"}, graph("One")], KINDS)) == [1]
