"""How long does a page take: composed, for many pairs, and as PDF?

The peers: one snapshot for every pair instead of one for all, and WeasyPrint on the HTML of the same page.
"""

from datetime import date
from itertools import permutations
from pathlib import Path

import weasyprint

from benchmarks.workload import Contest, Workload
from detente import brief
from detente.brief.render import render
from detente.register import Register

DAY = date(2026, 11, 22)
SECTIONS = ("commitments", "owes", "statements", "channels")


def pairs(scratch: Path) -> Contest:
    """All pairs of twelve NATO members; the answer is the number of lines on the pages."""
    del scratch
    register = Register.reference()
    members = (
        register.as_of(DAY)
        .memberships.filter(register.as_of(DAY).memberships["organisation"] == "NATO")["member"]
        .sort()[:12]
    )
    wanted = [f"{a}-{b}" for a, b in permutations(members, 2)]

    def lines(page: brief.Brief) -> int:
        return sum(len(section.items) for section in page.sections)

    def ours() -> int:
        snapshot = register.as_of(DAY)
        return sum(lines(brief.compose_from(register, snapshot, pair, sections=SECTIONS)) for pair in wanted)

    def peer() -> int:
        return sum(lines(brief.compose(register, pair, valid=DAY, sections=SECTIONS)) for pair in wanted)

    return Contest(ours=ours, peer=peer, ours_runs=2, peer_runs=1)


def pdf(scratch: Path) -> Contest:
    """The page on two allies as PDF; the answer is that there is one."""
    del scratch
    page = brief.compose(Register.reference(), "USA-JPN", valid=DAY)
    html = str(render(page, "html"))

    def ours() -> bytes:
        return bytes(render(page, "pdf"))[:5]  # type: ignore[arg-type]  # bytes for this form

    def peer() -> bytes:
        return bytes(weasyprint.HTML(string=html).write_pdf())[:5]

    return Contest(ours=ours, peer=peer)


PAGE = (
    Workload(
        name="pairs",
        question="compose the pages of 132 pairs of allies",
        peer="one snapshot for each pair",
        target=10,
        prepare=pairs,
    ),
    Workload(
        name="pdf", question="the page on two allies as PDF", peer="WeasyPrint on its HTML", target=3, prepare=pdf
    ),
)
