import itertools
import json
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cluster.plugin import Cluster
from tests.graph.on_kro import accepted, crd_spec, ready
from typekro.expressions import Root, evaluate, expression_of, or_else, reference_to
from typekro.graph import Graph, ResourceGraph, Schema, SchemaDefinition, external_ref, manifest_node, to_kro_resource_graph
from typekro.schema import from_wire, problem_of_text, type_of_class, wire_name

# The real kro is asked a few times about much at once; it has no state that one example could leave to the next.
few = settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = itertools.count(1)
NASTY = [
    "${",
    "}",
    "$${a}",
    "${a} and ${b}",
    '${"',
    '"',
    "\\",
    '\\"',
    "'",
    "`",
    "{{x}}",
    "$",
    "${schema.spec.name}",
    "a\nb\n",
    "\n",
    "\ttab",
    " ",
    "",
    "yes",
    "no",
    "on",
    "y",
    "null",
    "~",
    "1e3",
    "0o7",
    "0x1f",
    "1:30",
    "2025-01-01",
    "1_000",
    ".5",
    "=",
    "<<",
    "- a",
    "a: b",
    "a #b",
    "#",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "|",
    ">",
    "? a",
    "a | default=3",
    "required=true",
    "é",
    "日本",
    "🎉",
    "\u0000",
    "\u0007",
    "\u2028",
    "\ufeff",
    "\r\n",
    "\U0010ffff",
]


@attrs.frozen
class Name:
    name: str


@attrs.frozen
class Empty:
    pass


def config_map(name: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def graph(cluster: Cluster, spec: type, builder: Any, status: type = Empty, **options: Any) -> ResourceGraph[Any, Any]:
    number = next(NUMBERS)
    definition = SchemaDefinition[Any, Any](f"{cluster.group}/v1alpha1", f"Thing{number}", spec, status, **options)
    return to_kro_resource_graph(f"{cluster.namespace}-{number}", builder, definition)


texts = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]).filter(lambda letter: problem_of_text(letter) is None))
    | st.text("${}\"'\\a\n \t|:#-"),
    min_size=30,
    max_size=30,
)


@few
@given(texts)
def test_texts_come_out_as_they_are_written(cluster: Cluster, generated: list[str]) -> None:
    written = NASTY + generated

    def builder(schema: Schema[Name, Empty]) -> Graph[Empty]:
        plain = {f"plain{number}": text for number, text in enumerate(written)}
        mixed = {f"mixed{number}": f"{text}{schema.spec.name}{text}" for number, text in enumerate(written)}
        added = {f"added{number}": text + schema.spec.name for number, text in enumerate(written)}
        note = manifest_node(config_map(schema.spec.name, {**plain, **mixed, **added}))
        return {"note": note}, Empty()

    made = graph(cluster, Name, builder, allow=["written-reference"])
    accepted(cluster, made)
    name = f"note{made.kind[5:]}"
    ready(cluster, made, made.get_instance(Name(name)).to_yaml(), name)

    data = cluster.kubectl_json("get", "configmap", name)["data"]
    assert [data[f"plain{number}"] for number in range(len(written))] == written
    assert [data[f"mixed{number}"] for number in range(len(written))] == [text + name + text for text in written]
    assert [data[f"added{number}"] for number in range(len(written))] == [text + name for text in written]


@few
@given(texts)
def test_texts_of_specs_and_defaults_come_out_as_they_are_written(cluster: Cluster, generated: list[str]) -> None:
    written = NASTY + generated
    fields = {f"given{number}": attrs.field(type=str) for number in range(len(written))}
    defaults = {f"default{number}": attrs.field(type=str, default=text) for number, text in enumerate(written)}
    spec = attrs.make_class("Spec", {"name": attrs.field(type=str), **fields, **defaults})

    def builder(schema: Schema[Any, Empty]) -> Graph[Empty]:
        values = {name: getattr(schema.spec, name) for name in (*fields, *defaults)}
        return {"note": manifest_node(config_map(schema.spec.name, values))}, Empty()

    made = graph(cluster, spec, builder)
    accepted(cluster, made)
    name = f"note{made.kind[5:]}"
    instance = made.get_instance(spec(name=name, **dict(zip(fields, written, strict=True))))
    # As another client would write it: the defaults are the cluster's.
    manifest = {**instance.manifest, "spec": {key: value for key, value in instance.manifest["spec"].items() if key not in defaults}}
    ready(cluster, made, json.dumps(manifest), name)

    data = cluster.kubectl_json("get", "configmap", name)["data"]
    assert [data[field] for field in fields] == written
    assert [data[field] for field in defaults] == written


@attrs.frozen
class Numbers:
    name: str
    left: int
    right: int
    size: float
    flag: bool
    fallback: int | None = None


def calculated(spec: Numbers) -> dict[str, Any]:
    """What is calculated in the cluster, and here."""
    unset = or_else(spec.fallback, -7)
    results: dict[str, Any] = {
        "sum": spec.left + spec.right * 2 - 1,
        "quotient": spec.left // spec.right,
        "remainder": spec.left % spec.right,
        "grouped": spec.left - (spec.right - (spec.left - spec.right)),
        "product": (spec.left + 1) * (spec.right - 1),
        "constant": 3 - spec.left * -2,
        "size": spec.size,
        "twice": spec.size * 2.0 + 0.5,
        "flag": spec.flag,
        "ordered": (spec.left < spec.right) | (spec.left >= 10) & spec.flag,
        "both": ((spec.left != spec.right) | spec.flag) & (spec.name == "x"),
        "compared": (spec.left < spec.right) == spec.flag,
        "text": (spec.name + "-" + spec.name) == f"{spec.name}-{spec.name}",
        "unset": unset,
    }
    return {key: f"{value}" for key, value in results.items()}


divisors = st.integers(-30, -1) | st.integers(1, 30)
# The API server keeps whole floats as integers, which print otherwise when they are big.
sizes = st.floats(-1000, 1000, allow_nan=False).map(lambda size: round(size, 3) + 0.0001)


@few
@given(left=st.integers(-100, 100), right=divisors, size=sizes, flag=st.booleans())
def test_what_is_calculated_in_the_cluster_is_what_is_calculated_here(
    cluster: Cluster, left: int, right: int, size: float, *, flag: bool
) -> None:
    def builder(schema: Schema[Numbers, Empty]) -> Graph[Empty]:
        return {"note": manifest_node(config_map(schema.spec.name, calculated(schema.spec)))}, Empty()

    made = graph(cluster, Numbers, builder)
    accepted(cluster, made)
    spec = Numbers(f"note{made.kind[5:]}", left, right, size, flag)
    ready(cluster, made, made.get_instance(spec).to_yaml(), spec.name)

    root = Root(type_of_class(Numbers), "spec")
    expressions = {key: expression_of(text) for key, text in calculated(reference_to(root)).items()}
    here = {key: evaluate(expression, {root: spec}) for key, expression in expressions.items() if expression is not None}
    assert cluster.kubectl_json("get", "configmap", spec.name)["data"] == here


@attrs.frozen
class Volume:
    path: str
    size: str = "1Gi"


@attrs.frozen
class Limits:
    cpu: float = 0.5
    labels: dict[str, str] = attrs.Factory(lambda: {"a": 'say "hi" | {'})


@attrs.frozen
class Everything:
    name: str
    needed: Volume
    limits: Limits = Limits(cpu=2)
    count: int = -3
    ratio: float = 1e-7
    on: bool = False
    maybe: str | None = None
    spare: Volume | None = None
    volumes: list[Volume] = attrs.Factory(list[Volume])
    by_name: dict[str, Volume] = attrs.Factory(lambda: {"main": Volume("/data")})
    grid: list[list[int]] = attrs.Factory(lambda: [[1], []])


@attrs.frozen
class EverythingStatus:
    name: str
    path: str
    cpu: float
    on: bool
    spare: Volume | None
    both: list[str]
    first: int
    seen: dict[str, str]


def everything(schema: Schema[Everything, EverythingStatus]) -> Graph[EverythingStatus]:
    spec = schema.spec
    note = manifest_node(config_map(spec.name, {"path": spec.by_name["main"].path, "kind": f"{schema.kind} {schema.metadata.name}"}))
    status = EverythingStatus(
        name=note.metadata.name,
        path=spec.needed.path,
        cpu=spec.limits.cpu,
        on=spec.on,
        spare=Volume(path=spec.needed.path, size=note.data["path"]),
        both=[spec.needed.size, f"{spec.count}"],
        first=spec.grid[0][0],
        seen={"label": spec.limits.labels["a"]},
    )
    return {"note": note}, status


def test_a_spec_of_all_types_becomes_the_crd_that_it_says(cluster: Cluster) -> None:
    made = graph(cluster, Everything, everything, EverythingStatus, allow=["unset-field"])
    accepted(cluster, made)

    text = {"type": "string"}
    volume = {"type": "object", "properties": {"path": text, "size": {"type": "string", "default": "1Gi"}}, "required": ["path"]}
    labels = {"type": "object", "additionalProperties": text, "default": {"a": 'say "hi" | {'}}
    limits = {"type": "object", "properties": {"cpu": {"type": "number", "default": 0.5}, "labels": labels}}
    assert crd_spec(cluster, made) == {
        "type": "object",
        "properties": {
            "name": text,
            "needed": volume,
            "limits": {**limits, "default": {"cpu": 2, "labels": {"a": 'say "hi" | {'}}},
            "count": {"type": "integer", "default": -3},
            "ratio": {"type": "number", "default": 1e-7},
            "on": {"type": "boolean", "default": False},
            "maybe": text,
            "spare": volume,
            "volumes": {"type": "array", "items": volume, "default": []},
            "byName": {"type": "object", "additionalProperties": volume, "default": {"main": {"path": "/data", "size": "1Gi"}}},
            "grid": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}, "default": [[1], []]},
        },
        "required": ["name", "needed"],
    }


def test_a_status_of_all_types_comes_back_as_its_class_says(cluster: Cluster) -> None:
    made = graph(cluster, Everything, everything, EverythingStatus, allow=["unset-field"])
    accepted(cluster, made)
    manifest = {
        "apiVersion": made.api_version,
        "kind": made.kind,
        "metadata": {"name": "all"},
        "spec": {"name": "all", "needed": {"path": "/a"}},
    }

    instance = ready(cluster, made, json.dumps(manifest), "all")

    assert from_wire(instance["status"], EverythingStatus) == EverythingStatus(
        name="all", path="/a", cpu=2.0, on=False, spare=Volume("/a", "/data"), both=["1Gi", "-3"], first=1, seen={"label": 'say "hi" | {'}
    )
    assert cluster.kubectl_json("get", "configmap", "all")["data"] == {"path": "/data", "kind": f"{made.kind} all"}


@attrs.frozen
class Odd:
    dashed: str = attrs.field(metadata=wire_name("my-field"))
    word: str = attrs.field(metadata=wire_name("in"))
    namespace: str
    true_: str
    for_: str
    package: str
    double__under: str = attrs.field(metadata=wire_name("double__under"))
    cluster_ip: str = attrs.field(metadata=wire_name("clusterIP"))


@attrs.frozen
class OddStatus:
    dashed: str = attrs.field(metadata=wire_name("my-field"))
    from_: str


def test_names_that_are_words_of_cel_or_no_identifiers_are_taken(cluster: Cluster) -> None:
    def builder(schema: Schema[Odd, OddStatus]) -> Graph[OddStatus]:
        spec = schema.spec
        all_of_them = f"{spec.dashed}{spec.word}{spec.namespace}{spec.true_}{spec.for_}{spec.package}{spec.double__under}{spec.cluster_ip}"
        note = manifest_node(config_map("odd", {"all": all_of_them, "my-key": spec.dashed}))
        return {"note": note}, OddStatus(dashed=note.data["my-key"], from_=f"{or_else(spec.dashed, 'x')}{or_else(spec.word, 'x')}")

    made = graph(cluster, Odd, builder, OddStatus)
    accepted(cluster, made)
    instance = ready(cluster, made, made.get_instance(Odd(*"abcdefgh"), name="odd").to_yaml(), "odd")

    assert cluster.kubectl_json("get", "configmap", "odd")["data"] == {"all": "abcdefgh", "my-key": "a"}
    assert from_wire(instance["status"], OddStatus) == OddStatus(dashed="a", from_="ab")


def nothing_at_all(_: Schema[Empty, Empty]) -> Graph[Empty]:
    return {}, Empty()


def test_a_graph_of_nothing_is_taken(cluster: Cluster) -> None:
    made = graph(cluster, Empty, nothing_at_all)

    accepted(cluster, made)
    ready(cluster, made, made.get_instance(Empty(), name="empty").to_yaml(), "empty")


@attrs.frozen
class Address:
    address: str


def test_a_graph_reads_what_another_one_made_and_makes_an_instance_of_it(cluster: Cluster) -> None:
    def inner_builder(schema: Schema[Name, Address]) -> Graph[Address]:
        note = manifest_node(config_map(schema.spec.name, {"address": f"{schema.spec.name}.example.com"}))
        return {"note": note}, Address(address=note.data["address"])

    inner = graph(cluster, Name, inner_builder, Address)

    def outer_builder(schema: Schema[Name, Address]) -> Graph[Address]:
        there = external_ref(inner, "there")
        settings = external_ref("v1", "ConfigMap", "settings", namespace=cluster.namespace)
        mine = inner.get_instance(Name(f"{schema.spec.name}-inner"))
        joined = f"{there.status.address},{mine.status.address},{settings.metadata.name}"
        note = manifest_node(config_map(schema.spec.name, {"all": joined}))
        return {"there": there, "settings": settings, "mine": mine, "note": note}, Address(address=note.data["all"])

    accepted(cluster, inner)
    cluster.kubectl("create", "configmap", "settings")
    cluster.kubectl("apply", "-f", "-", input=inner.get_instance(Name("there")).to_yaml())
    outer = graph(cluster, Name, outer_builder, Address)
    accepted(cluster, outer)
    instance = ready(cluster, outer, outer.get_instance(Name("outer")).to_yaml(), "outer")

    assert instance["status"]["address"] == "there.example.com,outer-inner.example.com,settings"


def test_every_resource_of_an_instance_carries_the_hash_of_the_definition(cluster: Cluster) -> None:
    def builder(schema: Schema[Name, Empty]) -> Graph[Empty]:
        manifest = config_map(schema.spec.name, {})
        manifest["metadata"]["annotations"] = {"example.com/own": "yes"}
        return {"note": manifest_node(manifest), "other": manifest_node(config_map("other", {}))}, Empty()

    made = graph(cluster, Name, builder)
    accepted(cluster, made)
    ready(cluster, made, made.get_instance(Name("note")).to_yaml(), "note")

    found = [cluster.kubectl_json("get", "configmap", name)["metadata"]["annotations"] for name in ("note", "other")]
    assert [annotations["typekro.io/graph"] for annotations in found] == [made.hash, made.hash]
    assert found[0]["example.com/own"] == "yes"


# Not reserved, and names of types, functions and kinds of CEL's all the same.
@pytest.mark.parametrize(
    "ids", [["string", "int", "list", "type", "size", "map", "dyn", "quantity", "url", "regex", "strings", "math", "sets", "schemaX"]]
)
def test_ids_that_are_words_of_cel_and_not_reserved_are_taken(cluster: Cluster, ids: list[str]) -> None:
    def builder(schema: Schema[Name, Empty]) -> Graph[Empty]:
        nodes = {id_: manifest_node(config_map(f"{id_.lower()}-note", {"number": f"{schema.metadata.generation}"})) for id_ in ids}
        all_of_them = "".join(f"{node.data['number']}" for node in nodes.values())
        return {**nodes, "last": manifest_node(config_map("last-note", {"all": all_of_them}))}, Empty()

    made = graph(cluster, Name, builder)
    accepted(cluster, made)
    ready(cluster, made, made.get_instance(Name("note")).to_yaml(), "note")
    assert cluster.kubectl_json("get", "configmap", "last-note")["data"] == {"all": "1" * len(ids)}
