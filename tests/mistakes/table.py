"""Who caught what: each sample of a catalogue held against what it says, as a line of a table."""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from tests.mistakes.checkers import Findings
from tests.mistakes.samples import CHECKERS, Sample

_NOT_CAUGHT, _REFUSED, _OTHERWISE = "NOT CAUGHT", "REFUSED", "OTHERWISE"
_MISTAKE_WIDTH = 88


@attrs.frozen
class Verdict:
    """What was found of a sample.

    Args:
        sample: the sample.
        codes: what the type checkers say of the mistake, by checker.
        said: what typekro says of it when it is run.
        of_twin: what anybody says of the file without the mistake.
    """

    sample: Sample
    codes: Mapping[str, frozenset[str]]
    said: str
    of_twin: tuple[str, ...]

    def cell(self, catcher: str) -> str:
        """Whether the mistake is caught as its file says."""
        found = self.codes[catcher] if catcher in CHECKERS else frozenset({self.said}) - {""}
        if catcher not in self.sample.caught_by:
            return "also" if found else "-"
        if not found:
            return _NOT_CAUGHT
        return "caught" if self._is_as_written(catcher, found) else _OTHERWISE

    def _is_as_written(self, catcher: str, found: frozenset[str]) -> bool:
        if catcher not in CHECKERS:
            return self.sample.said in {None, self.said}
        return self.sample.caught_by[catcher] in {frozenset(), found}

    @property
    def twin(self) -> str:
        """Whether everybody accepts the file without the mistake."""
        return _REFUSED if self.of_twin else "accepted"

    @property
    def cells(self) -> tuple[str, ...]:
        """What the table says of it, behind its name and its mistake."""
        return *(self.cell(catcher) for catcher in (*CHECKERS, "definition")), self.twin

    @property
    def is_well(self) -> bool:
        """Whether it is caught by all who have to catch it, in the words that are written, and accepted without the mistake."""
        return not {_NOT_CAUGHT, _REFUSED, _OTHERWISE} & set(self.cells)


def judge(samples: Iterable[Sample], by_checker: Mapping[str, Findings], said: Mapping[str, tuple[str, str]]) -> list[Verdict]:
    """A verdict for each sample.

    Args:
        samples: the samples.
        by_checker: what each type checker found.
        said: what typekro says of the two files of each sample, first of the wrong one, by its name.
    """
    verdicts: list[Verdict] = []
    for sample in samples:
        codes = {checker: by_checker[checker].get(sample.wrong.resolve(), frozenset()) for checker in CHECKERS}
        of_twin = [f"{checker}[{code}]" for checker in CHECKERS for code in sorted(by_checker[checker].get(sample.right.resolve(), ()))]
        wrong, right = said[sample.name]
        verdicts.append(Verdict(sample, codes, wrong, (*of_twin, *([right] if right else []))))
    return verdicts


def lines(verdicts: list[Verdict]) -> Iterator[str]:
    """The table, what is not well in it, and a summary."""
    name_width = max(len(verdict.sample.name) for verdict in verdicts)
    yield _line(("name", "mistake", "mypy", "pyright", "definition", "twin"), name_width)
    for verdict in verdicts:
        yield _line((verdict.sample.name, verdict.sample.mistake, *verdict.cells), name_width)
    for verdict in verdicts:
        if not verdict.is_well:
            yield from _explained(verdict)
    well = sum(verdict.is_well for verdict in verdicts)
    by = ", ".join(f"{catcher} {sum(catcher in one.sample.caught_by for one in verdicts)}" for catcher in (*CHECKERS, "definition"))
    yield f"\n{well} of {len(verdicts)} mistakes are caught by all who have to catch them ({by}), and accepted when put right"


def _line(cells: tuple[str, ...], name_width: int) -> str:
    name, mistake, *rest = cells
    shown = mistake if len(mistake) <= _MISTAKE_WIDTH else f"{mistake[: _MISTAKE_WIDTH - 3]}..."
    return f"{name:{name_width}}  {shown:{_MISTAKE_WIDTH}}  {'  '.join(f'{cell:10}' for cell in rest)}".rstrip()


def _explained(verdict: Verdict) -> Iterator[str]:
    yield f"\n{verdict.sample.name}: {verdict.sample.mistake}"
    for checker in CHECKERS:
        yield f"  {checker}: {', '.join(sorted(verdict.codes[checker])) or 'nothing'}"
    yield from _indented("definition", verdict.said or "nothing")
    for said in verdict.of_twin:
        yield from _indented("twin", said)


def _indented(what: str, said: str) -> Iterator[str]:
    first, *more = said.splitlines()
    yield f"  {what}: {first}"
    yield from (f"    {line}" for line in more)
