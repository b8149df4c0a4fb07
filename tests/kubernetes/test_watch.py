"""Watches: every version to everybody, in order, over broken connections and forgetful servers."""

import gc
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.kubernetes.conftest import QUICK
from tests.kubernetes.stand_in import (
    ALL_CONFIG_MAPS,
    CONFIG_MAPS,
    WATCH_CONFIG_MAPS,
    Answer,
    Events,
    StandIn,
    config_map,
    event,
    listing,
    refusal,
    running,
    write_kubeconfig,
)
from typekro.errors import UsageError
from typekro.kubernetes import ApiError, Client, Cluster, ClusterUnreachableError, ForbiddenError, KindNotFoundError, Manifest, Watch, feeds
from typekro.kubernetes.connection import connect

pytestmark = pytest.mark.anyio

LIST = f"GET {ALL_CONFIG_MAPS}"
WATCH = f"GET {WATCH_CONFIG_MAPS}"


@pytest.fixture(autouse=True)
async def in_time() -> AsyncGenerator[None]:
    """No test here waits for long; one that hangs fails."""
    with anyio.fail_after(10):
        yield


def version_is(number: int) -> Callable[[Manifest | None], Manifest | None]:
    return lambda live: live if live and live["metadata"]["resourceVersion"] == str(number) else None


def gone(live: Manifest | None) -> bool | None:
    return True if live is None else None


class Recorder:
    """A predicate that keeps what it saw, until a version is there."""

    def __init__(self, until: int) -> None:
        self.seen: list[str | None] = []
        self._until = version_is(until)

    def __call__(self, live: Manifest | None) -> Any:
        self.seen.append(live["metadata"]["resourceVersion"] if live else None)
        return self._until(live)


async def test_a_watch_begins_with_what_is_there(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(config_map("web"), version=5))
    server.arrange(WATCH, Events())

    async with client.watching("v1", "ConfigMap") as watch:
        assert watch.get("web") == config_map("web")
        assert watch.get("web", "other") is None
        assert watch.get("db") is None


async def test_a_watch_goes_on_from_the_list_and_asks_for_bookmarks(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, Events([event("ADDED", config_map("web", 6))]))

    async with client.watching("v1", "ConfigMap") as watch:
        await watch.until("web", None, version_is(6))

    assert server.asked_for(WATCH)[0].query == {
        "watch": "true",
        "allowWatchBookmarks": "true",
        "resourceVersion": "5",
        "timeoutSeconds": "60",
    }


async def test_who_waits_sees_the_latest_version_and_every_one_after_it(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(config_map("web", 5), version=5))
    server.arrange(WATCH, Events([event("MODIFIED", config_map("web", number)) for number in (6, 7, 8)]))
    recorder = Recorder(until=8)

    async with client.watching("v1", "ConfigMap") as watch:
        found = await watch.until("web", None, recorder)

    assert found == config_map("web", 8)
    assert recorder.seen == ["5", "6", "7", "8"]


async def test_a_deleted_object_is_none(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(config_map("web", 5)))
    server.arrange(WATCH, Events([event("DELETED", config_map("web", 6))]))

    async with client.watching("v1", "ConfigMap") as watch:
        assert await watch.until("web", None, gone)
        assert watch.get("web") is None


async def test_other_objects_do_not_concern_who_waits_for_one(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, Events([event("ADDED", config_map("db", 6)), event("ADDED", config_map("web", 7))]))
    recorder = Recorder(until=7)

    async with client.watching("v1", "ConfigMap") as watch:
        await watch.until("web", None, recorder)

    assert recorder.seen == [None, "7"]


async def test_since_a_mark_every_version_is_seen_and_none_before(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(config_map("web", 5), version=5))
    server.arrange(WATCH, Events([event("MODIFIED", config_map("web", number)) for number in (6, 7)]))
    recorder = Recorder(until=7)

    async with client.watching("v1", "ConfigMap") as watch:
        mark = watch.mark("web")
        await watch.until("web", None, version_is(7))
        await watch.until("web", None, recorder, since=mark)

    assert recorder.seen == ["6", "7"]
    assert mark.complete


async def test_a_mark_that_is_closed_or_dropped_records_nothing(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, Events([event("ADDED", config_map("web", 6))]))

    async with client.watching("v1", "ConfigMap") as watch:
        closed = watch.mark("web")
        closed.close()
        watch.mark("web")
        await watch.until("web", None, version_is(6))
        gc.collect()

        assert closed.versions == []
        assert list(watch._feed.marks) == [closed]


async def test_a_mark_of_another_object_is_refused(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, Events())

    async with client.watching("v1", "ConfigMap") as watch:
        with pytest.raises(UsageError) as caught:
            await watch.until("web", None, gone, since=watch.mark("db", "other"))

    assert str(caught.value) == "this mark is of other/db, not of default/web"


async def test_all_who_watch_the_same_share_one_watch_also_who_comes_as_the_last_has_left(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(config_map("web")))
    server.arrange(WATCH, Events())

    async with client.watching("v1", "ConfigMap") as first:
        async with client.watching("v1", "ConfigMap") as second:
            assert second.get("web") == first.get("web") == config_map("web")
        assert first.get("web")
    async with client.watching("v1", "ConfigMap") as third:
        assert third.get("web") == config_map("web")

    assert len(server.asked_for(LIST)) == 1


async def test_a_watch_that_nobody_uses_ends(client: Client, server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_LINGERING", 0.001)
    server.arrange(LIST, listing(config_map("web")))
    server.arrange(WATCH, Events())
    async with client.watching("v1", "ConfigMap") as watch:
        left = watch

    with anyio.fail_after(10), pytest.raises(ClusterUnreachableError, match="the client was closed"):
        await left.until("web", None, gone)
    async with client.watching("v1", "ConfigMap"):
        pass

    assert len(server.asked_for(LIST)) == 2


async def test_who_waits_can_give_up_and_the_watch_goes_on(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(config_map("web")))
    server.arrange(WATCH, Events())

    async with client.watching("v1", "ConfigMap") as watch:
        with anyio.move_on_after(0.01) as scope:
            await watch.until("web", None, gone)

        assert scope.cancelled_caught
        assert watch._feed._observers == {}
        assert watch.get("web") == config_map("web")


async def test_what_a_predicate_raises_is_raised_where_it_is_awaited(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, Events([event("ADDED", config_map("web", 6)), event("MODIFIED", config_map("web", 7))]))

    def fail_when_there(live: Manifest | None) -> None:
        if live is not None:
            raise KeyError("mine")

    async with client.watching("v1", "ConfigMap") as watch:
        with pytest.raises(KeyError, match="mine"):
            await watch.until("web", None, fail_when_there)
        await watch.until("web", None, version_is(7))


@pytest.mark.parametrize("ending", ["done", "cut"])
async def test_a_stream_that_ends_goes_on_where_it_was(client: Client, server: StandIn, ending: str) -> None:
    bookmark = event("BOOKMARK", {"kind": "ConfigMap", "metadata": {"resourceVersion": "9"}})
    server.arrange(LIST, listing(config_map("web", 5), version=5))
    server.arrange(
        WATCH, Events([event("MODIFIED", config_map("web", 6)), bookmark], ending), Events([event("MODIFIED", config_map("web", 10))])
    )
    recorder = Recorder(until=10)

    async with client.watching("v1", "ConfigMap") as watch:
        mark = watch.mark("web")
        await watch.until("web", None, recorder)

    assert recorder.seen == ["5", "6", "10"]
    assert [asked.query["resourceVersion"] for asked in server.asked_for(WATCH)] == ["5", "9"]
    assert mark.complete


@pytest.mark.parametrize(
    "too_old",
    [refusal(410, "too old", "Expired"), Events([{"type": "ERROR", "object": {"kind": "Status", "code": 410, "message": "too old"}}])],
)
async def test_a_forgotten_version_makes_it_list_again_and_marks_know(client: Client, server: StandIn, too_old: Answer | Events) -> None:
    server.arrange(LIST, listing(config_map("web", 5), config_map("db", 4), version=5), listing(config_map("web", 9), version=9))
    server.arrange(WATCH, too_old, Events())
    recorder = Recorder(until=9)

    async with client.watching("v1", "ConfigMap") as watch:
        mark = watch.mark("web")
        await watch.until("web", None, recorder)
        await watch.until("db", None, gone)

    assert recorder.seen == ["5", "9"]
    assert not mark.complete


async def test_what_a_new_list_shows_unchanged_is_no_new_version(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(config_map("web", 5), version=5))
    server.arrange(WATCH, refusal(410, "too old", "Expired"), Events([event("MODIFIED", config_map("web", 6))]))
    recorder = Recorder(until=6)

    async with client.watching("v1", "ConfigMap") as watch:
        await watch.until("web", None, recorder)

    assert recorder.seen == ["5", "6"]


async def test_a_passing_fault_of_a_watch_is_overcome(client: Client, server: StandIn) -> None:
    internal = Events([{"type": "ERROR", "object": {"kind": "Status", "code": 500, "message": "not now"}}])
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, refusal(503, "not now"), internal, Events([event("ADDED", config_map("web", 6))]))

    async with client.watching("v1", "ConfigMap") as watch:
        await watch.until("web", None, version_is(6))


async def test_a_watch_that_always_fails_ends_the_wait_with_the_servers_words(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, refusal(503, "no leader", "ServiceUnavailable"))

    async with client.watching("v1", "ConfigMap") as watch:
        with pytest.raises(ApiError) as caught:
            await watch.until("web", None, version_is(6))

    assert str(caught.value) == "could not watch ConfigMap objects\n  Kubernetes says (503 ServiceUnavailable): no leader"


async def test_credentials_that_ran_out_are_renewed_for_a_watch(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, refusal(401, "Unauthorized"), Events([event("ADDED", config_map("web", 6))]))

    async with client.watching("v1", "ConfigMap") as watch:
        await watch.until("web", None, version_is(6))

    assert client._session.renewals == 1


async def test_events_longer_than_a_chunk_come_whole(client: Client, server: StandIn) -> None:
    big = config_map("web", 6, text="x" * 300_000)
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, Events([event("ADDED", big), event("MODIFIED", config_map("web", 7))], pieces=70_001))
    mark_seen: list[Manifest | None] = []

    async with client.watching("v1", "ConfigMap") as watch:
        mark = watch.mark("web")
        await watch.until("web", None, version_is(7))
        mark_seen = mark.versions

    assert mark_seen == [big, config_map("web", 7)]


async def test_where_watching_is_forbidden_it_polls(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5), listing(config_map("web", 6), version=6))
    server.arrange(WATCH, refusal(403, "no", "Forbidden"))

    async with client.watching("v1", "ConfigMap") as watch:
        await watch.until("web", None, version_is(6))
        await watch.until("web", None, version_is(6))

    assert len(server.asked_for(WATCH)) == 1


async def test_what_has_no_version_is_another_one_where_it_is_different(client: Client, server: StandIn) -> None:
    def computed(text: str) -> Manifest:
        return {"metadata": {"name": "web", "namespace": "default"}, "data": {"text": text}}

    server.arrange(LIST, listing(computed("a"), version=0), listing(computed("a"), version=0), listing(computed("b"), version=0))
    server.arrange(WATCH, refusal(405, "no", "MethodNotAllowed"))
    seen: list[Any] = []

    def until_b(live: Manifest | None) -> bool | None:
        seen.append(live and live["data"]["text"])
        return True if seen[-1] == "b" else None

    async with client.watching("v1", "ConfigMap") as watch:
        await watch.until("web", None, until_b)

    assert seen == ["a", "b"]


async def test_where_listing_is_forbidden_all_who_come_are_told(client: Client, server: StandIn) -> None:
    server.arrange(LIST, refusal(403, "no", "Forbidden"))

    for _ in range(2):
        with pytest.raises(ForbiddenError) as caught:
            async with client.watching("v1", "ConfigMap"):
                pass
        assert caught.value.target == "ConfigMap objects"


async def test_rights_that_are_taken_away_end_the_wait(client: Client, server: StandIn) -> None:
    server.arrange(LIST, listing(version=5), refusal(403, "no", "Forbidden"))
    server.arrange(WATCH, refusal(403, "no", "Forbidden"))

    async with client.watching("v1", "ConfigMap") as watch:
        with pytest.raises(ForbiddenError):
            await watch.until("web", None, version_is(6))
        with pytest.raises(ForbiddenError):
            watch.get("web")


async def test_a_kind_that_is_deleted_takes_its_objects_with_it(client: Client, server: StandIn) -> None:
    kinds = {"resources": [{"kind": "Database", "name": "databases", "namespaced": True}]}
    server.arrange("GET /apis/example.com/v1", Answer(kinds), refusal(404, "404 page not found"))
    server.arrange(
        "GET /apis/example.com/v1/databases", listing(config_map("db")), refusal(404, "the server could not find it", "NotFound")
    )

    async with client.watching("example.com/v1", "Database") as watch:
        assert watch.get("db")
        assert await watch.until("db", None, gone)


async def test_a_kind_that_does_not_exist_is_told_at_once(client: Client) -> None:
    with pytest.raises(KindNotFoundError):
        async with client.watching("v1", "Nothing"):
            pass


async def test_a_server_that_stays_away_ends_the_wait(tmp_path: Path) -> None:
    async with running(StandIn()) as server:
        server.arrange(LIST, listing(version=5))
        server.arrange(WATCH, Answer({}, lost=True))
        kubeconfig = write_kubeconfig(tmp_path / "config", server.url)
        async with connect(Cluster(kubeconfig=str(kubeconfig)), QUICK) as client, client.watching("v1", "ConfigMap") as watch:
            with pytest.raises(ClusterUnreachableError) as caught:
                await watch.until("web", None, version_is(6))

    assert caught.value.reason == "the connection was closed before the answer came"


async def test_a_client_that_is_closed_ends_the_waits_of_others(server: StandIn, tmp_path: Path) -> None:
    server.arrange(LIST, listing(version=5))
    server.arrange(WATCH, Events())
    kubeconfig = write_kubeconfig(tmp_path / "config", server.url)
    waiting, told = anyio.Event(), anyio.Event()

    async def wait(client: Client) -> None:
        async with client.watching("v1", "ConfigMap") as watch:
            waiting.set()
            with pytest.raises(ClusterUnreachableError, match="the client was closed"):
                await watch.until("web", None, version_is(6))
        told.set()

    async with anyio.create_task_group() as tasks:
        async with connect(Cluster(kubeconfig=str(kubeconfig)), QUICK) as client:
            tasks.start_soon(wait, client)
            await waiting.wait()
        await told.wait()


async def test_a_watch_of_one_namespace_has_nothing_to_say_of_others(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {CONFIG_MAPS}", listing(config_map("web")))
    server.arrange(f"GET {CONFIG_MAPS}?watch", Events())

    async with client.watching("v1", "ConfigMap", "default") as watch:
        assert watch.get("web") == config_map("web")
        with pytest.raises(UsageError) as caught:
            watch.get("web", "other")

    assert str(caught.value) == "this watch is of namespace default, and other/web is outside"


async def test_kinds_without_namespaces_are_watched_by_name(client: Client, server: StandIn) -> None:
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod", "uid": "1", "resourceVersion": "1"}}
    server.arrange("GET /api/v1/namespaces", listing(namespace))
    server.arrange("GET /api/v1/namespaces?watch", Events())

    async with client.watching("v1", "Namespace") as watch:
        assert isinstance(watch, Watch)
        assert watch.get("prod") == watch.get("prod", "ignored") == namespace
