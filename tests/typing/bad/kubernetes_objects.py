"""Mistakes that a type checker sees where Kubernetes' own kinds are made and read."""

from typekro.openapi import k8s

about = k8s.meta_v1.ObjectMeta(name="web")

k8s.core_v1.Container(name="web", imag="nginx")  # error: mypy[call-arg] pyright[reportCallIssue]
k8s.core_v1.Container(name="web", imagePullPolicy="Always")  # error: mypy[call-arg] pyright[reportCallIssue]
k8s.core_v1.Container(image="nginx")  # error: mypy[call-arg] pyright[reportCallIssue]
k8s.core_v1.Container("web")  # error: mypy[call-arg] mypy[call-arg] mypy[arg-type] pyright[reportCallIssue]
k8s.core_v1.Container(name=5)  # error: mypy[arg-type] pyright[reportArgumentType]
k8s.core_v1.Container(name="web", command="sh")  # error: mypy[arg-type] pyright[reportArgumentType]
k8s.core_v1.PodSpec(containers=[{"name": "web"}])  # error: mypy[list-item] pyright[reportArgumentType]
k8s.core_v1.ServicePort(port="80")  # error: mypy[arg-type] pyright[reportArgumentType]
k8s.core_v1.ResourceRequirements(limits={"cpu": 1})  # error: mypy[dict-item] pyright[reportArgumentType]
k8s.core_v1.ConfigMap(data={"a": "b"})  # error: mypy[call-arg] pyright[reportCallIssue]
k8s.apps_v1.Deployment(metadata=about, status=k8s.apps_v1.DeploymentStatus())  # error: mypy[call-arg] pyright[reportCallIssue]
k8s.meta_v1.ObjectMeta(name="web", uid="1")  # error: mypy[call-arg] pyright[reportCallIssue]
k8s.apps_v1.Deployments  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
k8s.app_v1  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]

config = k8s.core_v1.ConfigMap(metadata=about, data={"a": "b"})
config.dat  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
config.data = {}  # error: mypy[misc] pyright[reportAttributeAccessIssue]
about.name = "other"  # error: mypy[misc] pyright[reportAttributeAccessIssue]
number: int = config.metadata.name  # error: mypy[assignment] pyright[reportAssignmentType]
container: k8s.core_v1.ContainerFields = {"imag": "x"}  # error: mypy[typeddict-unknown-key] pyright[reportAssignmentType]
