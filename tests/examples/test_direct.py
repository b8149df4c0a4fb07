"""The examples without kro, on the real control plane: the same objects and the same status, and what kro made is taken over as it is."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.cluster.plugin import Cluster
from tests.examples.copies import EXAMPLES, app_name, empty_text, in_corner, replaced, webapp_text
from tests.examples.test_graphs import ALL, MADE, Example, make_disk
from tests.examples.users import User
from tests.kro.direct_parts import desired

pytestmark = pytest.mark.long

DIRECT = "direct"


def directly(text: str) -> str:
    """A script whose app does without kro."""
    changed, count = re.subn(r'(alchemy\("[^"]+")', rf'\1, mode="{DIRECT}"', text)
    assert count == 1
    return changed


def made(cluster: Cluster) -> dict[str, dict[str, Any]]:
    """What kubectl shows of what graphs make, by kind and name."""
    items = cluster.kubectl_json("get", MADE)["items"]
    return {f"{item['kind']}/{item['metadata']['name']}": item for item in items}


def without_addresses(text: str, found: Mapping[str, Mapping[str, Any]]) -> str:
    """A text with each address, and each UID, as what has it."""
    for name, item in found.items():
        text = text.replace(item["metadata"]["uid"], f"<{name}>")
        address = item.get("spec", {}).get("clusterIP")
        text = text.replace(address, f"<{name}>") if address not in {None, "None"} else text
    return text


NESTED = {"multi_tenant"}
"""Graphs of graphs, which need kro."""


@pytest.mark.parametrize("example", [example for example in ALL if example.name not in NESTED], ids=lambda example: example.name)
def test_an_example_comes_out_the_same_without_kro_and_moves_without_being_made_anew(
    example: Example, cluster: Cluster, user: User
) -> None:
    text = example.text(cluster)
    example.before(cluster)
    assert user.runs(text)[0] == 0
    by_kro, printed = made(cluster), example.printed(user.statuses(example.kind))

    moved = user.runs(directly(text))
    taken = made(cluster)
    again = user.runs(directly(text))
    emptied = user.runs(empty_text(cluster, example.app))
    if example.before is make_disk:
        cluster.kubectl("delete", "persistentvolumeclaims", "--all")
        cluster.kubectl("delete", "persistentvolume", cluster.namespace)
        example.before(cluster)
    anew = user.runs(directly(text))
    alone = made(cluster)
    last = user.runs(empty_text(cluster, example.app))

    assert moved[:2] == (0, printed)
    assert {name: item["metadata"]["uid"] for name, item in taken.items()} == {
        name: item["metadata"]["uid"] for name, item in by_kro.items()
    }
    assert desired(taken) == desired(by_kro)
    assert again == (0, printed, f"succeeded: {example.declared} unchanged (nothing was written)")
    assert (emptied[0], last) == (0, (0, "", f"succeeded: {example.declared} deleted"))
    by_kro, alone = ({name: item for name, item in found.items() if item["kind"] != "Secret"} for found in (by_kro, alone))  # random
    assert (anew[0], without_addresses(anew[1], alone)) == (0, without_addresses(printed, by_kro))
    assert without_addresses(str(desired(alone)), alone) == without_addresses(str(desired(by_kro)), by_kro)
    assert cluster.namespace not in cluster.kubectl("get", "resourcegraphdefinitions", "--output=name")


def test_the_webapp_reads_the_status_of_a_database_that_is_no_object(cluster: Cluster, user: User) -> None:
    cluster.kubectl("create", "secret", "generic", "database-password", "--from-literal=password=s3cret")
    text = webapp_text(cluster)

    first = user.runs(directly(text))
    again = user.runs(directly(text))
    through = user.runs(text)
    last = user.runs(replaced(empty_text(cluster), f'"{app_name(cluster)}"', f'"{app_name(cluster)}"'))

    assert first[0] == 0
    assert again == (0, first[1], "succeeded: 4 unchanged (nothing was written)")
    assert through[:2] == first[:2]
    assert last[0] == 0
    assert made(cluster).keys() <= {"ConfigMap/kube-root-ca.crt", "Secret/database-password", "ServiceAccount/default"}


def test_the_shop_needs_no_kro(cluster: Cluster, user: User) -> None:
    text = in_corner("direct", cluster)
    there = cluster.kubectl("get", MADE, "--output=name")

    first = user.runs(text)
    host = cluster.kubectl("get", "service", "corner-shop", "--output=jsonpath={.spec.clusterIP}")
    second = user.runs(text)
    last = user.runs(empty_text(cluster, "direct-shop"))

    printed = f"2 pods serve http://{host}\n"
    assert first == (0, printed, "succeeded: 2 created")
    assert second == (0, printed, "succeeded: 2 unchanged (nothing was written)")
    assert last == (0, "", "succeeded: 2 deleted")
    assert cluster.kubectl("get", MADE, "--output=name") == there


def test_it_says_how_it_is_run() -> None:
    text = (EXAMPLES / "direct.py").read_text("utf-8")

    assert "Run it with `typekro up examples/direct.py` or `python examples/direct.py`, on any cluster" in text
