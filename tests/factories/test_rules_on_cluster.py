"""Whether the rules for constants are Kubernetes' own: the API server is asked about each text, and makes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cluster.plugin import Cluster
from typekro.checking.schedules import problem_of_schedule
from typekro.checking.text_rules import (
    ANNOTATION_KEY,
    BASE64,
    CONFIG_KEY,
    HOST,
    LABEL_KEY,
    LABEL_VALUE,
    PORT_NAME,
    QUANTITY,
    ROLE_NAME,
    SERVICE_PORT_NAME,
    SUBDOMAIN,
    URL_PATH,
    VARIABLE,
)

TEXTS = (
    *(
        "a",
        "A",
        "1",
        "a.b",
        "a-b",
        "a_b",
        "a--b",
        "-a",
        "a-",
        ".a",
        "a.",
        "a..b",
        "..a",
        ".",
        "..",
        "a b",
        "ä",
        "a\n",
        "a\tb",
        "A=B",
        "=",
        "%",
        "a%",
    ),
    *("a" * 15, "a" * 16, "a" * 63, "a" * 64, "a" * 253, "a" * 254, "1-1", "1a", "a/b", "A/b", "a.b/c_d", "a/b/c", "a/", "/a"),
    *("/", "//", "/a//b", "/./a", "/a/.", "/a/..", "/..a", "/%2Fa", "/%2fa", "/a%2", "a/*", "*", "*.a", "*.a.b", "*.*.a", "a.*.b", "*a.b"),
    *("1.2.3.4", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1Gi", "1GB", "1e3", "1E-3", "1e", ".5", "5.", "-1", "+1", "1 Gi", "Mi", "1Ki2", "0x1"),
    *(
        "* * * * *",
        "0 3 * * mon-fri",
        "60 * * * *",
        "* * * * 7",
        "*/0 * * * *",
        "5-3 * * * *",
        "? * * * *",
        "1,2 * * jan *",
        "* * * *",
        "a * * * *",
    ),
    *(
        "1/2/3 * * * *",
        "1-2-3 * * * *",
        "*-5 * * * *",
        "@daily",
        "@never",
        "@every 1h",
        "@every 1",
        "TZ=UTC * * * * *",
        "1- * * * *",
        "+1 * * * *",
    ),
    *("iVBORw==", "iVBORw", "iVBORw=", "aGk=", "aGk"),
)


def config(**fields: Any) -> tuple[str, dict[str, Any]]:
    return "/api/v1/namespaces/{}/configmaps", {"metadata": {"name": "x"}, **fields}


def pod(**container: Any) -> tuple[str, dict[str, Any]]:
    spec = {"containers": [{"name": "x", "image": "x", **container}]}
    return "/api/v1/namespaces/{}/pods", {"metadata": {"name": "x"}, "spec": spec}


def ingress(host: str, path: str) -> tuple[str, dict[str, Any]]:
    backend = {"service": {"name": "x", "port": {"number": 80}}}
    rule = {"host": host, "http": {"paths": [{"path": path, "pathType": "Prefix", "backend": backend}]}}
    return "/apis/networking.k8s.io/v1/namespaces/{}/ingresses", {"metadata": {"name": "x"}, "spec": {"rules": [rule]}}


def cron_job(schedule: str) -> tuple[str, dict[str, Any]]:
    template = {"spec": {"restartPolicy": "Never", "containers": [{"name": "x", "image": "x"}]}}
    spec = {"schedule": schedule, "jobTemplate": {"spec": {"template": template}}}
    return "/apis/batch/v1/namespaces/{}/cronjobs", {"metadata": {"name": "x"}, "spec": spec}


def service(name: str) -> tuple[str, dict[str, Any]]:
    return "/api/v1/namespaces/{}/services", {"metadata": {"name": "x"}, "spec": {"ports": [{"name": name, "port": 80}]}}


def role(name: str) -> tuple[str, dict[str, Any]]:
    return "/apis/rbac.authorization.k8s.io/v1/namespaces/{}/roles", {"metadata": {"name": name}}


CASES: dict[str, tuple[Callable[[str], bool], Callable[[str], tuple[str, dict[str, Any]]]]] = {
    "a name": (SUBDOMAIN.allows, lambda text: config(metadata={"name": text})),
    "a label's key": (LABEL_KEY.allows, lambda text: config(metadata={"name": "x", "labels": {text: "x"}})),
    "a label's value": (LABEL_VALUE.allows, lambda text: config(metadata={"name": "x", "labels": {"x": text}})),
    "an annotation's key": (ANNOTATION_KEY.allows, lambda text: config(metadata={"name": "x", "annotations": {text: "x"}})),
    "a key of data": (CONFIG_KEY.allows, lambda text: config(data={text: "x"})),
    "base64": (BASE64.allows, lambda text: config(binaryData={"x": text})),
    "a variable": (VARIABLE.allows, lambda text: pod(env=[{"name": text}])),
    "a port of a container": (PORT_NAME.allows, lambda text: pod(ports=[{"name": text, "containerPort": 80}])),
    "a quantity": (QUANTITY.allows, lambda text: pod(resources={"limits": {"cpu": text}})),
    "a host": (HOST.allows, lambda text: ingress(text, "/")),
    "a path": (URL_PATH.allows, lambda text: ingress("x", text)),
    "a schedule": (lambda text: problem_of_schedule(text) is None, cron_job),
    "a port of a service": (SERVICE_PORT_NAME.allows, service),
    "a role": (ROLE_NAME.allows, role),
}


NO_NUMBERS = {".", "Mi"}
"""Kubernetes reads these as 0, which nobody means."""


@pytest.mark.parametrize("name", CASES)
def test_what_is_taken_here_is_what_the_api_server_takes(cluster: Cluster, name: str) -> None:
    allows, manifest_of = CASES[name]

    answers: dict[str, bool] = {}
    for text in set(TEXTS) - (NO_NUMBERS if name == "a quantity" else set()):
        path, manifest = manifest_of(text)
        status, _ = cluster.plane.api.request("POST", f"{path.format(cluster.namespace)}?dryRun=All", manifest)
        answers[text] = status < 400

    assert {text: allows(text) for text in answers} == answers
