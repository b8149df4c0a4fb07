"""kro's finalizer on its own objects."""

from typing import Any

from typekro.local.api import ApiServer
from typekro.local.kro.labels import CONTROLLER, FINALIZER


def ensure_finalizer(server: ApiServer, manifest: dict[str, Any]) -> dict[str, Any]:
    """The object with the finalizer on it.

    Args:
        server: the API server.
        manifest: the object as it is.
    """
    finalizers: list[str] = manifest["metadata"].get("finalizers") or []
    return manifest if FINALIZER in finalizers else _patch(server, manifest, [*finalizers, FINALIZER])


def remove_finalizer(server: ApiServer, manifest: dict[str, Any]) -> None:
    """Takes the finalizer off, so that a deleted object can go.

    Args:
        server: the API server.
        manifest: the object as it is.
    """
    finalizers: list[str] = manifest["metadata"].get("finalizers") or []
    if FINALIZER in finalizers:
        _patch(server, manifest, [each for each in finalizers if each != FINALIZER])


def _patch(server: ApiServer, manifest: dict[str, Any], finalizers: list[str]) -> dict[str, Any]:
    metadata = manifest["metadata"]
    patch = {"metadata": {"finalizers": finalizers or None}}
    return server.patch(manifest["apiVersion"], manifest["kind"], metadata["name"], metadata.get("namespace"), patch, manager=CONTROLLER)
