"""Our verdicts on cases: this project's own, those of a folder that `TYPEKRO_KRO_CASES` names, and on both the real kro's."""

import os
from collections import Counter
from pathlib import Path

import anyio
import pytest

from tests.cluster.plugin import Cluster as Corner
from tests.kro_cases.cases import OWN, Case, cases_of
from tests.kro_cases.on_kro import on_kro
from tests.kro_cases.verdicts import differences, offline, problems_of
from typekro.kubernetes import Client, Cluster

OTHERS = os.environ.get("TYPEKRO_KRO_CASES")
CASES = cases_of(OWN)


def named(case: Case) -> str:
    return case.name


def test_the_own_cases_are_many_and_half_of_them_are_refused() -> None:
    verdicts = Counter(case.accepted for case in CASES)

    assert verdicts[True] >= 20
    assert verdicts[False] >= 20
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_verdict_on_an_own_case_is_as_written_down(case: Case) -> None:
    assert differences(case, offline(case), None) == []


@pytest.mark.parametrize("case", [case for case in CASES if not case.accepted], ids=named)
def test_a_refusal_says_why_in_these_words(case: Case) -> None:
    said = OWN / "said" / f"{case.name}.txt"

    assert "".join(f"{problem.stage} {problem.text}\n" for problem in problems_of(case)) == said.read_text("utf-8")


@pytest.mark.skipif(OTHERS is None, reason="TYPEKRO_KRO_CASES names no folder")
@pytest.mark.parametrize("case", cases_of(Path(OTHERS)) if OTHERS else [], ids=named)
def test_the_verdict_on_a_case_of_another_folder_is_as_written_down(case: Case) -> None:
    assert differences(case, offline(case), None) == []


@pytest.mark.long
def test_the_real_kro_says_the_same_of_every_own_case(cluster: Corner) -> None:
    found: dict[str, list[str]] = {}
    several = anyio.CapacityLimiter(6)  # no two of them share a name or a kind

    async def judge(client: Client, case: Case) -> None:
        async with several:
            found[case.name] = differences(case, offline(case), await on_kro(client, case))

    async def judge_all() -> None:
        async with Cluster(kubeconfig=str(cluster.kubeconfig)).connect() as client, anyio.create_task_group() as tasks:
            for case in CASES:
                tasks.start_soon(judge, client, case)

    anyio.run(judge_all)

    assert len(found) == len(CASES)
    assert {name: lines for name, lines in found.items() if lines} == {}
