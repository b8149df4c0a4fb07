"""A password is written into the environment of a container."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    deployment = simple.deployment(
        name=schema.spec.name,
        image="postgres:17",
        env={"POSTGRES_PASSWORD": "swordfish"},
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.deployment.spec.template.spec.containers[0].env[0]: POSTGRES_PASSWORD has its value as text
#   whoever may read the definition, the instance's objects or the pod reads it
# hint: simple.secret_key("database-password", "password") reads it from a Secret
# hint: allow=["literal-secret"] where the graph is defined, where it is meant
