"""`anyOf`, `oneOf`, `allOf` and `not`: of what several schemas say, what the API server tells."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from typekro.local.schemas.field_problems import NOWHERE, FieldProblem, invalid
from typekro.schema.go_texts import quoted

Found: TypeAlias = tuple[str, FieldProblem]
"""What the validation says, by which it is told once, and the problem that it becomes."""
Result: TypeAlias = tuple[int, Sequence[Found]]
"""How much of a value is right, and what is not."""


def any_of(checks: Sequence[Callable[[], Result]], path: str) -> Result:
    """At least one has to take the value; otherwise the one is told that came nearest."""
    best: Result | None = None
    for check in checks:
        result = check()
        if not result[1]:
            return result
        if best is None or result[0] > best[0]:
            best = result
    matched, found = best or (0, ())
    return matched, [_composite(f"{quoted(path)} must validate at least one schema (anyOf)"), *found]


def one_of(checks: Sequence[Callable[[], Result]], path: str) -> Result:
    """Exactly one has to take the value; where none does, the one is told that came nearest."""
    best: Result | None = None
    fitting: list[Result] = []
    for check in checks:
        result = check()
        if not result[1]:
            fitting.append(result)
        elif not fitting and (best is None or result[0] > best[0]):
            best = result
    if len(fitting) == 1:
        return fitting[0]
    said = f"Found {len(fitting)} valid alternatives" if fitting else "Found none valid"
    matched, found = (0, ()) if fitting or best is None else best
    return matched, [_composite(f"{quoted(path)} must validate one and only one schema (oneOf). {said}"), *found]


def all_of(checks: Sequence[Callable[[], Result]], path: str) -> Result:
    """Each has to take the value."""
    results = [check() for check in checks]
    found = [problem for _, problems in results for problem in problems]
    if found:
        none = all(problems for _, problems in results)
        found.append(_composite(f"{quoted(path)} must validate all the schemas (allOf){'. None validated' if none else ''}"))
    return sum(matched for matched, _ in results), found


def not_of(result: Result, path: str) -> Sequence[Found]:
    """The schema must not take the value."""
    return () if result[1] else [_composite(f"{quoted(path)} must not validate the schema (not)")]


def _composite(said: str) -> Found:
    return said, invalid(NOWHERE, "", said)
