"""One request after the other about objects of one kind."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# What is sent and answered is JSON of every shape, on purpose.

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import attrs

from tests.local.differential.calls import CONTINUE, FIRST, LISTED, UID, VERSION, Call
from tests.local.differential.making.changing import operations, part, spoiled, varied, with_directives, with_nulls
from tests.local.differential.making.kinds import Kind

Manifest = dict[str, Any]

APPLY = "application/apply-patch+yaml"
JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"

_MANAGERS = ("m1", "m2", "m3")
_TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1,application/json"
_PARTIAL = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
_PARTIAL_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"


@attrs.define
class Story:
    """What becomes of a few objects of one kind.

    Args:
        kind: their kind.
        random: decides.
    """

    kind: Kind
    random: Random
    _known: dict[str, Manifest] = attrs.field(factory=dict[str, Manifest])

    def step(self) -> Call:
        """The next request."""
        if not self._known:
            return self.create() if self.random.random() < 0.6 else self.apply()
        steps: Sequence[tuple[Callable[[], Call], int]] = (
            (self.create, 3),
            (self.get, 1),
            (self.list, 3),
            (self.put, 3),
            (self.merge, 3),
            (self.json, 3),
            (self.strategic, 3),
            (self.apply, 7),
            (self.status, 3 if self.kind.status else 0),
            (self.scale, 2 if self.kind.scale else 0),
            (self.delete, 2),
            (self.delete_all, 1),
            (self.watch, 1),
        )
        choices, weights = zip(*steps, strict=True)
        found: Call = self.random.choices(choices, weights)[0]()
        return found

    def _name(self) -> str:
        return self.random.choice(list(self._known)) if self._known and self.random.random() < 0.85 else self.random.choice("abc")

    def _path(self, short: str) -> str:
        return f"{self.kind.collection}/{self.kind.name(short)}"

    def _query(self, *, manager: bool = True) -> dict[str, str]:
        random, found = self.random, dict[str, str]()
        if manager and random.random() < 0.7:
            found["fieldManager"] = random.choice(_MANAGERS)
        if random.random() < 0.1:
            found["dryRun"] = random.choice(["All"] * 8 + ["Some", ""])
        if random.random() < 0.35:
            found["fieldValidation"] = random.choice(["Strict", "Warn", "Ignore", "Strict", "Warn", "Ignore", "Ignore", "Own"])
        if random.random() < 0.01:
            found["fieldManager"] = "x" * 129
        return found

    def _call(self, what: str, method: str, path: str, **more: Any) -> Call:
        return Call(f"{self.kind.kind} {what}", method, path, **more)

    def _made(self, short: str) -> Manifest:
        made = self.kind.manifest(self.kind.make(self.random), short)
        return spoiled(self.random, made) if self.random.random() < 0.07 else made

    def create(self) -> Call:
        """Creates an object."""
        short = self.random.choice("abc")
        made = self._made(short)
        self._known.setdefault(short, made)
        if self.random.random() < 0.06 and isinstance(made.get("metadata"), dict):
            made["metadata"].pop("name", None)
            made["metadata"]["generateName"] = self.kind.name("gen-")
        return self._call("create", "POST", self.kind.collection, query=self._query(), headers=_JSON, body=made)

    def get(self) -> Call:
        """Reads an object."""
        path = self._path(self._name()) + (self.random.choice(["", "", "/status", "/scale"]) if self.random.random() < 0.5 else "")
        return self._call("get", "GET", path, headers=self._accept(_PARTIAL))

    def _accept(self, partial: str) -> dict[str, str]:
        accept = self.random.choice([None, None, _TABLE, _TABLE, partial, "application/json", "application/yaml;q=0.1,*/*"])
        return {} if accept is None else {"Accept": accept}

    def list(self) -> Call:
        """Lists objects."""
        random, query = self.random, dict[str, str]()
        if not self.kind.namespaced:
            query["fieldSelector"] = f"metadata.name={self.kind.name(self._name())}"
        elif random.random() < 0.5:
            query["fieldSelector"] = random.choice(
                [
                    "metadata.name=a",
                    "metadata.name!=a",
                    "metadata.namespace=other",
                    "status.phase=Running",
                    "type=Opaque",
                    "own=1",
                    "metadata.name",
                    "spec.size=4",
                ]
            )
        if random.random() < 0.5:
            query["labelSelector"] = random.choice(
                [
                    "a=1",
                    "a!=1",
                    "a",
                    "!a",
                    "a in (1,2)",
                    "a notin (1),b",
                    "a=1,b=2",
                    "a==1",
                    "a in 1",
                    "=",
                    "a=1,",
                    "A_b/c d=1",
                    "a>1",
                    "a in (1",
                    "é=1",
                ]
            )
        if random.random() < 0.3:
            query["limit"] = random.choice(["1", "2", "0", "-1", "x"])
            if random.random() < 0.5:
                query["continue"] = random.choice([CONTINUE, CONTINUE, "bad"])
        if random.random() < 0.15:
            query["resourceVersion"] = random.choice([LISTED, "x", "0"])
            if random.random() < 0.6:
                query["resourceVersionMatch"] = random.choice(["Exact", "NotOlderThan", "Own"])
        headers = self._accept(_PARTIAL_LIST)
        if random.random() < 0.1:
            query["includeObject"] = random.choice(["None", "Object", "Metadata", "Own"])
            headers = {"Accept": _TABLE}
        return self._call("list", "GET", self.kind.collection, query=query, headers=headers)

    def put(self) -> Call:
        """Replaces an object."""
        random, short = self.random, self._name()
        made = varied(random, self._known.get(short) or self._made(short), self._made(short))
        made = self.kind.manifest(made, short) if isinstance(made.get("metadata"), dict) else made
        if isinstance(made.get("metadata"), dict):
            if random.random() < 0.7:
                made["metadata"]["resourceVersion"] = random.choice([VERSION] * 5 + [FIRST, "x"])
            if random.random() < 0.1:
                made["metadata"]["uid"] = random.choice([UID, "00000000-0000-4000-8000-000000000000"])
        self._known[short] = made
        return self._call("put", "PUT", self._path(short), query=self._query(), headers=_JSON, body=made)

    def _patched(self, what: str, kind: str, below: str, path: str, body: Any, **query: str) -> Call:
        if isinstance(body, dict) and self.random.random() < 0.1:
            metadata = body.get("metadata")
            if isinstance(metadata, dict) or metadata is None:
                body = {
                    **body,
                    "metadata": {
                        **(metadata or {}),
                        **self.random.choice([{"resourceVersion": VERSION}, {"resourceVersion": FIRST}, {"uid": UID}]),
                    },
                }
        return self._call(what, "PATCH", path + below, query=self._query() | query, headers={"Content-Type": kind}, body=body)

    def _patch_of(self, short: str) -> Manifest:
        made = part(self.random, self.kind.make(self.random))
        if self.random.random() < 0.5 and (known := self._known.get(short)):
            made = part(self.random, {name: value for name, value in known.items() if name not in {"apiVersion", "kind"}})
        return spoiled(self.random, made) if self.random.random() < 0.12 else made

    def merge(self) -> Call:
        """Patches by a JSON merge patch."""
        short = self._name()
        return self._patched("merge patch", MERGE_PATCH, "", self._path(short), with_nulls(self.random, self._patch_of(short)))

    def json(self) -> Call:
        """Patches by a JSON patch."""
        short = self._name()
        new = self.kind.manifest(self.kind.make(self.random), short)
        old = self._known.get(short) or new
        return self._patched("JSON patch", JSON_PATCH, "", self._path(short), operations(self.random, old, new))

    def strategic(self) -> Call:
        """Patches by a strategic merge patch."""
        short = self._name()
        return self._patched("strategic patch", STRATEGIC, "", self._path(short), with_directives(self.random, self._patch_of(short)))

    def apply(self) -> Call:
        """Applies an object."""
        random, short = self.random, self._name()
        made = self._made(short)
        if short in self._known and random.random() < 0.7:
            made = (
                self.kind.manifest(part(random, self._known[short]), short)
                if random.random() < 0.5
                else varied(random, self._known[short], made)
            )
        self._known.setdefault(short, made)
        query = {"fieldManager": random.choice(_MANAGERS)} if random.random() < 0.97 else {}
        if random.random() < 0.5:
            query["force"] = random.choice(["true", "false", "true", "true"])
        if random.random() < 0.03:
            made = {name: value for name, value in made.items() if name != random.choice(["apiVersion", "kind", "metadata"])}
        return self._patched("apply", APPLY, "", self._path(short), made, **query)

    def status(self) -> Call:
        """Writes the status of an object."""
        random, short = self.random, self._name()
        assert self.kind.status is not None
        status = self.kind.status(random)
        if random.random() < 0.1:
            status = spoiled(random, status)
        whole = self.kind.manifest(self._known.get(short) or self._made(short), short)
        match random.randrange(5):
            case 0:
                metadata = {**whole["metadata"], **random.choice([{}, {"resourceVersion": VERSION}])}
                whole = {**whole, "metadata": metadata, "status": status}
                return self._call("put status", "PUT", self._path(short) + "/status", query=self._query(), headers=_JSON, body=whole)
            case 1:
                body = {
                    "apiVersion": whole["apiVersion"],
                    "kind": whole["kind"],
                    "metadata": {"name": self.kind.name(short)},
                    "status": status,
                }
                query = {"fieldManager": random.choice(_MANAGERS), "force": random.choice(["true", "false"])}
                return self._patched("apply status", APPLY, "/status", self._path(short), body, **query)
            case 2:
                operation = [{"op": random.choice(["add", "replace"]), "path": "/status", "value": status}]
                return self._patched("patch status", JSON_PATCH, "/status", self._path(short), operation)
            case 3:
                return self._patched("patch status", STRATEGIC, "/status", self._path(short), {"status": status, "spec": {"x": 1}})
            case _:
                patch = {"status": status, "metadata": {"labels": {"s": "1"}}}
                return self._patched("patch status", MERGE_PATCH, "/status", self._path(short), patch)

    def scale(self) -> Call:
        """Writes the scale of an object."""
        random, short = self.random, self._name()
        path = self._path(short) + "/scale"
        replicas = random.choice([0, 2, 5, -1, "3"])
        if random.random() < 0.4:
            return self._patched("patch scale", MERGE_PATCH, "/scale", self._path(short), {"spec": {"replicas": replicas}})
        metadata = {"name": self.kind.name(short), **random.choice([{}, {"resourceVersion": VERSION}, {"resourceVersion": FIRST}])}
        body = {"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": metadata, "spec": {"replicas": replicas}}
        return self._call("put scale", "PUT", path, query=self._query(), headers=_JSON, body=body)

    def delete(self) -> Call:
        """Deletes an object."""
        random, short = self.random, self._name()
        options: Manifest = {}
        if random.random() < 0.4:
            options["propagationPolicy"] = random.choice(["Foreground", "Background", "Orphan", "Own"])
        if random.random() < 0.2:
            options["preconditions"] = random.choice([{"uid": UID}, {"resourceVersion": VERSION}, {"resourceVersion": FIRST}, {"uid": "x"}])
        if random.random() < 0.1:
            options["gracePeriodSeconds"] = random.choice([0, 5, -1])
        if random.random() < 0.1:
            options["dryRun"] = random.choice([["All"], ["Some"]])
        if random.random() < 0.04:
            options["orphanDependents"] = True
        query = {"propagationPolicy": random.choice(["Foreground", "Orphan", "Own"])} if random.random() < 0.1 else {}
        self._known.pop(short, None)
        if not options:
            return self._call("delete", "DELETE", self._path(short), query=query)
        options = {"apiVersion": "v1", "kind": "DeleteOptions", **options} if random.random() < 0.8 else options
        return self._call("delete", "DELETE", self._path(short), query=query, headers=_JSON, body=options)

    def delete_all(self) -> Call:
        """Deletes all objects that a selector picks."""
        query = {"labelSelector": self.random.choice(["a=1", "!a", "b", "a in (1"])}
        if not self.kind.namespaced:
            query = {"fieldSelector": f"metadata.name={self.kind.name(self._name())}"}
        return self._call("deletecollection", "DELETE", self.kind.collection, query=query)

    def watch(self) -> Call:
        """Watches from some point on."""
        random = self.random
        query = {"watch": "true", "timeoutSeconds": "5", "resourceVersion": LISTED}
        if random.random() < 0.3:
            query = {"watch": "true", "sendInitialEvents": "true", "resourceVersionMatch": "NotOlderThan", "allowWatchBookmarks": "true"}
        if random.random() < 0.1:
            query["resourceVersion"] = random.choice(["x", "1"])
        if not self.kind.namespaced:
            query["fieldSelector"] = f"metadata.name={self.kind.name(self._name())}"
        elif random.random() < 0.3:
            query["labelSelector"] = random.choice(["a=1", "!a"])
        accept = random.choice([None, None, _TABLE, _PARTIAL])
        return self._call("watch", "GET", self.kind.collection, query=query, headers={} if accept is None else {"Accept": accept})


_JSON = {"Content-Type": "application/json"}
