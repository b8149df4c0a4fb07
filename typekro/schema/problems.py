"""Several problems found at once, told together."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Literal

import attrs

from typekro.errors import DefinitionError, compose


@attrs.frozen
class SchemaProblem:
    """Why a schema would be refused.

    Args:
        place: where it is (`schema.spec.replicas`).
        text: the whole text, which begins with the place.
        owner: whose rule it is: kro's, when it reads the schema, or that of Kubernetes, when kro hands it the kind.
    """

    place: str
    text: str
    owner: Literal["kro", "Kubernetes"]


@attrs.frozen
class RefusedError(Exception):
    """Something about one field would be refused; the reader of the schema knows at which place.

    Args:
        what: the first line, without the place.
        why: lines that explain it.
        hint: lines with the remedy.
        owner: whose rule it is.
    """

    what: str
    why: str | Sequence[str] = ()
    hint: str | Sequence[str] = ()
    owner: Literal["kro", "Kubernetes"] = "kro"

    def at(self, place: str) -> SchemaProblem:
        """The problem, at its place."""
        return SchemaProblem(place, compose(f"{place}: {self.what}", self.why, self.hint), self.owner)


def collected(subject: str, problems: Sequence[str]) -> DefinitionError:
    """One error for all problems of a thing.

    Args:
        subject: the thing, as its user calls it.
        problems: each as the text of an error of its own, with its subject in it.
    """
    if len(problems) == 1:
        return DefinitionError(problems[0], problems)
    return DefinitionError("\n".join([f"{subject}: {len(problems)} problems", *problems]), problems)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name that was probably meant, or None.

    Example:
        >>> nearest("requred", ["default", "required"])
        'required'
    """
    return next(iter(difflib.get_close_matches(name, [*known], 1)), None)
