"""Values with references in them as the JSON of kro's templates."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import attrs

from typekro.checking.places import joined
from typekro.checking.problems import Lint
from typekro.errors import DefinitionError, compose
from typekro.expressions import Boolean, Expression, Float, Integer, Root, Template, describe, expression_of, roots, texts, to_template
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.graph.schema_reference import SchemaRoot
from typekro.graph.written import WRITTEN_OUT, in_python
from typekro.nodes import IteratorRoot, Node, NodeRoot
from typekro.schema import problem_of_text, wire_value

_LINT: Final[Lint] = "written-reference"


@attrs.define
class Rendering:
    """One graph's values on their way to JSON: what they may refer to, and what was found wrong.

    Args:
        names: the CEL name of each root that may be referred to.
        items: the id of the collection that a root is one of, where references to it leave the function that made it.
        problems: the text of an error for each thing that is wrong.
        allow: the lints that are not to be told.
    """

    names: Mapping[Root, str]
    items: Mapping[Root, str] = attrs.Factory(dict[Root, str])
    problems: list[str] = attrs.Factory(list[str])
    allow: Collection[str] = ()

    def naming(self, names: Mapping[Root, str]) -> "Rendering":
        """The same, where more may be referred to; problems are added to the same list."""
        return attrs.evolve(self, names={**self.names, **names}) if names else self

    def value(self, value: object, at: str, used: set[Root]) -> Any:
        """A value as JSON; references become CEL, and their roots are added to those used."""
        expression = self.found(value, at)
        if expression is not None:
            return self.expression(expression, at, used)
        if is_mapping(value):
            return {self._key(key, at): self.value(part, joined(at, str(key)), used) for key, part in value.items()}
        if is_sequence(value):
            return [self.value(part, f"{at}[{position}]", used) for position, part in enumerate(value)]
        if isinstance(value, str):
            return self._text(value, at)
        if isinstance(value, bool | int | float):
            type_ = Boolean() if isinstance(value, bool) else Integer() if isinstance(value, int) else Float()
            return wire_value(value, type_, at, self.problems)
        self.problems.append(_stranger(value, at))
        return None

    def found(self, value: object, at: str) -> Expression | None:
        """The expression that a value stands for, where it stands for one."""
        try:
            return expression_of(value)
        except DefinitionError as error:
            self.problems.append(f"{at}: {error.message}")
            return None

    def expression(self, expression: Expression, at: str, used: set[Root]) -> str:
        """An expression as a string of a template; its roots are added to those used."""
        used |= roots(expression)
        for text in texts(expression):
            self._check(text, at)
        for part in expression.parts if isinstance(expression, Template) else ():
            if isinstance(part, str):
                self._check_written_out(part, at)
        strangers = roots(expression) - self.names.keys()
        if strangers:
            self.problems.extend(self._unknown_root(root, expression, at) for root in sorted(strangers, key=lambda root: root.label))
            return ""
        return to_template(expression, self.names)

    def _key(self, key: object, at: str) -> str:
        if self.found(key, at) is not None or not isinstance(key, str):
            shown = repr(key) if isinstance(key, int | float | bool) or key is None else "a reference"
            self.problems.append(compose(f"{at}: a key is {shown}", "keys of a manifest are constant texts"))
        return str(key)

    def _text(self, text: str, at: str) -> str:
        self._check(text, at)
        self._check_written_out(text, at)
        return to_template(text, self.names)

    def _check(self, text: str, at: str) -> None:
        problem = problem_of_text(text)
        if problem is not None:
            self.problems.append(compose(f"{at}: {text!r}", problem))

    def _check_written_out(self, text: str, at: str) -> None:
        for found in WRITTEN_OUT.finditer(text):
            if found["root"] in self.names.values() and _LINT not in self.allow:
                why = "a text of Python stays what it is: this would be a text with ${ in it, not a value"
                hints = [
                    in_python(found["path"]),
                    f'allow=["{_LINT}"] where the graph is defined, where the text is meant',
                ]
                self.problems.append(compose(f"{at}: {found[0]!r} is written out", why, hints))

    def _unknown_root(self, root: Root, expression: Expression, at: str) -> str:
        what = f"{at}: {describe(expression, self.names)} is not known in this graph"
        match root:
            case NodeRoot() if root in self.items:
                id_ = self.items[root]
                why = f"it is one of the collection {id_}, and leaves the function that makes one"
                return compose(what, why, f"{id_}[0] for one at a known position, cel.map({id_}, lambda each: ...) for all")
            case NodeRoot(place=place, label=label):
                id_ = label[:1].lower() + label[1:]
                why = f"the {label} made at {place} is not among the nodes that the builder returns"
                return compose(what, why, f'return {{..., "{id_}": {id_}}}, status')
            case IteratorRoot(place=place, label=label):
                why = f"{label} is one item of the for_each at {place}, and leaves the function that it is given to"
                return compose(what, why, "refer to it inside of that function alone")
            case SchemaRoot(graph=graph):
                return compose(what, f"it is the schema of another graph, {graph}", "pass what is needed through this graph's own spec")
            case _:
                why = f"{root.label} is known while an app runs, and the graph lives on in the cluster"
                return compose(what, why, "make it a field of the spec, and pass it to the instance")


def describe_value(value: object) -> str:
    """A value of the user's as he wrote it, for messages."""
    expression = expression_of(value)
    return repr(value) if expression is None else describe(expression)


def _stranger(value: object, at: str) -> str:
    if value is None:
        return compose(f"{at}: None", "kro would write null, which Kubernetes takes for no value at all", "leave the key out")
    if isinstance(value, Node):
        return compose(f"{at}: a whole resource stands where a value should", (), "refer to one of its fields, such as metadata.name")
    why = "a manifest holds str, int, float, bool, lists, dicts and references"
    return compose(f"{at}: {type(value).__name__} {value!r}", why)
