"""A field that may be missing is formatted into a text."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    tier: str | None = None


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"tier": f"tier-{schema.spec.tier}"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: schema.spec.tier: an instance may leave it out, and it is read as if it were always there
#   at resources.settings.data.tier
#   kro waits for the value without an error, and the instance stays IN_PROGRESS
# hint: give it a default, or leave out its | None
# hint: or_else(schema.spec.tier, ...), when(has(schema.spec.tier), ..., ...) or with_include_when(has(schema.spec.tier))
# hint: allow=["unset-field"] where the graph is defined, where it is meant
