"""Objects along their types: order of lists, comparison, schemas that changed, and managers that are too many."""

import json
from typing import Any

import pytest

from tests.local.merging.kinds import KINDS, Manifest, apply_as, config_map, owners, parcel, request, update_as
from typekro.local.merging import ApplyConflict, FieldSet, MergeError
from typekro.local.merging.comparison import compared
from typekro.local.merging.equality import same
from typekro.local.merging.managers import ANCIENT, MAX_UPDATERS, read
from typekro.local.merging.reconciling import reconciled
from typekro.local.merging.typed_merge import merged, without
from typekro.local.merging.types import Type, type_of

_TYPE: Type = type_of(request(parcel(), "")["schema"], KINDS.resolve)


@pytest.mark.parametrize(
    ("live", "applied", "expected"),
    [
        ("abc", "b", "abc"),
        ("abc", "cb", "acb"),
        ("abc", "xb", "axbc"),
        ("abc", "bx", "abcx"),
        ("abcd", "db", "acdb"),
        ("", "ba", "ba"),
        ("ab", "", "ab"),
        ("aab", "a", "ab"),
        ("aab", "b", "aab"),
        ("abab", "x", "ababx"),
    ],
)
def test_puts_lists_together(live: str, applied: str, expected: str) -> None:
    assert "".join(merged(parcel(tags=list(live)), parcel(tags=list(applied)), _TYPE)["spec"]["tags"]) == expected


@pytest.mark.parametrize(
    ("live", "applied", "expected"),
    [
        ({"free": {"a": {"b": 1}}}, {"free": {"a": [1]}}, {"free": {"a": [1]}}),
        ({"free": {"a": [1]}}, {"free": {"a": {"b": 1}}}, {"free": {"a": {"b": 1}}}),
        ({"free": {"a": {"b": 1}}}, {"free": {"a": None}}, {"free": {"a": {"b": 1}}}),
        ({"title": "x"}, {"title": None}, {"title": None}),
        ({"tags": ["a"]}, {"tags": None}, {"tags": ["a"]}),
        ({"tags": None}, {"tags": []}, {"tags": []}),
        ({"count": 1}, {"count": 1.0}, {"count": 1}),
        ({"window": {"from": "1", "to": "2"}}, {"window": {"from": "1"}}, {"window": {"from": "1"}}),
    ],
)
def test_merges_what_has_another_shape(live: Manifest, applied: Manifest, expected: Manifest) -> None:
    result = merged(parcel(**live), parcel(**applied), _TYPE)["spec"]
    assert same(result, expected)


def test_shares_what_stays() -> None:
    live = parcel(labels={"a": "1"}, tags=["a"], free={"a": {"b": 1}})
    assert merged(live, json.loads(json.dumps(live)), _TYPE) is live


@pytest.mark.parametrize(
    ("old", "new", "removed", "modified", "added"),
    [
        ("a", "aa", 'v:"a"', "", 'v:"a"'),
        ("aa", "a", 'v:"a"', "", 'v:"a"'),
        ("aa", "aaa", "", 'v:"a"', ""),
        ("aa", "b", 'v:"a"', "", 'v:"b"'),
        ("b", "aa", 'v:"b"', "", 'v:"a"'),
    ],
)
def test_compares_items_that_are_there_twice(old: str, new: str, removed: str, modified: str, added: str) -> None:
    found = compared(parcel(tags=list(old)), parcel(tags=list(new)), _TYPE)
    members = ["".join(fields.below("f:spec").below("f:tags").members) for fields in (found.removed, found.modified, found.added)]
    assert members == [removed, modified, added]


@pytest.mark.parametrize(
    ("old", "new", "removed", "modified", "added"),
    [
        (1, {"b": 1}, {}, {"f:a": {}}, {"f:a": {"f:b": {}}}),
        ({"b": 1}, 1, {"f:a": {"f:b": {}}}, {"f:a": {}}, {}),
        ([1], {"b": 1}, {}, {"f:a": {}}, {"f:a": {"f:b": {}}}),
        (1, True, {}, {"f:a": {}}, {}),
        (None, {}, {}, {"f:a": {}}, {}),
    ],
)
def test_compares_shapes_that_change(old: Any, new: Any, removed: Manifest, modified: Manifest, added: Manifest) -> None:
    found = compared(parcel(free={"a": old}), parcel(free={"a": new}), _TYPE)
    told = [fields.below("f:spec").below("f:free").to_fields() for fields in (found.removed, found.modified, found.added)]
    assert told == [removed, modified, added]


def test_leaves_null_where_nothing_is_left() -> None:
    fields = FieldSet.from_fields({"f:spec": {"f:tags": {'v:"a"': {}}, "f:labels": {"f:a": {}}, "f:title": {}}})
    left = without(parcel(tags=["a"], labels={"a": "1"}, title="x", count=1), fields, _TYPE)
    assert left["spec"] == {"tags": None, "labels": None, "count": 1}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"f:window": {"f:from": {}}}, {"f:window": {}}),
        ({"f:window": {".": {}, "f:from": {}}}, {"f:window": {}}),
        ({"f:steps": {'v:"a"': {}}}, {"f:steps": {}}),
        ({"f:window": {}, "f:steps": {}, "f:tags": {'v:"a"': {}}}, {"f:steps": {}, "f:tags": {'v:"a"': {}}, "f:window": {}}),
        ({"f:free": {"f:a": {"f:b": {}}}, "f:gone": {"f:x": {}}}, {"f:free": {"f:a": {"f:b": {}}}, "f:gone": {"f:x": {}}}),
    ],
)
def test_owns_whole_what_is_one_value_now(fields: Manifest, expected: Manifest) -> None:
    assert reconciled(FieldSet.from_fields({"f:spec": fields}), _TYPE).to_fields() == {"f:spec": expected}


def test_puts_the_oldest_updaters_together() -> None:
    live = update_as(None, config_map(), "m")
    for number in range(13):
        live = update_as(live, {**config_map(**live["data"], **{f"k{number:02}": "v"})}, f"m{number:02}", number)
    found = owners(live)
    assert len(found) == MAX_UPDATERS
    assert found[f"{ANCIENT} Update"] == {"f:data": {".": {}, "f:k00": {}, "f:k01": {}, "f:k02": {}, "f:k03": {}}}


_LAST = "kubectl.kubernetes.io/last-applied-configuration"


def _client_side(data: dict[str, str], applied: dict[str, str]) -> Manifest:
    text = json.dumps(config_map(**applied))
    manifest: Manifest = {**config_map(**data), "metadata": {"name": "c", "annotations": {_LAST: text}}}
    return update_as(None, manifest, "kubectl-client-side-apply")


def test_takes_over_what_kubectl_applied_on_the_clients_side() -> None:
    live = apply_as(_client_side({"a": "1"}, {"a": "1"}), config_map(a="2"), "kubectl")
    assert live["data"] == {"a": "2"}
    told = {"apiVersion": "v1", "data": {"a": "2"}, "kind": "ConfigMap", "metadata": {"name": "c"}}
    assert live["metadata"]["annotations"][_LAST] == json.dumps(told, separators=(",", ":")) + "\n"


@pytest.mark.parametrize(("data", "applied"), [({"a": "3"}, {"a": "1"}), ({"a": "3"}, {})])
def test_does_not_take_over_what_others_changed(data: dict[str, str], applied: dict[str, str]) -> None:
    with pytest.raises(ApplyConflict) as raised:
        apply_as(_client_side(data, applied), config_map(a="2"), "kubectl")
    message = 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.a'
    assert raised.value.message == message


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (1, "managedFields is not a list"),
        ([1], "operation must be `Apply` or `Update`"),
        ([{"operation": "Apply"}], "apiVersion must not be empty"),
        ([{"operation": "Apply", "apiVersion": "v1"}], "missing fieldsType in managed fields entry 0"),
        ([{"operation": "Apply", "apiVersion": "v1", "fieldsType": "F"}], 'invalid fieldsType "F" in managed fields entry 0'),
    ],
)
def test_refuses_managed_fields_that_are_none(entries: Any, message: str) -> None:
    with pytest.raises(MergeError) as raised:
        read(entries)
    assert raised.value.message == message
    live: Manifest = {**config_map(), "metadata": {"name": "c", "managedFields": entries}}
    with pytest.raises(MergeError) as raised:
        apply_as(live, config_map(), "one")
    assert (raised.value.message, raised.value.reason) == (f"failed to decode managed fields: {message}", "InternalError")


def test_gives_up_managed_fields_rather_than_fail_an_update() -> None:
    live = update_as(None, parcel(tags=["a"]), "one")
    assert owners(update_as(live, parcel(tags=[None]), "two")) == {}


@pytest.mark.parametrize("text", ["no JSON", '"text"', '{"apiVersion": "v2"}', '{"apiVersion": "v1", "data": 1}'])
def test_takes_over_nothing_from_an_annotation_that_is_no_manifest(text: str) -> None:
    manifest: Manifest = {**config_map(a="1"), "metadata": {"name": "c", "annotations": {_LAST: text}}}
    with pytest.raises(ApplyConflict):
        apply_as(update_as(None, manifest, "other"), config_map(a="2"), "kubectl")


def test_keeps_no_annotation_that_is_too_long() -> None:
    live = apply_as(_client_side({"a": "1"}, {"a": "1"}), config_map(a="x" * 300_000), "kubectl")
    assert "annotations" not in live["metadata"]


def test_removes_what_was_applied_in_another_version() -> None:
    schema = request(parcel(), "")["schema"]
    live = apply_as(None, parcel(title="x", labels={"a": "1", "b": "2"}), "one")
    live = apply_as(live, parcel(labels={"a": "1"}), "two")
    for entry in live["metadata"]["managedFields"]:
        entry["apiVersion"] = "example.com/v0"
    schemas = {"example.com/v0": {**schema}, "example.com/v1": schema}
    assert apply_as(live, parcel(), "one", schemas=schemas)["spec"] == {"labels": {"a": "1"}}
    assert apply_as(live, parcel(), "one", schemas={"example.com/v1": schema})["spec"] == live["spec"]
