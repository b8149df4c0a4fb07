"""The table of functions: how each is written in Python and in CEL, what it takes and gives, and what it computes."""

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import attrs

from typekro.expressions import computing as c
from typekro.expressions import encoding as e

_BETWEEN_PARAMETERS = re.compile(r", (?![^\[]*\])")


def parameters_of(signature: str) -> list[str]:
    """What a function takes.

    Example:
        >>> parameters_of("dict[str, T], str -> bool")
        ['dict[str, T]', 'str']
    """
    return _BETWEEN_PARAMETERS.split(signature.partition(" -> ")[0])


@attrs.frozen
class Function:
    """A function of CEL that expressions can call.

    Args:
        python: how it is written in Python; {0}, {1}, ... are its operands.
        cel: how it is written in CEL.
        signatures: what it takes and gives, one text for each overload; T is one type, the same wherever it stands.
        compute: what it computes, as CEL would; it raises ValueError where CEL would fail. None where only the cluster can tell.
    """

    python: str
    cel: str
    signatures: tuple[str, ...]
    compute: Callable[..., Any] | None

    @property
    def is_relation(self) -> bool:
        """Whether CEL writes it between its operands."""
        return " in " in self.cel


def _method(python: str, cel: str, signature: str, compute: Callable[..., Any] | None) -> Function:
    count = len(parameters_of(signature))
    arguments = ", ".join(f"{{{number}}}" for number in range(1, count))
    return Function(f"{{0}}.{python}({arguments})", f"{{0}}.{cel}({arguments})", (signature,), compute)


def _function(python: str, cel: str, *signatures: str, compute: Callable[..., Any] | None) -> Function:
    count = len(parameters_of(signatures[0]))
    arguments = ", ".join(f"{{{number}}}" for number in range(count))
    # A dot in front: a member of the first operand.
    first, _, rest = arguments.partition(", ")
    written = f"{first}{cel}({rest})" if cel.startswith(".") else cel if "{" in cel else f"{cel}({arguments})"
    return Function(f"cel.{python}({arguments})", written, signatures, compute)


_ORDERED = ("list[int] -> int", "list[float] -> float", "list[str] -> str", "list[bool] -> bool")
_SORTED = ("list[int] -> list[int]", "list[float] -> list[float]", "list[str] -> list[str]", "list[bool] -> list[bool]")

FUNCTIONS: MappingProxyType[str, Function] = MappingProxyType(
    {
        # methods of texts
        "startswith": _method("startswith", "startsWith", "str, str -> bool", str.startswith),
        "endswith": _method("endswith", "endsWith", "str, str -> bool", str.endswith),
        "upper": _method("upper", "upperAscii", "str -> str", c.upper),
        "lower": _method("lower", "lowerAscii", "str -> str", c.lower),
        "strip": _method("strip", "trim", "str -> str", c.trim),
        "replace": _method("replace", "replace", "str, str, str -> str", str.replace),
        "replace_some": _method("replace", "replace", "str, str, str, int -> str", str.replace),
        "split": _method("split", "split", "str, str -> list[str]", c.split),
        # Python counts the cuts, and CEL the pieces.
        "split_some": Function("{0}.split({1}, {2} - 1)", "{0}.split({1}, {2})", ("str, str, int -> list[str]",), c.split),
        "find": _method("find", "indexOf", "str, str -> int", str.find),
        "rfind": _method("rfind", "lastIndexOf", "str, str -> int", str.rfind),
        "join": _function("join", ".join", "list[str], str -> str", compute=c.join),
        "substring": Function("{0}[{1}:{2}]", "{0}.substring({1}, {2})", ("str, int, int -> str",), c.substring),
        "substring_from": Function("{0}[{1}:]", "{0}.substring({1})", ("str, int -> str",), c.substring),
        # conversions
        "string": _function("string", "string", "str -> str", "int -> str", "float -> str", "bool -> str", compute=c.string),
        "integer": _function("integer", "int", "int -> int", "float -> int", "str -> int", compute=c.integer),
        "double": _function("double", "double", "float -> float", "int -> float", "str -> float", compute=c.double),
        # What makes the values of a map differ in type, so that it can stand where an object is expected.
        "any": Function("{0}", "dyn({0})", ("T -> Any",), c.itself),
        "json_text": _function("json_text", "json.marshal", "T -> str", compute=e.json_text),
        "json_value": _function("json_value", "json.unmarshal", "str -> Any", compute=e.json_value),
        "base64_encode": _function("base64_encode", "base64.encode(bytes({0}))", "str -> str", compute=e.base64_encode),
        "base64_decode": _function("base64_decode", "string(base64.decode({0}))", "str -> str", compute=e.base64_decode),
        "fnv64a": _function("fnv64a", '"%x".format([hash.fnv64a({0})])', "str -> str", compute=e.fnv64a),
        "sha256": _function("sha256", '"%x".format([hash.sha256({0})])', "str -> str", compute=e.sha256),
        "md5": _function("md5", '"%x".format([hash.md5({0})])', "str -> str", compute=e.md5),
        "random_string": _function("random_string", "random.seededString", "int, str -> str", compute=e.random_string),
        "random_integer": _function("random_integer", "random.seededInt", "int, int, str -> int", compute=e.random_integer),
        # questions
        "size": _function("size", "size", "str -> int", "list[T] -> int", "dict[str, T] -> int", compute=len),
        "matches": _function("matches", ".matches", "str, str -> bool", compute=None),
        "contains_text": _function("contains", ".contains", "str, str -> bool", compute=c.contains_text),
        "contains": _function("contains", "{1} in {0}", "list[T], T -> bool", "dict[str, T], str -> bool", compute=c.contains),
        # lists and maps
        "slice": Function("{0}[{1}:{2}]", "{0}.slice({1}, {2})", ("list[T], int, int -> list[T]",), c.slice_),
        "index_of": _function("index_of", ".indexOf", "list[T], T -> int", compute=c.index_of),
        "last_index_of": _function("last_index_of", ".lastIndexOf", "list[T], T -> int", compute=c.last_index_of),
        "sort": _function("sort", ".sort", *_SORTED, compute=c.sort),
        "reverse": _function("reverse", ".reverse", "list[T] -> list[T]", compute=c.reverse),
        "distinct": _function("distinct", ".distinct", "list[T] -> list[T]", compute=c.distinct),
        "flatten": _function("flatten", ".flatten", "list[list[T]] -> list[T]", compute=c.flatten),
        "range": _function("range", "lists.range", "int -> list[int]", compute=c.range_),
        "sum": _function("sum", ".sum", "list[int] -> int", "list[float] -> float", compute=c.sum_),
        "min": _function("min", ".min", *_ORDERED, compute=c.min_),
        "max": _function("max", ".max", *_ORDERED, compute=c.max_),
        "merge": _function("merge", ".merge", "dict[str, T], dict[str, T] -> dict[str, T]", compute=c.merge),
    }
)
