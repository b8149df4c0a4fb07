"""The schedule of a CronJob has four fields."""
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
    backup = simple.cron_job(name=schema.spec.name, image="backup:1.0", schedule="0 3 * *")
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "backup": backup}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: simple.cron_job: schedule is '0 3 * *'
#   Kubernetes: it has 4 of the five fields minute, hour, day of the month, month and day of the week
