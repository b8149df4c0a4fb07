"""Sequences of requests at random: the real API server makes of objects, and of who owns what in them, what our functions do."""

import copy
import time
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from random import Random

import pytest

from tests.cluster.plugin import Cluster
from tests.local.merging import making
from tests.local.merging.asking import JSON_PATCH, MERGE_PATCH, STRATEGIC, Asked, Manifest, Server, applied, changed, created
from tests.local.merging.sequences import KINDS, done, steps
from typekro.openapi.kinds import Kinds

pytestmark = pytest.mark.real_only("the local one is held against it")

_SEEDS = range(12)
_PATIENCE = 10.0


@pytest.fixture
def server(cluster: Cluster) -> Iterator[Server]:
    """The API server, through one connection."""
    server = Server(cluster.plane.api)
    yield server
    server.close()


@pytest.fixture
def parcels(cluster: Cluster, server: Server) -> Kinds:
    """The kinds of Kubernetes, and one of the test's own, which the server serves."""
    crd = copy.deepcopy(making.CRD)
    crd["metadata"] = {"name": f"parcels.{cluster.group}"}
    crd["spec"]["group"] = cluster.group
    assert server.ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd)[0] == HTTPStatus.CREATED
    until = time.monotonic() + _PATIENCE
    while server.ask("GET", f"/apis/{cluster.group}/v1/namespaces/{cluster.namespace}/parcels")[0] != HTTPStatus.OK:
        assert time.monotonic() < until
    return Kinds.builtin().with_crd(crd)


def _asked(cluster: Cluster, server: Server, kinds: Kinds, name: str, number: int) -> Asked:
    api_version, kind = KINDS[name]
    found = kinds.find(api_version.replace("GROUP", cluster.group), kind)
    assert found is not None
    return Asked(server, kinds, found, cluster.namespace, f"o{number}-{name.replace('_', '-')}")


@pytest.mark.cluster
def test_makes_of_requests_what_the_api_server_does(cluster: Cluster, server: Server, parcels: Kinds) -> None:
    for seed in _SEEDS:
        for name in KINDS:
            asked = _asked(cluster, server, parcels, name, seed)
            before: list[str] = []
            for label, go in steps(asked, name, Random(f"{name}{seed}")):  # noqa: S311 - the same for the same seed
                before.append(label)
                assert (before, done(go)) == (before, [])


@pytest.mark.cluster
def test_puts_the_oldest_of_more_than_ten_updaters_together(cluster: Cluster, server: Server) -> None:
    asked = _asked(cluster, server, Kinds.builtin(), "config_map", 0)
    assert created(asked, {}, manager="m") == []
    for number in range(13):
        assert changed(asked, MERGE_PATCH, {"data": {f"k{number}": "v"}}, manager=f"m{number:02}") == []


@pytest.mark.cluster
def test_takes_over_what_kubectl_applied_on_the_clients_side(cluster: Cluster, server: Server) -> None:
    asked = _asked(cluster, server, Kinds.builtin(), "config_map", 0)
    cluster.kubectl("apply", "-f", "-", input=asked.manifest({"data": {"a": "1", "b": "2"}}))
    assert changed(asked, MERGE_PATCH, {"data": {"b": "3"}}, manager="other") == []
    assert applied(asked, {"data": {"a": "1", "b": "4"}}, manager="kubectl", force=False) == []
    assert applied(asked, {"data": {"a": "5"}}, manager="kubectl", force=False) == []
    assert applied(asked, {"data": {"a": "6"}}, manager="kubectl", force=False) == []


_STRATEGIC: Sequence[Manifest] = (
    {"spec": {"template": {"spec": {"containers": [{"name": "b", "$patch": "delete"}]}}}},
    {"spec": {"template": {"spec": {"containers": [{"$patch": "replace"}, {"name": "z", "image": "nginx"}]}}}},
    {
        "spec": {
            "template": {
                "spec": {"$setElementOrder/containers": [{"name": "c"}, {"name": "a"}], "containers": [{"name": "c", "image": "x"}]}
            }
        }
    },
    {"spec": {"template": {"spec": {"$setElementOrder/containers": [{"name": "a"}], "containers": [{"name": "c", "image": "x"}]}}}},
    {"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}},
    {"spec": {"strategy": {"$retainKeys": ["type"], "rollingUpdate": {}}}},
    {"spec": {"template": {"metadata": {"labels": {"$patch": "replace", "app": "w", "y": "1"}}}}},
    {"metadata": {"annotations": {"$patch": "delete"}}},
    {"metadata": {"$deleteFromPrimitiveList/finalizers": ["example.com/a"]}},
    {"metadata": {"finalizers": ["example.com/c", "example.com/a"]}},
    {"metadata": {"$setElementOrder/finalizers": ["example.com/c", "example.com/b"], "finalizers": ["example.com/c"]}},
    {"spec": {"template": {"spec": {"volumes": [{"name": "v", "hostPath": {"path": "/a"}, "emptyDir": None}]}}}},
    {"spec": {"template": {"spec": {"volumes": [{"name": "v", "$retainKeys": ["name", "hostPath"], "hostPath": {"path": "/a"}}]}}}},
    {"spec": {"template": {"spec": {"containers": [{"image": "without a name"}]}}}},
    {"spec": {"template": {"spec": {"containers": [{"name": "a", "$patch": "other"}]}}}},
    {"spec": {"template": {"spec": {"containers": [{"name": "a", "env": [{"name": "E", "value": None}], "args": ["n"]}]}}}},
)


@pytest.mark.cluster
@pytest.mark.parametrize("number", range(len(_STRATEGIC)))
def test_follows_the_directives_of_strategic_merge_patches(cluster: Cluster, server: Server, number: int) -> None:
    asked = _asked(cluster, server, Kinds.builtin(), "deployment", number)
    containers = [{"name": name, "image": "nginx", "env": [{"name": "E", "value": "1"}], "args": ["m"]} for name in "abc"]
    spec: Manifest = {"containers": containers, "volumes": [{"name": "v", "emptyDir": {}}]}
    template: Manifest = {"metadata": {"labels": {"app": "w", "x": "1"}}, "spec": spec}
    metadata = {"annotations": {"a": "1"}, "finalizers": ["example.com/a", "example.com/b"]}
    parts: Manifest = {"metadata": metadata, "spec": {"paused": True, "selector": {"matchLabels": {"app": "w"}}, "template": template}}
    assert created(asked, parts, manager="one") == []
    assert done(lambda: changed(asked, STRATEGIC, copy.deepcopy(_STRATEGIC[number]), manager="two")) == []
    done(lambda: changed(asked, JSON_PATCH, [{"op": "remove", "path": "/metadata/finalizers"}], manager="one"))
