"""Watches."""

import json

import anyio
import pytest

from tests.local.api.asking import CRDS, MAPS, MERGE, TABLE, WEBS, Asking, config_map, crd, events, named, status


def test_a_watch_tells_what_is_there_and_then_what_happens(asking: Asking) -> None:
    asking.ask("POST", MAPS, config_map("a"))
    stream = asking.watch(MAPS)
    asking.ask("PATCH", f"{MAPS}/a", {"data": {"a": "2"}}, MERGE)
    asking.ask("DELETE", f"{MAPS}/a")
    told = [(kind, found["metadata"]["resourceVersion"], found["data"]) for kind, found in events(stream)]
    assert told == [("ADDED", "6", {"a": "1"}), ("MODIFIED", "7", {"a": "2"}), ("DELETED", "8", {"a": "2"})]


def test_a_watch_goes_on_after_a_moment(asking: Asking) -> None:
    first = asking.ask("POST", MAPS, config_map("a"))["metadata"]["resourceVersion"]
    asking.ask("POST", MAPS, config_map("b"))
    assert named(asking.watch(MAPS, resourceVersion=first)) == [("ADDED", "b")]


def test_what_comes_into_a_selection_is_added_and_what_leaves_it_deleted(asking: Asking) -> None:
    asking.ask("POST", MAPS, config_map("a", labels={"app": "x"}))
    asking.ask("POST", MAPS, config_map("b", labels={"app": "y"}))
    stream = asking.watch(MAPS, labelSelector="app=x", resourceVersion="7")
    for name, app in (("a", "y"), ("b", "x"), ("b", "x")):
        asking.ask("PATCH", f"{MAPS}/{name}", {"metadata": {"labels": {"app": app, "n": name}}}, MERGE)
    asking.ask("DELETE", f"{MAPS}/a")
    asking.ask("DELETE", f"{MAPS}/b")
    told = [(kind, found["metadata"]["name"], found["metadata"]["resourceVersion"]) for kind, found in events(stream)]
    assert told == [("DELETED", "a", "8"), ("ADDED", "b", "9"), ("DELETED", "b", "11")]


def test_another_namespace_is_not_told_of(asking: Asking) -> None:
    stream = asking.watch(MAPS)
    asking.server.create(config_map("a", namespace="kube-system"), manager="me")
    assert named(stream) == []


def test_one_object_can_be_watched_by_its_name(asking: Asking) -> None:
    stream = asking.watch(MAPS, fieldSelector="metadata.name=b")
    for name in "ab":
        asking.ask("POST", MAPS, config_map(name))
    assert named(stream) == [("ADDED", "b")]


def test_a_moment_that_is_forgotten_is_an_error_in_the_stream() -> None:
    asking = Asking(history=1)
    for name in "ab":
        asking.ask("POST", MAPS, config_map(name))
    refusal = status(410, "Expired", "too old resource version: 5 (6)")
    assert events(asking.watch(MAPS, resourceVersion="5")) == [("ERROR", refusal)]


def test_initial_events_end_with_a_bookmark(asking: Asking) -> None:
    asking.ask("POST", MAPS, config_map("a"))
    query = {"sendInitialEvents": "true", "resourceVersionMatch": "NotOlderThan", "allowWatchBookmarks": "true"}
    told = events(asking.watch(MAPS, **query))
    mark = {"resourceVersion": "6", "annotations": {"k8s.io/initial-events-end": "true"}}
    assert told[1] == ("BOOKMARK", {"kind": "ConfigMap", "apiVersion": "v1", "metadata": mark})


def test_initial_events_want_a_moment_to_match(asking: Asking) -> None:
    refused = asking.ask("GET", MAPS, watch="true", sendInitialEvents="true")
    said = "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
    assert refused["message"] == f'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: {said}'


def test_a_table_has_columns_in_its_first_event_alone(asking: Asking) -> None:
    stream = asking.watch(MAPS, accept=TABLE)
    for name in "ab":
        asking.ask("POST", MAPS, config_map(name))
    told = [(kind, len(found["columnDefinitions"]), found["rows"][0]["cells"]) for kind, found in events(stream)]
    assert told == [("ADDED", 3, ["a", 1, "0s"]), ("ADDED", 0, ["b", 1, "0s"])]


@pytest.mark.anyio
async def test_a_stream_gives_lines_as_they_come_and_ends_when_it_is_closed(asking: Asking) -> None:
    stream = asking.watch(MAPS)
    told: list[str] = []

    async def read() -> None:
        told.extend([json.loads(line)["object"]["metadata"]["name"] async for line in stream])

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        for name in "ab":
            await anyio.lowlevel.checkpoint()
            asking.ask("POST", MAPS, config_map(name))
        stream.close()
    asking.ask("POST", MAPS, config_map("c"))
    assert told == ["a", "b"]


@pytest.mark.anyio
async def test_a_stream_ends_with_a_bookmark_when_its_time_is_over(asking: Asking) -> None:
    stream = asking.watch(MAPS, timeoutSeconds="0.01", allowWatchBookmarks="true")
    told = [json.loads(line) async for line in stream]
    assert told == [{"type": "BOOKMARK", "object": {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"resourceVersion": "5"}}}]


@pytest.mark.anyio
async def test_the_watches_of_a_kind_end_with_it(asking: Asking) -> None:
    asking.ask("POST", CRDS, crd())
    stream = asking.watch(WEBS)
    asking.ask("DELETE", f"{CRDS}/webs.example.com")
    assert [line async for line in stream] == []
