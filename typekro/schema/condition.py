"""Conditions of a status, as Kubernetes has them."""

from typing import Any, Literal, get_args, get_origin

import attrs


@attrs.frozen
class Condition:
    """What is said of an instance, beside its status fields: a status class with `conditions: list[Condition]` has some of its own.

    Args:
        type: what it is about (`Healthy`).
        status: `True`, `False`, or `Unknown`.
        reason: one word for it (`AllReplicasAvailable`).
        message: a sentence for people.
        last_transition_time: since when the status is as it is; kro writes it.
        observed_generation: the generation of the instance that it is about; kro writes it.

    Example:
        >>> Condition("Healthy", "True").message
        ''
    """

    type: str
    status: Literal["True", "False", "Unknown"]
    reason: str = ""
    message: str = ""
    last_transition_time: str | None = None
    observed_generation: int | None = None


def are_conditions(annotation: Any) -> bool:
    """Whether an annotation is that of conditions.

    Example:
        >>> are_conditions(list[Condition]), are_conditions(list[str])
        (True, False)
    """
    return get_origin(annotation) is list and get_args(annotation) == (Condition,)
