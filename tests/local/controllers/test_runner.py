"""The runner: in the background of an event loop, and for what is there already."""

import subprocess
import sys
import threading
from importlib import import_module

import anyio
import pytest

from typekro.local.api import ApiServer, Change, StatusError
from typekro.local.controllers import Runner, run_controllers
from typekro.local.controllers.assembling import LATER
from typekro.local.controllers.base import Cluster, Later
from typekro.local.controllers.objects import Objects
from typekro.local.controllers.policy import Workloads
from typekro.local.controllers.recording import Recorder
from typekro.local.controllers.runner import EndlessError

from .worlds import Clock, Manifest, World, workload


def test_it_works_in_the_background_as_soon_as_something_is_written() -> None:
    clock = Clock()
    server = ApiServer(clock=clock)
    runner = run_controllers(server, clock=clock)

    async def run() -> Manifest:
        found: Manifest = {}
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(runner.run)
            await anyio.lowlevel.checkpoint()
            server.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}, manager="test")
            server.create(workload("Deployment"), manager="test")
            while not found.get("status", {}).get("availableReplicas"):
                await anyio.lowlevel.checkpoint()
                found = server.get("apps/v1", "Deployment", "web", "shop") or {}
            tasks.cancel_scope.cancel()
        return found

    assert anyio.run(run)["status"]["availableReplicas"] == 1


def test_what_is_there_already_is_brought_further() -> None:
    world = World()
    made = world.create(workload("Deployment"))
    world.runner.close()
    world.server.update({**made, "spec": {**made["spec"], "replicas": 3}}, manager="test")

    run_controllers(world.server, clock=world.clock).settle()

    assert (world.again(made) or {})["status"]["availableReplicas"] == 3


def test_what_the_server_refuses_is_tried_again_later() -> None:
    world = World()
    refusals = iter(range(3))

    def refuse(new: Manifest, old: Manifest | None) -> Manifest:
        if old is None and next(refusals, None) is not None:
            raise StatusError(500, "InternalError", "not now")
        return new

    world.server.admission("v1", "Pod", refuse)
    made = world.create(workload("Deployment"))
    assert "availableReplicas" not in made["status"]

    world.pass_time(1)

    assert (world.again(made) or {})["status"]["availableReplicas"] == 1


def test_a_controller_that_is_never_done_is_named_with_what_it_looks_at() -> None:
    clock = Clock()
    server = ApiServer(clock=clock)
    runner = Runner(server, [Restless(server)], clock, most=20)
    server.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web", "namespace": "default"}}, manager="test")

    with pytest.raises(EndlessError) as raised:
        runner.settle()

    assert str(raised.value) == (
        "the controller restless is never done with default/web: it looked 21 times, and wants to look again\n"
        "each look writes something, which makes it look again; a look that finds everything as it should be has to write nothing"
    )


class Restless:
    """A controller with a mistake: it counts its own writes."""

    name = "restless"
    kinds = frozenset({("", "ConfigMap")})

    def __init__(self, server: ApiServer) -> None:
        self._server = server
        self._looks = 0

    def wants(self, change: Change) -> list[tuple[str, str]]:
        return [(change.object["metadata"]["namespace"], change.object["metadata"]["name"])]

    def reconcile(self, key: tuple[str, str]) -> float | None:
        self._looks += 1
        self._server.patch("v1", "ConfigMap", key[1], key[0], {"data": {"looks": str(self._looks)}}, manager="restless")
        return None


def test_controllers_are_made_once_though_two_threads_write_at_once() -> None:
    clock = Clock()
    server = ApiServer(clock=clock)
    resource = server.resource("v1", "ConfigMap")
    assert resource is not None
    change = Change("ADDED", resource, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default"}})
    made: list[str] = []
    others: list[threading.Thread] = []

    def first() -> Restless:
        made.append("first")
        other = threading.Thread(target=runner.look_at, args=(change,))
        others.append(other)
        other.start()
        other.join(0.1)  # it ends at once, or waits until we are done
        return Restless(server)

    def second() -> Restless:
        made.append("second")
        return Restless(server)

    runner = Runner(server, [Later(Restless.kinds, first), Later(Restless.kinds, second)], clock)

    runner.look_at(change)
    for other in others:
        other.join()

    assert made == ["first", "second"]


def test_controllers_are_told_of_all_kinds_by_which_they_are_made() -> None:
    clock = Clock()
    server = ApiServer(clock=clock)
    cluster = Cluster(server, Objects([]), Recorder(server, clock, "local"), clock, Workloads())
    there_anyway = frozenset({("", "Node")})

    for (module, name), kinds in LATER.items():
        controller = getattr(import_module(f"typekro.local.controllers.{module}"), name)(cluster)
        assert kinds == controller.kinds - there_anyway, name


def test_controllers_that_have_nothing_to_look_at_are_not_imported() -> None:
    script = """
import sys
from datetime import UTC, datetime
from typekro.local.api import ApiServer
from typekro.local.controllers.assembling import LATER, run_controllers

server = ApiServer(clock=lambda: datetime.now(UTC))
runner = run_controllers(server, clock=lambda: datetime.now(UTC))
server.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default"}}, manager="me")
runner.settle()
print(sorted({module for module, _ in LATER} & {name.rpartition(".")[2] for name in sys.modules if ".controllers." in name}))
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n"
