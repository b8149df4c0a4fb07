"""kro's rules over a ResourceGraphDefinition document, offline: what the real kro would refuse, and why; knows no builders."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typekro.checking.check import check
    from typekro.checking.problems import Problem
    from typekro.checking.report import Analysis, CheckedExpression, CheckedNode, Report
    from typekro.checking.together import check_all, with_definition
else:
    from typekro.deferring import deferred

    __getattr__ = deferred(
        __name__,
        {
            "check": ("check",),
            "problems": ("Problem",),
            "report": (
                "Analysis",
                "CheckedExpression",
                "CheckedNode",
                "Report",
            ),
            "together": (
                "check_all",
                "with_definition",
            ),
        },
    )

__all__ = ["Analysis", "CheckedExpression", "CheckedNode", "Problem", "Report", "check", "check_all", "with_definition"]
