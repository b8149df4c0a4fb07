"""What is deleted is gone when the server says so: a watch that is behind is not believed."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import anyio
import pytest

from tests.kubernetes.conftest import QUICK
from tests.kubernetes.stand_in import (
    ALL_CONFIG_MAPS,
    CONFIG_MAPS,
    WATCH_CONFIG_MAPS,
    Answer,
    Events,
    StandIn,
    config_map,
    listing,
    refusal,
    write_kubeconfig,
)
from tests.kubernetes.stand_in import running as served
from typekro.kro import awaiting
from typekro.kubernetes import Cluster
from typekro.kubernetes.connection import connect
from typekro.orchestrator import Context

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("seen", [[], [config_map("web", uid="an older one's")]], ids=["not yet", "an older one of its name"])
async def test_an_object_that_the_watch_has_not_seen_yet_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(awaiting, "_LAG", 0.0)
    live = Answer(config_map("web"))
    async with served(StandIn()) as server:
        server.arrange(f"GET {ALL_CONFIG_MAPS}", listing(*seen))
        server.arrange(f"GET {CONFIG_MAPS}", listing(*seen))
        server.arrange(f"GET {WATCH_CONFIG_MAPS}", Events())
        server.arrange(f"GET {CONFIG_MAPS}?watch", Events())
        server.arrange(f"GET {CONFIG_MAPS}/web", live, live, live, refusal(404, "configmaps web not found", "NotFound"))
        cluster = Cluster(kubeconfig=str(write_kubeconfig(tmp_path / "config", server.url)))
        async with connect(cluster, QUICK) as client:
            waits: list[str] = []
            context = cast("Context", SimpleNamespace(connection=client, waiting=waits.append))
            with anyio.fail_after(10):
                await awaiting.gone(context, config_map("web"))

    assert len(server.asked_for(f"GET {CONFIG_MAPS}/web")) == 4
    assert set(waits) == {"it is being deleted"}
