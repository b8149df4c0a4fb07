import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.parts import Done
from tests.cli.test_check import SCRIPT, written
from tests.graph.test_preview import SHOP, SPEC, TREE, YAML
from typekro.cli import main

NOTES = """\
---
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata: {name: notes}
spec:
  schema: {apiVersion: v1alpha1, group: example.com, kind: Note, spec: {count: integer | default=1}}
  resources:
  - id: note
    template:
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: "${schema.metadata.name}", labels: "${schema.metadata.labels}"}
      data: {half: "${string(10 / schema.spec.count)}"}
"""


def previewed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Done:
    code = main(["preview", *arguments])
    printed = capsys.readouterr()
    return Done(code, printed.out, printed.err)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, SHOP, "shop.yaml")
    written(tmp_path, json.dumps(SPEC), "books.json")
    return tmp_path


def instance(kind: str, spec: dict[str, Any], **metadata: Any) -> str:
    return yaml.safe_dump({"apiVersion": "example.com/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec})


@pytest.mark.usefixtures("here")
def test_a_definition_in_yaml_and_a_spec_give_a_tree(capsys: pytest.CaptureFixture[str]) -> None:
    assert previewed(capsys, "shop.yaml", "books.json") == Done(0, TREE, "")


@pytest.mark.usefixtures("here")
def test_the_objects_can_be_had_as_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    assert previewed(capsys, "shop.yaml", "books.json", "--output", "yaml") == Done(0, YAML, "")


@pytest.mark.usefixtures("here")
def test_all_of_it_can_be_had_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(previewed(capsys, "shop.yaml", "books.json", "--output", "json", "--name", "other", "--namespace", "there").out)

    assert found["instance"]["metadata"] == {"name": "other", "namespace": "there"}
    assert found["nodes"][0]["objects"][0]["metadata"] == {"name": "books", "namespace": "there"}
    assert found["state"] == "IN_PROGRESS"


def test_an_instance_says_which_graph_is_meant_and_what_it_is_called(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(here, SHOP + NOTES, "both.yaml")
    monkeypatch.setattr("sys.stdin", io.StringIO(instance("Note", {"count": 2}, name="mine", namespace="there", labels={"a": "b"})))

    found = previewed(capsys, "both.yaml", "-", "--output", "yaml")

    assert found.code == 0
    assert list(yaml.safe_load_all(found.out)) == [
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "mine", "labels": {"a": "b"}, "namespace": "there"},
            "data": {"half": "5"},
        }
    ]


def test_what_the_cluster_is_taken_to_have_comes_from_a_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, "service: {spec: {clusterIP: 10.0.0.1}}\nplatform: {data: {}}\n", "seen.yaml")

    out = previewed(capsys, "shop.yaml", "books.json", "--observed", "seen.yaml").out

    assert out.splitlines()[0] == "Shop default/books of example.com/v1alpha1: ACTIVE"
    assert "  address: http://10.0.0.1" in out.splitlines()


@pytest.mark.usefixtures("here")
def test_resources_can_be_taken_as_ready(capsys: pytest.CaptureFixture[str]) -> None:
    one = previewed(capsys, "shop.yaml", "books.json", "--ready", "service").out
    every = previewed(capsys, "shop.yaml", "books.json", "--all-ready", "--not-ready", "settings").out

    assert one.splitlines()[1] == "├── service: applied, taken as ready"
    assert every.splitlines()[1] == "├── service: applied, taken as ready"
    assert every.splitlines()[3] == "├── settings: 2 items, applied, not ready: settings is taken as not ready"


def test_a_graph_of_a_script_is_previewed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, SCRIPT, "infra.py")
    written(here, "name: site\n", "site.yaml")

    found = previewed(capsys, "infra.py", "site.yaml")

    assert found.code == 0
    assert found.out.startswith("Web default/site of ")


def test_an_instance_that_kro_cannot_make_is_shown_and_is_an_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, NOTES, "notes.yaml")
    written(here, instance("Note", {"count": 0}, name="mine", labels={}), "mine.yaml")

    assert previewed(capsys, "notes.yaml", "mine.yaml") == Done(
        1,
        "Note default/mine of example.com/v1alpha1: ERROR\n"
        "└── note: error: resources.note.data.half: ${string(10 / schema.spec.count)}: division by zero\n"
        "error: resources.note.data.half: ${string(10 / schema.spec.count)}: division by zero\n",
        "error: notes: kro cannot make this instance\n  resources.note.data.half: ${string(10 / schema.spec.count)}: division by zero\n",
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("nothing.yaml books.json", "there is no file nothing.yaml\n  looked in HERE\n"),
        ("shop.yaml nothing.yaml", "there is no file nothing.yaml\n  looked in HERE\n"),
        ("both.yaml books.json", "both.yaml: it has several graphs\n  there are shop, notes\nhint: --graph shop\n"),
        ("both.yaml books.json --graph shp", "both.yaml: there is no graph 'shp'\n  there are shop, notes\nhint: --graph shop\n"),
        (
            "both.yaml stranger.yaml",
            (
                "both.yaml: no graph makes a Stranger of example.com/v1\n"
                "  there are Shop of example.com/v1alpha1, Note of example.com/v1alpha1\n"
            ),
        ),
        (
            "books.json books.json",
            (
                "books.json: there is no ResourceGraphDefinition\n"
                "  a script defines one by @resource_graph at its top level, outside of functions\n"
            ),
        ),
        ("shop.yaml both.yaml", "both.yaml: it holds 2 documents\n  one is looked at\n"),
        ("shop.yaml wrong.json", "shop: spec.regions: expected a list, got str 'eu'\n"),
        ("shop.yaml books.json --ready x", "ready: there is no node 'x'\n  the graph has service, settings, ingress, platform, probe\n"),
    ],
)
def test_what_cannot_be_meant_is_refused(here: Path, capsys: pytest.CaptureFixture[str], arguments: str, error: str) -> None:
    written(here, SHOP + NOTES, "both.yaml")
    written(here, json.dumps({"name": "books", "regions": "eu"}), "wrong.json")
    written(here, json.dumps({"apiVersion": "example.com/v1", "kind": "Stranger", "spec": {}}), "stranger.yaml")

    assert previewed(capsys, *arguments.split()) == Done(1, "", f"error: {error.replace('HERE', str(here))}")


def test_a_definition_that_kro_would_refuse_has_no_preview(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, SHOP.replace("name: ${schema.spec.name}\n", "name: ${schema.spec.nme}\n", 1), "wrong.yaml")

    found = previewed(capsys, "wrong.yaml", "books.json")

    assert (found.code, found.out) == (1, "")
    assert found.err.splitlines() == [
        "error: wrong.yaml: kro would refuse shop",
        "  resources.service.metadata.name: undefined field 'nme' in schema.spec",
        "    in ${schema.spec.nme}",
        "  hint: ${schema.spec.name}",
        "hint: typekro check wrong.yaml",
    ]
