"""A resource is declared outside of an app."""
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
    await KroResourceGraphDefinition("web-rgd", factory=web)
    async with alchemy("shop"):
        pass


if __name__ == "__main__":
    anyio.run(main)


# definition:
# UsageError: KroResourceGraphDefinition 'web-rgd' is declared outside an app
#   resources are declared in the body of an app, or given one
# hint: async with alchemy("name") as app: ...
# hint: KroResourceGraphDefinition("web-rgd", app=app, ...)
