"""Parsing and type-checking of CEL as kro does both."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

import attrs

from typekro.expressions.library.aliases import alias, aliased
from typekro.expressions.library.depth import shallower
from typekro.expressions.library.errors import CelError, told
from typekro.expressions.library.functions import configuration
from typekro.expressions.library.google import google
from typekro.expressions.library.identifiers import fields as fields_of
from typekro.expressions.library.identifiers import functions, identifiers
from typekro.expressions.library.literals import problem_of_literals
from typekro.expressions.library.messages import Messages
from typekro.expressions.library.nested import casts, with_types
from typekro.expressions.library.nested import functions as nested_functions
from typekro.expressions.library.rewriting import rewritten
from typekro.expressions.library.syntax import read
from typekro.expressions.library.tree import Tree
from typekro.expressions.library.types import DYN, CelType, Resolve, Schema, no_references, type_of_schema


@attrs.frozen
class Parsed:
    """An expression whose syntax is right.

    Args:
        text: the expression.
        tree: what it is made of, macros expanded.
        identifiers: the free names in it, each once, in their order.
        functions: the names of all that it calls, operators too.
    """

    text: str
    tree: Tree
    identifiers: tuple[str, ...]
    functions: frozenset[str]


@attrs.frozen
class Compiled(Parsed):
    """An expression whose types are right; each part of its tree has its type.

    Args:
        type: the type of its result.
    """

    type: CelType


def parse(text: str) -> Parsed:
    """What an expression is made of, whatever its types are: kro's dependencies come from this.

    Args:
        text: CEL, without `${` and `}`.

    Raises:
        CelError: its syntax is wrong.
        NoCelError: there is no CEL library on this machine.

    Example:
        >>> parse("schema.spec.names.map(n, n + suffix.value)").identifiers
        ('schema', 'suffix')
    """
    return _parsed(text)[0]


class Environment:
    """The variables that an expression may use, and their types.

    Args:
        variables: types, or OpenAPI schemas, by the names of the variables. A schema that says no type leaves its variable undeclared, as
            in kro.
        resolve: finds the OpenAPI schema of a `$ref`.
        fields: names of fields that expressions will select (`fields(parse(text).tree)`); saying them beforehand saves time, about a
            millisecond for each expression that would bring a new one.

    Example:
        >>> environment = Environment({"service": {"type": "object", "properties": {"port": {"type": "integer"}}}})
        >>> str(environment.compile("service.port + 1").type)
        'int'
    """

    def __init__(self, variables: Mapping[str, Schema | CelType], resolve: Resolve = no_references, fields: Iterable[str] = ()) -> None:
        types = {name: value if isinstance(value, CelType) else type_of_schema(value, name, resolve) for name, value in variables.items()}
        self._types: Mapping[str, CelType] = {name: type_ for name, type_ in types.items() if type_ is not None}
        self._messages = Messages()
        self._fields = set(fields)
        self._nested: list[CelType] = []
        self._google: Any = None
        self._compiled: dict[str, Compiled] = {}

    @property
    def variables(self) -> Mapping[str, CelType]:
        """The types of the variables by their names."""
        return self._types

    def extended(self, variables: Mapping[str, CelType]) -> "Environment":
        """The same with more variables, such as the iterators of a forEach.

        Args:
            variables: types by names; they hide what had the same names.
        """
        return Environment({**self._types, **variables}, fields=self._fields)

    def compile(self, text: str) -> Compiled:
        """The expression with its types.

        Args:
            text: CEL, without `${` and `}`.

        Raises:
            CelError: its syntax or its types are wrong.
            NoCelError: there is no CEL library on this machine.
        """
        if text not in self._compiled:  # a graph says many things more than once
            self._compiled[text] = self._compile(text)
        return self._compiled[text]

    def _compile(self, text: str) -> Compiled:
        parsed, ready_text = _parsed(text)
        ready_text = aliased(ready_text, parsed.tree, self._types)
        tree = self._checked(parsed.tree, ready_text)
        # What one type tells may have fields of which the next one is to be told.
        while found := casts(ready_text, tree):
            self._tell_apart({str(cast.type): cast.type for cast in found})
            ready_text = with_types(ready_text, found, self._nested)
            tree = self._checked(parsed.tree, ready_text)
        problem = problem_of_literals(tree)
        if problem is not None:
            raise CelError(problem)
        return Compiled(text, tree, parsed.identifiers, parsed.functions, tree.type or DYN)

    def _checked(self, tree: Tree, text: str) -> Tree:
        try:
            serialized = self._for(fields_of(tree)).compile(text).serialize()
        except RuntimeError as error:
            raise told(error, text, tree, self._messages.structs, self._types) from None
        return read(serialized, self._messages.structs.get)

    def _tell_apart(self, types: Mapping[str, CelType]) -> None:
        new = [type_ for type_ in types.values() if type_ not in self._nested]
        self._nested += new
        self._google = None if new else self._google

    def _for(self, names: frozenset[str]) -> Any:
        """The library's environment in which the named fields can be selected."""
        if self._google is None or not names <= self._fields:
            self._fields |= names
            self._google = google().cel.NewEnv(
                descriptor_pool=self._messages.pool(self._types.values(), self._fields),
                config=self._configuration(),
                variables={alias(name): self._messages.type(type_) for name, type_ in self._types.items() if not _is_spelled(type_)},
            )
        return self._google

    def _configuration(self) -> Any:
        spelled = {alias(name): self._messages.spelled(type_) for name, type_ in self._types.items() if _is_spelled(type_)}
        if not spelled and not self._nested:
            return _configuration()
        functions, variables = nested_functions(self._nested, self._messages), [{"name": name, **type_} for name, type_ in spelled.items()]
        return google().cel.NewEnvConfigFromYaml(configuration(functions, variables))


def _is_spelled(type_: CelType) -> bool:
    """Whether the library takes a type in its configuration alone."""
    return type_.kind in {"optional", "type"} or any(map(_is_spelled, type_.parameters))


@lru_cache(maxsize=1024)
def _parsed(text: str) -> tuple[Parsed, str]:
    """The expression, and the text of it that Google's library understands as kro understands the expression."""
    flat = shallower(text)
    tree = _tree(flat)
    ready_text = rewritten(flat, tree)
    if ready_text != flat:
        tree = _tree(ready_text)
    return Parsed(text, tree, identifiers(tree), functions(tree)), ready_text


def _tree(text: str) -> Tree:
    try:
        return read(_untyped().compile(text, disable_check=True).serialize(), lambda _: None)
    except RuntimeError as error:
        raise told(error, text, None, {}, ()) from None


@cache
def _configuration() -> Any:
    return google().cel.NewEnvConfigFromYaml(configuration())


@cache
def _untyped() -> Any:
    return google().cel.NewEnv(config=_configuration())


__all__ = ["CelError", "Compiled", "Environment", "Parsed", "parse"]
