"""What the expressions of a definition refer to: kro's dependencies, and the names that are not there."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from typekro.checking.fields import Field
from typekro.checking.problems import Problem, problem
from typekro.checking.reading import Reading
from typekro.checking.report import Role
from typekro.expressions.library import Call, CelError, Identifier, Parsed, Tree, parse, walk
from typekro.schema.problems import nearest

OMIT_GATE = "CELOmitFunction"
_SCHEMA, _EACH, _RUNTIME = "schema", "each", "runtime"


@attrs.frozen
class Expression:
    """An expression whose syntax is right.

    Args:
        field: where it stands, and its text.
        owner: the id of the node that it belongs to; None for the status.
        role: what it is for.
        parsed: its tree.
        sound: whether all that it refers to is there.
    """

    field: Field
    owner: str | None
    role: Role
    parsed: Parsed
    sound: bool = True


@attrs.frozen
class References:
    """Reads what expressions refer to.

    Args:
        ids: the ids of all resources.
        gates: the features of kro that are switched on.
        problems: what was found wrong.
    """

    ids: Sequence[str]
    gates: Collection[str]
    problems: list[Problem] = attrs.Factory(list[Problem])

    def of_resource(self, reading: Reading) -> tuple[Expression, ...]:
        """The expressions of a resource."""
        external = reading.type in {"External", "ExternalCollection"}
        roles: list[tuple[Role, Iterable[Field]]] = [
            ("externalRef" if external else "template", reading.fields),
            ("forEach", reading.for_each.values()),
            ("includeWhen", reading.include_when),
            ("readyWhen", reading.ready_when),
        ]
        found = [self._expression(field, role, reading) for role, fields in roles for field in fields]
        expressions = tuple(expression for expression in found if expression is not None)
        self.problems.extend(_unused_iterators(reading, expressions))
        return expressions

    def of_status(self, fields: Iterable[Field], *, conditions: bool = False) -> tuple[Expression, ...]:
        """The expressions of the status, or its conditions."""
        found = [self._expression(field, "condition" if conditions else "status", None) for field in fields]
        return tuple(expression for expression in found if expression is not None)

    def _expression(self, field: Field, role: Role, reading: Reading | None) -> Expression | None:
        try:
            parsed = parse(field.text)
        except CelError as error:
            self.problems.append(problem("S", field.place, error.reason, f"in {field.written}"))
            return None
        owner = None if reading is None else reading.id
        found = [*self._problems_of_names(field, role, reading, parsed), *self._problems_of_omit(field, role, parsed)]
        self.problems.extend(found)
        return Expression(field, owner, role, parsed, sound=not found)

    def _problems_of_names(self, field: Field, role: Role, reading: Reading | None, parsed: Parsed) -> Iterator[Problem]:
        iterators = () if reading is None else reading.iterators
        for name in parsed.identifiers:
            if role == "readyWhen" and reading is not None:
                yield from _of_ready_when(name, field, reading)
            elif name in iterators:
                yield from _of_iterator(name, field, role)
            elif reading is not None and name == reading.id:
                yield problem("S", field.place, "it refers to itself", "kro makes a resource from what is there before it")
            elif name == _EACH or (name == _RUNTIME and role != "condition"):
                yield _elsewhere(name, field)
            elif name not in {_SCHEMA, _RUNTIME} and name not in self.ids:
                called = _called(name, parsed.tree)
                if called is not None:
                    yield problem("S", field.place, f"there is no function {called!r}", f"in {field.written}")
                    continue
                usable = [_SCHEMA, *(id_ for id_ in self.ids if reading is None or id_ != reading.id), *iterators]
                yield _unknown(name, field, usable)

    def _problems_of_omit(self, field: Field, role: Role, parsed: Parsed) -> Iterator[Problem]:
        if "omit" not in parsed.functions:
            return
        if role not in {"template", "externalRef"}:
            yield problem("S", field.place, "omit() stands outside of a template", "it leaves out a field of a resource, and nothing else")
        elif OMIT_GATE not in self.gates:
            why = f"kro has it behind the feature gate {OMIT_GATE}, which is off by default"
            hint = f"start kro with --feature-gates={OMIT_GATE}=true, and say so here: feature_gates=[{OMIT_GATE!r}]"
            yield problem("S", field.place, "omit() is not switched on", why, hint)


def dependencies_of(expressions: Iterable[Expression], ids: Collection[str]) -> tuple[str, ...]:
    """The ids that a resource needs to be there first: all that its template, its forEach and its includeWhen mention."""
    mentioned = (name for expression in expressions if expression.role != "readyWhen" for name in expression.parsed.identifiers)
    return tuple(dict.fromkeys(name for name in mentioned if name in ids))


def _of_ready_when(name: str, field: Field, reading: Reading) -> Iterator[Problem]:
    if reading.type == "Collection" and name != _EACH:
        why = "kro asks each item of a forEach whether it is ready, and calls it each"
        hint = field.written.replace(f"{name}.", "each.", 1) if name == reading.id and f"{name}." in field.written else ()
        yield problem("S", field.place, f"it refers to {name!r}", why, hint)
    elif reading.type != "Collection" and name == _EACH:
        why = "kro calls the items of a forEach so, and this resource has none"
        yield problem("S", field.place, "there is no 'each' here", why, field.written.replace("each", reading.id, 1))
    elif reading.type != "Collection" and name != reading.id:
        why = f"kro lets readyWhen ask about its own resource alone, which is {reading.id}"
        yield problem("S", field.place, f"it refers to {name!r}", why, "leave it out; what a resource refers to is ready before it is made")


def _of_iterator(name: str, field: Field, role: Role) -> Iterator[Problem]:
    if role == "forEach":
        why = "kro goes through every combination of the lists, so that none of them depends on another"
        yield problem("S", field.place, f"it refers to the iterator {name!r}", why)
    elif role == "includeWhen":
        why = "kro asks includeWhen once, for all items together"
        hint = "filter the list of the forEach instead: ${schema.spec.items.filter(item, ...)}"
        yield problem("S", field.place, f"it refers to the iterator {name!r}", why, hint)


def _elsewhere(name: str, field: Field) -> Problem:
    where = "the readyWhen of a resource with forEach" if name == _EACH else "status.conditions"
    return problem("S", field.place, f"there is no {name!r} here", f"kro has it in {where} alone; this is {field.written}")


def _unknown(name: str, field: Field, usable: Sequence[str]) -> Problem:
    near = nearest(name, usable)
    hint = field.written.replace(name, near) if near is not None and field.written.count(name) == 1 else ()
    return problem("S", field.place, f"there is no {name!r} to refer to", [f"in {field.written}", f"there are {', '.join(usable)}"], hint)


def _called(namespace: str, tree: Tree) -> str | None:
    """The function that a name stands before, as in `math.greatest(1, 2)`."""
    for node in walk(tree):
        if isinstance(node, Call) and isinstance(node.target, Identifier) and node.target.name == namespace:
            return f"{namespace}.{node.function}"
    return None


def _unused_iterators(reading: Reading, expressions: Iterable[Expression]) -> Iterator[Problem]:
    if reading.type != "Collection":
        return
    namespaced = reading.schema is None or reading.schema.namespaced
    identity = {("metadata", "name"), *([("metadata", "namespace")] if namespaced else ())}
    names = [one for one in expressions if one.role == "template" and one.field.path in identity]
    if len(names) < sum(field.path in identity for field in reading.fields):
        return  # one of them cannot be read, which is told
    used = {name for one in names for name in one.parsed.identifiers}
    for name, field in reading.for_each.items():
        if name not in used:
            why = "kro makes an item for each combination, and tells them apart by their names"
            yield problem("S", field.place, f"the iterator {name!r} is not in metadata.name", why, f"name: ...-${{{name}}}")
