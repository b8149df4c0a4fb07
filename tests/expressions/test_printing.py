import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.expressions.kro_text import expressions_and_texts
from tests.expressions.parts import ROOT, cel, expression, spec
from typekro.expressions import (
    Boolean,
    Expression,
    Field,
    Integer,
    Literal,
    Object,
    Operation,
    Root,
    String,
    Template,
    cel_string,
    describe,
    evaluate,
    expression_of,
    or_else,
    parse,
    reference_to,
    to_cel,
    to_template,
)

CASES = [
    (spec.name, "s.name"),
    (spec.volumes[0].size_gb, "s.volumes[0].sizeGB"),
    (spec.labels["app.kubernetes.io/name"], 's.labels["app.kubernetes.io/name"]'),
    (spec.anything.a["b"][1], 's.anything.a["b"][1]'),
    (spec.count + 1, "s.count + 1"),
    (1 + spec.count, "1 + s.count"),
    (spec.name == "a", 's.name == "a"'),
    (spec.name == "a", 's.name == "a"'),
    (spec.ratio > 1, "s.ratio > 1.0"),
    (spec.on != True, "s.on != true"),  # noqa: E712 - it builds an expression
    ((spec.count - 1) * 2, "(s.count - 1) * 2"),
    (spec.count - (spec.count - 1), "s.count - (s.count - 1)"),
    (spec.count - 1 - 2, "s.count - 1 - 2"),
    (spec.count // 2 % 3, "s.count / 2 % 3"),
    (spec.count // (spec.count % 3), "s.count / (s.count % 3)"),
    ((spec.on & (spec.count < 2)) | spec.on, "s.on && s.count < 2 || s.on"),
    (spec.on & (spec.on | spec.on), "s.on && (s.on || s.on)"),
    ((spec.count < 2) == spec.on, "(s.count < 2) == s.on"),
    (spec.on == (spec.count < 2), "s.on == (s.count < 2)"),
    (or_else(spec.volumes[0].size_gb, -1) + 1, "s.?volumes[?0].?sizeGB.orValue(-1) + 1"),
    (or_else(spec.labels["a"], ""), 's.?labels[?"a"].orValue("")'),
    (or_else(spec.ratio, 1), "s.?ratio.orValue(1.0)"),
    (f"a{spec.name}{spec.count}", '"a" + s.name + string(s.count)'),
    (f"{spec.name + spec.other}", "s.name + s.other"),
    ("x" + (spec.name + "y"), '"x" + (s.name + "y")'),
]


@pytest.mark.parametrize(("value", "text"), CASES, ids=[text for _, text in CASES])
def test_an_expression_is_printed_with_the_parentheses_that_it_needs(value: object, text: str) -> None:
    assert cel(value) == text


def test_a_name_that_cel_cannot_select_is_asked_of_anything() -> None:
    names = {"dashed": "my-field", "word": "in", "double": "a__b", "fine": "namespace"}
    inner = Object("Odd", lambda: {name: Field(name, wire, String()) for name, wire in names.items()})
    root = Root(Object("Outer", lambda: {"odd": Field("odd", "odd", inner)}), "outer")
    odd: Any = reference_to(root).odd

    printed = [to_cel(expression(value), {root: "o"}) for value in (odd.dashed, odd.word, odd.double, odd.fine, or_else(odd.dashed, ""))]

    assert printed == [
        'dyn(o.odd)["my-field"]',
        'dyn(o.odd)["in"]',
        'dyn(o.odd)["a__b"]',
        "o.odd.namespace",
        'dyn(o.?odd)[?"my-field"].orValue("")',
    ]


@given(st.text())
def test_a_text_is_a_cel_string_that_reads_as_the_text(text: str) -> None:
    assert json.loads(cel_string(text)) == text


integers = st.builds(Literal, st.integers(0, 9))
booleans = st.builds(Literal, st.booleans())


def _operations(operators: str, operands: st.SearchStrategy[Expression], result: Any) -> st.SearchStrategy[Expression]:
    return st.builds(Operation, st.sampled_from(operators.split()), operands, operands, st.just(result))


arithmetic: st.SearchStrategy[Expression] = st.recursive(integers, lambda inner: _operations("+ - *", inner, Integer()), max_leaves=8)
relations = _operations("== != < <= > >=", arithmetic, Boolean())
logic: st.SearchStrategy[Expression] = st.recursive(
    booleans | relations, lambda inner: _operations("&& || == !=", inner, Boolean()), max_leaves=8
)


@given(arithmetic | logic)
def test_what_is_printed_groups_as_the_tree_does(tree: Expression) -> None:
    text = re.sub(r"true|false", lambda match: match[0].capitalize(), to_cel(tree, {}))
    as_python = text.replace("&&", "and").replace("||", "or")

    assert eval(as_python) == evaluate(tree, {})  # noqa: S307 - Python's operators group as CEL's do


texts = st.text(st.characters(exclude_characters="\x81")) | st.text('${}"\\ab')


@given(texts)
def test_a_text_in_a_template_is_read_by_kro_as_the_text(text: str) -> None:
    read = expressions_and_texts(to_template(text, {}))

    assert "".join(json.loads(part[2:-1]) if part.startswith("${") else part for part in read) == text


@given(texts, texts, texts)
def test_a_template_is_read_by_kro_as_its_texts_and_expressions(before: str, key: str, after: str) -> None:
    template = Template((before, expression(spec.labels[key]), after))

    read = expressions_and_texts(to_template(template, {ROOT: "s"}))

    reference = f"${{s.labels[{cel_string(key)}]}}"
    assert "".join(part if part == reference or not part.startswith("${") else json.loads(part[2:-1]) for part in read) == (
        f"{before}{reference}{after}"
    )


TEMPLATES = [
    (spec.count, "${s.count}"),
    (f"{spec.count}", "${string(s.count)}"),
    (f"{spec.name}", "${s.name}"),
    (f"{spec.name}\n", "${s.name}\n"),
    (f"${spec.name}", "$${s.name}"),
    (f"${{a}}{spec.ratio}", '${"${"}a}${string(s.ratio)}'),
]


@pytest.mark.parametrize(("value", "text"), TEMPLATES, ids=[text for _, text in TEMPLATES])
def test_an_expression_alone_keeps_its_type_and_one_in_a_text_becomes_text(value: object, text: str) -> None:
    assert to_template(expression(value), {ROOT: "s"}) == text


DESCRIPTIONS = [
    (spec.volumes[0].size_gb, "spec.volumes[0].size_gb"),
    (spec.labels["a"], "spec.labels['a']"),
    ((spec.count // 2 == 1) & spec.on, "(((spec.count // 2) == 1) & spec.on)"),
    (or_else(spec.count, 0), "or_else(spec.count, 0)"),
    (f"a-{spec.name}", 'f"a-{spec.name}"'),
]


@pytest.mark.parametrize(("value", "text"), DESCRIPTIONS, ids=[text for _, text in DESCRIPTIONS])
def test_an_expression_is_described_as_it_was_written_in_python(value: object, text: str) -> None:
    assert describe(expression(value)) == text


def test_a_root_can_be_described_by_another_name() -> None:
    assert describe(expression(spec.name), {ROOT: "deployment"}) == "deployment.name"


def test_an_empty_template_is_an_empty_text() -> None:
    assert to_cel(Template(()), {}) == '""'


def test_a_text_without_references_is_no_expression() -> None:
    assert expression_of("plain") is None
    assert parse("plain") == "plain"
