"""Claims and volumes."""

from typing import Any

from .worlds import Manifest, World, template


def claim(name: str = "data", size: str = "1Gi", **spec: Any) -> Manifest:
    made = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}, **spec}
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name, "namespace": "shop"}, "spec": made}


def volume(name: str, size: str, **spec: Any) -> Manifest:
    made = {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": size}, "hostPath": {"path": "/data"}, **spec}
    return {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name}, "spec": made}


def volumes(world: World) -> dict[str, str]:
    return {each["metadata"]["name"]: each["status"]["phase"] for each in world.all("PersistentVolume", namespace=None)}


def test_a_claim_gets_a_volume_made_for_it_which_goes_with_it() -> None:
    world = World()

    made = world.create(claim())

    name = f"pvc-{made['metadata']['uid']}"
    assert (made["status"], made["spec"]["volumeName"]) == (
        {"phase": "Bound", "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}},
        name,
    )
    assert volumes(world) == {name: "Bound"}
    world.delete(made)
    assert (world.again(made), volumes(world)) == (None, {})


def test_a_claim_gets_the_smallest_volume_that_fits_and_that_stays() -> None:
    world = World()
    world.create(volume("small", "500Mi"), volume("large", "5Gi"), volume("fits", "1Gi"))

    made = world.create(claim())
    assert volumes(world) == {"small": "Available", "large": "Available", "fits": "Bound"}

    world.delete(made)
    assert volumes(world)["fits"] == "Released"


def test_a_claim_that_a_pod_uses_is_not_deleted_before_the_pod() -> None:
    world = World()
    made = world.create(claim())
    spec = template(volumes=[{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}])["spec"]
    pod = world.create({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "user", "namespace": "shop"}, "spec": spec})

    world.delete(made)
    assert world.again(made) is not None

    world.delete(pod)
    assert world.again(made) is None


def test_a_claim_whose_volume_is_gone_is_lost() -> None:
    world = World()
    made = world.create(claim())
    (found,) = world.all("PersistentVolume", namespace=None)
    world.patch(found, {"spec": {"claimRef": None}})

    world.delete(found)

    assert (world.again(made) or {})["status"]["phase"] == "Lost"


def test_a_claim_can_be_told_to_stay_pending() -> None:
    world = World()
    world.workloads.claim_pending(name="da*")

    made = world.create(claim())

    why = "no persistent volumes available for this claim and no storage class is set"
    assert (made["status"]["phase"], world.said(made)) == ("Pending", [("Normal", "FailedBinding", why)])
