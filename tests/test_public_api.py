import json
import subprocess
import sys
from importlib.metadata import version
from typing import Any

import pytest

import typekro

PUBLIC = [
    "App",
    "BlockedError",
    "CRDInstanceError",
    "Change",
    "Cluster",
    "Collection",
    "Condition",
    "Context",
    "DEFAULT_COLUMNS",
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
HEAVY = ["aiohttp", "anyio", "attrs", "cattrs", "cryptography", "kubernetes_asyncio", "sqlite_utils", "yaml"]


def in_a_fresh_process(code: str) -> Any:
    done = subprocess.run([sys.executable, "-c", f"import json, sys\n{code}"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_the_public_names_are_these_and_each_is_there_once() -> None:
    assert sorted(typekro.__all__) == PUBLIC == sorted(PUBLIC)  # ruff keeps __all__ in an order of its own, constants first


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_when_it_is_asked_for_first(name: str) -> None:
    found: list[str] = in_a_fresh_process(f"from typekro import {name} as it\nprint(json.dumps([type(it).__name__]))")

    assert found


def test_dir_shows_the_public_names_alone() -> None:
    assert dir(typekro) == PUBLIC


def test_all_of_them_come_with_a_star() -> None:
    names: list[str] = in_a_fresh_process("from typekro import *\nprint(json.dumps(sorted(set(globals()))))")

    assert set(PUBLIC) <= set(names)


def test_importing_typekro_imports_nothing_that_costs_time() -> None:
    loaded: list[str] = in_a_fresh_process(f"import typekro\nprint(json.dumps(sorted(set({HEAVY}) & set(sys.modules))))")

    assert loaded == []


def test_defining_graphs_brings_neither_engine_nor_client() -> None:
    code = "from typekro import Graph, Schema, resource_graph, simple\n"
    loaded: list[str] = in_a_fresh_process(
        f"{code}print(json.dumps(sorted({{'aiohttp', 'kubernetes_asyncio', 'sqlite_utils'}} & set(sys.modules))))"
    )

    assert loaded == []


def test_the_version_is_that_of_the_installed_package() -> None:
    assert typekro.__version__ == version("typekro")


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    name = "Databse"

    with pytest.raises(AttributeError) as raised:
        getattr(typekro, name)

    assert str(raised.value) == "module 'typekro' has no attribute 'Databse'"
