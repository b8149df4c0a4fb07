"""The examples, all in one cluster: whoever tries one after the other does not have to tidy up in between."""

import contextvars
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.examples.copies import EXAMPLES
from typekro import LocalCluster
from typekro.cli.up import up

NEEDED: list[dict[str, Any]] = [
    {"kind": "ConfigMap", "metadata": {"name": "platform"}, "data": {"region": "europe"}},
    {"kind": "ConfigMap", "metadata": {"name": "dark-mode", "labels": {"feature": "on"}}, "data": {"percent": "50"}},
    {"kind": "Secret", "metadata": {"name": "database-password"}, "stringData": {"password": "s3cret"}},
]
"""What their docstrings want to be there."""


def test_all_of_them_stand_side_by_side(tmp_path: Path, local_cluster: LocalCluster, capsys: pytest.CaptureFixture[str]) -> None:
    names = sorted(path.stem for path in EXAMPLES.glob("*.py") if path.stem not in {"__init__", "demo"})
    (tmp_path / "state").mkdir()
    for manifest in NEEDED:
        local_cluster.server.create(in_default(manifest), manager="user")

    told = {name: last_line(name, tmp_path, local_cluster, capsys) for name in names}

    assert len(told) == 12
    assert {name: line for name, line in told.items() if not (line.startswith("succeeded: ") and line.endswith(" created"))} == {}


def in_default(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "v1", **manifest, "metadata": {**manifest["metadata"], "namespace": "default"}}


@attrs.frozen
class InPlaceOfAll:
    """One cluster, whatever an example names."""

    cluster: LocalCluster
    option: str = "--local"
    opened: str = "typekro local start"

    def __call__(self, name: str) -> LocalCluster:
        del name
        return self.cluster


def last_line(name: str, folder: Path, cluster: LocalCluster, capsys: pytest.CaptureFixture[str]) -> str:
    """The last line that a run of an example told."""
    script = folder / f"{name}.py"
    shutil.copy(EXAMPLES / script.name, script)
    contextvars.copy_context().run(up, script, clusters=InPlaceOfAll(cluster))
    return capsys.readouterr().err.splitlines()[-1]
