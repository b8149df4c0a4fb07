from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from typekro.local.api.store import Store

WRITES = st.lists(
    st.tuples(
        st.sampled_from(("one", "two")), st.sampled_from("abcd"), st.none() | st.dictionaries(st.sampled_from("xy"), st.sampled_from("123"))
    ),
    max_size=20,
)


@given(WRITES, WRITES)
def test_labelled_objects_are_those_that_would_be_found_among_all(before: list[Any], after: list[Any]) -> None:
    store = Store(history=100)
    shelf = store.shelf("things")

    def write(namespace: str, name: str, labels: dict[str, str] | None) -> None:
        if labels is None and (namespace, name) in shelf.entries:
            store.remove(shelf, (namespace, name))
        elif labels is not None:
            metadata = {"namespace": namespace, "name": name, "labels": labels}
            store.put(shelf, (namespace, name), {"apiVersion": "v1", "kind": "Thing", "metadata": metadata})

    for each in before:
        write(*each)
    assert shelf.labelled("x", ("1",), None) is not None
    for each in after:
        write(*each)

    for namespace in (None, "one"):
        found = shelf.labelled("x", ("1", "2"), namespace)
        assert found is not None
        among_all = [key for key, entry in shelf.within(namespace) if entry.object["metadata"]["labels"].get("x") in {"1", "2"}]
        assert [key for key, _ in found] == among_all


def test_of_too_many_labels_not_all_are_kept() -> None:
    shelf = Store(history=100).shelf("things")

    kept = [shelf.labelled(f"label-{number}", ("a",), None) is not None for number in range(17)]

    assert kept == [True] * 16 + [False]
