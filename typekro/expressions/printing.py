"""Expressions as CEL, as kro's templates, and as a user reads them in a message."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from typekro.expressions.tree import Expression, FieldOf, ItemOf, Literal, Operation, OrElse, Root, Template, Variable
from typekro.expressions.types import String

_OR, _AND, _RELATION, _SUM, _PRODUCT, _MEMBER = range(6)
_LEVELS = {
    "||": _OR,
    "&&": _AND,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _RELATION),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/", "%"), _PRODUCT),
}
_PYTHON_OPERATORS = {"&&": "&", "||": "|", "/": "//"}
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
            return "".join(to_template(part, names) if isinstance(part, str) else f"${{{printer.as_string(part)}}}" for part in parts)
        case _:
            return f"${{{to_cel(value, names)}}}"


def describe(expression: Expression, names: Mapping[Root, str] = MappingProxyType({})) -> str:
    """The expression as its author wrote it in Python, for messages.

    Args:
        expression: what is described.
        names: what roots are called, where it is not by their labels.

    Example:
        >>> describe(Literal("a"))
        "'a'"
    """
    match expression:
        case Literal(value):
            return repr(value)
        case Variable(root):
            return names.get(root, root.label)
        case FieldOf():
            return f"{describe(expression.operand, names)}.{expression.name}"
        case ItemOf():
            return f"{describe(expression.operand, names)}[{expression.key!r}]"
        case _:
            return _describe_made(expression, names)


def _describe_made(expression: Operation | OrElse | Template, names: Mapping[Root, str]) -> str:
    match expression:
        case Operation():
            operator = _PYTHON_OPERATORS.get(expression.operator, expression.operator)
            return f"({describe(expression.left, names)} {operator} {describe(expression.right, names)})"
        case OrElse():
            return f"or_else({describe(expression.path, names)}, {describe(expression.fallback)})"
        case template:
            return 'f"' + "".join(part if isinstance(part, str) else f"{{{describe(part, names)}}}" for part in template.parts) + '"'


class _Printer:
    """Prints with as few parentheses as CEL's precedences allow."""

    def __init__(self, names: Mapping[Root, str]) -> None:
        self._names = names

    def text(self, expression: Expression, level: int = _OR) -> str:
        """The expression, in parentheses where it binds less tightly than the level."""
        text, own_level = self._print(expression)
        return f"({text})" if own_level < level else text

    def as_string(self, expression: Expression) -> str:
        """The expression, made text where it is not."""
        return self.text(expression) if isinstance(expression.type, String) else f"string({self.text(expression)})"

    def _print(self, expression: Expression) -> tuple[str, int]:  # noqa: PLR0911 - one for each kind of node
        match expression:
            case Literal(value):
                return _literal(value), _MEMBER
            case Variable(root):
                return self._names[root], _MEMBER
            case FieldOf() | ItemOf():
                return self._step(self.text(expression.operand, _MEMBER), expression), _MEMBER
            case Operation():
                return self._operation(expression), _LEVELS[expression.operator]
            case OrElse(path, fallback):
                return f"{self._optional(path)}.orValue({_literal(fallback.value)})", _MEMBER
            case Template(parts=(part,)) if not isinstance(part, str) and isinstance(part.type, String):
                return self._print(part)
            case template:
                texts = [cel_string(part) if isinstance(part, str) else self._addend(part) for part in template.parts]
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
            case FieldOf(wire_name=name) if _is_selectable(name):
                return f"{operand}.{mark}{name}"
            case FieldOf(wire_name=name):
                # An object of known fields takes no index, and what is not known of it takes any.
                return f"dyn({operand})[{mark}{cel_string(name)}]"
            case item:
                return f"{operand}[{mark}{cel_string(item.key) if isinstance(item.key, str) else item.key}]"

    def _optional(self, expression: Expression) -> str:
        """A path each step of which may lead to nothing."""
        match expression:
            case FieldOf() | ItemOf():
                return self._step(self._optional(expression.operand), expression, "?")
            case _:
                return self.text(expression, _MEMBER)


def _is_selectable(name: str) -> bool:
    return _IDENTIFIER.fullmatch(name) is not None and name not in _NOT_SELECTABLE and "__" not in name


def _literal(value: str | float) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return cel_string(value)
        case _:
            return repr(value)
