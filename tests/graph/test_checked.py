from typing import Any, cast

import attrs
import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, problems_of
from typekro.checking import Problem
from typekro.errors import DefinitionError, compose
from typekro.expressions import cel, or_else
from typekro.graph import ManifestNode, Schema, SchemaDefinition, external_ref, manifest_node, to_kro_resource_graph
from typekro.graph.checked import beside


def workload(**changes: Any) -> ManifestNode:
    pod = {"containers": [{"name": "a", "image": "a", **changes}]}
    spec = {"replicas": 2, "selector": {"matchLabels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "b"}}, "spec": pod}}
    return manifest_node({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": spec})


def meant(lint: str) -> str:
    return f'allow=["{lint}"] where the graph is defined, where it is meant'


def test_what_kubernetes_would_refuse_is_told_beside_what_is_known_here() -> None:
    wrong = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "dta": {"a": None}, "data": {"b": 3}})

    problems = problems_of(lambda _: ({"one": wrong, "two": config_map(a=None, b=4)}, Nothing()))

    assert [problem.splitlines()[0] for problem in problems] == [
        "resources.one.dta.a: None",
        "resources.two.data.a: None",
        "resources.one.data.b: 3 is not a text",
        "resources.two.data.b: 4 is not a text",
    ]


@pytest.mark.parametrize(
    ("own", "place", "told"),
    [
        ("resources.one.data: x", "resources.one.data", False),
        ("resources.one.data: x", "resources.one.data.a", False),
        ("resources.one.data.a: x", "resources.one.data", False),
        ("resources.one.data: x", "resources.one.dat", True),
        ("resources.one.items[0]: x", "resources.one.items[0].a", False),
        ("status.host_name: x", "status.hostName", False),
        ("status.by_name['a']: x", "status.byName.a", False),
        ("status.by_name['a.b']: x", 'status.byName["a.b"]', False),
        ("the id 'one' is reserved", "resources.one", False),
        ("the id 'one' is reserved", "resources.one.id", False),
        ("the id 'one' is reserved", "resources.one.data", True),
        ("resources.two.data: x", "resources.one", True),
    ],
)
def test_nothing_is_told_twice(own: str, place: str, *, told: bool) -> None:
    assert list(beside([own], [Problem(place, "text", "S")], ["one"])) == (["text"] if told else [])


def test_the_kind_of_another_graph_is_known() -> None:
    other = graph_of(lambda schema: ({"one": config_map()}, Status(schema.spec.name)), Status)

    def builder(_: Schema[Spec, Nothing]) -> Any:
        made, there = other.get_instance(Spec("a")), external_ref(other, "there")
        read = cel.raw("there.status.hots", str)
        return {"made": made, "there": there, "one": config_map(a=read, b=there.status.host, c=made.status.host)}, Nothing()

    (problem,) = problems_of(builder)

    assert problem.splitlines()[0].startswith("resources.one.data.a: ")
    assert "hots" in problem


def test_a_kind_that_is_not_known_is_trusted_and_said() -> None:
    node = manifest_node({"apiVersion": "example.org/v1", "kind": "Bucket", "metadata": {"name": "a"}, "spec": {"any": 1}})

    graph = graph_of(lambda _: ({"one": node}, Nothing()))

    (unchecked,) = graph.unchecked
    assert "Bucket" in unchecked


def test_a_kind_that_kubernetes_does_not_have_is_refused() -> None:
    node = manifest_node({"apiVersion": "apps/v1", "kind": "Deploymnt", "metadata": {"name": "a"}})

    (problem,) = problems_of(lambda _: ({"one": node}, Nothing()))

    assert problem.splitlines()[0] == "resources.one.kind: there is no Deploymnt in apps/v1"


def test_a_field_of_the_spec_that_may_be_missing_is_not_read_unasked() -> None:
    assert problems_of(lambda schema: ({"one": config_map(x=schema.spec.note)}, Nothing())) == [
        compose(
            "schema.spec.note: an instance may leave it out, and it is read as if it were always there",
            ["at resources.one.data.x", "kro waits for the value without an error, and the instance stays IN_PROGRESS"],
            [
                "give it a default, or leave out its | None",
                "or_else(schema.spec.note, ...), when(has(schema.spec.note), ..., ...) or with_include_when(has(schema.spec.note))",
                meant("unset-field"),
            ],
        )
    ]
    graph_of(lambda schema: ({"one": config_map(x=cel.or_else(schema.spec.note, ""))}, Nothing()))
    graph_of(lambda schema: ({"one": config_map(x=schema.spec.note).with_include_when(cel.has(schema.spec.note))}, Nothing()))


@attrs.frozen
class Disk:
    name: str
    storage_class: str | None = None


@attrs.frozen
class Stored:
    access_mode: str | None = None
    disks: list[Disk] = attrs.Factory(list[Disk])


def test_what_may_be_missing_is_named_as_python_names_it() -> None:
    def builder(schema: Schema[Stored, Nothing]) -> Any:
        text = cel.join(cel.map(schema.spec.disks, lambda disk: cast("str", disk.storage_class)), ",")
        return {"one": config_map(x=schema.spec.access_mode, y=text)}, Nothing()

    with pytest.raises(DefinitionError) as caught:
        to_kro_resource_graph("web", builder, SchemaDefinition("example.com/v1alpha1", "Web", Stored, Nothing))

    assert [line for line in str(caught.value).splitlines() if line.startswith("hint: or_else")] == [
        f"hint: or_else({path}, ...), when(has({path}), ..., ...) or with_include_when(has({path}))"
        for path in ("schema.spec.access_mode", "item.storage_class")
    ]


@attrs.frozen
class Placed:
    name: str
    zones: list[str] = attrs.Factory(list[str])
    node_labels: dict[str, str] = attrs.Factory(dict[str, str])


def test_items_and_keys_of_the_spec_that_may_be_missing_are_told_by_the_names_of_python() -> None:
    def builder(schema: Schema[Placed, Nothing]) -> Any:
        return {"one": config_map(x=schema.spec.zones[0], y=schema.spec.node_labels["team"])}, Nothing()

    with pytest.raises(DefinitionError) as caught:
        to_kro_resource_graph("web", builder, SchemaDefinition("example.com/v1alpha1", "Web", Placed, Nothing))

    why = "kro waits for the value without an error, and the instance stays IN_PROGRESS"
    assert list(caught.value.problems) == [
        compose(
            f"web: {place}: an instance may lack it, and it is read as if it were always there",
            [f"at resources.one.data.{reader}", why],
            [*hints, f"or_else({path}, ...), when(has({path}), ..., ...) or with_include_when(has({path}))", meant("unset-field")],
        )
        for place, path, reader, hints in [
            (
                "schema.spec.zones[0]",
                "schema.spec.zones[0]",
                "x",
                ["MinItems(1) among the markers of its field: Annotated[list[...], MinItems(1)]"],
            ),
            ('schema.spec.nodeLabels["team"]', 'schema.spec.node_labels["team"]', "y", []),
        ]
    ]


@attrs.frozen
class Address:
    city: str
    street: str | None


@attrs.frozen
class Partly:
    host: str
    port: int | None
    address: Address | None = None


@attrs.frozen
class MaybeHost:
    host: str | None


def partly(schema: Schema[Spec, Partly]) -> Any:
    one = config_map(schema.metadata.name, a="b")
    name, address = one.metadata.name, Address(one.metadata.name, one.metadata.name)
    return {"one": one}, Partly(name, cel.size(name), address)


def test_what_the_status_of_another_graph_does_not_promise_is_refused_where_it_is_read_as_if_it_did() -> None:
    graph = graph_of(partly, Partly)

    def builder(schema: Schema[Spec, Status]) -> Any:
        other = graph.get_instance(Spec(schema.spec.name))
        two = config_map("two", a=f"{other.status.port}", b=other.status.host, c=f"{or_else(other.status.port, 1)}")
        return {"other": other, "two": two}, Status(f"{other.status.host}:{other.status.port}")

    hints = ["or_else(..., ...), or when(has(...), ..., ...)", "leave out the | None where it is declared", meant("unset-field")]
    effects = {
        "resources.two.data.a": "kro waits for the value without an error, and the instance stays IN_PROGRESS",
        "status.host": "kro leaves the field out then",
    }
    assert problems_of(builder, Status) == [
        compose(
            f"{place}: other.status.port may be missing, and is read as if it were always there",
            ["the status of its graph does not promise it", effect],
            hints,
        )
        for place, effect in effects.items()
    ]


def test_what_may_be_missing_may_be_made_of_what_may_be_missing() -> None:
    graph = graph_of(partly, Partly)

    def builder(schema: Schema[Spec, MaybeHost]) -> Any:
        other: Any = graph.get_instance(Spec(schema.spec.name))
        two = config_map("two", a=cel.when(cel.has(other.status.address), other.status.address.city, ""))
        return {"other": other, "two": two}, MaybeHost(f"{other.status.port}")

    graph_of(builder, MaybeHost)


def test_a_status_that_never_comes_is_refused() -> None:
    def builder(_: Schema[Spec, Status]) -> Any:
        one = config_map(x="y")
        return {"one": one}, Status(one.data.z)

    assert problems_of(builder, Status) == [
        compose(
            "status.host: one.data.z is never there",
            ["the template of one writes these keys: x", "kro leaves the field out of the status for ever"],
            ["take it out, or say by or_else(..., ...) what stands in its place", meant("unresolved-status")],
        )
    ]


def test_a_condition_that_never_holds_is_refused() -> None:
    one = workload()

    (problem,) = problems_of(lambda _: ({"one": one.with_ready_when(lambda it: it.spec.replicas == 3)}, Nothing()))

    assert problem == compose(
        "resources.one.readyWhen[0]: it is never true",
        ["${one.spec.replicas == 3} is false with what the template of one says", "so the instance stays IN_PROGRESS"],
        ["compare with what the resource says, or take it out", meant("never-ready")],
    )


def test_a_workload_whose_readiness_nobody_asks_for_is_refused() -> None:
    assert problems_of(lambda _: ({"one": workload()}, Nothing())) == [
        compose(
            "resources.one: nobody asks whether it is ready",
            "without a readyWhen kro calls a Deployment ready as soon as it is there, and the instance with it",
            [
                "with_ready_when(lambda node: ...), with_ready_when() where it does not matter; simple.* bring what they are ready by",
                meant("unasked-readiness"),
            ],
        )
    ]


def test_it_is_not_where_somebody_said_that_nothing_is_to_be_asked() -> None:
    graph_of(lambda _: ({"one": workload().with_ready_when()}, Nothing()))
    graph_of(lambda _: ({"one": workload().with_ready_when(lambda node: node.status.replicas >= 1)}, Nothing()))


def with_a_password(_: Schema[Spec, Nothing]) -> Any:
    return {"one": workload(env=[{"name": "DB_PASSWORD", "value": "hunter2"}]).with_ready_when()}, Nothing()


def test_a_password_in_the_open_is_refused() -> None:
    assert problems_of(with_a_password) == [
        compose(
            "resources.one.spec.template.spec.containers[0].env[0]: DB_PASSWORD has its value as text",
            "whoever may read the definition, the instance's objects or the pod reads it",
            ['simple.secret_key("database-password", "password") reads it from a Secret', meant("literal-secret")],
        )
    ]


def test_what_is_meant_is_let_through() -> None:
    graph_of(with_a_password, allow=["literal-secret"])

    assert problems_of(lambda _: ({"one": workload(env=[{"name": "TOKEN", "value": "a"}])}, Nothing()), allow=["unasked-readiness"])[
        0
    ].startswith("resources.one.spec.template.spec.containers[0].env[0]: TOKEN has its value as text")


def test_what_hangs_is_told_beside_what_is_of_a_wrong_type() -> None:
    problems = problems_of(lambda schema: ({"one": config_map(x=schema.spec.note, y=cel.raw("1", str))}, Nothing()))

    assert [problem.splitlines()[0] for problem in problems] == [
        "resources.one.data.y: it is int, and the field takes string",
        "schema.spec.note: an instance may leave it out, and it is read as if it were always there",
    ]


def test_what_else_is_allowed_has_to_be_one_of_the_lints() -> None:
    (problem,) = problems_of(lambda _: ({}, Nothing()), allow=["literal-secrets"])

    assert problem == compose(
        "allow: 'literal-secrets' is none",
        "typekro knows unset-field and unresolved-status and never-ready and unasked-readiness and literal-secret and "
        "written-reference and refused-object",
        'allow=["literal-secret"]',
    )
