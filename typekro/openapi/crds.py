"""CustomResourceDefinitions as Python modules: one for each group version, in it a class for each kind and each object below."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions.guards import is_mapping
from typekro.openapi.kinds import KindSchema
from typekro.openapi.naming import python_name
from typekro.openapi.rendering import ClassText, FieldText, module_text, quoted
from typekro.openapi.schemas import Schema, without_descriptions
from typekro.schema.shape_fields import Presence

WRITTEN_BY = "written by `typekro import`"
"""What the first line of each module says."""

_PRIMITIVES = {"boolean": "bool", "integer": "int", "number": "float", "string": "str"}

# Names that a module of classes uses itself.
_TAKEN = frozenset({"Any", "ClassVar", "Kind", "Literal", "Shape"})

# Names that every resource has already.
_OF_KINDS = frozenset({"api_version", "kind", "with_include_when", "with_ready_when"})

_LINE = 110


def modules_of_kinds(kinds: Iterable[KindSchema], source: str) -> dict[str, str]:
    """The text of each module, by the name of its file.

    Args:
        kinds: what CRDs define.
        source: what they were read from, for the first line of each module.

    Raises:
        DefinitionError: a kind is defined twice.

    Example:
        >>> list(modules_of_kinds([KindSchema("cert-manager.io/v1", "Issuer", {}, True, "issuers")], "issuers.yaml"))
        ['cert_manager_io_v1.py']
    """
    by_version: dict[str, dict[str, KindSchema]] = {}
    for kind in kinds:
        of_version = by_version.setdefault(kind.api_version, {})
        if kind.kind in of_version:
            why = f"{of_version[kind.kind].plural} and {kind.plural} are both of this kind"
            raise DefinitionError(compose(f"{kind.api_version} {kind.kind} is defined twice", why, "leave one of them out"))
        of_version[kind.kind] = kind
    return {
        f"{module_name(api_version)}.py": _module(api_version, [found[name] for name in sorted(found)], source)
        for api_version, found in sorted(by_version.items())
    }


def module_name(api_version: str) -> str:
    """The module of a group version.

    Example:
        >>> module_name("cert-manager.io/v1")
        'cert_manager_io_v1'
    """
    name = re.sub(r"[^a-z0-9]", "_", api_version.lower())
    return name if name[0].isalpha() else f"group_{name}"


def _module(api_version: str, kinds: list[KindSchema], source: str) -> str:
    writer = _Writer(set(_TAKEN), [])
    names = {kind.kind: writer.unique(_capital(kind.kind)) for kind in kinds}
    for kind in kinds:
        writer.kind(kind, names[kind.kind])
    end = "\n" + "".join(f"\n{names[kind.kind]}.__schema__ = (\n{_text_of_schema(kind)})\n" for kind in kinds)
    return module_text(f"Shapes and kinds of {api_version}, {WRITTEN_BY} from {source}.", writer.classes, end)


@attrs.frozen
class _Writer:
    """The classes of one module, as they are found.

    Args:
        taken: the names that cannot be given any more.
        classes: the classes that were made, each before those that it is made of.
    """

    taken: set[str]
    classes: list[ClassText]

    def unique(self, name: str) -> str:
        """This name, or one like it that no other class has."""
        found = _free(name, self.taken, "")
        self.taken.add(found)
        return found

    def kind(self, kind: KindSchema, name: str) -> None:
        """Writes the class of a kind and all classes below it."""
        properties = {
            key: schema for key, schema in kind.schema.get("properties", {}).items() if key not in {"apiVersion", "kind", "metadata"}
        }
        position = len(self.classes)
        metadata = FieldText("metadata", "metadata", "k8s.meta_v1.ObjectMeta", "required", "Standard object's metadata.")
        fields = self._fields(name, {**kind.schema, "properties": properties}, {*_OF_KINDS, "metadata"})
        fields = [attrs.evolve(field, presence="read-only") if field.wire_name == "status" else field for field in fields]
        description = kind.schema.get("description") or f"{kind.kind} of {kind.api_version}."
        self.classes.insert(position, ClassText(name, description, [metadata, *fields], kind.api_version, kind.kind))

    def annotation(self, schema: Schema, path: str) -> str:
        """The type of a schema, as it is written; the classes that it needs are named after the path that leads to them."""
        if _is_int_or_string(schema):
            return "int | str"
        match schema.get("type"):
            case "array":
                return f"list[{self.annotation(schema.get('items') or {}, f'{path}Item')}]"
            case "object" | None if schema.get("properties") and not schema.get("x-kubernetes-embedded-resource"):
                return self._shape(schema, path)
            case "object":
                values: object = schema.get("additionalProperties")
                return f"dict[str, {self.annotation(values, f'{path}Value') if is_mapping(values) else 'Any'}]"
            case "string" | "integer" if _choices(schema):
                return f"Literal[{', '.join(_choices(schema))}]"
            case kind:
                return _PRIMITIVES.get(kind or "", "Any")

    def _shape(self, schema: Schema, path: str) -> str:
        name = self.unique(path)
        position = len(self.classes)
        fields = self._fields(name, schema, set())
        self.classes.insert(position, ClassText(name, schema.get("description") or f"{name}.", fields))
        return name

    def _fields(self, owner: str, schema: Schema, taken: set[str]) -> list[FieldText]:
        fields: list[FieldText] = []
        for wire_name, field in schema.get("properties", {}).items():
            name = _free(python_name(wire_name), taken, "_")
            taken.add(name)
            annotation = self.annotation(field, f"{owner}{_capital(wire_name)}")
            fields.append(FieldText(name, wire_name, annotation, _presence(wire_name, field, schema), field.get("description", "")))
        return fields


def _presence(wire_name: str, field: Schema, owner: Schema) -> Presence:
    # What has a default is filled in before it is missed.
    return "required" if wire_name in owner.get("required", []) and "default" not in field else "optional"


def _is_int_or_string(schema: Schema) -> bool:
    return bool(schema.get("x-kubernetes-int-or-string")) or schema.get("format") == "int-or-string"


def _choices(schema: Schema) -> list[str]:
    """The constants of an enumeration as they are written in Python; none where it is no enumeration of texts or whole numbers."""
    given: list[Any] = schema.get("enum") or []
    choices = [choice for choice in given if choice is not None]
    fit = all(isinstance(choice, str if schema["type"] == "string" else int) and not isinstance(choice, bool) for choice in choices)
    return [quoted(choice) if isinstance(choice, str) else str(choice) for choice in choices] if fit else []


def _free(name: str, taken: set[str] | frozenset[str], separator: str) -> str:
    return next(found for found in _candidates(name, separator) if found not in taken)


def _candidates(name: str, separator: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}{separator}{number}"
        number += 1


def _capital(wire_name: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", wire_name)
    name = "".join(word[:1].upper() + word[1:] for word in words) or "Field"
    return name if name[0].isalpha() else f"Field{name}"


def _text_of_schema(kind: KindSchema) -> str:
    known = {"namespaced": kind.namespaced, "plural": kind.plural, "schema": without_descriptions(kind.schema)}
    text = json.dumps(known, separators=(",", ":"), sort_keys=True)
    return "".join(f"    {text[start : start + _LINE]!r}\n" for start in range(0, len(text), _LINE))
