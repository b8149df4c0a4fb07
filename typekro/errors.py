"""Every error that typekro raises: one class for each reaction that a caller can have. Knows nothing of the other rooms."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Self

GraphOperation = Literal["deployment", "getInstance", "cleanup"]
InstanceOperation = Literal["creation", "deletion", "statusResolution"]


_IN_BRACES = re.compile(r"(?<![${])\{[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[\w+\])*\}(?!\})")


def compose(what: str, why: str | Iterable[str] = (), hint: str | Iterable[str] = ()) -> str:
    """The text of an error: what happened to which thing, then why, then what to write or run instead.

    Args:
        what: the first line, in the user's own words.
        why: lines that explain it and say whose rule it is.
        hint: lines with the remedy; each is shown behind `hint:`.
    """
    reasons = [why] if isinstance(why, str) else list(why)
    hints = [hint] if isinstance(hint, str) else list(hint)
    return "\n".join([what, *(f"  {line}" for text in reasons for line in text.splitlines()), *(f"hint: {line}" for line in hints)])


def missing_f(text: object) -> list[str]:
    """The hint where a text looks like an f-string without its f: it has a variable, or the path of one, in braces; none otherwise.

    Example:
        >>> missing_f("{name}-config"), missing_f("${name}-config")
        (['f"{name}-config"'], [])
    """
    found = isinstance(text, str) and text.isprintable() and not {'"', "\\"} & set(text) and _IN_BRACES.search(text)
    return [f'f"{text}"'] if found else []


def retell(what: str, message: str, why: Iterable[str] = ()) -> str:
    """The text of an error that another one led to: what that one said comes below, and its hints stay hints.

    Args:
        what: the first line, in the user's own words.
        message: the text of the error underneath.
        why: more lines that explain it.

    Example:
        >>> print(retell("no database", compose("no answer", (), "kubectl cluster-info")))
        no database
          no answer
        hint: kubectl cluster-info
    """
    lines = message.splitlines()
    hints = [line.removeprefix("hint: ") for line in lines if line.startswith("hint: ")]
    return compose(what, [*(line for line in lines if not line.startswith("hint: ")), *why], hints)


class TypeKroError(Exception):
    """The parent of all that typekro raises on purpose.

    Args:
        message: what is shown to the user, whole.
        code: a stable name of the kind of error, for programs.
        context: the facts behind the message, by name.

    Example:
        >>> error = TypeKroError("no such stage", "NO_STAGE", {"stage": "prod"})
        >>> error.code, error.context["stage"]
        ('NO_STAGE', 'prod')
    """

    exit_code = 1
    declared_at: tuple[str, int] | None = None
    """The file and the line where the resource was declared that failed with it; None where it is not about one."""

    def __init__(self, message: str, code: str = "TYPEKRO_ERROR", context: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.context: dict[str, Any] = dict(context or {})

    @property
    def message(self) -> str:
        """What is shown to the user, whole."""
        return str(self.args[0])

    def __str__(self) -> str:
        return self.message


class ResourceGraphFactoryError(TypeKroError):
    """A factory could not be deployed, could not make an instance, or could not be removed.

    Args:
        message: what is shown to the user, whole.
        factory_name: the name of the ResourceGraphDefinition.
        operation: what was being done: `deployment`, `getInstance` or `cleanup`.
        cause: the error underneath, if there is one; it is chained too.
    """

    def __init__(self, message: str, factory_name: str, operation: GraphOperation, cause: BaseException | None = None) -> None:
        super().__init__(message, "RESOURCE_GRAPH_FACTORY_ERROR", {"factory_name": factory_name, "operation": operation, "cause": cause})
        self.factory_name = factory_name
        self.operation: GraphOperation = operation
        self.cause = cause
        if cause is not None:
            self.__cause__ = cause


class CRDInstanceError(TypeKroError):
    """An instance of a custom resource could not be created, could not be deleted, or did not become ready.

    Args:
        message: what is shown to the user, whole.
        api_version: group and version, as in a manifest (`example.com/v1alpha1`).
        kind: the kind (`Database`).
        instance_name: the instance's `metadata.name`.
        operation: what was being done: `creation`, `deletion` or `statusResolution`.
        cause: the error underneath, if there is one; it is chained too.
    """

    def __init__(  # noqa: PLR0917 - origin of this signature: callers catch it, they don't raise it
        self,
        message: str,
        api_version: str,
        kind: str,
        instance_name: str,
        operation: InstanceOperation,
        cause: BaseException | None = None,
    ) -> None:
        super().__init__(
            message,
            "CRD_INSTANCE_ERROR",
            {"api_version": api_version, "kind": kind, "instance_name": instance_name, "operation": operation, "cause": cause},
        )
        self.api_version = api_version
        self.kind = kind
        self.instance_name = instance_name
        self.operation: InstanceOperation = operation
        self.cause = cause
        if cause is not None:
            self.__cause__ = cause


class KubernetesObjectError(TypeKroError):
    """An object of Kubernetes could not be created or changed, could not be deleted, or did not become ready.

    Args:
        message: what is shown to the user, whole.
        api_version: group and version, as in a manifest (`apps/v1`).
        kind: the kind (`Deployment`).
        object_name: the object's `metadata.name`.
        operation: what was being done: `creation`, `deletion` or `statusResolution`.
        cause: the error underneath, if there is one; it is chained too.
    """

    def __init__(  # noqa: PLR0917 - the signature of CRDInstanceError
        self,
        message: str,
        api_version: str,
        kind: str,
        object_name: str,
        operation: InstanceOperation,
        cause: BaseException | None = None,
    ) -> None:
        super().__init__(
            message,
            "KUBERNETES_OBJECT_ERROR",
            {"api_version": api_version, "kind": kind, "object_name": object_name, "operation": operation, "cause": cause},
        )
        self.api_version = api_version
        self.kind = kind
        self.object_name = object_name
        self.operation: InstanceOperation = operation
        self.cause = cause
        if cause is not None:
            self.__cause__ = cause


class DefinitionError(TypeKroError):
    """What was written in Python cannot be meant: a spec class, a builder, a reference. Raised where it is written.

    Args:
        message: what is shown to the user, whole.
        problems: each problem on its own, where several were found at once.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message, "DEFINITION_ERROR", {"problems": tuple(problems)})
        self.problems = tuple(problems)


class UsageError(TypeKroError):
    """The engine was asked for something that it cannot do: an id used twice, a resource declared outside an app."""

    def __init__(self, message: str, context: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, "USAGE_ERROR", context)


class RefusedError(TypeKroError):
    """Something would have been changed or deleted that is not ours to change; nothing was touched."""

    exit_code = 5

    def __init__(self, message: str, context: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, "REFUSED", context)


class StateError(TypeKroError):
    """The state file cannot be used: damaged, written by a newer typekro, not writable."""

    def __init__(self, message: str, path: str) -> None:
        super().__init__(message, "STATE_ERROR", {"path": path})
        self.path = path


class LockedError(TypeKroError):
    """Another run holds the lock of this stage.

    Args:
        message: what is shown to the user, whole.
        holder: who holds it: `user`, `host`, `pid` and `since`.
    """

    exit_code = 4

    def __init__(self, message: str, holder: Mapping[str, Any]) -> None:
        super().__init__(message, "LOCKED", {"holder": dict(holder)})
        self.holder = dict(holder)


class LeaseLostError(TypeKroError):
    """This run lost its lock to another one, and must not write any more."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "LEASE_LOST")


class BlockedError(TypeKroError):
    """A resource was not touched, since one that it depends on failed.

    Args:
        message: what is shown to the user, whole.
        resource: the id of the resource that was not touched.
        blocked_by: the id of the one that failed.
    """

    def __init__(self, message: str, resource: str, blocked_by: str) -> None:
        super().__init__(message, "BLOCKED", {"resource": resource, "blocked_by": blocked_by})
        self.resource = resource
        self.blocked_by = blocked_by


class LimitError(TypeKroError):
    """An operation took longer than its resource's `limit`; what was recorded stays, and the next run goes on.

    Args:
        message: what is shown to the user, whole.
        resource: the id of the resource.
        step: what it was at: `create`, `update`, `wait`, `delete` or `wait until it is gone`.
        limit: the limit, in seconds.
    """

    retryable = False

    def __init__(self, message: str, resource: str, step: str, limit: float) -> None:
        super().__init__(message, "LIMIT", {"resource": resource, "step": step, "limit": limit})
        self.resource = resource
        self.step = step
        self.limit = limit


class RunError(ExceptionGroup[Exception], TypeKroError):
    """Several resources failed in one run: each error is in `exceptions`; what succeeded is recorded."""

    exit_code = 3

    def __new__(cls, message: str, exceptions: Sequence[Exception]) -> Self:  # noqa: D102 - the class says it
        return super().__new__(cls, message, exceptions)

    def __init__(self, message: str, exceptions: Sequence[Exception]) -> None:
        super().__init__(message, exceptions)
        self.code = "RUN_FAILED"
        self.context = {"failures": len(exceptions)}

    def derive(self, excs: Sequence[Exception]) -> "RunError":  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # as Python's own documentation of derive does it
        """Keeps the class when a caller splits the group with `except*`."""
        return RunError(self.message, excs)


class EvaluationError(TypeKroError):
    """A value was asked for that is not there (yet), or is not of its declared type.

    Args:
        message: what is shown to the user, whole.
        path: what was looked for, as it is written in Python.
    """

    def __init__(self, message: str, path: str) -> None:
        super().__init__(message, "NO_VALUE", {"path": path})
        self.path = path


class TypeKroWarning(UserWarning):
    """Something that was written does nothing, and was probably meant to."""
