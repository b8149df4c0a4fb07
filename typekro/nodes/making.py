"""Which nodes are made while a builder runs, so that one which it forgets can be told."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from typekro.expressions import Root

_MADE: ContextVar[dict[Root, None] | None] = ContextVar("typekro_nodes", default=None)


@contextmanager
def nodes_made() -> Generator[dict[Root, None]]:
    """Collects the roots of the nodes that are made while it is open, in their order, without those that became values in others.

    Example:
        >>> from typekro.nodes import manifest_node
        >>> with nodes_made() as made:
        ...     node = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}})
        >>> [root.label for root in made]
        ['ConfigMap']
    """
    made: dict[Root, None] = {}
    token = _MADE.set(made)
    try:
        yield made
    finally:
        _MADE.reset(token)


def note_made(root: Root) -> None:
    """Notes that a node was made."""
    made = _MADE.get()
    if made is not None:
        made[root] = None


def note_used(root: Root) -> None:
    """Notes that a node became a value in another one, such as the claim of a StatefulSet."""
    made = _MADE.get()
    if made is not None:
        made.pop(root, None)
