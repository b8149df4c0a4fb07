"""A key of a Secret stands in an f-string."""
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
    password = simple.secret_key("web", "password")
    deployment = simple.deployment(
        name=schema.spec.name,
        image="nginx:1.29",
        env={"DATABASE_URL": f"postgres://web:{password}@db/web"},
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: simple.secret_key('web', 'password') is formatted into a text
#   the cluster reads it when a container starts, and writes it into no text; Kubernetes puts $(A) of one variable into another
# hint: env={"A": simple.secret_key(...), "B": "... $(A) ..."}
