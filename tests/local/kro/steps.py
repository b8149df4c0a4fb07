"""What scenarios are made of: requests, one step after the other, and the kinds of objects that are looked at after each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from typekro.local.kro.kinds import CRDS, DEFINITIONS, REVISIONS, crd_name
from typekro.local.kro.labels import GRAPH_NAME

Manifest: TypeAlias = Mapping[str, Any]
USER = "user"


@attrs.frozen
class Apply:
    """A manifest is applied on the server, by force.

    Args:
        manifest: it.
        manager: who applies it: what they applied before and left out goes.
    """

    manifest: Manifest
    manager: str = USER


@attrs.frozen
class Delete:
    """An object is deleted.

    Args:
        api_version: group and version of its kind.
        kind: its kind.
        name: its name.
        namespace: its namespace.
    """

    api_version: str
    kind: str
    name: str
    namespace: str | None = None

    @classmethod
    def of(cls, manifest: Manifest) -> "Delete":
        """The deletion of what a manifest made."""
        metadata = manifest["metadata"]
        return cls(manifest["apiVersion"], manifest["kind"], metadata["name"], metadata.get("namespace"))

    @property
    def target(self) -> tuple[str, str, str, str | None]:
        """Which object it is."""
        return self.api_version, self.kind, self.name, self.namespace


@attrs.frozen
class Known:
    """Objects that are looked at.

    Args:
        api_version: group and version of their kind.
        kind: their kind.
        name: the name of one of them; None for all.
        namespace: their namespace; None for a kind without.
        labels: a selector.
    """

    api_version: str
    kind: str
    name: str | None = None
    namespace: str | None = None
    labels: str | None = None


@attrs.frozen
class Step:
    """Some requests, one after the other, before both clusters come to rest.

    Args:
        name: what they do.
        actions: the requests.
    """

    name: str
    actions: tuple[Apply | Delete, ...]


def step(name: str, *actions: Apply | Delete | Manifest) -> Step:
    """A step; a manifest is applied."""
    return Step(name, tuple(each if isinstance(each, Apply | Delete) else Apply(each) for each in actions))


@attrs.frozen
class Corner:
    """Where a scenario takes place: the same names on both sides.

    Args:
        name: its namespace, and what the names of its definitions begin with.
    """

    name: str

    @property
    def group(self) -> str:
        """The group of its kinds."""
        return f"{self.name}.example.com"

    def definition(
        self,
        *resources: Manifest,
        name: str = "",
        spec: Manifest | None = None,
        annotations: Mapping[str, str] | None = None,
        **schema: Any,
    ) -> dict[str, Any]:
        """A ResourceGraphDefinition.

        Args:
            *resources: its resources.
            name: the end of its name, where there are several.
            spec: the fields of the spec of its instances.
            annotations: its annotations.
            **schema: more of `spec.schema`.
        """
        about = {"apiVersion": "v1alpha1", "group": self.group, "kind": "App", "spec": spec or {"value": "string | default=a"}, **schema}
        metadata = {"name": self.name + name, **({"annotations": annotations} if annotations else {})}
        whole = {"schema": about, "resources": list(resources)}
        return {"apiVersion": DEFINITIONS[0], "kind": DEFINITIONS[1], "metadata": metadata, "spec": whole}

    def instance(self, name: str = "it", kind: str = "App", *, cluster: bool = False, **spec: Any) -> dict[str, Any]:
        """An instance."""
        place = {} if cluster else {"namespace": self.name}
        return {"apiVersion": f"{self.group}/v1alpha1", "kind": kind, "metadata": {"name": name, **place}, "spec": spec}

    def config(self, name: str, data: Mapping[str, str] | None = None, **metadata: Any) -> dict[str, Any]:
        """A ConfigMap."""
        about = {"name": name, "namespace": self.name, **metadata}
        return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": about, **({} if data is None else {"data": data})}


def annotated(manifest: Manifest, **metadata: Any) -> dict[str, Any]:
    """A manifest with more in its metadata."""
    return {**manifest, "metadata": {**manifest["metadata"], **metadata}}


def looked_at(steps: Sequence[Step], namespace: str) -> list[Known]:
    """The kinds of objects that a scenario is about, by its definitions."""
    found: dict[Known, None] = {}
    for action in (action for one in steps for action in one.actions if isinstance(action, Apply)):
        manifest = action.manifest
        if (manifest["apiVersion"], manifest["kind"]) == DEFINITIONS:
            found |= dict.fromkeys(_of_definition(manifest, namespace))
        elif "namespace" in manifest["metadata"]:
            found[Known(manifest["apiVersion"], manifest["kind"], None, manifest["metadata"]["namespace"])] = None
    return list(found)


def _of_definition(manifest: Manifest, namespace: str) -> list[Known]:
    schema, name = manifest["spec"]["schema"], manifest["metadata"]["name"]
    api_version = f"{schema.get('group') or 'kro.run'}/{schema['apiVersion']}"
    scope = None if schema.get("scope") == "Cluster" else namespace
    kinds = {
        (part["template"]["apiVersion"], part["template"]["kind"]) for part in manifest["spec"].get("resources") or () if "template" in part
    }
    return [
        Known(*DEFINITIONS, name),
        Known(*REVISIONS, labels=f"{GRAPH_NAME}={name}"),
        Known(*CRDS, crd_name(schema)),
        Known(api_version, schema["kind"], None, scope),
        *(Known(*kind, None, namespace) for kind in sorted(kinds)),
    ]


def of_case(manifest: Manifest) -> list[Known]:
    """What a definition is about, wherever it is."""
    schema = manifest["spec"]["schema"]
    children = f"kro.run/instance-kind={schema['kind']},kro.run/instance-group={schema.get('group') or 'kro.run'}"
    return [
        attrs.evolve(one, namespace=None, labels=one.labels or (children if one.name is None and one.kind != schema["kind"] else None))
        for one in _of_definition(manifest, "")
    ]


Scenario: TypeAlias = Callable[[Corner], Sequence[Step]]
"""What happens in a corner."""


def scenarios_of(names: Mapping[str, Any], module: str) -> dict[str, Scenario]:
    """The scenarios of a module, by what they are called: `two_of_one_kind` is `two-of-one-kind`.

    Args:
        names: all that is in the module.
        module: its name.
    """
    found: dict[str, Any] = {
        name.replace("_", "-"): value for name, value in names.items() if callable(value) and getattr(value, "__module__", "") == module
    }
    return found
