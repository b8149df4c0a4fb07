"""An application that reads what others have set: one ConfigMap of the platform by its name, and all that carry a label.

Run it with `typekro up examples/external_references.py` or `python examples/external_references.py`, on a cluster with kro. Once, before:
`kubectl create configmap platform --from-literal=region=europe`, and as many features as there are to be:
`kubectl create configmap dark-mode --from-literal=percent=50` with `kubectl label configmap dark-mode feature=on`.
"""

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, Schema, alchemy, cel, external_ref, external_refs, k8s, resource_graph, simple


@attrs.frozen
class ConfiguredSpec:
    """What can be asked of an application."""

    name: str
    image: str = "nginx:1.29"
    platform: str = "platform"


@attrs.frozen
class ConfiguredStatus:
    """What is known of one that runs."""

    region: str
    log_level: str
    features: list[str]
    feature_count: int


@resource_graph("external-references", api_version="example.com/v1alpha1", kind="ConfiguredApplication")
def configured_application(schema: Schema[ConfiguredSpec, ConfiguredStatus]) -> Graph[ConfiguredStatus]:
    """A Deployment that is told what the ConfigMaps say, and something else where they say nothing."""
    spec = schema.spec
    platform = external_ref(k8s.core_v1.ConfigMap, spec.platform)
    features = external_refs(k8s.core_v1.ConfigMap, match_labels={"feature": "on"}, namespace=schema.metadata.namespace)
    region = cel.or_else(platform.data["region"], "anywhere")
    log_level = cel.or_else(platform.data["logLevel"], "info")
    names = cel.sort(cel.map(features, lambda feature: feature.metadata.name))
    percents = cel.sort(cel.map(features, lambda feature: f"{feature.metadata.name}={cel.or_else(feature.data['percent'], '100')}"))
    settings = simple.config_map(name=spec.name, data={"features": cel.join(names, ","), "percents": cel.join(percents, "\n")})
    deployment = simple.deployment(
        name=spec.name,
        image=spec.image,
        env={"REGION": region, "LOG_LEVEL": log_level},
        volumes={"/etc/features": simple.volume(config_map=settings.metadata.name, read_only=True)},
    )
    status = ConfiguredStatus(region=region, log_level=log_level, features=names, feature_count=cel.size(features))
    return {"platform": platform, "features": features, "settings": settings, "deployment": deployment}, status


async def main() -> None:
    """Deploys one, and prints what it was told."""
    async with alchemy("external-references"):
        create = await KroResourceGraphDefinition("external-references-rgd", factory=configured_application)
        cart = await create("cart", ConfiguredSpec(name="cart"), timeout=60)
    print(f"{cart.status.region}, {cart.status.log_level}, {cart.status.feature_count} features: {', '.join(cart.status.features)}")


if __name__ == "__main__":
    typekro.run(main)
