"""Whether what was observed of a node is ready, as kro asks: it is there, and each readyWhen says yes of its plain JSON."""

from collections.abc import Mapping, Sequence

from typekro.checking import CheckedExpression, CheckedNode
from typekro.evaluation.scope import EACH, SEVERAL, ExpressionError, Scope, evaluated
from typekro.evaluation.states import Manifest
from typekro.evaluation.words import READY, Halted, Readiness, denial_of, user_text
from typekro.schema.go_texts import quoted

_WAITING = "waiting for readiness"


def readiness(scope: Scope, node: CheckedNode, desired: Sequence[Manifest] | None) -> Readiness:
    """Whether a node is ready by what was observed of it.

    Args:
        scope: what was observed.
        node: which one.
        desired: its objects; None where they are not known yet.

    Raises:
        Halted: a readyWhen went wrong.
    """
    there = _of_several_there(scope, node, desired) if node.type in SEVERAL else _of_one_there(scope, node)
    assumed = scope.assumed.get(node.id)
    if not there.ready or assumed is True or (node.type == "Collection" and not desired):
        return there
    if assumed is False:
        return Readiness(ready=False, message=f"node {quoted(node.id)}: {_WAITING}", reason=f"{node.id} is taken as not ready")
    return _of_items(scope, node) if node.type in SEVERAL else _of_one(scope, node)


def _of_one_there(scope: Scope, node: CheckedNode) -> Readiness:
    if scope.observed.get(node.id):
        return READY
    return Readiness(
        ready=False, message=f"node {quoted(node.id)}: no observed state: {_WAITING}", reason=f"{node.id} is not there yet", there=False
    )


def _of_one(scope: Scope, node: CheckedNode) -> Readiness:
    objects = scope.observed[node.id]
    for condition in _conditions(scope, node):
        values = {node.id: objects[0]}
        try:
            result = scope.run_raw(condition, values)
        except ExpressionError as error:
            if error.pending:
                return _unanswered(node, condition, error)
            raise _wrong(node, condition, error.told, error.message) from error
        if result is not None and not isinstance(result, bool):
            raise _wrong(node, condition, f"expression {quoted(user_text(condition))} did not return bool", "neither true nor false")
        if not result:
            return _denied(condition, values)
    return READY


def _of_items(scope: Scope, node: CheckedNode) -> Readiness:
    objects = scope.observed.get(node.id, ())
    for index, one in enumerate(objects):
        for condition in _conditions(scope, node):
            found = _of_item(node, condition, one, index)
            if not found.ready:
                return found
    return READY


def _of_several_there(scope: Scope, node: CheckedNode, desired: Sequence[Manifest] | None) -> Readiness:
    objects = scope.observed.get(node.id, ())
    if node.type == "ExternalCollection":
        return _of_one_there(scope, node) if node.id not in scope.observed else READY
    if desired is None:
        message = f"node {quoted(node.id)}: collection not computed ({_WAITING})"
        return Readiness(ready=False, message=message, reason=f"the items of {node.id} are not known yet", there=False)
    if len(objects) < len(desired):
        message = f"node {quoted(node.id)}: collection not ready: observed {len(objects)} but desired {len(desired)} ({_WAITING})"
        return Readiness(ready=False, message=message, reason=f"{len(objects)} of {len(desired)} items of {node.id} are there", there=False)
    return READY


def _of_item(node: CheckedNode, condition: CheckedExpression, item: Manifest, index: int) -> Readiness:
    try:
        result = evaluated(condition, {EACH: item})
    except ExpressionError as error:
        if error.pending:
            message = f"node {quoted(node.id)}: failed to evaluate readyWhen {quoted(user_text(condition))} (item {index}) ({_WAITING})"
            reason = f"{error.reason}, in item {index}"
            return Readiness(ready=False, message=message, reason=reason)
        message = f"node {quoted(node.id)}: failed to evaluate readyWhen {quoted(user_text(condition))} (item {index}): {error.told}"
        raise Halted(message, f"{error.reason}, in item {index}") from error
    if not isinstance(result, bool):
        message = f"readyWhen {quoted(user_text(condition))} did not return bool"
        raise Halted(message, f"{condition.place}: {condition.written} is neither true nor false, in item {index}")
    return READY if result else _denied(condition, {EACH: item}, f", in item {index}")


def _conditions(scope: Scope, node: CheckedNode) -> Sequence[CheckedExpression]:
    return scope.definition.analysis.expressions_of.get((node.id, "readyWhen"), ())


def _denied(condition: CheckedExpression, values: Mapping[str, Manifest], where: str = "") -> Readiness:
    message = f"readyWhen condition evaluated to false: {quoted(user_text(condition))} ({_WAITING})"
    return Readiness(ready=False, message=message, reason=denial_of(condition, values) + where)


def _unanswered(node: CheckedNode, condition: CheckedExpression, error: ExpressionError) -> Readiness:
    message = f"node {quoted(node.id)}: failed to evaluate readyWhen expression: {quoted(user_text(condition))} ({_WAITING})"
    return Readiness(ready=False, message=message, reason=error.reason)


def _wrong(node: CheckedNode, condition: CheckedExpression, told: str, why: str) -> Halted:
    message = f"node {quoted(node.id)}: failed to evaluate readyWhen expression: {quoted(user_text(condition))} ({told})"
    return Halted(message, f"{condition.place}: {condition.written}: {why}")
