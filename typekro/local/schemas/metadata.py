"""The metadata of objects: what the API server says of names, labels, owners and finalizers, and of changes to them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typekro.local.schemas.field_problems import FieldProblem, GoStruct, forbidden, invalid, not_supported, required
from typekro.local.schemas.names import Judge, dns_label, dns_subdomain, label_key, label_value, path_segment
from typekro.local.schemas.shapes import items_of, part_of
from typekro.schema.go_texts import quoted

_ORPHAN: Final = "orphan"
_FOREGROUND: Final = "foregroundDeletion"
_ANNOTATIONS: Final = 256 * 1024
_NOTHING: Final[Mapping[str, Any]] = {}
IMMUTABLE: Final = "field is immutable"
"""What is said of a field that must stay as it is."""


def metadata_problems(
    metadata: Mapping[str, Any],
    *,
    namespaced: bool,
    judge: Judge = dns_subdomain,
    at: str = "metadata",
    known: Mapping[str, Any] = _NOTHING,
) -> Iterator[FieldProblem]:
    """What is wrong with the metadata of an object.

    Args:
        metadata: the metadata.
        namespaced: whether the object lives in a namespace.
        judge: says what is wrong with a name of its kind.
        at: where the metadata stands.
        known: metadata in which nothing is wrong; parts of it that are the very same ones are not looked at again.

    Example:
        >>> [problem.text for problem in metadata_problems({"name": "web", "labels": {"a b": "c"}}, namespaced=False)][0][:40]
        'metadata.labels: Invalid value: "a b": n'
    """
    name, prefix = metadata.get("name") or "", metadata.get("generateName") or ""
    if prefix:
        # the last letter is one that a suffix makes up for
        masked = f"{prefix[:-2]}a" if len(prefix) > 1 and prefix.endswith("-") else prefix
        yield from (invalid(f"{at}.generateName", prefix, problem) for problem in judge(masked))
    if name:
        yield from (invalid(f"{at}.name", name, problem) for problem in judge(name))
    else:
        yield required(f"{at}.name", "name or generateName is required")
    yield from _of_namespace(metadata.get("namespace") or "", f"{at}.namespace", namespaced=namespaced)
    if (metadata.get("generation") or 0) < 0:
        yield invalid(f"{at}.generation", metadata["generation"], "must be greater than or equal to 0")
    yield from _of_parts(metadata, at, known)
    if metadata.get("finalizers") is not known.get("finalizers"):
        yield from _of_finalizers(items_of(metadata, "finalizers"), f"{at}.finalizers")


def _of_parts(metadata: Mapping[str, Any], at: str, known: Mapping[str, Any]) -> Iterator[FieldProblem]:
    if metadata.get("labels") is not known.get("labels"):
        yield from label_problems(metadata.get("labels"), f"{at}.labels")
    if metadata.get("annotations") is not known.get("annotations"):
        yield from _of_annotations(part_of(metadata, "annotations"), f"{at}.annotations")
    if metadata.get("ownerReferences") is not known.get("ownerReferences"):
        yield from _of_owners(items_of(metadata, "ownerReferences"), f"{at}.ownerReferences")


def _of_namespace(namespace: str, at: str, *, namespaced: bool) -> Iterator[FieldProblem]:
    if not namespaced:
        if namespace:
            yield forbidden(at, "not allowed on this type")
    elif not namespace:
        yield required(at)
    else:
        yield from (invalid(at, namespace, problem) for problem in dns_label(namespace))


def label_problems(labels: Mapping[str, str] | None, at: str) -> Iterator[FieldProblem]:
    """What is wrong with labels.

    Args:
        labels: the labels; none are right.
        at: where they stand.
    """
    for key, value in (labels or {}).items():
        yield from (invalid(at, key, problem) for problem in label_key(key))
        yield from (invalid(at, value, problem) for problem in label_value(value))


def _of_annotations(annotations: Mapping[str, str], at: str) -> Iterator[FieldProblem]:
    for key in annotations:
        yield from (invalid(at, key, problem) for problem in label_key(key.lower()))
    if sum(len(key.encode()) + len(value.encode()) for key, value in annotations.items()) > _ANNOTATIONS:
        yield FieldProblem(at, "FieldValueTooLong", f"Too long: may not be more than {_ANNOTATIONS} bytes")


def _of_owners(owners: Sequence[Mapping[str, Any]], at: str) -> Iterator[FieldProblem]:
    controller = ""
    for owner in owners:
        if not (owner.get("apiVersion") or "").rpartition("/")[2]:
            yield invalid(f"{at}.apiVersion", owner.get("apiVersion") or "", "version must not be empty")
        yield from (invalid(f"{at}.{field}", "", "must not be empty") for field in ("kind", "name", "uid") if not owner.get(field))
        if (owner.get("apiVersion"), owner.get("kind")) == ("v1", "Event"):
            yield invalid(at, owner, "/v1, Kind=Event is disallowed from being an owner")
        if owner.get("controller"):
            this = f"{owner.get('kind')}/{owner.get('name')}"
            if controller:
                said = f'Only one reference can have Controller set to true. Found "true" in references for {controller} and {this}'
                yield invalid(at, list(owners), said)
            else:
                controller = this


def _of_finalizers(finalizers: Sequence[str], at: str) -> Iterator[FieldProblem]:
    for finalizer in finalizers:
        yield from (invalid(at, finalizer, problem) for problem in label_key(finalizer))
    if _ORPHAN in finalizers and _FOREGROUND in finalizers:
        yield invalid(at, list(finalizers), f"finalizer {_ORPHAN} and {_FOREGROUND} cannot be both set")


def metadata_update_problems(new: Mapping[str, Any], old: Mapping[str, Any], at: str = "metadata") -> Iterator[FieldProblem]:
    """What is wrong with a change of metadata.

    Args:
        new: the metadata.
        old: what it was.
        at: where it stands.
    """
    if old.get("deletionTimestamp"):
        added = sorted(set(items_of(new, "finalizers")) - set(items_of(old, "finalizers")))
        if added:
            shown = ", ".join(map(quoted, added))
            said = f"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{shown}}}"
            yield forbidden(f"{at}.finalizers", said)
    if not (new.get("resourceVersion") or ""):
        yield invalid(f"{at}.resourceVersion", "", "must be specified for an update")
    if (new.get("generation") or 0) < (old.get("generation") or 0):
        yield invalid(f"{at}.generation", new.get("generation") or 0, "must not be decremented")
    for field in ("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"):
        before, now = old.get(field), new.get(field)
        if (before or None) != (now or None):
            yield invalid(f"{at}.{field}", now if now is not None else "" if isinstance(before, str) else None, IMMUTABLE)
    yield from _of_parts(new, at, old)


def common_update_problems(new: Mapping[str, Any], old: Mapping[str, Any], *, namespaced: bool) -> Iterator[FieldProblem]:
    """What is wrong with changed metadata of any kind, before the rules of its kind are asked, which tell some of it again.

    Args:
        new: the metadata.
        old: what it was.
        namespaced: whether the object lives in a namespace.
    """
    yield from metadata_problems(new, namespaced=namespaced, judge=path_segment, known=old)
    yield from metadata_update_problems(new, old)


def selector_problems(selector: Mapping[str, Any] | None, at: str) -> Iterator[FieldProblem]:
    """What is wrong with a selector of labels.

    Args:
        selector: `matchLabels` and `matchExpressions`.
        at: where it stands.
    """
    yield from label_problems((selector or {}).get("matchLabels"), f"{at}.matchLabels")
    for index, requirement in enumerate((selector or {}).get("matchExpressions") or ()):
        here = f"{at}.matchExpressions[{index}]"
        operator, values = requirement.get("operator") or "", items_of(requirement, "values")
        if operator in {"In", "NotIn"}:
            if not values:
                yield required(f"{here}.values", "must be specified when `operator` is 'In' or 'NotIn'")
        elif operator in {"Exists", "DoesNotExist"}:
            if values:
                yield forbidden(f"{here}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
        else:
            yield invalid(f"{here}.operator", operator, "not a valid selector operator")
        key = requirement.get("key") or ""
        yield from (invalid(f"{here}.key", key, problem) for problem in label_key(key))
        for number, value in enumerate(values):
            yield from (invalid(f"{here}.values[{number}]", value, problem) for problem in label_value(value))


def shown_selector(selector: Mapping[str, Any] | None) -> GoStruct | None:
    """A selector of labels as Go shows it."""
    if selector is None:
        return None
    found = GoStruct({name: selector[name] for name in ("matchLabels", "matchExpressions") if selector.get(name)})
    if "matchExpressions" in found:
        fields = ("key", "operator", "values")
        found["matchExpressions"] = [
            GoStruct({field: part[field] for field in fields if part.get(field)}) for part in found["matchExpressions"]
        ]
    return found


def choice_problem(value: str | None, choices: Sequence[str], at: str) -> Iterator[FieldProblem]:
    """That a value is none of the few that there are; where there has to be one.

    Args:
        value: the value; empty where there is none.
        choices: what there is.
        at: where it stands.
    """
    if not value:
        yield required(at)
    elif value not in choices:
        yield not_supported(at, value, choices)
