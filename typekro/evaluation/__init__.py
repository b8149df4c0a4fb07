"""What kro makes of an instance, without kro and without a cluster: pure, one pass at a time; it reads and applies nothing itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typekro.evaluation.definition import Definition
    from typekro.evaluation.evaluate import concluded, evaluate, reconsidered
    from typekro.evaluation.preparing import prepared, stored_status
    from typekro.evaluation.states import Evaluation, Identity, Look, NodeState, Observed, Read
else:
    from typekro.deferring import deferred

    __getattr__ = deferred(
        __name__,
        {
            "definition": ("Definition",),
            "evaluate": (
                "concluded",
                "evaluate",
                "reconsidered",
            ),
            "preparing": (
                "prepared",
                "stored_status",
            ),
            "states": (
                "Evaluation",
                "Identity",
                "Look",
                "NodeState",
                "Observed",
                "Read",
            ),
        },
    )

__all__ = [
    "Definition",
    "Evaluation",
    "Identity",
    "Look",
    "NodeState",
    "Observed",
    "Read",
    "concluded",
    "evaluate",
    "prepared",
    "reconsidered",
    "stored_status",
]
