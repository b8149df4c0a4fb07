"""Manifests, and what they are applied with."""

import stat
from pathlib import Path
from typing import Any

from typekro.kubernetes import Applied, Client


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
