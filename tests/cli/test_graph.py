import sys
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from tests.cli.parts import Done
from tests.cli.test_check import SCRIPT, written
from typekro.cli import looking, main
from typekro.cli.graph import FORMATS, graph
from typekro.cli.scripts import graphs_of
from typekro.errors import TypeKroError

RICH = """\
import attrs
from typekro import Graph, Schema, external_ref, for_each, k8s, resource_graph, simple


@attrs.frozen
class Spec:
    name: str
    regions: list[str]
    public: bool = True


@attrs.frozen
class Status:
    host: str


@resource_graph("rich", api_version="example.com/v1", kind="Rich")
def rich(schema: Schema[Spec, Status]) -> Graph[Status]:
    spec = schema.spec
    settings = external_ref(k8s.core_v1.ConfigMap, "settings")
    deployment = simple.deployment(name=spec.name, image="nginx", env={"X": settings.metadata.name})
    service = simple.service(name=deployment.metadata.name, selector={"app": spec.name}, ports=[(80, 80)])
    ingress = simple.ingress(name=spec.name, host="a.example.com", paths={"/": service}).with_include_when(
        spec.public, spec.name != "<\\"a\\">"
    )
    copies = for_each(spec.regions, lambda region: simple.config_map(name=f"{spec.name}-{region}", data={"a": "b"}))
    nodes = {"ingress": ingress, "service": service, "end": deployment, "settings": settings, "copies": copies}
    return nodes, Status(host=service.spec.cluster_ip)
"""


def drawn(capsys: pytest.CaptureFixture[str], *arguments: str) -> Done:
    code = main(["graph", *arguments])
    printed = capsys.readouterr()
    return Done(code, printed.out, printed.err)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written(tmp_path, RICH, "infra.py")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_the_nodes_are_told_in_the_order_in_which_kro_makes_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys, "infra.py") == Done(
        0,
        "rich makes Rich of example.com/v1\n"
        "├── settings: ConfigMap (read)\n"
        "├── end: Deployment <- settings\n"
        "├── service: Service <- end\n"
        "├── ingress: Ingress <- service\n"
        "│     includeWhen ${schema.spec.public}\n"
        '│     includeWhen ${schema.spec.name != "<\\"a\\">"}\n'
        "└── copies: ConfigMap[]\n"
        "      forEach region in ${schema.spec.regions}\n",
        "",
    )


@pytest.mark.usefixtures("here")
def test_mermaid_gets_a_flowchart(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys, "infra.py", "--format", "mermaid").out == (
        "flowchart TD\n"
        '  subgraph g0["rich makes Rich of example.com/v1"]\n'
        '    g0_settings(["settings<br/>ConfigMap (read)"])\n'
        '    g0_end["end<br/>Deployment"]\n'
        '    g0_service["service<br/>Service"]\n'
        '    g0_ingress["ingress<br/>Ingress<br/>includeWhen ${schema.spec.public}<br/>'
        'includeWhen ${schema.spec.name != #quot;#lt;\\#quot;a\\#quot;#gt;#quot;}"]\n'
        '    g0_copies["copies<br/>ConfigMap[]<br/>forEach region in ${schema.spec.regions}"]\n'
        "    g0_settings --> g0_end\n"
        "    g0_end --> g0_service\n"
        "    g0_service --> g0_ingress\n"
        "  end\n"
    )


@pytest.mark.usefixtures("here")
def test_graphviz_gets_a_digraph(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys, "infra.py", "--format", "dot").out == (
        "digraph typekro {\n"
        "  node [shape=box];\n"
        "  subgraph cluster_0 {\n"
        '    label="rich makes Rich of example.com/v1";\n'
        '    g0_settings [label="settings\\nConfigMap (read)", style=dashed];\n'
        '    g0_end [label="end\\nDeployment"];\n'
        '    g0_service [label="service\\nService"];\n'
        '    g0_ingress [label="ingress\\nIngress\\nincludeWhen ${schema.spec.public}\\n'
        'includeWhen ${schema.spec.name != \\"<\\\\\\"a\\\\\\">\\"}"];\n'
        '    g0_copies [label="copies\\nConfigMap[]\\nforEach region in ${schema.spec.regions}"];\n'
        "    g0_settings -> g0_end;\n"
        "    g0_end -> g0_service;\n"
        "    g0_service -> g0_ingress;\n"
        "  }\n"
        "}\n"
    )


def test_every_graph_of_a_script_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, f"{RICH}\n\n{SCRIPT[SCRIPT.index('@resource_graph') :]}".replace("Status(name=", "Status(host="), "both.py")

    lines = drawn(capsys, "both.py").out.splitlines()
    drawing = drawn(capsys, "both.py", "--format", "mermaid").out

    assert lines[-2:] == ["web makes Web of example.com/v1", "└── deployment: Deployment"]
    assert '  subgraph g1["web makes Web of example.com/v1"]\n    g1_deployment["deployment<br/>Deployment"]\n  end\n' in drawing


def test_without_the_cel_library_it_says_that_it_does_not_know(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = graphs_of(here / "infra.py")
    blind = attrs.evolve(found, analysis=None, unchecked=("there is no CEL library",))
    written(here, "from elsewhere import blind\n", "blind.py")
    monkeypatch.setitem(sys.modules, "elsewhere", SimpleNamespace(blind=blind))

    with pytest.raises(TypeKroError) as raised:
        graph(Path("blind.py"))

    assert str(raised.value) == (
        "rich: it is not known what depends on what\n  there is no CEL library\n  what a resource needs stands in its expressions"
    )


def test_a_script_without_graphs_is_an_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, "x = 1\n", "none.py")

    why = "  a script defines one by @resource_graph at its top level, outside of functions\n"
    assert drawn(capsys, "none.py") == Done(1, "", f"error: none.py: there is no ResourceGraphDefinition\n{why}")


@pytest.mark.usefixtures("here")
def test_a_format_that_is_none_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["graph", "infra.py", "--format", "png"])

    assert ended.value.code == 2
    assert "invalid choice: 'png'" in capsys.readouterr().err


def test_help_tells_all_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["graph", "--help"])

    printed = capsys.readouterr().out
    assert [word for word in ("FILE", "tree,mermaid,dot", "Graphviz", "--verbose", "no cluster") if word not in printed] == []
    assert looking.FORMATS == FORMATS
