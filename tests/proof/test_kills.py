"""A run that is killed, after another one, and another one, each of another program: whatever they left, the next run makes good."""

import contextlib
import random
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

from tests.cluster.control_plane import ControlPlane
from tests.cluster.plugin import corner_of
from tests.crashes.runner import Order
from tests.crashes.runners import Runner
from tests.proof.programs import Program
from tests.proof.sites import Site

pytestmark = pytest.mark.long

KILLS = 100
CHAINS = 2
"""So many go on at once, each with a state file of its own: it has to forget what is old, of which it gets enough."""

BETWEEN = 5
"""So many runs are killed, and then one is not."""


_TOLD = "stays: it is older than this, so another one may have made it (kubectl delete crd "
_KIND_STAYS = 'the cluster has kind as "Note", and it should be null'
"""Where a run is killed after its definition went and before its CustomResourceDefinition did, and the next one makes the definition anew,
nobody can tell any more who made the older one: it stays, and the run that leaves it says so."""


@attrs.define
class Chain:
    """Runs of changing programs in one place.

    Args:
        site: the place.
        runner: what runs them.
        chance: decides what changes, and when a run is killed.
    """

    site: Site
    runner: Runner
    chance: random.Random
    program: Program = attrs.field(factory=Program.first)
    told: list[str] = attrs.field(factory=list[str])
    seconds: float = 0.0
    kind_stays: bool = False

    def killed(self, kills: int) -> None:
        """Kills so many runs; one that has ended before does not count."""
        (self.site.folder / "state").mkdir(parents=True)
        self._converges()
        for number in range(kills):
            while not self._is_killed():
                pass
            if number % BETWEEN == BETWEEN - 1 or number == kills - 1:
                self._converges()
        self.program = Program(word=None)
        self._converges()

    def _is_killed(self) -> bool:
        self.program = self.program.changed(self.chance)
        after = self.chance.uniform(0, self.seconds)
        code = self._run(after)
        self.told.append(f"killed after {after:.3f} s of {self.seconds:.3f} s: {code}: {self.program.text()}")
        assert code in {0, -signal.SIGKILL}, self._said()
        return code != 0

    def _converges(self) -> None:
        began = time.monotonic()
        code = self._run()
        self.seconds = time.monotonic() - began
        self.told.append(f"ran to its end: {self.program.text()}")
        assert code == 0, self._said()
        stays = [_KIND_STAYS] if self.kind_stays and self.program.word is None else []
        assert [problem for problem in self.site.problems(self.program) if problem not in stays] == [], self._said()
        mark = self.site.corner.plane.mark()
        assert self._run() == 0, self._said()
        assert self.site.writes(mark) == [], self._said()

    def _run(self, after: float | None = None) -> int:
        script = self.site.folder / "script.py"
        arguments = (self.site.app, self.program.text(), self.site.corner.namespace, self.site.corner.group)
        script.write_text(f"from tests.proof.programs import main\n\nmain{arguments!r}\n", "utf-8")
        code = self.runner.run(Order(str(script), str(self.site.corner.kubeconfig), str(self.site.folder / "out"), after=after))
        self.kind_stays |= _TOLD in self._errors()
        return code

    def _said(self) -> str:
        return "\n".join((*self.told, self._errors()))

    def _errors(self) -> str:
        errors = self.site.folder / "out.err"
        return errors.read_text("utf-8") if errors.exists() else ""  # it may have been killed before it opened it


@pytest.fixture
def runners() -> Iterator[Sequence[Runner]]:
    with contextlib.ExitStack() as stack:
        starting = [Runner() for _ in range(CHAINS)]
        yield [stack.enter_context(runner) for runner in starting]


def test_whatever_a_hundred_killed_runs_leave_the_next_run_makes_good(
    control_plane: ControlPlane, runners: Sequence[Runner], tmp_path: Path
) -> None:
    """Each run is a process of its own that gets signal 9, at any moment of the time that the last whole run took.

    After five of them, a run comes to its end: then the cluster has what its program says, and nothing else, and so has the state, which
    does not grow without end; and one more run writes nothing.
    """
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201 - with it, the programs and moments of a failed test can be had again

    def chain(number: int) -> None:
        with corner_of(control_plane) as corner:
            chance = random.Random(f"{seed}/{number}")  # noqa: S311 - programs and moments, not secrets
            Chain(Site(corner, tmp_path / corner.namespace), runners[number], chance).killed(KILLS // CHAINS)

    with ThreadPoolExecutor(CHAINS) as pool:
        list(pool.map(chain, range(CHAINS)))
