"""Several worlds in one app: a resource lives where it says, and what is in one world is none of another one's."""

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from tests.orchestrator.parts import Bench, Seen, Thing, World
from typekro.errors import RefusedError, UsageError, compose
from typekro.orchestrator import WHERE, App, Context, Provider, Report, alchemy
from typekro.orchestrator.launch import Launch, begin_launch, this_launch
from typekro.orchestrator.slots import check_given, check_names, sort_of
from typekro.orchestrator.state import Record
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio


class Settled(Thing):
    """A thing in one of several worlds, which has a name there, and looks around once a run."""

    world: str | None = attrs.field(default=None, metadata=WHERE)

    def identity(self) -> str | None:
        return f"thing/{self.id.rpartition('-')[2]}"

    def drifted(self, old: Seen, live: Seen) -> str | None:
        del old, live
        return None

    async def create(self, context: Context) -> Seen:
        async def look() -> str:
            return str(context.connection)

        return attrs.evolve(await super().create(context), text=f"{self.text} in {await context.once('around', look)}")


@attrs.define(eq=False)
class Sky:
    """Two worlds with names, beside the default one."""

    bench: Bench
    eu: World
    us: World

    @classmethod
    def over(cls, bench: Bench) -> "Sky":
        return cls(bench, *(World(bench.state.with_name(f"{name}.json"), identity=name) for name in ("mars", "venus")))

    def app(self, operation: str = "up", given: Mapping[str, Provider] | None = None) -> App:
        worlds: Mapping[str, Provider] = {"eu": self.eu, "us": self.us} if given is None else given
        return App(
            "infra",
            "dev",
            SqliteStore(self.bench.state, only_read=operation == "plan"),
            providers={"world": self.bench.world, **{f"world:{name}": world for name, world in worlds.items()}},
            refresh=True,
            report=Report(self.bench.lines.append, clock=lambda: 0.0),
            operation=operation,
        )

    async def up(self, where: str | None, given: Mapping[str, Provider] | None = None, **more: Any) -> None:
        async with self.app(given=given):
            Settled("a", text="one", world=where, **more)

    async def planned(self, where: str, given: Mapping[str, Provider] | None = None) -> list[tuple[str, str, str]]:
        before = this_launch()
        begin_launch(Launch(operation="plan"))
        try:
            async with self.app("plan", given):
                Settled("a", text="one", world=where)
            return [(step.action, step.id, step.reason) for step in this_launch().plans[0].steps]
        finally:
            begin_launch(before)

    def texts(self) -> list[list[tuple[str, str]]]:
        return [self.bench.world.texts, self.eu.texts, self.us.texts]

    def written(self) -> list[list[str]]:
        return [self.bench.world.written(), self.eu.written(), self.us.written()]


@pytest.fixture
def sky(bench: Bench) -> Sky:
    return Sky.over(bench)


async def test_the_same_thing_in_three_worlds_is_three_resources(sky: Sky) -> None:
    async def everywhere() -> list[str]:
        async with sky.app():
            things = [Settled("a", text="one"), *(Settled(f"{name}-a", text="one", world=name) for name in ("eu", "us"))]
            return [(await thing).text for thing in things]

    # What is looked at once a run is looked at once in each world.
    assert await everywhere() == ["one in earth", "one in mars", "one in venus"]
    assert sky.texts() == [[("a", "one")], [("eu-a", "one")], [("us-a", "one")]]
    records = await sky.bench.records()
    assert {id_: (record.slot, record.place, record.physical) for id_, record in records.items()} == {
        "a": ("world", "earth", "thing/a"),
        "eu-a": ("world:eu", "mars", "thing/a"),
        "us-a": ("world:us", "venus", "thing/a"),
    }
    assert all("world" not in record.props for record in records.values())
    sky.written()

    await everywhere()
    assert sky.written() == [[], [], []]

    async with sky.app():
        pass
    assert sky.written() == [["delete a"], ["delete eu-a"], ["delete us-a"]]
    assert sky.texts() == [[], [], []]


@pytest.mark.parametrize(("before", "after", "reason"), [(None, "eu", "the default world"), ("us", "eu", "world us")])
async def test_a_move_makes_it_there_before_it_is_deleted_here(sky: Sky, before: str | None, after: str, reason: str) -> None:
    await sky.up(before)
    sky.written()
    why = f"it is in {reason}, and is declared in world eu"
    assert [step for step in await sky.planned(after) if step[0] != "delete"] == [("replace", "a", why)]

    await sky.up(after)

    old = sky.bench.world if before is None else sky.us
    assert sky.eu.texts == [("a", "one")]
    assert old.texts == []
    assert [(record.slot, record.place) for record in (await sky.bench.records()).values()] == [("world:eu", "mars")]
    sky.bench.lines.clear()
    sky.written()
    await sky.up(after)
    assert sky.written() == [[], [], []]


async def test_a_move_that_fails_leaves_the_old_one_and_can_be_taken_back(sky: Sky) -> None:
    await sky.up("eu")
    sky.us.failures["create a"] = OSError("no room")
    with pytest.raises(OSError, match=r"^no room$"):
        await sky.up("us")
    assert sky.eu.texts == [("a", "one")]
    sky.us.failures.clear()
    sky.written()

    await sky.up("eu")

    assert sky.written() == [[], [], []]
    assert list(await sky.bench.records()) == ["a"]
    assert (sky.eu.texts, sky.us.texts) == ([("a", "one")], [])


async def test_another_name_of_the_same_world_moves_nothing(sky: Sky) -> None:
    await sky.up("eu")
    sky.written()
    given = {"europe": sky.eu}
    assert await sky.planned("europe", given) == []

    await sky.up("europe", given)

    assert sky.written() == [[], [], []]
    assert [(record.slot, record.place) for record in (await sky.bench.records()).values()] == [("world:europe", "mars")]


async def test_another_world_under_a_name_is_refused(sky: Sky) -> None:
    await sky.up("eu")

    with pytest.raises(RefusedError) as caught:
        await sky.up("eu", {"eu": sky.us})

    assert str(caught.value) == (
        "this is another world eu than the one that the records were made in: nothing was changed\n"
        "  connected to venus\n"
        "  recorded in mars: a\n"
        "hint: go back to the old world eu, or drop its records and touch nothing there:\n"
        "hint: typekro state forget --world mars --app infra"
    )
    assert sky.texts() == [[], [("a", "one")], []]


LOST = (
    "there are records in worlds that the app was not given: nothing was deleted\n"
    "  world eu: eu-a\n"
    "  world us: us-a\n"
    'hint: give them to the app: worlds={"eu": World(...), "us": World(...)}\n'
    "hint: or drop these records and touch nothing there:\n"
    "hint: typekro state forget --world mars --app infra\n"
    "hint: typekro state forget --world venus --app infra"
)


@pytest.mark.parametrize("operation", ["up", "destroy", "plan"])
async def test_records_of_worlds_that_are_not_given_are_named_and_nothing_is_deleted(sky: Sky, operation: str) -> None:
    async with sky.app():
        for name in ("eu", "us"):
            Settled(f"{name}-a", text="one", world=name)
        Settled("a", text="one")
    before = await sky.bench.records()

    with pytest.raises(RefusedError) as caught:
        async with sky.app(operation, {}):
            pass

    told = str(caught.value)
    assert told == LOST
    assert caught.value.context["slots"] == ["world:eu", "world:us"]
    assert await sky.bench.records() == before
    assert sky.texts() == [[("a", "one")], [("eu-a", "one")], [("us-a", "one")]]


async def test_what_moves_from_a_world_that_is_not_given_is_not_made_anew(sky: Sky) -> None:
    await sky.up("eu")

    with pytest.raises(RefusedError, match=r"^there are records in worlds that .*\n  world eu: a\n"):
        await sky.up("us", {"us": sky.us})

    assert sky.texts() == [[], [("a", "one")], []]


def test_lost_clusters_are_given_to_destroy_too() -> None:
    record = Record(id="db", handler="m:C", status="ready", slot="cluster:eu", place="uid-1", operation="1")

    with pytest.raises(RefusedError) as caught:
        check_given([record], ["cluster"], "prod", "shop")

    assert str(caught.value) == (
        "there are records in clusters that the app was not given: nothing was deleted\n"
        "  cluster eu: db\n"
        'hint: give them to the app: clusters={"eu": Cluster(...)}, or typekro destroy shop --cluster eu=CONTEXT --stage prod\n'
        "hint: or drop these records and touch nothing there:\n"
        "hint: typekro state forget --cluster uid-1 --app shop --stage prod"
    )
    assert sort_of(record.slot) == "cluster"


@pytest.mark.parametrize(
    ("where", "given", "why", "hint"),
    [
        ("europ", ["europe", "us"], "did you mean 'europe'?", 'world="europe"'),
        ("asia", ["eu", "us"], "it was given eu, us", 'worlds={"asia": World(...)}'),
        ("eu", [], "it was given worlds of no name at all", 'worlds={"eu": World(...)}'),
        ("", [], "it was given worlds of no name at all", 'worlds={"eu": World(...)}'),
    ],
)
async def test_a_name_that_the_app_does_not_know_is_refused_at_once(sky: Sky, where: str, given: list[str], why: str, hint: str) -> None:
    async def body() -> None:
        async with sky.app(given=dict.fromkeys(given, sky.eu)):
            with pytest.raises(UsageError) as caught:
                Settled("a", text="one", world=where)
            assert str(caught.value) == compose(f"a is declared in world {where!r}, and app 'infra' was given none of that name", why, hint)

    with pytest.raises(UsageError, match=r"^a is declared in world"):  # it was meant to be there: nothing is collected
        await body()


async def test_what_is_no_name_is_refused_at_once(sky: Sky) -> None:
    async def body(where: Any) -> None:
        async with sky.app():
            Settled("b", text="two", world=where)

    for where, said in (({"eu"}, "{'eu'}"), (3, "3")):
        with pytest.raises(UsageError) as caught:
            await body(where)
        why = "it is one of the names in worlds= of the app, written down"
        assert str(caught.value) == compose(
            f"Settled 'b': world is {said}, no name", why, 'worlds={"eu": World(...)} in alchemy(...), and world="eu" here'
        )

    with pytest.raises(UsageError, match=r"^Settled 'b': world is a reference, no name\n"):
        async with sky.app():
            Settled("b", text="two", world=Settled("a", text="one").output.text)


@pytest.mark.parametrize("name", ["", "a/b", "a:b", 3])
def test_a_name_that_could_be_no_part_of_an_id_is_refused(name: Any) -> None:
    with pytest.raises(UsageError) as caught:
        check_names("cluster", {name: None})

    why = "it becomes a part of ids: letters, digits, -, _ and ., and a letter or a digit first"
    assert str(caught.value) == compose(f"{name!r} cannot be the name of a cluster", why, 'clusters={"eu": Cluster(...)}')


def test_a_cluster_that_is_none_is_refused_with_its_name() -> None:
    given: Any = {"eu": "kind-eu"}
    with pytest.raises(UsageError) as caught:
        alchemy("infra", clusters=given)

    assert str(caught.value) == compose(
        "app 'infra' was given clusters={\"eu\": 'kind-eu'}",
        "a str is nothing that can be connected to",
        "clusters={\"eu\": Cluster(context='kind-eu')}",
    )
