"""What Python offers and a reference refuses: the words for it, with what to write instead."""

from typekro.errors import compose
from typekro.expressions.errors import MisuseError
from typekro.expressions.printing import describe
from typekro.expressions.tree import Expression
from typekro.expressions.types import Boolean, Dyn, Float, Integer, List, Map, String, type_name

PRINTABLE = (String, Integer, Float, Boolean, Dyn)
NO_METHODS = "methods of references are not supported yet; operators, indices and f-strings are"

_KNOWN_LATER = "its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs"
_LATER = "not supported yet"

# What was tried -> (how it is written, why it cannot be, what to write instead); {0} is the reference.
_REFUSED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "bool": (
        "whether {0} is true",
        _KNOWN_LATER,
        ("a & b, a | b and a != b instead of `and`, `or` and `not`; (a < b) & (b < c) instead of a < b < c; `if` is not supported yet",),
    ),
    "iter": ("for ... in {0}", _KNOWN_LATER, ("{0}[0] for an item at a known position; loops in the cluster are not supported yet",)),
    "len": ("len({0})", _KNOWN_LATER, (f"the size of a reference is {_LATER}",)),
    "in": ("... in {0}", _KNOWN_LATER, (f"membership in the cluster is {_LATER}",)),
    "index": ("{0} as a position or a count", _KNOWN_LATER, ("use a constant, or pass the reference on as it is",)),
    "int": ("int({0})", _KNOWN_LATER, ("pass the reference on as it is; an int that the cluster makes of a text is not supported yet",)),
    "float": ("float({0})", _KNOWN_LATER, ("pass the reference on as it is",)),
    "round": ("round({0})", _KNOWN_LATER, (f"rounding in the cluster is {_LATER}",)),
    "call": ("{0}(...)", NO_METHODS, ()),
    "invert": ("~{0}", "to the type checkers ~ makes an int of a bool", ("a != b instead of ~(a == b)",)),
    "neg": ("-{0}", f"negation in the cluster is {_LATER}", ("0 - {0}",)),
    "abs": ("abs({0})", f"abs in the cluster is {_LATER}", ()),
    "truediv": ("{0} / ...", "Python and CEL disagree about / on whole numbers", ("{0} // ... rounds towards zero, as CEL does",)),
    "pickle": ("pickling {0}", "a reference means something in its own process alone", ("pickle the values, once they are known",)),
}


def refuse(expression: Expression, what: str) -> MisuseError:
    """The error for something that Python was asked to do with a reference."""
    tried, why, hints = _REFUSED[what]
    text = describe(expression)
    return MisuseError(compose(f"{tried.format(text)}: a reference cannot do that", why, [hint.format(text) for hint in hints]))


def assignment(expression: Expression, target: str) -> MisuseError:
    """The error for an assignment to a part of a reference."""
    text = describe(expression)
    return MisuseError(compose(f"{text}{target} = ...: a reference cannot be changed", "it stands for what is in the cluster"))


def format_spec(expression: Expression, spec: str) -> MisuseError:
    """The error for a format spec in an f-string."""
    text = describe(expression)
    why = "the text is made in the cluster, which knows no format specs"
    return MisuseError(compose(f'f"{{{text}:{spec}}}": a reference has no format spec', why, f'f"{{{text}}}"'))


def not_text(expression: Expression) -> MisuseError:
    """The error for a list, a map or an object in an f-string."""
    text = describe(expression)
    why = f"CEL makes texts of str, int, float and bool alone, and this is a {type_name(expression.type)}"
    return MisuseError(compose(f'f"{{{text}}}": not a text', why, _way_in(expression)))


def operand(operator: str, reference: object, other: object) -> MisuseError:
    """The error for an operand that is neither a reference nor a constant."""
    if other is None:
        why = f"whether a reference leads to something is {_LATER}"
        return MisuseError(compose(f"{reference!r} {operator} None: None is no value in CEL", why))
    return MisuseError(compose(f"{reference!r} {operator} {other!r}: the other side is neither a reference nor str, int, float or bool"))


def key(expression: Expression, tried: object) -> MisuseError:
    """The error for an index that the type does not take."""
    shown = "a:b" if isinstance(tried, slice) else repr(tried)
    what = f"{describe(expression)}[{shown}]: a reference to {type_name(expression.type)} cannot be asked that"
    if not isinstance(expression.type, List | Map | Dyn):
        return MisuseError(compose(what, NO_METHODS, _way_in(expression)))
    if isinstance(tried, slice):
        return MisuseError(compose(what, f"slices are {_LATER}"))
    if isinstance(tried, int) and not isinstance(expression.type, Map):
        return MisuseError(compose(what, "CEL counts from 0 and has no negative positions", f"{describe(expression)}[0]"))
    takes = {List: "int", Map: "str", Dyn: "int or str"}[type(expression.type)]
    return MisuseError(compose(what, f"it takes a constant {takes}"))


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
