"""ResourceGraphDefinitions that exist, read from YAML: checked like those that are written here, and held against classes."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import attrs

from typekro.checking import Report, check
from typekro.checking.documents import Document, documents
from typekro.checking.places import path_of
from typekro.checking.together import is_crd, is_definition
from typekro.errors import DefinitionError, compose
from typekro.expressions import Boolean, Dyn, Float, Integer, List, Map, Object, String, Type, type_name
from typekro.expressions.guards import is_mapping
from typekro.graph.document import annotated
from typekro.openapi.kinds import Kinds
from typekro.openapi.kro_kinds import KIND
from typekro.schema import collected, members_of, problems_of_class, read_simple_schema
from typekro.schema.condition import are_conditions
from typekro.schema.problems import nearest

_OPEN = ("x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string")
_TYPES: dict[type, tuple[str, ...]] = {
    String: ("string",),
    Integer: ("integer",),
    Float: ("number", "integer"),
    Boolean: ("boolean",),
    List: ("array",),
    Map: ("object",),
    Object: ("object",),
}
_WRITTEN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "array": "list", "object": "dict"}


@attrs.frozen
class Read:
    """A definition that was read.

    Args:
        manifest: the definition, with the annotation of its hash on its templates.
        report: what the check of it found, which is no problem.
    """

    manifest: dict[str, Any]
    report: Report


def read_definition(source: str | Path, spec: type | None, status: type | None, feature_gates: Sequence[str]) -> Read:
    """The one ResourceGraphDefinition of a YAML file.

    Args:
        source: the file; or its text, which has more than one line. CustomResourceDefinitions in it teach the kinds that they define.
        spec: the class that instances' specs will be of, where there is one.
        status: the class that their statuses will be read as, where there is one.
        feature_gates: features of kro that are on.

    Raises:
        DefinitionError: it cannot be read, kro would refuse it, or the classes do not fit it; all reasons are named.
    """
    file, text = _text(source)
    found = documents(text, file)
    definitions = [document for document in found if is_definition(document.manifest)]
    if len(definitions) != 1:
        why = f"it holds {len(definitions) or 'none'} of them, and {len(found) - len(definitions)} other documents"
        old = [str(kind) for one in found if (kind := one.manifest.get("kind")) != KIND and _is_of_kro(one.manifest)]
        hints = [f"kind: {KIND}, in place of {kind}" for kind in old] if not definitions else []
        raise DefinitionError(compose(f"{file}: it takes one ResourceGraphDefinition", why, hints))
    document = definitions[0]
    kinds = Kinds.builtin()
    for other in found:
        kinds = kinds.with_crd(other.manifest) if is_crd(other.manifest) else kinds
    report = check(document.manifest, kinds, feature_gates=feature_gates, unknown_kinds="trust")
    problems = [_with_line(problem.place, problem.text, document, file) for problem in report.problems]
    if not problems:
        problems = [f"{file}: {text}" for text in _problems_of_classes(document.manifest, report, spec, status)]
    if problems:
        raise collected(file, problems)
    given: Mapping[str, Any] = document.manifest["spec"]
    return Read(annotated({**document.manifest, "spec": {**given, "resources": given.get("resources") or []}}), report)


def _is_of_kro(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest is what kro reads, or once read (ResourceGroup)."""
    spec = manifest.get("spec")
    return str(manifest.get("apiVersion")).startswith("kro.run/") and is_mapping(spec) and "schema" in spec and "resources" in spec


def spec_schema_of(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """The OpenAPI schema of the spec of a definition's instances."""
    schema = manifest["spec"]["schema"]
    return read_simple_schema(schema.get("spec") or {}, schema.get("types") or {}).schema


def _text(source: str | Path) -> tuple[str, str]:
    if not isinstance(cast("object", source), str | Path):
        why = f"it reads a file, or its text, and this is {type(source).__name__}"
        raise DefinitionError(compose("from_yaml: no YAML", why, "ResourceGraph.from_yaml(yaml.safe_dump(definition))"))
    if isinstance(source, str) and "\n" in source:
        return "YAML", source
    try:
        return Path(source).name, Path(source).read_text("utf-8")
    except (OSError, UnicodeError) as error:
        hint = 'ResourceGraph.from_yaml(Path(__file__).with_name("graph.yaml")) for a file beside this one'
        raise DefinitionError(compose(f"{source}: it cannot be read", str(error), hint)) from error


def _with_line(place: str, text: str, document: Document, file: str) -> str:
    return f"{file}:{document.line_of(path_of(place, document.manifest))}: {text}"


def _problems_of_classes(manifest: Mapping[str, Any], report: Report, spec: type | None, status: type | None) -> Iterator[str]:
    if spec is not None:
        own = list(problems_of_class(spec, "spec"))
        yield from own or _misfits(spec, spec_schema_of(manifest), given=True)
    if status is not None:
        own = list(problems_of_class(status, "status"))
        known: Mapping[str, Any] = {} if report.analysis is None else report.analysis.status_schema  # so without the CEL library
        yield from own or _misfits(status, known, given=False)


def _misfits(cls: type, schema: Mapping[str, Any], *, given: bool) -> Iterator[str]:
    """Where a class and a schema differ so that values of the one are none of the other.

    Args:
        cls: the class.
        schema: the schema.
        given: whether values of the class are given to the cluster, and not read from there.
    """
    if _is_open(schema):
        return
    properties: Mapping[str, Any] = schema.get("properties", {})
    members = {member.wire_name: member for member in members_of(cls)}
    for name, member in members.items():
        at = f"{cls.__name__}.{member.name}"
        if name not in properties:
            near = nearest(name, properties)
            why = f"it has: {', '.join(properties) or 'no fields'}"
            yield compose(f"{at}: the definition has no field {name}", why, f"{near}: ..." if near else ())
        elif not are_conditions(member.annotation):
            yield from _misfits_of_type(member.type, properties[name], at, given=given)
        if given and name in schema.get("required", ()) and member.optional:
            yield compose(f"{at}: the definition requires {name}", "None is left out", f"{member.name}: {type_name(member.type)}")
    for name in schema.get("required", ()) if given else ():
        if name not in members:
            yield compose(f"{cls.__name__}: the definition requires {name}", "no instance could be made without it", f"{name}: ...")


def _misfits_of_type(type_: Type, schema: Mapping[str, Any], at: str, *, given: bool) -> Iterator[str]:
    if isinstance(type_, Dyn) or _is_open(schema):
        return
    theirs = schema.get("type", "")
    if theirs not in _TYPES[type(type_)] and not (given and theirs == "number" and isinstance(type_, Integer)):
        yield compose(f"{at}: it is {type_name(type_)}, and {_WRITTEN.get(theirs, theirs)} in the definition")
        return
    match type_:
        case List(item):
            yield from _misfits_of_type(item, schema.get("items", {}), f"{at}[]", given=given)
        case Map(value) if isinstance(schema.get("additionalProperties"), Mapping):
            yield from _misfits_of_type(value, schema["additionalProperties"], f"{at}[]", given=given)
        case Object(python_class=cls) if cls is not None and "properties" in schema:
            yield from _misfits(cls, schema, given=given)
        case _:
            return


def _is_open(schema: Mapping[str, Any]) -> bool:
    return not schema or any(schema.get(name) for name in _OPEN)
