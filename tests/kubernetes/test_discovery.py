"""How kinds are found."""

import anyio
import pytest

from tests.kubernetes.stand_in import Answer, StandIn, refusal
from typekro.kubernetes import ApiError, Client, KindNotFoundError, ResourceType

pytestmark = pytest.mark.anyio

GROUP = "GET /apis/example.com/v1"


def kinds(*names: str) -> Answer:
    found = [{"kind": name, "name": f"{name.lower()}s", "namespaced": True} for name in names]
    return Answer({"resources": [*found, *({**each, "name": f"{each['name']}/status"} for each in found)]})


def test_paths_have_the_namespace_of_kinds_that_have_one() -> None:
    inside = ResourceType("apps/v1", "Deployment", "deployments", namespaced=True)
    outside = ResourceType("v1", "Namespace", "namespaces", namespaced=False)

    assert inside.path() == "/apis/apps/v1/deployments"
    assert inside.path("default") == "/apis/apps/v1/namespaces/default/deployments"
    assert inside.path("default", "web") == "/apis/apps/v1/namespaces/default/deployments/web"
    assert outside.path("default", "web") == "/api/v1/namespaces/web"


async def test_a_group_is_asked_for_once_by_all(client: Client, server: StandIn) -> None:
    server.arrange(GROUP, kinds("Database", "Cache"))

    async with anyio.create_task_group() as tasks:
        for kind in ("Database", "Cache", "Database"):
            tasks.start_soon(client.resource_type, "example.com/v1", kind)

    assert await client.resource_type("example.com/v1", "Cache") == ResourceType("example.com/v1", "Cache", "caches", namespaced=True)
    assert len(server.asked_for(GROUP)) == 1


async def test_a_kind_that_came_just_now_is_found(client: Client, server: StandIn) -> None:
    server.arrange(GROUP, kinds("Database"), kinds("Database", "Cache"))

    await client.resource_type("example.com/v1", "Database")

    assert (await client.resource_type("example.com/v1", "Cache")).plural == "caches"


async def test_a_kind_that_is_coming_is_waited_for(client: Client, server: StandIn) -> None:
    server.arrange(GROUP, refusal(404, "404 page not found"), kinds("Database"))

    assert (await client.resource_type("example.com/v1", "Database", wait=5)).plural == "databases"


async def test_a_kind_that_does_not_come_is_told_with_the_nearest(client: Client, server: StandIn) -> None:
    server.arrange(GROUP, kinds("Database", "Cache"))

    with pytest.raises(KindNotFoundError) as caught:
        await client.resource_type("example.com/v1", "Databse")

    assert (caught.value.api_version, caught.value.kind, caught.value.known) == ("example.com/v1", "Databse", ("Cache", "Database"))
    assert str(caught.value) == (
        "the cluster of context dev knows no Databse of example.com/v1\n"
        "  of example.com/v1 it knows Cache, Database\n"
        "hint: did you mean Database?"
    )


async def test_a_kind_like_no_other_is_told_with_the_command_that_lists_them(client: Client, server: StandIn) -> None:
    server.arrange(GROUP, kinds("Cache"))

    with pytest.raises(KindNotFoundError) as caught:
        await client.resource_type("example.com/v1", "Xyz")

    assert str(caught.value) == (
        "the cluster of context dev knows no Xyz of example.com/v1\n"
        "  of example.com/v1 it knows Cache\n"
        "hint: kubectl --context dev api-resources --api-group=example.com"
    )


@pytest.mark.parametrize(
    ("api_version", "hint"), [("app/v1", "did you mean apps/v1?"), ("kro.run/v1alpha1", "kubectl --context dev api-versions")]
)
async def test_a_group_that_is_not_served_is_told(client: Client, api_version: str, hint: str) -> None:
    with pytest.raises(KindNotFoundError) as caught:
        await client.resource_type(api_version, "Deployment")

    assert str(caught.value) == (
        f"the cluster of context dev knows no Deployment of {api_version}\n  it does not serve {api_version} at all\nhint: {hint}"
    )


async def test_a_server_that_does_not_tell_is_an_error(client: Client, server: StandIn) -> None:
    server.arrange(GROUP, refusal(403, "no", "Forbidden"))

    with pytest.raises(ApiError) as caught:
        await client.resource_type("example.com/v1", "Database")

    assert caught.value.target == "the kinds of example.com/v1"


async def test_a_kind_that_went_away_is_noticed(client: Client, server: StandIn) -> None:
    server.arrange(GROUP, kinds("Database"), refusal(404, "404 page not found"))
    await client.resource_type("example.com/v1", "Database")

    with pytest.raises(KindNotFoundError):
        await client.list("example.com/v1", "Database")
    with pytest.raises(KindNotFoundError):
        await client.apply({"apiVersion": "example.com/v1", "kind": "Database", "metadata": {"name": "a"}}, field_manager="me")
