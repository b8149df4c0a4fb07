"""NetworkPolicies: which pods may talk to which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias, Unpack

from typekro.checking.text_rules import SUBDOMAIN
from typekro.expressions import expression_of
from typekro.factories.checks import Checks
from typekro.factories.joining import joined
from typekro.factories.metadata import About, metadata
from typekro.factories.resources import resource
from typekro.openapi import k8s

Peer: TypeAlias = "Mapping[str, str] | k8s.networking_v1.NetworkPolicyPeer"
"""Pods of the same namespace by their labels, or whoever a `k8s.networking_v1.NetworkPolicyPeer` says."""

_ARGUMENTS: Final = {"spec.podSelector": "selector", "spec.podSelector.matchLabels": "selector", "spec.ingress": "allow_from"}


def network_policy(
    *,
    name: str,
    selector: Mapping[str, str],
    allow_from: Sequence[Peer] | None = None,
    ports: Sequence[int | str] | None = None,
    spec: k8s.networking_v1.NetworkPolicySpecFields | None = None,
    **about: Unpack[About],
) -> k8s.networking_v1.NetworkPolicy:
    """Lets nobody connect to some pods but those that are named; ready as soon as it exists.

    With nothing but a selector nobody may connect. Where `spec` has egress rules, nothing but what they name can be reached from the pods,
    the cluster's DNS included; and connections to the pods stay as they are, if nothing is said about them.

    Args:
        name: the NetworkPolicy.
        selector: the labels of the pods that it is about (`{"app": "db"}`); an empty dict means all of the namespace.
        allow_from: who may connect: pods by their labels, or a `k8s.networking_v1.NetworkPolicyPeer`; by default everybody where `ports`
            are given, else nobody.
        ports: the TCP ports that they may connect to, by number or name; by default all.
        spec: any other field of the NetworkPolicy's spec (`egress`); `ingress` rules that stand here are further ones.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> policy = network_policy(name="db", selector={"app": "db"}, allow_from=[{"app": "web"}], ports=[5432])
    """
    checks = Checks("simple.network_policy")
    checks.arguments(network_policy, about, About)
    found = metadata(checks, name, about, rule=SUBDOMAIN)
    more = checks.fields("spec", k8s.networking_v1.NetworkPolicySpec, spec)
    made: dict[str, Any] = {"podSelector": _selector(checks.labels("selector", selector))}
    rules = _rules(checks, allow_from, ports)
    if rules is not None:
        made["ingress"] = rules
    if "policyTypes" not in more:
        is_inward = rules is not None or "ingress" in more or "egress" not in more
        made["policyTypes"] = ["Ingress"] * is_inward + ["Egress"] * ("egress" in more)
    made = joined(checks, made, more, "spec", _ARGUMENTS)
    checks.finish()
    return resource(k8s.networking_v1.NetworkPolicy, found, spec=made)


def _rules(checks: Checks, allow_from: Sequence[Peer] | None, ports: Sequence[int | str] | None) -> list[dict[str, Any]] | None:
    if allow_from is None and ports is None:
        return None
    rule: dict[str, Any] = {}
    if allow_from is not None:
        peers = checks.sequence("allow_from", allow_from)
        rule["from"] = [_peer(checks, f"allow_from[{position}]", peer) for position, peer in enumerate(peers)]
    if ports is not None:
        numbers = checks.sequence("ports", ports)
        for position, number in enumerate(numbers):
            checks.port(f"ports[{position}]", number)
        rule["ports"] = [{"port": number} for number in numbers]
        checks.not_empty("ports", ports, "Kubernetes reads no ports as all ports", "leave it out")
    # An empty list of peers would mean everybody to Kubernetes: nobody is no rule at all.
    return [rule] if rule.get("from") != [] else []


def _peer(checks: Checks, at: str, peer: Peer) -> Any:
    if isinstance(peer, k8s.networking_v1.NetworkPolicyPeer):
        return peer.__typekro_wire__()
    return {"podSelector": _selector(checks.labels(at, peer))}


def _selector(labels: Any) -> dict[str, Any]:
    return {"matchLabels": labels} if expression_of(labels) is not None or labels else {}
