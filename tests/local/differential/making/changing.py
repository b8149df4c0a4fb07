"""Changes to manifests: patches, and parts that are wrong."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# What is sent and answered is JSON of every shape, on purpose.

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

Manifest = dict[str, Any]
Path = tuple[str | int, ...]

_STRANGE: tuple[Any, ...] = (None, {}, [], "text", "", 7, -1, 1.5, True, [{}], [None], {"x": "y"})


def spoiled(random: Random, manifest: Manifest) -> Manifest:
    """A manifest in which one thing is odd: another type, nothing, something unknown, or something gone or twice there."""
    found = copy.deepcopy(manifest)
    holders = list(_holders(found))
    holder = random.choice(holders)
    if isinstance(holder, list):
        if holder and random.random() < 0.4:
            holder.append(random.choice(holder))
        elif holder and random.random() < 0.3:
            holder.pop()
        else:
            holder.append(random.choice(_STRANGE))
        return found
    name = random.choice([*holder, "unknown"])
    if random.random() < 0.3:
        holder.pop(name, None)
    else:
        holder[name] = random.choice(_STRANGE)
    return found


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _holders(each)
    elif isinstance(value, list):
        yield value
        for each in value:
            yield from _holders(each)


def varied(random: Random, old: Manifest, new: Manifest) -> Manifest:
    """One manifest with some of what another has in the same places."""
    found = dict(old)
    for name in (*old, *new):
        before, after = old.get(name), new.get(name)
        if isinstance(before, dict) and isinstance(after, dict) and random.random() < 0.8:
            found[name] = varied(random, before, after)
        elif random.random() < 0.3:
            if after is None:
                found.pop(name, None)
            else:
                found[name] = after
    return found


def part(random: Random, manifest: Manifest) -> Manifest:
    """Some of a manifest's fields, also further below."""
    found: Manifest = {}
    for name, value in manifest.items():
        if random.random() < 0.6:
            found[name] = part(random, value) if isinstance(value, dict) and random.random() < 0.6 else value
    return found


def with_nulls(random: Random, patch: Manifest) -> Manifest:
    """A patch in which some fields are to go."""
    found: Manifest = {}
    for name, value in patch.items():
        found[name] = None if random.random() < 0.15 else with_nulls(random, value) if isinstance(value, dict) else value
    return found


def with_directives(random: Random, patch: Manifest) -> Manifest:
    """A strategic merge patch, now and then with directives."""
    found: Manifest = {name: _directed(random, name, value, found_in=patch) for name, value in patch.items()}
    if random.random() < 0.06:
        found["$patch"] = random.choice(["replace", "delete", "merge", "own"])
    if random.random() < 0.04:
        found["$retainKeys"] = random.sample([*found, "other"], 1)
    for name, value in patch.items():
        if isinstance(value, list) and random.random() < 0.08:
            found[f"$deleteFromPrimitiveList/{name}"] = [each for each in value if isinstance(each, str)]
            del found[name]  # with both, it is up to chance which one counts
        if isinstance(value, list) and name in found and random.random() < 0.08:
            found[f"$setElementOrder/{name}"] = [
                {key: each[key] for key in ("name", "port") if key in each} if isinstance(each, dict) else each for each in value
            ]
    return found


def _directed(random: Random, name: str, value: Any, *, found_in: Manifest) -> Any:
    del name, found_in
    if isinstance(value, dict):
        return with_directives(random, value)
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value) and random.random() < 0.4:
        listed = [with_directives(random, each) for each in value]
        if random.random() < 0.2:
            listed[0] = {**listed[0], "$patch": random.choice(["delete", "replace"])}
        return listed
    return None if random.random() < 0.08 else value


def operations(random: Random, old: Manifest, new: Manifest) -> list[Manifest]:
    """A JSON patch, with operations that mostly fit."""
    return [_operation(random, _paths(old), _paths(new)) for _ in range(random.randrange(1, 4))]


def _operation(random: Random, old: list[tuple[Path, Any]], new: list[tuple[Path, Any]]) -> Manifest:
    path, before = random.choice(old)
    target, value = random.choice(new)
    at, other = _pointer(path), _pointer(target)
    found: list[Manifest] = [
        {"op": "add", "path": other, "value": value},
        {"op": "add", "path": other, "value": value},
        {"op": "replace", "path": at, "value": random.choice([value, random.choice(_STRANGE)])},
        {"op": "remove", "path": at},
        {"op": "test", "path": at, "value": before},
        {"op": "move", "from": at, "path": other},
        {"op": "copy", "from": at, "path": other},
        {"op": "add", "path": "/metadata/labels", "value": {"a": "1"}},
    ]
    odd: list[Manifest] = [
        {"op": "test", "path": at, "value": random.choice(_STRANGE)},
        {"op": "own", "path": at},
        {"op": "add", "path": at},
        {"op": "add", "path": "nowhere", "value": 1},
        {"op": "remove", "path": "/none/such"},
        {"path": at, "value": 1},
        {"op": "replace", "path": "", "value": random.choice([{}, [], None])},
    ]
    return random.choice(found) if random.random() < 0.85 else random.choice(odd)


def _paths(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """All places below a value, with what is there; the kind stays as it is."""
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = [(name, each) for name, each in value.items() if path or name not in {"kind", "apiVersion"}]
    elif isinstance(value, list):
        items = list(enumerate(value))
    found = [((*path, name), each) for name, each in items]
    return found + [below for name, each in items for below in _paths(each, (*path, name))]


def _pointer(path: Path) -> str:
    return "".join("/" + str(each).replace("~", "~0").replace("/", "~1") for each in path)
