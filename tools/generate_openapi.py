"""Writes typekro/openapi/generated from Kubernetes' own OpenAPI.

    python tools/generate_openapi.py            writes the files
    python tools/generate_openapi.py --check    says whether they are up to date, and writes nothing
    python tools/generate_openapi.py FILE...    reads these OpenAPI v3 files instead of the module's

Without files it reads those of the module k8s.io/kubernetes that the control plane of the tests is built from, out of Go's module cache.
The kinds to write are in KINDS; every shape that they reach is written too, one Python module for a group version.
"""

import argparse
import json
import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "typekro" / "openapi" / "generated"
GO_MODULE = ROOT / "tests" / "cluster" / "modules" / "kubernetes"
KINDS = ("io.k8s.api.apps.v1.Deployment", "io.k8s.api.core.v1.Service")
FILES = ("apis__apps__v1_openapi.json", "api__v1_openapi.json")
WIDTH = 140

# What stands on the wire as a scalar or as anything at all, whatever the OpenAPI calls it.
SCALARS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "str",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "dict[str, Any]",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "str",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "str",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "Any",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int | str",
}
PRIMITIVES = {"boolean": "bool", "integer": "int", "number": "float", "string": "str"}
PACKAGE_TEXT = '"""Reference views of Kubernetes\' own kinds. No hand edits: tools/generate_openapi.py writes this folder."""\n'

Schema = Mapping[str, Any]


class GenerateError(Exception):
    """The OpenAPI cannot be found, or holds what this tool does not know how to write."""


@dataclass(frozen=True)
class Shape:
    """The Python place of one OpenAPI schema: `io.k8s.api.apps.v1.Deployment` is `apps_v1.Deployment`."""

    module: str
    name: str

    @classmethod
    def of(cls, schema_name: str) -> "Shape":
        """Reads the last three parts of a schema's name: group, version, kind."""
        group, version, name = schema_name.rsplit(".", 3)[1:]
        return cls(f"{group}_{version}".replace("-", "_").lower(), name)


def python_name(wire_name: str) -> str:
    """The attribute for a field of the wire: `clusterIPs` is `cluster_ips`, `from` is `from_`.

    Example:
        >>> [python_name(name) for name in ("clusterIP", "podCIDRs", "httpGet", "$ref", "from")]
        ['cluster_ip', 'pod_cidrs', 'http_get', 'ref', 'from_']
    """
    words = re.findall(r"[A-Z]{2,}s(?![a-z])|[A-Z]+[0-9]*(?![a-z0-9])|[A-Z]?[a-z0-9]+", wire_name)
    name = "_".join(word.lower() for word in words)
    return f"{name}_" if keyword.iskeyword(name) else name


def camel_case(name: str) -> str:
    """The wire name that typekro derives by itself; where it is wrong, `__wire_names__` says the right one."""
    head, *tail = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] or "_" for word in tail)


def first_sentence(description: str) -> str:
    """The first sentence of a description, on one line, fit to stand in a docstring."""
    text = " ".join(description.split()).partition(" More info: ")[0]
    match = re.search(r"(?<!e\.g)(?<!i\.e)(?<!etc)[.](?= [A-Z]|$)", text)
    sentence = text[: match.end()] if match else text
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def docstring(description: str, indent: str) -> str:
    """The lines of a docstring, wrapped to the width of the project."""
    sentence = first_sentence(description).replace("\\", "\\\\").replace('"""', "'''")
    lines = textwrap.wrap(f'"""{sentence}', WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    closing = '"""' if len(lines) == 1 and len(lines[0]) + len(indent) + 3 <= WIDTH else f'\n{indent}"""'
    return indent + f"\n{indent}".join(lines) + closing + "\n"


def referenced(schema: Schema) -> str | None:
    """The name of the schema that this one only points to, if it does."""
    inner = schema.get("allOf", [])
    pointer = schema.get("$ref") or (inner[0].get("$ref") if len(inner) == 1 else None)
    return None if pointer is None else str(pointer).removeprefix("#/components/schemas/")


def annotation(schema: Schema, module: str) -> str:
    """The Python type of a field, as written in the given module."""
    target = referenced(schema)
    if target is not None:
        shape = Shape.of(target)
        return SCALARS.get(target) or (shape.name if shape.module == module else f"{shape.module}.{shape.name}")
    kind = schema.get("type")
    if kind == "array":
        return f"list[{annotation(schema['items'], module)}]"
    if kind == "object":
        values: Schema | None = schema.get("additionalProperties")
        return f"dict[str, {annotation(values, module)}]" if values else "dict[str, Any]"
    if kind is None and not set(schema) - {"description", "default"}:
        return "Any"
    if kind not in PRIMITIVES:
        raise GenerateError(f"no Python type is known for this schema: {json.dumps(schema)[:300]}")
    return PRIMITIVES[kind]


def fields_of(schema_name: str, schema: Schema) -> dict[str, tuple[str, Schema]]:
    """Python name -> wire name and schema, in the order of the OpenAPI."""
    fields: dict[str, tuple[str, Schema]] = {}
    for wire_name, field in schema.get("properties", {}).items():
        name = python_name(wire_name)
        if name in fields:
            raise GenerateError(f"{schema_name}: {wire_name} and {fields[name][0]} are both {name} in Python")
        fields[name] = (wire_name, field)
    return fields


def class_text(schema_name: str, schema: Schema) -> str:
    """One class: docstring, irregular names, annotated fields."""
    shape = Shape.of(schema_name)
    fields = fields_of(schema_name, schema)
    irregular = {name: wire_name for name, (wire_name, _) in fields.items() if camel_case(name) != wire_name}
    text = f"\n\nclass {shape.name}(View):\n" + docstring(schema.get("description", f"{shape.name} of Kubernetes."), "    ")
    if irregular:
        entries = "".join(f'        "{name}": "{wire_name}",\n' for name, wire_name in irregular.items())
        text += f"\n    __wire_names__: ClassVar[dict[str, str]] = {{\n{entries}    }}\n"
    if fields:
        text += "\n"
    for name, (_, field) in fields.items():
        text += f"    {name}: {annotation(field, shape.module)}\n"
        if "description" in field:
            text += docstring(field["description"], "    ")
    return text


def module_text(module: str, schemas: Mapping[str, Schema]) -> str:
    """A whole module: the classes of one group version, by name."""
    body = "".join(class_text(name, schemas[name]) for name in sorted(schemas, key=lambda name: Shape.of(name).name))
    annotations = " ".join(annotation(field, module) for schema in schemas.values() for field in schema.get("properties", {}).values())
    typing_names = [name for name, used in (("Any", "Any" in annotations), ("ClassVar", "__wire_names__" in body)) if used]
    others = sorted(set(re.findall(r"(\w+)\.", annotations)))
    group, version = module.rsplit("_", 1)
    text = f'"""Reference views of {group}/{version}, written by tools/generate_openapi.py: no hand edits."""\n\n'
    text += "from __future__ import annotations\n\n"
    text += f"from typing import {', '.join(typing_names)}\n\n" if typing_names else ""
    text += f"from typekro.openapi.generated import {', '.join(others)}\n" if others else ""
    return text + "from typekro.schema.view import View\n" + body


def pointers(schema: Schema) -> Iterator[str]:
    """Every schema name that a schema points to, in itself, its fields, items and values."""
    target = referenced(schema)
    if target is not None:
        yield target
    inner: list[Schema | None] = [schema.get("items"), schema.get("additionalProperties"), *schema.get("properties", {}).values()]
    for part in inner:
        if part:
            yield from pointers(part)


def reachable(schemas: Mapping[str, Schema], kinds: Iterable[str]) -> set[str]:
    """The kinds and all that they point to, without what is written as a scalar."""
    found: set[str] = set()
    waiting = list(kinds)
    while waiting:
        name = waiting.pop()
        if name in found or name in SCALARS:
            continue
        if name not in schemas:
            raise GenerateError(f"the OpenAPI files have no schema {name}")
        found.add(name)
        waiting.extend(pointers(schemas[name]))
    return found


def render(schemas: Mapping[str, Schema], kinds: Iterable[str] = KINDS) -> dict[str, str]:
    """File name -> text, for all that the kinds reach.

    Args:
        schemas: OpenAPI schemas by name.
        kinds: names of the schemas to start from.

    Raises:
        GenerateError: a schema is not there, or has a form that is not known here.
    """
    modules: dict[str, dict[str, Schema]] = {}
    for name in reachable(schemas, kinds):
        modules.setdefault(Shape.of(name).module, {})[name] = schemas[name]
    return {"__init__.py": PACKAGE_TEXT} | {f"{module}.py": module_text(module, modules[module]) for module in sorted(modules)}


def module_files() -> list[Path]:
    """The OpenAPI files of the pinned Kubernetes module, in Go's module cache."""
    command = ["go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/kubernetes"]
    try:
        done = subprocess.run(command, cwd=GO_MODULE, check=True, capture_output=True, text=True)  # noqa: S603 - a fixed command
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", None) or error
        raise GenerateError(f"cannot find the module k8s.io/kubernetes: {reason}") from error
    if not done.stdout.strip():
        raise GenerateError(f"the module k8s.io/kubernetes is not downloaded; run: go mod download k8s.io/kubernetes (in {GO_MODULE})")
    return [Path(done.stdout.strip()) / "api" / "openapi-spec" / "v3" / name for name in FILES]


def read_schemas(files: Iterable[Path]) -> dict[str, Schema]:
    """All schemas of several OpenAPI v3 files, by name."""
    schemas: dict[str, Schema] = {}
    for file in files:
        schemas.update(json.loads(file.read_text("utf-8"))["components"]["schemas"])
    return schemas


def differences(texts: Mapping[str, str], folder: Path = TARGET) -> list[str]:
    """What is missing, different or too much in the folder of generated files, a line each."""
    present = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.py"))}
    lines = [f"missing: {name}" for name in texts if name not in present]
    lines += [f"out of date: {name}" for name, text in texts.items() if present.get(name, text) != text]
    return lines + [f"not generated any more: {name}" for name in present if name not in texts]


def write(texts: Mapping[str, str], folder: Path = TARGET) -> None:
    """Makes the folder hold exactly these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.py"):
        if file.name not in texts:
            file.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 0 when all is well, 1 when the files are out of date, 2 when the OpenAPI cannot be read."""
    parser = argparse.ArgumentParser(description="Writes typekro/openapi/generated from Kubernetes' OpenAPI v3.")
    parser.add_argument("files", nargs="*", type=Path, help="OpenAPI v3 files (default: those of the pinned k8s.io/kubernetes)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the files are out of date")
    options = parser.parse_args(arguments)
    try:
        texts = render(read_schemas(options.files or module_files()))
    except (GenerateError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    lines = differences(texts)
    if options.check:
        sys.stdout.write("".join(f"{line}\n" for line in lines) or "up to date\n")
        return 1 if lines else 0
    write(texts)
    sys.stdout.write(f"{len(texts)} files, {len(lines)} changed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
