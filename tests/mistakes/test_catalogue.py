"""The catalogue in tests/typing/mistakes: each mistake is caught by all who have to catch it, in the words that its file has.

Where words change on purpose: `python -m tests.typing.mistakes --write`, and a look at each.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.mistakes.checkers import CHECKERS, Findings
from tests.mistakes.command import CATALOGUE
from tests.mistakes.running import said_by_running
from tests.mistakes.samples import CATCHERS, Sample, read
from typekro.expressions.library import available

SAMPLES = read(CATALOGUE)


def expected(checker: str) -> Findings:
    return {sample.wrong: sample.caught_by[checker] for sample in SAMPLES if checker in sample.caught_by}


def test_there_are_many_mistakes_and_each_catcher_has_its_share() -> None:
    share = Counter(catcher for sample in SAMPLES for catcher in sample.caught_by)

    assert len(SAMPLES) >= 200
    assert all(share[catcher] >= 80 for catcher in CATCHERS)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_mistake_says_by_what_it_is_caught(sample: Sample) -> None:
    assert sample.mistake.endswith(".")
    assert all(sample.caught_by[checker] for checker in CHECKERS if checker in sample.caught_by)
    assert ("definition" in sample.caught_by) == (sample.said is not None)


@pytest.mark.parametrize("checker", CHECKERS)
def test_the_type_checkers_refuse_the_mistakes_that_they_can_know_and_accept_all_twins(checker: str) -> None:
    found = CHECKERS[checker](CATALOGUE)

    own = {sample.wrong for sample in SAMPLES if checker not in sample.caught_by}
    assert {file: codes for file, codes in found.items() if file not in own} == expected(checker)


@pytest.mark.skipif(not available(), reason="raw CEL and the types of expressions are checked by the CEL library")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_mistake_is_refused_before_a_cluster_is_asked_and_its_twin_is_not(sample: Sample) -> None:
    assert said_by_running(sample.wrong) == (sample.said or "")
    assert said_by_running(sample.right) == ""


def test_mistakes_and_twins_differ_in_few_lines() -> None:
    def lines(file: Path) -> Counter[str]:
        code = file.read_text("utf-8").partition("\n# definition:\n")[0]
        return Counter(line.strip() for line in code.splitlines()[2:] if line.strip())

    far = {sample.name: (lines(sample.wrong) - lines(sample.right)).total() for sample in SAMPLES}

    assert {name: count for name, count in far.items() if count > 7} == {}
    assert [sample.name for sample in SAMPLES if lines(sample.wrong) == lines(sample.right)] == []
