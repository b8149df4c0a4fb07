import keyword
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.openapi.naming import docstring, first_sentence, python_name
from typekro.schema import camel_case


@pytest.mark.parametrize(
    ("wire_name", "name"),
    [
        ("name", "name"),
        ("clusterIP", "cluster_ip"),
        ("clusterIPs", "cluster_ips"),
        ("podCIDRs", "pod_cidrs"),
        ("httpGet", "http_get"),
        ("setHostnameAsFQDN", "set_hostname_as_fqdn"),
        ("openAPIV3Schema", "open_api_v3_schema"),
        ("insecureSkipTLSVerify", "insecure_skip_tls_verify"),
        ("x-kubernetes-list-type", "x_kubernetes_list_type"),
        ("$ref", "ref"),
        ("from", "from_"),
        ("int", "int_"),
        ("3scale", "field_3scale"),
        ("ß", "field"),
    ],
)
def test_names_of_the_wire_become_names_that_python_people_write(wire_name: str, name: str) -> None:
    assert python_name(wire_name) == name


@given(st.from_regex(re.compile(r"[a-z][a-z0-9]{1,5}(_[a-z][a-z0-9]{1,5}){0,3}", re.ASCII), fullmatch=True))
def test_a_python_name_survives_the_way_to_the_wire_and_back(name: str) -> None:
    assert python_name(camel_case(name)).removesuffix("_") == name


@given(st.text())
def test_whatever_the_cluster_calls_a_field_python_can_say_it(wire_name: str) -> None:
    name = python_name(wire_name)

    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert not name.startswith("_")


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


@given(st.text())
def test_a_docstring_is_python_whatever_it_says(description: str) -> None:
    text = docstring(description, "    ")

    compile(f"class Box:\n{text}", "box.py", "exec")
    assert text.endswith('"""\n')
