"""Whose an object is, read from the object."""

from typing import Any

import attrs
import pytest

from typekro.kro.apply import changed_paths
from typekro.kro.ownership import Footprint, Owner, kubectl_name, owner_said

OWNER = Owner("infra", "dev", "lineage-1", "ada@host")
KEY = "owner.typekro.io/3d1bfc6f4c6b6768"


def manifest(**metadata: Any) -> dict[str, Any]:
    return {"apiVersion": "example.com/v1", "kind": "Note", "metadata": {"name": "first", **metadata}, "spec": {"text": "hello"}}


def test_an_owner_signs_for_machines_and_for_people() -> None:
    signed = OWNER.sign(manifest(labels={"a": "b"}, annotations={"c": "d"}))

    assert signed == manifest(labels={"a": "b", OWNER.key: "lineage-1"}, annotations={"c": "d", OWNER.key: "infra/dev of ada@host"})


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"adopted": True}, "infra/dev of ada@host, adopted"),
        ({"protected": True, "retained": True}, "infra/dev of ada@host, protected, retained"),
        ({"stage_protected": True}, "infra/dev of ada@host, protected stage"),
    ],
)
def test_an_owner_says_how_an_object_is_handled_and_reads_it_back(marks: dict[str, Any], said: str) -> None:
    owner = attrs.evolve(OWNER, resource="first", **marks)

    signed = owner.sign(manifest())

    assert signed["metadata"]["annotations"] == {OWNER.key: said, OWNER.key.replace("owner", "resource"): "first"}
    assert OWNER.of_object(signed) == owner
    assert owner_said(said) == "infra/dev of ada@host"


def test_an_owner_is_known_by_its_manager() -> None:
    assert Owner.named("typekro:infra/dev") == Owner("infra", "dev", "", "")
    assert (Owner.named("kubectl"), Owner.named("typekro:infra"), Owner.named("infra/dev")) == (None, None, None)


def test_signing_leaves_what_was_given_as_it_is() -> None:
    given = manifest(labels={"a": "b"})

    OWNER.sign(given)

    assert given == manifest(labels={"a": "b"})


def test_an_owner_knows_what_it_signed() -> None:
    signed = OWNER.sign(manifest())

    assert OWNER.owns(signed)
    assert not OWNER.owns(manifest())
    assert not attrs.evolve(OWNER, lineage="lineage-2").owns(signed)
    assert not attrs.evolve(OWNER, stage="prod").owns(signed)
    assert not attrs.evolve(OWNER, app="other").owns(signed)


def test_several_owners_can_sign_one_object() -> None:
    other = attrs.evolve(OWNER, app="other", lineage="lineage-2")
    signed = other.sign(OWNER.sign(manifest()))

    assert (OWNER.owns(signed), other.owns(signed)) == (True, True)


def test_the_label_of_an_owner_is_the_same_for_ever() -> None:
    """It stands in clusters: another value would make strangers of all that is there."""
    assert (OWNER.key, OWNER.selector, OWNER.manager) == (KEY, f"{KEY}=lineage-1", "typekro:infra/dev")


def test_a_footprint_holds_our_fields_only() -> None:
    ours: dict[str, Any] = {"f:spec": {"f:text": {}}}
    entries: list[dict[str, Any]] = [
        {"manager": OWNER.manager, "operation": "Apply", "apiVersion": "example.com/v1", "fieldsType": "FieldsV1", "fieldsV1": ours},
        {
            "manager": "x",
            "operation": "Update",
            "apiVersion": "example.com/v1",
            "fieldsType": "FieldsV1",
            "fieldsV1": {"f:spec": {"f:size": {}}},
        },
    ]
    live = {**manifest(uid="1", creationTimestamp="2025-01-01T00:00:00Z", managedFields=entries), "spec": {"text": "hello", "size": 3}}

    footprint = Footprint.of(live, OWNER)

    assert (footprint.uid, footprint.created, footprint.fields) == ("1", "2025-01-01T00:00:00Z", ours)
    assert footprint.managed["spec"] == {"text": "hello"}


def test_kubectl_is_told_the_group_and_the_namespace_where_there_are_any() -> None:
    assert kubectl_name(manifest(namespace="shop")) == "note.example.com first --namespace shop"
    assert kubectl_name({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}) == "namespace shop"


def test_what_changed_is_named_by_its_path() -> None:
    before = {"a": {"b": 1, "c": [1]}, "d": {"e": {"f": 1}}, "g": {}}

    assert changed_paths(before, {"a": {"b": 2, "c": [1]}, "d": {"e": {"f": 1}}, "g": {}}) == [".a.b"]
    assert changed_paths(before, {"a": {"b": 1, "c": [2]}, "g": None}) == [".a.c", ".d.e.f", ".g"]
    assert changed_paths(before, before) == []
