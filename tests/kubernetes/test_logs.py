"""What the standard logging has of requests."""

import logging
import re
from pathlib import Path

import pytest

from tests.kubernetes.conftest import QUICK
from tests.kubernetes.stand_in import ALL_CONFIG_MAPS, CONFIG_MAPS, Answer, StandIn, config_map, listing, refusal, write_kubeconfig
from typekro.kubernetes import Client, Cluster, ClusterUnreachableError
from typekro.kubernetes.connection import connect
from typekro.kubernetes.logs import log
from typekro.kubernetes.retry import Disconnected, Reply, Request

pytestmark = pytest.mark.anyio

WEB = f"{CONFIG_MAPS}/web"


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [re.sub(r"\d+ ms", "N ms", record.getMessage()) for record in caplog.records if record.name == "typekro.kubernetes"]


async def test_a_request_is_a_line(client: Client, server: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    server.arrange(f"GET {WEB}", refusal(503, "not now"), Answer({}, lost=True), Answer(config_map("web", colour="hidden")))

    with caplog.at_level(logging.DEBUG, "typekro"):
        await client.get("v1", "ConfigMap", "web")

    assert _lines(caplog)[-1] == f"GET {WEB}: 200 in N ms after 2 retries"  # those before it found out the kind
    assert {record.levelname for record in caplog.records if record.name == "typekro.kubernetes"} == {"DEBUG"}
    assert "hidden" not in caplog.text
    assert "secret" not in caplog.text  # the token


async def test_the_tokens_of_pages_are_not_shown(client: Client, server: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    server.arrange(f"GET {ALL_CONFIG_MAPS}", listing(config_map("a"), more="t0ken"), listing(config_map("b")))

    with caplog.at_level(logging.DEBUG, "typekro"):
        await client.list("v1", "ConfigMap")

    assert "t0ken" not in caplog.text
    assert "continue=..." in _lines(caplog)[-1]


async def test_what_is_not_answered_is_a_line_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cluster = Cluster(kubeconfig=str(write_kubeconfig(tmp_path / "config", "http://127.0.0.1:1")))

    with caplog.at_level(logging.DEBUG, "typekro"), pytest.raises(ClusterUnreachableError):
        async with connect(cluster, QUICK):
            pass

    assert re.fullmatch(r"GET /\S+: connection refused in N ms after \d+ retries", _lines(caplog)[0])


def test_a_line_shows_of_the_query_what_is_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    request = Request("PATCH", "/api/v1/x", {"fieldManager": "typekro:a/dev", "force": "true", "token": "hidden"})

    with caplog.at_level(logging.DEBUG, "typekro"):
        log(request, Reply(201), 0.0124, 1)
        log(Request("GET", "/api"), Disconnected("no answer within 5 s"), 5.0)
    with caplog.at_level(logging.INFO, "typekro"):
        log(request, Reply(201), 0.0124, 1)

    assert [record.getMessage() for record in caplog.records] == [
        "PATCH /api/v1/x?fieldManager=typekro:a/dev&force=true&token=...: 201 in 12 ms after 1 retry",
        "GET /api: no answer within 5 s in 5000 ms",
    ]
