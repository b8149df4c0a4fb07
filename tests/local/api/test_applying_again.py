from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from typekro.local.api import ApiServer, StatusError

DEPLOYMENT: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "default"},
    "spec": {
        "replicas": 1,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "nginx"}]}},
    },
}


def other(**spec: Any) -> dict[str, Any]:
    return {**DEPLOYMENT, "spec": {**DEPLOYMENT["spec"], **spec}}


@pytest.fixture(name="served")
def _served() -> ApiServer:
    times = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number) for number in range(10_000))
    return ApiServer(clock=lambda: next(times))


def test_to_apply_the_same_again_changes_nothing(served: ApiServer) -> None:
    made = served.apply(DEPLOYMENT, manager="me")
    revision = served.revision

    assert served.apply(DEPLOYMENT, manager="me") == made
    assert served.revision == revision


def test_nor_does_it_after_the_status_was_written(served: ApiServer) -> None:
    made = served.apply(DEPLOYMENT, manager="me")
    told = served.update({**made, "status": {"replicas": 1}}, manager="controller", subresource="status")

    assert served.apply(DEPLOYMENT, manager="me") == told


def test_what_another_one_changed_meanwhile_is_a_conflict(served: ApiServer) -> None:
    served.apply(DEPLOYMENT, manager="me")
    served.apply(other(replicas=2), manager="you", force=True)

    with pytest.raises(StatusError, match="conflict"):
        served.apply(DEPLOYMENT, manager="me")
    assert served.apply(DEPLOYMENT, manager="me", force=True)["spec"]["replicas"] == 1


def test_what_is_changed_by_whoever_gave_it_is_seen(served: ApiServer) -> None:
    wanted = other(paused=False)
    served.apply(wanted, manager="me")
    wanted["spec"]["replicas"] = 3

    assert served.apply(wanted, manager="me")["spec"]["replicas"] == 3


def test_another_manager_who_applies_the_same_owns_it_too(served: ApiServer) -> None:
    served.apply(DEPLOYMENT, manager="me")

    made = served.apply(DEPLOYMENT, manager="you")

    assert [each["manager"] for each in made["metadata"]["managedFields"]] == ["you", "me"]
