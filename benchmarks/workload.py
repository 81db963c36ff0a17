"""How fast are we beside somebody else's tool that gives the same answer, on this machine, in this run?

A workload pairs one question with one peer. Both answers are compared before anything is timed: a fast wrong answer has
no ratio. Times are the best of several runs after one to warm up; what counts is the ratio, since times alone say more
about the machine. When it lies: the best run hides jitter, and the peer may know a faster way to be asked than ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Two ways to one answer; each call does the whole work and returns something that compares equal."""

    ours: Callable[[], object]
    peer: Callable[[], object]
    ours_runs: int = 7
    peer_runs: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One row of the registry.

    question : what is computed, on how much.
    peer : whose tool, asked how.
    target : least ratio of the peer's time to ours.
    prepare : makes the data in a scratch folder; not timed.
    """

    name: str
    question: str
    peer: str
    target: float
    prepare: Callable[[Path], Contest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Best seconds of each, and what their ratio says."""

    workload: Workload
    ours_s: float
    peer_s: float

    @property
    def ratio(self) -> float:
        """How many times faster we are; below 1, slower."""
        return self.peer_s / self.ours_s

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return self.ratio >= self.workload.target


def run(workload: Workload, scratch: Path) -> Outcome:
    """Compare the answers, then time both.

    Raises
    ------
    ValueError : the two answers differ.
    """
    contest = workload.prepare(scratch)
    if contest.ours() != contest.peer():
        raise ValueError(f"{workload.name}: our answer and that of {workload.peer} differ")
    return Outcome(
        workload=workload,
        ours_s=_best(contest.ours, contest.ours_runs),
        peer_s=_best(contest.peer, contest.peer_runs),
    )


def _best(call: Callable[[], object], runs: int) -> float:
    """Seconds of the fastest of `runs` calls."""
    times = []
    for _ in range(runs):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)
