import pytest

from tests.checking.linting import found, texts

REFUSED = "  kro takes the definition, and Kubernetes then refuses the object: the instance comes to ERROR"
SPEC = {"name": "string | required=true", "count": "integer | default=1"}
READY = "  readyWhen: [\"${one.metadata.name != ''}\"]"


def object_(api_version: str, kind: str, body: str, name: str = "one") -> str:
    return f"- id: one\n  template: {{apiVersion: {api_version}, kind: {kind}, metadata: {{name: '{name}'}}, {body}}}\n{READY}"


def config(metadata: str) -> str:
    return f"- id: one\n  template: {{apiVersion: v1, kind: ConfigMap, metadata: {metadata}}}"


def pod(container: str = "", more: str = "") -> str:
    return object_("v1", "Pod", f"spec: {{containers: [{{name: a, image: b{container}}}]{more}}}")


def service(spec: str) -> str:
    return object_("v1", "Service", f"spec: {{{spec}}}")


def cron_job(schedule: str) -> str:
    template = "{spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}"
    return object_("batch/v1", "CronJob", f"spec: {{schedule: '{schedule}', jobTemplate: {{spec: {{template: {template}}}}}}}")


def test_what_is_one_of_a_few_words_is_told_with_the_nearest() -> None:
    assert texts(service("type: Loadbalancer, ports: [{port: 80}]")) == [
        (
            "resources.one.spec.type: 'Loadbalancer' is none\n"
            f"  Kubernetes: one of ClusterIP, NodePort, LoadBalancer, ExternalName\n{REFUSED}\n"
            "hint: type: LoadBalancer"
        )
    ]


def test_a_quantity_and_a_port_are_told() -> None:
    assert texts(pod(", resources: {limits: {memory: 512MB}}, ports: [{containerPort: 80800}]")) == [
        f"resources.one.spec.containers[0].ports[0].containerPort: 80800 is no port\n  Kubernetes: 1 to 65535\n{REFUSED}",
        (
            "resources.one.spec.containers[0].resources.limits.memory: '512MB' is not a quantity\n"
            f"  Kubernetes: a number from 0, with a unit or without: 500m, 1.5, 128Mi, 10G\n{REFUSED}"
        ),
    ]


def test_a_schedule_is_told() -> None:
    assert texts(cron_job("0 3 * *")) == [
        (
            "resources.one.spec.schedule: '0 3 * *' is no schedule\n"
            f"  Kubernetes: it has 4 of the five fields minute, hour, day of the month, month and day of the week\n{REFUSED}"
        )
    ]
    assert [problem.place for problem in found(cron_job("*/${string(schema.spec.count)} * * *"), spec=SPEC)] == [
        "resources.one.spec.schedule"
    ]
    assert texts(cron_job("${string(schema.spec.count)} * * * *"), spec=SPEC) == []
    assert texts(cron_job("${schema.spec.name} * * *"), spec=SPEC) == []


NAME = "Kubernetes: 1 to 253 of a-z, 0-9, - and ., each part between dots with a letter or a digit first and last (a DNS-1123 subdomain)"


def test_a_name_is_told() -> None:
    assert texts(config("{name: MyConfig}")) == [
        f"resources.one.metadata.name: 'MyConfig' is not a name\n  {NAME}\n{REFUSED}\nhint: name: myconfig"
    ]


def test_the_constant_part_of_a_name_is_told() -> None:
    assert texts(config("{name: '${schema.spec.name}_settings'}"), spec=SPEC) == [
        f"resources.one.metadata.name: '${{schema.spec.name}}_settings' is never a name\n  {NAME}\n{REFUSED}"
    ]
    assert len(texts(config("{name: '${\"Web-\" + schema.spec.name}'}"), spec=SPEC)) == 1


def test_of_what_is_only_read_the_name_is_told_too() -> None:
    external = "- id: one\n  externalRef: {apiVersion: v1, kind: ConfigMap, metadata: {name: Settings}}"

    assert texts(external) == [
        (
            f"resources.one.metadata.name: 'Settings' is not a name\n  {NAME}\n"
            "  there can be no such object, and kro waits for it without end\n"
            "hint: name: settings"
        )
    ]


REFUSED_VALUES = [
    (pod(", imagePullPolicy: always"), "spec.containers[0].imagePullPolicy"),
    (pod(more=", restartPolicy: never"), "spec.restartPolicy"),
    (pod(more=", dnsPolicy: none"), "spec.dnsPolicy"),
    (pod(", ports: [{containerPort: 80, protocol: tcp}]"), "spec.containers[0].ports[0].protocol"),
    (pod(", ports: [{containerPort: 80, name: a_port}]"), "spec.containers[0].ports[0].name"),
    (pod(", livenessProbe: {tcpSocket: {port: 0}}"), "spec.containers[0].livenessProbe.tcpSocket.port"),
    (pod(", resources: {requests: {cpu: '${schema.spec.name} cores'}}"), "spec.containers[0].resources.requests.cpu"),
    (pod(more=", initContainers: [{name: b_, image: c}]"), "spec.initContainers[0].name"),
    (service("ports: [{port: 70000}]"), "spec.ports[0].port"),
    (service("ports: [{port: 80, targetPort: 70000}]"), "spec.ports[0].targetPort"),
    (service("ports: [{port: 80, targetPort: Web}]"), "spec.ports[0].targetPort"),
    (object_("v1", "Secret", "data: {a: 'not encoded'}"), "data.a"),
    (object_("v1", "ResourceQuota", "spec: {hard: {pods: many}}"), "spec.hard.pods"),
    (object_("v1", "Service", "spec: {ports: [{port: 80}]}", name="a.b"), "metadata.name"),
    (object_("rbac.authorization.k8s.io/v1", "Role", "rules: []", name="a/b"), "metadata.name"),
    (config("{name: a, namespace: A}"), "metadata.namespace"),
    (config("{name: a, labels: {app: my web}}"), "metadata.labels.app"),
    (config("{name: a, labels: {app: 'my ${schema.spec.name}'}}"), "metadata.labels.app"),
    (object_("v1", "PersistentVolumeClaim", "spec: {accessModes: [rwo]}"), "spec.accessModes[0]"),
]


@pytest.mark.parametrize(("resources", "field"), REFUSED_VALUES)
def test_what_kubernetes_does_not_take_is_told_at_its_field(resources: str, field: str) -> None:
    assert [problem.place for problem in found(resources, spec=SPEC)] == [f"resources.one.{field}"]


TAKEN = [
    pod(", imagePullPolicy: Always, resources: {limits: {cpu: 500m, memory: 1.5Gi}}"),
    pod(", resources: {limits: {memory: '${schema.spec.name}Gi'}}, imagePullPolicy: '${schema.spec.name}'"),
    pod(", ports: [{containerPort: '${schema.spec.count}', name: web}], readinessProbe: {httpGet: {port: web}}"),
    service("type: '', ports: [{port: 80, targetPort: web, protocol: UDP}]"),
    service("ports: '${[]}'"),
    cron_job("@daily"),
    object_("v1", "Secret", "data: {a: 'YWJj', b: \"YWJj\\nYWJj\\n\", d: ''}"),
    object_("rbac.authorization.k8s.io/v1", "Role", "rules: []", name="system:reader"),
    object_("networking.k8s.io/v1", "Ingress", "spec: {rules: [{host: ''}, {host: '*.example.com'}, {host: '${schema.spec.name}.com'}]}"),
    config("{name: '${schema.spec.name}-settings', labels: {a: '', b: '${schema.spec.name}'}}"),
    config("{name: '${schema.spec.name}.${schema.metadata.name}-${string(schema.spec.count)}-${schema.spec.name}'}"),
    "- id: one\n  template: {apiVersion: other.com/v1, kind: Other, metadata: {name: Any_Thing}}",
]


@pytest.mark.parametrize("resources", TAKEN)
def test_what_kubernetes_takes_is_not_told(resources: str) -> None:
    assert texts(resources, spec=SPEC, unknown="trust") == []
