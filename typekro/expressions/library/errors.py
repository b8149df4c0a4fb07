"""What Google's library says of an expression that is wrong, in one line and in kro's words."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from typekro.errors import TypeKroError
from typekro.expressions.library.aliases import plain
from typekro.expressions.library.functions import NAMES, NAMESPACED, RENAMED, TYPED
from typekro.expressions.library.tree import Call, Identifier, Tree, full_name, walk
from typekro.expressions.library.types import Struct, escaped

_FIRST = re.compile(r"ERROR: <input>:(\d+):(\d+): ([^\n]*)")
_UNDEFINED_FIELD = re.compile(r"undefined field '(.*)' not found in struct '(.*)'")
_UNDECLARED = re.compile(r"undeclared reference to '(.*)' \(in container '.*'\)")
_INTERRUPTED = re.compile(r"ABORTED: *(\[ABORTED\])?")
_TOO_DEEP = re.compile(r"max recursion depth of \d+ when parsing|^CANCELLED: Expression recursion limit exceeded")
_TYPED = re.compile(rf"\.{TYPED}\d+\(\)")
_MESSAGE = re.compile(r"kro\.Struct\d+")
# Those that kro has, and those of Google's that it has not.
_NAMESPACES: Final = frozenset(name.partition(".")[0] for name in NAMESPACED) | {"cel", "math", "regex", "sets"}
_OPERATORS: Final = {"_?_:_": "? :", "_[_]": "[]", "_[?_]": "[?]", "@in": "in", "@sortByAssociatedKeys": "sortBy", "-_": "-", "!_": "!"}


class CelError(TypeKroError):
    """An expression that kro would refuse.

    Args:
        message: why, in one line.
        line: the line in the expression, from 1.
        column: the letter in the line, from 1.
        nearest: what may have been meant, where there is such a thing.

    Example:
        >>> str(CelError("undefined field 'replica'", 1, 7, "replicas"))
        "undefined field 'replica'; did you mean 'replicas'?"
    """

    def __init__(self, message: str, line: int = 1, column: int = 1, nearest: str | None = None) -> None:
        self.reason = message
        self.line = line
        self.column = column
        self.nearest = nearest
        super().__init__(
            message if nearest is None else f"{message}; did you mean '{nearest}'?", "CEL_ERROR", {"line": line, "column": column}
        )


def told(error: Exception, text: str, tree: Tree | None, structs: Mapping[str, Struct], variables: Iterable[str]) -> CelError:
    """The error of Google's library as one of ours.

    Args:
        error: what the library raised.
        text: the expression.
        tree: the expression, if it could be parsed.
        structs: the structs by the names of their messages.
        variables: the names that can be used.

    Raises:
        KeyboardInterrupt: there was one, which the library takes for a failure of what it called.
    """
    if _INTERRUPTED.fullmatch(str(error)):
        raise KeyboardInterrupt from error
    if _TOO_DEEP.search(str(error)):
        return CelError("it is nested too deep to be checked: Google's parser goes 32 levels deep, kro's 250")
    found = _FIRST.search(str(error))
    if found is None:
        return CelError(str(error).splitlines()[0].removeprefix("INVALID_ARGUMENT: ").removesuffix(" [INVALID_ARGUMENT]"))
    line, message = int(found[1]), plain(_printable(found[3].removesuffix(" [INVALID_ARGUMENT]")))
    # What was put in to tell types is not in the user's text.
    before = text.split("\n")[line - 1][: int(found[2])]
    column = int(found[2]) - sum(len(match[0]) for match in _TYPED.finditer(before)) - (len(before) - len(plain(before)))
    if (field := _UNDEFINED_FIELD.fullmatch(message)) and field[2] in structs:
        return _undefined(field[1], structs[field[2]], line, column)
    if (name := _UNDECLARED.fullmatch(message)) and tree is not None:
        return _undeclared(name[1], text, tree, variables)
    message = re.sub(r"T%\d+|\*error\*", "dyn", message)
    message = _MESSAGE.sub(lambda match: structs[match[0]].path if match[0] in structs else match[0], message.replace("null_type", "null"))
    message = re.sub(r"(Syntax error: .*?) expecting .*", r"\1", message).replace("Syntax error", "syntax error")
    return CelError(re.sub(r"overload for '(\S+)'", lambda match: f"overload for '{_operator(match[1])}'", message), line, column)


def _undefined(name: str, struct: Struct, line: int, column: int) -> CelError:
    spelled = escaped(name)
    if spelled != name and spelled in struct.fields:
        return CelError(f"undefined field '{name}' in {struct.path}", line, column, spelled)
    if name in struct.names:
        return CelError(f"field '{name}' in {struct.path} cannot be read: its schema says no type that CEL has", line, column)
    return CelError(f"undefined field '{name}' in {struct.path}", line, column, _nearest(name, struct.names))


def _undeclared(name: str, text: str, tree: Tree, variables: Iterable[str]) -> CelError:
    root = name.partition(".")[0]
    for node in walk(tree):
        match node:
            # Of a function in a namespace the library names the namespace alone.
            case Call(target=Identifier(name=namespace)) if namespace == root and root in _NAMESPACES:
                return _unknown_function(full_name(node), node, text)
            case Call() if node.function == name:
                return _unknown_function(name, node, text)
            case Identifier() if node.name == root:
                return _at(text, node.position, f"unknown identifier '{root}'", _nearest(root, variables))
            case _:
                pass
    return CelError(f"unknown type '{name}'")


def _unknown_function(name: str, call: Call, text: str) -> CelError:
    message = f"function '{name}' takes no such arguments" if name in NAMES else f"unknown function '{name}'"
    return _at(text, call.position - len(call.function), message, _nearest(name, NAMES))


def _at(text: str, position: int, message: str, nearest: str | None) -> CelError:
    before = text[:position]
    return CelError(message, before.count("\n") + 1, position - before.rfind("\n"), nearest)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def _operator(name: str) -> str:
    return _OPERATORS.get(name) or RENAMED.get(name) or (name.strip("_") if name.startswith("_") else name)


def _nearest(name: str, names: Iterable[str]) -> str | None:
    found = difflib.get_close_matches(name, list(names), n=1, cutoff=0.7)
    return found[0] if found and found[0] != name else None
