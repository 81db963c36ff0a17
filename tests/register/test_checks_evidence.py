"""When does what was read bear what is said?"""

import pytest

from tests.register.typed_texts import named

ACT = "record,agreement,party,act,valid_from,source,confidence\nsigned,N,A,signed,{},{},{}\n"
SOURCES = """\
    record,source,kind,published,retrieved
    unread,unread,official,,
    read,read,press,2025-08,2025-09-30
    undated,undated,press,,2025-09-30
    forum,forum,forum,,2025-09-30
    """


def found(
    check: str, *, day: str = "2025-08-15", source: str = "read", confidence: str = "reported", cited: str = ""
) -> bool:
    tables = {"sources": SOURCES, "participations": ACT.format(day, source, confidence)}
    if cited:
        tables["citations"] = f"record,table,cited_record,source\nalso,participations,signed,{cited}\n"
    return named(check, tables) != []


def test_an_unverified_row_may_name_a_source_that_nobody_has_read() -> None:
    assert found("check_for_source_never_read", source="unread")
    assert not found("check_for_source_never_read", source="unread", confidence="unverified")


def test_another_source_that_was_read_is_enough() -> None:
    assert not found("check_for_source_never_read", source="unread", cited="read")


def test_a_better_source_beside_a_forum_is_enough_and_a_worse_one_does_no_harm() -> None:
    assert not found("check_for_weak_only_source", source="forum", cited="read")
    assert not found("check_for_weak_only_source", source="read", cited="forum")
    assert found("check_for_weak_only_source", source="forum", cited="forum")


@pytest.mark.parametrize(
    "day, older", [("2025-08-31", False), ("2025-09", True), ("2025", False), ("2025-09-05", True)]
)
def test_a_source_is_older_only_if_it_certainly_came_out_before(day: str, older: bool) -> None:  # expected value
    assert older == found("check_for_source_older_than_fact", day=day)


def test_a_source_without_a_date_may_be_younger_than_the_fact() -> None:
    assert not found("check_for_source_older_than_fact", day="2025-09-05", source="undated")
    assert not found("check_for_source_older_than_fact", day="2025-09-05", cited="undated")


def test_a_title_may_be_the_words_of_its_address() -> None:
    sources = "record,source,title,url\npage,page,Sweden signs DCA with US,https://example.org/35545/sweden-signs-dca-with-us/\n"

    assert named("check_for_title_from_address", {"sources": sources}) == []


def test_the_recorders_own_word_on_a_title_counts() -> None:
    sources = "record,source,title,note\npage,page,Top stories,title made from the address\n"

    assert [["page"]] == named("check_for_title_from_address", {"sources": sources})


def test_an_ended_spell_does_not_go_stale() -> None:
    tables = {
        "sources": "record,source,kind,retrieved,recorded_at\nbook,book,press,2015-01-01,2015-01-01T00:00:00Z\n",
        "memberships": """\
            record,organisation,member,status,valid_from,valid_to,recorded_at
            old,O,A,member,2001,2014,2015-01-01T00:00:00Z
            new,O,B,member,2001,,2026-01-01T00:00:00Z
            """,
    }

    assert named("check_for_stale_rows", tables) == []


def test_reading_the_source_again_keeps_a_row_fresh() -> None:
    tables = {
        "sources": "record,source,kind,retrieved,recorded_at\nbook,book,press,2025-01-01,2025-01-01T00:00:00Z\n",
        "memberships": """\
            record,organisation,member,status,valid_from,recorded_at
            old,O,A,member,2001,2015-01-01T00:00:00Z
            new,O,B,member,2001,2026-01-01T00:00:00Z
            """,
    }

    assert named("check_for_stale_rows", tables) == []


def contradicted(membership: str, *, subject: str = "AES") -> list[list[str]]:
    tables = {
        "coverage": (
            "record,table,key,subject,completeness,statement,valid_from,valid_to\n"
            f"all,memberships,organisation,{subject},complete,three members,2023-09-16,2026-01-01\n"
        ),
        "memberships": f"record,version,organisation,member,status,valid_from,recorded_at\n{membership}",
    }
    return named("check_for_coverage_contradicted", tables)


@pytest.mark.parametrize("subject", ["AES", "*", "A*"])
def test_a_declaration_covers_a_subject_by_name_by_prefix_or_as_a_whole(subject: str) -> None:
    late = "late,1,AES,TCD,member,2024-05,2026-03-01T00:00:00Z\n"

    assert [["all", "late"]] == contradicted(late, subject=subject)


@pytest.mark.parametrize(
    "membership, why",
    [
        ("late,1,EU,TCD,member,2024-05,2026-03-01T00:00:00Z\n", "of another body"),
        ("late,1,AES,TCD,member,2026-02-01,2026-03-01T00:00:00Z\n", "after the window"),
        ("late,1,AES,TCD,member,2023,2026-03-01T00:00:00Z\n", "perhaps before the window"),
        ("then,1,AES,TCD,member,2024-05,2026-01-01T00:00:00Z\n", "recorded with the declaration"),
        (
            "then,1,AES,TCD,member,2024-05,2025-01-01T00:00:00Z\nthen,2,AES,TCD,member,2024-06,2026-03-01T00:00:00Z\n",
            "a correction is no new row",
        ),
    ],
)
def test_a_declaration_is_not_contradicted_by_a_row(membership: str, why: str) -> None:
    assert contradicted(membership) == [], why
