"""Reading one resource of a definition: what it is, its expressions by their roles, and what kro refuses before it asks for types."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs

from typekro.checking.fields import Field, Fields, standalone_field
from typekro.checking.names import is_kind
from typekro.checking.places import joined, of_resource
from typekro.checking.problems import Problem, problem
from typekro.checking.report import NodeType
from typekro.checking.selectors import problems_of_selector
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.openapi.kinds import Kinds, KindSchema
from typekro.schema.problems import nearest

UnknownKinds = Literal["refuse", "trust"]

OBJECT_META = "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_PREFIXES = ("kro.run/", "internal.kro.run/")


@attrs.frozen
class Reading:
    """A resource as it was read.

    Args:
        id: its id.
        place: where it stands.
        index: its place in the list of resources, from 0.
        type: what kro takes it for.
        api_version: its group and version.
        kind: its kind.
        template: its manifest, or what its external reference says.
        schema: what is known of its kind; None where nothing is.
        iterators: the names that its forEach binds.
        fields: the expressions of its manifest.
        for_each: the list behind each iterator, by the iterator's name.
        include_when: its conditions to be there.
        ready_when: its conditions to be ready.
    """

    id: str
    place: str
    index: int
    type: NodeType
    api_version: str
    kind: str
    template: Mapping[str, Any]
    schema: KindSchema | None
    iterators: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    for_each: Mapping[str, Field] = attrs.Factory(dict[str, Field])
    include_when: tuple[Field, ...] = ()
    ready_when: tuple[Field, ...] = ()


@attrs.frozen
class Reader:
    """Reads the resources of one definition.

    Args:
        kinds: what is known of kinds.
        namespaced: whether instances of the definition's kind live in a namespace.
        unknown_kinds: what is done about a kind of which nothing is known.
        problems: what was found wrong.
        unchecked: what could not be judged.
    """

    kinds: Kinds
    namespaced: bool
    unknown_kinds: UnknownKinds
    problems: list[Problem] = attrs.Factory(list[Problem])
    unchecked: list[str] = attrs.Factory(list[str])

    def read(self, resource: Mapping[str, Any], index: int) -> Reading | None:
        """One resource; None where it is neither a manifest nor an external reference."""
        place = of_resource(resource, index)
        template, external = resource.get("template"), resource.get("externalRef")
        if not is_mapping(template) and not is_mapping(external):
            return None
        manifest: Mapping[str, Any] = external if is_mapping(external) else template or {}
        self._check_shape(manifest, place)
        api_version, kind = manifest.get("apiVersion"), manifest.get("kind")
        known = self._kind(api_version, kind, place) if isinstance(api_version, str) and isinstance(kind, str) else None
        type_ = _type(resource, external)
        self._check_metadata(manifest, known, type_, place)
        return Reading(
            id=str(resource.get("id", index)),
            place=place,
            index=index,
            type=type_,
            api_version=str(api_version),
            kind=str(kind),
            template=manifest,
            schema=known,
            iterators=tuple(_iterators(resource)),
            fields=self._fields(manifest, known, type_, place),
            for_each=self._for_each(resource, place),
            include_when=self._conditions(resource, "includeWhen", place),
            ready_when=self._conditions(resource, "readyWhen", place),
        )

    def _check_shape(self, manifest: Mapping[str, Any], place: str) -> None:
        for key, example in (("apiVersion", "v1"), ("kind", "ConfigMap")):
            if not isinstance(manifest.get(key), str):
                what = "there is none" if key not in manifest else "it is no text"
                self.problems.append(
                    problem("S", joined(place, key), what, "kro looks the kind up before it evaluates anything", f"{key}: {example}")
                )
        if not is_mapping(manifest.get("metadata")):
            what = "there is none" if "metadata" not in manifest else "it is no map"
            self.problems.append(
                problem("S", joined(place, "metadata"), what, "kro wants the metadata written out", "metadata: {name: ...}")
            )

    def _kind(self, api_version: str, kind: str, place: str) -> KindSchema | None:
        found = list(_problems_of_words(api_version, kind, place))
        self.problems.extend(found)
        known = None if found else self.kinds.find(api_version, kind)
        if known is None and not found:
            group = api_version.rpartition("/")[0]
            if self.unknown_kinds == "refuse" or self.kinds.knows_group(group):
                self.problems.append(_unknown_kind(self.kinds, api_version, kind, place))
            else:
                self.unchecked.append(f"{place}: nothing is known here of {kind} in {api_version}, so that its fields were not checked")
        return known

    def _check_metadata(self, manifest: Mapping[str, Any], known: KindSchema | None, type_: NodeType, place: str) -> None:
        metadata = manifest.get("metadata")
        if not is_mapping(metadata):
            return
        if type_ in {"Resource", "Collection"}:
            self.problems.extend(_problems_of_prefixes(metadata, joined(place, "metadata")))
        if known is None:
            return
        at = joined(joined(place, "metadata"), "namespace")
        if not known.namespaced and "namespace" in metadata:
            self.problems.append(
                problem(
                    "S",
                    at,
                    f"a {known_name(manifest)} lives in no namespace",
                    "Kubernetes has one of a name in the whole cluster",
                    "leave it out",
                )
            )
        needed = known.namespaced and not self.namespaced and type_ != "ExternalCollection"
        if needed and not str(metadata.get("namespace") or "").strip():
            why = "instances live in no namespace (scope: Cluster), so that there is none to take from them"
            self.problems.append(problem("S", at, f"a {known_name(manifest)} needs a namespace", why, "namespace: ..."))

    def _fields(self, manifest: Mapping[str, Any], known: KindSchema | None, type_: NodeType, place: str) -> tuple[Field, ...]:
        fields = Fields()
        crd = str(manifest.get("apiVersion")).startswith("apiextensions.k8s.io/") and manifest.get("kind") == "CustomResourceDefinition"
        if known is None or crd or type_ in {"External", "ExternalCollection"}:
            fields.read(manifest, place)
        else:
            fields.read_typed(manifest, known.schema, self.kinds.resolve, place)
        if crd and type_ not in {"External", "ExternalCollection"}:
            self.problems.extend(_outside_of_metadata(field) for field in fields.found if field.path[:1] != ("metadata",))
        if type_ == "ExternalCollection":
            at = joined(joined(place, "metadata"), "selector")
            self.problems.extend(problems_of_selector(manifest["metadata"]["selector"], at, self.kinds))
        self.problems.extend(fields.problems)
        return tuple(fields.found)

    def _for_each(self, resource: Mapping[str, Any], place: str) -> dict[str, Field]:
        found = {name: self._standalone(text, joined(joined(place, "forEach"), name)) for name, text in _iterators(resource).items()}
        return {name: field for name, field in found.items() if field is not None}

    def _conditions(self, resource: Mapping[str, Any], key: str, place: str) -> tuple[Field, ...]:
        texts = resource.get(key)
        found = [
            self._standalone(text, joined(joined(place, key), index)) for index, text in enumerate(texts if is_sequence(texts) else ())
        ]
        return tuple(field for field in found if field is not None)

    def _standalone(self, text: object, place: str) -> Field | None:
        return standalone_field(text, place, self.problems)


def _iterators(resource: Mapping[str, Any]) -> dict[str, object]:
    dimensions = resource.get("forEach")
    bound = (dimension.items() for dimension in (dimensions if is_sequence(dimensions) else ()) if is_mapping(dimension))
    return {str(name): text for items in bound for name, text in items}


def known_name(manifest: Mapping[str, Any]) -> str:
    """A kind as problems name it."""
    return str(manifest.get("kind"))


def _type(resource: Mapping[str, Any], external: object) -> NodeType:
    if is_mapping(external):
        metadata = external.get("metadata")
        return "ExternalCollection" if is_mapping(metadata) and metadata.get("selector") is not None else "External"
    return "Collection" if resource.get("forEach") else "Resource"


def _problems_of_words(api_version: str, kind: str, place: str) -> Iterator[Problem]:
    why = "kro looks the kind up before it evaluates anything"
    if api_version.count("/") > 1 or not re.fullmatch(r"[^/\s${}]+(/[^/\s${}]+)?", api_version):
        yield problem("S", joined(place, "apiVersion"), f"{api_version!r} is no group and version", why, "apiVersion: apps/v1")
    if not is_kind(kind):
        yield problem("S", joined(place, "kind"), f"{kind!r} is no kind", why, "kind: ConfigMap")


def _unknown_kind(kinds: Kinds, api_version: str, kind: str, place: str) -> Problem:
    group = api_version.rpartition("/")[0]
    if kinds.knows_group(group):
        return problem(
            "D", joined(place, "kind"), f"there is no {kind} in {api_version}", "kro looks it up in the cluster", _meant(kinds, kind)
        )
    why = "kro looks a kind up when it takes a definition, so that its CRD has to be there before"
    hint = "check the file of its CRD, or of the ResourceGraphDefinition that makes it, together with this one"
    return problem("D", joined(place, "kind"), f"nothing is known of {kind} in {api_version}", why, hint)


def _meant(kinds: Kinds, kind: str) -> str | tuple[()]:
    """A kind that is there and is called so, or nearly so."""
    versions = {name: api_version for api_version, name in (known.split(" ") for known in reversed(kinds.names()))}
    near = kind if kind in versions else nearest(kind, versions)
    return () if near is None else f"apiVersion: {versions[near]}, kind: {near}"


def _problems_of_prefixes(metadata: Mapping[str, Any], place: str) -> Iterator[Problem]:
    for field in ("labels", "annotations"):
        entries = metadata.get(field)
        for key in entries if is_mapping(entries) else ():
            if str(key).startswith(_PREFIXES):
                yield problem(
                    "S",
                    joined(joined(place, field), str(key)),
                    "the key is reserved",
                    "kro keeps kro.run/ to itself",
                    "give it another prefix",
                )


def _outside_of_metadata(field: Field) -> Problem:
    why = "in a CustomResourceDefinition kro evaluates what stands under metadata alone"
    return problem("S", field.place, f"{field.written} stands outside of metadata", why, "write the value itself")
