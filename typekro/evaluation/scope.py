"""What the expressions of one pass read, and what they came to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from typekro.checking import CheckedExpression
from typekro.evaluation.definition import Definition
from typekro.evaluation.states import Manifest, metadata_of
from typekro.evaluation.words import failure_of, reason_of, shortened
from typekro.expressions.library import CelValueError, Program, native, typed
from typekro.expressions.library.running.values import Condition

SCHEMA, EACH = "schema", "each"
SEVERAL = frozenset({"Collection", "ExternalCollection"})


class ExpressionError(Exception):
    """An expression has no value.

    Args:
        expression: which one.
        message: what CEL says of it.
        values: what it could refer to, as JSON.
        pending: whether it may have one later.
    """

    def __init__(self, expression: CheckedExpression, message: str, values: Mapping[str, Any], *, pending: bool = False) -> None:
        super().__init__(message)
        self.expression = expression
        self.message = message
        self.pending = pending
        self.values = values

    @property
    def told(self) -> str:
        """What kro says of it."""
        return failure_of(self.expression, self.message)

    @property
    def reason(self) -> str:
        """Why, for people."""
        if self.pending:
            return reason_of(self.expression, self.message, self.values)
        return f"{self.expression.place}: {shortened(self.expression)}: {self.message}"


class Scope:
    """The values of one pass: the instance, and the objects that were observed so far.

    Args:
        definition: the definition of the instance.
        instance: the instance.
        assumed: whether a node that is there counts as ready, by id, whatever its readyWhen says.
    """

    def __init__(self, definition: Definition, instance: Manifest, assumed: Mapping[str, bool] | None = None) -> None:
        self.definition = definition
        self.assumed: Mapping[str, bool] = assumed or {}
        self.instance: Manifest = {key: part for key, part in instance.items() if key != "status"}
        self.observed: dict[str, tuple[Manifest, ...]] = {}
        self._typed: dict[str, Any] = {}
        self._results: dict[str, Any] = {}

    def observe(self, id_: str, objects: tuple[Manifest, ...]) -> None:
        """From now on a node is known by these objects.

        Args:
            id_: its id.
            objects: in the order in which expressions see them.
        """
        self.observed[id_] = objects
        self._typed.pop(id_, None)

    def values(self, names: Iterable[str]) -> dict[str, Any]:
        """What names stand for in templates and in the status; those of which nothing was observed are left out.

        Args:
            names: ids, and `schema`.
        """
        found = ((name, self._value(name)) for name in names if name == SCHEMA or name in self.observed)
        return dict(found)

    def run(self, expression: CheckedExpression, extra: Mapping[str, Any] | None = None) -> Any:
        """The value of an expression, as JSON; once it has one, the same text has it for the rest of the pass, as in kro.

        Args:
            expression: which one.
            extra: values by name that hold here alone, so that the result does too.

        Raises:
            ExpressionError: it has none.
        """
        if extra is None and expression.text in self._results:
            return self._results[expression.text]
        values = {**self.values(expression.references), **(extra or {})}
        result = evaluated(expression, values, lambda: {**self.plain(expression.references), **(extra or {})})
        if extra is None:
            self._results[expression.text] = result
        return result

    def run_raw(self, expression: CheckedExpression, values: Mapping[str, Any]) -> Any:
        """The value of a condition that sees an object as JSON, kept for its text like all others.

        Args:
            expression: which one.
            values: what it can refer to.

        Raises:
            ExpressionError: it has none.
        """
        if expression.text not in self._results:
            self._results[expression.text] = evaluated(expression, values)
        return self._results[expression.text]

    @property
    def generation(self) -> int | None:
        """The generation of the instance; None before the server gave it one."""
        found: int | None = metadata_of(self.instance).get("generation")
        return found

    def run_condition(self, expression: CheckedExpression, built_in: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
        """The conditions that an expression of the status makes.

        Args:
            expression: which one.
            built_in: kro's own conditions, which it may read.

        Raises:
            ExpressionError: it makes none.
        """
        instance = {**self.instance, "status": {"conditions": list(built_in)}}
        schema = typed(instance, self.definition.instance_schema, self.definition.resolve)
        values = {**self.values(expression.references), SCHEMA: schema}
        try:
            return _conditions(Program(expression.text).value(values))
        except CelValueError as error:
            plain = {**self.plain(expression.references), SCHEMA: instance}
            raise ExpressionError(expression, error.message, plain, pending=error.pending) from error

    def plain(self, names: Iterable[str]) -> dict[str, Any]:
        """The same as values, as JSON.

        Args:
            names: ids, and `schema`.
        """
        found: dict[str, Any] = {}
        for name in names:
            if name == SCHEMA:
                found[name] = self.instance
            elif name in self.observed:
                objects = self.observed[name]
                found[name] = objects if self.definition.analysis.nodes[name].type in SEVERAL else objects[0]
        return found

    def _value(self, name: str) -> Any:
        if name not in self._typed:
            self._typed[name] = self._made(name)
        return self._typed[name]

    def _made(self, name: str) -> Any:
        resolve = self.definition.resolve
        if name == SCHEMA:
            return typed(self.instance, self.definition.instance_schema, resolve)
        node = self.definition.analysis.nodes[name]
        schema = node.schema
        wrapped: Callable[[Manifest], Any] = (lambda one: one) if schema is None else (lambda one: typed(one, schema.schema, resolve))
        objects = self.observed[name]
        return [wrapped(one) for one in objects] if node.type in SEVERAL else wrapped(objects[0])


def evaluated(expression: CheckedExpression, values: Mapping[str, Any], plain: Callable[[], Mapping[str, Any]] | None = None) -> Any:
    """The value of an expression, as JSON.

    Args:
        expression: which one.
        values: what it can refer to.
        plain: gives the same as JSON, where the values are not.

    Raises:
        ExpressionError: it has none.
    """
    try:
        return Program(expression.text).run(values)
    except CelValueError as error:
        raise ExpressionError(expression, error.message, values if plain is None else plain(), pending=error.pending) from error


def _conditions(value: Any) -> list[dict[str, str]]:
    """What an expression made, as conditions: kro takes one, or a list of them."""
    items: list[Any] = [*value] if isinstance(value, list) else [value]
    strangers = [one for one in items if not isinstance(one, Condition)]
    if strangers:
        raise CelValueError(f"condition must return a Condition or list(Condition), got {type(strangers[0]).__name__}")
    return [native(one) for one in items]
