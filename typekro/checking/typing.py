"""The types of expressions, by CEL and by the OpenAPI of what they stand in."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from typekro.checking.fields import Field
from typekro.checking.places import Step
from typekro.checking.problems import Problem, problem
from typekro.checking.reading import Reading
from typekro.checking.references import Expression
from typekro.checking.schemas import Schema, resolved
from typekro.expressions.embedded import Embedded, parts_of_text
from typekro.expressions.guards import is_mapping
from typekro.expressions.library import DYN, CelError, CelType, Compiled, Environment, problem_of_assigning, type_of_schema

_UNDEFINED = re.compile(r"undefined field '(.*)' in (.*)")
_SHOWN = 12
_SELECTOR = "metadata.selector"
_TEXT: Schema = {"type": "string"}
_ANYTHING: Schema = {"x-kubernetes-int-or-string": True}  # CEL reads it as anything


@attrs.frozen
class Typing:
    """Gives expressions their types.

    Args:
        environment: what every expression can refer to.
        resolve: what a `$ref` stands for.
        problems: what was found wrong.
        compiled: the expressions whose types are right, by their places.
        warnings: what kro takes and Kubernetes refuses later.
    """

    environment: Environment
    resolve: Callable[[str], Schema]
    problems: list[Problem] = attrs.Factory(list[Problem])
    compiled: dict[str, Compiled] = attrs.Factory(dict[str, Compiled])
    warnings: list[Problem] = attrs.Factory(list[Problem])

    def check_resource(self, reading: Reading, expressions: Sequence[Expression]) -> None:
        """Checks the expressions of a resource."""
        typed = {name: self._iterator(field, expressions) for name, field in reading.for_each.items()}
        iterators = {**dict.fromkeys(reading.iterators, DYN), **typed}
        inner = self.environment.extended(iterators) if iterators else self.environment
        for expression in expressions:
            if not expression.sound or expression.role == "forEach":
                continue
            if expression.role in {"includeWhen", "readyWhen"}:
                self._condition(expression, self._for_readiness(reading) if expression.role == "readyWhen" else self.environment)
            else:
                self._field(expression.field, reading, inner)

    def compile(self, field: Field, environment: Environment | None = None) -> Compiled | None:
        """An expression with its types; None where they are wrong, which is a problem then."""
        environment = environment or self.environment
        try:
            compiled = environment.compile(field.text)
        except CelError as error:
            self.problems.extend(_of_template(field, environment) or [_of_error(field, error, environment)])
            return None
        self.compiled[field.place] = compiled
        return compiled

    def _iterator(self, field: Field, expressions: Sequence[Expression]) -> CelType:
        if not any(expression.field == field and expression.sound for expression in expressions):
            return DYN
        compiled = self.compile(field)
        if compiled is None:
            return DYN
        if compiled.type.kind != "list":
            why = f"{field.written} is {compiled.type}, and kro wants a list whose type is known"
            self.problems.append(problem("T", field.place, "it is not a list", why))
            return DYN
        return compiled.type.parameters[0]

    def _for_readiness(self, reading: Reading) -> Environment:
        if reading.type != "Collection":
            return self.environment
        item = DYN if reading.schema is None else type_of_schema(reading.schema.schema, "each", self.resolve)
        return self.environment.extended({"each": item or DYN})

    def _condition(self, expression: Expression, environment: Environment) -> None:
        field = expression.field
        compiled = self.compile(field, environment)
        if compiled is None:
            return
        type_ = compiled.type.parameters[0] if compiled.type.kind == "optional" else compiled.type
        if type_.kind != "bool":
            why = f"{field.written} is {compiled.type}, and kro wants true or false"
            self.problems.append(
                problem(
                    "T",
                    field.place,
                    "it is not a condition",
                    why,
                    f"${{{_bracketed(field.text)} == {'true' if type_.kind == 'dyn' else '...'}}}",
                )
            )

    def _field(self, field: Field, reading: Reading, environment: Environment) -> None:
        compiled = self.compile(field, environment)
        if compiled is None or reading.schema is None:
            return
        selector = _of_selector(field) if reading.type == "ExternalCollection" else None
        expected = selector or schema_at(field.path, reading.schema.schema, self.resolve)
        why = None if expected is None else problem_of_assigning(compiled.type, expected, resolve=self.resolve)
        if expected is None or why is None:
            return
        reasons = [f"in {field.written}"]
        known = self.problems
        if reading.type == "Collection" and problem_of_assigning(compiled.type, _opened(expected, self.resolve)) is None:
            reasons.append("kro compares no objects in a resource with forEach: it takes this, and Kubernetes refuses each item")
            known = self.warnings
        known.append(problem("T", field.place, why, reasons, _instead(field, compiled.type, expected, reading)))


def _opened(schema: Schema, resolve: Callable[[str], Schema]) -> Schema:
    """A schema in which objects may have any fields, as kro sees those of a resource with forEach."""
    schema = resolved(schema, resolve)
    if schema.get("type") == "array" and is_mapping(schema.get("items")):
        return {"type": "array", "items": _opened(schema["items"], resolve)}
    if schema.get("type") == "object" and is_mapping(schema.get("additionalProperties")):
        return {"type": "object", "additionalProperties": _opened(schema["additionalProperties"], resolve)}
    return _ANYTHING if schema.get("type") == "object" else schema


def schema_at(path: Iterable[Step], schema: Schema, resolve: Callable[[str], Schema]) -> Schema | None:
    """The OpenAPI schema of a field, as kro finds it; None where it finds none, and lets anything stand there.

    Example:
        >>> schema_at(["data", "key"], {"properties": {"data": {"additionalProperties": {"type": "string"}}}}, {}.get)
        {'type': 'string'}
    """
    for step in path:
        schema = resolved(schema, resolve)
        inner = schema.get("items") if isinstance(step, int) else _field_of(step, schema, resolve)
        if not is_mapping(inner):
            return None
        schema = inner
    return resolved(schema, resolve)


def _field_of(name: str, schema: Schema, resolve: Callable[[str], Schema]) -> Schema | None:
    if any(letter in name for letter in '["') and "." not in name:
        return None  # kro cannot read its own path then
    found = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
    if is_mapping(found):
        return found
    items = schema.get("items")
    return _field_of(name, resolved(items, resolve), resolve) if is_mapping(items) else None


def _of_selector(field: Field) -> Schema | None:
    """What kro wants in a selector of external resources, which the schema of the kind does not have."""
    at = ".".join(str(step) for step in field.path)
    if at == _SELECTOR:
        return {"type": "object", "additionalProperties": _ANYTHING}
    if at == f"{_SELECTOR}.matchLabels":
        return {"type": "object", "additionalProperties": _TEXT}
    if at.startswith(f"{_SELECTOR}.matchLabels.") and "." not in str(field.path[-1]):
        return _TEXT
    return {"type": "array", "items": _ANYTHING} if at == f"{_SELECTOR}.matchExpressions" else None


def _of_error(field: Field, error: CelError, environment: Environment) -> Problem:
    name = next(iter(error.reason.split("'")[1::2]), "")
    why = [f"in {field.written}", *_explained(error, environment)]
    if error.nearest is None:
        return problem("T", field.place, error.reason, why, _for_list(field, error, environment))
    meant = field.written.replace(name, error.nearest) if name and field.written.count(name) == 1 else error.nearest
    return problem("T", field.place, error.reason, why, meant)


def _explained(error: CelError, environment: Environment) -> list[str]:
    """What stands behind an error that is about a field."""
    found = _UNDEFINED.fullmatch(error.reason)
    if found is None:
        return []
    if found.groups() == ("status", "schema"):
        return ["a status is made of the resources, and is not there before them"]
    if found.groups() == ("namespace", "schema.metadata"):
        return ["instances live in no namespace (scope: Cluster)"]
    names = sorted(_fields_of(found[2], environment)) if error.nearest is None else []
    shown = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    return [f"{found[2]} has {shown}"] if names else []


def _fields_of(path: str, environment: Environment) -> tuple[str, ...]:
    """The fields of the object at a path such as `web.spec.ports[]`."""
    root, *names = path.replace("[]", ".[]").split(".")
    type_ = environment.variables.get(root)
    for name in names:
        if type_ is None:
            return ()
        type_ = (type_.parameters or (None,))[-1] if name == "[]" else None if type_.struct is None else type_.struct.field(name)
    return () if type_ is None or type_.struct is None else type_.struct.names


def _for_list(field: Field, error: CelError, environment: Environment) -> list[str]:
    """What to write where the fields of a list are asked for, which a resource with forEach is for the others."""
    root, dot, rest = field.text.partition(".")
    type_ = environment.variables.get(root)
    if "operand of a select operation" not in error.reason or not dot or type_ is None or type_.kind != "list":
        return []
    return [f"${{{root}[0].{rest}}}", f"${{{root}.map(one, one.{rest})}}"]


def _of_template(field: Field, environment: Environment) -> Iterator[Problem] | list[Problem]:
    """The problems of a text with expressions in it, each part by itself: kro adds the parts up, and CEL adds texts to texts alone."""
    parts = parts_of_text(field.written) if "${" in field.written else ()
    embedded = [part for part in parts if isinstance(part, Embedded)]
    if len(parts) <= 1:
        return []
    found: list[Problem] = []
    for part in embedded:
        try:
            type_ = environment.compile(part.text).type
        except CelError as error:
            found.append(_of_error(attrs.evolve(field, written=f"${{{part.text}}}"), error, environment))
            continue
        if type_.kind not in {"string", "dyn"}:
            why = "what stands in a text has to be a text"
            hint = f"${{string({part.text})}}" if type_.kind in {"int", "double", "bool", "uint", "timestamp", "duration"} else ()
            found.append(problem("T", field.place, f"${{{part.text}}} is {type_}, not string", why, hint))
    return found


_CONVERSIONS = {
    ("int", "string"): "string",
    ("double", "string"): "string",
    ("bool", "string"): "string",
    ("timestamp", "string"): "string",
    ("string", "integer"): "int",
    ("double", "integer"): "int",
    ("int", "number"): "double",
    ("string", "number"): "double",
}


def _instead(field: Field, type_: CelType, expected: Mapping[str, Any] | None, reading: Reading) -> str | tuple[()]:
    if reading.kind == "Secret" and field.path[0] == "data" and type_.kind == "string":
        return "stringData: ..., which takes texts"
    wanted = (expected or {}).get("type")
    function = _CONVERSIONS.get((type_.kind, str(wanted)))
    return () if function is None or ("format" in (expected or {}) and wanted == "string") else f"${{{function}({field.text})}}"


def _bracketed(text: str) -> str:
    return text if text.replace(".", "").replace("_", "").isalnum() else f"({text})"
