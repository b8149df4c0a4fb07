"""Namespaces: what each has from the start, and how they go."""

from typekro.local.api import ApiServer
from typekro.local.controllers import run_controllers

from .worlds import Clock, Manifest, World, workload


def config(name: str, **metadata: object) -> Manifest:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "shop", **metadata}}


def space(world: World) -> Manifest | None:
    return world.server.get("v1", "Namespace", "shop")


def test_each_has_a_service_account_and_the_certificate_and_gets_them_again() -> None:
    clock = Clock()
    server = ApiServer(clock=clock)
    runner = run_controllers(server, clock=clock, root_ca="PEM")
    runner.settle()
    server.delete("v1", "ConfigMap", "kube-root-ca.crt", "default")
    server.patch("v1", "ServiceAccount", "default", "default", {"metadata": {"labels": {"a": "b"}}}, manager="test")
    server.delete("v1", "ServiceAccount", "default", "default")
    runner.settle()

    found = server.get("v1", "ConfigMap", "kube-root-ca.crt", "default")
    assert found is not None
    assert found["data"] == {"ca.crt": "PEM"}
    assert [each["metadata"]["namespace"] for each in server.list("v1", "ServiceAccount")] == [
        "default",
        "kube-node-lease",
        "kube-public",
        "kube-system",
    ]


def test_one_that_is_deleted_goes_with_all_that_is_in_it() -> None:
    world = World()
    world.create(config("one"), workload("Deployment", replicas=2))

    world.delete(space(world) or {})

    assert space(world) is None
    kinds = {each["kind"] for each in world.server.snapshot().objects if each["metadata"].get("namespace") == "shop"}
    assert kinds == set()


def test_one_with_something_that_is_held_says_what_remains_and_goes_when_that_goes() -> None:
    world = World()
    held = world.create(config("held", finalizers=["example.com/x"]))

    world.delete(space(world) or {})

    status = (space(world) or {})["status"]
    said = {each["type"]: (each["status"], each["reason"], each["message"]) for each in status["conditions"]}
    assert status["phase"] == "Terminating"
    assert list(said.items()) == [
        ("NamespaceDeletionDiscoveryFailure", ("False", "ResourcesDiscovered", "All resources successfully discovered")),
        ("NamespaceDeletionGroupVersionParsingFailure", ("False", "ParsedGroupVersions", "All legacy kube types successfully parsed")),
        (
            "NamespaceDeletionContentFailure",
            ("False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
        ),
        (
            "NamespaceContentRemaining",
            ("True", "SomeResourcesRemain", "Some resources are remaining: configmaps. has 1 resource instances"),
        ),
        (
            "NamespaceFinalizersRemaining",
            (
                "True",
                "SomeFinalizersRemain",
                "Some content in the namespace has finalizers remaining: example.com/x in 1 resource instances",
            ),
        ),
    ]

    world.patch(held, {"metadata": {"finalizers": None}})
    assert space(world) is None
