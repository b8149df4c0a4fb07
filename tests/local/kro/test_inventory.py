from typing import Any

import pytest

from typekro.local.kro.inventory import Inventory, InventoryError, check_inventory, has_inventory
from typekro.local.kro.labels import APPLYSET_ID, GROUP_KINDS, INVENTORY_HASH, NAMESPACES, TOOLING

INSTANCE: dict[str, Any] = {"apiVersion": "example.com/v1", "kind": "App", "metadata": {"name": "it", "namespace": "default"}}
CHILD: dict[str, Any] = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "namespace": "other"}}
LABEL = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric"
    " character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
)
SUBDOMAIN = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an"
    " alphanumeric character (e.g. 'example.com', regex used for validation is"
    r" '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
)


def instance(**annotations: str | None) -> dict[str, Any]:
    """An instance whose inventory is whole, but for some annotations."""
    whole = Inventory.said_by(INSTANCE).with_objects([CHILD], "default").metadata()
    changed = {name: text for name, text in {**whole["annotations"], **annotations}.items() if text is not None}
    return {**INSTANCE, "metadata": {**INSTANCE["metadata"], "labels": whole["labels"], "annotations": changed}}


def test_what_is_written_is_read_again() -> None:
    found = Inventory.said_by(instance())

    assert found.kinds == frozenset({("apps", "Deployment")})
    assert found.namespaces == frozenset({"other"})
    check_inventory(instance())


def test_kinds_and_namespaces_are_written_in_order() -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "namespace": "default"}}

    annotations = Inventory.said_by(instance()).with_objects([secret], "default").metadata()["annotations"]

    assert (annotations[GROUP_KINDS], annotations[NAMESPACES]) == ("Deployment.apps,Secret", "other")


def test_an_instance_without_a_hash_is_one_of_an_earlier_version() -> None:
    check_inventory(instance(**{INVENTORY_HASH: None}))


@pytest.mark.parametrize(
    ("annotations", "told"),
    [
        ({TOOLING: "other/v1"}, f'invalid {TOOLING} annotation: "other/v1" is not owned by kro'),
        ({TOOLING: None}, f'invalid {TOOLING} annotation: "" is not owned by kro'),
        ({GROUP_KINDS: None}, f"missing required {GROUP_KINDS} annotation"),
        ({NAMESPACES: None}, f"missing required {NAMESPACES} annotation"),
        ({GROUP_KINDS: "ConfigMap,"}, f"invalid {GROUP_KINDS} annotation: contains an empty group-kind"),
        ({GROUP_KINDS: ".apps"}, f'invalid {GROUP_KINDS} annotation: invalid kind ""'),
        ({GROUP_KINDS: "A b"}, f'invalid {GROUP_KINDS} annotation: invalid kind "A b"'),
        ({GROUP_KINDS: "A.B"}, f'invalid {GROUP_KINDS} annotation: invalid group "B": {SUBDOMAIN}'),
        ({NAMESPACES: "A_b"}, f'invalid {NAMESPACES} annotation: invalid namespace "A_b": {LABEL}'),
    ],
)
def test_a_broken_inventory_is_told_in_the_words_of_kro(annotations: dict[str, str | None], told: str) -> None:
    with pytest.raises(InventoryError) as caught:
        check_inventory(instance(**annotations))

    assert str(caught.value) == told


def test_a_hash_of_something_else_is_told_with_the_right_one() -> None:
    right = instance()["metadata"]["annotations"][INVENTORY_HASH]
    with pytest.raises(InventoryError) as caught:
        check_inventory(instance(**{INVENTORY_HASH: "sha256:x"}))

    assert str(caught.value) == f'invalid {INVENTORY_HASH} annotation: got "sha256:x", want "{right}"'


def test_the_label_of_another_set_is_told() -> None:
    other = instance()
    right = other["metadata"]["labels"][APPLYSET_ID]
    other["metadata"]["labels"] = {APPLYSET_ID: "x"}
    with pytest.raises(InventoryError) as caught:
        check_inventory(other)

    assert str(caught.value) == f'invalid {APPLYSET_ID} label: got "x", want "{right}"'


def test_a_part_of_an_inventory_is_one() -> None:
    part = {**INSTANCE, "metadata": {**INSTANCE["metadata"], "annotations": {TOOLING: ""}}}

    assert (has_inventory(part), has_inventory(INSTANCE)) == (True, False)
