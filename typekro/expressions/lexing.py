"""The tokens of CEL, as far as they can be told without parsing it: where a string begins and ends."""

import re
from collections.abc import Iterator
from typing import Final

TOKEN: Final = re.compile(
    r"""[rRbB]{0,2}(?:'{3}.*?'{3}|"{3}.*?"{3})|[rR][bB]?(?:'[^']*'|"[^"]*")|[bB]?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""|//[^\n]*|\w+|\s+|\.\?|&&|\|\||[=!<>]=|.""",
    re.DOTALL,
)


def strings(text: str) -> Iterator[str]:
    r"""The strings of an expression, with their quotes.

    Args:
        text: CEL, right or wrong; a string that is not closed is none.

    Example:
        >>> list(strings("a + 'it\\'s' + \"b\" // 'c'"))
        ["'it\\'s'", '"b"']
    """
    return (token for token in TOKEN.findall(text) if len(token) > 1 and token[-1] in "'\"" and not token.startswith("//"))
