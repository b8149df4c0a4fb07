"""What is known of an object of Kubernetes once it is in the cluster, and how much of that is recorded."""

from collections.abc import Mapping
from typing import Any, cast

import attrs

from typekro.expressions import Dyn, Field, Object, String
from typekro.kro.object_secret import Digest, digested, is_secret, without_values
from typekro.kro.ownership import Footprint, Owner


@attrs.frozen(kw_only=True)
class DeployedObject:
    """An object as it is in the cluster.

    Args:
        name: its name.
        namespace: its namespace; None for a kind of the cluster.
        live: the whole object as this run last had it, by the names of the cluster. Where nothing was read (`refresh=False`), what is
            recorded of it: its status and the fields that we set.
        footprint: what our last apply left on it.

    Example:
        ```python
        service = await KubernetesObject("web", {...})
        print(service.live["spec"]["clusterIP"], service.status["loadBalancer"])
        ```
    """

    name: str
    namespace: str | None
    live: dict[str, Any] = attrs.field(repr=False, eq=False)
    footprint: Footprint = attrs.field(repr=False)

    @property
    def metadata(self) -> dict[str, Any]:
        """Its metadata; name, namespace and uid are always there."""
        return cast("dict[str, Any]", self.live["metadata"])

    @property
    def status(self) -> dict[str, Any]:
        """Its status; empty where it has none."""
        return cast("dict[str, Any]", self.live.get("status") or {})

    @classmethod
    def of(cls, live: dict[str, Any], owner: Owner, digest: Digest) -> "DeployedObject":
        """An object as the server has it.

        Args:
            live: the object.
            owner: whose it is.
            digest: gives what is recorded of a value that is in a Secret.
        """
        metadata, footprint = live["metadata"], Footprint.of(live, owner)
        if is_secret(live):
            footprint = attrs.evolve(footprint, managed=digested(footprint.managed, digest))
        return cls(name=metadata["name"], namespace=metadata.get("namespace"), live=live, footprint=footprint)

    @classmethod
    def read(cls, data: Mapping[str, Any], reference: Mapping[str, Any]) -> "DeployedObject":
        """From a record, with as much of the object as that holds.

        Args:
            data: what `recorded` gave.
            reference: its kind and its name, as of `reference_of`.
        """
        footprint = Footprint(**data["footprint"])
        metadata = {**footprint.managed.get("metadata", {}), **reference["metadata"], "uid": footprint.uid}
        live = {**footprint.managed, **reference, "metadata": metadata, "status": data["status"]}
        if is_secret(live):
            live = without_values(live)  # a digest must not pass for a value
        return cls(name=metadata["name"], namespace=data["namespace"], live=live, footprint=footprint)

    def recorded(self) -> dict[str, Any]:
        """As JSON: what tells it from others, our fields, and its status; small, since it is kept for each object."""
        return {"namespace": self.namespace, "status": self.status, "footprint": attrs.asdict(self.footprint, recurse=False)}


OBJECT_TYPE = Object(
    "DeployedObject",
    lambda: {
        **{name: Field(name, name, String()) for name in ("name", "namespace")},
        **{name: Field(name, name, Dyn()) for name in ("live", "metadata", "status")},
    },
)
"""The type of references to one: texts, and what only the cluster knows."""
