"""What was tried and what came of it, as a table."""

from collections import Counter
from collections.abc import Iterable

from tests.local.differential.running import Outcome


def table(outcomes: Iterable[Outcome]) -> str:
    """How often what was asked, and with which statuses it was answered.

    Args:
        outcomes: what came of the sequences.
    """
    tried: dict[str, Counter[int]] = {}
    met: Counter[str] = Counter()
    for outcome in outcomes:
        for call, reply in zip(outcome.calls, outcome.replies, strict=False):
            tried.setdefault(call.what, Counter())[reply.status] += 1
        met.update(each.name for each in outcome.met)
    width = max(map(len, tried), default=0)
    lines = [f"{what:{width}} {sum(counts.values()):5}  {_statuses(counts)}" for what, counts in sorted(tried.items())]
    known = [f"known, met {count} times: {name}" for name, count in met.most_common()]
    return "\n".join((*lines, f"{'all':{width}} {sum(sum(counts.values()) for counts in tried.values()):5}", *known))


def _statuses(counts: Counter[int]) -> str:
    return ", ".join(f"{status}: {count}" for status, count in sorted(counts.items()))
