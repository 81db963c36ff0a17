"""Is the clock right? Worked days, a brute-force calendar that walks day by day, and what must hold for any terms."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.durations import Duration
from detente.register.dates import LAST_DAY, PartialDate
from detente.register.exit_clock import exit_if_notice, last_notice_day, opens, premature
from detente.register.exit_term_ends import final_end, next_term_end, term_end
from detente.register.exit_terms import Bond, ExitTerms, NoticeDeadline

A_DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def terms_of(in_force: str | None = None, **said: object) -> ExitTerms:
    """Terms with durations and dates written as texts."""
    durations = {name: Duration.parse(str(said.pop(name))) for name in DURATIONS if name in said}
    last_day = PartialDate.parse(str(said.pop("last_day"))) if "last_day" in said else None
    start = PartialDate.parse(in_force) if in_force else None
    return ExitTerms(agreement="A", party="X", in_force=start, last_day=last_day, **durations, **said)  # type: ignore[arg-type]  # words are checked by each test


DURATIONS = ("term", "renewal_term", "notice", "not_before")


# --- worked days ----------------------------------------------------------------------------------------------------


def test_six_months_are_counted_forwards_from_the_last_day_of_august() -> None:
    six_months = terms_of(notice="P6M", clear_days=False)

    assert NoticeDeadline(day("2024-08-31"), day("2024-08-31")) == last_notice_day(six_months, day("2025-02-28"))


def test_a_day_of_notice_that_does_not_count_costs_one_day() -> None:
    clear = terms_of(notice="P90D", clear_days=True)

    assert NoticeDeadline(day("2019-08-24"), day("2019-08-24")) == last_notice_day(clear, day("2019-11-23"))


def test_clear_days_are_counted_from_the_day_after_the_notice() -> None:
    # 28 February is left out: six months from 1 March, not from 28 February and then a day.
    clear = terms_of(notice="P6M", clear_days=True, effect="notice_end")

    assert "2026-09-01" == str(exit_if_notice(clear, day("2026-02-28")))


def test_a_period_that_nobody_recorded_has_no_last_day() -> None:
    assert NoticeDeadline(None, None) == last_notice_day(terms_of(), day("2030-01-01"))


def test_a_deadline_between_safe_and_arguable_cannot_be_told() -> None:
    deadline = last_notice_day(terms_of(notice="P90D"), day("2019-11-23"))

    assert [False, None, True] == [deadline.passed(day(text)) for text in ("2019-08-24", "2019-08-25", "2019-08-26")]


def test_terms_are_counted_from_the_original_day_and_never_step_by_step() -> None:
    monthly = terms_of("2024-01-31", term="P1M", renewal="tacit", renewal_term="P1M")

    ends = [str(term_end(monthly, k)) for k in range(4)]

    assert ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"] == ends


def test_a_named_last_day_is_inclusive_and_goes_before_the_term() -> None:
    fixed = terms_of("2022-04-01", term="P10Y", last_day="2027-03-31", renewal="none")

    assert (PartialDate.parse("2027-04-01"), True) == final_end(fixed)


def test_renewals_follow_a_named_last_day_from_the_day_after_it() -> None:
    renewed = terms_of(last_day="2027-02-28", renewal="tacit", renewal_term="P1Y")

    assert "2028-03-01" == str(term_end(renewed, 1))


def test_a_term_without_tacit_renewal_has_no_second_end() -> None:
    assert term_end(terms_of("2020-01-01", term="P5Y", renewal="by_agreement"), 1) is None


def test_the_end_of_a_vague_entry_is_as_vague() -> None:
    of_a_month = terms_of("2021-06", term="P5Y", renewal="by_agreement")

    assert (PartialDate.between(day("2026-06-01"), day("2026-06-30")), False) == final_end(of_a_month)


def test_a_vague_entry_makes_the_next_renewal_one_of_two_years() -> None:
    yearly = terms_of("2010-06", term="P1Y", renewal="tacit", renewal_term="P1Y")

    assert "2026-06-16/2027-06-15" == str(next_term_end(yearly, day("2026-06-15")))


def test_a_vague_term_end_is_never_a_day_that_no_entry_gives() -> None:
    # From 28 February it is 28 August, from 1 March 1 September: nothing ends on the days between.
    half_a_year = terms_of("2025-02-28/2025-03-01", term="P6M", renewal="none")

    assert "2025-09-01" == str(next_term_end(half_a_year, day("2025-08-28")))


def test_an_exit_waits_until_the_clause_allows_it() -> None:
    waits = terms_of("1948-08-25", notice="P1Y", effect="notice_end", not_before="P50Y", not_before_from="agreement",
                     not_before_applies="effect")  # fmt: skip

    assert "1998-08-25" == str(exit_if_notice(waits, day("1990-01-01")))


def test_a_notice_too_early_is_premature_and_counts_from_the_first_possible_day() -> None:
    waits = terms_of("1960-06-23", notice="P1Y", effect="notice_end", not_before="P10Y", not_before_from="agreement",
                     not_before_applies="notice")  # fmt: skip

    assert "1970-06-23" == str(opens(waits))
    assert premature(waits, day("1970-06-22")) is True
    assert premature(waits, day("1970-06-23")) is False
    assert "1971-06-23" == str(exit_if_notice(waits, day("1965-01-01")))


def test_not_knowing_what_has_to_wait_gives_both_readings() -> None:
    either = terms_of("2024-08-15", notice="P1Y", effect="notice_end", not_before="P10Y", not_before_from="agreement")

    assert premature(either, day("2026-11-22")) is None
    assert "2034-08-15/2035-08-15" == str(exit_if_notice(either, day("2026-11-22")))


def test_twenty_years_of_the_treaty_are_not_twenty_years_of_the_party() -> None:
    sweden = Bond(entry=PartialDate.parse("2024-03-07"))
    said = {"notice": Duration.parse("P1Y"), "not_before": Duration.parse("P20Y"), "bonds": (sweden,)}
    start = PartialDate.parse("1949-08-24")

    opened = [
        str(opens(ExitTerms(agreement="A", party="SWE", in_force=start, not_before_from=whose, **said)))  # type: ignore[arg-type]  # texts of Literals
        for whose in ("agreement", "party", "unknown")
    ]

    assert ["1969-08-24", "2044-03-07", "1969-08-24/2044-03-07"] == opened


def test_an_unknown_effect_gives_the_end_of_the_notice_and_the_end_of_the_term() -> None:
    either = terms_of("1994-04-20", notice="P6M", term="P5Y", renewal="tacit", renewal_term="P5Y")

    assert "2027-05-22/2029-04-20" == str(exit_if_notice(either, day("2026-11-22")))


def test_a_notice_on_the_arguable_day_may_miss_the_term() -> None:
    yearly = terms_of("2016-11-23", notice="P90D", effect="term_end", term="P1Y", renewal="tacit", renewal_term="P1Y")

    out = [str(exit_if_notice(yearly, day(f"2019-08-{number}"))) for number in (24, 25, 26)]

    assert ["2019-11-23", "2019-11-23/2020-11-23", "2020-11-23"] == out


def test_a_missing_receipt_leaves_the_latest_day_open() -> None:
    from_receipt = terms_of(notice="P6M", effect="notice_end", notice_counts_from="received")

    out = exit_if_notice(from_receipt, day("2022-05-02"))

    assert (day("2022-11-02"), LAST_DAY) == (out.first, out.last)
    assert "2022-11-05" == str(exit_if_notice(from_receipt, day("2022-05-02"), received=day("2022-05-05")))


def test_a_receipt_counts_under_one_reading_where_the_text_does_not_say() -> None:
    either = terms_of(notice="P6M", effect="notice_end")

    assert "2022-11-02/2022-11-05" == str(exit_if_notice(either, day("2022-05-02"), received=day("2022-05-05")))


def test_an_unknown_period_leaves_the_latest_day_open() -> None:
    out = exit_if_notice(terms_of(effect="notice_end"), day("2026-11-22"))

    assert (day("2026-11-22"), LAST_DAY) == (out.first, out.last)


def test_a_fixed_end_comes_before_the_end_of_a_late_notice() -> None:
    fixed = terms_of(last_day="2026-02-04", renewal="none", notice="P3M", effect="notice_end")

    assert "2026-02-05" == str(exit_if_notice(fixed, day("2025-12-01")))


def test_a_term_that_may_be_renewed_may_end_before_the_notice_does() -> None:
    renewable = terms_of("2020-01-01", term="P5Y", renewal="by_agreement", notice="P1Y", effect="notice_end")

    assert "2025-01-01/2025-06-01" == str(exit_if_notice(renewable, day("2024-06-01")))


def test_after_the_first_term_an_agreement_without_end_is_left_when_the_notice_ends() -> None:
    runs_on = terms_of("1990-11-06", term="P5Y", renewal="indefinite", notice="P2Y", effect="term_end")

    assert "1995-11-06" == str(exit_if_notice(runs_on, day("1991-01-01")))
    assert "2028-11-22" == str(exit_if_notice(runs_on, day("2026-11-22")))


def test_what_falls_with_its_parent_is_left_by_notice_under_the_parent() -> None:
    parent = terms_of("1960-06-23", notice="P1Y", effect="notice_end", renewal="indefinite")
    annex = ExitTerms(agreement="B", party="X", renewal="with_parent", exit_clause=False, parent=parent)

    assert "2027-11-22" == str(exit_if_notice(annex, day("2026-11-22")))


def test_a_fixed_end_of_the_parent_ends_what_falls_with_it() -> None:
    parent = terms_of(last_day="2026-12-31", renewal="none")
    annex = terms_of("2020-01-01", notice="P1Y", effect="notice_end", renewal="with_parent", parent=parent)

    runs_on = replace(annex, term=Duration(months=120), renewal="tacit", renewal_term=Duration(months=120))

    assert "2027-01-01" == str(exit_if_notice(annex, day("2026-11-22")))
    assert "2027-01-01" == str(exit_if_notice(runs_on, day("2026-11-22")))


# --- the brute-force calendar ---------------------------------------------------------------------------------------
# Plain Python, no line of it from the package: days are walked one by one until the party is out.


def plus(start: date, length: Duration) -> date:
    year, month = start.year, start.month
    for _ in range(length.months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    clamped = date(year, month, min(start.day, monthrange(year, month)[1]))
    for _ in range(length.days):
        clamped += A_DAY
    return clamped


def ends_of(terms: ExitTerms, entry: date) -> Iterator[date]:
    assert terms.term is not None
    length = terms.term
    while True:
        yield plus(entry, length)
        if terms.renewal != "tacit":
            return
        assert terms.renewal_term is not None
        length = Duration(length.months + terms.renewal_term.months, length.days + terms.renewal_term.days)


def walked_out(terms: ExitTerms, entry: date, given_on: date, reading: tuple[str, str, bool]) -> date:
    """First day out under one reading: effect, what the not-before clause holds back, whether days are clear."""
    effect, applies, clear = reading
    opening = plus(entry, terms.not_before) if terms.not_before else given_on
    ends = list(islice(ends_of(terms, entry), 60))
    starts = max(given_on, opening) if applies == "notice" else given_on
    assert terms.notice is not None
    ready = plus(starts + A_DAY if clear else starts, terms.notice)
    today = min([given_on, *ends[:1]])
    while True:
        ended_by_itself = terms.renewal == "none" and today >= ends[0]
        reached = any(ready <= end <= today for end in ends) if effect == "term_end" else ready <= today
        if effect == "term_end" and terms.renewal == "indefinite":
            reached = ready <= today and ends[0] <= today
        if ended_by_itself or (reached and (applies == "notice" or today >= opening)):
            return today
        today += A_DAY


def readings(terms: ExitTerms) -> list[tuple[str, str, bool]]:
    effects = ("notice_end", "term_end") if terms.effect == "unknown" else (terms.effect,)
    applies = ("notice", "effect") if terms.not_before_applies == "unknown" else (terms.not_before_applies,)
    clears = (False, True) if terms.clear_days is None else (terms.clear_days,)
    # Unknown clear days bear on the term that is reached, never on the length of the period itself.
    return [
        (effect, held_back, clear)
        for effect, held_back, clear in product(effects, applies, clears)
        if not (clear and terms.clear_days is None and (effect == "notice_end" or terms.renewal == "indefinite"))
    ]


def days_of(vague: PartialDate) -> list[date]:
    return [vague.first + n * A_DAY for n in range((vague.last - vague.first).days + 1)]


def lengths(most_months: int, *, least: int = 0) -> st.SearchStrategy[Duration]:
    in_months = st.integers(1, most_months).map(lambda months: Duration(months=months))
    in_days = st.integers(least, 30 * most_months).map(lambda days: Duration(days=days))
    return in_months | in_days | st.just(Duration(months=1, days=3))


ENTRIES = st.dates(date(2019, 10, 1), date(2020, 4, 5)) | st.sampled_from(
    [date(2019, 10, 31), date(2019, 12, 31), date(2020, 1, 30), date(2020, 1, 31), date(2020, 2, 28), date(2020, 2, 29)]
)


@st.composite
def complete_terms(draw: st.DrawFn, *, vague: bool = True) -> ExitTerms:
    """Terms with every length known; words may be unknown, the entry vague by up to eight days."""
    entry = draw(ENTRIES)
    width = draw(st.integers(0, 8)) if vague else 0
    # The two readings of a vague entry hang together; a clause that waits is drawn with a day that is known.
    not_before = draw(st.none() | lengths(9)) if width == 0 else None
    return ExitTerms(
        agreement="A",
        party="X",
        in_force=PartialDate.between(entry, entry + width * A_DAY),
        term=draw(lengths(6)),
        renewal=draw(st.sampled_from(["none", "tacit", "indefinite"])),
        renewal_term=draw(lengths(6, least=20)),
        notice=draw(lengths(4)),
        effect=draw(st.sampled_from(["notice_end", "term_end", "unknown"])),
        not_before=not_before,
        not_before_from="agreement",
        not_before_applies=draw(st.sampled_from(["notice", "effect", "unknown"])),
        clear_days=draw(st.sampled_from([True, False, None])),
    )


NOTICES = st.dates(date(2019, 12, 1), date(2021, 6, 30))


@given(complete_terms(), NOTICES, st.integers(0, 3))
def test_the_first_day_out_is_that_of_a_calendar_walked_day_by_day(terms: ExitTerms, on: date, width: int) -> None:
    assert terms.in_force is not None
    vague_notice = PartialDate.between(on, on + width * A_DAY)
    walked = [
        walked_out(terms, entry, given_on, reading)
        for entry in days_of(terms.in_force)
        for given_on in (vague_notice.first, vague_notice.last)
        for reading in readings(terms)
    ]

    assert PartialDate.between(min(walked), max(walked)) == exit_if_notice(terms, vague_notice)


@given(lengths(14), st.dates(date(2019, 1, 1), date(2025, 12, 31)), st.sampled_from([True, False, None]))
def test_the_last_notice_day_is_the_last_that_still_reaches_the_end(
    notice: Duration,
    end: date,
    clear: bool | None,  # drawn
) -> None:
    terms = ExitTerms(agreement="A", party="X", notice=notice, clear_days=clear)
    before = [end - n * A_DAY for n in range(500)]
    arguable = next(d for d in before if plus(d + A_DAY if clear else d, notice) <= end)
    safe = next(d for d in before if plus(d if clear is False else d + A_DAY, notice) <= end)

    assert NoticeDeadline(safe, arguable) == last_notice_day(terms, end)


@given(complete_terms(), NOTICES)
def test_the_next_term_end_is_the_first_that_a_walk_meets(terms: ExitTerms, on: date) -> None:
    assert terms.in_force is not None
    met = [
        next((end for end in islice(ends_of(terms, entry), 60) if end > on), None) for entry in days_of(terms.in_force)
    ]
    later = [end for end in met if end is not None]

    assert (PartialDate.between(min(later), max(later)) if later else None) == next_term_end(terms, on)


# --- what must hold for any terms -----------------------------------------------------------------------------------


@st.composite
def any_terms(draw: st.DrawFn) -> ExitTerms:
    """Terms of which anything may be unknown."""
    maybe = st.none() | lengths(30)
    entry = st.dates(date(1990, 1, 1), date(2020, 12, 31))
    vague = st.tuples(entry, st.integers(0, 2000)).map(lambda d: PartialDate.between(d[0], d[0] + d[1] * A_DAY))
    own = draw(st.none() | vague)
    return ExitTerms(
        agreement="A",
        party="X",
        in_force=draw(st.none() | vague),
        term=draw(maybe),
        last_day=draw(st.none() | vague),
        renewal=draw(st.sampled_from(["none", "tacit", "by_agreement", "indefinite", "unknown"])),
        renewal_term=draw(st.none() | lengths(30, least=1)),
        notice=draw(maybe),
        effect=draw(st.sampled_from(["notice_end", "term_end", "unknown"])),
        not_before=draw(maybe),
        not_before_from=draw(st.sampled_from(["agreement", "party", "unknown"])),
        not_before_applies=draw(st.sampled_from(["notice", "effect", "unknown"])),
        notice_counts_from=draw(st.sampled_from(["given", "received", "unknown"])),
        clear_days=draw(st.sampled_from([True, False, None])),
        bonds=(Bond(entry=own),) if own else (),
    )


SOME_DAY = st.dates(date(1985, 1, 1), date(2040, 12, 31))


@given(any_terms(), SOME_DAY, SOME_DAY)
def test_a_later_notice_never_gives_an_earlier_exit(terms: ExitTerms, one: date, other: date) -> None:
    earlier, later = (exit_if_notice(terms, on) for on in sorted((one, other)))

    assert earlier.first <= later.first
    assert earlier.last <= later.last


@given(any_terms(), SOME_DAY, st.integers(0, 400), st.integers(0, 400))
def test_knowing_the_day_of_notice_better_never_gives_a_day_thought_impossible(
    terms: ExitTerms, on: date, wider: int, place: int
) -> None:
    vague = PartialDate.between(on, on + wider * A_DAY)

    known = exit_if_notice(terms, on + min(place, wider) * A_DAY)

    assert exit_if_notice(terms, vague).first <= known.first <= known.last <= exit_if_notice(terms, vague).last


@given(any_terms(), SOME_DAY, st.integers(0, 900))
def test_an_unknown_receipt_holds_every_receipt(terms: ExitTerms, on: date, later: int) -> None:
    terms = replace(terms, notice_counts_from="received")

    known = exit_if_notice(terms, on, on + later * A_DAY)

    assert exit_if_notice(terms, on).first <= known.first <= known.last <= exit_if_notice(terms, on).last


@given(complete_terms(vague=False), st.integers(0, 12))
def test_notice_on_the_last_day_ends_the_bond_with_the_term(terms: ExitTerms, k: int) -> None:
    terms = replace(terms, effect="term_end", renewal="tacit", not_before=None)
    end = term_end(terms, k)
    assert end is not None
    deadline = last_notice_day(terms, end)
    assert deadline.safe is not None
    assert deadline.arguable is not None

    assert end == exit_if_notice(terms, deadline.safe)
    assert end.first == exit_if_notice(terms, deadline.arguable).first
    assert end.last < exit_if_notice(terms, deadline.arguable + A_DAY).first


@given(lengths(30), SOME_DAY)
def test_the_last_notice_day_of_an_exit_by_notice_gives_that_exit_again(notice: Duration, on: date) -> None:
    terms = ExitTerms(agreement="A", party="X", notice=notice, effect="notice_end", clear_days=False)
    end = exit_if_notice(terms, on)
    deadline = last_notice_day(terms, end)
    assert deadline.arguable is not None

    assert on <= deadline.arguable
    assert end == exit_if_notice(terms, deadline.arguable)


@pytest.mark.parametrize("renewal", ["none", "by_agreement", "unknown", "indefinite", "with_parent"])
def test_terms_without_a_length_have_no_end(renewal: str) -> None:
    silent = terms_of("2020-01-01", renewal=renewal)

    assert term_end(silent) is None
    assert next_term_end(silent, day("2026-11-22")) is None
    assert final_end(silent) is None
