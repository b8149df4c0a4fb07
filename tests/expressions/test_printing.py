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
from typekro.expressions import cel as c

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
    (-spec.count * 2, "-s.count * 2"),
    (-(spec.count * 2), "-(s.count * 2)"),
    (0 - -spec.count, "0 - -s.count"),
    (-c.or_else(spec.count, -1), "-s.?count.orValue(-1)"),
    (c.not_(spec.on), "!s.on"),
    (c.not_(c.not_(spec.on & spec.on)), "!(!(s.on && s.on))"),
    (c.not_(spec.on) & spec.on, "!s.on && s.on"),
    (c.when(spec.on, 1, 2) + 1, "(s.on ? 1 : 2) + 1"),
    (c.when(spec.on | spec.on, c.when(spec.on, 1, 2), c.when(spec.on, 3, 4)), "s.on || s.on ? (s.on ? 1 : 2) : s.on ? 3 : 4"),
    (c.when(spec.on, spec.name, c.omit()), "s.on ? s.name : omit()"),
    (c.has(spec.name), "has(s.name)"),
    (c.has(spec.volume.path), "s.?volume.?path.hasValue()"),
    (c.has(spec.labels["a"]), 's.?labels[?"a"].hasValue()'),
    (or_else(spec.volume.path, spec.name + "x"), 's.?volume.?path.orValue(s.name + "x")'),
    (spec.tags[spec.count - 1], "s.tags[s.count - 1]"),
    (spec.labels[f"{spec.name}-x"], 's.labels[s.name + "-x"]'),
    (spec.labels.get(spec.name, "x"), 's.?labels[?s.name].orValue("x")'),
    ((spec.name + "x").upper(), '(s.name + "x").upperAscii()'),
    (c.contains(["a", spec.name], spec.other + "x"), 's.other + "x" in ["a", s.name]'),
    (c.not_(c.contains(spec.labels, "a")), '!("a" in s.labels)'),
    (c.contains(spec.name, "a") & spec.on, 's.name.contains("a") && s.on'),
    (c.size(spec.tags + spec.tags), "size(s.tags + s.tags)"),
    (c.join(spec.tags + spec.tags, ", "), '(s.tags + s.tags).join(", ")'),
    (spec.labels == {"a": spec.name, "b": "c"}, 's.labels == {"a": s.name, "b": "c"}'),
    (c.raw(f"quantity({spec.name}) < x"), "quantity(s.name) < x"),
    (c.raw(f"{spec.name + 'x'}.charAt(0)", str) + "y", '((s.name + "x").charAt(0)) + "y"'),
    (spec.config["a"], "s.config.a"),
    (spec.config["a-b"], 'dyn(s.config)["a-b"]'),
    (spec.config[spec.name], "dyn(s.config)[s.name]"),
    (or_else(spec.config["a"]["b"], 1), "s.?config.?a.?b.orValue(1)"),
    (c.size(spec.config), "size(dyn(s.config))"),
    (c.map(spec.anything, lambda x: x + 1), "dyn(s.anything).map(x, x + 1)"),
    (spec.anything.upper(), "dyn(s.anything).upperAscii()"),
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


COMPREHENSIONS = [
    (c.map(spec.tags, lambda item: f"{item}-{spec.name}"), 's.tags.map(item, item + "-" + s.name)'),
    (c.filter(spec.volumes, lambda v: v.size_gb > 1)[0].path, "s.volumes.filter(v, v.sizeGB > 1)[0].path"),
    (c.exists(spec.tags, lambda host_name: host_name == "a"), 's.tags.exists(hostName, hostName == "a")'),
    (c.all(spec.tags, lambda s: s == "a"), 's.tags.all(s2, s2 == "a")'),
    (c.exists_one(spec.tags, lambda schema: schema == "a"), 's.tags.exists_one(schema2, schema2 == "a")'),
    (
        c.all(spec.tags, lambda tag: c.exists([tag], lambda tag: tag == spec.name)),
        "s.tags.all(tag, [tag].exists(tag2, tag2 == s.name))",
    ),
    (c.map(spec.groups, lambda tags: c.map(tags, lambda tag: tag + tags[0])), "s.groups.map(tags, tags.map(tag, tag + tags[0]))"),
    (c.sort_by(spec.volumes, lambda v: v.size_gb), "s.volumes.sortBy(v, v.sizeGB)"),
    (c.map(spec.numbers, c.string), "s.numbers.map(value, string(value))"),
]


@pytest.mark.parametrize(("value", "text"), COMPREHENSIONS, ids=[text for _, text in COMPREHENSIONS])
def test_a_variable_has_the_name_of_the_parameter_unless_that_means_something_else(value: object, text: str) -> None:
    assert cel(value) == text


def test_the_fields_of_a_spec_are_asked_for_by_has_alone() -> None:
    root = Root(
        Object("Whole", lambda: {"spec": Field("spec", "spec", ROOT.type), "status": Field("status", "status", ROOT.type)}), "whole"
    )
    whole: Any = reference_to(root)

    printed = [to_cel(expression(c.has(value)), {root: "w"}) for value in (whole.spec.name, whole.status.name, whole.status)]

    assert printed == ["has(w.spec.name)", "w.?status.?name.hasValue()", "has(w.status)"]


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
    (-spec.ratio / 2, "(-spec.ratio / 2.0)"),
    (c.not_(spec.on), "not_(spec.on)"),
    (c.when(spec.on, spec.name, c.omit()), "when(spec.on, spec.name, omit())"),
    (c.has(spec.tags[spec.count]), "has(spec.tags[spec.count])"),
    (or_else(spec.name, spec.other), "or_else(spec.name, spec.other)"),
    (spec.name.replace("a", "b").split("/", 1)[0:2], "spec.name.replace('a', 'b').split('/', 2 - 1)[0:2]"),
    (c.contains(["a", spec.name], spec.other), "cel.contains(['a', spec.name], spec.other)"),
    (c.json_text({"a": spec.count}), "cel.json_text({'a': spec.count})"),
    (
        c.sort_by(c.filter(spec.volumes, lambda volume: volume.size_gb > 1), lambda v: v.path),
        "cel.sort_by(cel.filter(spec.volumes, lambda volume: (volume.size_gb > 1)), lambda v: v.path)",
    ),
    (c.raw(f"size({spec.tags})", int), 'raw(f"size({spec.tags})")'),
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
