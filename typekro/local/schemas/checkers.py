"""The validation of a schema, compiled once: each part of it a checker, which tells in Kubernetes' words what is wrong with a value."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, TypeAlias, cast

from typekro.local.schemas.choosing import Found, Result, all_of, any_of, not_of, one_of
from typekro.local.schemas.correlating import UNKNOWN, field_before, is_same, item_before
from typekro.local.schemas.field_problems import invalid as invalid_value
from typekro.local.schemas.field_problems import not_supported, required, shown, too_long, too_many, type_invalid
from typekro.local.schemas.formats import fits_format, known_format
from typekro.local.schemas.numbers import number_checks
from typekro.local.schemas.patterns import pattern_test
from typekro.local.schemas.shapes import is_list, is_object, items_of, part_of
from typekro.local.schemas.structural import META_FIELDS
from typekro.openapi.schemas import Schema

Check: TypeAlias = Callable[[Any, str], "Found | None"]
"""Says what is wrong with a value at a path."""

_KEPT: Final = 512
_NOTHING: Final[tuple[Found, ...]] = ()


class Checker:
    """The validation of one schema.

    Args:
        schema: the schema, as a CRD has it.
    """

    __slots__ = (
        "_all",
        "_any",
        "_bounds",
        "_choices",
        "_format",
        "_integral",
        "_items",
        "_most",
        "_none",
        "_nullable",
        "_one",
        "_others",
        "_properties",
        "_required",
        "_sized",
        "_texts",
        "_types",
        "schema",
    )  # fmt: skip

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._types: tuple[str, ...] = ("integer", "string") if schema.get("x-kubernetes-int-or-string") else _types_of(schema)
        self._integral = "integer" in self._types
        self._nullable = bool(schema.get("nullable"))
        self._format: str = known_format(schema.get("format") or "", self._types)
        self._choices: list[Any] = schema.get("enum") or []
        self._bounds = number_checks(schema, self._types, self._format)
        self._texts = list(_text_checks(schema))
        self._sized = list(_size_checks(schema))
        properties = part_of(schema, "properties")
        # the standard metadata has rules of its own
        self._properties = {name: Checker(part) for name, part in properties.items() if "$ref" not in part}
        others, items = schema.get("additionalProperties"), schema.get("items")
        self._others = Checker(others) if is_object(others) else None
        self._items = Checker(items) if is_object(items) else None
        self._required: list[str] = schema.get("required") or []
        self._any, self._one, self._all = ([Checker(part) for part in items_of(schema, group)] for group in ("anyOf", "oneOf", "allOf"))
        self._none = Checker(schema["not"]) if is_object(schema.get("not")) else None

    def check(self, value: Any, path: str, old: Any = UNKNOWN) -> Result:
        """What is wrong with a value, and how much of it is right, which decides between several schemas.

        Args:
            value: JSON.
            path: where it stands; with a dot in front at the root.
            old: what it was before an update: what did not change is not told again.
        """
        if old is value and value is not None:
            return 0, _NOTHING  # how much is right counts only where schemas are chosen from, which nobody does by what was
        found: list[Found] = []
        matched = self._null(path, found) if value is None else self._value(value, path, old, found)
        if found and old is not UNKNOWN and is_same(old, value, self.schema):
            return matched, _NOTHING
        return matched, found

    def _null(self, path: str, found: list[Found]) -> int:
        wrong = bool(self._types) and not self._nullable
        if wrong:
            found.append(_type_problem(path, ",".join(self._types), "null"))
        if self._choices:
            found.append(_choice_problem(path, None, self._choices))
        return int(not wrong)

    def _value(self, value: Any, path: str, old: Any, found: list[Found]) -> int:
        kind = cast("type[object]", type(value))
        matched = 4
        if self._types or self._format:
            matched += 1
            problem = self._type_problem(value, path)
            if problem is None:
                matched += 1
            else:
                found.append(problem)
        if self._any or self._one or self._all or self._none:
            matched += self._chosen(value, path, found)
        if kind is str:
            matched += 1
            self._text(value, path, found)
        elif is_object(value):
            matched += 1 + self._fields(value, path, old, found)
        elif is_list(value):
            matched += 2 + self._listed(value, path, old, found)
        elif kind is not bool:
            matched += 2
            for check in self._bounds:
                _add(found, check(value, path))
        if self._choices and not any(_is_choice(value, choice) for choice in self._choices):
            _add(found, _choice_problem(path, value, self._choices))
        return matched

    def _type_problem(self, value: Any, path: str) -> Found | None:
        kind = cast("type[object]", type(value))
        types = self._types
        name, detail = _KINDS[kind]
        fits = name in types
        if kind is float:
            fits = fits or (self._integral and value.is_integer())
        elif kind is int:
            fits = fits or "number" in types
        if fits and not (kind in {str, list} and self._format and not self._numeric):
            return None
        if self._format and kind not in {str, list} and not fits and detail != self._format:
            return _type_problem(path, self._format, detail)
        if self._format and kind in {str, list} and not self._numeric:
            return None
        return None if fits else _type_problem(path, ",".join(types), name)

    @property
    def _numeric(self) -> bool:
        return self._integral or "number" in self._types

    def _text(self, value: str, path: str, found: list[Found]) -> None:
        for check in self._texts:
            problem = check(value, path)
            if problem is not None:
                _add(found, problem)
                break
        if self._format and not self._numeric and not fits_format(self._format, value):
            said = f"{path} in body must be of type {self._format}: {shown(value)}"
            _add(found, (said, type_invalid(_name(path), value, said)))

    def _listed(self, value: list[Any], path: str, old: Any, found: list[Found]) -> int:
        matched = 0
        if self._items is not None:
            for index, item in enumerate(value):
                before = UNKNOWN if old is UNKNOWN else item_before(old, item, self.schema)
                count, below = self._items.check(item, f"{path}[{index}]", before)
                matched += count
                _extend(found, below)
        for check in self._sized:
            _add(found, check(value, path))
        return matched

    def _fields(self, value: dict[str, Any], path: str, old: Any, found: list[Found]) -> int:
        matched, properties, others = 0, self._properties, self._others
        for check in self._sized:
            _add(found, check(value, path))
        for name, part in value.items():
            checker = properties.get(name)
            if checker is None:
                checker = others if name not in part_of(self.schema, "properties") else None
            if checker is None:
                continue
            before = UNKNOWN if old is UNKNOWN else field_before(old, value, name, self.schema)
            if not path and name in META_FIELDS and name != "metadata":
                before = UNKNOWN  # whose version and kind are never those of before
            at = name if not path and name in properties else f"{path}.{name}"
            count, below = checker.check(part, at, before)
            matched += count
            _extend(found, below)
        for name in self._required:
            if name not in value:
                _add(found, (f"{path}.{name} in body is required", required(_name(f"{path}.{name}"))))
        return matched

    def _chosen(self, value: Any, path: str, found: list[Found]) -> int:
        def checks(parts: Iterable[Checker]) -> list[Callable[[], Result]]:
            return [partial(part.check, value, path) for part in parts]

        matched = 0
        for choose, parts in ((any_of, self._any), (one_of, self._one), (all_of, self._all)):
            if parts:
                count, below = choose(checks(parts), path)
                matched += count
                _extend(found, below)
        if self._none is not None:
            _extend(found, not_of(self._none.check(value, path), path))
        return matched


def checker_of(schema: Schema) -> Checker:
    """The checker of a schema; the same schema gives the same one again.

    Args:
        schema: the OpenAPI of a CRD's version.
    """
    known = _CHECKERS.get(id(schema))
    if known is not None and known.schema is schema:
        return known
    made = _CHECKERS[id(schema)] = Checker(schema)
    if len(_CHECKERS) > _KEPT:
        _CHECKERS.popitem(last=False)
    return made


_CHECKERS: Final[OrderedDict[int, Checker]] = OrderedDict()
_KINDS: Final[Mapping[type, tuple[str, str]]] = {
    bool: ("boolean", ""),
    str: ("string", ""),
    int: ("integer", "int64"),
    float: ("number", "float64"),
    list: ("array", ""),
    dict: ("object", ""),
}


def _types_of(schema: Schema) -> tuple[str, ...]:
    given = schema.get("type")
    return (given,) if given else ()


def _name(path: str) -> str:
    return path.removeprefix(".") or "<nil>"


def _add(found: list[Found], problem: Found | None) -> None:
    if problem is not None and all(problem[0] != known[0] for known in found):
        found.append(problem)


def _extend(found: list[Found], problems: Iterable[Found]) -> None:
    for problem in problems:
        _add(found, problem)


def _type_problem(path: str, wanted: str, got: str) -> Found:
    said = f'{path} in body must be of type {wanted}: "{got}"'
    return said, type_invalid(_name(path), got, said)


def _is_choice(value: Any, choice: Any) -> bool:
    numeric = isinstance(value, int | float) and isinstance(choice, int | float) and bool not in (type(value), type(choice))
    return bool(value == choice) and (numeric or type(value) is type(choice))


def _choice_problem(path: str, value: Any, choices: list[Any]) -> Found:
    texts = [choice if isinstance(choice, str) else shown(choice) for choice in choices]
    return f"{path} in body should be one of {choices}", not_supported(_name(path), value, texts)


def _text_checks(schema: Schema) -> Iterable[Check]:
    most, least, pattern = schema.get("maxLength"), schema.get("minLength"), schema.get("pattern")
    if most is not None:
        yield partial(_check_longest, most)
    if least is not None:
        yield partial(_check_shortest, least)
    if pattern:
        yield partial(_check_pattern, pattern, pattern_test(pattern))


def _check_longest(most: int, value: str, path: str) -> Found | None:
    if len(value) <= most:
        return None
    return f"{path} in body should be at most {most} chars long", too_long(_name(path), most)


def _check_shortest(least: int, value: str, path: str) -> Found | None:
    return None if len(value) >= least else _invalid(path, value, f"should be at least {least} chars long")


def _check_pattern(pattern: str, test: Callable[[str], bool], value: str, path: str) -> Found | None:
    return None if test(value) else _invalid(path, value, f"should match '{pattern}'")


def _size_checks(schema: Schema) -> Iterable[Check]:
    for key, noun, fits in (("minItems", "items", is_list), ("minProperties", "properties", is_object)):
        if schema.get(key) is not None:
            yield partial(_check_fewest, schema[key], noun, fits)
    for key, noun, fits in (("maxItems", "items", is_list), ("maxProperties", "properties", is_object)):
        if schema.get(key) is not None:
            yield partial(_check_most, schema[key], noun, fits)
    if schema.get("uniqueItems"):
        yield _check_unique


def _check_fewest(least: int, noun: str, fits: Callable[[Any], bool], value: Any, path: str) -> Found | None:
    return _invalid(path, len(value), f"should have at least {least} {noun}") if fits(value) and len(value) < least else None


def _check_most(most: int, noun: str, fits: Callable[[Any], bool], value: Any, path: str) -> Found | None:
    if not fits(value) or len(value) <= most:
        return None
    return f"{path} in body should have at most {most} {noun}", too_many(_name(path), len(value), most)


def _check_unique(value: Any, path: str) -> Found | None:
    if not is_list(value):
        return None
    repeated = any(item in value[:index] for index, item in enumerate(value))
    return _invalid(path, "", "shouldn't contain duplicates") if repeated else None


def _invalid(path: str, value: Any, what: str) -> Found:
    said = f"{path} in body {what}"
    return said, invalid_value(_name(path), value, said)
