"""ResourceGraphDefinitions, as the API server takes or refuses them; what kro says of them is another test's."""

from random import Random
from typing import Any

from tests.local.differential.making.plain import condition, metadata, some

Manifest = dict[str, Any]


def graph(random: Random) -> Manifest:
    """A ResourceGraphDefinition."""
    schema: Manifest = {"apiVersion": random.choice(["v1alpha1", "v1", "x1"]), "kind": random.choice(["Shop", "shop", "Shop2"])}
    schema |= some(
        random,
        0.4,
        {
            "group": random.choice(["example.com", ""]),
            "spec": {"size": "integer | default=1", "name": "string"},
            "status": {"ready": "${map.data.a}"},
            "scope": random.choice(["Namespaced", "Cluster", "Own"]),
            "types": {"Part": {"a": "string"}},
            "additionalPrinterColumns": [{"name": "A", "type": random.choice(["string", "own"]), "jsonPath": ".spec.name"}],
        },
    )
    resources = [_resource(random, name) for name in random.sample(["map", "other", "map"], random.randrange(1, 4))]
    return {"metadata": metadata(random), "spec": {"schema": schema, **some(random, 0.9, {"resources": resources})}}


def _resource(random: Random, name: str) -> Manifest:
    template = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${schema.spec.name}"}, "data": {"a": "1"}}
    reference = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": random.choice([{"name": "x"}, {"selector": {"matchLabels": {"a": "b"}}}, {}]),
    }
    found: Manifest = {"id": name}
    found |= some(random, 0.85, {"template": template}) | some(random, 0.12, {"externalRef": reference})
    more = {
        "readyWhen": ["${map.data.a == '1'}"],
        "includeWhen": ["${schema.spec.size > 1}"],
        "forEach": [{"each": "${schema.spec.sizes}"}],
    }
    return found | some(random, 0.15, more)


def status(random: Random) -> Manifest:
    """A status of a ResourceGraphDefinition."""
    return {
        "state": random.choice(["Active", "Inactive"]),
        **some(random, 0.5, {"topologicalOrder": ["map"], **condition(random, "Ready")}),
    }
