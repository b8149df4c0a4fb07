"""What kro's CEL has and Google's has not, written in a way that both have.

`exists_one` with two variables is called `existsOne` by the one that is newer; the keys of `runtime.newCondition({type: ...})` are names
that are meant as texts; some functions take other types.
"""

from typing import Final

from typekro.expressions.library.errors import CelError
from typekro.expressions.library.functions import RENAMED
from typekro.expressions.library.tree import Call, Entry, Identifier, MapOf, Node, Tree, walk
from typekro.expressions.library.types import CONDITION_FIELDS

_RENAMED: Final = {kros: ours for ours, kros in RENAMED.items()}
_EXISTS_ONE_ARGUMENTS: Final = 3


def rewritten(text: str, tree: Tree) -> str:
    """The expression as Google's library understands it.

    Args:
        text: the expression.
        tree: what it was parsed to.

    Raises:
        CelError: a condition is not written as kro wants it.
    """
    edits: list[tuple[int, str, str]] = []
    for call in (node for node in walk(tree) if isinstance(node, Call) and node.target is not None):
        if call.function == "exists_one" and len(call.arguments) == _EXISTS_ONE_ARGUMENTS:
            edits.append((text.rindex("exists_one", 0, call.position + 1), "exists_one", "existsOne"))
        elif call.function in _RENAMED and not call.arguments:
            edits.append((text.rindex(call.function, 0, call.position + 1), call.function, _RENAMED[call.function]))
        elif call.function == "newCondition" and call.target == _runtime(call) and len(call.arguments) == 1:
            edits += [(key.position, key.name, f'"{key.name}"') for key in _keys(text, call.arguments[0])]
    for position, old, new in sorted(edits, reverse=True):
        text = text[:position] + new + text[position + len(old) :]
    return text


def _runtime(call: Call) -> Tree | None:
    return call.target if isinstance(call.target, Identifier) and call.target.name == "runtime" else None


def _keys(text: str, argument: Tree) -> list[Identifier]:
    if not isinstance(argument, MapOf) or argument.name:
        raise _error(text, argument, "argument must be a map literal")
    keys = [_key(text, argument, entry) for entry in argument.entries]
    names = [key.name for key in keys]
    for index, key in enumerate(keys):
        if key.name not in CONDITION_FIELDS:
            raise _error(text, key, f"unknown key '{key.name}' (allowed: {', '.join(CONDITION_FIELDS)})")
        if key.name in names[:index]:
            raise _error(text, key, f"duplicate key '{key.name}'")
    for name in ("type", "status"):
        if name not in names:
            raise _error(text, argument, f"'{name}' is required")
    return keys


def _key(text: str, argument: Tree, entry: Entry) -> Identifier:
    if isinstance(entry.key, Identifier):
        return entry.key
    place = entry.key if isinstance(entry.key, Node) else argument
    raise _error(text, place, f"keys must be bare names ({', '.join(CONDITION_FIELDS)}), without quotes")


def _error(text: str, node: Node, reason: str) -> CelError:
    before = text[: node.position]
    return CelError(f"runtime.newCondition: {reason}", before.count("\n") + 1, node.position - (before.rfind("\n") + 1) + 1)
