from pathlib import Path

import pytest

from tests.kro_cases.__main__ import main

GOOD = """\
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata: {name: good}
spec: {schema: {apiVersion: v1, kind: Good, spec: {name: string}}, resources: []}
"""


def folder(at: Path, **files: str) -> Path:
    for name, text in files.items():
        path = at / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".json" if "expected" in name else ".yaml").write_text(text, "utf-8")
    return at


def test_where_all_agree_it_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(folder(tmp_path, valid__good=GOOD, invalid__bad=GOOD.replace("Good", "good")))])

    assert code == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["good", "should", "be", "accepted", "offline", "accepted", "agree"],
        ["bad", "should", "be", "refused", "offline", "refused", "agree", "schema.kind:", "'good'", "is", "no", "kind"],
        ["2", "cases,", "2", "agree,", "0", "disagree"],
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"invalid__good": GOOD}, "offline says accepted"),
        ({"valid__good": GOOD.replace("Good", "good")}, "offline says refused"),
        ({"valid__good": "a: ["}, "offline says refused"),
        ({"valid__good": "a: 1"}, "offline says refused"),
        ({"valid__good": GOOD, "expected__good": '{"topologicalOrder": ["a"]}'}, "expected topologicalOrder ['a'], not []"),
        (
            {"valid__good": GOOD, "expected__good": '{"crdSpecSchema": {"type": "object", "properties": {}}}'},
            "expected crdSpecSchema {'type': 'object'}, not {'type': 'object', 'properties': {'name': {'type': 'string'}}}",
        ),
    ],
)
def test_a_disagreement_is_told_and_exits_with_1(
    tmp_path: Path, files: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder(tmp_path, **files))]) == 1

    said = capsys.readouterr().out.splitlines()
    assert (said[1].strip(), said[-1]) == (told, "1 cases, 0 agree, 1 disagree")


def test_what_a_case_needs_is_known(tmp_path: Path) -> None:
    uses = GOOD.replace("kind: Good", "kind: Uses").replace(
        "resources: []", "resources: [{id: good, template: {apiVersion: kro.run/v1, kind: Good, metadata: {name: a}, spec: {name: b}}}]"
    )

    assert main([str(folder(tmp_path, valid__uses=uses))]) == 1
    assert main([str(folder(tmp_path, valid__uses=uses, needs__uses__good=GOOD))]) == 0


def test_dependencies_are_compared_as_sets_and_an_order_is_not(tmp_path: Path) -> None:
    two = GOOD.replace(
        "resources: []",
        "resources: [{id: c, template: {apiVersion: v1, kind: ConfigMap, metadata: {name: '${b.metadata.name}${a.metadata.name}'}}},"
        " {id: a, template: {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}},"
        " {id: b, template: {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}}]",
    )
    needs = '{"dependencies": {"a": [], "b": [], "c": ["a", "b"]}, "topologicalOrder": %s}'

    assert main([str(folder(tmp_path, valid__two=two, expected__two=needs % '["a", "b", "c"]'))]) == 0
    assert main([str(folder(tmp_path, valid__two=two, expected__two=needs % '["b", "a", "c"]'))]) == 1


def test_an_empty_folder_has_nothing_to_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().out == f"there are no cases in {tmp_path}\n"


def test_single_cases_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder(tmp_path, valid__good=GOOD, invalid__good2=GOOD)), "--only", "good"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 cases, 1 agree, 0 disagree"
