import pytest

from tests.checking.linting import config_map, found, texts

POD = "{metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}"
ENDING = POD.replace("]}}", "], restartPolicy: Never}}")
DEPLOYMENT = f"""
- id: web
  template:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {{name: web}}
    spec: {{replicas: 2, paused: false, strategy: {{type: Recreate}}, selector: {{matchLabels: {{a: b}}}}, template: {POD}}}
"""


def test_a_deployment_without_a_readiness_is_told_with_one() -> None:
    assert texts(DEPLOYMENT) == [
        (
            "resources.web: nobody asks whether it is ready\n"
            "  without a readyWhen kro calls a Deployment ready as soon as it is there, and the instance with it\n"
            'hint: readyWhen: ["${web.status.observedGeneration == web.metadata.generation && '
            'web.status.?availableReplicas.orValue(0) == web.spec.replicas}"]'
        )
    ]


WORKLOADS = [
    ("apps/v1", "StatefulSet", f"{{serviceName: a, selector: {{matchLabels: {{a: b}}}}, template: {POD}}}"),
    ("apps/v1", "DaemonSet", f"{{selector: {{matchLabels: {{a: b}}}}, template: {POD}}}"),
    ("apps/v1", "ReplicaSet", f"{{selector: {{matchLabels: {{a: b}}}}, template: {POD}}}"),
    ("batch/v1", "Job", f"{{template: {ENDING}}}"),
    ("v1", "Pod", "{containers: [{name: a, image: b}]}"),
    ("example.com/v1", "Database", "{}"),
]


def _workload(api_version: str, kind: str, spec: str, more: str = "") -> str:
    return f"- id: work\n  template: {{apiVersion: {api_version}, kind: {kind}, metadata: {{name: work}}, spec: {spec}}}\n{more}"


@pytest.mark.parametrize(("api_version", "kind", "spec"), WORKLOADS)
def test_the_readiness_that_is_offered_for_a_workload_is_one_that_kro_takes(api_version: str, kind: str, spec: str) -> None:
    (problem,) = found(_workload(api_version, kind, spec))
    offered = problem.text.splitlines()[-1].removeprefix("hint: ")

    assert problem.text.startswith("resources.work: nobody asks whether it is ready\n")
    assert found(_workload(api_version, kind, spec, f"  {offered}")) == []


OTHERS = [
    ("v1", "ConfigMap", ""),
    ("v1", "Service", ", spec: {ports: [{port: 80}]}"),
    ("batch/v1", "CronJob", f", spec: {{schedule: '* * * * *', jobTemplate: {{spec: {{template: {ENDING}}}}}}}"),
]


@pytest.mark.parametrize(("api_version", "kind", "rest"), OTHERS)
def test_what_has_nothing_to_wait_for_needs_no_readiness(api_version: str, kind: str, rest: str) -> None:
    assert texts(f"- id: thing\n  template: {{apiVersion: {api_version}, kind: {kind}, metadata: {{name: a}}{rest}}}") == []


def test_what_is_not_ours_needs_no_readiness() -> None:
    assert texts("- id: other\n  externalRef: {apiVersion: apps/v1, kind: Deployment, metadata: {name: other}}") == []


def test_a_readiness_that_contradicts_the_template_is_told() -> None:
    assert texts(DEPLOYMENT + '  readyWhen: ["${web.spec.replicas == 3}"]') == [
        (
            "resources.web.readyWhen[0]: it is never true\n"
            "  ${web.spec.replicas == 3} is false with what the template of web says\n"
            "  so the instance stays IN_PROGRESS\n"
            "hint: compare with what the template says, or take it out"
        )
    ]


NEVER = [
    "false",
    "web.spec.replicas != 2",
    "web.spec.replicas > 2",
    "web.spec.paused",
    "web.spec.paused && web.status.availableReplicas > 0",
    "web.status.availableReplicas > 0 && web.spec.replicas >= 3",
    "web.spec.paused || web.spec.replicas < 1",
    "!(web.spec.replicas <= 2)",
    "web.spec.replicas == 2 ? false : true",
    "web.spec.strategy.type == 'RollingUpdate'",
]


@pytest.mark.parametrize("condition", NEVER)
def test_what_is_false_whatever_the_cluster_says_is_told(condition: str) -> None:
    problems = found(DEPLOYMENT + f'  readyWhen: ["${{{condition}}}"]')

    assert [problem.text.splitlines()[0] for problem in problems] == ["resources.web.readyWhen[0]: it is never true"]


MAYBE = [
    "true",
    "web.spec.replicas == 2",
    "web.status.availableReplicas == web.spec.replicas",
    "web.status.availableReplicas == 7",
    "web.spec.paused || web.status.availableReplicas > 0",
    "web.spec.progressDeadlineSeconds == 5",
    "web.metadata.name == 'other'",
    "web.spec.template.spec.containers[0].image.startsWith('other')",
    "web.status.availableReplicas > 0 ? web.spec.replicas == 2 : false",
]


@pytest.mark.parametrize("condition", MAYBE)
def test_what_may_become_true_is_not_told(condition: str) -> None:
    assert texts(DEPLOYMENT + f'  readyWhen: ["${{{condition}}}"]') == []


def test_a_value_from_the_spec_decides_nothing() -> None:
    resources = DEPLOYMENT.replace("replicas: 2", "replicas: '${schema.spec.replicas}'") + '  readyWhen: ["${web.spec.replicas == 3}"]'

    assert texts(resources, spec={"replicas": "integer | default=2"}) == []


def test_the_warnings_come_in_the_order_of_the_definition() -> None:
    resources = config_map("a: '${schema.spec.tier}'") + DEPLOYMENT

    assert [problem.place for problem in found(resources, spec={"tier": "string"}, status="{a: '${data.data.zork}'}")] == [
        "schema.spec.tier",
        "resources.web",
        "status.a",
    ]
