"""CEL at run time, as kro's cel-go has it: values in, a value or the error's own words out.

Google's library parses, expands macros and matches regular expressions. The tree is run here, since its own evaluator has other words for
errors than kro's (which tells by them what is merely not there yet), takes a whole double for an int's equal only where the checker lets
it, has no map that `transformMap` could make, and cannot read JSON through a schema.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typekro.expressions.library.running.errors import CelValueError
    from typekro.expressions.library.running.native import native
    from typekro.expressions.library.running.program import Program
    from typekro.expressions.library.running.rules import NO_VALUE, RuleProgram, problem_of_rule, rule_program, uses_old_self
    from typekro.expressions.library.running.typed import typed
    from typekro.expressions.library.running.values import OMIT
else:
    from typekro.deferring import deferred

    __getattr__ = deferred(
        __name__,
        {
            "errors": ("CelValueError",),
            "native": ("native",),
            "program": ("Program",),
            "rules": (
                "NO_VALUE",
                "RuleProgram",
                "problem_of_rule",
                "rule_program",
                "uses_old_self",
            ),
            "typed": ("typed",),
            "values": ("OMIT",),
        },
    )

__all__ = [
    "NO_VALUE",
    "OMIT",
    "CelValueError",
    "Program",
    "RuleProgram",
    "native",
    "problem_of_rule",
    "rule_program",
    "typed",
    "uses_old_self",
]
