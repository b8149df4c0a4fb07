"""Expressions as CEL, as kro's templates, and as a user reads them in a message."""

import re
from collections.abc import Iterable, Mapping

from typekro.expressions.describing import describe
from typekro.expressions.functions import FUNCTIONS
from typekro.expressions.tree import (
    Call,
    Comprehension,
    Conditional,
    Expression,
    FieldOf,
    Has,
    ItemOf,
    ListOf,
    Literal,
    MapOf,
    Omit,
    Operation,
    OrElse,
    Raw,
    Root,
    Template,
    Unary,
    Variable,
)
from typekro.expressions.types import Dyn, Map, String
from typekro.expressions.words import variable_name

__all__ = ["cel_string", "describe", "to_cel", "to_template"]

_WHOLE, _OR, _AND, _RELATION, _SUM, _PRODUCT, _SIGN, _MEMBER = range(8)
_LEVELS = {
    "||": _OR,
    "&&": _AND,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _RELATION),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/", "%"), _PRODUCT),
}
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NOT_SELECTABLE = frozenset({"true", "false", "null", "in"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile('["\\\\\\x00-\\x1f\\x7f]')


def cel_string(text: str) -> str:
    r"""A text as a CEL string: in double quotes, since kro counts the braces outside of these.

    Example:
        >>> print(cel_string('say "hi"'))
        "say \"hi\""
    """
    return '"' + _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], f"\\u{ord(match[0]):04x}"), text) + '"'


def to_cel(expression: Expression, names: Mapping[Root, str]) -> str:
    """The expression as CEL.

    Args:
        expression: what is printed.
        names: the CEL name of each root that it mentions.
    """
    return _Printer(names).text(expression)


def to_template(value: str | Expression, names: Mapping[Root, str]) -> str:
    """The value as a string of a kro manifest: expressions stand in `${...}`, and a `${` of the user's own text stays text.

    Args:
        value: text without references, or an expression (a template is printed with its text around the expressions).
        names: the CEL name of each root that it mentions.
    """
    match value:
        case str():
            return value.replace("${", '${"${"}')
        case Template(parts):
            printer = _Printer(names)
            return "".join(
                to_template(part, names) if isinstance(part, str) else f"${{{printer.as_string(part)}}}" for part in _joined_texts(parts)
            )
        case _:
            return f"${{{to_cel(value, names)}}}"


def _joined_texts(parts: Iterable[str | Expression]) -> list[str | Expression]:
    """The parts with texts side by side made one: `$` and `{` are a `${` together."""
    joined: list[str | Expression] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, str) and isinstance(last, str):
            joined[-1] = last + part
        else:
            joined.append(part)
    return joined


class _Printer:
    """Prints with as few parentheses as CEL's precedences allow."""

    def __init__(self, names: Mapping[Root, str]) -> None:
        self._names = names

    def text(self, expression: Expression, level: int = _WHOLE) -> str:
        """The expression, in parentheses where it binds less tightly than the level."""
        text, own_level = self._print(expression)
        return f"({text})" if own_level < level else text

    def as_string(self, expression: Expression) -> str:
        """The expression, made text where it is not."""
        return self.text(expression) if isinstance(expression.type, String) else f"string({self.text(expression)})"

    def _print(self, expression: Expression) -> tuple[str, int]:  # noqa: PLR0911 - one for each kind of node
        match expression:
            case Literal(value):
                # A sign is an operator of its own, which binds less tightly than a method behind it.
                return _literal(value), _SIGN if _literal(value).startswith("-") else _MEMBER
            case Variable(root):
                return self._names[root], _MEMBER
            case FieldOf() | ItemOf():
                return self._step(self.text(expression.operand, _MEMBER), expression), _MEMBER
            case Unary(operator, operand):
                return f"{operator}{self.text(operand, _MEMBER)}", _SIGN
            case Operation():
                return self._operation(expression), _LEVELS[expression.operator]
            case Conditional():
                return self._conditional(expression), _WHOLE
            case Raw(parts):
                return "".join(part if isinstance(part, str) else self.text(part, _MEMBER) for part in parts), _WHOLE
            case Template():
                return self._template(expression)
            case Call():
                return self._call(expression)
            case _:
                return self._member(expression), _MEMBER

    def _member(self, expression: Has | OrElse | ListOf | MapOf | Comprehension | Omit) -> str:  # noqa: PLR0911 - one for each kind of node
        match expression:
            case Has(FieldOf(operand, wire_name=name) as path) if _is_there(operand) and _is_selectable(name):
                return f"has({self.text(path)})"
            case Has(path):
                return f"{self._optional(path)}.hasValue()"
            case OrElse(path, fallback):
                return f"{self._optional(path)}.orValue({self.text(fallback)})"
            case ListOf(items):
                return f"[{', '.join(self.text(item) for item in items)}]"
            case MapOf(entries):
                return f"{{{', '.join(f'{cel_string(key)}: {self.text(value)}' for key, value in entries)}}}"
            case Comprehension(macro, over, variable, body):
                name = variable_name(variable.label, set(self._names.values()))
                inside = _Printer({**self._names, variable: name})
                return f"{self._opened(over, _MEMBER)}.{macro}({name}, {inside.text(body)})"
            case Omit():
                return "omit()"

    def _call(self, call: Call) -> tuple[str, int]:
        function = FUNCTIONS[call.function]
        if function.is_relation:
            return function.cel.format(*(self._opened(operand, _SUM) for operand in call.operands)), _RELATION
        first = _MEMBER if function.cel.startswith("{0}.") else _WHOLE
        operands = [self._opened(operand, _WHOLE if number else first) for number, operand in enumerate(call.operands)]
        return function.cel.format(*operands), _MEMBER

    def _opened(self, expression: Expression, level: int) -> str:
        """The expression, called dyn where kro may know it as an object without fields, which no function takes."""
        return f"dyn({self.text(expression)})" if _is_open(expression) else self.text(expression, level)

    def _conditional(self, conditional: Conditional) -> str:
        condition, then = self.text(conditional.condition, _OR), self.text(conditional.then, _OR)
        return f"{condition} ? {then} : {self.text(conditional.otherwise)}"

    def _template(self, template: Template) -> tuple[str, int]:
        match template.parts:
            case (part,) if not isinstance(part, str) and isinstance(part.type, String):
                return self._print(part)
            case parts:
                texts = [cel_string(part) if isinstance(part, str) else self._addend(part) for part in parts]
                return " + ".join(texts) or '""', _SUM if len(texts) > 1 else _MEMBER

    def _operation(self, operation: Operation) -> str:
        level = _LEVELS[operation.operator]
        # Relations don't chain in CEL as they do in Python: (a == b) == c says what is meant in both.
        left = level + 1 if level == _RELATION else level
        # && and || may stand in any order; everything else is grouped from the left.
        right = level if level <= _AND else level + 1
        return f"{self.text(operation.left, left)} {operation.operator} {self.text(operation.right, right)}"

    def _addend(self, part: Expression) -> str:
        return self.text(part, _PRODUCT) if isinstance(part.type, String) else self.as_string(part)

    def _step(self, operand: str, expression: FieldOf | ItemOf, mark: str = "") -> str:
        match expression:
            case FieldOf(wire_name=name):
                # An object of known fields takes no index, and what is not known of it takes any.
                return f"{operand}.{mark}{name}" if _is_selectable(name) else f"dyn({operand})[{mark}{cel_string(name)}]"
            case ItemOf(operand=container, key=str(name)) if _is_open(container) and _is_selectable(name):
                return f"{operand}.{mark}{name}"
            case ItemOf(operand=container, key=key):
                index = _literal(key) if isinstance(key, int | str) else self.text(key)
                return f"dyn({operand})[{mark}{index}]" if _is_open(container) else f"{operand}[{mark}{index}]"

    def _optional(self, expression: Expression) -> str:
        """A path each step of which may lead to nothing."""
        match expression:
            case FieldOf() | ItemOf():
                return self._step(self._optional(expression.operand), expression, "?")
            case _:
                return self.text(expression, _MEMBER)


def _is_selectable(name: str) -> bool:
    return _IDENTIFIER.fullmatch(name) is not None and name not in _NOT_SELECTABLE and "__" not in name


def _is_open(expression: Expression) -> bool:
    """Whether anything may be in it that is known by key: to kro it is an object, or a map."""
    match expression:
        case FieldOf(operand=operand) | ItemOf(operand=operand) if isinstance(operand.type, Dyn):
            return False
        case FieldOf() | ItemOf() | Variable():
            return expression.type in (Dyn(), Map(Dyn()))
        case _:
            return False


def _is_there(expression: Expression) -> bool:
    """Whether it is there whenever the expression is evaluated, so that has() can be asked of its fields."""
    match expression:
        case FieldOf(Variable(), wire_name="spec" | "metadata"):
            return True
        case _:
            return isinstance(expression, Variable)


def _literal(value: str | float) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return cel_string(value)
        case _:
            return repr(value)
