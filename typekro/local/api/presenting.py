"""Objects in the form in which a client wants to see them."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from typekro.local.api.changes import Manifest
from typekro.local.api.conversion import converted
from typekro.local.api.listing import Page, list_of
from typekro.local.api.negotiation import YAML, Accept
from typekro.local.api.printers import PRINTERS
from typekro.local.api.refusals import not_acceptable
from typekro.local.api.registry import stored_version
from typekro.local.api.resources import Resource
from typekro.local.api.responses import JSON, Response, encoded
from typekro.local.api.store import Entry, bare
from typekro.local.api.tables import column_definitions, row


@attrs.frozen
class Presenter:
    """How objects of a kind are shown to one client.

    Args:
        resource: the kind, in the version that is asked for.
        accept: the form.
        now: the moment, for ages.
        include: what a row of a table has of its object: `Metadata`, `Object` or `None`.
    """

    resource: Resource
    accept: Accept
    now: Callable[[], datetime]
    include: str = "Metadata"

    def one(self, manifest: Manifest, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """An answer that is one object; a Status stays what it is."""
        if manifest.get("kind") == "Status" and manifest.get("apiVersion") == "v1":
            return self._response(encoded(manifest), status, headers)
        return self._response(self._shown(manifest, first=True), status, headers)

    def page(self, found: Page) -> Response:
        """An answer that is a list."""
        meta = f"meta.k8s.io/{self.accept.version}"
        match self.accept.form:
            case "table":
                rows = [encoded(row(self.resource, self._manifest(entry), self.now(), self.include, meta)) for entry in found.entries]
                body = list_of(self.resource, meta, "Table", found, rows)
                columns = encoded(column_definitions(self.resource))
                body = body.replace(b',"items":[', b',"columnDefinitions":%s,"rows":[' % columns, 1)
                if not rows and not self.resource.custom and self.resource.qualified not in PRINTERS:
                    body = body.replace(b',"rows":[]', b',"rows":null')
            case "partial":
                body = list_of(
                    self.resource, meta, "PartialObjectMetadataList", found, [self._shown(self._manifest(each)) for each in found.entries]
                )
                body = body if found.entries else body.replace(b'"items":[]', b'"items":null')
            case _:
                items = [self._item(entry) for entry in found.entries]
                body = list_of(self.resource, self.resource.api_version, self.resource.listed, found, items)
        return self._response(body, 200, None)

    def event(self) -> Callable[[Entry], bytes]:
        """What shows the objects of a watch: in tables, only the first has columns."""
        first = [True]

        def shown(entry: Entry) -> bytes:
            if self.accept.form == "object":
                return self._json(entry)
            told = self._shown(self._manifest(entry), first=first[0])
            first[0] = False
            return told

        return shown

    def bookmark(self, revision: int, annotations: Mapping[str, str] | None = None) -> bytes:
        """The line of a bookmark."""
        metadata: dict[str, Any] = {"resourceVersion": str(revision)}
        if annotations:
            metadata["annotations"] = dict(annotations)
        kind, api_version = self.resource.kind, self.resource.api_version
        marked: Any = {"kind": kind, "apiVersion": api_version, "metadata": metadata}
        if self.accept.form == "partial":
            marked = {**marked, "kind": "PartialObjectMetadata", "apiVersion": f"meta.k8s.io/{self.accept.version}"}
        elif self.accept.form == "table":
            table_row: Any = {"cells": [], "object": {**marked, "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1"}}
            marked = {
                "kind": "Table",
                "apiVersion": f"meta.k8s.io/{self.accept.version}",
                "metadata": {"resourceVersion": str(revision)},
                "columnDefinitions": [],
                "rows": [table_row],
            }
        return b'{"type":"BOOKMARK","object":%s}\n' % encoded(marked)

    def _manifest(self, entry: Entry) -> Manifest:
        return converted(entry.object, self.resource.api_version)

    def _json(self, entry: Entry) -> bytes:
        return entry.json if stored_version(self.resource) == self.resource.api_version else encoded(self._manifest(entry))

    def _item(self, entry: Entry) -> bytes:
        if self.resource.custom:
            return self._json(entry)
        return entry.bare if stored_version(self.resource) == self.resource.api_version else encoded(bare(self._manifest(entry)))

    def _shown(self, manifest: Manifest, *, first: bool = False) -> bytes:
        meta = f"meta.k8s.io/{self.accept.version}"
        match self.accept.form:
            case "table":
                version = manifest["metadata"].get("resourceVersion", "")
                table = {
                    "kind": "Table",
                    "apiVersion": meta,
                    "metadata": {"resourceVersion": version},
                    "columnDefinitions": column_definitions(self.resource) if first else [],
                    "rows": [row(self.resource, manifest, self.now(), self.include, meta)],
                }
                return encoded(table)
            case "partial":
                return encoded({"kind": "PartialObjectMetadata", "apiVersion": meta, "metadata": manifest["metadata"]})
            case _:
                return encoded(manifest)

    def _response(self, body: bytes, status: int, headers: Mapping[str, str] | None) -> Response:
        if self.accept.media == YAML:
            import yaml  # noqa: PLC0415 - few answers are YAML, and it takes its time to be imported

            return Response(status, yaml.safe_dump(json.loads(body), sort_keys=False).encode(), YAML, headers or {})
        return Response(status, body, JSON, headers or {})


def plain(accept: Accept) -> None:
    """Refuses a form that an answer which is no object cannot have."""
    if accept.form != "object":
        raise not_acceptable((JSON, YAML))
