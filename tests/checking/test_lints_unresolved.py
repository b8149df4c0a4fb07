import pytest

from tests.checking.linting import config_map, found, texts

SERVICE = """
- id: service
  template: {{apiVersion: v1, kind: Service, metadata: {{name: web}}, spec: {{{spec}ports: [{{port: 80}}]}}}}
"""


def service(spec: str = "") -> str:
    return SERVICE.format(spec=f"{spec}, " if spec else "")


def test_a_service_without_a_load_balancer_never_has_its_address() -> None:
    assert texts(service(), status="{host: '${service.status.loadBalancer.ingress[0].hostname}'}") == [
        (
            "status.host: service.status.loadBalancer.ingress never gets a value\n"
            "  Kubernetes gives one to a Service of type LoadBalancer alone, and service is ClusterIP\n"
            "  kro leaves the field out of the status for ever\n"
            "hint: take it out, or make it optional: .?field.orValue(...)"
        )
    ]


@pytest.mark.parametrize("type_", ["type: LoadBalancer", "type: '${schema.spec.type}'"])
def test_a_service_that_may_have_a_load_balancer_may_have_its_address(type_: str) -> None:
    spec = {"type": "string | default=LoadBalancer"}

    assert texts(service(type_), spec=spec, status="{host: '${service.status.loadBalancer.ingress[0].hostname}'}") == []


def test_an_item_that_the_template_does_not_have_is_never_there() -> None:
    assert texts(service(), status="{port: '${service.spec.ports[1].port}'}") == [
        (
            "status.port: service.spec.ports[1] is never there\n"
            "  the template of service has 1 item there, and the first one is 0\n"
            "  kro leaves the field out of the status for ever\n"
            "hint: take it out, or make it optional: .?field.orValue(...)"
        )
    ]


def test_a_key_that_the_template_does_not_write_is_never_there() -> None:
    assert texts(config_map("b: c, d: e"), status="{a: '${data.data.a}'}") == [
        (
            "status.a: data.data.a is never there\n"
            "  the template of data writes these keys: b, d\n"
            "  kro leaves the field out of the status for ever\n"
            "hint: take it out, or make it optional: .?field.orValue(...)"
        )
    ]


def test_another_resource_waits_for_what_is_never_there() -> None:
    user = "\n- id: user\n  template: {apiVersion: v1, kind: ConfigMap, metadata: {name: user}, data: {a: '${data.data.a}'}}"

    assert texts(config_map("b: c") + user) == [
        (
            "resources.user.data.a: data.data.a is never there\n"
            "  the template of data writes these keys: b\n"
            "  kro waits for the value without an error, and the instance stays IN_PROGRESS\n"
            "hint: take it out, or make it optional: .?field.orValue(...)"
        )
    ]


def test_a_readiness_that_asks_for_it_never_comes() -> None:
    resources = service() + "  readyWhen: [\"${service.status.loadBalancer.ingress[0].ip != ''}\"]"

    assert texts(resources) == [
        (
            "resources.service.readyWhen[0]: service.status.loadBalancer.ingress never gets a value\n"
            "  Kubernetes gives one to a Service of type LoadBalancer alone, and service is ClusterIP\n"
            "  so this is never true, and the instance stays IN_PROGRESS\n"
            "hint: take it out, or make it optional: .?field.orValue(...)"
        )
    ]


def test_what_is_never_made_says_nothing() -> None:
    resources = config_map("b: c", 'includeWhen: ["${false}"]') + (
        "\n- id: user\n  template: {apiVersion: v1, kind: ConfigMap, metadata: {name: user}, data: {a: '${data.data.b}'}}"
    )

    assert texts(resources, status="{b: '${user.data.a}'}") == [
        (
            "status.b: user is never made\n"
            "  its includeWhen, or that of what it depends on, is false: ${false}\n"
            "  kro leaves the field out of the status for ever\n"
            "hint: take it out, or make it optional: .?field.orValue(...)"
        )
    ]


HIDDEN = "- id: secret\n  template: {apiVersion: v1, kind: Secret, metadata: {name: secret}, "
POD = """
- id: pod
  template: {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}
  readyWhen: ["${true}"]
"""
RESOLVED = [
    (config_map("b: c"), "data.data.b"),
    (config_map("b: c"), "data.?data.a.orValue('')"),
    (config_map("b: c"), "has(data.data.a) ? data.data.a : ''"),
    (config_map("b: '${schema.metadata.name}'"), "data.data.b"),
    (config_map("b: c"), "data.metadata.labels['a']"),
    (config_map("b: c"), "data.metadata.finalizers[3]"),
    (config_map(""), "data.data.a"),
    (service(), "string(service.spec.ports[0].port)"),
    (service(), "service.spec.clusterIPs[1]"),
    (service(), "service.spec.?ports[1].?name.orValue('')"),
    (service("type: ExternalName, externalName: a"), "has(service.status.loadBalancer) ? 'a' : 'b'"),
    (POD, "pod.spec.containers[1].name"),
    (service(), "service.spec.clusterIP"),
    (service().replace("[{port: 80}]", "'${schema.spec.ports}'"), "string(service.spec.ports[3].port)"),
    (service("selector: '${schema.spec.selector}'"), "service.spec.selector.app"),
    (HIDDEN + "stringData: {a: b}}", "string(secret.data.a)"),
    (HIDDEN + "type: '${schema.spec.type}', data: {a: Yg==}}", "string(secret.data.token)"),
    (HIDDEN + "data: '${schema.spec.keys}', stringData: {a: b}}", "string(secret.data.token)"),
    (HIDDEN + "type: kubernetes.io/service-account-token, data: {a: Yg==}}", "string(secret.data.token)"),
]


@pytest.mark.parametrize(("resources", "expression"), RESOLVED)
def test_what_may_be_there_is_not_told(resources: str, expression: str) -> None:
    selector = "map[string]string | required=true"
    spec = {"type": "string | default=Opaque", "keys": "object | default={}", "ports": "[]Port | required=true", "selector": selector}

    assert texts(resources, spec=spec, types={"Port": {"port": "integer"}}, status=f'{{a: "${{{expression}}}"}}') == []


UNRESOLVED = [
    (HIDDEN + "stringData: {a: b}}", "string(secret.data.c)", "secret.data.c is never there"),
    (HIDDEN + "stringData: {a: b}}", "secret.stringData.a", "secret.stringData is never there"),
    (config_map("b: c"), "data.data['a-b']", "data.data['a-b'] is never there"),
    (config_map("b: c"), "data.data.a + data.data.b", "data.data.a is never there"),
]


@pytest.mark.parametrize(("resources", "expression", "said"), UNRESOLVED)
def test_what_is_never_there_is_told(resources: str, expression: str, said: str) -> None:
    problems = found(resources, status=f'{{a: "${{{expression}}}"}}')

    assert [problem.text.splitlines()[0] for problem in problems] == [f"status.a: {said}"]


def test_each_object_of_a_collection_is_looked_at() -> None:
    resources = """
      - id: many
        forEach: [{name: "${['a', 'b']}"}]
        template: {apiVersion: v1, kind: ConfigMap, metadata: {name: "${name}"}, data: {a: b}}
        readyWhen: ["${each.data.c == 'd'}"]
    """

    assert [problem.text.splitlines()[0] for problem in found(resources, status="{a: '${many[0].data.e}'}")] == [
        "resources.many.readyWhen[0]: each.data.c is never there",
        "status.a: many[0].data.e is never there",
    ]
