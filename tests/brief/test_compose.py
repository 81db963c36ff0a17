"""Is any register, asked about anybody on any day, answered by one page that accounts for every line of it?"""

from datetime import UTC, date, datetime

import pytest
from hypothesis import Phase, given, reject, settings
from hypothesis import strategies as st

from detente.brief import Brief, compose, compose_from
from detente.brief.compose import SECTIONS
from detente.brief.page import Page
from detente.brief.render.text import to_text
from detente.errors import DetenteError, RegisterError, UnknownSubject
from detente.register import Register
from tests.brief.asked import page
from tests.brief.worlds import STATES, history, subjects, worlds

DAYS = st.dates(date(1995, 1, 1), date(2029, 1, 1))
# A page of a drawn world takes a second on a busy machine, drawing included; few worlds say as much as many.
few = settings(max_examples=12)


@pytest.fixture(scope="module")
def shipped() -> Register:
    return Register.reference()


def composed(world: Register, subject: str, day: date, *, since: date | None = None, pages: int = 1) -> Brief:
    """The page, or another draw where nobody of that name is there on the day."""
    try:
        return compose(world, subject, valid=day, since=since, pages=pages)
    except UnknownSubject:
        reject()


def shown(made: Page) -> int:
    return sum(len(section.items) for section in made.sections)


@few
@given(worlds(), subjects(), DAYS, st.booleans())
def test_every_line_rests_on_rows_that_have_a_note(world: Register, subject: str, day: date, compared: bool) -> None:
    made = composed(world, subject, day, since=date(1994, 1, 1) if compared else None)

    assert {note.record for note in made.notes} == set(made.records())
    assert [note.number for note in made.notes] == list(range(1, len(made.notes) + 1))


@few
@given(worlds(), subjects(), DAYS)
def test_no_section_fails_on_a_valid_register(world: Register, subject: str, day: date) -> None:
    made = composed(world, subject, day, since=date(1994, 1, 1))

    # A drawn bond may end before it begins, and the timeline rightly says that it cannot draw that.
    assert [warning for warning in made.warnings if "before it begins" not in warning] == []


@pytest.mark.parametrize("subject", ["USA-JPN", "KOR-PRK", "NATO", "AUKUS", "IND", "region:Asia-Pacific"])
def test_two_pages_of_one_register_are_the_same_to_the_byte(shipped: Register, subject: str) -> None:
    first, second = (compose(shipped, subject, valid=date(2026, 11, 22), since=date(2025, 11, 22)) for _ in range(2))

    assert first == second
    assert to_text(first, notes=True).encode() == to_text(second, notes=True).encode()


@pytest.mark.xfail(
    strict=False,
    reason="seen to fail in whole runs of the suite and never alone; the cause is not proven, see the open issue",
)
@settings(few, phases=[Phase.explicit, Phase.generate])  # no shrinking: it takes minutes and changes no verdict
@given(worlds(), subjects(), DAYS)
def test_two_pages_of_one_drawn_snapshot_are_the_same_to_the_byte(world: Register, subject: str, day: date) -> None:
    first, second = (composed(world, subject, day, since=date(1994, 1, 1)) for _ in range(2))

    assert first == second
    assert to_text(first, notes=True).encode() == to_text(second, notes=True).encode()


@few
@given(worlds(), subjects(), DAYS)
def test_a_page_comes_back_from_its_archive(world: Register, subject: str, day: date) -> None:
    made = composed(world, subject, day)

    assert Brief.from_json(made.to_json()) == made


@few
@given(worlds(), subjects(), DAYS)
def test_more_room_shows_more_and_loses_nothing(world: Register, subject: str, day: date) -> None:
    one, many = (composed(world, subject, day, pages=pages) for pages in (1, 30))

    total = {section.name: len(section.items) + section.more for section in many.sections}
    assert all(len(section.items) + section.more == total[section.name] for section in one.sections)
    assert shown(many) >= shown(one)
    assert many.left_out == ()


@pytest.mark.parametrize("subject", [*STATES, "ARL-BRL"])
def test_a_register_that_knows_nobody_but_the_two_gives_a_page_of_none_recorded(subject: str) -> None:
    nobody = {name: frame.clear() for name, frame in history().tables.items() if name != "actors"}
    world = Register.of({**nobody, "actors": history().tables["actors"]})

    made = page(world, subject, "2010-01-01", pages=1)

    assert {section.empty.kind for section in made.sections if section.empty is not None} <= {
        "none_recorded",
        "not_computed",
    }
    assert made.notes == ()
    assert "no duty in force among listed agreements" in to_text(made)


def test_the_sections_stand_in_one_order_whoever_is_asked_about(shipped: Register) -> None:
    order = list(SECTIONS)

    for subject in ("USA-JPN", "NATO", "region:Americas", "IND"):
        names = [
            section.name
            for section in compose(shipped, subject, valid=date(2026, 11, 20), since=date(2025, 11, 20)).sections
        ]
        assert names == sorted(names, key=order.index)


@pytest.mark.parametrize(
    "subject",
    ["USA-JPN", "USA", "NATO", "region:Asia-Pacific", "region:Europe and NATO area", "AUKUS", "MLI", "KOR-USA", "CSTO"],
)
def test_a_page_has_sixty_lines_at_most(shipped: Register, subject: str) -> None:
    text = to_text(compose(shipped, subject, valid=date(2026, 11, 20), since=date(2025, 11, 20)))

    assert len(text.splitlines()) <= 60
    assert max(len(line) for line in text.splitlines()) <= 110


def test_the_page_names_the_command_that_makes_it_again(shipped: Register) -> None:
    made = compose(
        shipped,
        "USA-JPN",
        valid=date(2026, 11, 20),
        known=datetime(2026, 11, 23, tzinfo=UTC),
        since=date(2025, 11, 20),
        sections=["owes"],
        pages=2,
    )

    assert (
        made.command == "detente brief USA-JPN --on 2026-11-20 --known 2026-11-23T00:00:00Z --since 2025-11-20 "
        "--sections owes --pages 2"
    )


def test_a_key_with_a_space_is_quoted_in_the_command(shipped: Register) -> None:
    made = compose(shipped, "Middle East and Africa", valid=date(2026, 11, 20), sections=["members"])

    assert '"region:Middle East and Africa"' in made.command


def test_what_was_known_before_the_first_entry_is_nothing(shipped: Register) -> None:
    made = compose(shipped, "USA-JPN", valid=date(2026, 11, 20), known=date(2020, 1, 1))

    kinds = {section.empty.kind for section in made.sections if section.empty is not None}
    assert kinds == {"none_recorded", "not_computed"}
    assert made.notes == ()
    assert made.records() == ()


def test_a_section_that_meets_trouble_prints_it_and_the_rest_of_the_page_stands() -> None:
    # Two years on from this day there is no calendar: the windows cannot be worked out.
    made = page(history(), "ARL-BRL", "9999-01-01")

    windows = next(section for section in made.sections if section.name == "windows")
    assert windows.empty is not None
    assert windows.empty.kind == "not_computed"
    assert "after year 9999" in windows.empty.why
    assert windows.empty.why in made.warnings
    assert next(section for section in made.sections if section.name == "owes").items


def test_a_day_to_compare_with_that_is_later_is_refused() -> None:
    with pytest.raises(RegisterError, match="is after"):
        page(history(), "ARL", "2010-01-01", since="2010-01-02")


def test_a_section_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(RegisterError, match="no section 'odds'") as caught:
        page(history(), "ARL", "2010-01-01", sections=["odds"])

    assert caught.value.expected is not None
    assert "headline" in caught.value.expected


def test_less_than_one_page_is_refused() -> None:
    with pytest.raises(RegisterError, match="0 pages"):
        page(history(), "ARL", "2010-01-01", pages=0)


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(DetenteError, match="no wording for language"):
        compose(history(), "ARL", valid=date(2010, 1, 1), language="xx")


def test_many_pages_of_one_snapshot_say_what_single_pages_say() -> None:
    world = history()
    snapshot = world.as_of(date(2010, 1, 1))

    shared = [compose_from(world, snapshot, subject) for subject in ("ARL-BRL", "ARL", "PACT")]

    assert shared == [page(world, subject, "2010-01-01", pages=1) for subject in ("ARL-BRL", "ARL", "PACT")]


def test_a_page_of_a_day_before_the_first_entry_says_so_and_offers_what_could_have_been_known(
    shipped: Register,
) -> None:
    made = compose(shipped, "AUKUS", valid=date(2024, 6, 30), known=date(2024, 1, 1))

    assert made.records() == ()
    assert made.notes == ()
    assert "2026-11-22" in made.warnings[0]
    assert "--basis published" in made.warnings[0]
    assert made.command == "detente brief AUKUS --on 2024-06-30 --known 2024-01-01"


def test_what_could_have_been_known_of_aukus_in_2024_is_its_three_members(shipped: Register) -> None:
    made = compose(shipped, "AUKUS", valid=date(2024, 6, 30), known=date(2024, 1, 1), basis="published")

    assert "Australia, United Kingdom, United States of America" in " ".join(made.to_text().split())
    # Signed on 2024-08-05 (AUKUSNNP2024 in the facts): later than both the day and the knowledge.
    assert "AUKUS Agreement for Cooperation" not in made.to_text(notes=True)
    assert "AUKUS2021/AUS/adopted" in made.records()


@pytest.mark.parametrize("subject", ["USA-JPN", "NATO", "IND", "region:Middle East and Africa"])
def test_names_that_were_not_known_then_go_by_their_later_ones(shipped: Register, subject: str) -> None:
    made = compose(shipped, subject, valid=date(2026, 11, 22), known=date(2025, 1, 1), basis="published")

    assert [warning for warning in made.warnings if "no such" in warning] == []
    assert any(section.items for section in made.sections)


def test_what_hangs_on_a_treaty_stands_under_it_with_its_own_state(shipped: Register) -> None:
    lines = compose(shipped, "AUKUS", valid=date(2026, 11, 22), sections=["commitments"]).to_text()

    words = " ".join(lines.split())
    # In the facts AUKUSNNP2024 entered into force, GEELONG2025 was signed only, ENNPIA2021 was superseded.
    assert "Naval Nuclear Propulsion: legal, in force 2025-01-17" in words
    assert "Geelong Treaty (AUKUS submarine partnership): legal, signed, entry into force not recorded" in words
    assert "Exchange of Naval Nuclear Propulsion Information Agreement: legal, ended 2025" in words
