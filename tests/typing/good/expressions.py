"""Expressions of every kind: what they pose as needs no cast and no annotation."""

from typing import assert_type

import attrs

from typekro.expressions import cel
from typekro.expressions.cel import all_of, any_of, has, not_, omit, or_else, raw, size, when


@attrs.frozen
class Volume:
    path: str
    size_gb: int


@attrs.frozen
class WebSpec:
    name: str
    replicas: int
    ratio: float
    public: bool
    hosts: list[str]
    groups: list[list[str]]
    volumes: list[Volume]
    labels: dict[str, str]
    tier: str | None
    shards: int | None


def conditions(spec: WebSpec) -> None:
    assert_type(or_else(spec.tier, "web"), str)
    assert_type(or_else(spec.tier, spec.name), str)
    assert_type(or_else(spec.shards, 1) + 1, int)
    assert_type(when(has(spec.tier), spec.replicas, 1), int)
    hosts: list[str] = when(spec.public, spec.hosts, omit())
    assert_type(hosts, list[str])
    assert_type(not_(spec.public), bool)
    assert_type(all_of(spec.public, has(spec.tier)), bool)
    assert_type(any_of(size(spec.hosts) > 1, spec.public), bool)
    assert_type(raw(f"quantity({spec.name}).isLessThan(x)", bool), bool)
    assert_type(raw("[1]", list[int]), list[int])


def texts(spec: WebSpec) -> None:
    assert_type(spec.name.upper().replace("a", "b").split("/", 1)[0], str)
    assert_type(spec.name.startswith("a"), bool)
    assert_type(spec.name[1:3], str)
    assert_type(spec.labels.get("tier", "web"), str)
    assert_type(cel.join(spec.hosts, ","), str)
    assert_type(cel.string(spec.replicas), str)
    assert_type(cel.integer(spec.name), int)
    assert_type(cel.double(spec.replicas) / 2, float)
    assert_type(cel.random_string(5, spec.name), str)
    assert_type(cel.json_text({"hosts": spec.hosts, "public": spec.public}), str)


def lists(spec: WebSpec) -> None:
    assert_type(cel.map(spec.volumes, lambda volume: volume.size_gb), list[int])
    assert_type(cel.map(spec.hosts, cel.base64_encode), list[str])
    assert_type(cel.filter(spec.volumes, lambda volume: volume.size_gb > 1)[0].path, str)
    assert_type(cel.exists(spec.hosts, lambda host: host.endswith(".com")), bool)
    assert_type(cel.all(spec.volumes, lambda volume: volume.path != ""), bool)
    assert_type(cel.sort_by(spec.volumes, lambda volume: volume.path), list[Volume])
    assert_type(cel.flatten(spec.groups), list[str])
    assert_type(cel.max([spec.replicas, 1]), int)
    assert_type(cel.sum(cel.map(spec.volumes, lambda volume: volume.size_gb)), int)
    assert_type(cel.contains(spec.hosts, spec.name), bool)
    assert_type(cel.contains(spec.labels, "tier"), bool)
    assert_type(cel.merge(spec.labels, {"tier": "web"}), dict[str, str])
    assert_type(cel.sort(spec.hosts)[0], str)
    assert_type(cel.range(spec.replicas), list[int])
    assert_type(spec.hosts[1:], list[str])
