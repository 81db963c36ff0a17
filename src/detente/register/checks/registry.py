"""Which checks are there, and how grave is what each of them finds?

An error makes answers wrong whichever way it is read; a warning is a row that needs another row, a better source or a
second look; a note is for the reader who wants to know what the register is made of.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import polars as pl
from rapidfuzz import process

from detente.errors import RegisterError
from detente.register.checks import activities, actors, channels, commitments, evidence, keys, measures, times
from detente.register.checks.findings import SCHEMA, Findings
from detente.register.checks.tables import Tables
from detente.register.versions import History
from detente.results import Severity


@dataclass(frozen=True, slots=True)
class Check:
    """A named check and how grave its findings are."""

    function: Callable[[Tables], pl.DataFrame]
    severity: Severity

    @property
    def name(self) -> str:
        """`check_for_...`."""
        return self.function.__name__

    @property
    def family(self) -> str:
        """The file it stands in."""
        return self.function.__module__.rpartition(".")[2]

    @property
    def summary(self) -> str:
        """What it finds, in one sentence."""
        return (self.function.__doc__ or "").partition("\n")[0]


_ALL: Final = (
    Check(keys.check_for_duplicate_keys, "error"),
    Check(keys.check_for_broken_references, "error"),
    Check(keys.check_for_alias_loops, "error"),
    Check(keys.check_for_versions_out_of_order, "error"),
    Check(keys.check_for_version_without_change, "note"),
    Check(keys.check_for_unknown_words, "warning"),
    Check(times.check_for_reversed_intervals, "error"),
    Check(times.check_for_dates_out_of_range, "warning"),
    Check(times.check_for_overlapping_spells, "warning"),
    Check(times.check_for_refinement_outside_its_statement, "warning"),
    Check(times.check_for_conflicting_statements, "warning"),
    Check(times.check_for_future_acts, "warning"),
    Check(actors.check_for_actor_not_existing_on_date, "warning"),
    Check(actors.check_for_code_used_twice_on_date, "error"),
    Check(actors.check_for_code_reused_over_time, "note"),
    Check(actors.check_for_capital_far_from_state, "warning"),
    Check(commitments.check_for_force_before_signature, "warning"),
    Check(commitments.check_for_end_without_entry, "warning"),
    Check(commitments.check_for_notice_without_force, "warning"),
    Check(commitments.check_for_notice_and_effect_disagree, "warning"),
    Check(commitments.check_for_entry_rule_mismatch, "warning"),
    Check(commitments.check_for_obligor_not_party, "warning"),
    Check(commitments.check_for_beneficiary_without_duty, "warning"),
    Check(commitments.check_for_agreement_without_provision, "note"),
    Check(commitments.check_for_designation_with_duty, "error"),
    Check(commitments.check_for_unilateral_with_two_parties, "error"),
    Check(commitments.check_for_membership_without_participation, "warning"),
    Check(activities.check_for_total_with_actor, "error"),
    Check(activities.check_for_headcount_without_claimant, "warning"),
    Check(activities.check_for_participant_outside_window, "warning"),
    Check(activities.check_for_event_after_close, "warning"),
    Check(channels.check_for_restored_without_cut, "warning"),
    Check(channels.check_for_event_order, "warning"),
    Check(channels.check_for_silent_beyond_stale, "note"),
    Check(measures.check_for_unit_unknown, "warning"),
    Check(measures.check_for_two_values_one_vintage, "warning"),
    Check(measures.check_for_basis_unknown, "warning"),
    Check(measures.check_for_period_and_time_disagree, "warning"),
    Check(measures.check_for_same_values_under_another_vintage, "warning"),
    Check(measures.check_for_exchanged_pair, "warning"),
    Check(evidence.check_for_source_never_read, "warning"),
    Check(evidence.check_for_source_older_than_fact, "warning"),
    Check(evidence.check_for_weak_only_source, "warning"),
    Check(evidence.check_for_title_from_address, "note"),
    Check(evidence.check_for_verified_without_locator, "warning"),
    Check(evidence.check_for_stale_rows, "note"),
    Check(evidence.check_for_coverage_contradicted, "warning"),
)
CHECKS: Final[Mapping[str, Check]] = MappingProxyType({check.name: check for check in _ALL})


def run(histories: Mapping[str, History], strict: Sequence[str] = ()) -> Findings:
    """The findings of all checks, errors first.

    Parameters
    ----------
    strict : names of checks whose findings count as errors, whatever their severity.

    Raises
    ------
    RegisterError : `strict` names no check.
    """
    for name in strict:
        if name not in CHECKS:
            nearest, _, _ = process.extractOne(name, list(CHECKS))
            raise RegisterError(
                f"no check {name!r}", expected=f"one of the {len(CHECKS)} checks", next_step=f"did you mean {nearest}?"
            )
    tables = Tables(histories)
    frames = [
        check.function(tables).select(
            pl.lit(check.name).alias("check"),
            pl.lit("error" if check.name in strict else check.severity, SCHEMA["severity"]).alias("severity"),
            pl.all(),
        )
        for check in CHECKS.values()
    ]
    frame = pl.concat([SCHEMA.to_frame(), *frames]).sort("severity", maintain_order=True)
    return Findings(
        method=f"{len(CHECKS)} named checks on the last version of every record",
        parameters={"strict": tuple(strict)},
        frame=frame,
    )
