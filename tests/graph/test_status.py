from typing import Any

import attrs
import pytest

from tests.graph.parts import graph_of, problems_of
from typekro.errors import compose
from typekro.graph import ResourceGraph, manifest_node

NOTE = manifest_node({"apiVersion": "example.org/v1", "kind": "ConfigMap", "metadata": {"name": "note"}})


@attrs.frozen
class Inner:
    path: str
    deep: str | None = None


@attrs.frozen
class Status:
    host_name: str
    port: int = 0
    inner: Inner | None = None
    needed: Inner = Inner("")
    hosts: list[str] = attrs.Factory(list[str])
    by_name: dict[str, str] = attrs.Factory(dict[str, str])


def good(**changes: Any) -> Status:
    fields: dict[str, Any] = {
        "host_name": NOTE.data.host,
        "port": NOTE.data.port,
        "needed": Inner(NOTE.data.path),
        "hosts": NOTE.data.hosts,
        "by_name": NOTE.data.names,
    }
    return Status(**{**fields, **changes})


def graph(status: Any) -> ResourceGraph[Any, Any]:
    return graph_of(lambda _: ({"note": NOTE}, status), Status)


def problem(**changes: Any) -> str:
    (found,) = problems_of(lambda _: ({"note": NOTE}, good(**changes)), Status)
    return found


def test_a_status_has_the_names_and_the_shape_of_the_cluster() -> None:
    status = good(hosts=[NOTE.data.a, f"{NOTE.data.b}.c"], by_name={"x": NOTE.data.x}, inner=Inner(NOTE.data.p, NOTE.data.d))

    assert graph(status).definition["spec"]["schema"]["status"] == {
        "hostName": "${note.data.host}",
        "port": "${note.data.port}",
        "inner": {"path": "${note.data.p}", "deep": "${note.data.d}"},
        "needed": {"path": "${note.data.path}"},
        "hosts": ["${note.data.a}", "${string(note.data.b)}.c"],
        "byName": {"x": "${note.data.x}"},
    }


def test_what_is_not_optional_is_awaited() -> None:
    assert graph(good()).awaited_status == (("hostName",), ("port",), ("needed", "path"), ("hosts",), ("byName",))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"host_name": "example.com"},
            compose(
                "status.host_name: 'example.com' is a constant",
                "kro takes expressions only: a status says what is in the cluster",
                "refer to the spec or to a resource, or leave the field out of the status class",
            ),
        ),
        (
            {"host_name": "http://{note}"},
            compose(
                "status.host_name: 'http://{note}' is a constant",
                "kro takes expressions only: a status says what is in the cluster",
                'f"http://{note}", with f in front of the text',
            ),
        ),
        (
            {"host_name": '{schema.spec.name}."x"'},
            compose(
                "status.host_name: '{schema.spec.name}.\"x\"' is a constant",
                "kro takes expressions only: a status says what is in the cluster",
                r'f"{schema.spec.name}.\"x\"", with f in front of the text',
            ),
        ),
        (
            {"host_name": "x-${note.data.a}"},
            compose(
                "status.host_name: 'x-${note.data.a}' is a constant",
                "kro takes expressions only: a status says what is in the cluster",
                'f"...{note.data.a}..." by the names of Python, or raw("note.data.a", str) in CEL',
            ),
        ),
        (
            {"host_name": '{"a": 1} {{x}} {} { y }'},
            compose(
                "status.host_name: '{\"a\": 1} {{x}} {} { y }' is a constant",
                "kro takes expressions only: a status says what is in the cluster",
                "refer to the spec or to a resource, or leave the field out of the status class",
            ),
        ),
        ({"host_name": None}, compose("status.host_name: None", "Status says that it is always there", "host_name: str | None")),
        ({"needed": None}, compose("status.needed: None", "Status says that it is always there", "needed: Inner | None")),
        (
            {"port": f"{NOTE.data.port}"},
            compose('status.port: expected int, but f"{ConfigMap.data.port}" is str'),
        ),
        (
            {"host_name": NOTE.data.port + 1},
            compose("status.host_name: expected str, but (note.data.port + 1) is int", (), 'f"{(note.data.port + 1)}"'),
        ),
        ({"hosts": [NOTE.data.a, 3]}, None),
        ({"by_name": {"x": "y"}}, None),
        ({"host_name": repr(NOTE.data.x)}, None),
    ],
)
def test_a_leaf_that_does_not_fit_is_told_with_its_path(changes: dict[str, Any], text: str | None) -> None:
    found = problem(**changes)

    if text is None:
        (field,) = changes
        assert found.startswith(f"status.{field}")
    else:
        assert found.replace("{ConfigMap.", "{note.") == text.replace("{ConfigMap.", "{note.")


@pytest.mark.parametrize(("status", "got"), [(None, "None"), ("text", "of class str")])
def test_a_status_of_another_class_is_told_with_what_to_return(status: object, got: str) -> None:
    (found,) = problems_of(lambda _: ({"note": NOTE}, status), Status)

    assert found == compose(
        "status: expected Status",
        f"the builder's second value is what the status is made of, and this is {got}",
        "return {...}, Status(host_name=..., port=..., inner=..., needed=..., hosts=..., by_name=...)",
    )
