from pathlib import Path

from tests.cli.parts import Done, end, start, typekro

GOOD = """\
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata:
  name: good
spec:
  schema:
    apiVersion: v1
    group: example.com
    kind: Good
    spec:
      name: string | required=true
  resources:
  - id: config
    template:
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: ${schema.spec.name}
"""
SCRIPT = """\
import attrs
from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class Spec:
    name: str


@attrs.frozen
class Status:
    name: str


@resource_graph("web", api_version="example.com/v1", kind="Web")
def web(schema: Schema[Spec, Status]) -> Graph[Status]:
    deployment = simple.deployment(name=schema.spec.name, image="nginx")
    return {"deployment": deployment}, Status(name=deployment.metadata.name)
"""


def written(folder: Path, text: str, name: str = "good.yaml") -> None:
    (folder / "state").mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def test_a_good_definition_is_told_with_what_it_makes(tmp_path: Path) -> None:
    written(tmp_path, GOOD)

    told = "good.yaml:3: good makes Good of example.com/v1, with 1 resource: config\n1 definition, no problems, no warnings\n"
    assert typekro(tmp_path, "check", "good.yaml") == Done(0, told, "")


def test_each_problem_is_told_with_its_line(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("${schema.spec.name}", "${schema.spec.nam}").replace("group: example.com", "scope: Global"))

    told = """\
good.yaml:8: schema.scope: 'Global' is none of 'Namespaced', 'Cluster'
good.yaml:18: resources.config.metadata.name: undefined field 'nam' in schema.spec
  in ${schema.spec.nam}
hint: ${schema.spec.name}
"""
    assert typekro(tmp_path, "check", "good.yaml") == Done(1, told, "error: 1 definition, 2 problems, no warnings\n")


def test_warnings_are_told_and_count_where_they_are_wanted_to(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace(" | required=true", ""))

    done, strict = typekro(tmp_path, "check", "good.yaml"), typekro(tmp_path, "check", "--strict", "good.yaml")

    first = "good.yaml:11: warning: schema.spec.name: an instance may leave it out, and it is read as if it were always there"
    assert (done.code, done.out.splitlines()[0], done.err) == (0, first, "")
    assert done.out.splitlines()[-1] == "1 definition, no problems, 1 warning"
    assert (strict.code, strict.err) == (1, "error: 1 definition, no problems, 1 warning\n")


def test_a_key_that_stands_twice_is_a_warning(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("  name: good\n", "  name: bad\n  name: good\n"))

    told = "good.yaml:5: warning: the key 'name' stands twice in one map\n  the last one counts, for kubectl too"
    assert typekro(tmp_path, "check", "good.yaml").out.startswith(f"{told}\ngood.yaml:3: good makes Good")


def test_files_are_checked_together(tmp_path: Path) -> None:
    uses = GOOD.replace("apiVersion: v1\n      kind: ConfigMap", "apiVersion: example.com/v1\n      kind: Good").replace("good", "outer")
    uses = uses.replace("  - id: config\n", "  - id: config\n    readyWhen: ['${config.metadata.name != \"\"}']\n")
    written(tmp_path, uses.replace("kind: Good\n    spec", "kind: Outer\n    spec"), "outer.yaml")
    written(tmp_path, GOOD)

    alone, together = typekro(tmp_path, "check", "outer.yaml"), typekro(tmp_path, "check", "outer.yaml", "good.yaml")

    assert alone.out.splitlines()[0] == "outer.yaml:17: resources.config.kind: nothing is known of Good in example.com/v1"
    assert (together.code, together.out.splitlines()[-1]) == (0, "2 definitions, no problems, no warnings")


def test_kinds_that_are_not_known_can_be_trusted(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("apiVersion: v1\n      kind: ConfigMap", "apiVersion: example.com/v1\n      kind: Widget"))

    done = typekro(tmp_path, "check", "--trust", "good.yaml")

    unknown = "resources.config: nothing is known here of Widget in example.com/v1, so that its fields were not checked"
    assert (done.code, done.out.splitlines()[0]) == (0, f"good.yaml:3: not checked: {unknown}")


def test_standard_input_is_read(tmp_path: Path) -> None:
    done = end(start(tmp_path, "-m", "typekro", "check", "-"), GOOD)

    assert (done.code, done.out.splitlines()[0]) == (0, "standard input:3: good makes Good of example.com/v1, with 1 resource: config")


def test_lists_as_kubectl_writes_them_are_read(tmp_path: Path) -> None:
    items = "\n".join(f"  {line}" for line in GOOD.splitlines())
    written(tmp_path, f"apiVersion: v1\nkind: List\nitems:\n-{items[1:]}\n")

    assert typekro(tmp_path, "check", "good.yaml").out.splitlines()[0].startswith("good.yaml: good makes Good")


def test_the_graphs_of_a_script_are_told(tmp_path: Path) -> None:
    written(tmp_path, SCRIPT, "infra.py")

    told = "infra.py: web makes Web of example.com/v1, with 1 resource: deployment\n1 definition, no problems, no warnings\n"
    assert typekro(tmp_path, "check", "infra.py") == Done(0, told, "")


def test_what_is_wrong_in_a_script_is_told_at_its_line(tmp_path: Path) -> None:
    written(tmp_path, SCRIPT.replace('kind="Web"', 'kind="web"'), "infra.py")

    done = typekro(tmp_path, "check", "infra.py")

    assert (done.code, done.err) == (1, "error: no definitions, 1 problem, no warnings\n")
    assert done.out.splitlines()[0].startswith("infra.py:15: ")


def test_a_script_is_not_run(tmp_path: Path) -> None:
    written(tmp_path, f'{SCRIPT}\nif __name__ == "__main__":\n    raise SystemExit(7)\n', "infra.py")

    assert typekro(tmp_path, "check", "infra.py").code == 0


def test_an_app_that_is_entered_on_import_is_refused(tmp_path: Path) -> None:
    main = "\nasync def main():\n    async with typekro.alchemy('infra'):\n        pass\n\nimport anyio, typekro\nanyio.run(main)\n"
    written(tmp_path, SCRIPT + main, "infra.py")

    done = typekro(tmp_path, "check", "infra.py")

    assert done.code == 1
    assert done.error.splitlines()[0] == "error: app 'infra' is entered while the script is imported"
    assert done.error.splitlines()[-2:] == ['hint: if __name__ == "__main__":', "  at infra.py:21"]
    assert list((tmp_path / "state").iterdir()) == []


def test_a_file_without_definitions_is_told(tmp_path: Path) -> None:
    written(tmp_path, "apiVersion: v1\nkind: ConfigMap\n")

    why = "  a script defines one by @resource_graph at its top level, outside of functions\n"
    assert typekro(tmp_path, "check", "good.yaml") == Done(1, "", f"error: good.yaml: there is no ResourceGraphDefinition\n{why}")


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.py"):
        assert typekro(tmp_path, "check", name) == Done(1, "", f"error: there is no file {name}\n  looked in {tmp_path}\n")


def test_what_is_no_yaml_is_told(tmp_path: Path) -> None:
    written(tmp_path, "a: [")

    done = typekro(tmp_path, "check", "good.yaml")

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: good.yaml:1: it is no YAML\n  expected the node content, but found '<stream end>'\n")


def test_help_tells_all_that_there_is(tmp_path: Path) -> None:
    printed = typekro(tmp_path, "check", "--help").out

    assert [word for word in ("FILE", "--strict", "--trust", "--verbose", "as kro does") if word not in printed] == []
