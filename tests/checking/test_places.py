from typing import Any

import pytest

from typekro.checking.places import at, of_resource, path_of

DEFINITION: dict[str, Any] = {
    "metadata": {"name": "app"},
    "spec": {
        "schema": {"kind": "App", "spec": {"flag": "boolean"}, "status": {"a": {"b": ["${x}"]}}},
        "resources": [
            {"id": "web", "readyWhen": ["${a}"], "template": {"metadata": {"labels": {"a.b/c": "d"}}, "spec": {"ports": [{"port": 1}]}}},
            {"id": "other", "externalRef": {"metadata": {"name": "a"}}, "forEach": [{"a": "${b}"}]},
            {"template": {"kind": "ConfigMap"}},
        ],
    },
}


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("metadata.name", ("metadata", "name")),
        ("schema.kind", ("spec", "schema", "kind")),
        ("schema.spec.flag", ("spec", "schema", "spec", "flag")),
        ("schema.spec.flag.more", ("spec", "schema", "spec", "flag")),
        ("status.a.b[0]", ("spec", "schema", "status", "a", "b", 0)),
        ("resources.web.spec.ports[0].port", ("spec", "resources", 0, "template", "spec", "ports", 0, "port")),
        ('resources.web.metadata.labels["a.b/c"]', ("spec", "resources", 0, "template", "metadata", "labels", "a.b/c")),
        ("resources.web.readyWhen[0]", ("spec", "resources", 0, "readyWhen", 0)),
        ("resources.other.metadata.name", ("spec", "resources", 1, "externalRef", "metadata", "name")),
        ("resources.other.forEach.a", ("spec", "resources", 1, "forEach")),
        ("resources[2].kind", ("spec", "resources", 2, "template", "kind")),
        ("resources.nobody.kind", ("spec", "resources")),
        ("spec", ("spec",)),
        ("nothing", ("spec",)),
        ("", ()),
    ],
)
def test_a_place_is_found_in_the_document(place: str, path: tuple[str | int, ...]) -> None:
    assert path_of(place, DEFINITION) == path


def test_places_are_found_in_what_is_no_definition() -> None:
    assert path_of("resources.web.kind", {"spec": 3}) == ("spec",)


def test_a_place_goes_on_with_a_path() -> None:
    assert at("resources.web", ["metadata", "labels", "a.b/c"]) == 'resources.web.metadata.labels["a.b/c"]'
    assert at("resources.web", ["spec", "ports", 0]) == "resources.web.spec.ports[0]"


@pytest.mark.parametrize(
    ("resource", "place"), [({"id": "web"}, "resources.web"), ({"id": "a b"}, "resources[4]"), ({}, "resources[4]"), (3, "resources[4]")]
)
def test_a_resource_is_named_by_its_id_where_it_has_one(resource: object, place: str) -> None:
    assert of_resource(resource, 4) == place
