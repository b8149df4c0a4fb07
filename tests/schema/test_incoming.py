import enum
from typing import Any, Literal

import attrs
import pytest

from typekro.errors import EvaluationError, compose
from typekro.schema import from_wire, wire_name


class Tier(enum.StrEnum):
    DEV = "dev"
    PROD = "prod"


class Level(enum.IntEnum):
    LOW = 1


@attrs.frozen
class Volume:
    path: str
    size_gb: int = attrs.field(default=1, metadata=wire_name("sizeGB"))


@attrs.frozen
class Status:
    host: str
    ports: list[int]
    weight: float = 1.0
    volume: Volume | None = None
    zone: str | None = attrs.field(default="here")


def test_a_status_takes_what_it_declares_and_passes_over_the_rest() -> None:
    data = {"host": "a", "ports": [1], "weight": 2, "volume": {"path": "/", "more": 1}, "zone": None, "state": "ACTIVE", "conditions": []}

    status = from_wire(data, Status)

    assert status == Status("a", [1], 2.0, Volume("/", 1), "here")
    assert isinstance(status.weight, float)


@pytest.mark.parametrize(
    ("data", "message", "path"),
    [
        ({"ports": []}, "status.host has no value\n  the cluster has no host there", "status.host"),
        ({"host": None, "ports": []}, "status.host has no value\n  the cluster has no host there", "status.host"),
        ({"host": 3, "ports": []}, "status.host: expected str, got int 3", "status.host"),
        ({"host": "a", "ports": [1, "b"]}, "status.ports[1]: expected int, got str 'b'", "status.ports[1]"),
        ({"host": "a", "ports": 1}, "status.ports: expected list[int], got int 1", "status.ports"),
        (
            {"host": "a", "ports": [], "volume": {}},
            "status.volume.path has no value\n  the cluster has no path there",
            "status.volume.path",
        ),
    ],
)
def test_a_status_that_lacks_something_or_has_something_else_is_an_error_with_the_path(
    data: dict[str, Any], message: str, path: str
) -> None:
    with pytest.raises(EvaluationError) as caught:
        from_wire(data, Status)

    assert (str(caught.value), caught.value.path) == (message, path)


@attrs.frozen
class Chosen:
    tier: Tier
    mode: Literal["fast", "safe"] = "fast"
    levels: dict[str, list[Level]] = attrs.Factory(dict[str, list[Level]])
    anything: Any = None
    more: dict[str, Any] = attrs.Factory(dict[str, Any])


def test_members_of_enums_come_back_as_members() -> None:
    found = from_wire({"tier": "prod", "mode": "safe", "levels": {"a": [1]}, "anything": [1, "a"], "more": {"b": None}}, Chosen)

    assert found == Chosen(Tier.PROD, "safe", {"a": [Level.LOW]}, [1, "a"], {"b": None})
    assert (type(found.tier), type(found.levels["a"][0])) == (Tier, Level)


@pytest.mark.parametrize(
    ("data", "message", "path"),
    [
        ({"tier": "prd"}, compose("status.tier: 'prd' is none of 'dev', 'prod'", (), "'prod'"), "status.tier"),
        ({"tier": "dev", "mode": 3}, "status.mode: 3 is none of 'fast', 'safe'", "status.mode"),
        ({"tier": "dev", "levels": {"a": [True]}}, "status.levels['a'][0]: True is none of 1", "status.levels['a'][0]"),
        ({"tier": "dev", "levels": {"a": 1}}, "status.levels['a']: expected list[int], got int 1", "status.levels['a']"),
    ],
)
def test_what_is_no_member_is_an_error_with_the_path(data: dict[str, Any], message: str, path: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        from_wire(data, Chosen)

    assert (str(caught.value), caught.value.path) == (message, path)
