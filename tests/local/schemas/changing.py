"""Objects that differ from others in a few places."""

import copy
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

GONE = object()
"""Stands for a field that is taken away."""


def changed(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of an object with other values at some paths, as `spec.ports[0].port`."""
    made: dict[str, Any] = copy.deepcopy(dict(base))
    for path, value in changes.items():
        steps = [int(index) if index else name for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)]
        holder: Any = made
        for step, following in pairwise(steps):
            if isinstance(step, str) and step not in holder:
                holder[step] = [] if isinstance(following, int) else {}
            holder = holder[step]
        if value is GONE:
            del holder[steps[-1]]
        elif isinstance(steps[-1], int) and steps[-1] == len(holder):
            holder.append(value)
        else:
            holder[steps[-1]] = value
    return made
