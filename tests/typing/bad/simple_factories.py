"""Mistakes in the arguments of the workloads."""

from typekro import simple

simple.deployment(name="web")  # error: mypy[call-arg] pyright[reportCallIssue]
simple.deployment("web", image="nginx:1.29")  # error: mypy[call-arg] pyright[reportCallIssue]
simple.deployment(name="web", image="nginx:1.29", replica=2)  # error: mypy[call-arg] pyright[reportCallIssue]
simple.deployment(name="web", image="nginx:1.29", replicas="2")  # error: mypy[arg-type] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", env={"PORT": 5432})  # error: mypy[dict-item] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", ports=[(80, 8080)])  # error: mypy[list-item] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", ports=80)  # error: mypy[arg-type] pyright[reportArgumentType]
simple.deployment(name="web", image="nginx:1.29", resources={"limit": {}})  # error: mypy[arg-type] pyright[reportArgumentType]
simple.service(name="web", selector={"app": "web"}, ports=[80], type="clusterip")  # error: mypy[arg-type] pyright[reportArgumentType]
simple.service(name="web", selector={"app": "web"}, ports=[(80,)])  # error: mypy[list-item] pyright[reportArgumentType]
simple.service(name="web", ports=[80])  # error: mypy[call-arg] pyright[reportCallIssue]
simple.secret_key("database-password")  # error: mypy[call-arg] pyright[reportCallIssue]

deployment = simple.deployment(name="web", image="nginx:1.29")
deployment.status.available_replica  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
deployment.stats  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
deployment.with_ready_when(
    deployment.status.ready,  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType] pyright[reportUnknownArgumentType]
)
name: int = deployment.metadata.name  # error: mypy[assignment] pyright[reportAssignmentType]
