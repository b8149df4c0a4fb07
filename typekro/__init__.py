"""Typed kro ResourceGraphDefinitions, deployed by an async engine: the public API and nothing else."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typekro.cli.running import run
    from typekro.errors import (
        BlockedError,
        CRDInstanceError,
        DefinitionError,
        EvaluationError,
        LeaseLostError,
        LockedError,
        RefusedError,
        ResourceGraphFactoryError,
        RunError,
        StateError,
        TypeKroError,
        TypeKroWarning,
        UsageError,
    )
    from typekro.factories import simple
    from typekro.graph import (
        Graph,
        Instance,
        Node,
        ResourceGraph,
        Schema,
        SchemaDefinition,
        external_ref,
        manifest_node,
        resource_graph,
        to_kro_resource_graph,
    )
    from typekro.kro import KroCrdInstance, KroResourceGraphDefinition
    from typekro.kubernetes import Cluster
    from typekro.orchestrator import App, Context, Resource, alchemy, setting

    __version__: str
else:
    # Names are looked up when they are first used: `import typekro` must cost nothing. Type checkers see the imports above, and no
    # __getattr__, so that they refuse names that are not there.
    _HOMES = {
        "typekro.cli.running": ("run",),
        "typekro.errors": (
            "BlockedError",
            "CRDInstanceError",
            "DefinitionError",
            "EvaluationError",
            "LeaseLostError",
            "LockedError",
            "RefusedError",
            "ResourceGraphFactoryError",
            "RunError",
            "StateError",
            "TypeKroError",
            "TypeKroWarning",
            "UsageError",
        ),
        "typekro.graph": (
            "Graph",
            "Instance",
            "Node",
            "ResourceGraph",
            "Schema",
            "SchemaDefinition",
            "external_ref",
            "manifest_node",
            "resource_graph",
            "to_kro_resource_graph",
        ),
        "typekro.kro": ("KroCrdInstance", "KroResourceGraphDefinition"),
        "typekro.kubernetes": ("Cluster",),
        "typekro.orchestrator": ("App", "Context", "Resource", "alchemy", "setting"),
    }
    _HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

    def __getattr__(name: str) -> object:
        if name == "simple":
            value = importlib.import_module("typekro.factories.simple")
        elif name == "__version__":
            value = importlib.import_module("importlib.metadata").version("typekro")
        elif name in _HOME_OF:
            value = getattr(importlib.import_module(_HOME_OF[name]), name)
        else:
            raise AttributeError(f"module 'typekro' has no attribute {name!r}")
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return __all__


__all__ = [
    "App",
    "BlockedError",
    "CRDInstanceError",
    "Cluster",
    "Context",
    "DefinitionError",
    "EvaluationError",
    "Graph",
    "Instance",
    "KroCrdInstance",
    "KroResourceGraphDefinition",
    "LeaseLostError",
    "LockedError",
    "Node",
    "RefusedError",
    "Resource",
    "ResourceGraph",
    "ResourceGraphFactoryError",
    "RunError",
    "Schema",
    "SchemaDefinition",
    "StateError",
    "TypeKroError",
    "TypeKroWarning",
    "UsageError",
    "__version__",
    "alchemy",
    "external_ref",
    "manifest_node",
    "resource_graph",
    "run",
    "setting",
    "simple",
    "to_kro_resource_graph",
]
