"""One object of each kind: what the local controllers make of it is what the real ones make of it, whole."""

import json
import time
from importlib.resources import files
from typing import Any

import pytest

from tests.cluster.plugin import Cluster
from tests.cluster.start import NODE

from .comparing import comparable, samples
from .worlds import World

pytestmark = pytest.mark.real_only("the local one is held against it")

_LISTED = "sa,cm,deploy,rs,sts,ds,controllerrevisions,job,cronjob,pod,svc,endpoints,endpointslices,pvc,pdb,events"
_WITHIN = 120.0


def real_answers() -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(files("tests.local.controllers").joinpath("real_answers.json").read_text())
    return answers


def local_answers() -> dict[str, Any]:
    world = World()
    world.create(*samples("shop"))
    objects = [
        each
        for each in world.server.snapshot().objects
        if each["metadata"].get("namespace") == "shop"
        or (each["kind"], each["metadata"]["name"]) == ("Namespace", "shop")
        or each["kind"] == "PersistentVolume"
    ]
    return comparable(objects, "shop", "local")


def listed(cluster: Cluster) -> dict[str, Any]:
    objects = list(cluster.kubectl_json("get", _LISTED)["items"])
    volumes = cluster.kubectl_json("get", "pv")["items"]
    objects += [each for each in volumes if each["metadata"]["name"].startswith(cluster.namespace)]
    objects.append(cluster.kubectl_json("get", "namespace", cluster.namespace))
    return comparable(objects, cluster.namespace, NODE)


def test_the_local_controllers_make_what_the_real_ones_made() -> None:
    local, real = local_answers(), real_answers()

    assert local.keys() == real.keys()
    for key, objects in real.items():
        assert local[key] == objects, key


@pytest.mark.cluster
def test_the_real_controllers_still_make_it(cluster: Cluster) -> None:
    for each in samples(cluster.namespace):
        cluster.kubectl("create", "-f", "-", input=each)
    end = time.monotonic() + _WITHIN
    found = listed(cluster)
    while found != real_answers() and time.monotonic() < end:
        found = listed(cluster)
    for each in samples(cluster.namespace):
        if each["kind"] == "PersistentVolume":
            cluster.kubectl("delete", "pv", each["metadata"]["name"], "--wait=false")

    for key, objects in real_answers().items():
        assert found.get(key) == objects, key
