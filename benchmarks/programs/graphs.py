"""`python graphs.py COUNT [yaml]`: so many graphs of a Deployment and a Service; each as YAML too, where that is asked."""

import sys

import attrs

from typekro import Graph, ResourceGraph, Schema, resource_graph, simple


@attrs.frozen
class Spec:
    """What can be asked of an instance."""

    name: str
    replicas: int = 1


@attrs.frozen
class Status:
    """What is known of one that runs."""

    replicas: int


def graph(number: int) -> ResourceGraph[Spec, Status]:
    """One of them."""

    @resource_graph(f"web-{number}", api_version="bench.example.com/v1alpha1", kind="Web")
    def web(schema: Schema[Spec, Status]) -> Graph[Status]:
        deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=schema.spec.replicas)
        service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
        return {"deployment": deployment, "service": service}, Status(replicas=deployment.status.available_replicas)

    return web


def main(count: int, *, printed: bool) -> None:
    """Makes them all.

    Args:
        count: how many.
        printed: whether they are printed as YAML.
    """
    for number in range(count):
        made = graph(number)
        if printed:
            sys.stdout.write(made.to_yaml())


if __name__ == "__main__":
    main(int(sys.argv[1]), printed="yaml" in sys.argv)
