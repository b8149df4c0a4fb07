"""What the errors of resources say of themselves, and how a run raises them."""

import contextlib

from typekro.errors import RunError, TypeKroError
from typekro.orchestrator.handle import Handle
from typekro.orchestrator.redacting import scrub


def mark_as_of(error: Exception, handle: Handle) -> None:
    """Says of an error that it is one of a resource; where several share it, of the first."""
    count_as_partial(error)
    if isinstance(error, TypeKroError) and error.declared_at is None:
        with contextlib.suppress(AttributeError):  # an error may be frozen
            error.declared_at = (handle.place.filename, handle.place.line)


def count_as_partial(error: Exception) -> None:
    """Says of an error that it is one of some resources, where it does not say more: the command exits with 3 then."""
    if getattr(error, "exit_code", 1) == 1:
        with contextlib.suppress(AttributeError):  # as above
            error.exit_code = 3  # type: ignore[attr-defined]


def raise_all(failures: list[Exception]) -> None:
    """Raises what failed: one as it is, several together; none where nothing did."""
    for failure in failures:
        scrub(failure)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise RunError(f"{len(failures)} resources failed", failures)
