from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from typekro.local.controllers.selecting import Selecting, picks

LABELS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("12"), max_size=3)
SPACES = st.sampled_from(("one", "two"))


def pod(number: int, namespace: str, labels: dict[str, str]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"uid": f"p{number}", "namespace": namespace, "labels": labels}}


def service(number: int, namespace: str, selector: dict[str, str]) -> dict[str, Any]:
    about = {"uid": f"s{number}", "namespace": namespace}
    return {"apiVersion": "v1", "kind": "Service", "metadata": about, "spec": {"selector": selector}}


def uids(objects: list[dict[str, Any]]) -> list[str]:
    return sorted(each["metadata"]["uid"] for each in objects)


@given(st.lists(st.tuples(SPACES, LABELS), max_size=6), st.lists(st.tuples(SPACES, LABELS), max_size=6), st.sets(st.integers(0, 5)))
def test_found_is_who_would_be_found_among_all(
    pods: list[tuple[str, dict[str, str]]], services: list[tuple[str, dict[str, str]]], gone: set[int]
) -> None:
    all_pods = [pod(number, *each) for number, each in enumerate(pods)]
    all_services = [service(number, *each) for number, each in enumerate(services)]
    selecting = Selecting()
    for each in (*all_pods, *all_services):
        selecting.put(each)
    for number in gone:
        for each in (*all_pods[number : number + 1], *all_services[number : number + 1]):
            selecting.drop(each)
    here = [each for number, each in enumerate(all_pods) if number not in gone]
    serving = [each for number, each in enumerate(all_services) if number not in gone]

    def fits(one: dict[str, Any], other: dict[str, Any]) -> bool:
        return one["metadata"]["namespace"] == other["metadata"]["namespace"] and picks(one, other)

    for each in all_services:
        assert uids(selecting.pods(each)) == uids([one for one in here if fits(each, one)])
    for each in all_pods:
        assert uids(selecting.services(each)) == uids([one for one in serving if fits(one, each)])
