"""What is asked of objects without asking the server."""

from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from typekro.kubernetes.objects import (
    FieldOwner,
    condition,
    describe,
    identify,
    lost_fields,
    managed_fields,
    managed_subset,
)

NAMES = st.sampled_from(["a", "b", "c", "spec"])
TREES: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.dictionaries(NAMES, st.integers() | st.text(max_size=3), min_size=1, max_size=3),
    lambda below: st.dictionaries(NAMES, below | st.integers(), min_size=1, max_size=3),
    max_leaves=8,
)


def entry(manager: str, fields: dict[str, Any], operation: str = "Apply", subresource: str = "") -> dict[str, Any]:
    return {"manager": manager, "operation": operation, "fieldsV1": fields, **({"subresource": subresource} if subresource else {})}


def live(*entries: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {"metadata": {"managedFields": list(entries)}, **sections}


def owning(tree: dict[str, Any]) -> dict[str, Any]:
    return {f"f:{name}": owning(cast("dict[str, Any]", below)) if isinstance(below, dict) else {} for name, below in tree.items()}


def containers(*containers: dict[str, Any]) -> dict[str, Any]:
    return {"spec": {"containers": list(containers)}}


def test_an_object_is_called_by_kind_namespace_and_name() -> None:
    assert identify({"kind": "Database", "metadata": {"name": "db", "namespace": "prod"}}) == "Database prod/db"
    assert identify({"kind": "Namespace", "metadata": {"name": "prod"}}) == "Namespace prod"
    assert identify({}) == "object "
    assert describe("Database") == "Database objects"
    assert describe("Database", namespace="prod") == "Database objects in namespace prod"


def test_a_condition_is_found_by_its_type() -> None:
    ready = {"type": "Ready", "status": "True"}

    assert condition({"status": {"conditions": [{"type": "Other"}, ready]}}, "Ready") == ready
    assert condition({"status": {"conditions": [ready]}}, "Established") is None
    assert condition({"status": None}, "Ready") is None
    assert condition({}, "Ready") is None


def test_only_what_was_applied_by_this_manager_is_its_own() -> None:
    found = live(
        entry("me", {"f:spec": {"f:a": {}}}),
        entry("me", {"f:spec": {"f:b": {}}}),
        entry("me", {"f:spec": {"f:c": {}}}, "Update"),
        entry("me", {"f:status": {}}, subresource="status"),
        entry("you", {"f:spec": {"f:d": {}}}),
    )

    assert managed_fields(found, "me") == {"f:spec": {"f:a": {}, "f:b": {}}}
    assert managed_fields(found, "nobody") == {}
    assert managed_fields({}, "me") == {}


def test_the_subset_has_our_fields_with_the_servers_values() -> None:
    found = live(entry("me", {"f:spec": {"f:cpu": {}, "f:strategy": {}}}), spec={"cpu": "1", "replicas": 3, "strategy": {"type": "x"}})

    assert managed_subset(found, "me") == {"spec": {"cpu": "1", "strategy": {"type": "x"}}}
    assert managed_subset(found, "you") == {}


def test_items_are_found_by_their_keys_and_keep_the_order_of_the_object() -> None:
    fields: dict[str, Any] = {
        "f:spec": {
            "f:containers": {
                'k:{"name":"web"}': {".": {}, "f:image": {}, "f:name": {}},
                'k:{"name":"log"}': {".": {}, "f:name": {}, "f:ports": {'k:{"port":80,"protocol":"TCP"}': {".": {}, "f:port": {}}}},
            }
        }
    }
    log = {"name": "log", "ports": [{"port": 80, "protocol": "UDP"}, {"port": 80, "protocol": "TCP", "x": 1}]}
    found = live(entry("me", fields), **containers(log, {"name": "proxy"}, {"name": "web", "image": "nginx", "tty": False}))

    assert managed_subset(found, "me") == containers(
        {"name": "log", "ports": [{"port": 80, "protocol": "TCP"}]}, {"name": "web", "image": "nginx"}
    )


def test_items_of_a_set_are_found_by_value_and_others_by_index() -> None:
    found = live(entry("me", {"f:set": {'v:"a"': {}, "v:3": {}}, "f:list": {"i:1": {}}}), set=["b", 3, "a"], list=["x", "y"])

    assert managed_subset(found, "me") == {"set": [3, "a"], "list": ["y"]}


def test_an_empty_map_that_others_fill_stays_empty() -> None:
    found = live(
        entry("me", {"f:labels": {}, "f:finalizers": {}, "f:items": {".": {}}, "f:emptyDir": {}}),
        entry("you", {"f:labels": {"f:x": {}}, "f:finalizers": {'v:"kro"': {}}}, "Update"),
        labels={"x": "1"},
        finalizers=["kro"],
        items=[{"name": "a"}],
        emptyDir={},
    )

    assert managed_subset(found, "me") == {"labels": {}, "finalizers": [], "items": [], "emptyDir": {}}


@given(TREES)
def test_who_owns_every_field_has_the_whole_object_as_subset(tree: dict[str, Any]) -> None:
    found = {**tree, "metadata": {"managedFields": [entry("me", owning(tree))]}}

    assert managed_subset(found, "me") == tree


@given(TREES, TREES)
def test_fields_of_others_never_change_the_subset(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    alone = {**ours, "metadata": {"managedFields": [entry("me", owning(ours))]}}
    merged: dict[str, Any] = {**theirs, **ours}
    together = {**merged, "metadata": {"managedFields": [entry("me", owning(ours)), entry("you", owning({**theirs, **ours}))]}}

    assert managed_subset(together, "me") == managed_subset(alone, "me")


@given(TREES)
def test_what_is_still_ours_was_not_lost(tree: dict[str, Any]) -> None:
    assert lost_fields(live(entry("me", owning(tree))), "me", owning(tree)) == ()


def test_a_lost_field_is_told_with_all_its_owners() -> None:
    recorded: dict[str, Any] = {
        "f:spec": {
            "f:replicas": {},
            "f:image": {},
            "f:containers": {'k:{"name":"web","port":80}': {".": {}, "f:tty": {}}},
            "f:set": {'v:"a"': {}},
            "f:list": {"i:0": {}},
        }
    }
    found = live(
        entry("me", {"f:spec": {"f:image": {}}}),
        entry("hpa", {"f:spec": {"f:replicas": {}}}, "Update", "scale"),
        entry("you", {"f:spec": {"f:replicas": {}, "f:set": {'v:"a"': {}}}}),
    )

    assert lost_fields(found, "me", recorded) == (
        FieldOwner(".spec.replicas", "hpa", "Update", "scale"),
        FieldOwner(".spec.replicas", "you", "Apply"),
        FieldOwner('.spec.containers[name="web",port=80].tty'),
        FieldOwner('.spec.set[="a"]', "you", "Apply"),
        FieldOwner(".spec.list[0]"),
    )
