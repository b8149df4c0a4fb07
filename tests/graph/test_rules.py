import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.errors import compose
from typekro.expressions.words import RESERVED_WORDS
from typekro.graph.rules import (
    problems_of_api_version,
    problems_of_graph_name,
    problems_of_id,
    problems_of_instance_name,
    problems_of_kind,
    problems_of_namespace,
)

SUBDOMAIN = "Kubernetes wants a lower-case DNS name, and kro writes it into a label: letters, digits, - and ., 63 characters at most"
KIND = "kro wants a capital letter, then letters and digits, 63 characters at most"
GROUP = "it takes a group, which is a lower-case DNS name with a dot in it, and a version"
VERSION = "kro wants v1, v1alpha1, v2beta3 and the like"
ID = "kro wants a small letter, then letters and digits, 63 characters at most"


@pytest.mark.parametrize("name", ["web", "database-stack", "database.example.com", "a" * 63])
def test_a_name_of_a_graph(name: str) -> None:
    assert list(problems_of_graph_name(name)) == []


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("databaseStack", ['resource_graph("database-stack", ...)']),
        ("Web_App", ['resource_graph("web-app", ...)']),
        ("{name}-web", ['resource_graph(f"{name}-web", ...)']),
        ("-web", ['resource_graph("web", ...)']),
        ("", []),
        ("é", []),
        ("a" * 64, [f'resource_graph("{"a" * 63}", ...)']),
    ],
)
def test_no_name_of_a_graph(name: str, hints: list[str]) -> None:
    assert list(problems_of_graph_name(name)) == [compose(f"{name}: not a name of a ResourceGraphDefinition", SUBDOMAIN, hints)]


def test_a_kind_starts_with_a_capital_letter() -> None:
    assert list(problems_of_kind("Database2")) == []
    assert list(problems_of_kind("webApp")) == [compose("kind='webApp': not a kind", KIND, 'kind="WebApp"')]
    assert list(problems_of_kind("web-app")) == [compose("kind='web-app': not a kind", KIND, 'kind="WebApp"')]
    assert list(problems_of_kind("2")) == [compose("kind='2': not a kind", KIND)]


@pytest.mark.parametrize("api_version", ["example.com/v1", "a.b.example.com/v1alpha1", "example.com/v20beta3"])
def test_an_api_version_is_a_group_and_a_version(api_version: str) -> None:
    assert list(problems_of_api_version(api_version)) == []


@pytest.mark.parametrize(
    ("api_version", "problems"),
    [
        ("v1alpha1", [compose("api_version='v1alpha1': no group", GROUP, 'api_version="example.com/v1alpha1"')]),
        ("example/v1", [compose("api_version='example/v1': no group", GROUP, 'api_version="example.com/v1alpha1"')]),
        (
            "example.com/1",
            [compose("api_version='example.com/1': '1' is no version", VERSION, 'api_version="example.com/v1alpha1"')],
        ),
        (
            "apps.k8s.io/v1",
            [
                compose(
                    "api_version='apps.k8s.io/v1': a protected group",
                    "Kubernetes keeps groups that end in k8s.io or kubernetes.io to itself",
                    'api_version="example.com/v1"',
                )
            ],
        ),
        (
            "Example.com/one",
            [
                compose("api_version='Example.com/one': no group", GROUP, 'api_version="example.com/v1alpha1"'),
                compose("api_version='Example.com/one': 'one' is no version", VERSION, 'api_version="Example.com/v1alpha1"'),
            ],
        ),
    ],
)
def test_no_api_version(api_version: str, problems: list[str]) -> None:
    assert list(problems_of_api_version(api_version)) == problems


@pytest.mark.parametrize(
    ("id_", "hint"),
    [
        ("web-server", '"webServer": ...'),
        ("Web", '"web": ...'),
        ("web_server", '"webServer": ...'),
        ("1st", '"node1st": ...'),
        ("", '"node": ...'),
    ],
)
def test_no_id(id_: str, hint: str) -> None:
    assert list(problems_of_id(id_, {id_})) == [compose(f"the id {id_!r} is no id", ID, hint)]


@pytest.mark.parametrize(
    ("id_", "why"),
    [("namespace", "CEL keeps the word to itself"), ("schema", "kro keeps the word to itself"), ("json", "a function starts with it")],
)
def test_a_reserved_id_is_told_with_one_that_is_free(id_: str, why: str) -> None:
    mine = f"my{id_.capitalize()}"

    assert list(problems_of_id(id_, {id_})) == [compose(f"the id {id_!r} is reserved", why, f'"{mine}": ...')]
    assert list(problems_of_id(id_, {id_, mine})) == [compose(f"the id {id_!r} is reserved", why, f'"{mine}2": ...')]


@given(st.text(max_size=80), st.sets(st.text(max_size=5)))
def test_what_is_offered_in_place_of_an_id_is_an_id_and_free(id_: str, taken: set[str]) -> None:
    problems = list(problems_of_id(id_, taken | {id_}))

    for problem in problems:
        offered = re.search(r'hint: "(.*)": \.\.\.$', problem)
        assert offered is not None
        assert list(problems_of_id(offered[1], set())) == []
        assert offered[1] not in taken


def test_the_reserved_ids_are_kros_cels_and_those_that_functions_start_with() -> None:
    assert {"namespace", "true", "each", "item", "graphengine", "random"} <= RESERVED_WORDS
    assert not {"deployment", "service", "database", "string"} & RESERVED_WORDS


def test_a_name_of_an_instance_fits_into_a_label() -> None:
    why = "Kubernetes wants a lower-case DNS name, and kro writes it into a label: 63 characters at most"

    assert list(problems_of_instance_name("my-db.example")) == []
    assert list(problems_of_instance_name("my_db")) == [compose("'my_db' is not a name of an instance", why, 'name="my-db"')]
    missing = compose("'{app.name}-db' is not a name of an instance", why, 'name=f"{app.name}-db"')
    assert list(problems_of_instance_name("{app.name}-db")) == [missing]
    assert list(problems_of_instance_name("a" * 64)) == [compose(f"{'a' * 64!r} is not a name of an instance", why, f'name="{"a" * 63}"')]


def test_a_name_of_a_namespace_has_no_dots() -> None:
    why = "Kubernetes wants small letters, digits and -, 63 characters at most"

    assert list(problems_of_namespace("team-a")) == []
    assert list(problems_of_namespace("team.a")) == [compose("'team.a' is not a name of a namespace", why, 'namespace="team-a"')]
