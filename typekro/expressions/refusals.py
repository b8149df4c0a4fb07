"""What Python offers and a reference refuses: the words for it, with what to write instead."""

from typing import Any

from typekro.errors import DefinitionError, compose
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError
from typekro.expressions.frames import Place
from typekro.expressions.guards import is_slice
from typekro.expressions.tree import AwaitedRoot, Expression, roots
from typekro.expressions.types import Boolean, Dyn, Float, Integer, List, Map, String, type_name

PRINTABLE = (String, Integer, Float, Boolean, Dyn)

_KNOWN_LATER = "its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs"
_NO_TWIN = "CEL, as kro has it, knows no such function"

# What was tried -> (how it is written, why it cannot be, what to write instead); {0} is the reference.
_REFUSED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "bool": (
        "whether {0} is true",
        _KNOWN_LATER,
        (
            "a & b, a | b and not_(a) instead of `and`, `or` and `not`; (a < b) & (b < c) instead of a < b < c",
            "cel.contains([one, other], a) instead of a in [one, other]; cel.max([a, b]) instead of max(a, b)",
            "when({0}, one, other) instead of `if`; node.with_include_when({0}) for a whole resource",
        ),
    ),
    "iter": (
        "for ... in {0}",
        _KNOWN_LATER,
        (
            'cel.map({0}, lambda item: ...) for a list of values, cel.join({0}, ",") for a text',
            "for_each({0}, lambda item: ...) for a resource for each item; {0} + [...] instead of [*{0}, ...]",
        ),
    ),
    "len": ("len({0})", _KNOWN_LATER, ("size({0})",)),
    "in": ("... in {0}", _KNOWN_LATER, ("cel.contains({0}, ...)",)),
    "index": ("{0} as a position or a count", _KNOWN_LATER, ("use a constant, or pass the reference on as it is",)),
    "int": ("int({0}), which %d asks for too", _KNOWN_LATER, ("cel.integer({0})", 'f"{{{0}}}" in a text')),
    "float": ("float({0}), which %f asks for too", _KNOWN_LATER, ("cel.double({0})", 'f"{{{0}}}" in a text')),
    "round": ("round({0})", _NO_TWIN, ("cel.integer({0} + 0.5) for a number that is not negative",)),
    "hash": (
        "{0} as a key of a dict, or in a set",
        _KNOWN_LATER,
        ("when({0} == ..., ..., ...) in place of a table; a reference as a value, and a constant key", "cel.distinct([...]) for a set"),
    ),
    "call": ("{0}(...)", "it is a field, and no method", ("the functions of cel take references: cel.size(...), cel.join(...)",)),
    "invert": ("~{0}", "to the type checkers ~ makes an int of a bool", ("not_({0})",)),
    "abs": ("abs({0})", _NO_TWIN, ("when({0} < 0, -{0}, {0})",)),
    "pow": ("{0} ** ...", _NO_TWIN, ("{0} * {0} for a square",)),
    "truediv": (
        "{0} / ...",
        "Python and CEL disagree about / on whole numbers",
        ("{0} // ... rounds towards zero, as CEL does", "cel.double({0}) / ... for a float"),
    ),
    "pickle": ("pickling {0}", "a reference means something in its own process alone", ("pickle the values, once they are known",)),
}


def refuse(expression: Expression, what: str) -> DefinitionError:
    """The error for something that Python was asked to do with a reference."""
    tried, why, hints = _REFUSED[what]
    text = describe(expression)
    # str.join() and "%d" put a message of their own in the place of any TypeError.
    kind = DefinitionError if what in {"iter", "int", "float"} else MisuseError
    awaited = sorted(root.label for root in roots(expression) if isinstance(root, AwaitedRoot))
    if awaited and why == _KNOWN_LATER:
        names = " and ".join(dict.fromkeys(label.removesuffix(".output") for label in awaited))
        hints = (f"await {names} first: what that gives has values",)
    error = kind(compose(f"{tried.format(text)}: a reference cannot do that", why, [hint.format(text) for hint in hints]))
    error.context["awaited"] = awaited
    return error


def assignment(expression: Expression, target: str) -> MisuseError:
    """The error for an assignment to a part of a reference."""
    text = describe(expression)
    return MisuseError(compose(f"{text}{target} = ...: a reference cannot be changed", "it stands for what is in the cluster"))


def format_spec(expression: Expression, spec: str) -> MisuseError:
    """The error for a format spec in an f-string."""
    text = describe(expression)
    why = "the text is made in the cluster, which knows no format specs"
    return MisuseError(compose(f'f"{{{text}:{spec}}}": a reference has no format spec', why, f'f"{{{text}}}"'))


def not_text(expression: Expression, place: Place) -> MisuseError:
    """The error for a list, a map, an object or omit() that was formatted into a text."""
    text = describe(expression)
    what = "it may be omitted" if isinstance(expression.type, PRINTABLE) else f"this is a {type_name(expression.type)}"
    why = f"CEL makes texts of str, int, float and bool alone, and {what}; it was formatted at {place}"
    return MisuseError(compose(f'f"{{{text}}}": not a text', why, _as_text(expression)))


def _as_text(expression: Expression) -> list[str]:
    text = describe(expression)
    match expression.type:
        case List(item=String()):
            return [f'cel.join({text}, ",")', f"{text}[0]"]
        case List() | Map():
            return [f"cel.json_text({text})", *_way_in(expression)]
        case _:
            return _way_in(expression)


def uncalled(on: Expression, name: str) -> MisuseError:
    """The error for a method that stands where a value should."""
    text = f"{describe(on)}.{name}"
    return MisuseError(compose(f"{text}: a method stands where a value should", "it has a value when it is called", f"{text}(...)"))


def operand(operator: str, reference: object, other: object) -> MisuseError:
    """The error for an operand that is neither a reference nor a constant."""
    tried = f"{_shown(reference)} {operator} {other!r}"
    if other is None:
        question = f"has({_shown(reference)})"
        hints = [{"==": f"not_({question})", "!=": question}[operator]] if operator in {"==", "!="} else []
        return MisuseError(compose(f"{tried}: None is no value in CEL", "what has no value in the cluster is not there at all", hints))
    return MisuseError(compose(f"{tried}: the other side is neither a reference nor str, int, float, bool, a list or a dict"))


def _shown(reference: object) -> str:
    method = getattr(type(reference), "__typekro_expression__", None)
    return repr(reference) if method is None else describe(method(reference))


def key(expression: Expression, tried: Any) -> MisuseError:
    """The error for an index that the type does not take."""
    text = describe(expression)
    shown = _shown_slice(tried) if is_slice(tried) else _shown(tried)
    what = f"{text}[{shown}]: a reference to {type_name(expression.type)} cannot be asked that"
    if not isinstance(expression.type, List | Map | Dyn | String):
        return MisuseError(compose(what, "it has no items", _way_in(expression)))
    if is_slice(tried):
        why = "CEL has parts of lists and texts, from one position to another, both counted from 0"
        return MisuseError(compose(what, why, [f"{text}[0:2]"] if isinstance(expression.type, List | String) else []))
    if isinstance(tried, int) and not isinstance(tried, bool) and not isinstance(expression.type, Map):
        last = [f"{text}[size({text}) - {-tried}]"] if isinstance(expression.type, List) and tried < 0 else []
        return MisuseError(compose(what, "CEL counts from 0 and has no negative positions", last or f"{text}[0]"))
    takes = {List: "an int", Map: "a str", Dyn: "an int or a str", String: "a constant int"}[type(expression.type)]
    return MisuseError(compose(what, f"it takes {takes}"))


def _shown_slice(tried: "slice[Any, Any, Any]") -> str:
    ends = ["" if end is None else _shown(end) for end in (tried.start, tried.stop)]
    return ":".join(ends if tried.step is None else [*ends, _shown(tried.step)])


def _way_in(expression: Expression) -> list[str]:
    match expression.type:
        case List():
            return [f"{describe(expression)}[0]"]
        case Map():
            return [f'{describe(expression)}["key"]']
        case String() | Integer() | Float() | Boolean() | Dyn():
            return []
        case shape:
            return [f"{describe(expression)}.{name}" for name in list(shape.fields)[:1]]
