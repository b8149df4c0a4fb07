"""An instance put to the real kro, and to the evaluator, which is given what the server has; and what they say differently."""

import base64
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import anyio
import attrs

from tests.cluster.waiting import CRD_GONE
from typekro.checking.together import is_crd
from typekro.evaluation import Definition, Evaluation, Identity, Observed, Read, concluded, evaluate, stored_status
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.kubernetes import Client

_MANAGER: Final = "typekro:evaluation/test"
AT_REST: Final = 90.0
"""Seconds within which kro is done with an instance, however busy the machine is: most take one."""
_PAUSE: Final = 0.2
_EXPRESSION: Final = re.compile(r'(?<=failed to evaluate expression: )eval ".*(?= \(data pending\))', re.DOTALL)
_ERRORS: Final = "resource reconciliation failed: apply results contain errors: "


@attrs.frozen
class Live:
    """What the server has of an instance.

    Args:
        instance: the instance.
        children: what kro made for it, by the ids of nodes.
        external: what its external references read.
    """

    instance: Mapping[str, Any]
    children: Mapping[str, list[Mapping[str, Any]]]
    external: Mapping[str, list[Mapping[str, Any]]]


async def made(client: Client, manifests: Sequence[Mapping[str, Any]]) -> None:
    """Applies what has to be there."""
    for manifest in sorted(manifests, key=lambda one: not is_crd(one)):
        await client.apply(dict(manifest), field_manager=_MANAGER)


async def compared(client: Client, definition: Definition, instance: Mapping[str, Any]) -> list[str]:
    """What kro and the evaluator say differently of an instance, once nothing changes any more; nothing where they agree.

    Args:
        client: of the real kro's API server.
        definition: of the kind of the instance; kro has taken it up.
        instance: the instance, with its namespace where it has one.
    """
    await applied(client, instance)
    found: list[str] = ["nothing was looked at"]
    with anyio.move_on_after(AT_REST):
        while found:
            await anyio.sleep(_PAUSE)
            found = unsettled(definition, await live_of(client, definition, instance))
    return found


async def applied(client: Client, instance: Mapping[str, Any]) -> None:
    """Applies an instance."""
    await client.apply(dict(instance), field_manager=_MANAGER)


def unsettled(definition: Definition, live: Live) -> list[str]:
    """What kro and the evaluator say differently just now."""
    return ["kro has written no status"] if not live.instance.get("status") else list(differences(definition, live))


async def live_of(client: Client, definition: Definition, instance: Mapping[str, Any]) -> Live:
    """What the server has of an instance now."""
    metadata = instance["metadata"]
    there = await client.get(definition.api_version, definition.kind, metadata["name"], metadata.get("namespace"))
    assert there is not None
    instance, children = there, defaultdict[str, list[Mapping[str, Any]]](list)
    for child in await labelled(client, definition, f"kro.run/instance-id={instance['metadata']['uid']}"):
        children[child["metadata"]["labels"]["kro.run/node-id"]].append(child)
    external: dict[str, list[Mapping[str, Any]]] = {}
    if not any(node.type in {"External", "ExternalCollection"} for node in definition.analysis.nodes.values()):
        return Live(instance, dict(children), external)
    for id_, reads in _reads(evaluate(definition, instance, children)):
        external[id_] = [one for read in reads for one in await _read(client, read)]
    for id_, reads in _reads(evaluate(definition, instance, {**children, **external})):  # some are known once others were read
        external[id_] = [one for read in reads for one in await _read(client, read)]
    return Live(instance, dict(children), external)


async def labelled(client: Client, definition: Definition, labels: str) -> list[Mapping[str, Any]]:
    """What there is of the kinds that a definition makes, with some labels."""
    kinds = {(node.api_version, node.kind) for node in definition.analysis.nodes.values()}
    listed = {kind: (await client.list(*kind, labels=labels)).items for kind in kinds}
    return [{"apiVersion": api_version, "kind": kind, **one} for (api_version, kind), items in listed.items() for one in items]


def _reads(evaluation: Evaluation) -> Iterator[tuple[str, Sequence[Read]]]:
    yield from ((node.id, node.reads) for node in evaluation.nodes.values() if node.reads)


async def _read(client: Client, read: Read) -> list[Mapping[str, Any]]:
    if read.name is not None:
        found = await client.get(read.api_version, read.kind, read.name, read.namespace)
        return [] if found is None else [found]
    terms = [f"{key}={value}" for key, value in (read.selector or {}).get("matchLabels", {}).items()]
    for one in (read.selector or {}).get("matchExpressions", ()):
        values = f"({','.join(one.get('values', ()))})"
        words = {"In": f"{one['key']} in {values}", "NotIn": f"{one['key']} notin {values}", "Exists": one["key"]}
        terms.append(words.get(one["operator"], f"!{one['key']}"))
    listed = (await client.list(read.api_version, read.kind, namespace=read.namespace, labels=",".join(terms))).items
    return [{"apiVersion": read.api_version, "kind": read.kind, **one} for one in listed]


def differences(definition: Definition, live: Live) -> Iterator[str]:
    """What the evaluator says otherwise than kro did.

    Args:
        definition: of the kind of the instance.
        live: what the server has.
    """
    observed: Observed = {**live.children, **live.external}
    evaluation = evaluate(definition, live.instance, observed)
    errors = refused(evaluation, live)
    evaluation = concluded(definition, live.instance, evaluation, observed, errors=errors) if errors else evaluation
    for id_, node in evaluation.nodes.items():
        objects = {Identity.of(one): one for one in live.children.get(id_, ())}
        wanted = {Identity.of(one): stored(one) for owner, one in evaluation.to_apply if owner == id_}
        if id_ not in errors and set(objects) != set(wanted):
            yield f"{id_}: kro has {sorted(map(str, objects))}, we have {sorted(map(str, wanted))} ({node.state} {node.reason})"
        for identity, manifest in wanted.items():
            yield from missing(manifest, objects.get(identity, manifest), f"{id_}: {identity}")
    status = dict(live.instance.get("status") or {})
    conditions, state = status.pop("conditions", []), status.pop("state", None)
    if numbers(status) != numbers(stored_status(definition, evaluation.status)):
        yield f"status: kro has {status}, we have {evaluation.status}, {dict(evaluation.status_problems)}"
    if state != evaluation.state:
        yield f"state: kro has {state}, we have {evaluation.state}"
    theirs, ours = _by_type(conditions), _by_type(evaluation.conditions)
    if theirs != ours:
        yield f"conditions: kro has {theirs}\nwe have {ours}"


def stored(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object with the texts of a Secret where the API server keeps them."""
    given: Mapping[str, Any] = manifest.get("stringData") or {}
    texts = {key: base64.b64encode(str(text).encode()).decode() for key, text in given.items()}
    plain = {key: part for key, part in manifest.items() if key != "stringData"}
    return {**plain, "data": {**(manifest.get("data") or {}), **texts}} if texts else plain


def refused(evaluation: Evaluation, live: Live) -> dict[str, str]:
    """What the API server would not have, by the ids of nodes that are not there, in kro's words."""
    conditions = {one["type"]: one for one in live.instance["status"].get("conditions", ())}
    message = str(conditions.get("ResourcesReady", {}).get("message", ""))
    told = list[str]()
    for line in message.removeprefix(_ERRORS).splitlines() if message.startswith(_ERRORS) else ():
        if line.startswith("  ") and told:  # the server's own list of what is wrong
            told[-1] += f"\n{line}"
        elif not line.startswith("waiting for"):
            told.append(line)
    missing = [id_ for id_, node in evaluation.nodes.items() if len(live.children.get(id_, ())) < len(node.manifests)]
    return dict(zip(missing, told, strict=False))


def missing(wanted: Any, live: Any, place: str) -> Iterator[str]:
    """Where a live object is not as it was wanted."""
    if is_mapping(wanted) and is_mapping(live):
        for key, part in wanted.items():
            if part is None and key not in live:
                continue
            yield from missing(part, live.get(key), f"{place}.{key}") if key in live or part not in ({}, []) else ()
    elif is_sequence(wanted) and is_sequence(live) and len(wanted) == len(live):
        for index, part in enumerate(wanted):
            yield from missing(part, live[index], f"{place}[{index}]")
    elif isinstance(wanted, int | float) and isinstance(live, str):
        return  # a quantity, which the API server writes in its own way
    elif numbers(wanted) != numbers(live):
        yield f"{place}: kro has {live!r}, we have {wanted!r}"


def numbers(value: Any) -> Any:
    """JSON with one kind of number: 2.0 is 2 to the API server."""
    if is_mapping(value):
        return {key: numbers(part) for key, part in value.items()}
    if is_sequence(value):
        return [numbers(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _by_type(conditions: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Conditions without times; what kro joins in an order of chance is sorted, and of a node any of its expressions may be told."""
    found = {one["type"]: {key: part for key, part in one.items() if key != "lastTransitionTime"} for one in conditions}
    for one in found.values():
        message = _EXPRESSION.sub("eval ...", str(one.get("message", "")))
        if "message" in one:
            one["message"] = message
        if message.startswith(_ERRORS):
            one["message"] = [_ERRORS, *sorted(message.removeprefix(_ERRORS).splitlines())]
    return found


async def gone(client: Client, definition: Definition, instance: Mapping[str, Any]) -> None:
    """Takes an instance away, and waits until it is."""
    metadata = instance["metadata"]
    target = (definition.api_version, definition.kind, metadata["name"], metadata.get("namespace"))
    with anyio.move_on_after(CRD_GONE):
        live = await client.get(*target)
        if live is not None:
            await client.delete(*target, uid=live["metadata"]["uid"])
        while await client.get(*target) is not None:  # noqa: ASYNC110 - nothing tells but the cluster
            await anyio.sleep(_PAUSE)
