"""Deployments: pods that are replaced one after the other when what they run changes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from typekro.expressions import or_else
from typekro.factories.checks import Checks
from typekro.factories.containers import Resources, container
from typekro.factories.metadata import metadata
from typekro.factories.secrets import SecretKey
from typekro.graph import Node
from typekro.openapi.generated import apps_v1, meta_v1

MAX_REPLICAS: Final = 2**31 - 1


class Deployment(Node):
    """A Deployment in a graph: its attributes are references to what the cluster has."""

    metadata: meta_v1.ObjectMeta
    spec: apps_v1.DeploymentSpec
    status: apps_v1.DeploymentStatus


def deployment(
    *,
    name: str,
    image: str,
    replicas: int = 1,
    command: Sequence[str] | None = None,
    args: Sequence[str] | None = None,
    env: Mapping[str, str | SecretKey] | None = None,
    ports: Sequence[int] | None = None,
    resources: Resources | None = None,
    labels: Mapping[str, str] | None = None,
    namespace: str | None = None,
) -> Deployment:
    """Pods of one container, kept running; ready when as many as asked for are available and run what is asked for, and no others are left.

    Each value may be a reference or an f-string. The pods, their container and the label `app`, which selects them, have the same name.

    Args:
        name: the Deployment.
        image: what the container runs (`postgres:17`).
        replicas: how many pods, from 0.
        command: the program and its first arguments, in place of the image's.
        args: further arguments, in place of the image's.
        env: environment variables. Each is a text or a `simple.secret_key`; a number goes into an f-string: Kubernetes takes texts.
        ports: TCP ports that the container listens on, 1 to 65535.
        resources: what the container asks for, and what it may use at most.
        labels: labels for the Deployment and its pods, beside `app`.
        namespace: where it is made; by default where the instance is.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, or a reference leads to something of another type.

    Example:
        >>> web = deployment(name="web", image="nginx:1.29", replicas=2, ports=[80])
    """
    checks = Checks("simple.deployment")
    about = metadata(checks, name=name, namespace=namespace, labels=_labels(checks, name, labels))
    checks.integer("replicas", replicas, 0, MAX_REPLICAS)
    main = container(checks, name=name, image=image, command=command, args=args, env=env, ports=ports, resources=resources)
    checks.finish()
    return Deployment(_manifest(replicas, main, about), ready_when=(is_rolled_out,))


def is_rolled_out(deployment: Deployment) -> bool:
    """Whether all pods of a Deployment are of its present template and available, and none of an older one is left.

    It is what `kubectl rollout status` waits for. A number that is 0 is not in the status at all.
    """
    status = deployment.status
    updated = or_else(status.updated_replicas, 0)
    return (
        (status.observed_generation >= deployment.metadata.generation)
        & (updated >= deployment.spec.replicas)
        & (or_else(status.replicas, 0) <= updated)
        & (or_else(status.available_replicas, 0) >= updated)
    )


def _labels(checks: Checks, name: str, labels: Mapping[str, str] | None) -> dict[str, str]:
    more = checks.labels("labels", labels)
    if "app" in more:
        checks.add('labels has the key "app"', "typekro: it holds the name of the Deployment, and selects its pods", "leave it out")
    return {"app": name, **more}


def _manifest(replicas: int, main: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    pod = {"metadata": {"labels": dict(metadata["labels"])}, "spec": {"containers": [main]}}
    selector = {"matchLabels": {"app": metadata["name"]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata,
        "spec": {"replicas": replicas, "selector": selector, "template": pod},
    }
