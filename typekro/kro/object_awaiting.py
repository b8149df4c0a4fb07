"""Waiting for objects of Kubernetes, and what is known of one that does not work or does not go."""

from collections.abc import Mapping
from typing import Any

from typekro.errors import TypeKroError
from typekro.kro.object_readiness import describe_leaving, describe_pod, describe_trouble, judge_object
from typekro.kro.readiness import Verdict, describe_deletion
from typekro.kubernetes import Client, ForbiddenError
from typekro.kubernetes.objects import identify, part, parts
from typekro.orchestrator import Context

_PODS, _EVENTS = 3, 2
GONE = ["last seen:", "  it is gone now"]
"""What is known of an object that is gone after all."""


async def await_object(context: Context, applied: Mapping[str, Any]) -> tuple[Verdict, dict[str, Any]]:
    """The object, once it is ready, or refused: then waiting longer is of no use. Without end where it is neither.

    Args:
        context: the handler's.
        applied: the object as it was when it was last applied or read in this run: nothing older counts.
    """
    client: Client = context.connection
    name, namespace = applied["metadata"]["name"], applied["metadata"].get("namespace")

    def look(live: Mapping[str, Any] | None) -> tuple[Verdict, dict[str, Any]] | None:
        verdict = judge_object(live, applied)
        if verdict.state == "waiting" or live is None:
            context.waiting(verdict.reason)
            return None
        return verdict, dict(live)

    found = look(applied)
    if found is None:
        async with client.watching(applied["apiVersion"], applied["kind"], namespace) as watch:
            found = await watch.until(name, namespace, look)
    if found[0].state == "ready" and applied["kind"] == "CustomResourceDefinition":
        await _served(client, found[1])
    return found


async def _served(client: Client, definition: Mapping[str, Any]) -> None:
    """A kind is found by its clients only some time after its definition is Established."""
    spec = part(definition, "spec")
    for version in parts(spec, "versions"):
        if version.get("served"):
            await client.resource_type(f"{spec['group']}/{version['name']}", spec["names"]["kind"], wait=float("inf"))


async def explain_object(client: Client, applied: Mapping[str, Any]) -> list[str]:
    """What is known of an object that is not as it should be: what it waits for, its conditions, its pods that do not work, last events."""
    metadata = applied["metadata"]
    try:
        live = await client.get(applied["apiVersion"], applied["kind"], metadata["name"], metadata.get("namespace"))
        reason = judge_object(live, applied).reason or "it is ready"
        lines = ["last seen:", f"  {reason}"]
        if live is not None:
            lines += [f"  {text}" for text in describe_trouble(live) if text != reason]
            lines += [f"  {text}" for text in await explain_events(client, live)]
            lines += [f"  {text}" for text in await explain_pods(client, live)]
    except TypeKroError as error:  # it must not hide what it explains
        return [f"it cannot be looked at: {error.message.splitlines()[0]}"]
    return lines


async def explain_leaving(client: Client, target: Mapping[str, Any]) -> list[str]:
    """What is known of an object that is being deleted and does not go: its finalizers, and what is left in a namespace."""
    metadata = target["metadata"]
    try:
        live = await client.get(target["apiVersion"], target["kind"], metadata["name"], metadata.get("namespace"))
    except TypeKroError as error:
        return [f"it cannot be looked at: {error.message.splitlines()[0]}"]
    if live is None:
        return GONE
    return ["last seen:", f"  {describe_deletion(live)}", *(f"  {text}" for text in describe_leaving(live))]


async def explain_pods(client: Client, live: Mapping[str, Any]) -> list[str]:
    """What is wrong with the pods that an object's controller made of its template, with their last events; none that may not be read."""
    labels: dict[str, str] = dict(part(part(part(live, "spec"), "selector"), "matchLabels"))
    if not labels or "template" not in part(live, "spec"):
        return []
    selector = ",".join(f"{key}={value}" for key, value in labels.items())
    try:
        found = await client.list("v1", "Pod", namespace=live["metadata"].get("namespace"), labels=selector)
    except ForbiddenError:
        return []
    troubled = [(pod, trouble) for pod in found.items if (trouble := describe_pod(pod))]
    lines: list[str] = []
    for pod, trouble in troubled[:_PODS]:
        lines += [f"{identify(pod)}: {text}" for text in trouble]
        lines += await explain_events(client, pod)
    return [*lines, f"and {len(troubled) - _PODS} more pods"] if len(troubled) > _PODS else lines


async def explain_events(client: Client, live: Mapping[str, Any]) -> list[str]:
    """The last events of an object."""
    return [f"  {event.get('reason')}: {event.get('message')}" for event in (await client.events_of(live))[-_EVENTS:]]
