"""Who owns what after an object was created, updated or patched."""

from hypothesis import given
from hypothesis import strategies as st

from tests.local.merging.kinds import Manifest, apply_as, config_map, owners, parcel, update_as
from typekro.local.merging import EMPTY, reset_fields, with_old_times

_DATA = st.dictionaries(st.sampled_from("abc"), st.sampled_from("12"), max_size=3)


@given(_DATA, _DATA)
def test_what_is_written_by_one_is_owned_by_nobody_else(first: dict[str, str], second: dict[str, str]) -> None:
    live = update_as(update_as(None, config_map(**first), "one"), config_map(**second), "two", 1)
    found = owners(live)
    mine = set(found.get("one Update", {}).get("f:data", {})) - {"."}
    theirs = set(found.get("two Update", {}).get("f:data", {})) - {"."}
    assert mine == {f"f:{key}" for key in first if second.get(key) == first[key]}
    assert theirs == {f"f:{key}" for key in second if second[key] != first.get(key)}


@given(_DATA)
def test_writing_the_same_changes_nothing(data: dict[str, str]) -> None:
    live = update_as(None, config_map(**data), "one")
    assert update_as(live, live, "two", 5) == live


def test_owns_structs_that_are_always_there_by_what_is_in_them() -> None:
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "ports": [{"containerPort": 80}]}]}}
    deployment: Manifest = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {"template": template}}
    port: Manifest = {'k:{"containerPort":80,"protocol":"TCP"}': {".": {}, "f:containerPort": {}}}
    container: Manifest = {".": {}, "f:name": {}, "f:ports": {".": {}, **port}}
    fields: Manifest = {"f:metadata": {"f:labels": {".": {}, "f:a": {}}}, "f:spec": {"f:containers": {'k:{"name":"c"}': container}}}
    assert owners(update_as(None, deployment, "one")) == {"one Update": {"f:spec": {"f:template": fields}}}


def test_makes_one_entry_of_what_one_writes_again_and_again() -> None:
    live = update_as(update_as(None, config_map(a="1"), "one"), config_map(a="1", b="2"), "one", 5)
    assert live["metadata"]["managedFields"] == [
        {
            "apiVersion": "v1",
            "fieldsType": "FieldsV1",
            "fieldsV1": {"f:data": {".": {}, "f:a": {}, "f:b": {}}},
            "manager": "one",
            "operation": "Update",
            "time": "2026-01-02T03:04:10Z",
        }
    ]


def test_forgets_everything_when_told_so() -> None:
    live = update_as(None, config_map(a="1"), "one")
    none: list[Manifest] = [{}]
    emptied: Manifest = {**config_map(a="1"), "metadata": {"name": "c", "managedFields": none}}
    assert owners(update_as(live, emptied, "two")) == {}
    custom = update_as(None, parcel(title="x"), "one")
    listed: Manifest = {**parcel(title="x"), "metadata": {"name": "p", "managedFields": []}}
    assert owners(update_as(custom, listed, "two")) == owners(custom)


def test_does_not_begin_with_an_object_that_nobody_owned() -> None:
    assert owners(update_as(config_map(a="1"), config_map(a="2"), "one")) == {}


def test_puts_what_applies_first_and_then_what_is_older() -> None:
    live = update_as(None, config_map(a="1"), "z")
    live = update_as(live, {**config_map(a="1", b="2")}, "a", 5)
    live = apply_as(live, config_map(c="3"), "m", 9)
    assert list(owners(live)) == ["m Apply", "z Update", "a Update"]


def test_does_not_own_what_the_server_sets_back() -> None:
    whole: Manifest = {**parcel(title="x"), "status": {"phase": "a"}}
    main = reset_fields("example.com/v1", "Parcel", None, has_status=True, custom=True)
    live = update_as(None, whole, "one", reset=main)
    assert owners(live) == {"one Update": {"f:spec": {".": {}, "f:title": {}}}}
    status = reset_fields("example.com/v1", "Parcel", "status", has_status=True, custom=True)
    changed: Manifest = {**parcel(title="y"), "status": {"phase": "b"}}
    live = update_as(live, changed, "two", reset=status, subresource="status")
    assert owners(live)["two Update"] == {"f:status": {"f:phase": {}}}


def test_sets_back_nothing_without_a_status_or_in_other_subresources() -> None:
    assert reset_fields("v1", "ConfigMap", None, has_status=False, custom=False) is EMPTY
    assert reset_fields("apps/v1", "Deployment", "scale", has_status=True, custom=False) is EMPTY


def test_keeps_the_old_times_where_nothing_else_is_other() -> None:
    old: list[Manifest] = [{"manager": "a", "time": "1"}]
    assert with_old_times([{"manager": "a", "time": "2"}], old) == old
    assert with_old_times([{"manager": "b", "time": "2"}], old) == [{"manager": "b", "time": "2"}]
