"""Entries, and what follows from them."""

import pytest

from tests.orchestrator.state.parts import gone, ready, record
from typekro.orchestrator.state import Entry, begun, replay


def test_an_operation_that_begins_is_open_and_its_error_past() -> None:
    entry = begun(record("a", error="it did not work"), "update", pending={"size": 2})

    assert entry == Entry(kind="begin", id="a", action="update", record=record("a", status="updating", pending={"size": 2}))


def test_records_have_the_order_in_which_they_were_first_made() -> None:
    journal = [ready("b"), ready("a"), ready("b", output=2), ready("c"), gone("a"), ready("a")]

    assert [(found.id, found.output) for found in replay(journal)] == [("b", 2), ("c", None), ("a", None)]


def test_an_entry_has_a_record_unless_it_ends_one() -> None:
    with pytest.raises(ValueError, match=r"^a journal entry 'ready' of 'a' needs a record$"):
        Entry(kind="ready", id="a")
    with pytest.raises(ValueError, match=r"^a journal entry 'gone' of 'a' has no record$"):
        Entry(kind="gone", id="a", record=record("a"))
