import pytest

from tests.checking.linting import found, texts

POD = """
- id: pod
  template:
    apiVersion: v1
    kind: Pod
    metadata: {{name: pod}}
    spec: {{containers: [{{name: a, image: b, env: [{{name: PLAIN, value: x}}, {variable}]}}]}}
  readyWhen: ["${{pod.status.phase == 'Running'}}"]
"""


def pod(variable: str) -> str:
    return POD.format(variable=variable)


def test_a_password_that_stands_as_text_is_told() -> None:
    assert texts(pod("{name: POSTGRES_PASSWORD, value: hunter2}")) == [
        (
            "resources.pod.spec.containers[0].env[1]: POSTGRES_PASSWORD has its value as text\n"
            "  whoever may read the definition, the instance's objects or the pod reads it\n"
            "hint: - {name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: NAME-OF-A-SECRET, key: postgres-password}}}"
        )
    ]


@pytest.mark.parametrize(
    "name", ["PASSWORD", "db_passwd", "API_KEY", "APIKEY", "authToken", "AWS_SECRET_ACCESS_KEY", "PRIVATE_KEY", "TOKEN_2"]
)
def test_names_of_secrets_are_known(name: str) -> None:
    assert [problem.place for problem in found(pod(f"{{name: {name}, value: abc}}"))] == ["resources.pod.spec.containers[0].env[1]"]


HARMLESS = [
    "{name: PASSWORD_FILE, value: /run/secrets/password}",
    "{name: TOKEN_EXPIRATION, value: 1h}",
    "{name: SECRET_NAME, value: mine}",
    "{name: TOKENIZER, value: fast}",
    "{name: REQUIRE_PASSWORD, value: 'true'}",
    "{name: PASSWORD, value: ''}",
    "{name: PASSWORD}",
    "{name: PASSWORD, value: $(OTHER)}",
    "{name: PASSWORD, value: '${schema.metadata.name}'}",
    "{name: PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}",
]


@pytest.mark.parametrize("variable", HARMLESS)
def test_what_is_no_secret_or_no_text_is_not_told(variable: str) -> None:
    assert texts(pod(variable)) == []


def test_init_containers_of_a_template_are_looked_at() -> None:
    spec = (
        "{containers: [{name: a, image: b}], initContainers: [{name: c, image: d, env: [{name: TOKEN, value: abc}]}], restartPolicy: Never}"
    )
    resources = f"""
      - id: nightly
        template:
          apiVersion: batch/v1
          kind: CronJob
          metadata: {{name: nightly}}
          spec: {{schedule: '* * * * *', jobTemplate: {{spec: {{template: {{spec: {spec}}}}}}}}}
    """

    assert [problem.place for problem in found(resources)] == [
        "resources.nightly.spec.jobTemplate.spec.template.spec.initContainers[0].env[0]"
    ]
