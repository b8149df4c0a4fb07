"""Small definitions, and instances of them."""

from collections.abc import Mapping
from typing import Any

from typekro.evaluation import Definition, Evaluation, Observed, evaluate, prepared
from typekro.openapi.kinds import Kinds

KINDS = Kinds.builtin()
SPEC = {
    "name": "string | default=web",
    "on": "boolean | default=true",
    "names": "[]string",
    "maybe": "string",
    "count": "integer | default=2",
}


def config(id_: str, data: Mapping[str, Any] | None = None, *, name: str | None = None, **more: Any) -> dict[str, Any]:
    """A resource that is a ConfigMap, called after its id where it has no other name."""
    template = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name or id_}, **({"data": data} if data else {})}
    return {"id": id_, **more, "template": template}


def external(id_: str, **metadata: Any) -> dict[str, Any]:
    """A ConfigMap that is read."""
    return {"id": id_, "externalRef": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}}


def manifest_of(
    *resources: Mapping[str, Any], status: Mapping[str, Any] | None = None, spec: Mapping[str, Any] | None = None, **schema: Any
) -> dict[str, Any]:
    """A ResourceGraphDefinition."""
    about = {"apiVersion": "v1alpha1", "group": "example.com", "kind": "App", "spec": SPEC if spec is None else spec, **schema}
    whole = {"schema": {**about, **({} if status is None else {"status": status})}, "resources": list(resources)}
    return {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": "app"}, "spec": whole}


def definition_of(*resources: Mapping[str, Any], gates: tuple[str, ...] = (), **schema: Any) -> Definition:
    """A definition, checked."""
    return Definition.of(manifest_of(*resources, **schema), KINDS, gates)


def evaluated(
    definition: Definition, spec: Mapping[str, Any] | None = None, observed: Observed | None = None, **metadata: Any
) -> Evaluation:
    """What an instance called `it` comes to."""
    instance = {"metadata": {"name": "it", **metadata}, "spec": spec or {}}
    return evaluate(definition, prepared(definition, instance), observed or {})


def settled(definition: Definition, spec: Mapping[str, Any] | None = None, observed: Observed | None = None, **metadata: Any) -> Evaluation:
    """The same, once all that can be applied was applied, and is there as it was."""
    evaluation = evaluated(definition, spec, observed, **metadata)
    for _ in definition.analysis.nodes:
        echo = {id_: list(node.manifests) for id_, node in evaluation.nodes.items() if node.manifests}
        evaluation = evaluated(definition, spec, {**echo, **(observed or {})}, **metadata)
    return evaluation


def states(evaluation: Evaluation) -> dict[str, str]:
    """The state of each node."""
    return {id_: node.state for id_, node in evaluation.nodes.items()}


def condition(evaluation: Evaluation, type_: str) -> dict[str, Any]:
    """One of the conditions."""
    return next(one for one in evaluation.conditions if one["type"] == type_)
