import pytest

from typekro.expressions.library import CelError, Environment

SPEC = {"type": "object", "properties": {"s": {"type": "string"}, "i": {"type": "integer"}}}
environment = Environment({"spec": SPEC})
CLAUSES = "there are %s, %d, %f, %e, %b, %o, %x, %X, and %% for the sign itself"
# kro gave its verdict on each of these, the accepted ones below too.
REFUSED = [
    ("'%d'.format([spec.s])", "%d takes no string: it takes double, int, uint"),
    ("'%b'.format([spec.s])", "%b takes no string: it takes bool, int, uint"),
    ("'%o'.format([true])", "%o takes no bool: it takes int, uint"),
    (
        "'%s'.format([spec])",
        "%s takes no spec: it takes bool, bytes, double, duration, int, list, map, null, string, timestamp, type, uint",
    ),
    ("'%s'.format([])", "format has 1 clause, and gets 0"),
    ("'a'.format([spec.s])", "format has 0 clauses, and gets 1"),
    ("'%s'.format([spec.s, 1])", "format has 1 clause, and gets 2"),
    ("'%z'.format([spec.s])", f"'%z' is no clause of a format: {CLAUSES}"),
    ("'%5d'.format([1])", f"'%5' is no clause of a format: {CLAUSES}"),
    ("'%.f'.format([1.5])", f"'%.' is no clause of a format: {CLAUSES}"),
    ("'100%'.format([1])", f"'%' is no clause of a format: {CLAUSES}"),
    ("spec.s.find('(')", "find('(') has no regular expression of RE2: missing ): ("),
    ("spec.s.findAll('(?=a)', 2)", "findAll('(?=a)') has no regular expression of RE2: invalid perl operator: (?="),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_constant_that_its_function_cannot_mean_is_refused(text: str, said: str) -> None:
    with pytest.raises(CelError) as caught:
        environment.compile(text)

    assert caught.value.reason == said


@pytest.mark.parametrize(
    "text",
    [
        "'%s %d'.format([spec.s, spec.i])",
        "'%d %d'.format([1u, 1.5])",
        "'%d'.format([dyn(spec.s)])",
        "'%.2f %e'.format([spec.i, 1.5])",
        "'%s%%'.format([null])",
        "'%s%s%s'.format([[spec.s], {'a': spec.s}, type(spec.s)])",
        "'%s'.format([timestamp(spec.s)])",
        "'%x%X%b'.format([spec.s, b'a', spec.s == 'a'])",
        "spec.s.format([1])",
        "spec.s.find('[0-9]+')",
        "spec.s.find(spec.s)",
    ],
)
def test_other_constants_pass(text: str) -> None:
    assert str(environment.compile(text).type) == "string"
