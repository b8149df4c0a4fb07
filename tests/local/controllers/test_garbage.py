"""Garbage collection: what goes with its owners, and what stays."""

from typing import Any

import pytest

from .worlds import Manifest, World


def config(name: str, *owners: Manifest, **metadata: Any) -> Manifest:
    references = [
        {
            "apiVersion": "v1",
            "kind": each["kind"],
            "name": each["metadata"]["name"],
            "uid": each["metadata"]["uid"],
            "blockOwnerDeletion": True,
        }
        for each in owners
    ]
    about = {"name": name, "namespace": "shop", **({"ownerReferences": references} if references else {}), **metadata}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": about}


def names(world: World) -> list[str]:
    return [each["metadata"]["name"] for each in world.all("ConfigMap") if each["metadata"]["name"] != "kube-root-ca.crt"]


@pytest.mark.parametrize("policy", ["Background", "Foreground"])
def test_dependents_go_with_their_owner_down_to_the_last(policy: str) -> None:
    world = World()
    owner = world.create(config("owner"))
    child = world.create(config("child", owner))
    world.create(config("grandchild", child))

    world.delete(owner, policy=policy)

    assert names(world) == []


def test_an_owner_in_the_foreground_waits_for_dependents_that_are_held() -> None:
    world = World()
    owner = world.create(config("owner"))
    child = world.create(config("child", owner, finalizers=["example.com/held"]))

    world.delete(owner, policy="Foreground")
    assert names(world) == ["child", "owner"]

    world.patch(child, {"metadata": {"finalizers": None}})
    assert names(world) == []


def test_an_owner_in_the_background_does_not_wait() -> None:
    world = World()
    owner = world.create(config("owner"))
    world.create(config("child", owner, finalizers=["example.com/held"]))

    world.delete(owner)

    assert names(world) == ["child"]


def test_orphans_stay_without_their_owner() -> None:
    world = World()
    owner = world.create(config("owner"))
    child = world.create(config("child", owner))

    world.delete(owner, policy="Orphan")

    assert "ownerReferences" not in (world.again(child) or {})["metadata"]


def test_with_another_owner_a_dependent_stays_and_forgets_the_one_that_went() -> None:
    world = World()
    one, two = world.create(config("one")), world.create(config("two"))
    child = world.create(config("child", one, two))

    world.delete(one)
    assert [each["name"] for each in (world.again(child) or {})["metadata"]["ownerReferences"]] == ["two"]

    world.delete(two)
    assert names(world) == []


def test_what_is_made_for_an_owner_that_is_not_there_goes_at_once() -> None:
    world = World()
    absent = {"kind": "ConfigMap", "metadata": {"name": "absent", "uid": "1"}}

    world.create(config("child", absent))

    assert names(world) == []


def test_an_owner_in_another_namespace_is_none_and_that_is_said() -> None:
    world = World()
    world.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "other"}})
    owner = world.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "owner", "namespace": "other"}})

    world.create(config("child", owner))

    assert names(world) == []
    (event,) = [each for each in world.all("Event") if each["reason"] == "OwnerRefInvalidNamespace"]
    uid = owner["metadata"]["uid"]
    assert event["message"] == f'ownerRef [v1/ConfigMap, namespace: shop, name: owner, uid: {uid}] does not exist in namespace "shop"'


def test_two_that_own_each_other_go_in_the_foreground() -> None:
    world = World()
    one = world.create(config("one"))
    two = world.create(config("two", one))
    circle = config("one", two)["metadata"]["ownerReferences"]
    world.patch(one, {"metadata": {"ownerReferences": circle}})

    world.delete(one, policy="Foreground")

    assert names(world) == []
