"""The steps of a path to a field, in the form that `fieldsV1` writes them: `f:name`, `k:{"name":"web"}`, `v:"a"`, `i:0`."""

import functools
import json
from collections.abc import Mapping
from typing import Any, TypeAlias

Element: TypeAlias = str
"""One step; two that mean the same are the same text."""

_KINDS = "fkvi"
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_TABLE = str.maketrans(_ESCAPED)


def key_element(keys: Mapping[str, Any]) -> Element:
    """The item of a list of the type `map` that has these keys.

    Example:
        >>> key_element({"protocol": "TCP", "containerPort": 80})
        'k:{"containerPort":80,"protocol":"TCP"}'
    """
    try:
        return _keyed(*(part for name in sorted(keys) for part in (name, keys[name])))
    except TypeError:  # a key that is no scalar
        return f"k:{_json({name: keys[name] for name in sorted(keys)})}"


def value_element(value: Any) -> Element:
    """The item of a list of the type `set`.

    Example:
        >>> value_element("a")
        'v:"a"'
    """
    return _valued(value)


@functools.lru_cache(maxsize=8192, typed=True)
def _keyed(*parts: Any) -> Element:
    return f"k:{_json(dict(zip(parts[::2], map(_number, parts[1::2]), strict=True)))}"


@functools.lru_cache(maxsize=8192, typed=True)
def _valued(value: Any) -> Element:
    return f"v:{_json(_number(value))}"


@functools.lru_cache(maxsize=8192)
def canonical(text: str) -> Element | None:
    """A step as somebody wrote it, in the one form that it has here; None for a kind that is not known, which is passed over.

    Raises:
        ValueError: it is none.

    Example:
        >>> canonical('k:{"b": 1.0, "a": 2}')
        'k:{"a":2,"b":1}'
    """
    if text[1:2] != ":":
        raise ValueError(text)
    match text[0]:
        case "f":
            return text
        case "v":
            return value_element(json.loads(text[2:]))
        case "k":
            return key_element(json.loads(text[2:]))
        case "i":
            return f"i:{int(text[2:])}"
        case _:
            return None


@functools.lru_cache(maxsize=8192)
def order(element: Element) -> tuple[Any, ...]:
    """What to sort steps by, as Kubernetes does: fields, then keys, then values, then indices."""
    kind, rest = _KINDS.index(element[0]), element[2:]
    match element[0]:
        case "f":
            return kind, rest
        case "k":
            return kind, tuple((name, _rank(value)) for name, value in json.loads(rest).items())
        case "v":
            return kind, _rank(json.loads(rest))
        case _:
            return kind, int(rest)


@functools.lru_cache(maxsize=8192)
def shown(element: Element) -> str:
    """A step as a path in an error shows it.

    Example:
        >>> "".join(map(shown, ("f:ports", 'k:{"port":80}', "f:name")))
        '.ports[port=80].name'
    """
    rest = element[2:]
    match element[0]:
        case "f":
            return f".{rest}"
        case "k":
            return f"[{','.join(f'{name}={_json(value, escaped=False)}' for name, value in json.loads(rest).items())}]"
        case "v":
            return f"[={_json(json.loads(rest), escaped=False)}]"
        case _:
            return f"[{rest}]"


def _json(value: Any, *, escaped: bool = True) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_TABLE) if escaped else text


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _rank(value: Any) -> tuple[int, Any]:
    match value:
        case bool():
            return 2, value
        case int() | float():
            return 0, value
        case str():
            return 1, value
        case None:
            return 5, 0
        case _:
            return 3 if isinstance(value, list) else 4, _json(value)
