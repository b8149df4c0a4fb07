from pathlib import Path

import pytest

from tests.mistakes.command import main
from tests.mistakes.running import said_by_running
from tests.mistakes.samples import CatalogueError, Sample, read, write
from tests.mistakes.table import Verdict, judge, lines

WRONG = '''"""A number is added to a text."""
# caught by: mypy pyright definition

text = "a" + 1
'''
RIGHT = '''"""Put right."""

text = "a" + "1"
'''


def catalogue(folder: Path, wrong: str = WRONG, right: str = RIGHT) -> Path:
    for side, text in (("wrong", wrong), ("right", right)):
        (folder / side).mkdir()
        (folder / side / "sum.py").write_text(text, "utf-8")
    return folder


def sample_in(folder: Path, wrong: str = WRONG) -> Sample:
    return read(catalogue(folder, wrong))[0]


def verdict_of(sample: Sample, codes: frozenset[str], said: str, of_twin: tuple[str, ...] = ()) -> Verdict:
    return Verdict(sample, {"mypy": codes, "pyright": codes}, said, of_twin)


def test_a_sample_says_what_is_wrong_and_who_catches_it(tmp_path: Path) -> None:
    sample = sample_in(tmp_path, f"{WRONG.replace('mypy', 'mypy[operator] mypy[misc]')}\n\n# definition:\n# TypeError: no\n#\n#   why\n")

    assert (sample.name, sample.mistake, sample.said) == ("sum", "A number is added to a text.", "TypeError: no\n\n  why")
    assert sample.caught_by == {"mypy": frozenset({"operator", "misc"}), "pyright": frozenset(), "definition": frozenset()}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (WRONG.replace("# caught by:", "#"), "needs a docstring, and a line such as: # caught by: mypy pyright definition"),
        (WRONG.replace('"""', "# ", 1).replace('"""', ""), "needs a docstring"),
        (WRONG.replace("pyright", "pylint"), "nobody is called pylint; there are mypy, pyright, definition"),
    ],
)
def test_what_is_no_sample_is_told(tmp_path: Path, wrong: str, words: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        sample_in(tmp_path, wrong)

    assert words in str(raised.value)


def test_a_mistake_needs_its_twin(tmp_path: Path) -> None:
    (catalogue(tmp_path) / "right" / "sum.py").unlink()

    with pytest.raises(CatalogueError) as raised:
        read(tmp_path)

    assert str(raised.value) == "in one of wrong and right alone: sum"


def test_what_was_found_is_written_and_read_back(tmp_path: Path) -> None:
    sample = sample_in(tmp_path)

    for said in ("first", "TypeError: no\n\n  why"):
        write(sample, {"mypy": frozenset({"operator"}), "pyright": frozenset({"b", "a"})}, said)

    assert sample.wrong.read_text("utf-8").splitlines()[1:] == [
        "# caught by: mypy[operator] pyright[a] pyright[b] definition",
        "",
        'text = "a" + 1',
        "",
        "",
        "# definition:",
        "# TypeError: no",
        "#",
        "#   why",
    ]
    assert read(tmp_path)[0].said == "TypeError: no\n\n  why"


def test_a_verdict_holds_what_was_found_against_the_file(tmp_path: Path) -> None:
    loose, codes = sample_in(tmp_path), frozenset({"operator"})
    write(loose, {"mypy": codes, "pyright": codes}, "no")
    strict = read(tmp_path)[0]

    found = [
        verdict_of(loose, codes, "anything"),
        verdict_of(strict, codes, "no"),
        verdict_of(strict, frozenset({"misc"}), "other"),
        verdict_of(strict, frozenset(), "", ("mypy[misc]",)),
    ]

    assert [(verdict.cells, verdict.is_well) for verdict in found] == [
        (("caught", "caught", "caught", "accepted"), True),
        (("caught", "caught", "caught", "accepted"), True),
        (("OTHERWISE", "OTHERWISE", "OTHERWISE", "accepted"), False),
        (("NOT CAUGHT", "NOT CAUGHT", "NOT CAUGHT", "REFUSED"), False),
    ]


def test_the_table_explains_what_is_not_well(tmp_path: Path) -> None:
    sample = sample_in(tmp_path, WRONG.replace("mypy pyright ", ""))

    text = list(lines(judge([sample], {"mypy": {}, "pyright": {sample.right: frozenset({"a"})}}, {"sum": ("", "no\n  why")})))

    assert [" ".join(line.split()) for line in text] == [
        "name mistake mypy pyright definition twin",
        "sum A number is added to a text. - - NOT CAUGHT REFUSED",
        "sum: A number is added to a text.",
        "mypy: nothing",
        "pyright: nothing",
        "definition: nothing",
        "twin: pyright[a]",
        "twin: no",
        "why",
        "0 of 1 mistakes are caught by all who have to catch them (mypy 0, pyright 0, definition 1), and accepted when put right",
    ]


def test_another_catalogue_is_judged_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(catalogue(tmp_path))

    codes = [main([folder]), main([folder, "--write"]), main([folder])]

    assert codes == [0, 0, 0]
    summary = "1 of 1 mistakes are caught by all who have to catch them (mypy 1, pyright 1, definition 1), and accepted when put right"
    assert capsys.readouterr().out.count(summary) == 3
    assert read(tmp_path)[0].caught_by["mypy"] == frozenset({"operator"})
    assert read(tmp_path)[0].said == "TypeError, by Python itself"


def test_what_is_not_caught_fails_the_command(tmp_path: Path) -> None:
    assert main([str(catalogue(tmp_path, WRONG.replace('"a" + 1', "1")))]) == 1


def test_a_folder_without_samples_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"error: {tmp_path} has no wrong/*.py\n"


def test_a_script_that_comes_as_far_as_a_cluster_has_nothing_wrong(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import typekro\n"
        "from typekro import Cluster, alchemy\n"
        "async def main() -> None:\n"
        "    async with Cluster().connect():\n"
        "        raise AssertionError\n"
        "typekro.run(main)\n",
        "utf-8",
    )

    assert said_by_running(script) == ""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("raise KeyError('a')", "KeyError, by Python itself"),
        (
            "raise typekro.DefinitionError('web: no\\nhint: yes')",
            "DefinitionError: web: no\nhint: yes",
        ),
        ("import warnings; warnings.warn('old', DeprecationWarning); warnings.warn('odd', typekro.TypeKroWarning)", "TypeKroWarning: odd"),
    ],
)
def test_what_a_script_raises_or_warns_of_is_told(tmp_path: Path, body: str, said: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"import typekro\n{body}\n", "utf-8")

    assert said_by_running(script) == said
