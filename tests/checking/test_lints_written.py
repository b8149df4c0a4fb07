import pytest

from tests.checking.linting import config_map, found, texts

SPEC = {"name": "string | required=true", "port": "integer | default=80"}


def test_a_path_in_braces_is_told_to_be_a_text() -> None:
    assert texts(config_map('a: "http://{schema.spec.name}/"'), spec=SPEC) == [
        (
            "resources.data.data.a: '{schema.spec.name}' is a text, and no reference\n"
            "  kro evaluates what stands in ${...}, and everything else stays the text that it is\n"
            "hint: ${schema.spec.name}"
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ schema.spec.name }}",
        "{schema.metadata.name}-x",
        "${schema.spec.name} {schema.spec.port}",
        "{schema.spec.name.upper()}",
        "{data.data.b}",
        "{data.data['b']}",
        "{data.metadata.labels[app]}",
        "${string(schema.spec.port) + '{schema.spec.name}'}",
    ],
)
def test_every_path_of_the_schema_or_of_a_node_is_found(text: str) -> None:
    assert [problem.place for problem in found(config_map(f'a: "{text}"'), spec=SPEC)] == ["resources.data.data.a"]


@pytest.mark.parametrize(
    "text",
    [
        "${schema.spec.name}",
        "$${schema.spec.name}",
        "{{ .Values.spec.name }}",
        "{{ .spec.name }}",
        "{{ other.spec.name }}",
        "{server.port}",
        "{schema}",
        "{schema.spec}",
        "{data.data}",
        "{data.other.b}",
        "{a: schema.spec.name}",
        "{ schema.spec.name: 1 }",
        "schema.spec.name",
        "{$.metadata.name}",
    ],
)
def test_texts_of_other_languages_are_left_alone(text: str) -> None:
    assert [problem.text for problem in found(config_map(f'a: "{text}"'), spec=SPEC) if problem.lint == "written-reference"] == []


def test_a_reference_that_is_not_closed_is_told_to_be_a_text() -> None:
    assert texts(config_map('a: "${schema.spec.name}-${ data.data.b"'), spec=SPEC) == [
        (
            "resources.data.data.a: '${ data.data.b' is not closed, so that it is a text, and no reference\n"
            "  kro evaluates what stands in ${...}, and a ${ without its } stays the text that it is\n"
            "hint: ${data.data.b}"
        )
    ]


@pytest.mark.parametrize(
    "text", ["${HOME", "an open ${ is text", "${other.spec.name", "${schema.spec.name} ${", '${\\"${\\"}schema.spec.name']
)
def test_what_else_is_not_closed_is_left_alone(text: str) -> None:
    assert [problem.text for problem in found(config_map(f'a: "{text}"'), spec=SPEC) if problem.lint == "written-reference"] == []


def test_lists_and_the_status_are_looked_at() -> None:
    resources = """
      - id: pod
        template:
          apiVersion: v1
          kind: Pod
          metadata: {name: pod}
          spec: {containers: [{name: a, image: b, args: ["--name={schema.spec.name}"]}]}
        readyWhen: ["${pod.status.phase == 'Running'}"]
    """
    status = "{a: '${pod.metadata.name}.{schema.spec.name}'}"

    assert [problem.place for problem in found(resources, spec=SPEC, status=status)] == [
        "resources.pod.spec.containers[0].args[0]",
        "status.a",
    ]
