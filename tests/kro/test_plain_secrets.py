"""A Secret with values that nobody declared as secret: what is recorded of it takes the key of the state, and has to be known again."""

from pathlib import Path

import pytest

from typekro import KubernetesObject, LocalCluster, alchemy
from typekro.orchestrator.report import Report

pytestmark = pytest.mark.anyio


async def test_a_plain_secret_is_known_again_by_the_key_that_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYPEKRO_PASSPHRASE", "open sesame")
    cluster, lines = LocalCluster(), list[str]()

    async def up(password: str) -> str:
        async with alchemy("site", state=tmp_path / "site.sqlite", cluster=cluster, report=Report(lines.append)):
            head = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}}
            KubernetesObject("web", {**head, "stringData": {"password": password}})
        return lines[-1]

    assert [await up("one"), await up("one"), await up("two")] == [
        "succeeded: 1 created",
        "succeeded: 1 unchanged (nothing was written)",
        "succeeded: 1 updated",
    ]
