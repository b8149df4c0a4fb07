"""CustomResourceDefinitions as the API server takes or refuses them: names, versions, columns, subresources."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typekro.local.schemas.crd_schemas import schema_problems
from typekro.local.schemas.field_problems import FieldProblem, GoStruct, forbidden, invalid, not_supported, required
from typekro.local.schemas.metadata import IMMUTABLE, common_update_problems, metadata_problems, metadata_update_problems
from typekro.local.schemas.names import dns_1035_label, dns_subdomain
from typekro.local.schemas.shapes import items_of, part_of

_COLUMN_TYPES: Final = ("boolean", "date", "integer", "number", "string")
_COLUMN_FORMATS: Final = ("byte", "date", "date-time", "double", "float", "int32", "int64", "password")
_PATH: Final = re.compile(r"(\.[^.\[\]{}]+)+")
_APPROVED: Final = "api-approved.kubernetes.io"
_PROTECTED: Final = (".k8s.io", ".kubernetes.io")


def problems_of_crd(crd: Mapping[str, Any], old: Mapping[str, Any] | None = None) -> list[FieldProblem]:
    """Why the API server refuses a CustomResourceDefinition; nothing where it takes it.

    Args:
        crd: the definition, read and filled in with defaults, and with the stored versions that `created` or `updated` sets.
        old: what it was before an update; None where it is created.

    Example:
        >>> from typekro.local.schemas.builtin.reading import read_builtin
        >>> crd = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "webs.example"}}
        >>> read = read_builtin({**crd, "spec": {"group": "example", "names": {"kind": "Web", "plural": "webs"}, "scope": "Namespaced"}})
        >>> problems_of_crd(read.object)[0].text
        'spec.group: Invalid value: "example": should be a domain with at least one dot'
    """
    spec: Mapping[str, Any] = part_of(crd, "spec")
    metadata: Mapping[str, Any] = part_of(crd, "metadata")
    if old is None:
        wanted = f"{part_of(spec, 'names').get('plural') or ''}.{spec.get('group') or ''}"
        found = list(metadata_problems(metadata, namespaced=False, judge=lambda name: _judge_name(name, wanted)))
    else:
        found = list(common_update_problems(metadata, part_of(old, "metadata"), namespaced=False))
        found += metadata_update_problems(metadata, part_of(old, "metadata"))
    found += _of_spec(spec)
    if old is not None:
        found += _of_update(spec, part_of(old, "spec"))
    found += _of_stored(part_of(crd, "status").get("storedVersions"), items_of(spec, "versions"))
    found += _of_approval(spec.get("group") or "", part_of(metadata, "annotations"))
    return found


def _judge_name(name: str, wanted: str) -> list[str]:
    return [*dns_subdomain(name), *([] if name == wanted else ['must be spec.names.plural+"."+spec.group'])]


def _of_approval(group: str, annotations: Mapping[str, str]) -> Iterator[FieldProblem]:
    if group.endswith(_PROTECTED) and not annotations.get(_APPROVED):
        said = f"protected groups must have approval annotation {_APPROVED!r}, see https://github.com/kubernetes/enhancements/pull/1111"
        yield required(f"metadata.annotations[{_APPROVED}]", said.replace("'", '"'))


def _of_spec(spec: Mapping[str, Any]) -> Iterator[FieldProblem]:
    group, versions = spec.get("group") or "", items_of(spec, "versions")
    if not group:
        yield required("spec.group")
    elif problems := dns_subdomain(group):
        yield invalid("spec.group", group, ",".join(problems))
    elif "." not in group:
        yield invalid("spec.group", group, "should be a domain with at least one dot")
    if not spec.get("scope"):
        yield required("spec.scope")
    elif spec["scope"] not in {"Cluster", "Namespaced"}:
        yield not_supported("spec.scope", spec["scope"], ("Cluster", "Namespaced"))
    for index, version in enumerate(versions):
        if not part_of(version, "schema").get("openAPIV3Schema"):
            yield required(f"spec.versions[{index}].schema.openAPIV3Schema")
    yield from _of_versions(versions)
    yield from _of_names(part_of(spec, "names"))
    conversion = part_of(spec, "conversion")
    yield from _of_conversion(conversion)
    if spec.get("preserveUnknownFields"):
        said = "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"
        yield invalid("spec.preserveUnknownFields", value=True, detail=said)


def _of_conversion(conversion: Mapping[str, Any]) -> Iterator[FieldProblem]:
    strategy, webhook = conversion.get("strategy") or "", conversion.get("webhook")
    if not strategy:
        yield required("spec.conversion.strategy")
    elif strategy not in {"None", "Webhook"}:
        yield not_supported("spec.conversion.strategy", strategy, ("None", "Webhook"))
    if strategy == "Webhook":
        if not part_of(conversion, "webhook").get("conversionReviewVersions"):
            yield required("spec.conversion.conversionReviewVersions")
        if not part_of(conversion, "webhook").get("clientConfig"):
            yield required("spec.conversion.webhookClientConfig", "required when strategy is set to Webhook")
    elif webhook:
        said = "should not be set when strategy is not set to Webhook"
        yield forbidden("spec.conversion.webhookClientConfig", said)


def _of_versions(versions: Sequence[Mapping[str, Any]]) -> Iterator[FieldProblem]:
    names = [version.get("name") or "" for version in versions]
    for index, name in enumerate(names):
        problems = dns_1035_label(name)
        if problems:
            yield invalid(f"spec.versions[{index}].name", name, ",".join(problems))
    if names and (problems := dns_1035_label(names[0])):
        yield invalid("spec.version", names[0], ",".join(problems))
    if len(set(names)) < len(names):
        yield invalid("spec.versions", [_inside(version) for version in versions], "must contain unique version names")
    if sum(bool(version.get("storage")) for version in versions) != 1:
        yield invalid(
            "spec.versions", [_inside(version) for version in versions] or None, "must have exactly one version marked as storage version"
        )
    # what all versions have in common stands above them, as Kubernetes has it inside
    for field, above in (("schema", "validation"), ("subresources", "subresources"), ("additionalPrinterColumns",) * 2):
        parts = [version.get(field) for version in versions]
        together = bool(parts) and all(part == parts[0] for part in parts)
        for index, part in enumerate(parts[:1] if together else parts):
            at = f"spec.{above}" if together else f"spec.versions[{index}].{field}"
            yield from _of_part(field, part, at, versions[index])


def _inside(version: Mapping[str, Any]) -> GoStruct:
    """A version as Kubernetes has it inside, where what all versions have in common stands above them."""
    return GoStruct(
        Name=version.get("name") or "",
        Served=bool(version.get("served")),
        Storage=bool(version.get("storage")),
        Deprecated=bool(version.get("deprecated")),
        DeprecationWarning=version.get("deprecationWarning"),
        Schema=None,
        Subresources=None,
        AdditionalPrinterColumns=None,
        SelectableFields=None,
    )


def _of_part(field: str, part: Any, at: str, version: Mapping[str, Any]) -> Iterator[FieldProblem]:
    match field:
        case "schema" if part and part.get("openAPIV3Schema"):
            has_status = part_of(version, "subresources").get("status") is not None
            yield from schema_problems(part["openAPIV3Schema"], f"{at}.openAPIV3Schema", has_status=has_status)
        case "subresources" if part and part.get("scale") is not None:
            yield from _of_scale(part["scale"], at)
        case "additionalPrinterColumns":
            for index, column in enumerate(part or ()):
                yield from _of_column(column, f"{at}[{index}]")
        case _:
            pass


def _of_column(column: Mapping[str, Any], at: str) -> Iterator[FieldProblem]:
    kind, format_, path = column.get("type") or "", column.get("format") or "", column.get("jsonPath") or ""
    if not column.get("name"):
        yield required(f"{at}.name")
    if not kind:
        yield required(f"{at}.type", f"must be one of {','.join(_COLUMN_TYPES)}")
    elif kind not in _COLUMN_TYPES:
        yield invalid(f"{at}.type", kind, f"must be one of {','.join(_COLUMN_TYPES)}")
    if format_ and format_ not in _COLUMN_FORMATS:
        yield invalid(f"{at}.format", format_, f"must be one of {','.join(_COLUMN_FORMATS)}")
    if not path:
        yield required(f"{at}.JSONPath")
    elif not path.startswith("."):
        yield invalid(f"{at}.JSONPath", path, "must be a simple json path starting with .")


def _of_scale(scale: Mapping[str, Any], at: str) -> Iterator[FieldProblem]:
    rules = (
        ("specReplicasPath", (".spec.",), "should be a json path under .spec"),
        ("statusReplicasPath", (".status.",), "should be a json path under .status"),
        ("labelSelectorPath", (".spec.", ".status."), "should be a json path under either .spec or .status"),
    )
    for field, roots, said in rules:
        path = scale.get(field) or ""
        here = f"{at}.scale.{field}"
        if not path:
            if field != "labelSelectorPath":
                yield required(here)
        elif not path.startswith("."):
            yield invalid(here, path, "must be a simple json path starting with .")
        elif not _PATH.fullmatch(path):
            yield invalid(here, path, "must be a json path in the dot notation")
        elif not path.startswith(roots):
            yield invalid(here, path, said)


def _of_names(names: Mapping[str, Any]) -> Iterator[FieldProblem]:
    yield from (required(f"spec.names.{field}") for field in ("plural", "singular", "kind", "listKind") if not names.get(field))
    for field in ("plural", "singular"):
        name = names.get(field) or ""
        problems = dns_1035_label(name)
        if problems and name:
            yield invalid(f"spec.names.{field}", name, ",".join(problems))
    for field in ("kind", "listKind"):
        name = names.get(field) or ""
        problems = dns_1035_label(name.lower())
        if problems and name:
            yield invalid(f"spec.names.{field}", name, f"may have mixed case, but should otherwise match: {','.join(problems)}")
    for field in ("shortNames", "categories"):
        for index, name in enumerate(items_of(names, field)):
            problems = dns_1035_label(name)
            if problems:
                yield invalid(f"spec.names.{field}[{index}]", name, ",".join(problems))
    if names.get("kind") and names.get("kind") == names.get("listKind"):
        yield invalid("spec.names.listKind", names["listKind"], "kind and listKind may not be the same")


def _of_update(new: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[FieldProblem]:
    after, before = part_of(new, "names"), part_of(old, "names")
    rows = (
        ("spec.scope", new.get("scope"), old.get("scope")),
        ("spec.names.kind", after.get("kind"), before.get("kind")),
        ("spec.group", new.get("group"), old.get("group")),
        ("spec.names.plural", after.get("plural"), before.get("plural")),
    )
    yield from (invalid(at, now, IMMUTABLE) for at, now, was in rows if now != was)


def _of_stored(stored: Sequence[str] | None, versions: Sequence[Mapping[str, Any]]) -> Iterator[FieldProblem]:
    names = [version.get("name") for version in versions]
    at = "status.storedVersions"
    if not stored:
        yield invalid(at, None, "must have at least one stored version")
        return
    for version in versions:
        if version.get("storage") and version.get("name") not in stored:
            yield invalid(at, list(stored), f"must have the storage version {version.get('name')}")
    for index, name in enumerate(stored):
        if name not in names:
            said = (
                f"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage"
                f" migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions"
            )
            yield invalid(f"{at}[{index}]", name, said)
