"""Rules of Kubernetes at run time: what one says of a value, and of what the value was, in the words of the API server."""

from functools import lru_cache
from typing import Any, Final

from typekro.expressions.library.environment import parse
from typekro.expressions.library.errors import CelError
from typekro.expressions.library.functions import NAMESPACED
from typekro.expressions.library.identifiers import identifiers
from typekro.expressions.library.running.bodies import SETS
from typekro.expressions.library.running.chains import TYPES
from typekro.expressions.library.running.compiling import is_known
from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.program import Program
from typekro.expressions.library.running.values import NONE, Optional
from typekro.expressions.library.tree import Call, walk

NO_VALUE: Final[Any] = object()
"""Stands for what a value was, where it was not there."""

_NAMES: Final = frozenset({"self", "oldSelf", "sets"}) | TYPES
_MISSING: Final = "no such key: "


class RuleProgram(Program):
    """A rule of a CustomResourceDefinition that is ready to run, on `self` and `oldSelf` as `typed` makes them.

    Beside what kro's expressions can call there are `sets.contains`, `sets.equivalent` and `sets.intersects`, and versions may be read
    generously (`semver(text, true)`). Of Kubernetes' own functions `format` and `authorizer` are not there.

    Args:
        text: the rule, or the expression of its message.

    Raises:
        CelError: its syntax is wrong.
        NoCelError: there is no CEL library on this machine.

    Example:
        >>> RuleProgram("sets.contains(self, [1])").run({"self": [1, 2]})
        True
        >>> RuleProgram("!oldSelf.hasValue()").said_of(1, optional=True)
        True
    """

    __slots__ = ()

    _functions = NAMESPACED | SETS

    def said_of(self, value: Any, old: Any = NO_VALUE, *, optional: bool = False) -> Any:
        """What the rule comes to.

        Args:
            value: what `self` is: JSON, or what `typed` makes of it.
            old: what `oldSelf` is, likewise.
            optional: whether `oldSelf` is an optional value, which may be none.

        Raises:
            CelValueError: it has no value.
        """
        values = {"self": value}
        if optional:
            values["oldSelf"] = NONE if old is NO_VALUE else Optional(old)
        elif old is not NO_VALUE:
            values["oldSelf"] = old
        return self.run(values)


@lru_cache(maxsize=4096)
def rule_program(text: str) -> RuleProgram | None:
    """A rule that is ready to run; None where it cannot be read here, or names what Kubernetes alone has.

    Args:
        text: the rule, or the expression of its message.

    Raises:
        NoCelError: there is no CEL library on this machine.

    Example:
        >>> rule_program("self > 0"), rule_program("format.dns1123Label().validate(self).hasValue()")
        (RuleProgram('self > 0'), None)
    """
    try:
        tree = parse(text).tree
    except CelError:
        return None
    calls = (node for node in walk(tree) if isinstance(node, Call))
    if not _NAMES.issuperset(identifiers(tree)) or not all(map(is_known, calls)):
        return None
    return RuleProgram(text)


def uses_old_self(rule: str) -> bool:
    """Whether a rule is about what a value was.

    Args:
        rule: CEL.

    Example:
        >>> uses_old_self("self >= oldSelf"), uses_old_self("self != 'oldSelf'")
        (True, False)
    """
    try:
        return "oldSelf" in parse(rule).identifiers
    except CelError:
        return "oldSelf" in rule


def problem_of_rule(rule: str, value: Any) -> str | None:
    """Why a value breaks a rule, or None where it keeps it, or where that cannot be told here.

    Args:
        rule: CEL about `self` and `oldSelf`.
        value: JSON, or what `typed` makes of it; it is both of them.

    Raises:
        NoCelError: there is no CEL library on this machine.

    Example:
        >>> problem_of_rule("self.port > 0", {"port": 80}) is None
        True
        >>> problem_of_rule("self.port > 0", {"port": 0})
        'it is false'
        >>> problem_of_rule("self.port > 0", {})
        'there is no field port'
    """
    program = rule_program(rule)
    if program is None:
        return None
    try:
        return None if program.said_of(value, value) is True else "it is false"
    except CelValueError as error:
        missing = error.message.startswith(_MISSING)
        return f"there is no field {error.message.removeprefix(_MISSING)}" if missing else error.message
