"""Several problems found at once, told together."""

from collections.abc import Sequence

from typekro.errors import DefinitionError


def collected(subject: str, problems: Sequence[str]) -> DefinitionError:
    """One error for all problems of a thing.

    Args:
        subject: the thing, as its user calls it.
        problems: each as the text of an error of its own, with its subject in it.
    """
    if len(problems) == 1:
        return DefinitionError(problems[0], problems)
    return DefinitionError("\n".join([f"{subject}: {len(problems)} problems", *problems]), problems)
