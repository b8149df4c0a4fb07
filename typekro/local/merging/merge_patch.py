"""JSON merge patch (RFC 7396) as the API server takes it: what is null in the patch is not there afterwards, at any depth."""

from typing import Any

from typekro.local.merging.shapes import is_list, is_object


def merge_patch(document: Any, patch: Any) -> Any:
    """A document with a merge patch done on it; neither is changed, and what stays is shared.

    Args:
        document: an object.
        patch: what is to be other than it is; null is for what is to be gone.

    Example:
        >>> merge_patch({"a": 1, "b": {"c": 2}}, {"a": None, "b": {"d": 3}})
        {'b': {'c': 2, 'd': 3}}
    """
    if not is_object(patch):
        return _pruned(patch) if not is_object(document) else patch
    if not is_object(document):
        return _pruned(patch)
    merged = dict(document)
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _pruned(value) if merged.get(key) is None else merge_patch(merged[key], value)
    return merged


def _pruned(value: Any) -> Any:
    if is_object(value):
        return {key: _pruned(part) for key, part in value.items() if part is not None}
    return [_pruned(part) for part in value] if is_list(value) else value
