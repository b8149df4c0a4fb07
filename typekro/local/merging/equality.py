"""When two values of JSON are the same, as Kubernetes compares them: 1 is 1.0, and true is not 1."""

from typing import Any

from typekro.local.merging.shapes import is_list, is_object


def same(left: Any, right: Any) -> bool:
    """Whether two values are the same.

    Example:
        >>> same({"a": [1]}, {"a": [1.0]}), same(1, True), same([], None)
        (True, False, False)
    """
    if left is right:
        return True
    if isinstance(left, str) or isinstance(right, str):
        return bool(left == right)
    if is_object(left):
        return is_object(right) and len(left) == len(right) and all(key in right and same(part, right[key]) for key, part in left.items())
    if is_list(left):
        return is_list(right) and len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)
