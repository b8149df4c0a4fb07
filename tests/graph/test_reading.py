from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

from tests.graph.parts import Nothing, config_map, graph_of
from typekro.errors import DefinitionError, EvaluationError, ResourceGraphFactoryError, compose
from typekro.expressions import or_else
from typekro.graph import GRAPH_ANNOTATION, Condition, ResourceGraph, external_ref, graph_hash
from typekro.graph.document import annotated

DATABASE = """
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata:
  name: databases
spec:
  schema:
    apiVersion: v1alpha1
    group: example.com
    kind: Database
    spec:
      name: string | required=true
      storageSize: integer | default=10
      labels: "map[string]string"
      users: "[]User"
      extra: object
    types:
      User:
        name: string | required=true
        rank: float
    status:
      hostName: ${config.metadata.name}
      uid: ${config.metadata.uid}
  resources:
    - id: config
      template:
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: ${schema.spec.name}
        data:
          size: ${string(schema.spec.storageSize)}
"""


@attrs.frozen
class User:
    name: str
    rank: float | None = None


@attrs.frozen
class DatabaseSpec:
    name: str
    storage_size: int = 10
    labels: dict[str, str] | None = None
    users: list[User] = attrs.Factory(list[User])
    extra: dict[str, Any] | None = None


@attrs.frozen
class DatabaseStatus:
    host_name: str
    uid: str | None
    conditions: list[Condition] = attrs.Factory(list[Condition])


def changed(**changes: Any) -> str:
    """The definition with other parts in its schema or resources, as YAML of more than one line."""
    manifest = yaml.safe_load(DATABASE)
    manifest["spec"]["schema"] |= {name: part for name, part in changes.items() if name != "resources"}
    manifest["spec"] |= {"resources": changes["resources"]} if "resources" in changes else {}
    return "\n" + yaml.safe_dump(manifest, sort_keys=False)


def test_a_definition_in_yaml_is_a_factory_like_any_other(tmp_path: Path) -> None:
    file = tmp_path / "database.yaml"
    file.write_text(DATABASE, "utf-8")

    graph = ResourceGraph.from_yaml(file, spec=DatabaseSpec, status=DatabaseStatus)

    assert (graph.name, graph.api_version, graph.kind, graph.scope) == ("databases", "example.com/v1alpha1", "Database", "Namespaced")
    assert graph.hash == ResourceGraph.from_yaml(str(file)).hash == ResourceGraph.from_yaml(DATABASE).hash
    assert graph.definition == annotated(yaml.safe_load(DATABASE))
    assert graph.get_instance(DatabaseSpec("a", users=[User("b")])).manifest["spec"] == {
        "name": "a",
        "storageSize": 10,
        "users": [{"name": "b"}],
    }
    assert graph.awaited_status == (("hostName",),)
    assert graph.from_wire({"hostName": "a", "state": "ACTIVE"}) == DatabaseStatus("a", None)
    assert [child.kind for child in graph.children] == ["ConfigMap"]
    assert graph.analysis is not None
    assert repr(graph.schema.spec.storage_size) == "<typekro reference schema.spec.storage_size>"


def test_without_classes_specs_and_statuses_are_dicts() -> None:
    graph = ResourceGraph.from_yaml(DATABASE)

    instance = graph.get_instance({"name": "a", "extra": {"any": ["thing", 1]}}, namespace="b")

    assert instance.manifest["spec"] == {"name": "a", "extra": {"any": ["thing", 1]}}
    assert (instance.name, instance.namespace) == ("a", "b")
    assert graph.get_instance({"name": "a"}, name="c").name == "c"
    assert graph.from_wire({"hostName": "x"}) == {"hostName": "x"}
    assert graph.awaited_status == ()


def test_specs_without_a_class_are_checked_against_the_schema() -> None:
    graph = ResourceGraph.from_yaml(DATABASE)

    with pytest.raises(ResourceGraphFactoryError) as caught:
        graph.get_instance({"storageSzie": 3, "users": [{"name": 3}]}, name="a")

    assert str(caught.value).splitlines() == [
        "databases: spec: 3 problems",
        "spec.name: it is required, and not there",
        "spec.storageSzie: there is no such field",
        "hint: storageSize: ...",
        "spec.users[0].name: expected a text, got int 3",
    ]
    wrong: Any = 3
    with pytest.raises(ResourceGraphFactoryError) as caught:
        graph.get_instance(wrong)
    assert str(caught.value) == compose("databases: an instance needs a dict, got int 3", (), "{...}")
    with pytest.raises(ResourceGraphFactoryError) as caught:
        ResourceGraph.from_yaml(changed(spec={"size": "string"}, status={}, resources=[])).get_instance({"size": "a"})
    assert str(caught.value) == compose(
        'databases: the instance has no name\n  the spec has no field name: str to take it from\nhint: get_instance(spec, name="...")'
    )


def test_one_class_may_be_given_without_the_other() -> None:
    assert ResourceGraph.from_yaml(DATABASE, spec=DatabaseSpec).from_wire({"a": 1}) == {"a": 1}
    by_status = ResourceGraph.from_yaml(DATABASE, status=DatabaseStatus)
    assert by_status.get_instance({"name": "a"}).manifest["spec"] == {"name": "a"}
    with pytest.raises(EvaluationError):
        by_status.from_wire({})


def test_it_is_a_node_and_an_external_reference_of_other_graphs() -> None:
    databases = ResourceGraph.from_yaml(DATABASE, spec=DatabaseSpec, status=DatabaseStatus)
    plain = ResourceGraph.from_yaml(DATABASE)

    def builder(schema: Any) -> Any:
        made = databases.get_instance(DatabaseSpec(f"{schema.spec.name}-db"))
        other = plain.get_instance({"name": schema.spec.name, "users": [{"name": schema.spec.name}]})
        there = external_ref(databases, "there")
        one = config_map(a=made.status.host_name, b=or_else(there.status.uid, ""))
        return {"made": made, "other": other, "there": there, "one": one}, Nothing()

    graph = graph_of(builder)

    assert graph.unchecked == ()
    other = graph.definition["spec"]["resources"][1]["template"]
    assert (other["metadata"]["name"], other["spec"]["users"]) == ("${schema.spec.name}", [{"name": "${schema.spec.name}"}])


CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: buckets.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Bucket, plural: buckets}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
---
"""


def test_definitions_of_kinds_beside_it_teach_what_they_define() -> None:
    bucket = {"apiVersion": "example.org/v1", "kind": "Bucket", "metadata": {"name": "a"}, "spec": {"size": "${schema.spec.name}"}}
    text = changed(resources=[{"id": "bucket", "template": bucket}], status={})

    assert ResourceGraph.from_yaml(text).unchecked != ()
    with pytest.raises(DefinitionError) as caught:
        ResourceGraph.from_yaml(CRD + text)
    assert str(caught.value).splitlines()[0].startswith("YAML:")
    assert "resources.bucket.spec.size: " in str(caught.value).splitlines()[0]


def test_what_kro_would_refuse_is_told_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "database.yaml"
    file.write_text(DATABASE.replace("string(schema.spec.storageSize)", "schema.spec.storage"), "utf-8")

    with pytest.raises(DefinitionError) as caught:
        ResourceGraph.from_yaml(file)

    assert str(caught.value).splitlines()[0].startswith("database.yaml:32: resources.config.data.size: ")


def test_a_dict_is_no_yaml() -> None:
    source: Any = yaml.safe_load(DATABASE)

    with pytest.raises(DefinitionError) as caught:
        ResourceGraph.from_yaml(source)

    assert str(caught.value) == compose(
        "from_yaml: no YAML", "it reads a file, or its text, and this is dict", "ResourceGraph.from_yaml(yaml.safe_dump(definition))"
    )


def test_a_definition_of_old_kro_is_told_how_its_kind_is_called_now() -> None:
    with pytest.raises(DefinitionError) as caught:
        ResourceGraph.from_yaml(DATABASE.replace("ResourceGraphDefinition", "ResourceGroup"))

    assert str(caught.value) == compose(
        "YAML: it takes one ResourceGraphDefinition",
        "it holds none of them, and 1 other documents",
        "kind: ResourceGraphDefinition, in place of ResourceGroup",
    )


def test_a_name_in_the_place_of_an_id_is_told_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        ResourceGraph.from_yaml(DATABASE.replace("- id: config", "- name: config"))

    text = str(caught.value)
    assert text.partition(": ")[2] == compose(
        "resources[0].name: there is no such field",
        "kro calls it the id, by which others refer to it; the name in the cluster stands in metadata.name",
        "id: config",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2", compose("YAML: it takes one ResourceGraphDefinition", "it holds none of them, and 1 other documents")),
        (
            f"{DATABASE}---{DATABASE}",
            compose("YAML: it takes one ResourceGraphDefinition", "it holds 2 of them, and 0 other documents"),
        ),
        ("a: [\n", None),
        ("nowhere.yaml", None),
    ],
)
def test_what_holds_no_definition_is_told(text: str, message: str | None) -> None:
    with pytest.raises(DefinitionError) as caught:
        ResourceGraph.from_yaml(text)

    if message is not None:
        assert str(caught.value) == message
    else:
        assert str(caught.value).splitlines()[0] in {"YAML:2: it is no YAML", "nowhere.yaml: it cannot be read"}


@attrs.frozen
class WrongUser:
    nick: str
    rank: str | None = None


@attrs.frozen
class WrongSpec:
    name: str | None = None
    storage_szie: int = 10
    labels: dict[str, int] | None = None
    users: list[WrongUser] = attrs.Factory(list[WrongUser])
    extra: int | None = None


@attrs.frozen
class WrongStatus:
    host: str
    uid: int


def test_classes_that_do_not_fit_the_definition_are_told_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        ResourceGraph.from_yaml(DATABASE, spec=WrongSpec, status=WrongStatus)

    assert list(caught.value.problems) == [
        compose("YAML: WrongSpec.name: the definition requires name", "None is left out", "name: str"),
        compose(
            "YAML: WrongSpec.storage_szie: the definition has no field storageSzie",
            "it has: name, storageSize, labels, users, extra",
            "storageSize: ...",
        ),
        "YAML: WrongSpec.labels[]: it is int, and str in the definition",
        compose("YAML: WrongUser.nick: the definition has no field nick", "it has: name, rank"),
        "YAML: WrongUser.rank: it is str, and float in the definition",
        compose("YAML: WrongUser: the definition requires name", "no instance could be made without it", "name: ..."),
        compose("YAML: WrongStatus.host: the definition has no field host", "it has: hostName, uid, state, conditions", "hostName: ..."),
        "YAML: WrongStatus.uid: it is int, and str in the definition",
    ]


@attrs.frozen
class NoSpec:
    tags: set[str]


class NoStatus:
    pass


def test_classes_that_no_kind_could_have_are_told() -> None:
    with pytest.raises(DefinitionError) as caught:
        ResourceGraph.from_yaml(DATABASE, spec=NoSpec, status=NoStatus)

    assert [problem.splitlines()[0] for problem in caught.value.problems] == [
        "YAML: NoSpec.tags: set[str] is no type of kro's",
        "YAML: NoStatus is not an attrs class",
    ]


def test_a_group_and_resources_may_be_left_out() -> None:
    manifest = yaml.safe_load(DATABASE)
    del manifest["spec"]["schema"]["group"], manifest["spec"]["schema"]["status"], manifest["spec"]["resources"]

    graph = ResourceGraph.from_yaml("\n" + yaml.safe_dump(manifest))

    assert (graph.api_version, graph.children) == ("kro.run/v1alpha1", ())
    assert ResourceGraph.from_definition(graph.definition).api_version == "kro.run/v1alpha1"


@pytest.mark.parametrize(
    ("annotations", "marked"),
    [
        (None, {GRAPH_ANNOTATION: "HASH"}),
        ({}, {GRAPH_ANNOTATION: "HASH"}),
        ({"a": "b"}, {"a": "b", GRAPH_ANNOTATION: "HASH"}),
        ("${schema.spec.labels}", '${(schema.spec.labels).merge({"typekro.io/graph": "HASH"})}'),
    ],
)
def test_every_way_to_write_annotations_takes_the_hash(annotations: Any, marked: Any) -> None:
    metadata = {"name": "a", "annotations": annotations}
    text = changed(
        spec={"name": "string", "labels": "map[string]string | required=true"},
        resources=[{"id": "one", "template": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}}],
        status={},
    )

    graph = ResourceGraph.from_yaml(text)

    found = graph.definition["spec"]["resources"][0]["template"]["metadata"]["annotations"]
    assert yaml.safe_load(yaml.safe_dump(found).replace(graph.hash, "HASH")) == marked
    assert graph.hash == graph_hash(yaml.safe_load(text))


def test_an_instance_of_a_graph_that_leaves_kros_conditions_out_is_ready_when_it_is_active() -> None:
    own = "${runtime.newCondition({type: 'Healthy', status: 'True'})}"
    graph = ResourceGraph.from_yaml(changed(status={"conditions": [own]}))

    node = graph_of(lambda _: ({"made": graph.get_instance({"name": "a"})}, Nothing()))

    assert graph.ready_conditions == ()
    assert node.definition["spec"]["resources"][0]["readyWhen"] == ['${made.status.state == "ACTIVE"}']


def test_a_schema_that_holds_anything_takes_any_class() -> None:
    graph = ResourceGraph.from_yaml(
        changed(spec={"name": "string", "users": "[]object", "storageSize": "integer | default=1"}), spec=OpenSpec
    )

    assert graph.get_instance(OpenSpec("a", [User("b")])).manifest["spec"] == {"name": "a", "users": [{"name": "b"}]}


@attrs.frozen
class OpenSpec:
    name: str
    users: list[User]
