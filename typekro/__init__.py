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
        KubernetesObjectError,
        LeaseLostError,
        LimitError,
        LockedError,
        RefusedError,
        ResourceGraphFactoryError,
        RunError,
        StateError,
        TypeKroError,
        TypeKroWarning,
        UsageError,
    )
    from typekro.expressions import cel
    from typekro.expressions.cel import all_of, any_of, has, not_, omit, or_else, raw, size, when
    from typekro.factories import simple
    from typekro.graph import (
        DEFAULT_COLUMNS,
        Graph,
        Instance,
        PrinterColumn,
        ResourceGraph,
        Schema,
        SchemaDefinition,
        external_ref,
        external_refs,
        resource_graph,
        to_kro_resource_graph,
    )
    from typekro.graph.conditions import condition
    from typekro.kro import DirectDeployment, KroCrdInstance, KroResourceGraphDefinition, KubernetesObject
    from typekro.kubernetes import Cluster
    from typekro.local.cluster import LocalCluster
    from typekro.local.controllers import Workloads
    from typekro.local.faults import Fault
    from typekro.nodes import Collection, Node, for_each, manifest_node
    from typekro.openapi import k8s
    from typekro.orchestrator import App, Change, Context, FieldChange, Preview, Resource, alchemy, scope, setting
    from typekro.orchestrator.secrets import secret
    from typekro.orchestrator.state.memory import MemoryStore
    from typekro.schema.condition import Condition
    from typekro.schema.markers import (
        Description,
        Immutable,
        ListMapKey,
        ListType,
        Maximum,
        MaxItems,
        MaxLength,
        Minimum,
        MinItems,
        MinLength,
        Name,
        Pattern,
        UniqueItems,
        Validation,
        markers,
    )

    __version__: str
else:
    # Names are looked up when they are first used: `import typekro` must cost nothing. Type checkers see the imports above, and no
    # __getattr__, so that they refuse names that are not there.
    _HOMES = {
        "typekro.cli.running": ("run",),
        "typekro.errors": (
            "BlockedError",
            "CRDInstanceError",
            "Change",
            "DefinitionError",
            "EvaluationError",
            "KubernetesObjectError",
            "LeaseLostError",
            "LimitError",
            "LockedError",
            "RefusedError",
            "ResourceGraphFactoryError",
            "RunError",
            "StateError",
            "TypeKroError",
            "TypeKroWarning",
            "UsageError",
        ),
        "typekro.expressions.cel": ("all_of", "any_of", "has", "not_", "omit", "or_else", "raw", "size", "when"),
        "typekro.graph": (
            "DEFAULT_COLUMNS",
            "Graph",
            "Instance",
            "PrinterColumn",
            "ResourceGraph",
            "Schema",
            "SchemaDefinition",
            "external_ref",
            "external_refs",
            "resource_graph",
            "to_kro_resource_graph",
        ),
        "typekro.graph.conditions": ("condition",),
        "typekro.kro": ("DirectDeployment", "KroCrdInstance", "KroResourceGraphDefinition", "KubernetesObject"),
        "typekro.kubernetes": ("Cluster",),
        "typekro.local.cluster": ("LocalCluster",),
        "typekro.local.controllers": ("Workloads",),
        "typekro.local.faults": ("Fault",),
        "typekro.nodes": ("Collection", "Node", "for_each", "manifest_node"),
        "typekro.orchestrator": ("App", "Change", "Context", "FieldChange", "Preview", "Resource", "alchemy", "scope", "setting"),
        "typekro.orchestrator.secrets": ("secret",),
        "typekro.orchestrator.state.memory": ("MemoryStore",),
        "typekro.schema.condition": ("Condition",),
        "typekro.schema.markers": (
            "Description",
            "Immutable",
            "ListMapKey",
            "ListType",
            "MaxItems",
            "MaxLength",
            "Maximum",
            "MinItems",
            "MinLength",
            "Minimum",
            "Name",
            "Pattern",
            "UniqueItems",
            "Validation",
            "markers",
        ),
    }
    _MODULES = {"cel": "typekro.expressions.cel", "k8s": "typekro.openapi.k8s", "simple": "typekro.factories.simple"}
    _HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

    def __getattr__(name: str) -> object:
        if name in _MODULES:
            value = importlib.import_module(_MODULES[name])
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
    "DEFAULT_COLUMNS",
    "App",
    "BlockedError",
    "CRDInstanceError",
    "Change",
    "Cluster",
    "Collection",
    "Condition",
    "Context",
    "DefinitionError",
    "Description",
    "DirectDeployment",
    "EvaluationError",
    "Fault",
    "FieldChange",
    "Graph",
    "Immutable",
    "Instance",
    "KroCrdInstance",
    "KroResourceGraphDefinition",
    "KubernetesObject",
    "KubernetesObjectError",
    "LeaseLostError",
    "LimitError",
    "ListMapKey",
    "ListType",
    "LocalCluster",
    "LockedError",
    "MaxItems",
    "MaxLength",
    "Maximum",
    "MemoryStore",
    "MinItems",
    "MinLength",
    "Minimum",
    "Name",
    "Node",
    "Pattern",
    "Preview",
    "PrinterColumn",
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
    "UniqueItems",
    "UsageError",
    "Validation",
    "Workloads",
    "__version__",
    "alchemy",
    "all_of",
    "any_of",
    "cel",
    "condition",
    "external_ref",
    "external_refs",
    "for_each",
    "has",
    "k8s",
    "manifest_node",
    "markers",
    "not_",
    "omit",
    "or_else",
    "raw",
    "resource_graph",
    "run",
    "scope",
    "secret",
    "setting",
    "simple",
    "size",
    "to_kro_resource_graph",
    "when",
]
