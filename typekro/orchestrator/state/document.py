"""A stage as one JSON document: what `state export` writes, and what `state import` makes sure of before it changes anything."""

import json
import math
import types
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeGuard, Union, get_args, get_origin, get_type_hints

import attrs

from typekro.errors import StateError, compose
from typekro.orchestrator.state.keyring import WrappedKey
from typekro.orchestrator.state.records import Record, Stack

VERSION = 1
"""The number under `typekro`: it grows when an older typekro would misread what is written."""

_MARK, _RECORDS, _KEY = "typekro", "records", "key"
_TOLD = 5
_WORDS = {str: "a text", int: "a number", float: "a number", bool: "true or false", type(None): "null"}


def written(stack: Stack, records: Sequence[Record], key: WrappedKey | None = None) -> str:
    """The document, as text; whatever a record has is in it, secrets as they are encrypted.

    Args:
        stack: the stage.
        records: its records, in order.
        key: what opens their secrets, wrapped; None where there are none.
    """
    opens = {} if key is None else {_KEY: attrs.asdict(key)}
    document = {_MARK: VERSION, **attrs.asdict(stack), **opens, _RECORDS: [attrs.asdict(record) for record in records]}
    return json.dumps(document, indent=2) + "\n"


def read(text: str, title: str) -> tuple[Stack, list[Record], WrappedKey | None]:
    """The stage and the records that a document holds, and what opens their secrets.

    Args:
        text: the document.
        title: the file that it stands in, as a person would name it.

    Raises:
        StateError: it is no export, it was written by a newer typekro, or something in it cannot be; nothing was changed.
    """
    try:
        document: object = json.loads(text)
    except ValueError as error:
        raise _foreign(title, f"it is no JSON: {error}") from None
    if not _is_map(document) or _MARK not in document or _RECORDS not in document:
        raise _foreign(title, f"it has no {_MARK!r} and {_RECORDS!r} at its top")
    version = document[_MARK]
    if type(version) is not int or version < 1:
        raise _foreign(title, f"its version is {json.dumps(version)}")
    if version > VERSION:
        why = f"its version is {version}, and this typekro knows versions up to {VERSION}"
        what = f"{title}: the export was written by a newer typekro"
        raise StateError(compose(what, [why, "nothing was changed"], "pip install --upgrade typekro"), title)
    stack = {name: value for name, value in document.items() if name not in {_MARK, _RECORDS, _KEY}}
    key: Any = document.get(_KEY)
    problems = [*_problems(Stack, stack), *_problems_of_key(key), *_problems_of_records(document[_RECORDS])]
    if not problems and not _is_uuid(stack["lineage"]):
        problems = [f"lineage: {json.dumps(stack['lineage'])} is no UUID"]
    if problems:
        more = [f"and {len(problems) - _TOLD} more"] if len(problems) > _TOLD else []
        told = [*problems[:_TOLD], *more, "nothing was changed"]
        raise StateError(compose(f"{title}: the export cannot be restored", told), title)
    return Stack(**stack), [_record(values) for values in document[_RECORDS]], None if key is None else WrappedKey(**key)


def _foreign(title: str, why: str) -> StateError:
    hint = "typekro state export --output FILE writes one"
    return StateError(compose(f"{title}: this is no export of a state", [why, "nothing was changed"], hint), title)


def _record(values: Mapping[str, Any]) -> Record:
    whole: dict[str, Any] = {**values, "dependencies": tuple(values.get("dependencies", ()))}
    return Record(**whole)


def _problems_of_key(key: object) -> Iterator[str]:
    if key is None:
        return
    if _is_map(key):
        yield from _problems(WrappedKey, key, f"{_KEY}.")
    else:
        yield f"{_KEY}: {json.dumps(key)} is no key"


def _problems_of_records(records: object) -> Iterator[str]:
    if not _is_list(records):
        yield f"{_RECORDS}: {json.dumps(records)} is no list"
        return
    sound: list[Mapping[str, Any]] = []
    for index, values in enumerate(records):
        place = f"{_RECORDS}[{index}]"
        if not _is_map(values):
            yield f"{place}: {json.dumps(values)} is no record"
            continue
        found = list(_problems(Record, values, f"{place}."))
        yield from found
        sound.extend([values] if not found else [])
    for id_, number in Counter(values["id"] for values in sound).items():
        if number > 1:
            yield f"{_RECORDS}: {id_!r} is there {number} times"
    outside = Counter((values.get("place") or "", values["physical"]) for values in sound if values.get("physical") is not None)
    for (place, physical), number in outside.items():
        if number > 1:
            yield f"{_RECORDS}: {number} of them are {physical}{f' in {place}' if place else ''}, and what exists once has one record"


def _problems(cls: type[attrs.AttrsInstance], values: Mapping[str, Any], place: str = "") -> Iterator[str]:
    hints = get_type_hints(cls)
    for name, value in values.items():
        if name not in hints:
            yield f"{place}{name}: this typekro knows no such field; a newer one may have written it"
        elif not _fits(value, hints[name]):
            yield f"{place}{name}: {json.dumps(value)} is not {_told(hints[name])}"
        elif hints[name] is not Any and not _can_be_kept(value):
            yield f"{place}{name}: {json.dumps(value)} is no number that can be kept"
    for field in attrs.fields(cls):
        if field.default is attrs.NOTHING and field.name not in values:
            yield f"{place}{field.name}: it is missing"


def _can_be_kept(value: object) -> bool:
    """Whether SQLite has room for a number; other values can be kept."""
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def _fits(value: object, type_: Any) -> bool:
    """Whether a value of JSON can stand in a field; the types are those that fields of records have."""
    origin = get_origin(type_)
    if type_ is Any:
        return True
    if origin is Literal:
        return value in get_args(type_)
    if origin in {Union, types.UnionType}:
        return any(_fits(value, one) for one in get_args(type_))
    if origin is tuple:
        return _is_list(value) and all(_fits(one, get_args(type_)[0]) for one in value)
    return type(value) is type_ or (type_ is float and type(value) is int)  # a bool is no number


def _told(type_: Any) -> str:
    origin = get_origin(type_)
    if origin is Literal:
        return f"one of {', '.join(get_args(type_))}"
    if origin in {Union, types.UnionType}:
        return " or ".join(map(_told, get_args(type_)))
    return "a list of texts" if origin is tuple else _WORDS[type_]


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _is_map(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)
