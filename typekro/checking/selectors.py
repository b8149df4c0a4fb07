"""Selectors of external resources: labels to match, or one expression that gives them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typekro.checking.fields import Fields
from typekro.checking.names import is_label_value, is_qualified_name, problems_of_labels
from typekro.checking.places import joined
from typekro.checking.problems import Problem, problem
from typekro.expressions.embedded import NestedExpressionError, standalone
from typekro.expressions.guards import is_mapping
from typekro.openapi.kinds import Kinds
from typekro.schema.problems import nearest

_LABEL_SELECTOR = "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"
_WHY = "Kubernetes selects by the key of a label, and an operator"
_OPERATORS = {"In": True, "NotIn": True, "Exists": False, "DoesNotExist": False}


def problems_of_selector(selector: object, place: str, kinds: Kinds) -> Iterator[Problem]:
    """What is wrong with a selector.

    Args:
        selector: what stands at `externalRef.metadata.selector`.
        place: where it stands.
        kinds: where the schema of selectors comes from.
    """
    if isinstance(selector, str) and _is_standalone(selector):
        return
    if not is_mapping(selector):
        why = "kro wants labels to match, or one expression that gives them"
        yield problem("S", place, f"{selector!r} is no selector", why, "selector: {matchLabels: {app: web}}")
        return
    fields = Fields()
    fields.read_typed(selector, kinds.resolve(_LABEL_SELECTOR), kinds.resolve, place)
    yield from fields.problems
    if not fields.found and not fields.problems:
        yield from _problems_of_literal_selector(selector, place)


def _is_standalone(text: str) -> bool:
    try:
        return standalone(text) is not None
    except NestedExpressionError:
        return True  # the reading of all fields says so


def _problems_of_literal_selector(selector: Mapping[str, Any], place: str) -> Iterator[Problem]:
    yield from problems_of_labels(selector.get("matchLabels"), joined(place, "matchLabels"), "S")
    for index, requirement in enumerate(selector.get("matchExpressions") or ()):
        at = joined(joined(place, "matchExpressions"), index)
        if not is_mapping(requirement):
            yield problem("S", at, "there is nothing", _WHY, "{key: app, operator: Exists}")
            continue
        operator, values, key = requirement.get("operator"), requirement.get("values") or (), requirement.get("key")
        if key is None or not is_qualified_name(str(key)):
            what = "there is none" if key is None else f"{key!r} is no key of a label"
            yield problem("S", joined(at, "key"), what, _WHY, "key: app" if key is None else ())
        if operator not in _OPERATORS:
            near = nearest(str(operator), _OPERATORS)
            yield problem(
                "S",
                joined(at, "operator"),
                f"{operator!r} is no operator",
                f"there are {', '.join(_OPERATORS)}",
                [f"operator: {near}"] if near else [],
            )
        elif _OPERATORS[operator] != bool(values):
            yield problem("S", joined(at, "values"), f"{operator} takes {'one value or more' if _OPERATORS[operator] else 'no values'}")
        yield from _problems_of_values(values, joined(at, "values"))


def _problems_of_values(values: Sequence[Any], place: str) -> Iterator[Problem]:
    for index, value in enumerate(values):
        if not is_label_value(str(value)):
            yield problem("S", joined(place, index), f"{value!r} is no value of a label")
