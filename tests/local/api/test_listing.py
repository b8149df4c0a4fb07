"""Lists, selectors and pages."""

import pytest

from tests.local.api.asking import MAPS, MERGE, Asking, config_map, status
from typekro.local.api.listing import Wanted, page
from typekro.local.api.selectors import SelectorError, field_selector, label_selector, matches_labels


def names(asking: Asking, **query: str) -> list[str]:
    return [each["metadata"]["name"] for each in asking.ask("GET", MAPS, **query)["items"]]


@pytest.fixture
def three(asking: Asking) -> Asking:
    for name, app in (("c", "x"), ("a", "x"), ("b", "y")):
        asking.ask("POST", MAPS, config_map(name, labels={"app": app}))
    return asking


def test_a_list_is_in_the_order_of_names_and_its_items_have_no_kind(three: Asking) -> None:
    found = three.ask("GET", MAPS)
    assert (found["kind"], found["apiVersion"], found["metadata"]) == ("ConfigMapList", "v1", {"resourceVersion": "8"})
    assert [each["metadata"]["name"] for each in found["items"]] == ["a", "b", "c"]
    assert not any("kind" in each for each in found["items"])


def test_the_list_of_a_namespace_that_is_not_there_is_empty(asking: Asking) -> None:
    assert asking.ask("GET", "/api/v1/namespaces/gone/configmaps")["items"] == []


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("app=x", ["a", "c"]),
        ("app==x", ["a", "c"]),
        ("app!=x", ["b"]),
        ("app in (x, y)", ["a", "b", "c"]),
        ("app notin (x)", ["b"]),
        ("app", ["a", "b", "c"]),
        ("!app", []),
        ("!other,app=y", ["b"]),
        ("other!=x", ["a", "b", "c"]),
    ],
)
def test_labels_select(three: Asking, selector: str, found: list[str]) -> None:
    assert names(three, labelSelector=selector) == found


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("metadata.name=a", ["a"]),
        ("metadata.name!=a", ["b", "c"]),
        ("metadata.namespace=default,metadata.name=b", ["b"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_fields_select(three: Asking, selector: str, found: list[str]) -> None:
    assert names(three, fieldSelector=selector) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("a,,b", "found ',', expected: identifier after ','"),
        ("a>x", "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"),
    ],
)
def test_a_selector_that_cannot_be_read_says_where(text: str, said: str) -> None:
    with pytest.raises(SelectorError) as caught:
        label_selector(text)
    assert str(caught.value) == said


def test_numbers_are_compared_in_labels() -> None:
    found = [value for value in ("1", "5", "x") if matches_labels(label_selector("n>3"), {"metadata": {"labels": {"n": value}}})]
    assert found == ["5"]


def test_a_backslash_keeps_a_comma_in_a_field() -> None:
    assert [(term.field, term.value) for term in field_selector("metadata.name=a\\,b,type!=c")] == [("metadata.name", "a,b"), ("type", "c")]


def test_pages_are_of_one_moment(three: Asking) -> None:
    first = three.ask("GET", MAPS, limit="1")
    assert (names_of(first), first["metadata"]["remainingItemCount"]) == (["a"], 2)
    three.ask("DELETE", f"{MAPS}/b")
    three.ask("POST", MAPS, config_map("aa"))
    three.ask("PATCH", f"{MAPS}/c", {"data": {"a": "2"}}, MERGE)
    rest = three.ask("GET", MAPS, limit="5", **{"continue": first["metadata"]["continue"]})
    assert (names_of(rest), rest["items"][1]["data"], rest["metadata"]) == (["b", "c"], {"a": "1"}, {"resourceVersion": "8"})


def names_of(found: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [each["metadata"]["name"] for each in found["items"]]


def test_a_page_of_a_forgotten_moment_says_how_to_go_on() -> None:
    asking = Asking(history=2)
    for name in "abc":
        asking.ask("POST", MAPS, config_map(name))
    token = asking.ask("GET", MAPS, limit="1")["metadata"]["continue"]
    for name in "def":
        asking.ask("POST", MAPS, config_map(name))
    gone = asking.ask("GET", MAPS, limit="1", **{"continue": token})
    assert (gone["code"], gone["reason"]) == (410, "Expired")
    assert names(asking, **{"continue": gone["metadata"]["continue"]}) == ["b", "c", "d", "e", "f"]


def test_a_past_moment_is_listed_exactly(three: Asking) -> None:
    assert names(three, resourceVersion="7", resourceVersionMatch="Exact") == ["a", "c"]
    assert names(three, resourceVersion="7", resourceVersionMatch="NotOlderThan") == ["a", "b", "c"]


def test_a_moment_that_has_not_come_is_refused(three: Asking) -> None:
    refused = three.ask("GET", MAPS, resourceVersion="99", resourceVersionMatch="Exact")
    cause = {"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}
    said = "Timeout: Too large resource version: 99, current: 8"
    assert refused == status(504, "Timeout", said, causes=[cause], retryAfterSeconds=1)


def test_metadata_alone_can_be_asked_for(three: Asking) -> None:
    found = three.ask("GET", MAPS, accept="application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", labelSelector="app=y")
    assert (found["kind"], found["apiVersion"]) == ("PartialObjectMetadataList", "meta.k8s.io/v1")
    assert [sorted(each) for each in found["items"]] == [["apiVersion", "kind", "metadata"]]


def test_yaml_can_be_asked_for(three: Asking) -> None:
    response = three.response("GET", f"{MAPS}/a", accept="application/yaml")
    assert (response.content_type, b"kind: ConfigMap" in response.body) == ("application/yaml", True)


def test_a_page_has_what_is_stored_itself(three: Asking) -> None:
    resource = three.server.resource("v1", "ConfigMap")
    assert resource is not None
    found = page(three.server._world, resource, Wanted("default"), {})
    assert found.entries[0].object is three.server.get("v1", "ConfigMap", "a", "default")
