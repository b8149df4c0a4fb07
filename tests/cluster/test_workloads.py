"""What runs on the control plane: Deployments become available, kro makes instances of RGDs, images that never start do not."""

from typing import Any

import pytest

from tests.cluster.errors import KubectlError
from tests.cluster.plugin import Cluster


def deployment(name: str, image: str) -> dict[str, Any]:
    labels = {"app": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "main", "image": image}]}},
        },
    }


def graph(cluster: Cluster) -> dict[str, Any]:
    return {
        "apiVersion": "kro.run/v1alpha1",
        "kind": "ResourceGraphDefinition",
        "metadata": {"name": cluster.namespace},
        "spec": {
            "schema": {
                "apiVersion": "v1alpha1",
                "group": cluster.group,
                "kind": "Site",
                "spec": {"image": "string"},
                "status": {"available": "${deployment.status.availableReplicas}"},
            },
            "resources": [
                {
                    "id": "deployment",
                    "readyWhen": ["${deployment.status.availableReplicas == 1}"],
                    "template": deployment("${schema.metadata.name}", "${schema.spec.image}"),
                }
            ],
        },
    }


def site(cluster: Cluster, name: str) -> dict[str, Any]:
    spec = {"image": "nginx"}
    return {"apiVersion": f"{cluster.group}/v1alpha1", "kind": "Site", "metadata": {"name": name}, "spec": spec}


def test_a_deployment_becomes_available(cluster: Cluster) -> None:
    cluster.kubectl("apply", "-f", "-", input=deployment("web", "nginx"))

    cluster.kubectl("wait", "deployment/web", "--for=condition=Available", "--timeout=30s")

    assert cluster.kubectl_json("get", "deployment", "web")["status"]["availableReplicas"] == 1


def test_an_image_that_never_starts_leaves_its_deployment_unavailable_with_a_reason(cluster: Cluster) -> None:
    cluster.kubectl("apply", "-f", "-", input=[deployment("stuck", "example.com/never-starts:1"), deployment("web", "nginx")])
    reason = "{.status.containerStatuses[0].state.waiting.reason}"

    cluster.kubectl("wait", "pod", "-l", "app=stuck", "--for=create", "--timeout=30s")
    cluster.kubectl("wait", "pod", "-l", "app=stuck", f"--for=jsonpath={reason}=ImagePullBackOff", "--timeout=30s")
    cluster.kubectl("wait", "deployment/web", "--for=condition=Available", "--timeout=30s")

    (pod,) = cluster.kubectl_json("get", "pods", "-l", "app=stuck")["items"]
    assert pod["status"]["phase"] == "Pending"
    conditions = {c["type"]: c for c in cluster.kubectl_json("get", "deployment", "stuck")["status"]["conditions"]}
    assert (conditions["Available"]["status"], conditions["Available"]["reason"]) == ("False", "MinimumReplicasUnavailable")


def test_what_was_stuck_becomes_available_with_another_image(cluster: Cluster) -> None:
    cluster.kubectl("apply", "-f", "-", input=deployment("web", "never-starts"))
    cluster.kubectl("wait", "deployment/web", "--for=condition=Available=False", "--timeout=30s")

    cluster.kubectl("apply", "-f", "-", input=deployment("web", "nginx"))

    cluster.kubectl("wait", "deployment/web", "--for=condition=Available", "--timeout=30s")


def test_kro_makes_an_instance_ready_and_tells_its_status(cluster: Cluster) -> None:
    cluster.kubectl("apply", "-f", "-", input=graph(cluster))
    cluster.kubectl("wait", f"rgd/{cluster.namespace}", "--for=condition=Ready", "--timeout=30s")

    cluster.kubectl("apply", "-f", "-", input=site(cluster, "web"))
    cluster.kubectl("wait", f"sites.{cluster.group}/web", "--for=condition=Ready", "--timeout=30s")

    assert cluster.kubectl_json("get", f"sites.{cluster.group}", "web")["status"]["available"] == 1
    assert cluster.kubectl("get", "deployment", "-o", "name") == "deployment.apps/web\n"


def test_kro_refuses_what_it_cannot_mean(cluster: Cluster) -> None:
    wrong = graph(cluster)
    wrong["spec"]["schema"]["status"]["available"] = "${deployment.status.availableReplica}"

    cluster.kubectl("apply", "-f", "-", input=wrong)
    cluster.kubectl("wait", f"rgd/{cluster.namespace}", "--for=condition=Ready=False", "--timeout=30s")

    conditions = {c["type"]: c for c in cluster.kubectl_json("get", "rgd", cluster.namespace)["status"]["conditions"]}
    assert "availableReplica" in conditions["Ready"]["message"]


def test_what_belongs_to_an_rgd_goes_with_it_at_once(cluster: Cluster) -> None:
    """kro's own kinds are known to the garbage collector from the start, not only after its next look, 30 s later."""
    cluster.kubectl("apply", "-f", "-", input=graph(cluster))
    cluster.kubectl("wait", f"rgd/{cluster.namespace}", "--for=condition=Ready", "--timeout=30s")
    revision = f"graphrevisions.internal.kro.run/{cluster.namespace}-r00001"
    cluster.kubectl("get", revision)

    cluster.kubectl("delete", "rgd", cluster.namespace)

    cluster.kubectl("wait", revision, "--for=delete", "--timeout=10s")


def test_an_error_of_kubectl_tells_command_code_and_words(cluster: Cluster) -> None:
    with pytest.raises(KubectlError) as raised:
        cluster.kubectl("get", "configmap", "absent")

    words = 'Error from server (NotFound): configmaps "absent" not found'
    assert str(raised.value) == f"kubectl get configmap absent: exit code 1\n{words}"
    assert (raised.value.arguments, raised.value.code, raised.value.stderr) == (("get", "configmap", "absent"), 1, f"{words}\n")


def test_kubectl_reads_text_one_manifest_or_several(cluster: Cluster) -> None:
    def config_map(name: str) -> dict[str, Any]:
        return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}}

    cluster.kubectl("apply", "-f", "-", input="{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}")
    cluster.kubectl("apply", "-f", "-", input=config_map("two"))
    cluster.kubectl("apply", "-f", "-", input=[config_map("three"), config_map("four")])

    names = {item["metadata"]["name"] for item in cluster.kubectl_json("get", "configmaps")["items"]}
    assert names - {"kube-root-ca.crt"} == {"one", "two", "three", "four"}
