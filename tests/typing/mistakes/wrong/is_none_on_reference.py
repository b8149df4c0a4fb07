"""Python is asked whether a reference is None."""
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
    tier = "web" if schema.spec.tier is None else schema.spec.tier
    settings = simple.config_map(name=schema.spec.name, data={"tier": tier})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: 2 problems
# web: is_none_on_reference.py:23: schema.spec.tier is None
#   a reference is no value yet: Python decides this while the script runs, the same way for every instance
# hint: when(not_(has(schema.spec.tier)), ..., ...) for a value, with_include_when(not_(has(schema.spec.tier))) for a whole resource
# web: schema.spec.tier: an instance may leave it out, and it is read as if it were always there
#   at resources.settings.data.tier
#   kro waits for the value without an error, and the instance stays IN_PROGRESS
# hint: give it a default, or leave out its | None
# hint: or_else(schema.spec.tier, ...), when(has(schema.spec.tier), ..., ...) or with_include_when(has(schema.spec.tier))
# hint: allow=["unset-field"] where the graph is defined, where it is meant
