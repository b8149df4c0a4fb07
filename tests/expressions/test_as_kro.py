"""What kro's own CEL says of what we print: each value was computed by kro 0.9.4, whose functions Google's library has not all."""

from typing import Any

import pytest

from tests.expressions.parts import ROOT, cel, expression, spec
from typekro.errors import EvaluationError
from typekro.expressions import cel as c
from typekro.expressions import evaluate

SPEC: dict[str, Any] = {
    "name": "a/b/cé",
    "other": "x",
    "count": -7,
    "ratio": 2.5,
    "on": True,
    "anything": {"a": [1, "<é>"]},
    "tags": ["b", "a", "b"],
    "numbers": [],
    "ratios": [],
    "labels": {"a": "1", "x": "2"},
    "volumes": [{"path": "/b", "sizeGB": 5}, {"path": "/a", "sizeGB": 4}],
}

VALUES: list[tuple[object, str | None, Any]] = [
    (spec.name[1:3], "s.name.substring(1, 3)", "/b"),
    (spec.name[0:6], "s.name.substring(0, 6)", "a/b/cé"),
    (spec.name[4:], "s.name.substring(4)", "cé"),
    (spec.name[5], "s.name.substring(5, 6)", "é"),
    (spec.name[: c.size(spec.name) - 2], "s.name.substring(0, size(s.name) - 2)", "a/b/"),
    (
        spec.name.removesuffix("é"),
        's.name.endsWith("é") ? s.name.substring(0, size(s.name) - size("é")) : s.name',
        "a/b/c",
    ),
    (spec.name.split(spec.name[0:0], 2), "s.name.split(s.name.substring(0, 0), 3)", ["a", "/", "b/cé"]),
    (c.string(spec.ratio * 1000000), "string(s.ratio * 1000000.0)", "2.5e+06"),
    (c.double("1e3"), 'double("1e3")', 1000.0),
    (c.integer("+5"), 'int("+5")', 5),
    (c.index_of(spec.tags, "b"), 's.tags.indexOf("b")', 0),
    (c.last_index_of(spec.tags, "b"), 's.tags.lastIndexOf("b")', 2),
    (c.index_of(spec.tags, "q"), 's.tags.indexOf("q")', -1),
    (c.sum([spec.count, 2]), "[s.count, 2].sum()", -5),
    (c.sum(spec.numbers), "s.numbers.sum()", 0),
    (c.sum(spec.ratios), "s.ratios.sum()", 0.0),
    (c.min(spec.tags), "s.tags.min()", "a"),
    (c.max([spec.ratio, 3]), "[s.ratio, 3.0].max()", 3.0),
    (c.sort_by(spec.volumes, lambda volume: volume.size_gb)[0].path, "s.volumes.sortBy(volume, volume.sizeGB)[0].path", "/a"),
    (c.merge(spec.labels, {"a": "9", "b": "0"}), 's.labels.merge({"a": "9", "b": "0"})', {"a": "9", "b": "0", "x": "2"}),
    (c.random_string(20, spec.name), "random.seededString(20, s.name)", "xhmtqf3mxhmtqf3mxhmt"),
    (c.random_integer(30000, 32768, spec.name), "random.seededInt(30000, 32768, s.name)", 31521),
    (c.fnv64a(spec.name), '"%x".format([hash.fnv64a(s.name)])', "da862e3166a410a3"),
    (c.md5(spec.other), '"%x".format([hash.md5(s.other)])', "9dd4e461268c8034f5c8564e155c67a6"),
    (
        c.sha256(spec.other),
        '"%x".format([hash.sha256(s.other)])',
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    ),
    (c.json_text(spec.anything), "json.marshal(dyn(s.anything))", '{"a":[1,"\\u003cé\\u003e"]}'),
    (c.json_text([1.0, spec.ratio, 1e-7, 1e21]), "json.marshal([1.0, s.ratio, 1e-07, 1e+21])", "[1,2.5,1e-7,1e+21]"),
    (
        c.json_text({"b": "\x7f&\u2028'\"\\\n\t\x01é\b\f", "a": spec.on}),
        None,
        '{"a":true,"b":"\x7f\\u0026\\u2028\'\\"\\\\\\n\\t\\u0001é\\b\\f"}',
    ),
    (c.json_value('{"a": [1, 2.5]}').a, 'json.unmarshal("{\\"a\\": [1, 2.5]}").a', [1.0, 2.5]),
    (c.base64_encode(spec.name), "base64.encode(bytes(s.name))", "YS9iL2PDqQ=="),
    (c.base64_decode("YQ"), 'string(base64.decode("YQ"))', "a"),
]


@pytest.mark.parametrize(("value", "text", "result"), VALUES, ids=[str(text) for _, text, _ in VALUES])
def test_kro_gives_this_value(value: object, text: str | None, result: object) -> None:
    assert text is None or cel(value) == text
    assert evaluate(expression(value), {ROOT: SPEC}) == result


ERRORS: list[tuple[object, str]] = [
    (spec.name[5:7], "s.name.substring(5, 7)"),
    (spec.tags[1:4], "s.tags.slice(1, 4)"),
    (spec.tags[c.integer(spec.count)], "s.tags[int(s.count)]"),
    (c.min(spec.numbers), "s.numbers.min()"),
    (c.range(spec.count), "lists.range(s.count)"),
    (c.integer("-9223372036854775808") % (spec.count + 6), 'int("-9223372036854775808") % (s.count + 6)'),
    (c.integer("-9223372036854775808") // (spec.count + 6), 'int("-9223372036854775808") / (s.count + 6)'),
    (c.integer("1_0"), 'int("1_0")'),
    (c.integer(" 1"), 'int(" 1")'),
    (c.integer(spec.ratio * 1e300), "int(s.ratio * 1e+300)"),
    (c.integer("9223372036854775808"), 'int("9223372036854775808")'),
    (c.double("1e999"), 'double("1e999")'),
    (c.double("x"), 'double("x")'),
    (c.random_string(spec.count, "a"), 'random.seededString(s.count, "a")'),
    (c.random_integer(3, spec.count, "a"), 'random.seededInt(3, s.count, "a")'),
    (c.json_value("NaN"), 'json.unmarshal("NaN")'),
    (c.json_text(spec.ratio / 0), "json.marshal(s.ratio / 0.0)"),
    (c.base64_decode("*"), 'string(base64.decode("*"))'),
    (c.base64_decode("/w=="), 'string(base64.decode("/w=="))'),
    (c.sum([spec.count, -(2**63)]), "[s.count, -9223372036854775808].sum()"),
]


@pytest.mark.parametrize(("value", "text"), ERRORS, ids=[text for _, text in ERRORS])
def test_kro_has_no_value_for_this(value: object, text: str) -> None:
    assert cel(value) == text
    with pytest.raises(EvaluationError):
        evaluate(expression(value), {ROOT: SPEC})
