"""Which names an expression mentions: what kro makes its dependencies of."""

from typekro.expressions.library.functions import NAMESPACED
from typekro.expressions.library.tree import Call, Comprehension, Identifier, Select, Tree, children, full_name, walk


def identifiers(tree: Tree) -> tuple[str, ...]:
    """The free names of an expression, each once, in their order; variables of comprehensions are not among them.

    As in kro, the variable of a comprehension also hides the same name in the list that is gone through.
    """
    return tuple(dict.fromkeys(_free(tree, frozenset())))


def functions(tree: Tree) -> frozenset[str]:
    """The names of the functions, methods and operators that an expression calls (`omit`, `json.marshal`, `_+_`)."""
    return frozenset(full_name(node) if full_name(node) in NAMESPACED else node.function for node in walk(tree) if isinstance(node, Call))


def fields(tree: Tree) -> frozenset[str]:
    """The names of all fields that an expression selects, whatever of."""
    return frozenset(node.field for node in walk(tree) if isinstance(node, Select))


def _free(tree: Tree, bound: frozenset[str]) -> list[str]:
    match tree:
        case Identifier(name=name):
            return [] if name in bound or name.startswith("@") else [name]
        case Call() if tree.target is not None and full_name(tree) in NAMESPACED:
            return [name for argument in tree.arguments for name in _free(argument, bound)]
        case Comprehension():
            bound |= {tree.variable, tree.second_variable, tree.accumulator}
        case _:
            pass
    return [name for child in children(tree) for name in _free(child, bound)]
