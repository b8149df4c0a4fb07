"""What the fields of a class are for, as its source and its docstring say it."""

import ast
import inspect
import linecache
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from types import ModuleType

import attrs

from typekro.errors import TypeKroWarning, compose

_SECTION = re.compile(r"^(?:Args|Arguments|Attributes):\s*$")
_ENTRY = re.compile(r"^(\w+)(?:\s*\([^)]*\))?:\s*(.*)$")


def descriptions_of(cls: type) -> dict[str, str]:
    """What each field of a class is for, by its name: the docstring below the field, or what `Args:` or `Attributes:` of the class's say.

    A docstring below a field is in the source alone. A class that was typed into a console or executed from a text never has one; a class
    of a module that came without its source may have had one, which is warned of, since its definition would differ from one machine to
    the next.

    Args:
        cls: the attrs class; what its parents say of inherited fields counts too.
    """
    found: dict[str, str] = {}
    for each in reversed(cls.__mro__[:-1]):
        if "__attrs_attrs__" in each.__dict__:
            node = _source_of(each)
            found |= _of_docstring(each.__doc__ or (node and ast.get_docstring(node)) or "")
            found |= dict(_below_fields(node)) if node else {}
    return found


def warn_without_source(cls: type, fields: Mapping[str, bool]) -> None:
    """Warns where the docstrings of fields cannot be known, since the module of the class came without its source.

    Args:
        cls: the class.
        fields: each field with whether it is described.
    """
    silent = [name for name, described in fields.items() if not described]
    if not silent or not _came_without_source(sys.modules.get(cls.__module__)):
        return
    why = "docstrings below fields are read from it, so that the definition may differ from one made where it is"
    hint = f'{silent[0]}: Annotated[..., Description("...")]'
    warnings.warn(compose(f"{cls.__name__}: {cls.__module__} came without its source", why, hint), TypeKroWarning, stacklevel=2)


def _came_without_source(module: ModuleType | None) -> bool:
    if module is None or getattr(module, "__file__", None) is None:
        return False  # a console, or a text that was executed
    try:
        return inspect.getsource(module) == ""
    except (OSError, TypeError):
        return True


def _source_of(cls: type) -> ast.ClassDef | None:
    """The class as its module's source has it: the first of its name that has its fields."""
    try:
        file = inspect.getsourcefile(cls)
        module = ast.parse("".join(linecache.getlines(file or "", vars(sys.modules[cls.__module__]))))
    except (OSError, TypeError, KeyError, SyntaxError):
        return None
    own = {attribute.name for attribute in attrs.fields(cls) if not attribute.inherited}
    found = _classes_in(module, cls.__qualname__.replace("<locals>.", "").split("."))
    return next((node for node in found if own <= {name for name, _ in _fields(node)}), None)


def _classes_in(node: ast.AST, names: list[str]) -> Iterator[ast.ClassDef]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _classes_in(child, names)
        elif child.name == names[0] and len(names) > 1:
            yield from _classes_in(child, names[1:])
        elif child.name == names[0] and isinstance(child, ast.ClassDef):
            yield child


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, ast.stmt | None]]:
    """Each annotated field, with the statement below it."""
    for field, below in zip_longest(node.body, node.body[1:]):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            yield field.target.id, below


def _below_fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for name, below in _fields(node):
        match below:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield name, _line(text)
            case _:
                pass


def _of_docstring(docstring: str) -> dict[str, str]:
    found: dict[str, str] = {}
    entry, inside, depth = "", False, 0
    for line in inspect.cleandoc(docstring).splitlines():
        indent = len(line) - len(line.lstrip())
        text = line.strip()
        if indent == 0 and text:
            inside, entry, depth = _SECTION.match(text) is not None, "", 0
        elif inside and text:
            depth = depth or indent
            match = _ENTRY.match(text) if indent == depth else None
            entry = match[1] if match else entry
            if entry:
                found[entry] = f"{found.get(entry, '')} {match[2] if match else text}"
    return {name: line for name, text in found.items() if (line := _line(text))}


def _line(text: str) -> str:
    return " ".join(text.split())
