"""Optional fields of the spec that are read as if they were always there: kro then waits without end and without an error."""

from collections.abc import Iterator
from typing import Any, Final

import attrs

from typekro.checking.lints_guards import Guards, Read, after, conditions, guards_of_node, reads
from typekro.checking.places import joined
from typekro.checking.problems import Problem, problem
from typekro.checking.report import Analysis, CheckedExpression
from typekro.expressions.library import Select, Struct, dotted

_SPEC: Final = "schema.spec"
_EMPTY: Final = {"string": '""', "integer": "0", "number": "0.0", "boolean": "false", "array": "[]"}
_SHOWN: Final = 3


@attrs.frozen
class _Missing:
    """A read of a field that may be missing."""

    place: str
    struct: Struct
    field: str
    path: str
    reader: str


def unguarded_fields(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each optional field of the spec that expressions of resources read unguarded."""
    found: dict[str, list[_Missing]] = {}
    for missing in _missing(analysis):
        found.setdefault(missing.place, []).append(missing)
    for readers in found.values():
        yield _problem(readers)


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
        struct = _optional_in(read)
        if struct is not None and isinstance(read.tree, Select) and not read.guarded:
            place = joined(struct.path, read.tree.field)
            yield _Missing(place, struct, read.tree.field, dotted(read.tree) or place, one.place)


def _optional_in(read: Read) -> Struct | None:
    """The object of the spec whose field this is, where the field may be missing in it."""
    operand = read.tree.operand.type if isinstance(read.tree, Select) else None
    struct = None if operand is None else operand.struct
    if struct is None or not isinstance(read.tree, Select) or not f"{struct.path}.".replace("[", ".").startswith(f"{_SPEC}."):
        return None
    field: Any = struct.schema.get("properties", {}).get(read.tree.field)
    if field is None or "default" in field or read.tree.field in struct.schema.get("required", ()):
        return None
    return struct


def _problem(missing: list[_Missing]) -> Problem:
    first = missing[0]
    readers = list(dict.fromkeys(one.reader for one in missing))
    more = f" and {len(readers) - _SHOWN} more" if len(readers) > _SHOWN else ""
    what = "an instance may leave it out, and it is read as if it were always there"
    why = [
        f"at {', '.join(readers[:_SHOWN])}{more}",
        "kro waits for the value without an error, and the instance stays IN_PROGRESS",
    ]
    type_ = first.struct.schema["properties"][first.field].get("type", "")
    parent = first.path.removesuffix(f".{first.field}")
    instead = f"has({first.path}) ? ... : ..." if type_ not in _EMPTY else f"{parent}.?{first.field}.orValue({_EMPTY[type_]})"
    return problem("S", first.place, what, why, [f"put required=true or default=... on {first.field}", f"or read it as ${{{instead}}}"])
