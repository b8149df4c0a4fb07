import os
import subprocess
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

PACKAGES = (
    "typekro.checking",
    "typekro.evaluation",
    "typekro.expressions",
    "typekro.expressions.library",
    "typekro.expressions.library.running",
    "typekro.schema",
)
HEAVY = ("yaml", "sqlite3", "aiohttp", "cryptography", "kubernetes_asyncio", "cel_expr_python", "google.protobuf")
OPENED = """
import sys

import anyio

from typekro import LocalCluster

async def main():
    async with LocalCluster().connect() as client:
        await client.apply({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}}, field_manager="me")

anyio.run(main)
print([name for name in %r if name in sys.modules])
"""


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_package_names_is_there_and_is_no_module(package: str) -> None:
    module: Any = import_module(package)

    found = {name: getattr(module, name) for name in module.__all__}

    assert [name for name, value in found.items() if isinstance(value, ModuleType)] == []


def test_a_name_that_a_module_has_too_is_the_name() -> None:
    module = import_module("typekro.checking.check")
    package: Any = import_module("typekro.checking")

    assert package.check is vars(module)["check"]


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match=r"module 'typekro\.schema' has no attribute 'nothing'"):
        vars(import_module("typekro.schema"))["__getattr__"]("nothing")


def test_a_local_cluster_brings_nothing_that_it_does_not_need() -> None:
    # What measures coverage brings modules of its own.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run([sys.executable, "-c", OPENED % (HEAVY,)], check=True, capture_output=True, text=True, env=plain)

    assert done.stdout == "[]\n"
