"""What is recorded of the objects of a deployment without kro."""

from collections.abc import Mapping
from typing import Any

import attrs

from typekro.evaluation import Identity
from typekro.kro.direct_marks import node_of, wave_of
from typekro.kro.object_secret import Digest, digested, is_secret
from typekro.kro.ownership import Footprint, Owner, reference_of


@attrs.frozen(kw_only=True)
class DirectObject:
    """An object of a deployment without kro.

    Args:
        node: the node of the graph that it is of.
        wave: what has a higher one is deleted before it.
        identity: its kind, namespace and name.
        footprint: what our last apply left on it.
        digest: what tells what was last applied; None where that is not known.
        adopted: it was there before, and is never deleted.
        live: the object as this run last had it; not recorded.
    """

    node: str
    wave: int
    identity: Identity
    footprint: Footprint = attrs.field(repr=False)
    digest: str | None = None
    adopted: bool = False
    live: dict[str, Any] | None = attrs.field(default=None, repr=False, eq=False)

    @classmethod
    def of(cls, live: dict[str, Any], owner: Owner, digest: str | None = None) -> "DirectObject":
        """An object as the server has it, by what it says of itself.

        Args:
            live: the object.
            owner: whose it is.
            digest: what tells what was last applied, where that is known.
        """
        return cls(
            node=node_of(live),
            wave=wave_of(live),
            identity=Identity.of(live),
            footprint=Footprint.of(live, owner),
            digest=digest,
            adopted=owner.has_adopted(live),
            live=live,
        )

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "DirectObject":
        """From JSON, as of `recorded`."""
        known: dict[str, Any] = {**data, "identity": Identity(**data["identity"]), "footprint": Footprint(**data["footprint"])}
        return cls(**known)

    def recorded(self) -> dict[str, Any]:
        """As JSON; the values of a Secret were replaced by digests before (`kept`)."""
        return {name: value for name, value in attrs.asdict(attrs.evolve(self, live=None)).items() if name != "live"}

    def kept(self, digest: Digest) -> "DirectObject":
        """As it may be recorded: of what is in a Secret digests alone.

        Args:
            digest: gives what is recorded of a value that is in a Secret.
        """
        head = {"apiVersion": self.identity.api_version, "kind": self.identity.kind}
        if not is_secret(head):
            return self
        return attrs.evolve(self, footprint=attrs.evolve(self.footprint, managed=digested(self.footprint.managed, digest)))

    @property
    def reference(self) -> dict[str, Any]:
        """What it takes to find exactly this one."""
        one = self.identity
        return reference_of(one.api_version, one.kind, one.name, one.namespace, uid=self.footprint.uid)


def known_by_identity(objects: "tuple[DirectObject, ...]") -> dict[Identity, DirectObject]:
    """Objects by what tells them apart."""
    return {one.identity: one for one in objects}
