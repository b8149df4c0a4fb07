from typing import Any

import pytest

from tests.evaluation.parts import definition_of
from typekro.evaluation import prepared, stored_status

TYPES = {"Volume": {"path": "string | required=true", "size": 'string | default="1Gi"'}}


def spec_of(spec: dict[str, Any], given: dict[str, Any]) -> Any:
    return prepared(definition_of(spec=spec, types=TYPES), {"metadata": {"name": "it"}, "spec": given}).get("spec")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"a": 3, "deep": {"deeper": {"b": "x"}}}),
        ({"a": 4, "deep": {"deeper": {}}}, {"a": 4, "deep": {"deeper": {"b": "x"}}}),
        ({"a": None, "text": None, "deep": None}, {"a": 3, "deep": {"deeper": {"b": "x"}}}),
        ({"unknown": 1, "deep": {"unknown": 2, "deeper": {"b": "y"}}}, {"a": 3, "deep": {"deeper": {"b": "y"}}}),
        ({"needed": {"path": "/"}}, {"a": 3, "deep": {"deeper": {"b": "x"}}, "needed": {"path": "/", "size": "1Gi"}}),
        (
            {"list": [{"path": "/", "unknown": 1}, {}], "by": {"one": {"path": "/a"}}},
            {
                "a": 3,
                "deep": {"deeper": {"b": "x"}},
                "list": [{"path": "/", "size": "1Gi"}, {"size": "1Gi"}],
                "by": {"one": {"path": "/a", "size": "1Gi"}},
            },
        ),
        ({"open": {"any": {"thing": None}}}, {"a": 3, "deep": {"deeper": {"b": "x"}}, "open": {"any": {"thing": None}}}),
    ],
)
def test_a_spec_has_its_defaults_and_nothing_that_its_kind_does_not_know(given: dict[str, Any], expected: dict[str, Any]) -> None:
    spec = {
        "a": "integer | default=3",
        "text": "string",
        "deep": {"deeper": {"b": "string | default=x"}},
        "needed": "Volume",
        "list": "[]Volume",
        "by": "map[string]Volume",
        "open": "object",
    }

    assert spec_of(spec, given) == expected


def test_a_spec_of_nothing_but_defaults_need_not_be_given() -> None:
    definition = definition_of(spec={"a": "integer | default=3"})

    assert prepared(definition, {"metadata": {"name": "it"}}) == {
        "apiVersion": "example.com/v1alpha1",
        "kind": "App",
        "metadata": {"name": "it", "namespace": "default"},
        "spec": {"a": 3},
    }


def test_what_was_given_stays_as_it_is() -> None:
    given = {"metadata": {"name": "it", "namespace": "there"}, "spec": {"by": {"a": {"path": "/"}}}, "status": {"x": 1}}

    whole = prepared(definition_of(spec={"by": "map[string]Volume"}, types=TYPES), given)
    whole["metadata"]["labels"] = {}
    whole["status"]["x"] = 2

    assert given == {"metadata": {"name": "it", "namespace": "there"}, "spec": {"by": {"a": {"path": "/"}}}, "status": {"x": 1}}


def test_an_instance_of_the_cluster_has_no_namespace() -> None:
    assert prepared(definition_of(scope="Cluster"), {"metadata": {"name": "it"}})["metadata"] == {"name": "it"}


def test_a_status_loses_what_its_schema_does_not_know_when_it_is_stored() -> None:
    definition = definition_of(spec={"a": "string"}, status={"a": "${schema.spec.a}", "maybe": "${schema.spec.?a}"})

    assert stored_status(definition, {"a": "b", "maybe": None, "other": 1}) == {"a": "b"}
