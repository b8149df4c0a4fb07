"""kwok's own stages are kept as they are, but for images that never start."""

import copy
from typing import Any

import pytest
import yaml

from tests.cluster.stages import NEVER_STARTS, never_starts, stages_document, with_images_that_never_start

READY: dict[str, Any] = {
    "kind": "Stage",
    "metadata": {"name": "pod-ready"},
    "spec": {"selector": {"matchExpressions": [{"key": ".status.phase", "operator": "In", "values": ["Pending"]}]}},
}
DELETE: dict[str, Any] = {"kind": "Stage", "metadata": {"name": "pod-delete"}, "spec": {"next": {"delete": True}}}


def test_pods_with_such_an_image_are_not_made_ready() -> None:
    ready, _, _ = with_images_that_never_start([READY, DELETE])

    assert ready["spec"]["selector"]["matchExpressions"] == [
        {"key": ".status.phase", "operator": "In", "values": ["Pending"]},
        {"key": f'any(.spec.containers[].image; contains("{NEVER_STARTS}"))', "operator": "NotIn", "values": ["true"]},
    ]


def test_the_other_stages_stay_as_they_are_and_one_is_added() -> None:
    _, delete, added = with_images_that_never_start([READY, DELETE])

    assert delete == DELETE
    assert added == never_starts()


def test_what_was_given_is_not_changed() -> None:
    before = copy.deepcopy(READY)

    with_images_that_never_start([READY])

    assert before == READY


def test_stages_without_the_one_that_makes_pods_ready_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^kwok has no stage pod-ready$"):
        with_images_that_never_start([DELETE])


def test_files_are_joined_into_one() -> None:
    joined = stages_document([yaml.safe_dump(READY), yaml.safe_dump_all([DELETE, None])])

    assert [stage["metadata"]["name"] for stage in yaml.safe_load_all(joined)] == ["pod-ready", "pod-delete", "pod-never-starts"]
