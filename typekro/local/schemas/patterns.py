"""Regular expressions of schemas at run time, in Go's dialect."""

import re
import warnings
from collections.abc import Callable
from functools import cache, lru_cache

from typekro.expressions import library
from typekro.schema.patterns import matches


@lru_cache(maxsize=1024)
def pattern_test(pattern: str) -> Callable[[str], bool]:
    """A test whether a pattern is found in a text.

    Where Python cannot tell what Go would say, Google's library does; without it, the text is taken.

    Args:
        pattern: a regular expression of RE2.

    Example:
        >>> test = pattern_test("^[a-z]+$")
        >>> test("abc"), test("ABC"), test("abc" + chr(10))
        (True, False, False)
    """
    if matches(pattern, "") is None:
        return lambda text: _asked(pattern, text)
    with warnings.catch_warnings(action="ignore"):
        compiled = re.compile(pattern, re.ASCII)
    # before a line break at the end, `$` fits in Python and not in Go
    return lambda text: _asked(pattern, text) if text.endswith("\n") else compiled.search(text) is not None


def _asked(pattern: str, text: str) -> bool:
    if not library.available():
        return matches(pattern, text) is not False
    try:
        return _matching().run({"text": text, "pattern": pattern}) is True
    except library.CelValueError:
        return False


@cache
def _matching() -> "library.Program":
    return library.Program("text.matches(pattern)")
