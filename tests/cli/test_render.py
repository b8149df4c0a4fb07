from pathlib import Path

import pytest
import yaml

from tests.cli.parts import Done, typekro
from tests.cli.test_check import SCRIPT, written
from typekro.cli import main
from typekro.cli.scripts import graphs_of

TWO = SCRIPT + SCRIPT[SCRIPT.index("@resource_graph") :].replace('"web"', '"other"').replace("def web", "def other").replace(
    'kind="Web"', 'kind="Other"'
)
NONE = "  a script defines one by @resource_graph at its top level, outside of functions\n"


def rendered(capsys: pytest.CaptureFixture[str], *arguments: str) -> Done:
    code = main(["render", *arguments])
    printed = capsys.readouterr()
    return Done(code, printed.out, printed.err)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_definition_is_printed_as_the_graph_gives_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, SCRIPT, "infra.py")

    done = rendered(capsys, "infra.py")

    (graph,) = graphs_of(here / "infra.py")
    assert done == Done(0, graph.to_yaml(), "")
    assert yaml.safe_load(done.out) == graph.definition


def test_several_are_documents_of_one_stream_in_their_order(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, TWO, "infra.py")

    out = rendered(capsys, "infra.py").out

    assert [document["metadata"]["name"] for document in yaml.safe_load_all(out)] == ["web", "other"]
    assert out.count("\n---\n") == 1
    assert not out.startswith("---")


def test_what_is_rendered_passes_the_check(here: Path) -> None:
    written(here, TWO, "infra.py")
    (here / "all.yaml").write_text(typekro(here, "render", "infra.py").out, "utf-8")

    assert typekro(here, "check", "all.yaml").out.splitlines()[-1] == "2 definitions, no problems, no warnings"


def test_each_goes_into_a_file_of_its_own(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, TWO, "infra.py")

    first = rendered(capsys, "infra.py", "--output", "out/yaml")
    second = rendered(capsys, "infra.py", "--output", "out/yaml")

    graphs = graphs_of(here / "infra.py")
    assert first == second == Done(0, "out/yaml/web.yaml\nout/yaml/other.yaml\n", "")
    head = "# written by `typekro render` from infra.py\n"
    assert [(here / "out" / "yaml" / f"{graph.name}.yaml").read_text("utf-8") for graph in graphs] == [
        head + graph.to_yaml() for graph in graphs
    ]


def test_no_file_of_somebody_else_is_replaced(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, TWO, "infra.py")
    written(here, "mine: yes\n", "other.yaml")

    done = rendered(capsys, "infra.py", "--output", ".")

    said = (
        "error: other.yaml is there, and was not written by typekro render\n"
        "  nothing was written: typekro render replaces no file but its own\n"
        "hint: --output ANOTHER_FOLDER\n"
    )
    assert done == Done(5, "", said)
    assert not (here / "web.yaml").exists()
    assert (here / "other.yaml").read_text("utf-8") == "mine: yes\n"


def test_two_of_one_name_do_not_go_into_one_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, TWO.replace('"other"', '"web"'), "infra.py")

    said = (
        "error: infra.py: several graphs are called web\n"
        "  each is written to a file of its name; in a cluster one would replace the other too\n"
    )
    assert rendered(capsys, "infra.py", "--output", "out") == Done(1, "", said)
    assert not (here / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, SCRIPT, "infra.py")

    done = rendered(capsys, "infra.py", "--output", "infra.py")

    assert done == Done(1, "", "error: infra.py cannot be written\n  File exists\n")


def test_a_script_without_graphs_is_an_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, "x = 1\n", "infra.py")

    assert rendered(capsys, "infra.py") == Done(1, "", f"error: infra.py: there is no ResourceGraphDefinition\n{NONE}")


def test_a_script_that_is_not_there_is_an_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rendered(capsys, "infra.py") == Done(1, "", f"error: there is no file infra.py\n  looked in {here}\n")


def test_what_is_no_script_is_an_error(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(here, "a: 1\n", "infra.yaml")

    said = "error: infra.yaml cannot be read as Python\n  the name of a script ends with .py\n"
    assert rendered(capsys, "infra.yaml") == Done(1, "", said)


def test_what_is_wrong_in_a_script_is_told_at_its_line(here: Path) -> None:
    written(here, SCRIPT.replace('kind="Web"', 'kind="web"'), "infra.py")

    done = typekro(here, "render", "infra.py")

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: ")
    assert done.err.splitlines()[-1] == "  at infra.py:15"


def test_what_a_script_prints_is_not_mixed_with_the_definitions(here: Path) -> None:
    written(here, f"print('hello')\n{SCRIPT}", "infra.py")

    done = typekro(here, "render", "infra.py")

    assert (done.code, done.err) == (0, "hello\n")
    assert yaml.safe_load(done.out)["metadata"]["name"] == "web"


def test_an_app_that_is_entered_on_import_is_refused_and_only_there(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main_ = "\nasync def main():\n    async with typekro.alchemy('infra'):\n        pass\n\nimport anyio, typekro\nanyio.run(main)\n"
    written(here, SCRIPT + main_, "infra.py")

    refused = rendered(capsys, "infra.py")
    ran = main(["up", "infra.py"])  # the same process, and the launch is another one

    assert refused.code == 1
    assert refused.error.splitlines()[0] == "error: app 'infra' is entered while the script is imported"
    assert ran == 0


def test_help_tells_all_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["render", "--help"])

    printed = capsys.readouterr().out
    assert [word for word in ("FILE", "--output FOLDER", "NAME.yaml", "--verbose", "no cluster") if word not in printed] == []
