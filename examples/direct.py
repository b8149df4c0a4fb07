"""A shop in a cluster that has no kro: the same graph, deployed by typekro itself, with settings for each region.

The mode is the one word in which it differs from a script for kro: `mode="direct"` on the app, or `typekro up FILE --direct`. Where kro is
there later, without that word it takes over what is there.

Run it with `typekro up examples/direct.py` or `python examples/direct.py`, on any cluster.
"""

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, Node, Schema, alchemy, for_each, manifest_node, resource_graph, simple


@attrs.frozen
class ShopSpec:
    """What can be asked of a shop."""

    name: str
    regions: list[str]
    image: str = "nginx:1.29"


@attrs.frozen
class ShopStatus:
    """What is known of one that runs."""

    url: str
    replicas: int


@resource_graph("direct-shop", api_version="example.com/v1alpha1", kind="Shop")
def shop_stack(schema: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
    """Pods, a Service in front of them, and for each region settings that say where it is."""
    name = schema.spec.name
    deployment = simple.deployment(name=name, image=schema.spec.image, replicas=2, ports=[80])
    service = simple.service(name=name, selector={"app": name}, ports=[80])
    url = f"http://{service.spec.cluster_ip}"

    def settings(region: str) -> Node:
        data = {"region": region, "url": url}
        return manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"{name}-{region}"}, "data": data})

    nodes = {"deployment": deployment, "service": service, "settings": for_each(schema.spec.regions, settings)}
    return nodes, ShopStatus(url=url, replicas=deployment.status.available_replicas)


async def main() -> None:
    """Deploys a shop, and prints where it is."""
    async with alchemy("direct-shop", mode="direct"):
        create_shop = await KroResourceGraphDefinition("shop-rgd", factory=shop_stack)
        shop = await create_shop("corner-shop", ShopSpec(name="corner-shop", regions=["eu", "us"]), timeout=60)
    print(f"{shop.status.replicas} pods serve {shop.status.url}")


if __name__ == "__main__":
    typekro.run(main)
