"""Writes what typekro/local/kro has of kro's own CustomResourceDefinitions, out of the pinned kro in Go's module cache.

python -m tools.bundle_kro_crds            writes the file
python -m tools.bundle_kro_crds --check    says whether it is up to date, and writes nothing
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from typekro.openapi.schemas import without_descriptions

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "typekro" / "local" / "kro" / "bundled" / "crds.json"
GO_MODULE = ROOT / "tests" / "cluster" / "modules" / "kro"


class BundleError(Exception):
    """kro's module is not there."""


def module_folder() -> Path:
    """The folder of the pinned kro in Go's module cache.

    Raises:
        BundleError: it is not there.
    """
    command = ["go", "list", "-m", "-f", "{{.Dir}}", "github.com/kubernetes-sigs/kro"]
    try:
        done = subprocess.run(command, cwd=GO_MODULE, check=True, capture_output=True, text=True)  # noqa: S603 - a fixed command
    except (OSError, subprocess.CalledProcessError) as error:
        raise BundleError(f"cannot find kro's module: {getattr(error, 'stderr', None) or error}") from error
    if not done.stdout.strip():
        raise BundleError(f"kro's module is not downloaded; run: go mod download (in {GO_MODULE})")
    return Path(done.stdout.strip())


def bundled(folder: Path) -> str:
    """The definitions as the file has them, one a line.

    Args:
        folder: kro's module.
    """
    documents = [each for file in sorted((folder / "helm" / "crds").glob("*.yaml")) for each in yaml.safe_load_all(file.read_text("utf-8"))]
    lines = [json.dumps(_bare(each), separators=(",", ":"), sort_keys=True) for each in documents if each]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _bare(crd: dict[str, Any]) -> dict[str, Any]:
    versions = [
        {**version, "schema": {"openAPIV3Schema": without_descriptions(version["schema"]["openAPIV3Schema"])}}
        for version in crd["spec"]["versions"]
    ]
    return {**crd, "spec": {**crd["spec"], "versions": versions}}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 0 when all is well, 1 when the file is out of date, 2 when kro's module cannot be found."""
    parser = argparse.ArgumentParser(description="Writes kro's own CustomResourceDefinitions for the local cluster.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file is out of date")
    asked = parser.parse_args(arguments)
    try:
        text = bundled(module_folder())
    except BundleError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    if not asked.check:
        TARGET.write_text(text, "utf-8")
    elif not TARGET.exists() or TARGET.read_text("utf-8") != text:
        sys.stderr.write(f"out of date: {TARGET.relative_to(ROOT)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
