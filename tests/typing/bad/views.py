"""Mistakes that a type checker sees in what is written about Kubernetes' own fields."""

from typekro.openapi.generated import apps_v1, core_v1


def service(spec: core_v1.ServiceSpec) -> None:
    spec.clusterIP  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
    port: str = spec.ports[0].port  # error: mypy[assignment] pyright[reportAssignmentType]
    print(port)


def deployment(deployment: apps_v1.Deployment) -> int:
    return deployment.metadata.name  # error: mypy[return-value] pyright[reportReturnType]
