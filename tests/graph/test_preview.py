from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

from tests.evaluation.values import value_of
from typekro import simple
from typekro.cli.scripts import graphs_of
from typekro.errors import DefinitionError, ResourceGraphFactoryError
from typekro.graph import Graph, ResourceGraph, Schema, resource_graph

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = [file for file in sorted(EXAMPLES.glob("*.py")) if file.stem != "__init__"]

SHOP = """\
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata:
  name: shop
spec:
  schema:
    apiVersion: v1alpha1
    group: example.com
    kind: Shop
    spec:
      name: string | required=true
      regions: "[]string"
      public: boolean | default=false
    status:
      address: http://${service.spec.clusterIP}
      regions: ${settings.map(s, s.data.region)}
      public: ${ingress.metadata.name}
  resources:
  - id: service
    readyWhen:
    - ${service.spec.clusterIP != ""}
    template:
      apiVersion: v1
      kind: Service
      metadata:
        name: ${schema.spec.name}
      spec:
        selector: {app: "${schema.spec.name}"}
        ports: [{port: 80}]
  - id: settings
    forEach:
    - region: ${schema.spec.regions}
    template:
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: ${schema.spec.name}-${region}
      data:
        region: ${region}
  - id: ingress
    includeWhen:
    - ${schema.spec.public}
    template:
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: ${schema.spec.name}
      spec:
        defaultBackend: {service: {name: "${service.metadata.name}", port: {number: 80}}}
  - id: platform
    externalRef:
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: platform, namespace: kube-system}
  - id: probe
    template:
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: ${schema.spec.name}-probe
        labels: {platform: "${schema.metadata.namespace}"}
      data:
        address: ${service.spec.clusterIP}
"""

TREE = """\
Shop default/books of example.com/v1alpha1: IN_PROGRESS
├── service: applied, not ready: resources.service.readyWhen[0]: ${service.spec.clusterIP != ""} waits for service.spec.clusterIP
│     Service default/books
├── settings: 2 items, applied
│     ConfigMap default/books-eu
│     ConfigMap default/books-us
├── ingress: ignored: resources.ingress.includeWhen[0]: ${schema.spec.public} is false
├── platform: reads ConfigMap kube-system/platform, of which nothing is known here
└── probe: waits: it needs service, which is not ready
status:
  regions[0]: eu
  regions[1]: us
  address: http://${service.spec.clusterIP} waits for service.spec.clusterIP
  public: there is no ingress, which is ignored
"""

YAML = """\
# Shop default/books of example.com/v1alpha1: IN_PROGRESS
# service: applied, not ready: resources.service.readyWhen[0]: ${service.spec.clusterIP != ""} waits for service.spec.clusterIP
apiVersion: v1
kind: Service
metadata:
  name: books
  namespace: default
spec:
  selector:
    app: books
  ports:
    - port: 80
---
# settings: 2 items, applied
apiVersion: v1
kind: ConfigMap
metadata:
  name: books-eu
  namespace: default
data:
  region: eu
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: books-us
  namespace: default
data:
  region: us
# ingress: ignored: resources.ingress.includeWhen[0]: ${schema.spec.public} is false
# platform: reads ConfigMap kube-system/platform, of which nothing is known here
# probe: waits: it needs service, which is not ready
# status:
#   regions[0]: eu
#   regions[1]: us
#   address: http://${service.spec.clusterIP} waits for service.spec.clusterIP
#   public: there is no ingress, which is ignored
"""

SPEC = {"name": "books", "regions": ["eu", "us"]}
ADDRESS = {"service": {"spec": {"clusterIP": "10.0.0.1"}}}


def shop() -> ResourceGraph[dict[str, Any], dict[str, Any]]:
    return ResourceGraph.from_yaml(SHOP)


def without_graph(manifest: dict[str, Any]) -> dict[str, Any]:
    metadata = {key: part for key, part in manifest["metadata"].items() if key != "annotations"}
    return {**manifest, "metadata": metadata}


@attrs.frozen
class NoteSpec:
    name: str
    text: str = "hello"


@attrs.frozen
class NoteStatus:
    name: str


def note_graph() -> ResourceGraph[NoteSpec, NoteStatus]:
    @resource_graph("notes", api_version="example.com/v1alpha1", kind="Note")
    def notes(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        note = simple.config_map(name=schema.spec.name, data={"text": schema.spec.text})
        return {"note": note}, NoteStatus(note.metadata.name)

    return notes


def test_a_tree_shows_what_is_applied_what_waits_and_what_is_ignored() -> None:
    assert shop().preview(SPEC).to_tree() == TREE


def test_yaml_shows_the_same_and_holds_the_objects_alone() -> None:
    preview = shop().preview(SPEC)
    text = preview.to_yaml()

    assert [without_graph(one) for one in yaml.safe_load_all(text)] == list(yaml.safe_load_all(YAML))
    assert list(yaml.safe_load_all(text)) == list(preview.objects)
    assert [line for line in text.splitlines() if line.startswith("#")] == [line for line in YAML.splitlines() if line.startswith("#")]


def test_what_the_cluster_is_taken_to_have_is_seen_by_what_waited_for_it() -> None:
    preview = shop().preview({**SPEC, "public": True}, observed=ADDRESS, namespace="there")

    assert {id_: node.state for id_, node in preview.nodes.items()} == dict.fromkeys(preview.nodes, "applied")
    assert preview.nodes["probe"].manifests[0]["data"] == {"address": "10.0.0.1"}
    assert preview.nodes["probe"].manifests[0]["metadata"]["labels"] == {"platform": "there"}
    assert preview.status == {"address": "http://10.0.0.1", "regions": ["eu", "us"], "public": "books"}
    assert preview.objects[0]["spec"] == {"selector": {"app": "books"}, "ports": [{"port": 80}]}  # it is not applied with what was said


def test_what_is_said_of_items_holds_for_all_or_for_each_in_order() -> None:
    everywhere = shop().preview(SPEC, observed={"settings": {"data": {"region": "x"}}})
    each = shop().preview(SPEC, observed={"settings": [{}, {"data": {"region": "y"}}]})

    assert everywhere.status["regions"] == ["x", "x"]
    assert each.status["regions"] == ["eu", "y"]


def test_what_is_read_is_there_where_it_is_said() -> None:
    preview = shop().preview(SPEC, observed={**ADDRESS, "platform": {"data": {"a": "b"}}})

    assert preview.nodes["platform"].ready
    assert preview.evaluation.state == "ACTIVE"
    assert "platform: reads ConfigMap kube-system/platform\n" in preview.to_tree()


def test_a_resource_can_be_taken_as_ready_and_what_it_does_not_say_is_missed_still() -> None:
    preview = shop().preview(SPEC, ready=["service"])

    assert preview.nodes["probe"].reason == "resources.probe.data.address: ${service.spec.clusterIP} waits for service.spec.clusterIP"
    assert "├── service: applied, taken as ready\n" in preview.to_tree()
    assert shop().preview(SPEC, ready=True).nodes["service"].ready


def test_a_resource_can_be_taken_as_not_ready() -> None:
    preview = shop().preview(SPEC, observed=ADDRESS, ready=True, not_ready=["service"])

    assert preview.nodes["service"].ready_reason == "service is taken as not ready"
    assert preview.nodes["probe"].reason == "it needs service, which is not ready"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"observed": {"servce": {}}},
            "observed: there is no node 'servce'\n  the graph has service, settings, ingress, platform, probe\nhint: 'service'",
        ),
        ({"ready": ["x"]}, "ready: there is no node 'x'\n  the graph has service, settings, ingress, platform, probe"),
        ({"not_ready": ["x"]}, "not_ready: there is no node 'x'\n  the graph has service, settings, ingress, platform, probe"),
        (
            {"observed": {"service": "10.0.0.1"}},
            'observed: what is said of service is no object\nhint: observed={"service": {"status": {...}}}',
        ),
        ({"name": "No"}, "shop: 'No' is not a name of an instance\n  Kubernetes wants a lower-case DNS name, and kro writes it"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ResourceGraphFactoryError) as caught:
        shop().preview(SPEC, **arguments)

    assert caught.value.message.startswith(message)


def test_a_spec_that_the_cluster_would_refuse_is_refused() -> None:
    with pytest.raises(ResourceGraphFactoryError) as caught:
        shop().preview({"name": "books", "regions": "eu"})

    assert caught.value.message == "shop: spec.regions: expected a list, got str 'eu'"


def test_a_spec_is_of_its_class_or_as_the_cluster_has_it() -> None:
    graph = note_graph()

    assert graph.preview(NoteSpec("a")) == graph.preview({"name": "a"})
    assert graph.preview(NoteSpec("a")).objects[0]["data"] == {"text": "hello"}
    assert graph.preview(NoteSpec("a")).status == {"name": "a"}
    with pytest.raises(ResourceGraphFactoryError) as caught:
        graph.preview({"name": 3})
    assert caught.value.message == "notes: spec.name: expected a text, got int 3"


def test_objects_carry_the_hash_of_the_graph_as_kro_applies_them() -> None:
    graph = note_graph()

    assert graph.preview(NoteSpec("a")).objects[0]["metadata"]["annotations"] == {"typekro.io/graph": graph.hash}


def test_objects_are_copies() -> None:
    preview = note_graph().preview(NoteSpec("a"))
    preview.objects[0]["data"].clear()

    assert preview.objects[0]["data"] == {"text": "hello"}


def test_a_graph_that_was_read_back_from_a_record_was_not_checked() -> None:
    with pytest.raises(DefinitionError) as caught:
        _ = ResourceGraph.from_definition(note_graph().definition).checked

    assert caught.value.message == "notes: it cannot be evaluated\n  it was read back from a record, and not checked"


def test_json_holds_all_of_it() -> None:
    found = shop().preview(SPEC, observed=ADDRESS).to_json()

    assert list(found) == ["instance", "nodes", "status", "statusProblems", "state", "conditions", "error"]
    assert found["instance"]["spec"] == {**SPEC, "public": False}
    assert found["nodes"][2] == {
        "id": "ingress",
        "state": "ignored",
        "reason": "resources.ingress.includeWhen[0]: ${schema.spec.public} is false",
        "there": False,
        "ready": True,
    }
    assert found["nodes"][3]["reads"] == [{"apiVersion": "v1", "kind": "ConfigMap", "namespace": "kube-system", "name": "platform"}]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_graphs_of_the_examples_have_previews(file: Path) -> None:
    for graph in graphs_of(file):
        assert graph.analysis is not None
        schema = {key: part for key, part in graph.analysis.spec_schema.items() if key != "default"}
        preview = graph.preview(value_of(schema), name="it")

        assert preview.evaluation.error is None
        assert list(preview.nodes) == list(graph.analysis.topological_order)
        assert list(yaml.safe_load_all(preview.to_yaml()) if preview.objects else ()) == list(preview.objects)
        reasons = [node.reason for node in preview.nodes.values() if node.state == "pending"]
        assert all("waits" in reason or "which is not" in reason for reason in reasons)
