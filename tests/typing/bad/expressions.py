"""Mistakes in expressions that a type checker knows."""
# What is expected stands on the line that it is said of, however long that gets.
# fmt: off

import attrs

from typekro.expressions import cel
from typekro.expressions.cel import has, not_, or_else, raw, size, when


@attrs.frozen
class Volume:
    path: str
    size_gb: int


@attrs.frozen
class WebSpec:
    name: str
    replicas: int
    hosts: list[str]
    volumes: list[Volume]
    labels: dict[str, str]
    tier: str | None


def tier(spec: WebSpec) -> str:
    return or_else(spec.tier, 3)  # error: mypy[return-value] pyright[reportReturnType]


def count(spec: WebSpec) -> int:
    return when(has(spec.tier), "a", "b")  # error: mypy[return-value] pyright[reportReturnType]


def wrong() -> int:
    return raw("size(x)", str)  # error: mypy[return-value] pyright[reportReturnType]


def mistakes(spec: WebSpec) -> None:
    when(spec.name, "a", "b")  # error: mypy[arg-type] pyright[reportArgumentType]
    not_(spec.replicas)  # error: mypy[arg-type] pyright[reportArgumentType]
    size(spec.replicas)  # error: mypy[arg-type] pyright[reportArgumentType]
    cel.join(spec.volumes, ",")  # error: mypy[arg-type] pyright[reportArgumentType]
    cel.join(spec.hosts, 1)  # error: mypy[arg-type] pyright[reportArgumentType]
    cel.sum(spec.hosts)  # error: mypy[type-var] pyright[reportArgumentType]
    cel.map(spec.volumes, lambda volume: volume.size)  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportUnknownLambdaType] pyright[reportAttributeAccessIssue]
    cel.filter(spec.volumes, lambda volume: volume.size_gb)  # error: mypy[arg-type] mypy[return-value] pyright[reportArgumentType]
    cel.exists(spec.hosts, lambda host: host + 1 == "a")  # error: mypy[operator] pyright[reportOperatorIssue] pyright[reportUnknownLambdaType]
    cel.merge(spec.labels, {1: "a"})  # error: mypy[dict-item] pyright[reportArgumentType]
    cel.random_integer("a", 3, spec.name)  # error: mypy[arg-type] pyright[reportArgumentType]
    spec.name.uper()  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
    spec.labels.get("tier", "web").missing  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
