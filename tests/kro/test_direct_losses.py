"""Direct deployment loses nothing: not what others made, not what a run that did not end made, and not what moves; on a local cluster."""

import copy
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.kro.direct_place import Place, SiteSpec, SiteStatus, graph_of, settings
from typekro import (
    CRDInstanceError,
    Fault,
    Graph,
    ResourceGraph,
    Schema,
    manifest_node,
    simple,
)
from typekro.kubernetes import ApiError
from typekro.local.kro.instances import InstanceController
from typekro.local.kro.watches import InstanceKey
from typekro.orchestrator.plan import FieldChange

pytestmark = pytest.mark.anyio

UNCHANGED = "succeeded: 2 unchanged (nothing was written)"


@attrs.frozen
class LooseStatus:
    text: str | None = None


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A cluster of the test's own."""
    return Place(tmp_path)


def two_settings(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
    """Settings, and others that are derived from them and may be left out."""
    one = settings(f"{schema.metadata.name}-a", text=schema.spec.text)
    two = settings(f"{schema.metadata.name}-b", text=one.data.text).with_include_when(schema.spec.extra)
    return {"one": one, "two": two}, SiteStatus(text=one.data.text)


async def test_what_somebody_copied_with_our_labels_and_annotations_is_never_deleted(place: Place) -> None:
    graph, server = graph_of(two_settings), place.cluster.server
    async with place.cluster.connect():
        await place.up(graph, SiteSpec("one", extra=False))
        ours = server.get("v1", "ConfigMap", "one-a", "default")
        assert ours is not None
        marks = {key: ours["metadata"][key] for key in ("labels", "annotations")}
        server.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "other"}}, manager="somebody")
        copy = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "one-a", "namespace": "other", **marks},
            "data": {"text": "one"},
        }
        copied = {"ConfigMap/other/one-a": server.create(copy, manager="replicator")["metadata"]["uid"]}
        both = {"ConfigMap/default/one-a": ours["metadata"]["uid"], **copied}

        assert await place.up(graph, SiteSpec("one", extra=False)) == []
        assert (place.lines[-1], place.uids()) == (UNCHANGED, both)
        assert await place.up(graph, SiteSpec("two", extra=False)) == ["apply /api/v1/namespaces/default/configmaps/one-a: 200"]
        assert place.uids() == both
        assert await place.up(graph, None) == ["delete /api/v1/namespaces/default/configmaps/one-a: 200"]
        assert place.uids() == copied


def slowly(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
    """Pods that the graph waits for, and settings that are made of other pods, and so not applied with the first objects."""
    name = schema.metadata.name
    pods, slow = simple.deployment(name=name, image="nginx:1"), simple.deployment(name=f"{name}-slow", image="slow:1")
    one = settings(f"{name}-a", text=f"{pods.status.available_replicas}")
    two = settings(f"{name}-b", text=one.data.text).with_include_when(schema.spec.extra)
    return {"pods": pods, "slow": slow, "one": one, "two": two}, SiteStatus(text=one.data.text)


async def test_what_a_run_applied_whose_wait_timed_out_is_found_by_the_next_and_deleted_where_it_is_no_longer_wanted(place: Place) -> None:
    graph = graph_of(slowly)
    place.cluster.workloads.never_ready(image="slow:1")
    async with place.cluster.connect():
        with pytest.raises(CRDInstanceError, match=r"^Site default/one is not ready after 1 s\n"):
            await place.up(graph, SiteSpec("one"), within=1.0)
        before = place.uids()
        assert set(before) == {
            "ConfigMap/default/one-a",
            "ConfigMap/default/one-b",
            "Deployment/default/one",
            "Deployment/default/one-slow",
        }
        place.cluster.workloads.ready_after(0.0, image="slow:1")

        assert await place.up(graph, SiteSpec("one", extra=False)) == [
            "apply /api/v1/namespaces/default/configmaps/one-a: 200",
            "delete /api/v1/namespaces/default/configmaps/one-b: 200",
        ]
        kept = {key: uid for key, uid in before.items() if key != "ConfigMap/default/one-b"}
        assert place.uids() == kept
        assert await place.up(graph, SiteSpec("one", extra=False)) == []
        assert (place.lines[-1], place.uids()) == (UNCHANGED, kept)


async def test_what_a_run_applied_whose_wait_timed_out_goes_on_the_way_to_kro_where_it_is_no_longer_wanted(place: Place) -> None:
    graph = graph_of(slowly)
    place.cluster.workloads.never_ready(image="slow:1")
    async with place.cluster.connect():
        with pytest.raises(CRDInstanceError, match=r"^Site default/one is not ready after 1 s\n"):
            await place.up(graph, SiteSpec("one"), within=1.0)
        before = place.uids()
        assert "ConfigMap/default/one-b" in before
        place.cluster.workloads.ready_after(0.0, image="slow:1")

        await place.up(graph, SiteSpec("one", extra=False), mode="kro")
        kept = {key: uid for key, uid in before.items() if key != "ConfigMap/default/one-b"}
        assert {key: uid for key, uid in place.uids().items() if not key.startswith("Site/")} == kept
        live = place.cluster.server.get("v1", "ConfigMap", "one-a", "default")
        assert live is not None
        assert {entry["manager"] for entry in live["metadata"]["managedFields"] if entry["manager"].startswith("typekro:")} == set()


async def test_an_adopted_object_that_leaves_the_graph_stays_and_is_no_endless_update(place: Place) -> None:
    graph, server = graph_of(two_settings), place.cluster.server
    there = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one-b", "namespace": "default"}, "data": {"other": "1"}}
    async with place.cluster.connect():
        adopted = {"ConfigMap/default/one-b": server.create(there, manager="somebody")["metadata"]["uid"]}
        await place.up(graph, SiteSpec("one"), adopt=True)
        before = place.uids()
        assert before == {**adopted, "ConfigMap/default/one-a": before["ConfigMap/default/one-a"]}

        assert await place.up(graph, SiteSpec("one", extra=False), adopt=True) == []
        assert place.actions() == [
            "~ update Site/default/one: spec",
            "! Site/default/one: ConfigMap default/one-b was there before, and stays where it is",
        ]
        assert await place.up(graph, SiteSpec("one", extra=False), adopt=True) == []
        assert (place.lines[-1], place.uids()) == (UNCHANGED, before)
        assert await place.up(graph, None) == ["delete /api/v1/namespaces/default/configmaps/one-a: 200"]
        assert place.uids() == adopted


WIDGETS = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.acme.io"},
    "spec": {
        "group": "acme.io",
        "scope": "Cluster",
        "names": {"plural": "widgets", "singular": "widget", "kind": "Widget", "listKind": "WidgetList"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "properties": {"spec": {"type": "object", "properties": {"text": {"type": "string"}}}},
                    }
                },
            }
        ],
    },
}


def widget(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
    """An object of a kind that somebody defined, and that is in no namespace."""
    metadata, spec = {"name": schema.metadata.name}, {"text": schema.spec.text}
    one = manifest_node({"apiVersion": "acme.io/v1", "kind": "Widget", "metadata": metadata, "spec": spec})
    return {"widget": one}, SiteStatus(text=schema.spec.text)


async def test_a_custom_kind_that_has_no_namespaces_can_be_planned_and_is_unchanged_where_nothing_changed(
    place: Place,
) -> None:
    graph = graph_of(widget)
    async with place.cluster.connect():
        place.cluster.server.create(WIDGETS, manager="somebody")
        plan = await place.planned(graph, SiteSpec("a"))
        assert [(step.action, step.id, step.changes) for step in plan.steps] == [
            ("create", "g (direct)", ()),
            ("create", "Site/default/one", (FieldChange("Widget default/one", None, "created"),)),
        ]
        assert (plan.failed, place.uids()) == ((), {})

        assert await place.up(graph, SiteSpec("a")) == ["apply /apis/acme.io/v1/widgets/one: 201"]
        before = place.uids()
        assert set(before) == {"Widget/one"}
        assert await place.up(graph, SiteSpec("a")) == []
        assert (place.lines[-1], place.uids()) == (UNCHANGED, before)

        plan = await place.planned(graph, SiteSpec("b"))
        assert [(step.action, step.id, step.changes) for step in plan.steps] == [
            ("update", "Site/default/one", (FieldChange("Widget default/one .spec.text", "a", "b"),)),
        ]
        assert plan.failed == ()
        assert await place.up(graph, SiteSpec("b")) == ["apply /apis/acme.io/v1/widgets/one: 200"]
        assert place.uids() == before
        assert await place.up(graph, None) == ["delete /apis/acme.io/v1/widgets/one: 200"]
        assert place.uids() == {}


def with_account(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
    """Settings, and an account."""
    one = settings(f"{schema.metadata.name}-a", text=schema.spec.text)
    account = manifest_node({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": schema.metadata.name}})
    return {"one": one, "account": account}, SiteStatus(text=one.data.text)


async def test_a_list_that_fails_while_a_cut_off_run_is_made_good_fails_the_run_and_the_next_one_cleans_up(place: Place) -> None:
    faults = place.cluster.faults
    async with place.cluster.connect():
        refused = faults.add(Fault.refuse(403, verb="apply", kind="ConfigMap", name="one-a", times=None))
        with pytest.raises(CRDInstanceError, match=r"\n  not allowed to apply ConfigMap default/one-a\n"):
            await place.up(graph_of(with_account), SiteSpec("a"))
        left = place.uids()
        assert set(left) == {"ServiceAccount/default/one"}
        faults.remove(refused)
        faults.add(Fault.refuse(500, verb="list", kind="ServiceAccount", times=None))
        with pytest.raises(ApiError, match=r"^could not list ServiceAccount objects\n"):
            await place.up(graph_of(two_settings), SiteSpec("a"))
        assert place.uids() == left
        faults.clear()

        assert await place.up(graph_of(two_settings), SiteSpec("a")) == [
            "apply /api/v1/namespaces/default/configmaps/one-a: 201",
            "apply /api/v1/namespaces/default/configmaps/one-b: 201",
            "delete /api/v1/namespaces/default/serviceaccounts/one: 200",
        ]
        kept = place.uids()
        assert set(kept) == {"ConfigMap/default/one-a", "ConfigMap/default/one-b"}
        assert await place.up(graph_of(two_settings), SiteSpec("a")) == []
        assert (place.lines[-1], place.uids()) == (UNCHANGED, kept)


def with_own_conditions(folder: Path) -> ResourceGraph[Any, Any]:
    """A graph whose instances say nothing of kro's own conditions, and so not what kro has done."""
    manifest: dict[str, Any] = copy.deepcopy(dict(graph_of(two_settings).definition))
    manifest["spec"]["schema"]["status"]["conditions"] = ['${runtime.newCondition({type: "Loud", status: "True"})}']
    file = folder / "site.yaml"
    file.write_text(json.dumps(manifest), encoding="utf-8")  # which is YAML too
    return ResourceGraph.from_yaml(file, spec=SiteSpec, status=LooseStatus)


def slow_down(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Has kro come by to an instance only after so many times, each a tenth of a second later."""
    reconcile, left = InstanceController.reconcile, [0.1] * times

    def later(self: InstanceController, key: InstanceKey) -> float | None:
        return left.pop() if left else reconcile(self, key)

    monkeypatch.setattr(InstanceController, "reconcile", later)


async def test_a_move_from_kro_that_was_cut_off_and_goes_back_keeps_all_objects_though_kro_is_slow_and_tells_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = with_own_conditions(place.folder)
    async with place.cluster.connect():
        await place.up(graph, SiteSpec("a"), mode="kro")
        before = place.uids()
        assert set(before) == {"Site/default/one", "ConfigMap/default/one-a", "ConfigMap/default/one-b"}
        place.cluster.faults.add(Fault.refuse(403, verb="delete", kind="Site", times=None))
        with pytest.raises(CRDInstanceError, match=r"\n  not allowed to delete Site default/one\n"):
            await place.up(graph, SiteSpec("a"))
        assert place.uids() == before
        place.cluster.faults.clear()
        slow_down(monkeypatch, 3)

        written = await place.up(graph, SiteSpec("a"), mode="kro")
        assert [write for write in written if write.startswith("delete")] == []
        place.cluster.settle()
        assert place.uids() == before
        assert await place.up(graph, SiteSpec("a"), mode="kro") == []
        assert (place.lines[-1], place.uids()) == (UNCHANGED, before)
