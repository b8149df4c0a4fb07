"""What a deployment without kro reads: the objects that its external references name, and its own ones by their label."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import attrs

from typekro.evaluation import Evaluation, Read
from typekro.kro.direct_marks import Subject
from typekro.kro.ownership import Owner, list_ours
from typekro.kubernetes import ApiError, Client, KindNotFoundError, Watch
from typekro.kubernetes.objects import managed_fields, part, selects
from typekro.orchestrator import Context, Sharing

_NOT_FOR_US = {403, 404, 405}

Instances = dict[tuple[str, str], dict[tuple[str | None, str], dict[str, Any]]]
"""Instances that were deployed without kro, as objects: by group and kind, and by namespace and name."""


async def deployed_instances(context: Sharing) -> Instances:
    """Those that this run has looked at, which others refer to: they are no objects in the cluster."""

    async def none() -> Instances:
        return {}

    return await context.once("direct instances", none)


async def watch_of(context: Context, api_version: str, kind: str, namespace: str | None) -> Watch:
    """The one watch of a kind in a namespace, for as long as the run lasts.

    Raises:
        KindNotFoundError: the cluster does not know the kind.
        ApiError: we may not read it.
    """
    client: Client = context.connection

    async def open_() -> Watch:
        return await client.keep_watching(api_version, kind, namespace)

    return await context.once(f"direct watch {api_version}/{kind} {namespace or ''}", open_)


async def objects_of(context: Context, subject: Subject, kinds: Iterable[tuple[str, str]], *, everywhere: bool) -> list[dict[str, Any]]:
    """The objects of a deployment, by their label: one LIST a kind serves the whole run.

    Args:
        context: the handler's.
        subject: the deployment.
        kinds: api version and kind of what is known that it may have made.
        everywhere: whether another kind may have been made too, by a run that was cut off: then all kinds are asked.
    """
    manager = Owner.of(context).manager

    def owned(live: Mapping[str, Any]) -> bool:
        """Labels and annotations alone may be a copy: others copy both, with no field that we have applied."""
        return subject.owns(live) and bool(managed_fields(live, manager))

    found: dict[str, dict[str, Any]] = {}
    for api_version, kind in dict.fromkeys(kinds):
        found |= {live["metadata"]["uid"]: live for live in await list_ours(context, api_version, kind) if owned(live)}
    if everywhere:
        found |= {
            live["metadata"]["uid"]: live for live in await context.once("direct everything", _Everything(context).look) if owned(live)
        }
    return list(found.values())


@attrs.frozen
class _Everything:
    context: Context

    async def look(self) -> list[dict[str, Any]]:
        """All that is ours, of whatever kind; what we may not list, we have not made."""
        client: Client = self.context.connection
        selector = Owner.of(self.context).selector
        found: list[dict[str, Any]] = []
        for kind in await client.kinds():
            try:
                listing = await client.list(kind.api_version, kind.kind, labels=selector)
            except KindNotFoundError:
                continue
            except ApiError as error:
                if error.status not in _NOT_FOR_US:
                    raise
                continue
            found += [dict(live) for live in listing.items]
        return found


@attrs.define(eq=False)
class Externals:
    """What external references name, as the server has it, or as this run has deployed it.

    Args:
        context: the handler's.
    """

    context: Context
    _reads: dict[str, Read] = attrs.field(factory=dict[str, Read], init=False)
    _sources: dict[str, Callable[[], Sequence[Mapping[str, Any]]]] = attrs.field(
        factory=dict[str, Callable[[], Sequence[Mapping[str, Any]]]], init=False
    )

    def missing(self, evaluation: Evaluation) -> list[tuple[str, Read]]:
        """What has to be read that was not read yet, by node."""
        reads = [(node.id, read) for node in evaluation.nodes.values() for read in node.reads]
        return [(id_, read) for id_, read in reads if self._reads.get(id_) != read]

    def observed(self) -> dict[str, Sequence[Mapping[str, Any]]]:
        """The objects by node."""
        return {id_: source() for id_, source in self._sources.items()}

    def look(self) -> None:
        """Raises where what is read cannot be read any more."""
        self.observed()

    async def read(self, id_: str, read: Read) -> None:
        """Reads what a node refers to, from here on.

        Raises:
            KindNotFoundError: the cluster does not know the kind, and the run has deployed none of it.
            ApiError: we may not read it.
        """
        deployed = (await deployed_instances(self.context)).get((read.api_version.rpartition("/")[0], read.kind))
        watch: Watch | None = None
        try:
            watch = await watch_of(self.context, read.api_version, read.kind, read.namespace)
        except KindNotFoundError:
            if deployed is None:
                raise
        self._reads[id_] = read
        self._sources[id_] = lambda: _found(read, deployed or {}, watch)

    async def follow(self, read: Read, stack: ExitStack, wake: Callable[[], None], followed: set[object]) -> None:
        """Wakes up where what is read changes."""
        if (read.api_version, read.kind, read.namespace, read.name) in followed:
            return
        followed.add((read.api_version, read.kind, read.namespace, read.name))
        try:
            watch = await watch_of(self.context, read.api_version, read.kind, read.namespace)
        except KindNotFoundError:
            return
        stack.enter_context(watch.following(read.name, read.namespace, lambda _: wake(), wake))


def _found(read: Read, deployed: Mapping[tuple[str | None, str], Mapping[str, Any]], watch: Watch | None) -> list[Mapping[str, Any]]:
    if read.name is not None:
        here = deployed.get((read.namespace, read.name))
        there = None if watch is None else watch.get(read.name, read.namespace)
        return [one for one in (here if here is not None else there,) if one is not None]
    candidates = [*deployed.values(), *(() if watch is None else watch.all())]
    inside = [one for one in candidates if read.namespace in {None, one["metadata"].get("namespace")}]
    return [one for one in inside if selects(read.selector or {}, part(one["metadata"], "labels"))]
