"""Conditions change one at a time, and Ready follows the newest that is not well."""

from hypothesis import given
from hypothesis import strategies as st

from typekro.local.kro.conditions import About, Conditions

CREATED, NOW, LATER = "2026-01-01T00:00:00Z", "2026-01-01T00:00:05Z", "2026-01-01T00:00:09Z"


def about(now: str = NOW, *, generation: int = 1, deleting: bool = False) -> About:
    return About(generation, CREATED, deleting, now)


def shown(conditions: Conditions) -> list[tuple[str, str, str]]:
    return [(each["type"], each["status"], each["lastTransitionTime"]) for each in conditions.all]


def test_what_was_never_looked_at_awaits_the_first_look() -> None:
    conditions = Conditions(("Made", "Run"), about(), [])
    message = 'condition "Run" is awaiting reconciliation'
    assert shown(conditions) == [("Made", "Unknown", CREATED), ("Run", "Unknown", CREATED), ("Ready", "Unknown", CREATED)]
    assert conditions.all[1]["message"] == message


def test_ready_is_true_once_all_that_count_are() -> None:
    conditions = Conditions(("Made", "Run"), about(), [])
    conditions.set("Made", "True", "Done", "made")
    before = conditions.ready
    conditions.set("Run", "True", "Done", "runs")
    assert (before, conditions.ready) == (False, True)
    assert conditions.all[-1] == {
        "type": "Ready",
        "status": "True",
        "reason": "Ready",
        "message": "",
        "observedGeneration": 1,
        "lastTransitionTime": NOW,
    }


def test_ready_has_the_reason_of_the_newest_that_is_false() -> None:
    conditions = Conditions(("Made", "Run"), about(), [])
    conditions.set("Made", "False", "Broken", "it is broken")
    conditions = Conditions(("Made", "Run"), about(LATER), conditions.all)
    conditions.set("Run", "False", "Stopped", "it has stopped")
    assert (conditions.all[-1]["status"], conditions.all[-1]["reason"], conditions.all[-1]["message"]) == (
        "False",
        "Stopped",
        "it has stopped",
    )


def test_a_condition_of_an_older_generation_keeps_ready_as_it_was() -> None:
    first = Conditions(("Made", "Run"), about(), [])
    first.set("Made", "True", "Done", "")
    first.set("Run", "True", "Done", "")
    second = Conditions(("Made", "Run"), about(LATER, generation=2), first.all)
    second.set("Made", "True", "Done", "")
    assert not second.ready
    assert (second.all[-1]["status"], second.all[-1]["observedGeneration"]) == ("True", 1)


def test_what_is_being_deleted_has_all_conditions_at_its_generation() -> None:
    first = Conditions(("Made", "Run"), about(), [])
    going = Conditions(("Made", "Run"), about(LATER, generation=2, deleting=True), first.all)
    going.set("Run", "Unknown", "Going", "it goes")
    assert {each["observedGeneration"] for each in going.all} == {2}


def test_conditions_that_older_versions_wrote_go() -> None:
    old = [{"type": "ResourceGraphAccepted", "status": "True", "lastTransitionTime": CREATED}]
    assert "ResourceGraphAccepted" not in {each["type"] for each in Conditions(("Made",), about(), old, ("ResourceGraphAccepted",)).all}


@given(st.lists(st.tuples(st.sampled_from(["Made", "Run"]), st.sampled_from(["True", "False", "Unknown"]))))
def test_setting_a_condition_again_changes_nothing(steps: list[tuple[str, str]]) -> None:
    conditions = Conditions(("Made", "Run"), about(), [])
    for type_, status in steps:
        conditions.set(type_, status, "Because", "of this")
    once = [dict(each) for each in conditions.all]
    for type_, status in steps[-1:]:
        conditions.set(type_, status, "Because", "of this")
    assert conditions.all == once
    worst = {each["status"] for each in once if each["type"] != "Ready"}
    expected = "False" if "False" in worst else "Unknown" if "Unknown" in worst else "True"
    assert next(each["status"] for each in once if each["type"] == "Ready") == expected
