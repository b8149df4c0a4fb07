from typing import Any

import pytest

from tests.checking.linting import found, texts

REFUSED = "  kro takes the definition, and Kubernetes then refuses the object: the instance comes to ERROR\n"
READY = "  readyWhen: [\"${work.metadata.name != ''}\"]"
SPEC = {"name": "string | required=true", "port": "integer | default=80", "labels": "map[string]string | default={}"}


def object_(kind: str, spec: str, api_version: str = "apps/v1", id_: str = "work") -> str:
    return f"- id: {id_}\n  template: {{apiVersion: {api_version}, kind: {kind}, metadata: {{name: {id_}}}, spec: {spec}}}\n"


def workload(kind: str = "Deployment", *, selector: str = "{a: b}", labels: str = "{a: b}", container: str = "", **more: str) -> str:
    pod = "".join(f", {field}: {value}" for field, value in more.items() if field != "spec")
    containers = f"[{{name: web, image: nginx{', ' if container else ''}{container}}}]"
    template = f"{{metadata: {{labels: {labels}}}, spec: {{containers: {containers}{pod}}}}}"
    return object_(kind, f"{{selector: {{matchLabels: {selector}}}, template: {template}{more.get('spec', '')}}}") + READY


def job(pod: str) -> str:
    return object_("Job", f"{{template: {{spec: {{containers: [{{name: a, image: b}}]{pod}}}}}}}", "batch/v1") + READY


def service(ports: str, id_: str = "work") -> str:
    return object_("Service", f"{{selector: {{a: b}}, ports: {ports}}}", "v1", id_)


def ingress(service: str, port: str) -> str:
    backend = f"{{service: {{name: '{service}', port: {port}}}}}"
    spec = f"{{rules: [{{http: {{paths: [{{path: /, pathType: Prefix, backend: {backend}}}]}}}}]}}"
    return object_("Ingress", spec, "networking.k8s.io/v1", "way")


def test_a_workload_selects_the_pods_of_its_template() -> None:
    at = "resources.work.spec.selector.matchLabels"
    why = "  Kubernetes: a Deployment selects the pods that it makes\n"

    assert texts(workload(selector="{a: c, d: e}")) == [
        (
            f"{at}.a: it selects a: c, and the pods of its template have a: b\n{why}{REFUSED}"
            "hint: labels: {a: c} in the metadata of its template"
        ),
        (
            f"{at}.d: it selects d: e, and the pods of its template have no label d\n{why}{REFUSED}"
            "hint: labels: {d: e} in the metadata of its template"
        ),
    ]


@pytest.mark.parametrize(
    ("selector", "labels"),
    [
        ("{a: b}", "{a: b, c: d}"),
        ("{a: '${schema.spec.name}'}", "{a: '${schema.spec.name}'}"),
        ("{a: '${schema.spec.name}'}", "{a: web}"),
        ("{a: web}", "{a: '${schema.spec.name}'}"),
        ("{a: web}", "'${schema.spec.labels}'"),
        ("'${schema.spec.labels}'", "{a: web}"),
    ],
)
def test_what_a_workload_may_select(selector: str, labels: str) -> None:
    assert texts(workload(selector=selector, labels=labels), spec=SPEC) == []


def test_a_workload_without_labels_is_told() -> None:
    assert len(texts(workload(labels="{}"))) == 1


def test_the_pods_of_a_job_end() -> None:
    place = "resources.work.spec.template.spec.restartPolicy"
    why = f"  Kubernetes: the pods of a Job end, so that it is one of OnFailure, Never\n{REFUSED}hint: restartPolicy: OnFailure"

    assert texts(job("")) == [f"{place}: nothing is said, and that is Always\n{why}"]
    assert texts(job(", restartPolicy: Always")) == [f"{place}: it is Always\n{why}"]
    assert texts(job(", restartPolicy: Never")) == []
    assert texts(job(", restartPolicy: '${schema.spec.name}'"), spec=SPEC) == []


def test_the_pods_of_a_cron_job_end() -> None:
    spec = "{schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: b}]}}}}}"

    assert [problem.place for problem in found(object_("CronJob", spec, "batch/v1"))] == [
        "resources.work.spec.jobTemplate.spec.template.spec.restartPolicy"
    ]


def test_the_pods_of_other_workloads_do_not_end() -> None:
    assert texts(workload(restartPolicy="Never")) == [
        (
            "resources.work.spec.template.spec.restartPolicy: it is Never\n"
            f"  Kubernetes: the pods of a Deployment do not end, so that it is Always\n{REFUSED}hint: restartPolicy: Always"
        )
    ]
    assert texts(workload(restartPolicy="Always")) == []


def test_a_container_mounts_a_volume_of_its_pod() -> None:
    mount = "volumeMounts: [{name: dta, mountPath: /data}]"
    place = "resources.work.spec.template.spec.containers[0].volumeMounts[0].name"

    assert texts(workload(container=mount)) == [
        (
            f"{place}: there is no volume 'dta'\n"
            f"  Kubernetes: a mount names one of the volumes of its pod, which has none\n{REFUSED}"
            "hint: volumes: [{name: dta, ...}] beside the containers"
        )
    ]
    assert texts(workload(container=mount, volumes="[{name: data, emptyDir: {}}]")) == [
        f"{place}: there is no volume 'dta'\n  Kubernetes: a mount names one of the volumes of its pod, data\n{REFUSED}hint: name: data"
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"volumes": "[{name: dta, emptyDir: {}}]"},
        {"volumes": "[{name: '${schema.spec.name}', emptyDir: {}}]"},
        {"kind": "StatefulSet", "spec": ", serviceName: a, volumeClaimTemplates: [{metadata: {name: dta}, spec: {}}]"},
    ],
)
def test_what_a_container_may_mount(more: dict[str, Any]) -> None:
    assert texts(workload(container="volumeMounts: [{name: dta, mountPath: /data}]", **more), spec=SPEC) == []


def test_a_mount_that_is_an_expression_is_let_be() -> None:
    assert texts(workload(container="volumeMounts: [{name: '${schema.spec.name}', mountPath: /data}]"), spec=SPEC) == []


PROBE = "readinessProbe: {httpGet: {path: /, port: %s}}"


def test_a_probe_names_a_port_of_its_container() -> None:
    place = "resources.work.spec.template.spec.containers[0].readinessProbe.httpGet.port"
    effect = "  the probe fails each time: the pod does not become ready, or is started anew again and again\n"

    assert texts(workload(container=PROBE % "htp")) == [
        (
            f"{place}: there is no port 'htp'\n"
            f"  Kubernetes: a probe asks a number, or a port that its container names: it names none\n{effect}"
            "hint: ports: [{name: htp, containerPort: 8080}] in the container"
        )
    ]
    assert texts(workload(container=f"ports: [{{name: http, containerPort: 80}}], {PROBE % 'htp'}")) == [
        (
            f"{place}: there is no port 'htp'\n"
            f"  Kubernetes: a probe asks a number, or a port that its container names: http\n{effect}"
            "hint: port: http"
        )
    ]


@pytest.mark.parametrize(
    "container",
    [
        PROBE % "8080",
        PROBE % "'${schema.spec.name}'",
        f"ports: [{{name: http, containerPort: 80}}], {PROBE % 'http'}",
        f"ports: [{{name: '${{schema.spec.name}}', containerPort: 80}}], {PROBE % 'http'}",
        f"ports: '${{[]}}', {PROBE % 'http'}",
    ],
)
def test_what_a_probe_may_ask(container: str) -> None:
    assert texts(workload(container=container), spec=SPEC) == []


def test_of_several_ports_of_a_service_each_has_a_name() -> None:
    assert texts(service("[{port: 80, name: web}, {port: 81}, {port: 82}]")) == [
        (
            "resources.work.spec.ports[1]: it has no name\n"
            f"  Kubernetes: where a Service has several ports, each has a name\n{REFUSED}"
            "hint: name: http"
        )
    ]
    assert texts(service("[{port: 80}]")) == []
    assert texts(service("[{port: 80, name: a}, {port: 81, name: '${schema.spec.name}'}]"), spec=SPEC) == []


def test_an_ingress_leads_to_a_port_that_the_service_has() -> None:
    name, at = "${work.metadata.name}", "resources.way.spec.rules[0].http.paths[0].backend.service.port"
    effect = "  the controller of the Ingress finds nothing behind it, and answers with an error"

    assert texts(service("[{port: 80}]") + ingress(name, "{number: 8080}")) == [
        f"{at}.number: the Service work has no port 8080\n  it has 80\n{effect}\nhint: number: 80"
    ]
    assert texts(service("[{port: 80, name: a}, {port: 81, name: b}]") + ingress(name, "{name: c}")) == [
        f"{at}.name: the Service work has no port c\n  it has a, b\n{effect}"
    ]
    assert texts(service("[{port: 80}]") + ingress(name, "{name: c}")) == [
        f"{at}.name: the Service work has no port c\n  it has none with a name\n{effect}"
    ]


@pytest.mark.parametrize(
    ("ports", "name", "port"),
    [
        ("[{port: 80}]", "${work.metadata.name}", "{number: 80}"),
        ("[{port: 80}]", "${work.metadata.name}", "{number: '${work.spec.ports[0].port}'}"),
        ("[{port: 80}]", "other", "{number: 8080}"),
        ("'${[]}'", "${work.metadata.name}", "{number: 8080}"),
        ("[{port: 80}]", "${work.metadata.name}-2", "{number: 8080}"),
        ("[{port: '${schema.spec.port}'}]", "${work.metadata.name}", "{number: 8080}"),
    ],
)
def test_where_an_ingress_may_lead(ports: str, name: str, port: str) -> None:
    assert texts(service(ports) + ingress(name, port), spec=SPEC) == []


def test_what_is_written_as_an_expression_is_let_be() -> None:
    assert texts(object_("Pod", "{containers: '${[]}', volumes: '${[]}'}", "v1") + READY) == []
