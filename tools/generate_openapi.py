"""Writes what typekro/openapi has of Kubernetes' own OpenAPI: typed classes in generated/, and the schemas in bundled/.

    python -m tools.generate_openapi            writes the files
    python -m tools.generate_openapi --check    says whether they are up to date, and writes nothing
    python -m tools.generate_openapi FILE...    reads these OpenAPI v3 files instead of the module's

Without files it reads those of the module k8s.io/kubernetes that the control plane of the tests is built from, out of Go's module cache.
"""

import argparse
import gzip
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.kubernetes_openapi import GenerateError, OpenAPI, bundle, modules_of, read_openapi
from typekro.openapi.rendering import ClassText, module_text

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "typekro" / "openapi"
GO_MODULE = ROOT / "tests" / "cluster" / "modules" / "kubernetes"
WRITTEN_BY = "written by tools/generate_openapi.py"
BUNDLE = "bundled/kubernetes.json.gz"
PATTERNS = ("k8s.py", "generated/*.py", "bundled/*.gz")

K8S_TEXT = '''"""Kubernetes' own kinds, each group version when it is first used: `k8s.apps_v1.Deployment`; {written_by}."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typekro.openapi.generated import (
{imports}    )
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
        return importlib.import_module(f"typekro.openapi.generated.{{name}}")

    def __dir__() -> list[str]:
        return __all__


__all__ = [
{names}]
'''


def render(openapi: OpenAPI) -> dict[str, bytes]:
    """Files below typekro/openapi -> what is in them.

    Raises:
        GenerateError: a schema has a form that is not known here.
    """
    modules = modules_of(openapi)
    imports = "".join(f"        {name},\n" for name in modules)
    names = "".join(f'    "{name}",\n' for name in modules)
    packed = json.dumps(bundle(openapi), separators=(",", ":"), sort_keys=True).encode()
    return {
        "k8s.py": K8S_TEXT.format(written_by=WRITTEN_BY, imports=imports, names=names).encode(),
        "generated/__init__.py": f'"""Classes of Kubernetes\' own kinds, {WRITTEN_BY}."""\n'.encode(),
        **{f"generated/{name}.py": _module(name, classes) for name, classes in modules.items()},
        BUNDLE: gzip.compress(packed, 9, mtime=0),
    }


def _module(name: str, classes: Sequence[ClassText]) -> bytes:
    group, version = name.rsplit("_", 1)
    return module_text(f"Shapes and kinds of {group}/{version}, {WRITTEN_BY}.", classes).encode()


def module_files() -> list[Path]:
    """The OpenAPI files of the pinned Kubernetes module, in Go's module cache.

    Raises:
        GenerateError: the module is not there.
    """
    command = ["go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/kubernetes"]
    try:
        done = subprocess.run(command, cwd=GO_MODULE, check=True, capture_output=True, text=True)  # noqa: S603 - a fixed command
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", None) or error
        raise GenerateError(f"cannot find the module k8s.io/kubernetes: {reason}") from error
    if not done.stdout.strip():
        raise GenerateError(f"the module k8s.io/kubernetes is not downloaded; run: go mod download k8s.io/kubernetes (in {GO_MODULE})")
    return sorted((Path(done.stdout.strip()) / "api" / "openapi-spec" / "v3").glob("api*_openapi.json"))


def differences(files: Mapping[str, bytes], folder: Path = TARGET) -> list[str]:
    """What is missing, different or too much below the folder, a line each."""
    present = {file.relative_to(folder).as_posix(): file.read_bytes() for pattern in PATTERNS for file in sorted(folder.glob(pattern))}
    lines = [f"missing: {name}" for name in files if name not in present]
    lines += [f"out of date: {name}" for name, text in files.items() if _read(name, present.get(name, text)) != _read(name, text)]
    return lines + [f"not generated any more: {name}" for name in present if name not in files]


def _read(name: str, content: bytes) -> bytes:
    """What is packed in a file: how it is packed differs between machines."""
    return gzip.decompress(content) if name.endswith(".gz") else content


def write(files: Mapping[str, bytes], folder: Path = TARGET) -> None:
    """Makes the folder hold these files, and no others that look like them."""
    for pattern in PATTERNS:
        for file in folder.glob(pattern):
            if file.relative_to(folder).as_posix() not in files:
                file.unlink()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 0 when all is well, 1 when the files are out of date, 2 when the OpenAPI cannot be read."""
    parser = argparse.ArgumentParser(description="Writes typekro/openapi's classes and schemas from Kubernetes' OpenAPI v3.")
    parser.add_argument("files", nargs="*", type=Path, help="OpenAPI v3 files (default: those of the pinned k8s.io/kubernetes)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the files are out of date")
    options = parser.parse_args(arguments)
    try:
        files = render(read_openapi(options.files or module_files()))
    except (GenerateError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    lines = differences(files)
    if options.check:
        sys.stdout.write("".join(f"{line}\n" for line in lines) or "up to date\n")
        return 1 if lines else 0
    write(files)
    sys.stdout.write(f"{len(files)} files, {len(lines)} changed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
