import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.parts import Done, typekro
from tests.kubernetes.stand_in import Answer, StandIn, running, write_kubeconfig
from typekro.checking.documents import documents
from typekro.cli.importing import import_cluster, import_files
from typekro.errors import DefinitionError, RefusedError, UsageError
from typekro.kubernetes import Cluster

ROOT = Path(__file__).parent.parent.parent
CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
SCRIPT = """\
import attrs
from typekro import Graph, Schema, external_ref, resource_graph
from typekro.openapi import k8s
import example_com_v1 as boxes


@attrs.frozen
class Spec:
    name: str
    size: int


@attrs.frozen
class Status:
    ready: bool


@resource_graph("shelf", api_version="example.com/v1", kind="Shelf")
def shelf(schema: Schema[Spec, Status]) -> Graph[Status]:
    lid = boxes.BoxSpecLidsItem(from_="wood")
    spec = boxes.BoxSpec(size=schema.spec.size, color="red", lids=[lid])
    box = boxes.Box(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=spec)
    other = external_ref(boxes.Box, "other")
    return {"box": box, "other": other}, Status(ready=box.status.ready & other.status.ready)
"""


@pytest.fixture
def anyio_backend() -> str:
    """The Kubernetes client runs on asyncio only."""
    return "asyncio"


def crd(kind: str, plural: str, group: str = "example.com") -> str:
    return f"""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: {plural}.{group}}}
spec:
  group: {group}
  scope: Namespaced
  names: {{kind: {kind}, plural: {plural}}}
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          description: {kind} holds things.
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: {{type: integer}}
                color: {{type: string, enum: [red, green]}}
                lids: {{type: array, items: {{type: object, properties: {{from: {{type: string}}}}}}}}
            status: {{type: object, properties: {{ready: {{type: boolean}}}}}}
"""


BOX, JAR, CUP = crd("Box", "boxes"), crd("Jar", "jars"), crd("Cup", "cups", "kitchen.io")
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, *documents: str) -> str:
    Path(name).write_text("---\n".join(documents), "utf-8")
    return name


def first_line(name: str) -> str:
    return Path(name).read_text("utf-8").splitlines()[0]


def test_the_command_writes_a_module_for_each_group_version(tmp_path: Path) -> None:
    write("crds.yaml", BOX, SERVICE, CUP, JAR)

    done = typekro(tmp_path, "import", "crds.yaml", "--output", "kinds")

    assert done == Done(0, "kinds/example_com_v1.py: Box, Jar\nkinds/kitchen_io_v1.py: Cup\n", "")
    assert first_line("kinds/example_com_v1.py") == '"""Shapes and kinds of example.com/v1, written by `typekro import` from crds.yaml."""'


def test_what_was_imported_passes_the_type_checkers_and_is_a_node_of_a_graph(tmp_path: Path) -> None:
    import_files([write("crds.yaml", BOX)])
    Path("shelf.py").write_text(SCRIPT + "\n\nprint(shelf.to_yaml())\n", "utf-8")
    Path("pyrightconfig.json").write_text(f'{{"typeCheckingMode": "strict", "extraPaths": ["{ROOT}"]}}', "utf-8")

    checked = [
        subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True, check=False)
        for command in (["mypy", "--strict", "shelf.py"], ["pyright", "--pythonpath", sys.executable], ["shelf"])
    ]

    assert [(done.returncode, done.stderr) for done in checked] == [(0, ""), (0, ""), (0, "")]
    assert "color: red" in checked[2].stdout
    assert "from: wood" in checked[2].stdout
    assert "size: ${schema.spec.size}" in checked[2].stdout
    assert "ready: '${box.status.ready && other.status.ready}'" in checked[2].stdout


def test_the_same_crds_give_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    write("crds.yaml", BOX, JAR)
    import_files(["crds.yaml"])
    before = Path("example_com_v1.py").read_bytes(), Path("example_com_v1.py").stat().st_mtime_ns

    import_files(["crds.yaml"])

    assert (Path("example_com_v1.py").read_bytes(), Path("example_com_v1.py").stat().st_mtime_ns) == before
    assert capsys.readouterr().out == "example_com_v1.py: Box, Jar\n" * 2


def test_several_files_and_lists_are_one_import(capsys: pytest.CaptureFixture[str]) -> None:
    items = "".join(f"- {crd}" for crd in (BOX.replace("\n", "\n  ").rstrip() + "\n", JAR.replace("\n", "\n  ").rstrip() + "\n"))
    names = [
        write("list.yaml", f"apiVersion: v1\nkind: List\nitems:\n{items}"),
        *(write(f"{kind}.yaml", crd(kind, kind.lower())) for kind in "ABC"),
    ]

    import_files(names)

    assert capsys.readouterr().out == "example_com_v1.py: A, B, Box, C, Jar\n"
    assert "from list.yaml, A.yaml, B.yaml and 1 more." in first_line("example_com_v1.py")


def test_standard_input_is_read_and_standard_output_written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(BOX))

    import_files(["-"], "-")

    printed = capsys.readouterr().out
    assert printed.startswith('"""Shapes and kinds of example.com/v1, written by `typekro import` from standard input."""\n')
    assert list(Path().iterdir()) == []


def test_standard_output_takes_one_module_only() -> None:
    with pytest.raises(UsageError) as caught:
        import_files([write("crds.yaml", BOX, CUP)], "-")

    assert str(caught.value) == (
        "standard output takes one module\n"
        "  there are 2: example_com_v1.py, kitchen_io_v1.py\n"
        "hint: --output FOLDER, or CRDs of one version of one group"
    )


def test_a_file_that_somebody_else_wrote_is_not_replaced() -> None:
    Path("kitchen_io_v1.py").write_text("# mine\n", "utf-8")

    with pytest.raises(RefusedError) as caught:
        import_files([write("crds.yaml", BOX, CUP)])

    assert str(caught.value) == (
        "kitchen_io_v1.py is there, and was not written by typekro import\n"
        "  nothing was written: typekro import replaces no file but its own\n"
        "hint: --output ANOTHER_FOLDER"
    )
    assert not Path("example_com_v1.py").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SERVICE, "crds.yaml holds no CRD\n  what it holds is Service"),
        ("", "crds.yaml holds no CRD\n  what it holds is nothing"),
    ],
)
def test_a_file_without_a_crd_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        import_files([write("crds.yaml", text)])

    assert str(caught.value) == message


def test_a_file_that_cannot_be_read_is_refused() -> None:
    Path("latin.yaml").write_bytes(b"\xe4")
    Path("folder").mkdir()
    messages: list[str] = []

    for name in ("no.yaml", "folder", "latin.yaml"):
        with pytest.raises(UsageError) as caught:
            import_files([name])
        messages.append(str(caught.value))

    assert messages == [
        "there is no file no.yaml\n  typekro import reads YAML files of CRDs",
        "folder cannot be read\n  Is a directory",
        "latin.yaml cannot be read\n  it is no UTF-8: 'utf-8' codec can't decode byte 0xe4 in position 0: unexpected end of data",
    ]


def test_what_is_no_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(DefinitionError) as caught:
        import_files([write("crds.yaml", "a: 1\nb: [")])

    assert str(caught.value).startswith("crds.yaml:2: it is no YAML\n")


def test_without_a_file_it_says_what_to_write() -> None:
    with pytest.raises(UsageError) as caught:
        import_files([])

    assert str(caught.value) == (
        "nothing was named to be imported\nhint: typekro import crds.yaml\nhint: typekro import --cluster certificates.cert-manager.io"
    )


def test_a_context_without_a_cluster_is_a_mistake(tmp_path: Path) -> None:
    done = typekro(tmp_path, "import", "crds.yaml", "--context", "dev")

    assert done == Done(
        1, "", "error: --context says which cluster, and no cluster is asked for\nhint: typekro import --cluster --context CONTEXT\n"
    )


def arranged(server: StandIn, tmp_path: Path) -> Cluster:
    """A cluster with the three kinds."""
    resources = [{"kind": "CustomResourceDefinition", "name": "customresourcedefinitions", "namespaced": False}]
    server.arrange("GET /apis/apiextensions.k8s.io/v1", Answer({"kind": "APIResourceList", "resources": resources}))
    items = [documents(text, "crd.yaml")[0].manifest for text in (JAR, CUP, BOX)]
    server.arrange(f"GET {CRDS}", Answer({"metadata": {"resourceVersion": "1"}, "items": items}))
    return Cluster(kubeconfig=str(write_kubeconfig(tmp_path / "config", server.url)))


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("names", "printed", "source"),
    [
        ([], "example_com_v1.py: Box, Jar\nkitchen_io_v1.py: Cup\n", "boxes.example.com, cups.kitchen.io, jars.example.com"),
        (["jars.example.com"], "example_com_v1.py: Jar\n", "jars.example.com"),
        (["kitchen.io", "Box"], "example_com_v1.py: Box\nkitchen_io_v1.py: Cup\n", "boxes.example.com, cups.kitchen.io"),
        (["jars"], "example_com_v1.py: Jar\n", "jars.example.com"),
    ],
)
async def test_the_crds_of_a_cluster_are_imported_by_name_group_kind_or_plural(
    names: list[str], printed: str, source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(StandIn()) as server:
        await import_cluster(names, arranged(server, tmp_path))

    assert capsys.readouterr().out == printed
    assert (
        first_line("example_com_v1.py")
        == f'"""Shapes and kinds of example.com/v1, written by `typekro import` from the cluster\'s {source}."""'
    )


@pytest.mark.anyio
async def test_a_name_that_the_cluster_does_not_know_is_refused_with_what_was_probably_meant(tmp_path: Path) -> None:
    async with running(StandIn()) as server:
        cluster = arranged(server, tmp_path)
        with pytest.raises(UsageError) as caught:
            await import_cluster(["Boxx", "cups", "zzz"], cluster)

    assert str(caught.value) == (
        "no CRD of the cluster is called Boxx or zzz\n"
        "  the cluster has 3 CRDs, and none has this name, group, kind or plural\n"
        "hint: typekro import --cluster Box"
    )
