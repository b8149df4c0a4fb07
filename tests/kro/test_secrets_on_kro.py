"""Secrets in a real cluster: what is in one is applied, and kept nowhere else; a change of it is seen all the same."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kro.parts import NoteSpec as Spec
from tests.kro.parts import World, note_graph
from typekro import KubernetesObject, KubernetesObjectError, secret
from typekro.kro import DeployedObject
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.redacting import apart

pytestmark = pytest.mark.anyio

PASSWORD, OTHER = "correct horse battery", "another horse battery"


Given = Callable[[str], str]
"""Gives a text as a secret, where it can be one; else as it stands in the script."""


@pytest.fixture(params=["with a passphrase", "without one"])
def given(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Given:
    if request.param == "without one":
        return str
    monkeypatch.setenv("TYPEKRO_PASSPHRASE", "open sesame")
    return secret


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction] - pytest calls it
    with apart():
        yield


def login(password: Any, **more: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "login"}, "stringData": {"password": password}, **more}


async def up(world: World, manifest: dict[str, Any], *, refresh: bool = True, **options: Any) -> DeployedObject:
    async with world.app(refresh=refresh):
        made = KubernetesObject("login", manifest, namespace=world.corner.namespace, **options)
    return await made


async def planned(world: World, manifest: dict[str, Any]) -> Any:
    launch = Launch(operation="plan")
    begin_launch(launch)
    try:
        await up(world, manifest)
    finally:
        begin_launch(Launch())
    return launch.plans[0]


def kept(folder: Path) -> bytes:
    """All that is in the folder of the state."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def holds(text: bytes | str, *values: str) -> bool:
    data = text if isinstance(text, bytes) else text.encode()
    return any(form in data for value in values for form in (value.encode(), base64.b64encode(value.encode())))


def live(world: World) -> dict[str, str]:
    found: dict[str, str] = world.get("secret", "login")["data"]
    return {key: base64.b64decode(value).decode() for key, value in found.items()}


async def test_it_is_applied_and_kept_nowhere(world: World, given: Given) -> None:
    made = await up(world, login(given(PASSWORD)))

    assert live(world) == {"password": PASSWORD}
    assert made.live["data"] == {"password": base64.b64encode(PASSWORD.encode()).decode()}
    assert not holds(kept(world.folder), PASSWORD)
    assert not holds("\n".join(world.lines), PASSWORD)
    (kind,) = {text.split(":")[0] for text in (await world.records())["login"].props["manifest"]["stringData"].values()}
    assert kind == ("<secret hmac-sha256" if given is secret else "<secret scrypt")


async def test_unchanged_it_is_left_alone(world: World, given: Given) -> None:
    await up(world, login(given(PASSWORD)))
    mark = world.corner.plane.mark()

    with apart():
        await up(world, login(given(PASSWORD)))
    with apart():
        recorded = await up(world, login(given(PASSWORD)), refresh=False)

    assert world.corner.plane.writes(since=mark) == []
    assert world.lines[-1] == "succeeded: 1 unchanged (nothing was written)"
    assert "data" not in recorded.live
    assert not holds(kept(world.folder), PASSWORD)


async def test_changed_it_is_updated_and_the_plan_says_so_without_telling_it(world: World, given: Given) -> None:
    await up(world, login(given(PASSWORD)))
    changed = login(given(OTHER), metadata={"name": "login", "labels": {"new": "label"}})

    plan = await planned(world, changed)
    mark = world.corner.plane.mark()
    await up(world, changed)

    (step,) = plan.steps
    told = {change.path: (change.before, change.after) for change in step.changes}
    assert told == {".data.password": ("<secret>", "<secret changed>"), ".metadata.labels.new": (None, "label")}
    assert [(event.verb, event.target["name"]) for event in world.corner.plane.writes(since=mark)] == [("patch", "login")]
    assert live(world) == {"password": OTHER}
    assert world.said()[1:] == ["~ update login: manifest", "  updated login"]
    assert not holds(json.dumps(plan.to_json()), PASSWORD, OTHER)
    assert not holds(kept(world.folder), PASSWORD, OTHER)


async def test_what_others_put_in_it_is_found_and_repaired(world: World, given: Given) -> None:
    await up(world, login(given(PASSWORD)))
    patch = json.dumps({"stringData": {"password": "of somebody else"}})
    world.corner.kubectl("patch", "secret", "login", "--type=merge", "-p", patch)

    with apart():
        await up(world, login(given(PASSWORD)))

    assert world.said()[1:] == ["~ update login: changed outside: .data.password", "  updated login"]
    assert live(world) == {"password": PASSWORD}
    assert not holds(kept(world.folder), PASSWORD, "of somebody else")


async def test_what_is_said_back_of_it_is_not_told(world: World, given: Given) -> None:
    """The API server shows what it cannot read: a number, where a text should be."""
    with pytest.raises(KubernetesObjectError) as raised:
        await up(world, login(73918264, metadata={"name": "login"}, immutable=given("not a bool")))

    cause: BaseException | None = raised.value
    while cause is not None:
        assert not holds(f"{cause} {vars(cause)}", "73918264", *(["not a bool"] if given is secret else []))
        cause = cause.__cause__
    assert "<secret>" in raised.value.message
    assert not holds("\n".join(world.lines), "73918264")
    assert not holds(kept(world.folder), "73918264")


async def test_one_that_nobody_may_change_is_made_anew_where_it_differs_alone(world: World, given: Given) -> None:
    def fixed(password: str, label: str) -> dict[str, Any]:
        metadata = {"name": "login", "labels": {"label": label}}
        return login(given(password), metadata=metadata, immutable=True)

    first = await up(world, fixed(PASSWORD, "a"), replacement="delete-first")
    second = await up(world, fixed(PASSWORD, "b"), replacement="delete-first")
    third = await up(world, fixed(OTHER, "b"), replacement="delete-first")

    uids = [made.metadata["uid"] for made in (first, second, third)]
    assert uids[0] == uids[1] != uids[2]
    assert live(world) == {"password": OTHER}
    await world.down()
    assert (await world.records(), world.exists("secret", "login")) == ({}, False)


async def test_an_instance_can_be_given_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its spec is in the cluster for all to read who may; in the state it is not."""
    monkeypatch.setenv("TYPEKRO_PASSPHRASE", "open sesame")
    graph = note_graph(world.corner)

    with apart():
        first = await world.up(graph, first=Spec(secret(PASSWORD)))
    mark = world.corner.plane.mark()

    with apart():
        again = await world.up(graph, first=Spec(secret(PASSWORD)))

    assert [made["first"].status.text for made in (first, again)] == [PASSWORD, PASSWORD]  # pyright: ignore[reportUnknownMemberType] - of any graph
    assert world.corner.plane.writes(since=mark) == []
    assert not holds(kept(world.folder), PASSWORD)
    await world.down()


async def test_a_secret_that_is_renamed_is_still_the_same(world: World, given: Given) -> None:
    await up(world, login(given(PASSWORD)))
    mark = world.corner.plane.mark()

    async with world.app():
        KubernetesObject("access", login(given(PASSWORD)), namespace=world.corner.namespace, aliases=["login"])

    assert world.corner.plane.writes(since=mark) == []
    assert list(await world.records()) == ["access"]
