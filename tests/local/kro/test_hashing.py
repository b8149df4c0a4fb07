import json
from pathlib import Path
from typing import Any

import pytest

from typekro.local.kro.hashing import snapshot_of, spec_hash

# Specs as the real kro 0.9.4 kept them in revisions, with the hash that it gave them.
SEEN: list[dict[str, Any]] = json.loads(Path(__file__).with_name("hashes.json").read_text("utf-8"))
SPEC: dict[str, Any] = {
    "schema": {"kind": "App", "apiVersion": "v1alpha1"},
    "resources": [{"id": "a"}, {"id": "b", "readyWhen": ["1", "2"]}],
}


@pytest.mark.parametrize("seen", SEEN, ids=lambda seen: seen["hash"])
def test_the_hash_is_the_one_that_kro_gives(seen: dict[str, Any]) -> None:
    assert spec_hash(seen["spec"]) == seen["hash"]


def test_the_order_of_resources_and_of_their_conditions_does_not_count() -> None:
    turned = {**SPEC, "resources": [{"id": "b", "readyWhen": ["2", "1"]}, {"id": "a"}]}

    assert spec_hash(turned) == spec_hash(SPEC)


@pytest.mark.parametrize(
    "other",
    [
        {**SPEC, "resources": SPEC["resources"][:1]},
        {**SPEC, "schema": {**SPEC["schema"], "kind": "Other"}},
        {**SPEC, "schema": {**SPEC["schema"], "metadata": {}}},
        {**SPEC, "schema": {**SPEC["schema"], "additionalPrinterColumns": [{"name": "a", "type": "string", "jsonPath": ".spec.a"}]}},
    ],
)
def test_another_spec_has_another_hash(other: dict[str, Any]) -> None:
    assert spec_hash(other) != spec_hash(SPEC)


def test_what_is_the_default_does_not_count() -> None:
    told: dict[str, Any] = {**SPEC, "schema": {**SPEC["schema"], "group": "kro.run", "scope": "Namespaced", "additionalPrinterColumns": []}}

    assert spec_hash(told) == spec_hash(SPEC)


def test_an_empty_group_is_the_default() -> None:
    assert spec_hash({**SPEC, "schema": {**SPEC["schema"], "group": "", "scope": ""}}) == spec_hash(SPEC)


def test_a_revision_keeps_what_was_seen_as_it_is() -> None:
    assert [snapshot_of(seen["spec"]) for seen in SEEN] == [seen["spec"] for seen in SEEN]


def test_a_revision_keeps_nothing_that_is_empty() -> None:
    column = {"name": "a", "type": "string", "description": "", "priority": 0, "jsonPath": ".spec.a"}
    reference: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "", "selector": {}}}
    schema: dict[str, Any] = {
        "kind": "App",
        "spec": {},
        "types": None,
        "categories": [],
        "metadata": {"labels": {}},
        "additionalPrinterColumns": [column],
    }
    resources: list[dict[str, Any]] = [{"id": "a", "externalRef": reference, "readyWhen": [], "forEach": []}]

    assert snapshot_of({"schema": schema, "resources": resources}) == {
        "schema": {
            "kind": "App",
            "spec": {},
            "metadata": {},
            "additionalPrinterColumns": [{"name": "a", "type": "string", "jsonPath": ".spec.a"}],
        },
        "resources": [{"id": "a", "externalRef": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "selector": {}}}}],
    }
