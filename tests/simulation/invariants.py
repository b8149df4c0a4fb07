"""What must hold whatever happens, by number."""

from collections.abc import Mapping

INVARIANTS: Mapping[int, str] = {
    0: "the engine neither hangs nor falls over",
    1: "what was cut off is finished by the next run, and the run after that writes nothing",
    2: "what is ours has a record",
    3: "a record has one thing",
    4: "after success all is as declared",
    5: "nothing is changed or deleted that is not ours to",
    6: "nothing goes before what needs it, or comes before what it needs",
    7: "no change without a durable record of it",
    8: "who lost the lock writes no more",
    9: "one run acts at a time",
    10: "the lock of a dead run is free at once",
    11: "a failure stops nothing but what needs it",
    12: "destroyed means that nothing of ours is left",
    13: "a plan changes nothing",
    14: "a planned run does what was planned",
    15: "the journal leads to the records",
    16: "records are whole: needs are recorded, or were, and form no circle",
    17: "serials only grow, and the lineage stays",
    18: "what is only renamed is kept",
    19: "no secret is written or told",
    20: "one Ctrl-C cuts no change off",
    22: "what is protected stays",
    23: "nothing is collected after a failure",
    24: "an ended run does nothing more",
}
ELSEWHERE: Mapping[int, str] = {21: "tests/orchestrator/state/test_database.py: an older file is migrated, a newer one left alone"}
