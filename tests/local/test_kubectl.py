"""The real kubectl against a local cluster that is served."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.cluster.errors import KubectlError
from tests.cluster.kubectl import Kubectl, kubectl_binary
from typekro.local.cluster import LocalCluster

WEB = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "nginx:1"}]}
"""
CONFIG = """
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, labels: {app: web}}
data: {a: "1"}
"""
APPLES = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: apples.fruit.example.com}
spec:
  group: fruit.example.com
  names: {kind: Apple, plural: apples, singular: apple, shortNames: [ap]}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns: [{name: Color, type: string, jsonPath: .spec.color}]
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties: {color: {type: string, default: red, description: what it looks like}}
"""


@attrs.frozen
class Shell:
    """kubectl in a namespace of its own."""

    kubectl: Kubectl

    def __call__(self, *arguments: str, given: str | None = None) -> str:
        return self.kubectl(*arguments, input=given)

    def refused(self, *arguments: str, given: str | None = None) -> str:
        with pytest.raises(KubectlError) as raised:
            self(*arguments, given=given)
        return raised.value.stderr.strip()

    def rows(self, *arguments: str) -> list[list[str]]:
        return [re.split(r"  +", line.strip()) for line in self(*arguments).splitlines()]

    def started(self, *arguments: str, env: dict[str, str] | None = None) -> "subprocess.Popen[str]":
        command = [str(kubectl_binary()), f"--kubeconfig={self.kubectl.kubeconfig}", f"--namespace={self.kubectl.namespace}", *arguments]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "KUBECACHEDIR": str(self.kubectl.cache), **(env or {})}
        )


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kubectl]:
    with LocalCluster(kro=False).serve_in_background() as served:
        yield Kubectl(served.kubeconfig, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def kubectl(admin: Kubectl, request: pytest.FixtureRequest) -> Shell:
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_"))[:60].strip("-")
    admin("create", "namespace", name)
    return Shell(attrs.evolve(admin, namespace=name))


def test_apply_makes_changes_and_leaves_alone(kubectl: Shell) -> None:
    said = [kubectl("apply", "-f", "-", given=WEB + "---" + CONFIG) for _ in range(2)]
    said.append(kubectl("apply", "-f", "-", given=WEB.replace("nginx:1", "nginx:2")))

    assert said == [
        "deployment.apps/web created\nconfigmap/conf created\n",
        "deployment.apps/web unchanged\nconfigmap/conf unchanged\n",
        "deployment.apps/web configured\n",
    ]


def test_apply_takes_out_what_was_left_out(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=CONFIG.replace('a: "1"', 'a: "1", b: "2"'))
    kubectl("apply", "-f", "-", given=CONFIG)

    assert kubectl("get", "configmap", "conf", "-o", "jsonpath={.data}") == '{"a":"1"}'


def test_apply_refuses_a_field_that_is_none(kubectl: Shell) -> None:
    said = kubectl.refused("apply", "-f", "-", given=WEB.replace("replicas", "replcas"))

    assert 'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replcas"' in said


def test_apply_on_the_server_tells_conflicts_and_can_force(kubectl: Shell) -> None:
    kubectl("apply", "--server-side", "-f", "-", given=WEB)
    other = ("apply", "--server-side", "--field-manager=other", "-f", "-")

    said = kubectl.refused(*other, given=WEB.replace("nginx:1", "nginx:2"))
    forced = kubectl(*other, "--force-conflicts", given=WEB.replace("nginx:1", "nginx:2"))

    assert said.splitlines()[0] == (
        'error: Apply failed with 1 conflict: conflict with "kubectl": .spec.template.spec.containers[name="web"].image'
    )
    assert forced == "deployment.apps/web serverside-applied\n"
    assert kubectl("get", "deploy", "web", "-o", "jsonpath={..image}") == "nginx:2"


def test_diff_shows_what_would_change_and_nothing_changes(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=CONFIG)

    assert kubectl("diff", "-f", "-", given=CONFIG) == ""
    with pytest.raises(KubectlError) as raised:
        kubectl("diff", "-f", "-", given=CONFIG.replace('"1"', '"2"'))
    assert raised.value.code == 1
    assert kubectl("get", "configmap", "conf", "-o", "jsonpath={.data}") == '{"a":"1"}'


def test_what_is_there_is_shown_as_tables(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=WEB + "---" + CONFIG)
    kubectl("rollout", "status", "deployment/web", "--timeout=30s")

    heading, line = kubectl.rows("get", "deployments")
    assert (heading, line[:4]) == (["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"], ["web", "2/2", "2", "2"])
    heading, line = kubectl.rows("get", "deployments", "-o", "wide")
    assert (heading[5:], line[5:]) == (["CONTAINERS", "IMAGES", "SELECTOR"], ["web", "nginx:1", "app=web"])
    assert [line[1:4] for line in kubectl.rows("get", "pods")] == [["READY", "STATUS", "RESTARTS"], *[["1/1", "Running", "0"]] * 2]
    assert kubectl.rows("get", "configmaps", "-l", "app=web")[1][:2] == ["conf", "1"]
    assert kubectl.rows("get", "configmaps", "--field-selector", "metadata.name=conf")[1][:2] == ["conf", "1"]
    assert kubectl.rows("get", "configmaps", "--show-labels")[1][-1] == "app=web"
    assert [kubectl.kubectl.namespace, "conf"] in [line[:2] for line in kubectl.rows("get", "configmaps", "-A")]
    assert {line[0].partition("/")[0] for line in kubectl.rows("get", "all") if "/" in line[0]} == {
        "pod",
        "deployment.apps",
        "replicaset.apps",
    }


def test_what_is_there_is_shown_in_every_other_form(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=CONFIG)

    whole: dict[str, Any] = json.loads(kubectl("get", "configmap", "conf", "-o", "json"))
    assert (whole["kind"], whole["data"], "managedFields" in whole["metadata"]) == ("ConfigMap", {"a": "1"}, False)
    assert "managedFields" in json.loads(kubectl("get", "configmap", "conf", "-o", "json", "--show-managed-fields"))["metadata"]
    assert kubectl("get", "configmap", "conf", "-o", "yaml").startswith('apiVersion: v1\ndata:\n  a: "1"\nkind: ConfigMap\n')
    assert kubectl("get", "configmaps", "-l", "app", "-o", "name") == "configmap/conf\n"
    assert kubectl("get", "configmap", "conf", "-o", "jsonpath={.data.a} {.metadata.labels.app}") == "1 web"
    assert kubectl("get", "configmap", "conf", "-o", "go-template={{.data.a}}") == "1"
    assert kubectl("get", "configmaps", "-l", "app", "-o", "custom-columns=N:.metadata.name,A:.data.a") == "N      A\nconf   1\n"
    assert kubectl("get", "configmaps", "-l", "app", "--sort-by=.metadata.name", "-o", "name") == "configmap/conf\n"


def test_what_is_not_there_is_told(kubectl: Shell) -> None:
    assert kubectl.refused("get", "configmap", "none") == 'Error from server (NotFound): configmaps "none" not found'
    assert kubectl.refused("get", "nothings") == 'error: the server doesn\'t have a resource type "nothings"'
    assert kubectl("get", "configmap", "none", "--ignore-not-found") == ""


def test_a_watch_shows_what_changes(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=CONFIG)
    watching = kubectl.started("get", "configmap", "conf", "-w", "-o", "jsonpath={.data}{'\\n'}")
    assert watching.stdout is not None
    try:
        lines = [watching.stdout.readline()]
        kubectl("patch", "configmap", "conf", "--type=merge", "-p", '{"data":{"a":"2"}}')
        lines.append(watching.stdout.readline())
    finally:
        watching.kill()
        watching.communicate()

    assert lines == ['{"a":"1"}\n', '{"a":"2"}\n']


def test_wait_knows_conditions_values_and_the_end(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=WEB)

    assert kubectl("wait", "--for=condition=Available", "deployment/web", "--timeout=30s") == "deployment.apps/web condition met\n"
    assert kubectl("wait", "--for=jsonpath={.status.readyReplicas}=2", "deployment/web", "--timeout=30s").endswith("condition met\n")
    kubectl("delete", "deployment", "web", "--wait=false")
    kubectl("wait", "--for=delete", "deployment/web", "--timeout=30s")
    assert "timed out waiting for the condition" in kubectl.refused(
        "wait", "--for=jsonpath={.data.a}=2", "configmap/kube-root-ca.crt", "--timeout=100ms"
    )


def test_edit_changes_what_the_editor_changed(kubectl: Shell, tmp_path: Path) -> None:
    kubectl("apply", "-f", "-", given=CONFIG)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i \'s/a: "1"/a: "5"/\' "$1"\n')
    editor.chmod(0o755)

    said, _ = kubectl.started("edit", "configmap", "conf", env={"KUBE_EDITOR": str(editor)}).communicate()

    assert said == "configmap/conf edited\n"
    assert kubectl("get", "configmap", "conf", "-o", "jsonpath={.data}") == '{"a":"5"}'


def test_all_three_patches_work(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=WEB)
    add = {"spec": {"template": {"spec": {"containers": [{"name": "side", "image": "side:1"}]}}}}

    strategic = kubectl("patch", "deployment", "web", "-p", json.dumps(add))
    merge = kubectl("patch", "deployment", "web", "--type=merge", "-p", '{"spec":{"replicas":3}}')
    operations = kubectl("patch", "deployment", "web", "--type=json", "-p", '[{"op":"remove","path":"/metadata/labels/app"}]')
    again = kubectl("patch", "deployment", "web", "--type=merge", "-p", '{"spec":{"replicas":3}}')

    live: dict[str, Any] = json.loads(kubectl("get", "deployment", "web", "-o", "json"))
    assert [strategic, merge, operations, again] == ["deployment.apps/web patched\n"] * 3 + ["deployment.apps/web patched (no change)\n"]
    assert {each["name"] for each in live["spec"]["template"]["spec"]["containers"]} == {"web", "side"}
    assert live["spec"]["replicas"] == 3
    assert "labels" not in live["metadata"]


def test_the_status_can_be_patched_alone(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=WEB)
    status = '{"status":{"conditions":[{"type":"Mine","status":"True"}]},"spec":{"replicas":9}}'
    kubectl("patch", "deployment", "web", "--subresource=status", "--type=merge", "-p", status)

    assert kubectl("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}") == "2"


def test_delete_waits_until_it_is_gone(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=WEB + "---" + CONFIG)
    space = kubectl.kubectl.namespace

    assert kubectl("delete", "deployment", "web", "--timeout=30s") == f'deployment.apps "web" deleted from {space} namespace\n'
    assert kubectl("delete", "configmaps", "-l", "app=web") == f'configmap "conf" deleted from {space} namespace\n'
    kubectl("wait", "--for=delete", "pods", "--all", "--timeout=30s")
    assert kubectl("get", "deployments,replicasets,pods", "-o", "name") == ""
    assert kubectl.refused("delete", "configmap", "conf") == 'Error from server (NotFound): configmaps "conf" not found'


def test_a_namespace_goes_with_all_that_is_in_it(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=WEB + "---" + CONFIG)
    space = kubectl.kubectl.namespace

    assert kubectl("delete", "namespace", space, "--timeout=30s") == f'namespace "{space}" deleted\n'
    assert kubectl.refused("get", "namespace", space) == f'Error from server (NotFound): namespaces "{space}" not found'


def test_explain_knows_built_in_kinds_and_those_of_crds(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=APPLES)
    kubectl("wait", "--for=condition=Established", "crd/apples.fruit.example.com", "--timeout=30s")

    assert kubectl("explain", "deployment.spec.replicas").splitlines()[:5] == [
        "GROUP:      apps",
        "KIND:       Deployment",
        "VERSION:    v1",
        "",
        "FIELD: replicas <integer>",
    ]
    assert kubectl("explain", "apple.spec").rstrip().splitlines()[-2:] == ["  color\t<string>", "    what it looks like"]


def test_what_is_served_is_listed(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=APPLES)
    rows = kubectl.rows("api-resources")

    assert rows[0] == ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"]
    assert ["deployments", "deploy", "apps/v1", "true", "Deployment"] in rows
    assert ["namespaces", "ns", "v1", "false", "Namespace"] in rows
    assert ["apples", "ap", "fruit.example.com/v1", "true", "Apple"] in rows
    assert {"apps/v1", "v1", "fruit.example.com/v1"} <= set(kubectl("api-versions").splitlines())
    wide = kubectl.rows("api-resources", "-o", "wide", "--api-group=apps")
    assert [
        "deployments",
        "deploy",
        "apps/v1",
        "true",
        "Deployment",
        "create,delete,deletecollection,get,list,patch,update,watch",
        "all",
    ] in wide


def test_objects_of_a_crd_are_made_shown_and_gone(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=APPLES)
    apple = "apiVersion: fruit.example.com/v1\nkind: Apple\nmetadata: {name: one}\nspec: {}\n"

    assert kubectl("apply", "-f", "-", given=apple) == "apple.fruit.example.com/one created\n"
    assert kubectl.rows("get", "ap") == [["NAME", "COLOR"], ["one", "red"]]
    assert 'unknown field "spec.colr"' in kubectl.refused("apply", "-f", "-", given=apple.replace("{}", "{colr: blue}"))
    assert kubectl("delete", "ap", "one").startswith('apple.fruit.example.com "one" deleted')


def _first(value: object) -> str:
    return str(value).removeprefix("('").partition("'")[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("configmap", "it", "--from-literal=a=b"), "configmap/it created"),
        (("secret", "generic", "it", "--from-literal=a=b"), "secret/it created"),
        (("deployment", "it", "--image=x", "--replicas=2", "--port=80"), "deployment.apps/it created"),
        (("service", "clusterip", "it", "--tcp=80:8080"), "service/it created"),
        (("job", "it", "--image=x"), "job.batch/it created"),
        (("cronjob", "it", "--image=x", "--schedule=0 0 * * *"), "cronjob.batch/it created"),
        (("serviceaccount", "it"), "serviceaccount/it created"),
        (("role", "it", "--verb=get", "--resource=pods"), "role.rbac.authorization.k8s.io/it created"),
        (("rolebinding", "it", "--role=it", "--user=ana"), "rolebinding.rbac.authorization.k8s.io/it created"),
        (("clusterrole", "it", "--verb=get", "--resource=pods"), "clusterrole.rbac.authorization.k8s.io/it created"),
        (("quota", "it", "--hard=pods=2"), "resourcequota/it created"),
        (("poddisruptionbudget", "it", "--selector=a=b", "--min-available=50%"), "poddisruptionbudget.policy/it created"),
        (("ingress", "it", "--rule=example.com/bar=it:8080"), "ingress.networking.k8s.io/it created"),
        (("priorityclass", "it", "--value=7"), "priorityclass.scheduling.k8s.io/it created"),
    ],
    ids=_first,
)
def test_create_knows_its_kinds(kubectl: Shell, arguments: tuple[str, ...], said: str) -> None:
    assert kubectl("create", *arguments).strip() == said


def test_create_sends_what_it_means(kubectl: Shell) -> None:
    kubectl("create", "secret", "generic", "it", "--from-literal=a=b")
    kubectl("create", "quota", "it", "--hard=pods=2,memory=1Gi")
    kubectl("create", "poddisruptionbudget", "it", "--selector=a=b", "--min-available=50%")
    kubectl("create", "deployment", "it", "--image=x", "--replicas=0")

    assert kubectl("get", "secret", "it", "-o", "jsonpath={.data} {.type}") == '{"a":"Yg=="} Opaque'
    assert json.loads(kubectl("get", "quota", "it", "-o", "jsonpath={.spec.hard}")) == {"memory": "1Gi", "pods": "2"}
    assert kubectl("get", "poddisruptionbudget", "it", "-o", "jsonpath={.spec.minAvailable}") == "50%"
    assert kubectl("get", "deployment", "it", "-o", "jsonpath={.spec.replicas} {.spec.strategy.type}") == "0 RollingUpdate"


def test_create_and_replace_work_from_files(kubectl: Shell) -> None:
    assert kubectl("create", "-f", "-", given=CONFIG) == "configmap/conf created\n"
    assert kubectl.refused("create", "-f", "-", given=CONFIG).endswith('configmaps "conf" already exists')
    assert kubectl("replace", "-f", "-", given=CONFIG.replace("{a:", "{b:")) == "configmap/conf replaced\n"
    assert kubectl("get", "configmap", "conf", "-o", "jsonpath={.data}") == '{"b":"1"}'
    stale = CONFIG.replace("{name: conf", '{name: conf, resourceVersion: "1"')
    assert "the object has been modified" in kubectl.refused("replace", "-f", "-", given=stale)


def test_a_dry_run_changes_nothing(kubectl: Shell) -> None:
    assert kubectl("create", "configmap", "it", "--dry-run=server") == "configmap/it created (server dry run)\n"
    assert kubectl("apply", "--dry-run=server", "-f", "-", given=CONFIG) == "configmap/conf created (server dry run)\n"
    assert kubectl.rows("get", "configmaps", "-o", "name") == [["configmap/kube-root-ca.crt"]]


def test_labels_and_annotations_are_set_and_taken_away(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=CONFIG)

    said = [
        kubectl("label", "configmap", "conf", "x=y"),
        kubectl("label", "configmap", "conf", "app-"),
        kubectl("annotate", "configmap", "conf", "note=that"),
    ]

    assert said == ["configmap/conf labeled\n", "configmap/conf unlabeled\n", "configmap/conf annotated\n"]
    assert kubectl("get", "configmap", "conf", "-o", "jsonpath={.metadata.labels} {.metadata.annotations.note}") == '{"x":"y"} that'


def test_a_deployment_is_scaled_rolled_out_restarted_and_undone(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=WEB)
    done = 'deployment "web" successfully rolled out\n'

    assert kubectl("scale", "deployment/web", "--replicas=3") == "deployment.apps/web scaled\n"
    assert kubectl("rollout", "status", "deployment/web", "--timeout=30s").endswith(done)
    assert kubectl("set", "image", "deployment/web", "web=nginx:2") == "deployment.apps/web image updated\n"
    assert kubectl("rollout", "restart", "deployment/web") == "deployment.apps/web restarted\n"
    assert kubectl("rollout", "status", "deployment/web", "--timeout=30s").endswith(done)
    assert [line[0] for line in kubectl.rows("rollout", "history", "deployment/web")[2:] if line != [""]] == ["1", "2", "3"]
    assert kubectl("rollout", "undo", "deployment/web", "--to-revision=1") == "deployment.apps/web rolled back\n"
    assert kubectl("get", "deployment", "web", "-o", "jsonpath={..image} {.spec.replicas}") == "nginx:1 3"


def test_describe_and_events_tell_what_happened(kubectl: Shell) -> None:
    kubectl("apply", "-f", "-", given=WEB)
    kubectl("rollout", "status", "deployment/web", "--timeout=30s")

    described = kubectl("describe", "deployment", "web")
    assert "Replicas:               2 desired | 2 updated | 2 total | 2 available | 0 unavailable\n" in described
    assert re.search(r"ScalingReplicaSet .* deployment-controller +Scaled up replica set web-\w+ from 0 to 2\n", described)
    assert re.search(r"^Status: +Running$", kubectl("describe", "pods"), re.MULTILINE)
    reasons = {line[2] for line in kubectl.rows("events")[1:]}
    assert {"ScalingReplicaSet", "SuccessfulCreate", "Scheduled", "Started"} <= reasons
    assert {line[2] for line in kubectl.rows("get", "events")[1:]} == reasons


def test_raw_paths_and_what_one_may_are_answered(kubectl: Shell) -> None:
    assert kubectl("get", "--raw", "/livez") == "ok"
    assert json.loads(kubectl("get", "--raw", "/version"))["gitVersion"] == "v1.36.3"
    assert kubectl("auth", "can-i", "create", "pods") == "yes\n"
    assert kubectl.rows("auth", "whoami")[1] == ["Username", "kubernetes-admin"]
    assert kubectl.rows("version")[-1] == ["Server Version: v1.36.3"]


def test_a_pod_can_be_run_and_exposed_and_a_node_drained(kubectl: Shell) -> None:
    kubectl("run", "it", "--image=x", "--port=80")
    kubectl("wait", "--for=condition=Ready", "pod/it", "--timeout=30s")

    assert kubectl("expose", "pod", "it") == "service/it exposed\n"
    assert kubectl.rows("get", "endpointslices")[1][2] == "80"
    kubectl("cordon", "local")
    assert kubectl.rows("get", "node", "local")[1][1] == "Ready,SchedulingDisabled"
    kubectl("uncordon", "local")
    kubectl("delete", "pod", "it", "--timeout=30s")


def test_what_no_container_can_do_is_refused(kubectl: Shell) -> None:
    kubectl("run", "it", "--image=x")
    kubectl("wait", "--for=condition=Ready", "pod/it", "--timeout=30s")

    assert kubectl("logs", "it") == ""
    assert "unable to upgrade connection" in kubectl.refused("exec", "it", "--", "ls")


def test_text_in_any_script_is_kept(kubectl: Shell) -> None:
    text = "grüße, 世界 🙂"
    kubectl("create", "configmap", "it", f"--from-literal=a={text}")
    kubectl("apply", "--server-side", "-f", "-", given=CONFIG.replace('"1"', f'"{text}"'))

    assert kubectl("get", "configmap", "it", "-o", "jsonpath={.data.a}") == text
    assert kubectl("get", "configmap", "conf", "-o", "jsonpath={.data.a}") == text


NOTES = """
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata: {name: notes}
spec:
  schema:
    apiVersion: v1alpha1
    group: example.com
    kind: Note
    spec: {text: string | required=true}
    status: {shown: '${conf.data.text}'}
  resources:
  - id: conf
    template:
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: '${schema.metadata.name}'}
      data: {text: '${schema.spec.text}'}
"""
NOTE = "apiVersion: example.com/v1alpha1\nkind: Note\nmetadata: {name: first}\nspec: {text: hello}\n"


def test_kro_is_used_by_kubectl_alone(tmp_path: Path) -> None:
    with LocalCluster().serve_in_background() as served:
        kubectl = Shell(Kubectl(served.kubeconfig, tmp_path))
        kubectl("apply", "-f", "-", given=NOTES)
        kubectl("wait", "--for=condition=Ready", "rgd/notes", "--timeout=30s")
        kubectl("apply", "-f", "-", given=NOTE)
        kubectl("wait", "--for=condition=Ready", "note/first", "--timeout=30s")

        assert kubectl.rows("get", "rgd")[1][:5] == ["notes", "v1alpha1", "Note", "Active", "True"]
        assert kubectl("get", "configmap", "first", "-o", "jsonpath={.data.text}") == "hello"
        assert kubectl("get", "note", "first", "-o", "jsonpath={.status.state} {.status.shown}") == "ACTIVE hello"
        kubectl("patch", "configmap", "first", "--type=merge", "-p", '{"data":{"text":"drift"}}')
        kubectl("wait", "--for=jsonpath={.data.text}=hello", "configmap/first", "--timeout=30s")
        kubectl("delete", "note", "first", "--timeout=30s")
        kubectl("delete", "rgd", "notes", "--timeout=30s")
        assert kubectl("get", "configmap", "first", "--ignore-not-found") == ""
