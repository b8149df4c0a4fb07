"""Server-side apply: what becomes of an object, who owns it, and what is refused."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.local.merging.kinds import Manifest, apply_as, config_map, owners, parcel, request, update_as
from typekro.local.merging import ApplyConflict, MergeError, apply, reset_fields

_PORT: dict[str, st.SearchStrategy[Any]] = {"port": st.integers(80, 83)}
_MORE: dict[str, st.SearchStrategy[Any]] = {"name": st.sampled_from("mn"), "protocol": st.sampled_from(["TCP", "UDP"])}


def _port_and_protocol(port: Manifest) -> tuple[int, str]:
    return port["port"], port.get("protocol", "TCP")


_PORTS = st.lists(st.fixed_dictionaries(_PORT, optional=_MORE), min_size=1, max_size=3, unique_by=_port_and_protocol)
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from("xyz"),
    "tags": st.lists(st.sampled_from("pqr"), unique=True, min_size=1, max_size=3),
    "steps": st.lists(st.sampled_from("uv"), max_size=2),
    "labels": st.dictionaries(st.sampled_from("abc"), st.sampled_from("12"), max_size=2),
    "window": st.fixed_dictionaries({"from": st.sampled_from("12")}),
    "ports": _PORTS,
    "free": st.dictionaries(st.sampled_from("ef"), st.sampled_from([1, True, [1], {"g": 1}]), max_size=2),
}
_NONE: dict[str, st.SearchStrategy[Any]] = {}
_SPECS = st.fixed_dictionaries(_NONE, optional=_FIELDS)


@given(_SPECS, _SPECS)
def test_applying_twice_changes_nothing(first: Manifest, second: Manifest) -> None:
    live = apply_as(apply_as(None, parcel(**first), "a"), parcel(**second), "b", force=True)
    assert apply_as(live, parcel(**second), "b", 9) == live


@given(_SPECS)
def test_two_who_apply_the_same_own_it_together(spec: Manifest) -> None:
    alone = apply_as(None, parcel(**spec), "a")
    both = owners(apply_as(alone, parcel(**spec), "b"))
    assert both.get("a Apply") == both.get("b Apply") == owners(alone).get("a Apply")


@given(_SPECS, _SPECS)
def test_what_one_gives_up_stays_where_the_other_owns_it(mine: Manifest, theirs: Manifest) -> None:
    live = apply_as(apply_as(None, parcel(**theirs), "them"), parcel(**mine), "me", force=True)
    theirs_again = apply_as(live, parcel(**theirs), "them", force=True)
    gone = apply_as(theirs_again, parcel(), "me")
    assert owners(gone).get("them Apply") == owners(theirs_again).get("them Apply")
    assert set(gone.get("spec") or {}) == set(theirs)


def test_removes_what_is_not_applied_any_more() -> None:
    live = apply_as(None, config_map(a="1", b="2"), "one")
    live = apply_as(live, config_map(b="2"), "two")
    assert apply_as(live, config_map(), "one")["data"] == {"b": "2"}


def test_tells_each_conflict() -> None:
    live = update_as(None, config_map(a="1", b="2"), "kubectl")
    with pytest.raises(ApplyConflict) as raised:
        apply_as(live, config_map(a="3"), "one")
    assert raised.value.message == 'Apply failed with 1 conflict: conflict with "kubectl" using v1: .data.a'
    assert [(conflict.message, conflict.path) for conflict in raised.value.conflicts] == [('conflict with "kubectl" using v1', ".data.a")]


def test_tells_several_conflicts_manager_by_manager() -> None:
    live = apply_as(update_as(None, config_map(a="1", b="2"), "kubectl"), config_map(b="2", c="3"), "flux")
    with pytest.raises(ApplyConflict) as raised:
        apply_as(live, config_map(a="x", b="x", c="x"), "one")
    lines = ['conflicts with "flux":', "- .data.b", "- .data.c", 'conflicts with "kubectl" using v1:', "- .data.a", "- .data.b"]
    assert raised.value.message == "Apply failed with 4 conflicts: " + "\n".join(lines)


def test_names_the_subresource_of_whom_it_conflicts_with() -> None:
    whole: Manifest = {**parcel(), "status": {"phase": "a"}}
    reset = reset_fields("example.com/v1", "Parcel", "status", has_status=True, custom=True)
    live = update_as(update_as(None, parcel(title="x"), "m"), whole, "controller", subresource="status", reset=reset)
    with pytest.raises(ApplyConflict) as raised:
        apply_as(live, {**parcel(), "status": {"phase": "b"}}, "other", subresource="status", reset=reset)
    told = 'Apply failed with 1 conflict: conflict with "controller" with subresource "status" using example.com/v1: .status.phase'
    assert raised.value.message == told


def test_takes_from_others_by_force() -> None:
    live = apply_as(update_as(None, config_map(a="1"), "kubectl"), config_map(a="2"), "one", force=True)
    assert (live["data"], owners(live)) == ({"a": "2"}, {"one Apply": {"f:data": {"f:a": {}}}, "kubectl Update": {"f:data": {}}})


def test_owns_what_was_there_before_anybody_applied() -> None:
    live = apply_as(config_map(a="1"), config_map(b="2"), "one")
    assert owners(live) == {
        "before-first-apply Update": {"f:data": {".": {}, "f:a": {}}},
        "one Apply": {"f:data": {"f:b": {}}},
    }


def test_keeps_the_time_of_who_changes_nothing() -> None:
    live = apply_as(None, config_map(a="1"), "one")
    again = apply_as(live, config_map(a="1"), "one", 5)
    joined = apply_as(live, config_map(a="1"), "two", 5)
    assert again == live
    assert [(entry["manager"], entry.get("time")) for entry in joined["metadata"]["managedFields"]] == [
        ("two", None),
        ("one", "2026-01-02T03:04:05Z"),
    ]


def test_takes_ports_without_protocol_for_tcp() -> None:
    live = apply_as(None, parcel(ports=[{"port": 80, "protocol": "TCP", "name": "m"}]), "one")
    live = apply_as(live, parcel(ports=[{"port": 80, "options": {"a": "1"}}]), "two")
    assert live["spec"]["ports"] == [{"port": 80, "protocol": "TCP", "name": "m", "options": {"a": "1"}}]


def test_applies_over_items_that_are_there_twice() -> None:
    live = update_as(None, parcel(tags=["a", "a", "b"]), "one")
    assert apply_as(live, parcel(tags=["b"]), "two")["spec"]["tags"] == ["a", "a", "b"]
    assert apply_as(live, parcel(tags=["a"]), "two", force=True)["spec"]["tags"] == ["a", "b"]


def test_drops_managers_of_versions_that_are_no_more() -> None:
    live = update_as(None, parcel(title="x"), "old")
    live["metadata"]["managedFields"][0]["apiVersion"] = "example.com/v0"
    schema = request(parcel(), "")["schema"]
    assert owners(apply_as(live, parcel(title="y"), "new", schemas={"example.com/v1": schema})) == {
        "new Apply": {"f:spec": {"f:title": {}}}
    }


_TYPED = "failed to create typed patch object (/p; example.com/v1, Kind=Parcel): .spec"


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"unknown": 1}, f"{_TYPED}.unknown: field not declared in schema"),
        ({"title": 1}, f"{_TYPED}.title: expected string, got &value.valueUnstructured{{Value:1}}"),
        ({"count": "1"}, f"{_TYPED}.count: expected numeric (int or float), got string"),
        ({"labels": [1]}, f"{_TYPED}.labels: expected map, got &{{[1]}}"),
        ({"steps": {"a": 1}}, f"{_TYPED}.steps: expected list, got &{{map[a:1]}}"),
        ({"tags": ["a", "a"]}, f'{_TYPED}.tags: duplicate entries for key [="a"]'),
        ({"tags": [None]}, f"{_TYPED}.tags: element 0: associative list without keys has an element that's an explicit null"),
        ({"ports": [{"port": 1}, {"port": 1, "protocol": "TCP"}]}, f'{_TYPED}.ports: duplicate entries for key [port=1,protocol="TCP"]'),
        ({"ports": ["a"]}, f"{_TYPED}.ports: element 0: associative list with keys may not have non-map elements"),
        (
            {"free": {"a": {"b": 1}}, "nested": {"x": 1}},
            f"{_TYPED}.nested.x: expected string, got &value.valueUnstructured{{Value:1}}",
        ),
    ],
)
def test_refuses_what_does_not_fit(spec: Manifest, message: str) -> None:
    with pytest.raises(MergeError) as raised:
        apply_as(None, parcel(**spec), "one")
    assert (raised.value.message, raised.value.reason) == (message, "InternalError")


def test_refuses_other_kinds_and_managed_fields() -> None:
    live, given = apply_as(None, config_map(a="1"), "one"), request(config_map(), "one")
    messages: list[Any] = []
    for manifest in ({**config_map(), "kind": "Secret"}, {**config_map(), "apiVersion": "v2"}, live):
        with pytest.raises(MergeError) as raised:
            apply(live, copy.deepcopy(manifest), force=False, **given)
        messages.append(raised.value.message)
    expected = ["invalid object type: /v1, Kind=Secret", "invalid object type: /v2, Kind=ConfigMap", "metadata.managedFields must be nil"]
    assert messages == expected
