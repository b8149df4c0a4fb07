"""Python modules of shapes and kinds as text, for the bundled Kubernetes and for whatever a cluster has besides."""

import json
from collections.abc import Iterator, Sequence

import attrs

from typekro.openapi.naming import docstring
from typekro.schema.names import camel_case
from typekro.schema.shape_fields import Presence


@attrs.frozen
class FieldText:
    """One field of a class to be written.

    Args:
        name: its name in Python.
        wire_name: its name in the cluster.
        annotation: its type, as written in the module.
        presence: whether it has to be given, may be given, or can only be read.
        description: what it is; empty where nobody said.
    """

    name: str
    wire_name: str
    annotation: str
    presence: Presence
    description: str = ""


@attrs.frozen
class ClassText:
    """One class to be written.

    Args:
        name: its name.
        description: what it is.
        fields: its fields.
        api_version: group and version, where it is a kind.
        kind: the kind, where it is one.
        options: the name of a TypedDict of the same fields, where one is wanted.
    """

    name: str
    description: str
    fields: Sequence[FieldText]
    api_version: str = ""
    kind: str = ""
    options: str = ""


def quoted(text: str) -> str:
    """A text as a constant of Python.

    Example:
        >>> quoted("a") == '"a"'
        True
    """
    return json.dumps(text, ensure_ascii=False)


def module_text(doc: str, classes: Sequence[ClassText], end: str = "") -> str:
    """A whole module.

    Args:
        doc: the first line, without quotes.
        classes: in the order in which they are written.
        end: what stands below them.
    """
    body = "".join(_class(each) for each in classes)
    return f'"""{doc}"""\n\nfrom __future__ import annotations\n\n{_imports(classes, body)}{body}{end}'


def _imports(classes: Sequence[ClassText], body: str) -> str:
    annotations = [field.annotation for each in classes for field in each.fields]
    typing_names = [
        ("Any", any("Any" in _words(annotation) for annotation in annotations)),
        ("ClassVar", "ClassVar[" in body),
        ("Literal", any("Literal[" in annotation for annotation in annotations)),
        ("TypedDict", any(each.options for each in classes)),
    ]
    # A class may have a field that is called like one of these.
    schema_names = [
        ("Shape", any(not each.kind for each in classes)),
        ("optional as _optional", any(field.presence == "optional" for each in classes for field in each.fields)),
        ("read_only as _read_only", any(field.presence == "read-only" for each in classes for field in each.fields)),
    ]
    groups = [
        [("typing", typing_names)],
        [
            ("typekro.openapi", [("k8s", any("k8s." in annotation for annotation in annotations))]),
            ("typekro.openapi.kind", [("Kind", any(each.kind for each in classes))]),
            ("typekro.schema.shape", schema_names),
        ],
    ]
    texts = ["".join(_import(home, [name for name, used in names if used]) for home, names in group) for group in groups]
    return "\n".join(text for text in texts if text)


def _import(home: str, names: Sequence[str]) -> str:
    return f"from {home} import {', '.join(names)}\n" if names else ""


def _words(annotation: str) -> Iterator[str]:
    for separator in "[]|, ":
        annotation = annotation.replace(separator, " ")
    yield from annotation.split()


def _class(each: ClassText) -> str:
    text = f"\n\nclass {each.name}({'Kind' if each.kind else 'Shape'}):\n" + docstring(each.description or f"{each.name}.", "    ")
    if each.kind:
        text += f'\n    api_version: ClassVar[str] = "{each.api_version}"\n    kind: ClassVar[str] = "{each.kind}"\n'
    irregular = {field.name: field.wire_name for field in each.fields if camel_case(field.name) != field.wire_name}
    if irregular:
        entries = "".join(f"        {quoted(name)}: {quoted(wire_name)},\n" for name, wire_name in irregular.items())
        text += f"\n    __wire_names__: ClassVar[dict[str, str]] = {{\n{entries}    }}\n"
    text += "\n" if each.fields else ""
    return text + "".join(_field(field) for field in each.fields) + (_options(each) if each.options else "")


def _field(field: FieldText) -> str:
    mark = {"required": "", "optional": " = _optional()", "read-only": " = _read_only()"}[field.presence]
    return f"    {field.name}: {field.annotation}{mark}\n" + (docstring(field.description, "    ") if field.description else "")


def _options(each: ClassText) -> str:
    head = f"\n\nclass {each.options}(TypedDict, total=False):\n" + docstring(
        f"Fields of {each.name} as a dict, each of which may be left out", "    "
    )
    return head + "\n" + "".join(f"    {field.name}: {field.annotation}\n" for field in each.fields if field.presence != "read-only")
