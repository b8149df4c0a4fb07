"""Manifests, and what they are applied with."""

import stat
from pathlib import Path
from typing import Any

from typekro.kubernetes import Applied, Client
from typekro.local.cluster import LocalCluster


def config_map(name: str = "web", **data: str) -> dict[str, Any]:
    """A ConfigMap of the default namespace."""
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


async def apply(client: Client, name: str = "web", **data: str) -> Applied:
    """Applies a ConfigMap."""
    return await client.apply(config_map(name, **data), field_manager="test")


def names_in(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def mode_of(path: Path) -> str:
    """Who may do what with a file, such as `0o600`."""
    return oct(stat.S_IMODE(path.stat().st_mode))


def in_default(**data: str) -> dict[str, Any]:
    """A ConfigMap as `cluster.server` takes it, which knows no default namespace."""
    return config_map(**data) | {"metadata": {"name": "web", "namespace": "default"}}


async def held(path: Path, name: str) -> dict[str, Any] | None:
    """The data of a ConfigMap, as another one finds it in the file."""
    async with LocalCluster(path, kro=False).connect() as client:
        found = await client.get("v1", "ConfigMap", name)
    return None if found is None else found["data"]
