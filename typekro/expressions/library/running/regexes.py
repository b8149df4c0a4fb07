"""Regular expressions: Google's library has RE2 itself, which Python's `re` is not, so every match is made there."""

from functools import cache, lru_cache
from typing import Any, Final

from typekro.expressions.library.google import google
from typekro.expressions.library.patterns import problem_of_pattern
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.values import Duration, Timestamp

# RE2's words for what is wrong with a regular expression, and Go's for the same.
_GOS: Final = {
    "missing ]": "missing closing ]",
    "missing )": "missing closing )",
    "unexpected )": "unexpected )",
    "no argument for repetition operator": "missing argument to repetition operator",
    "bad repetition operator": "invalid nested repetition operator",
    "invalid repetition size": "invalid repeat count",
    "invalid perl operator": "invalid or unsupported Perl syntax",
    "invalid named capture group": "invalid named capture",
    "trailing \\": "trailing backslash at end of expression",
}
# Letters that mean nothing to anybody.
_PRIVATE: Final = 0xF0000


def matches(text: Any, pattern: Any) -> bool:
    """Whether a regular expression is found anywhere in a text."""
    if not isinstance(text, str):
        raise no_overload("" if isinstance(text, Timestamp | Duration) else "matches")
    if not isinstance(pattern, str):
        raise no_overload()
    _check(pattern, "")
    return bool(_program("text.matches(pattern)").eval(data={"text": text, "pattern": pattern}).value())


def constant_find(text: Any, pattern: str) -> str:
    """`find` with a regular expression that is a constant: cel-go makes another function of it."""
    if not isinstance(text, str):
        raise no_overload()
    return find(text, pattern)


def constant_find_all(text: Any, pattern: str, count: Any = -1) -> list[str]:
    """`findAll` with a regular expression that is a constant."""
    if not isinstance(text, str) or type(count) is not int:
        raise no_overload()
    return find_all(text, pattern, count)


def find(text: str, pattern: str) -> str:
    """The first match in a text; nothing where there is none."""
    found = find_all(text, pattern, 1)
    return found[0] if found else ""


def find_all(text: str, pattern: str, count: int = -1) -> list[str]:
    """The matches in a text, so many of them; all where the number is negative."""
    _check(pattern, "Illegal regex: ")
    start, end = _marks(text)
    # What the library extracts are groups, and nothing empty: so the whole matches are marked instead.
    values = {"text": text, "pattern": pattern, "marked": f"{start}\\0{end}"}
    marked = str(_program("regex.replace(text, pattern, marked)").eval(data=values).value())
    found = [part.partition(end)[0] for part in marked.split(start)[1:]]
    return found if count < 0 else found[:count]


def _marks(text: str) -> tuple[str, str]:
    """Two letters that a text has not."""
    free = (letter for letter in map(chr, range(_PRIVATE, _PRIVATE + len(text) + 2)) if letter not in text)
    return next(free), next(free)


def _check(pattern: str, before: str) -> None:
    problem = _problem(pattern)
    if problem is not None:
        words, _, part = problem.partition(": ")
        raise CelValueError(f"{before}error parsing regexp: {_GOS.get(words, words)}" + (f": `{part}`" if part else ""))


@lru_cache(maxsize=256)
def _problem(pattern: str) -> str | None:
    return problem_of_pattern(pattern)


@cache
def _program(text: str) -> Any:
    cel = google().cel
    configuration = cel.NewEnvConfigFromYaml("name: matching\nextensions:\n- name: regex\n- name: optional\n")
    return cel.NewEnv(config=configuration, variables=dict.fromkeys(("text", "pattern", "marked"), cel.Type.STRING)).compile(text)
