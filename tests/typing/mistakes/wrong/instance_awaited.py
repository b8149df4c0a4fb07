"""An instance that is not declared is awaited."""
# caught by: mypy[misc] pyright[reportGeneralTypeIssues] definition

import anyio
import attrs

from typekro import Graph, Schema, alchemy, resource_graph, simple


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
        await web.get_instance(WebSpec(name="shop"))


if __name__ == "__main__":
    anyio.run(main)


# definition:
# TypeError, by Python itself
