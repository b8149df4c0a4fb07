"""`python -m tests.kro_cases FOLDER [--kubeconfig FILE]`: a line a case, and a summary; exit 1 on a disagreement."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import anyio

from tests.kro_cases.cases import Case, cases_of
from tests.kro_cases.on_kro import on_kro
from tests.kro_cases.verdicts import Verdict, differences, offline
from typekro.kubernetes import Cluster


def say(text: str) -> None:
    """Write a line at once, also where the output is a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def told(case: Case, ours: Verdict, kros: Verdict | None) -> bool:
    """Tell of one case; whether all agree."""
    found = differences(case, ours, kros)
    should = "accepted" if case.accepted else "refused"
    kro = "" if kros is None else f"  kro {kros!s:8}"
    said = f"  {ours.said}" if ours.said else ""
    say(f"{case.name:40}  should be {should:8}  offline {ours!s:8}{kro}  {'DISAGREE' if found else 'agree':8}{said}")
    for line in found:
        say(f"    {line}")
    if kros is not None and kros.said and not found:
        say(f"    kro: {kros.said}")
    return not found


async def judged(cases: Sequence[Case], kubeconfig: str | None) -> list[bool]:
    """Whether all agree, of each case; they are put to kro one after the other."""
    if kubeconfig is None:
        return [told(case, offline(case), None) for case in cases]
    async with Cluster(kubeconfig=kubeconfig).connect() as client:
        return [told(case, offline(case), await on_kro(client, case)) for case in cases]


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says, and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.kro_cases", description=__doc__)
    parser.add_argument("folder", type=Path, help="it has valid/, invalid/, needs/NAME/ and expected/NAME.json, any of them")
    parser.add_argument("--kubeconfig", help="ask the kro of this cluster too; what is applied is deleted again")
    parser.add_argument("--only", nargs="*", help="only the cases of these names")
    options = parser.parse_args(arguments)
    cases = [case for case in cases_of(options.folder) if options.only is None or case.name in options.only]
    if not cases:
        say(f"there are no cases in {options.folder}")
        return 2
    agreed = anyio.run(judged, cases, options.kubeconfig)
    say(f"{len(cases)} cases, {agreed.count(True)} agree, {agreed.count(False)} disagree")
    return 0 if all(agreed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
