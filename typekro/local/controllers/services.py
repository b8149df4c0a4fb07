"""What a Service gets when it is stored: an address of its own and ports on the nodes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from typekro.kubernetes.objects import parts
from typekro.local.api import Change, StatusError
from typekro.local.controllers.addresses import SERVICE_NETWORK, Addresses, NodePorts
from typekro.local.controllers.manifests import Manifest, name_of, spec_of
from typekro.local.controllers.objects import kind_of

SERVICE: Final = ("", "Service")

_FIRST: Final = "10.96.0.1"
_ALLOCATED: Final = ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")
_OF_NODE_PORTS: Final = ("NodePort", "LoadBalancer")


class ServiceAllocator:
    """Completes Services before they are stored, and remembers what they have.

    Args:
        services: those that are there.
    """

    def __init__(self, services: Iterable[Mapping[str, Any]] = ()) -> None:
        self._addresses = Addresses(SERVICE_NETWORK, reserved=[_FIRST])
        self._ports = NodePorts()
        for each in services:
            self._take(each)

    def take(self, change: Change) -> None:
        """Takes in a write."""
        if kind_of(change.object) == SERVICE:
            for gone in (change.object if change.type == "DELETED" else None, change.old):
                if gone is not None:
                    self._release(gone)
            if change.type != "DELETED":
                self._take(change.object)

    def complete(self, new: Manifest, old: Manifest | None) -> Manifest:
        """A Service with what it lacks.

        Args:
            new: the Service that is to be stored.
            old: the Service as it is stored; None where there is none yet.

        Raises:
            StatusError: it asks for an address or a port that another one has, or that there is not.
        """
        before: Mapping[str, Any] = {} if old is None else spec_of(old)
        spec = _of_its_type(spec_of(new), before)
        kind = spec.get("type", "ClusterIP")
        if kind == "ExternalName":
            spec = {key: value for key, value in spec.items() if key not in _ALLOCATED or (key == "clusterIP" and value)}
        else:
            spec = {**spec, **self._address(new, before)}
        needs = kind == "NodePort" or (kind == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts", True))
        spec["ports"] = self._numbered(new, parts(spec, "ports"), parts(before, "ports"), needs=needs)
        local = spec.get("externalTrafficPolicy") == "Local" and kind == "LoadBalancer"
        if local and not spec.get("healthCheckNodePort"):
            used = [each["nodePort"] for each in spec["ports"] if "nodePort" in each]
            spec["healthCheckNodePort"] = before.get("healthCheckNodePort") or self._ports.free(used)
        return {**new, "spec": spec if spec["ports"] else {key: value for key, value in spec.items() if key != "ports"}}

    def _address(self, service: Manifest, before: Mapping[str, Any]) -> Manifest:
        spec = spec_of(service)
        asked = spec.get("clusterIP") or (spec.get("clusterIPs") or [""])[0] or before.get("clusterIP", "")
        if asked and asked not in {"None", before.get("clusterIP")}:
            if asked not in self._addresses:
                raise self._refusal(service, "clusterIPs", f'["{asked}"]', f"failed to allocate IP {asked}: {_outside(asked)}")
            if self._addresses.is_taken(asked):
                raise self._refusal(
                    service, "clusterIPs", f'["{asked}"]', f"failed to allocate IP {asked}: provided IP is already allocated"
                )
        address = asked or self._addresses.free()
        policy = spec.get("ipFamilyPolicy") or before.get("ipFamilyPolicy") or "SingleStack"
        families = spec.get("ipFamilies") or before.get("ipFamilies") or ["IPv4"]
        return {"clusterIP": address, "clusterIPs": [address], "ipFamilies": families, "ipFamilyPolicy": policy}

    def _numbered(
        self, service: Manifest, ports: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], *, needs: bool
    ) -> list[Manifest]:
        """The ports of a Service, each with one on the nodes where it needs that."""
        if not needs:
            had = {each.get("nodePort") for each in before}  # those that it got while it was of another type go
            kind = spec_of(service).get("type", "ClusterIP")
            drop = kind not in _OF_NODE_PORTS
            return [{key: value for key, value in each.items() if key != "nodePort" or not (drop and value in {*had, 0})} for each in ports]
        known = {(each["port"], each.get("protocol", "TCP")): each.get("nodePort") for each in before}
        own = set(known.values())
        used = [each["nodePort"] for each in ports if each.get("nodePort")]
        numbered: list[Manifest] = []
        for index, each in enumerate(ports):
            number = each.get("nodePort") or known.get((each["port"], each.get("protocol", "TCP")))
            if number and number not in own and (number not in self._ports or self._ports.is_taken(number)):
                why = "provided port is already allocated" if number in self._ports else _OUTSIDE_PORTS
                raise self._refusal(service, f"ports[{index}].nodePort", str(number), why)
            number = number or self._ports.free(used)
            used.append(number)
            numbered.append({**each, "nodePort": number})
        return numbered

    def _refusal(self, service: Manifest, field: str, value: str, why: str) -> StatusError:
        said = f"Invalid value: {value}: {why}"
        message = f'Service "{name_of(service)}" is invalid: spec.{field}: {said}'
        causes = [{"reason": "FieldValueInvalid", "message": said, "field": f"spec.{field}"}]
        return StatusError(422, "Invalid", message, {"name": name_of(service), "kind": "Service", "causes": causes})

    def _take(self, service: Mapping[str, Any]) -> None:
        self._addresses.take(spec_of(service).get("clusterIP", ""))
        for number in _ports_of(service):
            self._ports.take(number)

    def _release(self, service: Mapping[str, Any]) -> None:
        self._addresses.release(spec_of(service).get("clusterIP", ""))
        for number in _ports_of(service):
            self._ports.release(number)


_OUTSIDE_PORTS: Final = "provided port is not in the valid range. The range of valid ports is 30000-32767"


def _of_its_type(spec: Mapping[str, Any], before: Mapping[str, Any]) -> Manifest:
    """A spec without what it kept from the type that it had before."""
    kind = spec.get("type", "ClusterIP")
    needed = {
        "externalTrafficPolicy": kind in _OF_NODE_PORTS or bool(spec.get("externalIPs")),
        "allocateLoadBalancerNodePorts": kind == "LoadBalancer",
        "loadBalancerClass": kind == "LoadBalancer",
        "healthCheckNodePort": kind == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local",
    }
    return {key: value for key, value in spec.items() if needed.get(key, True) or before.get(key) != value}


def _outside(address: str) -> str:
    del address
    return "the provided network does not match the current range"


def _ports_of(service: Mapping[str, Any]) -> list[int]:
    spec = spec_of(service)
    found = [each.get("nodePort") for each in parts(spec, "ports")] + [spec.get("healthCheckNodePort")]
    return [each for each in found if each]
