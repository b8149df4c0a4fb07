"""What of the spec may be missing and is read as if it were always there: kro then waits without end and without an error."""

from collections.abc import Iterator
from typing import Any, Final

import attrs

from typekro.checking.lints_guards import Guards, Read, after, conditions, guards_of_node, reads
from typekro.checking.places import joined
from typekro.checking.problems import Problem, problem
from typekro.checking.report import Analysis, CheckedExpression
from typekro.expressions.guards import is_mapping
from typekro.expressions.library import Call, Constant, Schema, Select, Tree, dotted

MAY_BE_ABSENT: Final = "x-typekro-may-be-absent"
"""In the schema of a kind's status: its definition promises no value of this field."""

_SPEC: Final = "schema.spec"
_EMPTY: Final = {"string": '""', "integer": "0", "number": "0.0", "boolean": "false", "array": "[]"}
_SHOWN: Final = 3


@attrs.frozen
class _Missing:
    """A read of what may be missing.

    Args:
        place: a field, a key of a map, or an item of a list, below the spec.
        key: which it is there.
        schema: what is known of it.
        path: how it is read.
        reader: where.
    """

    place: str
    key: str | int
    schema: Schema
    path: str
    reader: str

    @property
    def is_field(self) -> bool:
        """Whether it is a field, which the schema could require."""
        return not self.place.endswith("]")


def unguarded_fields(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each optional field of the spec, key of a map and item of a list that expressions of resources read unguarded."""
    found: dict[str, list[_Missing]] = {}
    for missing in _missing(analysis):
        found.setdefault(missing.place, []).append(missing)
    for readers in found.values():
        yield _problem(readers)


def unpromised_fields(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each expression that reads unguarded what another definition's status does not promise."""
    for one in analysis.expressions.values():
        if one.compiled is None or one.role not in {"forEach", "template", "externalRef", "status"}:
            continue
        guards = guards_of_node(analysis, one.owner) if one.owner is not None else frozenset[str]()
        paths = [read.path for read in reads(one.compiled.tree, guards) if not read.guarded and _is_unpromised(read.tree)]
        for path in dict.fromkeys(paths):
            effect = "kro waits for the value without an error, and the instance stays IN_PROGRESS"
            why = ["the status of its graph does not promise it", "kro leaves the field out then" if one.role == "status" else effect]
            told = problem("S", one.place, f"{path} may be missing, and is read as if it were always there", why)
            yield attrs.evolve(told, python=("or_else(..., ...), or when(has(...), ..., ...)", "leave out the | None where it is declared"))


def _is_unpromised(tree: Tree) -> bool:
    struct = tree.operand.type.struct if isinstance(tree, Select) and tree.operand.type is not None else None
    known: Any = {} if struct is None or not isinstance(tree, Select) else struct.schema.get("properties", {}).get(tree.field, {})
    return bool(known.get(MAY_BE_ABSENT))


def _missing(analysis: Analysis) -> Iterator[_Missing]:
    for id_ in analysis.nodes:
        tested = conditions(analysis, id_, "includeWhen")
        for index, one in enumerate(tested):
            # The conditions are asked one after the other, and the first that is false ends it.
            yield from _of_expression(one, after(tested[:index]))
        guards = guards_of_node(analysis, id_)
        for role in ("forEach", "template", "externalRef"):
            for one in conditions(analysis, id_, role):
                yield from _of_expression(one, guards)


def _of_expression(one: CheckedExpression, guards: Guards) -> Iterator[_Missing]:
    for read in reads(one.compiled.tree, guards) if one.compiled is not None else ():
        found = None if read.guarded else _optional_field(read) or _optional_item(read)
        if found is not None:
            place, key, schema = found
            yield _Missing(place, key, schema, dotted(read.tree) or place, one.place)


def _optional_field(read: Read) -> tuple[str, str, Schema] | None:
    """The field of an object of the spec, where it may be missing."""
    found = _part(read.tree)
    struct = read.tree.operand.type.struct if isinstance(read.tree, Select) and read.tree.operand.type is not None else None
    if found is None or struct is None or not isinstance(read.tree, Select):
        return None
    place, field = found
    return None if "default" in field or read.tree.field in struct.schema.get("required", ()) else (place, read.tree.field, field)


def _optional_item(read: Read) -> tuple[str, str | int, Schema] | None:
    """The key of a map of the spec, or the item of a list, where it may be missing."""
    match read.tree:
        case Select(operand=whole, field=str() as key) | Call(function="_[_]", arguments=(whole, Constant(value=str() | int() as key))):
            found, part = _part(whole), _part(read.tree)
        case _:
            return None
    if found is None or part is None or (isinstance(key, int) and found[1].get("minItems", 0) > key):
        return None
    return None if "properties" in found[1] else (part[0], key, part[1])


def _part(tree: Tree) -> tuple[str, Schema] | None:
    """The place of a part of the spec, and its schema; None of anything else."""
    match tree:
        case Select(operand=whole, field=field) if whole.type is not None and whole.type.struct is not None:
            struct = whole.type.struct
            known: Any = struct.schema.get("properties", {}).get(field)
            below = f"{struct.path}.".replace("[", ".").startswith(f"{_SPEC}.")
            return (joined(struct.path, field), known) if known is not None and below else None
        case Select(operand=whole, field=key) | Call(function="_[_]", arguments=(whole, Constant(value=str() | int() as key))):
            found = _part(whole)
            inner: object = None if found is None else found[1].get("items") or found[1].get("additionalProperties")
            return (f"{found[0]}{_bracketed(key)}", inner) if found is not None and is_mapping(inner) else None
        case _:
            return None


def _bracketed(key: str | int) -> str:
    return f'["{key}"]' if isinstance(key, str) else f"[{key}]"


def _problem(missing: list[_Missing]) -> Problem:
    first = missing[0]
    readers = list(dict.fromkeys(one.reader for one in missing))
    more = f" and {len(readers) - _SHOWN} more" if len(readers) > _SHOWN else ""
    what = f"an instance may {'leave it out' if first.is_field else 'lack it'}, and it is read as if it were always there"
    why = [
        f"at {', '.join(readers[:_SHOWN])}{more}",
        "kro waits for the value without an error, and the instance stays IN_PROGRESS",
    ]
    empty = _EMPTY.get(first.schema.get("type", ""))
    if first.is_field:
        parent = first.path.removesuffix(f".{first.key}")
        instead = f"has({first.path}) ? ... : ..." if empty is None else f"{parent}.?{first.key}.orValue({empty})"
        return problem("S", first.place, what, why, [f"put required=true or default=... on {first.key}", f"or read it as ${{{instead}}}"])
    whole = first.place.rpartition("[")[0]
    field = whole.rpartition(".")[2]
    key = _bracketed(first.key).replace("[", "[?", 1)
    hints = [f"read it as ${{{whole}{key}.orValue({empty or '...'})}}"]
    python = ["or_else({0}, ...), when(has({0}), ..., ...) or with_include_when(has({0}))"]
    if isinstance(first.key, int) and not field.endswith("]"):
        hints.insert(0, f"put minItems={first.key + 1} on {field}, or")
        python.insert(0, f"MinItems({first.key + 1}) among the markers of its field: Annotated[list[...], MinItems({first.key + 1})]")
    return attrs.evolve(problem("S", first.place, what, why, hints), python=tuple(python))
