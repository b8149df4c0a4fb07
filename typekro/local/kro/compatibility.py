"""How a kind may change under its instances: kro's comparison of two schemas, in kro's own words; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

Schema = Mapping[str, Any]

_LOWER: Final = ("minimum", "minLength", "minItems")
_BOUNDS: Final = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
_SHOWN: Final = 3


@attrs.frozen
class SchemaChange:
    """One difference between two schemas.

    Args:
        text: what changed, in kro's words.
        breaking: whether an instance that was good may be bad now.
    """

    text: str
    breaking: bool


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[SchemaChange]:
    """What kro sees between two versions of a kind; what it does not look at is not there.

    Args:
        old: the version in the CustomResourceDefinition that is there.
        new: the version that the definition would make.
    """
    if old["name"] != new["name"]:
        return [SchemaChange(f"Type changed from {old['name']} to {new['name']}", breaking=True)]
    found = list(_compared(old["schema"]["openAPIV3Schema"], new["schema"]["openAPIV3Schema"]))
    if (old.get("additionalPrinterColumns") or []) != (new.get("additionalPrinterColumns") or []):
        found.append(SchemaChange("Additional printer columns were changed", breaking=False))
    return found


def told(found: Sequence[SchemaChange]) -> str:
    """The breaking ones, as kro tells them."""
    breaking = [each.text for each in found if each.breaking]
    more = [f"and {len(breaking) - _SHOWN} more changes"] if len(breaking) > _SHOWN else []
    return "; ".join([*breaking[:_SHOWN], *more])


def _compared(old: Schema, new: Schema) -> Iterator[SchemaChange]:
    before, after = old.get("description", ""), new.get("description", "")
    if before != after:
        yield SchemaChange(f"Description field was changed from {before} to {after}", breaking=False)
    if _json(old, "default") != _json(new, "default"):
        yield SchemaChange(f"Default value was changed from {_json(old, 'default')} to {_json(new, 'default')}", breaking=False)
    if old.get("type", "") != new.get("type", ""):
        yield SchemaChange(f"Type changed from {old.get('type', '')} to {new.get('type', '')}", breaking=True)
        return
    yield from _patterns(old.get("pattern", ""), new.get("pattern", ""))
    for name in _BOUNDS:
        yield from _bounds(name, old.get(name), new.get(name))
    yield from _properties(old, new)
    yield from _required(old, new)
    yield from _enums(old, new)
    if old.get("type") == "array":
        yield from _items(old.get("items"), new.get("items"))


def _patterns(old: str, new: str) -> Iterator[SchemaChange]:
    if old == new:
        return
    if not old:
        yield SchemaChange(f"Validation pattern {new} was added", breaking=True)
    elif not new:
        yield SchemaChange(f"Validation pattern {old} was removed", breaking=False)
    else:
        yield SchemaChange(f"Validation pattern changed from {old} to {new}", breaking=True)


def _bounds(name: str, old: float | None, new: float | None) -> Iterator[SchemaChange]:
    called = name[0].upper() + name[1:]
    if old == new:
        return
    if old is None:
        yield SchemaChange(f"{called} constraint {_number(new)} was added", breaking=True)
    elif new is None:
        yield SchemaChange(f"{called} constraint {_number(old)} was removed", breaking=False)
    else:
        verb = "increased" if new > old else "decreased"
        yield SchemaChange(f"{called} was {verb} from {_number(old)} to {_number(new)}", breaking=(new > old) is (name in _LOWER))


def _properties(old: Schema, new: Schema) -> Iterator[SchemaChange]:
    before, after = _parts(old), _parts(new)
    for name, part in sorted(before.items()):
        if name in after:
            yield from _compared(part, after[name])
        else:
            yield SchemaChange(f"Property {name} was removed", breaking=True)
    for name in sorted(after.keys() - before.keys()):
        required = name in _names(new) and "default" not in after[name]
        # kro calls it optional even where it is required: it looks for another word than the one it wrote.
        yield SchemaChange(f"Optional property {name} was added", breaking=required)


def _required(old: Schema, new: Schema) -> Iterator[SchemaChange]:
    before, after, there = _names(old), _names(new), _parts(old)
    for name in sorted(after - before):
        if name in there:
            yield SchemaChange(f"Field {name} is newly required", breaking=True)
    for name in sorted(before - after):
        yield SchemaChange(f"Field {name} is no longer required", breaking=False)
    for name in sorted(after & before):
        if name in there and "default" in there[name] and "default" not in _parts(new).get(name, {}):
            yield SchemaChange(f"Default value removed from required field {name}", breaking=True)


def _enums(old: Schema, new: Schema) -> Iterator[SchemaChange]:
    before, after = ([json.dumps(each) for each in schema.get("enum") or ()] for schema in (old, new))
    if not before or not after:
        return
    for value in before:
        if value not in after:
            yield SchemaChange(f"Enum value {value} was removed", breaking=True)
    for value in after:
        if value not in before:
            yield SchemaChange(f"Enum value {value} was added", breaking=False)


def _items(old: Schema | None, new: Schema | None) -> Iterator[SchemaChange]:
    if old is not None and new is not None:
        yield from _compared(old, new)
    elif old is not None:
        yield SchemaChange("Property items was removed", breaking=True)
    elif new is not None:
        yield SchemaChange("Optional property items was added", breaking=False)


def _parts(schema: Schema) -> Mapping[str, Schema]:
    return schema.get("properties") or {}


def _names(schema: Schema) -> set[str]:
    return set(schema.get("required") or ())


def _json(schema: Schema, key: str) -> str:
    return json.dumps(schema[key], separators=(",", ":")) if key in schema else ""


def _number(value: float | None) -> str:
    return f"{value:.15g}"
