"""Services: their addresses, their ports, and who answers for them."""

from typing import Any

import pytest

from typekro.local.api import StatusError

from .worlds import Manifest, World, workload


def service(name: str = "web", **spec: Any) -> Manifest:
    made = {"selector": {"app": "web"}, "ports": [{"port": 80}], **spec}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": "shop"}, "spec": made}


def answering(world: World) -> list[tuple[str, bool]]:
    (found,) = world.all("EndpointSlice", "discovery.k8s.io/v1")
    return [(each["targetRef"]["name"], each["conditions"]["ready"]) for each in found["endpoints"] or ()]


def test_each_gets_an_address_of_its_own_and_keeps_it() -> None:
    world = World()
    one, two = world.create(service("one")), world.create(service("two"))
    assert one["spec"]["clusterIP"] != two["spec"]["clusterIP"]
    assert one["spec"]["clusterIP"].startswith("10.96.")

    changed = {**one, "spec": {key: value for key, value in one["spec"].items() if not key.startswith("clusterIP")}}
    again = world.server.update(changed, manager="test")

    assert again["spec"]["clusterIP"] == one["spec"]["clusterIP"]


def test_an_address_can_be_asked_for_once() -> None:
    world = World()
    world.create(service("one", clusterIP="10.96.7.7"))

    with pytest.raises(StatusError) as raised:
        world.create(service("two", clusterIP="10.96.7.7"))

    why = 'spec.clusterIPs: Invalid value: ["10.96.7.7"]: failed to allocate IP 10.96.7.7: provided IP is already allocated'
    assert str(raised.value) == f'Service "two" is invalid: {why}'
    world.delete(world.all("Service")[0])
    assert world.create(service("two", clusterIP="10.96.7.7"))["spec"]["clusterIP"] == "10.96.7.7"


def test_a_headless_one_and_an_external_name_have_none() -> None:
    world = World()

    assert world.create(service("one", clusterIP="None"))["spec"]["clusterIPs"] == ["None"]
    assert "clusterIP" not in world.create(service("two", type="ExternalName", externalName="example.com"))["spec"]


def test_node_ports_are_given_kept_and_taken_back_with_the_type() -> None:
    world = World()
    made = world.create(service(type="NodePort", ports=[{"name": "a", "port": 80}, {"name": "b", "port": 81}]))
    first, second = (each["nodePort"] for each in made["spec"]["ports"])
    assert (30000 <= first <= 32767, first != second) == (True, True)

    made = world.patch(made, {"spec": {"type": "ClusterIP"}})

    assert [each.get("nodePort") for each in made["spec"]["ports"]] == [None, None]


def test_a_node_port_that_is_taken_is_refused() -> None:
    world = World()
    world.create(service("one", type="NodePort", ports=[{"port": 80, "nodePort": 30080}]))

    with pytest.raises(StatusError) as raised:
        world.create(service("two", type="NodePort", ports=[{"port": 80, "nodePort": 30080}]))

    why = "spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated"
    assert str(raised.value) == f'Service "two" is invalid: {why}'


def test_pods_answer_when_they_are_ready() -> None:
    world = World()
    world.create(service())
    world.workloads.ready_after(5)
    world.create(workload("Deployment", replicas=2))
    assert [ready for _, ready in answering(world)] == [False, False]
    (endpoints,) = world.all("Endpoints")
    assert [list(each) for each in endpoints["subsets"]] == [["notReadyAddresses", "ports"]]

    world.pass_time(5)

    assert [ready for _, ready in answering(world)] == [True, True]
    (endpoints,) = world.all("Endpoints")
    assert [list(each) for each in endpoints["subsets"]] == [["addresses", "ports"]]


def test_who_answers_goes_with_the_service() -> None:
    world = World()
    made = world.create(service())
    world.create(workload("Deployment"))

    world.delete(made)

    assert (world.all("Endpoints"), world.all("EndpointSlice", "discovery.k8s.io/v1")) == ([], [])


def test_without_a_selector_nobody_is_said_to_answer() -> None:
    world = World()

    world.create(service(selector=None))

    assert world.all("Endpoints") == []
