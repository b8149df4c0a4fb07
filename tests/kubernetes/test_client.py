"""What the client makes of good and of bad answers."""

from typing import Any

import pytest

from tests.kubernetes.stand_in import ALL_CONFIG_MAPS, CONFIG_MAPS, Answer, StandIn, config_map, listing, refusal
from typekro.kubernetes import ApiError, Client, ConflictError, FieldConflict, ForbiddenError, InvalidError, PreconditionFailedError

pytestmark = pytest.mark.anyio

WEB = f"{CONFIG_MAPS}/web"
MANIFEST = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": "1"}}


async def test_a_client_says_which_cluster_it_talks_to(client: Client, server: StandIn) -> None:
    assert (client.identity, client.server, client.context, client.namespace) == ("cluster-1", server.url, "dev", "default")


async def test_an_apply_is_strict_and_goes_to_the_default_namespace(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", Answer(config_map("web"), 201))

    applied = await client.apply(MANIFEST, field_manager="typekro:a/dev", uid="uid-1")

    (asked,) = server.asked_for(f"PATCH {WEB}")
    assert (applied.live, applied.created, applied.retried) == (config_map("web"), True, False)
    assert asked.query == {"fieldManager": "typekro:a/dev", "fieldValidation": "Strict", "force": "false"}
    assert asked.headers["Content-Type"] == "application/apply-patch+yaml"
    assert asked.headers["Authorization"] == "Bearer secret"
    assert asked.body == {**MANIFEST, "metadata": {"name": "web", "namespace": "default", "uid": "uid-1"}}


async def test_an_apply_changes_nothing_of_the_callers_manifest(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", Answer(config_map("web")))
    manifest = {**MANIFEST, "metadata": {"name": "web"}}

    await client.apply(manifest, field_manager="me", uid="uid-1")

    assert manifest == MANIFEST


async def test_force_and_dry_run_are_asked_for_by_name(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", Answer(config_map("web")))

    applied = await client.apply(MANIFEST, field_manager="me", force=True, dry_run=True)

    assert not applied.created
    assert server.asked_for(f"PATCH {WEB}")[0].query == {
        "fieldManager": "me",
        "fieldValidation": "Strict",
        "force": "true",
        "dryRun": "All",
    }


async def test_a_created_object_whose_answer_was_lost_is_told_as_retried(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", Answer(config_map("web"), 201, lost=True), Answer(config_map("web"), 200))

    applied = await client.apply(MANIFEST, field_manager="me")

    assert (applied.created, applied.retried) == (False, True)


async def test_a_throttled_apply_is_not_told_as_retried(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", refusal(429, "slow down", Retry_After="0"), Answer(config_map("web"), 201))

    applied = await client.apply(MANIFEST, field_manager="me")

    assert (applied.created, applied.retried) == (True, False)


async def test_a_conflict_names_field_manager_operation_and_subresource(client: Client, server: StandIn) -> None:
    causes = [
        {"reason": "FieldManagerConflict", "message": 'conflict with "typekro:b/dev"', "field": ".spec.resources"},
        {
            "reason": "FieldManagerConflict",
            "message": 'conflict with "kube \\"x\\"" with subresource "scale" using apps/v1 at 2026-01-01T00:00:00Z',
            "field": ".spec.replicas",
        },
    ]
    server.arrange(f"PATCH {WEB}", refusal(409, "Apply failed with 2 conflicts", "Conflict", {"causes": causes}))

    with pytest.raises(ConflictError) as caught:
        await client.apply(MANIFEST, field_manager="me", uid="uid-1")

    assert caught.value.conflicts == (
        FieldConflict(".spec.resources", "typekro:b/dev", "Apply"),
        FieldConflict(".spec.replicas", 'kube "x"', "Update", "scale"),
    )
    assert str(caught.value) == (
        "could not apply ConfigMap default/web: 2 fields are managed by others\n"
        "  Kubernetes says (409 Conflict): Apply failed with 2 conflicts\n"
        "hint: leave it out: .spec.resources is managed by typekro:b/dev (Apply)\n"
        'hint: leave it out: .spec.replicas is managed by kube "x" (Update through scale)'
    )


async def test_an_object_that_does_not_fit_its_kind_is_refused_at_once_though_the_server_says_500(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", refusal(500, "failed to create typed patch object (default/web): .dta: field not declared in schema"))

    with pytest.raises(InvalidError) as caught:
        await client.apply(MANIFEST, field_manager="me")

    assert len(server.asked_for(f"PATCH {WEB}")) == 1
    assert str(caught.value) == (
        "could not apply ConfigMap default/web\n"
        "  Kubernetes says (500): failed to create typed patch object (default/web): .dta: field not declared in schema"
    )


async def test_an_invalid_object_has_a_cause_for_each_field(client: Client, server: StandIn) -> None:
    causes = [{"reason": "FieldValueInvalid", "message": "must be positive", "field": "spec.replicas"}]
    server.arrange(f"PATCH {WEB}", refusal(422, "it is invalid", "Invalid", {"causes": causes}))

    with pytest.raises(InvalidError) as caught:
        await client.apply(MANIFEST, field_manager="me")

    assert [(cause.reason, cause.message, cause.field) for cause in caught.value.causes] == [
        ("FieldValueInvalid", "must be positive", "spec.replicas")
    ]


async def test_what_the_user_may_not_do_is_told_with_the_servers_words(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", refusal(403, 'User "bob" cannot patch resource "configmaps"', "Forbidden"))

    with pytest.raises(ForbiddenError) as caught:
        await client.apply(MANIFEST, field_manager="me")

    assert str(caught.value) == (
        "not allowed to apply ConfigMap default/web\n"
        '  Kubernetes says (403 Forbidden): User "bob" cannot patch resource "configmaps"\n'
        "hint: kubectl --context dev auth can-i --list"
    )


async def test_a_namespace_that_is_being_deleted_is_no_question_of_rights(client: Client, server: StandIn) -> None:
    details = {"causes": [{"reason": "NamespaceTerminating", "message": "it is being terminated", "field": "metadata.namespace"}]}
    server.arrange(f"PATCH {WEB}", refusal(403, "it is being terminated", "Forbidden", details))

    with pytest.raises(ApiError) as caught:
        await client.apply(MANIFEST, field_manager="me")

    assert type(caught.value) is ApiError


async def test_a_missing_namespace_is_told_with_the_command_that_makes_it(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", refusal(404, 'namespaces "default" not found', "NotFound", {"name": "default", "kind": "namespaces"}))

    with pytest.raises(ApiError) as caught:
        await client.apply(MANIFEST, field_manager="me")

    assert str(caught.value) == (
        "could not apply ConfigMap default/web: there is no namespace default\n"
        '  Kubernetes says (404 NotFound): namespaces "default" not found\n'
        'hint: KubernetesObject("default", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}}) before it'
    )


async def test_an_answer_that_is_no_json_is_shown(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {WEB}", Answer("<h1>I am a proxy</h1>", 418))

    with pytest.raises(ApiError) as caught:
        await client.get("v1", "ConfigMap", "web")

    assert str(caught.value) == "could not read ConfigMap default/web\n  Kubernetes says (418): <h1>I am a proxy</h1>"


@pytest.mark.parametrize(
    ("live", "state", "live_uid"),
    [
        (Answer(config_map("web", uid="uid-2")), "it was replaced by another object of that name", "uid-2"),
        (refusal(404, "not found", "NotFound", {"name": "web"}), "it is gone", None),
    ],
)
async def test_an_apply_with_the_uid_of_another_object_touches_nothing(
    client: Client, server: StandIn, live: Answer, state: str, live_uid: str | None
) -> None:
    server.arrange(f"PATCH {WEB}", refusal(409, "uid mismatch", "Conflict"))
    server.arrange(f"GET {WEB}", live)

    with pytest.raises(PreconditionFailedError) as caught:
        await client.apply(MANIFEST, field_manager="me", uid="uid-1")

    assert (caught.value.uid, caught.value.live_uid, caught.value.gone) == ("uid-1", live_uid, live_uid is None)
    assert str(caught.value) == f"could not apply ConfigMap default/web: {state}\n  Kubernetes says (409 Conflict): uid mismatch"


async def test_another_conflict_of_an_apply_is_told_as_it_is(client: Client, server: StandIn) -> None:
    server.arrange(f"PATCH {WEB}", refusal(409, "try again", "Conflict"))
    server.arrange(f"GET {WEB}", Answer(config_map("web")))

    with pytest.raises(ApiError) as caught:
        await client.apply(MANIFEST, field_manager="me", uid="uid-1")

    assert str(caught.value) == "could not apply ConfigMap default/web\n  Kubernetes says (409 Conflict): try again"


async def test_an_object_that_is_not_there_is_none(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {WEB}", refusal(404, "not found", "NotFound", {"name": "web"}))

    assert await client.get("v1", "ConfigMap", "web") is None


async def test_names_are_quoted_in_paths(client: Client, server: StandIn) -> None:
    server.arrange("GET /api/v1/namespaces/a:b c", Answer({"found": True}))

    assert await client.get("v1", "Namespace", "a:b c") == {"found": True}


async def test_a_list_is_read_in_pages_and_its_items_have_their_kind(client: Client, server: StandIn) -> None:
    first, second = config_map("a"), config_map("b")
    server.arrange(f"GET {ALL_CONFIG_MAPS}", listing(first, version=7, more="next"), listing(second, version=7))

    found = await client.list("v1", "ConfigMap", labels="app=web")

    assert (found.items, found.resource_version) == ([first, second], "7")
    assert [asked.query for asked in server.asked_for(f"GET {ALL_CONFIG_MAPS}")] == [
        {"limit": "500", "labelSelector": "app=web"},
        {"limit": "500", "labelSelector": "app=web", "continue": "next"},
    ]


async def test_a_list_whose_moment_was_forgotten_is_read_anew(client: Client, server: StandIn) -> None:
    first, second = config_map("a"), config_map("b")
    server.arrange(
        f"GET {CONFIG_MAPS}", listing(first, more="next"), refusal(410, "too old", "Expired"), listing(first, more="next"), listing(second)
    )

    found = await client.list("v1", "ConfigMap", namespace="default")

    assert found.items == [first, second]


async def test_metadata_alone_is_asked_for_by_a_header(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {ALL_CONFIG_MAPS}", listing())

    await client.list("v1", "ConfigMap", metadata_only=True)

    accept = server.asked_for(f"GET {ALL_CONFIG_MAPS}")[0].headers["Accept"]
    assert accept == "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"


async def test_a_list_that_is_not_allowed_names_what_was_listed(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {CONFIG_MAPS}", refusal(403, "no", "Forbidden"))

    with pytest.raises(ForbiddenError) as caught:
        await client.list("v1", "ConfigMap", namespace="default")

    assert caught.value.target == "ConfigMap objects in namespace default"


async def test_a_delete_has_uid_and_version_as_preconditions(client: Client, server: StandIn) -> None:
    server.arrange(f"DELETE {WEB}", Answer({"kind": "Status", "status": "Success"}))

    assert await client.delete("v1", "ConfigMap", "web", uid="uid-1", resource_version="5", propagation="Foreground")

    assert server.asked_for(f"DELETE {WEB}")[0].body == {
        "kind": "DeleteOptions",
        "apiVersion": "v1",
        "propagationPolicy": "Foreground",
        "preconditions": {"uid": "uid-1", "resourceVersion": "5"},
    }


async def test_deleting_what_is_gone_is_false(client: Client, server: StandIn) -> None:
    server.arrange(f"DELETE {WEB}", refusal(404, "not found", "NotFound", {"name": "web"}))

    assert not await client.delete("v1", "ConfigMap", "web", uid="uid-1")


async def test_a_delete_whose_answer_was_lost_is_ours_when_it_finds_nothing(client: Client, server: StandIn) -> None:
    server.arrange(f"DELETE {WEB}", Answer({}, lost=True), refusal(404, "not found", "NotFound", {"name": "web"}))

    assert await client.delete("v1", "ConfigMap", "web", uid="uid-1")


@pytest.mark.parametrize(
    ("live", "text"),
    [
        (config_map("web", uid="uid-2"), "could not delete ConfigMap default/web: it was replaced by another object of that name"),
        (config_map("web", version=6), "could not delete ConfigMap default/web: it was changed"),
        (config_map("web", version=5), "could not delete ConfigMap default/web"),
    ],
)
async def test_another_or_a_changed_object_is_not_deleted(client: Client, server: StandIn, live: dict[str, object], text: str) -> None:
    server.arrange(f"DELETE {WEB}", refusal(409, "precondition failed", "Conflict"))
    server.arrange(f"GET {WEB}", Answer(live))

    with pytest.raises(ApiError) as caught:
        await client.delete("v1", "ConfigMap", "web", uid="uid-1", resource_version="5")

    assert str(caught.value) == f"{text}\n  Kubernetes says (409 Conflict): precondition failed"


async def test_a_delete_that_meets_its_own_earlier_try_is_done(client: Client, server: StandIn) -> None:
    live = config_map("web", version=6)
    live["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    server.arrange(f"DELETE {WEB}", Answer({}, lost=True), refusal(409, "the version does not match", "Conflict"))
    server.arrange(f"GET {WEB}", Answer(live))

    assert await client.delete("v1", "ConfigMap", "web", uid="uid-1", resource_version="5")


async def test_a_refused_delete_of_what_went_in_the_meantime_is_false(client: Client, server: StandIn) -> None:
    server.arrange(f"DELETE {WEB}", refusal(409, "precondition failed", "Conflict"))
    server.arrange(f"GET {WEB}", refusal(404, "not found", "NotFound", {"name": "web"}))

    assert not await client.delete("v1", "ConfigMap", "web", uid="uid-1")


async def test_a_delete_that_is_not_allowed_is_an_error(client: Client, server: StandIn) -> None:
    server.arrange(f"DELETE {WEB}", refusal(403, "no", "Forbidden"))

    with pytest.raises(ForbiddenError):
        await client.delete("v1", "ConfigMap", "web", uid="uid-1")


async def test_the_last_events_of_an_object_come_latest_last(client: Client, server: StandIn) -> None:
    events: list[dict[str, Any]] = [
        {"metadata": {}, "message": "third", "series": {"lastObservedTime": "2026-01-03"}},
        {"metadata": {}, "message": "second", "lastTimestamp": "2026-01-02"},
        {"metadata": {"creationTimestamp": "2026-01-01"}, "message": "first", "eventTime": None},
    ]
    server.arrange("GET /api/v1/namespaces/default/events", Answer({"items": events}))

    found = await client.events_of(config_map("web"), limit=2)

    assert [event["message"] for event in found] == ["second", "third"]
    assert server.asked[-1].query == {"fieldSelector": "involvedObject.uid=uid-1"}


async def test_events_that_may_not_be_read_are_none(client: Client, server: StandIn) -> None:
    server.arrange("GET /api/v1/namespaces/default/events", refusal(403, "no", "Forbidden"))

    assert list(await client.events_of(config_map("web"))) == []
