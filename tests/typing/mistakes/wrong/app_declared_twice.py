"""Two instances of one kind have one name."""
# caught by: definition

import anyio
import attrs

from typekro import Graph, KroResourceGraphDefinition, Schema, alchemy, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


async def main() -> None:
    async with alchemy("shop"):
        create_web = KroResourceGraphDefinition("web-rgd", factory=web)
        create_web("shop", WebSpec(name="shop"))
        await create_web("shop", WebSpec(name="shop", replicas=3))


if __name__ == "__main__":
    anyio.run(main)


# definition:
# UsageError: Web/default/shop is declared twice in app 'shop'
#   an id tells a resource from the others of its app, from run to run
#   the first one is at app_declared_twice.py:30
# hint: give one of them another id
