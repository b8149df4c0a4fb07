"""Long sums made shallow: Google's parser goes 32 deep and kro's 250, and every part of a sum is one deeper than the next."""

from typing import Final

from typekro.expressions.lexing import TOKEN

_MANY: Final = 8
_ENDS: Final = frozenset({",", "?", ":", "&&", "||", "==", "!=", "<", "<=", ">", ">=", "in"})


def shallower(text: str) -> str:
    """The same expression with each long sum as a sum of sums.

    Args:
        text: CEL, right or wrong.

    Example:
        >>> shallower("a + b")
        'a + b'
        >>> shallower("+".join("abcdefghij"))
        '(a+b+c+d+e)+(f+g+h+i+j)'
    """
    if text.count("+") < _MANY:
        return text
    tokens = TOKEN.findall(text)
    read, position = _read(tokens, 0)
    # A bracket that was never opened is left to the parser.
    return read + "".join(tokens[position:])


def _read(words: list[str], position: int) -> tuple[str, int]:
    """What stands between two brackets, and where the closing one is."""
    done, operands, is_difference = "", [""], False
    while position < len(words) and words[position] not in {")", "]", "}"}:
        word = words[position]
        if word in {"(", "[", "{"}:
            inner, position = _read(words, position + 1)
            operands[-1] += word + inner + "".join(words[position : position + 1])
        elif word == "+":
            operands.append("")
        elif word in _ENDS or (word == "-" and operands[-1].strip()):
            done += _sum(operands, is_difference) + word
            operands, is_difference = [""], word == "-"
        else:
            operands[-1] += word
        position += 1
    return done + _sum(operands, is_difference), position


def _sum(operands: list[str], is_difference: bool) -> str:  # noqa: FBT001 - what stands before the sum, not an option
    # What follows a minus is not a sum of its own.
    if len(operands) <= _MANY or is_difference:
        return "+".join(operands)
    middle = len(operands) // 2
    halves = (_sum(part, is_difference=False) for part in (operands[:middle], operands[middle:]))
    return "+".join(f"({half})" for half in halves)
