"""Places in a ResourceGraphDefinition: as problems show them, and where they stand in the document."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from typekro.expressions.guards import is_mapping, is_sequence

Step = str | int

_PARTS = re.compile(r'\["(?P<quoted>[^"]*)"\]|\[(?P<index>\d+)\]|(?P<name>[^.\[]+)')
_OF_A_RESOURCE = frozenset({"id", "template", "externalRef", "forEach", "includeWhen", "readyWhen"})


def joined(place: str, step: Step) -> str:
    """The place of a field, or of an item, inside of another place.

    Example:
        >>> joined(joined("resources.web", "metadata"), "a.b")
        'resources.web.metadata["a.b"]'
        >>> joined("resources.web.spec.ports", 0)
        'resources.web.spec.ports[0]'
    """
    if isinstance(step, int):
        return f"{place}[{step}]"
    if "." in step or not step:
        return f'{place}["{step}"]'
    return f"{place}.{step}" if place else step


def at(place: str, path: Sequence[Step]) -> str:
    """The place that a path leads to from another place."""
    for step in path:
        place = joined(place, step)
    return place


def of_resource(resource: object, index: int) -> str:
    """The place of a resource: by its id where it has one."""
    id_ = resource.get("id") if is_mapping(resource) else None
    return f"resources.{id_}" if isinstance(id_, str) and re.fullmatch(r"\w+", id_) else f"resources[{index}]"


def path_of(place: str, definition: Mapping[str, Any]) -> tuple[Step, ...]:
    """Where a place of a problem stands in the document, as keys and indices; as far as it is there.

    Args:
        place: such as `resources.web.spec.replicas`.
        definition: the ResourceGraphDefinition.

    Example:
        >>> path_of("resources.web.spec.replicas", {"spec": {"resources": [{"id": "web", "template": {"spec": {"replicas": 1}}}]}})
        ('spec', 'resources', 0, 'template', 'spec', 'replicas')
    """
    steps = [_step(found) for found in _PARTS.finditer(place)]
    if not steps or steps[0] in definition:
        return _existing(steps, definition)
    if steps[0] == "status":
        steps = ["schema", *steps]
    if steps[0] == "resources" and len(steps) > 1:
        steps[1] = _index_of(steps[1], definition)
        if len(steps) > 2 and steps[2] not in _OF_A_RESOURCE:  # noqa: PLR2004 - resources, its index, and a field
            resource = _existing(["spec", *steps[:2], "externalRef"], definition)
            steps.insert(2, "externalRef" if resource[-1:] == ("externalRef",) else "template")
    return _existing(["spec", *steps], definition)


def _step(found: re.Match[str]) -> Step:
    if found["index"] is not None:
        return int(found["index"])
    return found["name"] if found["quoted"] is None else found["quoted"]


def _index_of(id_: Step, definition: Mapping[str, Any]) -> Step:
    resources = definition.get("spec", {}).get("resources", ()) if is_mapping(definition.get("spec")) else ()
    found = [index for index, resource in enumerate(resources or ()) if is_mapping(resource) and resource.get("id") == id_]
    return found[-1] if found else id_


def _existing(steps: Sequence[Step], document: object) -> tuple[Step, ...]:
    path: list[Step] = []
    for step in steps:
        parts = _parts(document)
        if step not in parts:
            break
        document = parts[step]
        path.append(step)
    return tuple(path)


def _parts(document: object) -> Mapping[Step, object]:
    if is_mapping(document):
        return document
    return dict(enumerate(document)) if is_sequence(document) else {}
