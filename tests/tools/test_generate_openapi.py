import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.generate_openapi import (
    TARGET,
    GenerateError,
    annotation,
    camel_case,
    differences,
    first_sentence,
    main,
    module_files,
    python_name,
    read_schemas,
    render,
    write,
)

POINTER = "#/components/schemas/"
QUANTITY = {"$ref": POINTER + "io.k8s.apimachinery.pkg.api.resource.Quantity"}
SCHEMAS: dict[str, Any] = {
    "io.k8s.api.test.v1.Box": {
        "description": "Box holds things. It has a lid.",
        "type": "object",
        "properties": {
            "lidID": {"type": "string", "description": "What the lid is called. More info: https://example.com"},
            "lids": {"type": "array", "items": {"allOf": [{"$ref": POINTER + "io.k8s.api.test.v1.Lid"}]}},
            "room": {"allOf": [{"$ref": POINTER + "io.k8s.api.other.v1beta1.Room"}], "description": "Where it stands."},
            "limits": {"type": "object", "additionalProperties": QUANTITY},
            "anything": {"description": "Whatever you like."},
        },
    },
    "io.k8s.api.test.v1.Lid": {"type": "object", "description": "A lid", "properties": {"from": {"type": "integer"}}},
    "io.k8s.api.other.v1beta1.Room": {"type": "object"},
    "io.k8s.api.test.v1.Unused": {"type": "object"},
}
BOX = ("io.k8s.api.test.v1.Box",)

EXPECTED = '''"""Reference views of test/v1, written by tools/generate_openapi.py: no hand edits."""

from __future__ import annotations

from typing import Any, ClassVar

from typekro.openapi.generated import other_v1beta1
from typekro.schema.view import View


class Box(View):
    """Box holds things."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "lid_id": "lidID",
    }

    lid_id: str
    """What the lid is called."""
    lids: list[Lid]
    room: other_v1beta1.Room
    """Where it stands."""
    limits: dict[str, str]
    anything: Any
    """Whatever you like."""


class Lid(View):
    """A lid."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "from_": "from",
    }

    from_: int
'''


@pytest.mark.parametrize(
    ("wire_name", "name"),
    [
        ("name", "name"),
        ("clusterIP", "cluster_ip"),
        ("clusterIPs", "cluster_ips"),
        ("podCIDRs", "pod_cidrs"),
        ("httpGet", "http_get"),
        ("setHostnameAsFQDN", "set_hostname_as_fqdn"),
        ("openAPIV3Schema", "open_apiv3_schema"),
        ("insecureSkipTLSVerify", "insecure_skip_tls_verify"),
        ("x-kubernetes-list-type", "x_kubernetes_list_type"),
        ("$ref", "ref"),
        ("from", "from_"),
    ],
)
def test_names_of_the_wire_become_names_that_python_people_write(wire_name: str, name: str) -> None:
    assert python_name(wire_name) == name


@given(st.from_regex(re.compile(r"[a-z][a-z0-9]{1,5}(_[a-z][a-z0-9]{1,5}){0,3}", re.ASCII), fullmatch=True))
def test_a_python_name_survives_the_way_to_the_wire_and_back(name: str) -> None:
    assert python_name(camel_case(name)).removesuffix("_") == name


@pytest.mark.parametrize(
    ("description", "sentence"),
    [
        ("One. Two.", "One."),
        ("No full stop", "No full stop."),
        ("Ports, e.g. 80. More.", "Ports, e.g. 80."),
        ("Version 1.36 of it. More.", "Version 1.36 of it."),
        ("Split\n over lines. More info: https://example.com", "Split over lines."),
        ("Is it? It is", "Is it? It is."),
    ],
)
def test_a_docstring_is_the_first_sentence(description: str, sentence: str) -> None:
    assert first_sentence(description) == sentence


def test_a_kind_is_written_with_all_that_it_reaches_and_nothing_else() -> None:
    texts = render(SCHEMAS, BOX)

    assert list(texts) == ["__init__.py", "other_v1beta1.py", "test_v1.py"]
    assert texts["test_v1.py"] == EXPECTED


def test_docstrings_stay_python_whatever_the_description_holds() -> None:
    schemas = {BOX[0]: {"type": "object", "description": 'Ends with \\ and """quotes""" and a long tail ' + "word " * 40}}

    text = render(schemas, BOX)["test_v1.py"]

    compile(text, "test_v1.py", "exec")
    assert max(len(line) for line in text.splitlines()) <= 140


def test_a_form_that_is_not_known_is_refused() -> None:
    with pytest.raises(GenerateError) as caught:
        annotation({"oneOf": [{"type": "string"}]}, "test_v1")

    assert str(caught.value) == 'no Python type is known for this schema: {"oneOf": [{"type": "string"}]}'


def test_a_kind_that_the_openapi_does_not_have_is_refused() -> None:
    with pytest.raises(GenerateError) as caught:
        render({}, BOX)

    assert str(caught.value) == "the OpenAPI files have no schema io.k8s.api.test.v1.Box"


def test_two_fields_with_one_python_name_are_refused() -> None:
    schemas = {BOX[0]: {"type": "object", "properties": {"podIP": {"type": "string"}, "podIp": {"type": "string"}}}}

    with pytest.raises(GenerateError) as caught:
        render(schemas, BOX)

    assert str(caught.value) == "io.k8s.api.test.v1.Box: podIp and podIP are both pod_ip in Python"


def test_the_folder_is_compared_with_what_would_be_written(tmp_path: Path) -> None:
    (tmp_path / "old_v1.py").write_text("")
    (tmp_path / "test_v1.py").write_text("changed by hand")

    before = differences(render(SCHEMAS, BOX), tmp_path)
    write(render(SCHEMAS, BOX), tmp_path)

    assert before == ["missing: __init__.py", "missing: other_v1beta1.py", "out of date: test_v1.py", "not generated any more: old_v1.py"]
    assert differences(render(SCHEMAS, BOX), tmp_path) == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["__init__.py", "other_v1beta1.py", "test_v1.py"]


def test_the_command_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps({"components": {"schemas": SCHEMAS}}))

    code = main([str(file), "--check"])

    assert code == 2
    assert capsys.readouterr().err == "the OpenAPI files have no schema io.k8s.api.core.v1.Service\n"


@pytest.mark.cluster  # reads Kubernetes' own source, which is there where the control plane was built
def test_the_generated_views_are_those_of_the_pinned_kubernetes() -> None:
    assert differences(render(read_schemas(module_files()))) == []
    assert main(["--check"]) == 0
    assert TARGET.is_dir()
