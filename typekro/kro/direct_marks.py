"""What a deployment without kro leaves on its objects: which deployment an object is of, which node of its graph, and its wave."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

import attrs

from typekro.expressions.guards import is_mapping
from typekro.graph import GRAPH_ANNOTATION
from typekro.kro.object_secret import Digest, digested, is_secret
from typekro.kubernetes.objects import describe, part

DEPLOYMENT = "direct.typekro.io/deployment"
"""A label: what tells the objects of a deployment from all others."""
_INSTANCE = "direct.typekro.io/instance"
_NODE = "direct.typekro.io/node"
_WAVE = "direct.typekro.io/wave"
_UID = "direct.typekro.io/uid"


@attrs.frozen
class Subject:
    """An instance of a graph that is deployed without kro: there is no such object in the cluster.

    Args:
        api_version: group and version of its kind.
        kind: its kind.
        namespace: its namespace; None for a kind of the cluster.
        name: its name.

    Example:
        >>> str(Subject("example.com/v1", "Database", "default", "my-db"))
        'Database default/my-db'
    """

    api_version: str
    kind: str
    namespace: str | None
    name: str

    def __str__(self) -> str:
        return describe(self.kind, self.name, self.namespace)

    @property
    def hash(self) -> str:
        """The value of its label; another version of its kind is the same one."""
        group = self.api_version.rpartition("/")[0]
        return hashlib.sha256(f"{group}/{self.kind}/{self.namespace or ''}/{self.name}".encode()).hexdigest()[:32]

    def uid(self, lineage: str) -> str:
        """Its UID for expressions that ask for one, where kro has given it none; not to be guessed by who does not know the state.

        Args:
            lineage: the UUID of the state.
        """
        return str(uuid.uuid5(uuid.UUID(lineage), self.hash))

    def mark(self, manifest: Mapping[str, Any], node: str, wave: int, uid: str, graph: str | None = None) -> dict[str, Any]:
        """A manifest with the marks.

        Args:
            manifest: an object of the deployment.
            node: the id of its node.
            wave: its wave; what has a higher one is deleted before.
            uid: the UID of the deployment.
            graph: the hash of its graph, which kro's objects carry too; None where it carries one, or is not to.
        """
        metadata = dict(manifest["metadata"])
        metadata["labels"] = {**part(metadata, "labels"), DEPLOYMENT: self.hash}
        told = ({} if graph is None else {GRAPH_ANNOTATION: graph}) | {
            _INSTANCE: json.dumps(attrs.asdict(self)),
            _NODE: node,
            _WAVE: str(wave),
            _UID: uid,
        }
        metadata["annotations"] = {**part(metadata, "annotations"), **told}
        return {**manifest, "metadata": metadata}

    def owns(self, live: Mapping[str, Any]) -> bool:
        """Whether an object is of it: carries its label, and says so itself; an EndpointSlice has the labels of its Service."""
        said = subject_of(live)
        return said is not None and said.hash == self.hash == live["metadata"]["labels"][DEPLOYMENT]


def subject_of(live: Mapping[str, Any]) -> Subject | None:
    """The deployment that an object says it is of; None where it says nothing of the sort."""
    annotations: Mapping[str, str] = live["metadata"].get("annotations") or {}
    if DEPLOYMENT not in part(live["metadata"], "labels"):
        return None
    try:
        told = json.loads(annotations.get(_INSTANCE, ""))
    except ValueError:
        return None
    return Subject(**told) if is_mapping(told) and set(told) == set(attrs.fields_dict(Subject)) else None


def node_of(live: Mapping[str, Any]) -> str:
    """The node that an object says it is of."""
    annotations: Mapping[str, str] = live["metadata"].get("annotations") or {}
    return annotations.get(_NODE, "")


def uid_of(live: Mapping[str, Any]) -> str:
    """The UID of the deployment that an object says it is of: where kro had deployed it, what was made of its UID stays as it is."""
    annotations: Mapping[str, str] = live["metadata"].get("annotations") or {}
    return annotations.get(_UID, "")


def wave_of(live: Mapping[str, Any]) -> int:
    """The wave that an object says it is in; 0 where it says none: those are deleted last."""
    annotations: Mapping[str, str] = live["metadata"].get("annotations") or {}
    said = annotations.get(_WAVE, "")
    return int(said) if said.isdecimal() else 0


def digest_of_manifest(manifest: Mapping[str, Any], graph: str, digest: Digest) -> str:
    """What tells one manifest of an object from another.

    Args:
        manifest: the object as it is to be.
        graph: the hash of its graph.
        digest: gives what is recorded of a value that is in a Secret.
    """
    told = digested(manifest, digest) if is_secret(manifest) else manifest
    return hashlib.sha256(json.dumps([graph, told], sort_keys=True).encode()).hexdigest()[:32]
