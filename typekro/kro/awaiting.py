"""Waiting for instances: until one is ready, until one is gone, until its children follow a graph that changed under it."""

from collections.abc import Callable, Mapping
from typing import Any

import anyio
import attrs

from typekro.errors import TypeKroError
from typekro.graph import GRAPH_ANNOTATION, ResourceGraph
from typekro.graph.options import Scope
from typekro.kro.object_awaiting import explain_events, explain_pods
from typekro.kro.ownership import Owner
from typekro.kro.readiness import describe_conditions, describe_deletion, judge_instance
from typekro.kubernetes import ApiError, Client, KindNotFoundError, Mark, Watch
from typekro.kubernetes.objects import identify
from typekro.orchestrator import Context

_LOOK_AGAIN = 1.0
_LOOK_AT_CHILDREN, _LOOK_AT_CHILDREN_LAST = 5.0, 30.0
_LAG, _LONGEST_LAG = 0.05, 1.0


@attrs.frozen
class KnownGraph:
    """What is recorded of a graph beside its instances: enough to find and judge them without the script that declared it.

    Args:
        name: the name of the ResourceGraphDefinition.
        api_version: group and version of its kind.
        kind: its kind.
        hash: what tells its definition from another.
        awaited: the status fields that an instance has to have.
        children: api version and kind of what each instance makes.
        ready: the conditions that say together that an instance is ready.
        scope: whether its instances live in namespaces.
    """

    name: str
    api_version: str
    kind: str
    hash: str
    awaited: tuple[tuple[str, ...], ...]
    children: tuple[tuple[str, str], ...]
    ready: tuple[str, ...] = ("Ready",)
    scope: Scope = "Namespaced"

    @classmethod
    def of(cls, factory: Any) -> "KnownGraph":
        """What is recorded of a factory; of what was recorded, itself."""
        if isinstance(factory, KnownGraph):
            return factory
        graph: ResourceGraph[Any, Any] = factory
        children = dict.fromkeys((child.api_version, child.kind) for child in graph.children)
        return cls(
            name=graph.name,
            api_version=graph.api_version,
            kind=graph.kind,
            hash=graph.hash,
            awaited=graph.awaited_status,
            children=tuple(children),
            ready=graph.ready_conditions,
            scope=graph.scope,
        )

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "KnownGraph":
        """From JSON; graphs that were recorded before they could say so have kro's own condition, and instances in namespaces."""
        awaited: list[list[str]] = data["awaited"]
        children: list[list[str]] = data["children"]
        return cls(
            name=data["name"],
            api_version=data["api_version"],
            kind=data["kind"],
            hash=data["hash"],
            awaited=tuple(tuple(path) for path in awaited),
            children=tuple((api_version, kind) for api_version, kind in children),
            ready=tuple(data.get("ready", ("Ready",))),
            scope=data.get("scope", "Namespaced"),
        )

    @property
    def group(self) -> str:
        """The group of its kind."""
        return self.api_version.rpartition("/")[0]

    @property
    def external_refs(self) -> tuple[Any, ...]:
        """None are recorded: whoever needed them has them as dependencies."""
        return ()


async def mark_instances(context: Context, graph: KnownGraph, *, take: bool) -> dict[tuple[str | None, str], Mark]:
    """Marks from before a graph changed, one for each instance that is ours: every version since then can be looked at.

    Args:
        context: the handler's.
        graph: the graph.
        take: whether to take them now; else those that were taken in this run, if any were.
    """
    client: Client = context.connection

    async def now() -> dict[tuple[str | None, str], Mark]:
        if not take:
            return {}
        try:
            watch = await client.keep_watching(graph.api_version, graph.kind)
            ours = await client.list(graph.api_version, graph.kind, labels=Owner.of(context).selector, metadata_only=True)
        except (KindNotFoundError, ApiError):
            return {}
        names = [(item["metadata"].get("namespace"), item["metadata"]["name"]) for item in ours.items]
        return {(namespace, name): watch.mark(name, namespace) for namespace, name in names}

    return await context.once(f"marks {graph.api_version}/{graph.kind}", now)


async def await_instance(context: Context, graph: KnownGraph, applied: Mapping[str, Any], *, follow: bool) -> dict[str, Any]:
    """The instance, once it is ready; without end where it never is.

    Args:
        context: the handler's.
        graph: the graph that it is an instance of.
        applied: the instance as it was when it was last applied or read in this run: nothing older counts.
        follow: whether its children have to be seen to follow the graph, since the graph alone changed.
    """
    client: Client = context.connection
    metadata = applied["metadata"]
    name, namespace = metadata["name"], metadata.get("namespace")

    def judge(live: Mapping[str, Any] | None) -> dict[str, Any] | None:
        verdict = judge_instance(live, applied, graph.awaited, graph.ready)
        if verdict.state == "ready" and live is not None:
            return dict(live)
        context.waiting(verdict.reason)
        return None

    if not follow:
        found = judge(applied)
        if found is not None:
            return found
    async with client.watching(graph.api_version, graph.kind, namespace) as watch:
        if follow and graph.children:
            mark = (await mark_instances(context, graph, take=False)).get((namespace, name))
            if mark is not None and mark.complete and await children_of(client, graph, applied["metadata"]["uid"]):
                context.waiting("kro has not taken up the changed graph yet")
                return await _after_leaving(context, graph, mark, judge, applied["metadata"]["uid"])
            return await _with_children(context, watch, graph, judge, applied)
        return await watch.until(name, namespace, judge)


Judge = Callable[[Mapping[str, Any] | None], dict[str, Any] | None]


async def _after_leaving(context: Context, graph: KnownGraph, mark: Mark, judge: Judge, uid: str) -> dict[str, Any]:
    """Ready left True since the mark, and came back: kro does that when a child changes.

    Nobody sees it leave where kro's write of that lost a conflict, or where kro had not come back from an earlier change as the mark
    was made. What is Ready and does not leave is therefore asked for its children now and then, and believed once they follow twice.
    """
    client: Client = context.connection
    left = False

    def look(live: Mapping[str, Any] | None) -> dict[str, Any] | None:
        nonlocal left
        ready = judge(live)
        left = left or ready is None
        return ready if left else None

    watch = await client.keep_watching(graph.api_version, graph.kind)
    namespace, name = mark.key
    pause, followed = _LOOK_AT_CHILDREN, False
    try:
        while True:
            with anyio.move_on_after(pause):
                return await watch.until(name, namespace, look, since=mark)
            mark.versions.clear()  # all of them were looked at
            found = judge(watch.get(name, namespace))
            behind = await _behind(client, graph, uid) if found is not None else []
            if behind:
                context.waiting(_not_yet(behind))
            if found is None or behind:
                pause, followed = min(pause * 2, _LOOK_AT_CHILDREN_LAST), False
            elif followed:
                return found
            else:
                pause, followed = _LOOK_AGAIN, True
    finally:
        mark.close()


async def _with_children(context: Context, watch: Watch, graph: KnownGraph, judge: Judge, applied: Mapping[str, Any]) -> dict[str, Any]:
    """Ready, while every child carries the hash of the graph."""
    name, namespace, uid = (applied["metadata"].get(key) for key in ("name", "namespace", "uid"))
    while True:
        await watch.until(name, namespace, judge)
        behind = await _behind(context.connection, graph, uid)
        found = judge(watch.get(name, namespace))
        if found is not None and not behind:
            return found
        context.waiting(_not_yet(behind))
        await anyio.sleep(_LOOK_AGAIN)


async def _behind(client: Client, graph: KnownGraph, uid: str) -> list[str]:
    """The children of an instance that do not carry the hash of the graph."""
    return _behind_of(await children_of(client, graph, uid), graph)


def _behind_of(children: list[dict[str, Any]], graph: KnownGraph) -> list[str]:
    return [identify(child) for child in children if not _follows(child, graph)]


def _not_yet(behind: list[str]) -> str:
    return f"{', '.join(behind)} not yet as the changed graph says"


def _follows(child: Mapping[str, Any], graph: KnownGraph) -> bool:
    annotations: dict[str, str] = child["metadata"].get("annotations") or {}
    return annotations.get(GRAPH_ANNOTATION) == graph.hash


async def children_of(client: Client, graph: KnownGraph, uid: str) -> list[dict[str, Any]]:
    """What kro made of an instance.

    Raises:
        ApiError: it cannot be listed.
    """
    found: list[dict[str, Any]] = []
    for api_version, kind in graph.children:
        listing = await client.list(api_version, kind, labels=f"kro.run/instance-id={uid}")
        found += [dict(item) for item in listing.items]
    return found


async def gone(context: Context, live: Mapping[str, Any]) -> None:
    """Returns when the object with this UID is there no more; without end where it stays."""
    client: Client = context.connection

    name, namespace, uid = live["metadata"]["name"], live["metadata"].get("namespace"), live["metadata"]["uid"]

    def look(now: Mapping[str, Any] | None) -> bool | None:
        if now is None or now["metadata"]["uid"] != uid:
            return True
        context.waiting(describe_deletion(now))
        return None

    async def is_gone() -> bool:
        return bool(look(await client.get(live["apiVersion"], live["kind"], name, namespace)))

    if client.is_removed(uid) or await is_gone():
        return
    async with client.watching(live["apiVersion"], live["kind"], namespace) as watch:
        pause = _LAG
        while look(watch.get(name, namespace)):  # a watch that others use too may not have seen it yet
            if await is_gone():
                return
            await anyio.sleep(pause)
            pause = min(pause * 2, _LONGEST_LAG)
        await watch.until(name, namespace, look)


async def explain_instance(client: Client, graph: KnownGraph, applied: Mapping[str, Any], *, follow: bool = False) -> list[str]:
    """What is known of an instance that is not as it should be: its conditions, what is wrong with its children, and their pods.

    Args:
        client: the cluster.
        graph: the graph that it is an instance of.
        applied: the instance as it was last applied.
        follow: whether its children have to follow the graph.
    """
    try:
        metadata = applied["metadata"]
        live = await client.get(graph.api_version, graph.kind, metadata["name"], metadata.get("namespace"))
        children = await children_of(client, graph, metadata["uid"])
        behind = _behind_of(children, graph) if follow else []
        reason = judge_instance(live, applied, graph.awaited, graph.ready).reason
        reason = reason or (f"Ready, but {_not_yet(behind)}" if behind else "Ready by now")
        lines = ["last seen:", f"  {reason}"]
        if live is not None:  # Ready has the words of the condition that it follows
            words = reason.partition("=")[2]
            lines += [
                f"  {text}" for text in describe_conditions(live) if text.partition("=")[2] != words and not text.startswith("Ready=")
            ]
        for child in children:
            lines += [f"  {line}" for line in await _explain_child(client, child)]
    except TypeKroError as error:  # it must not hide what it explains
        return [f"it cannot be looked at: {error.message.splitlines()[0]}"]
    return lines


async def _explain_child(client: Client, child: Mapping[str, Any]) -> list[str]:
    """What is wrong with a child, its last events, and its pods that do not work; nothing where nothing is wrong."""
    trouble = _trouble(child)
    if not trouble:
        return []
    events = await explain_events(client, child)
    pods = [f"  {line}" for line in await explain_pods(client, child)]
    return [*(f"{identify(child)}: {text}" for text in trouble), *events, *pods]


def _trouble(child: Mapping[str, Any]) -> list[str]:
    return [text for text in describe_conditions(child) if not text.startswith("Progressing=")][:2]
