"""Which rows share a key, a word or a version and are in order?"""

from hypothesis import given
from hypothesis import strategies as st

from tests.register.typed_texts import named

_KEYS = st.sampled_from("ABCDEF")


def test_two_sources_for_one_statement_are_two_statements() -> None:
    tables = {
        "sources": "record,source\nbook,book\npaper,paper\n",
        "participations": """\
            record,agreement,party,act,valid_from,source
            one,N,A,signed,1951,book
            two,N,A,signed,1951,paper
            """,
    }

    assert named("check_for_duplicate_keys", tables) == []


def test_a_copy_is_a_copy_whoever_recorded_it_and_when() -> None:
    tables = {
        "participations": """\
            record,agreement,party,act,valid_from,recorded_by,recorded_at
            one,N,A,signed,1951,ann,2025-01-01T00:00:00Z
            two,N,A,signed,1951,bob,2026-01-01T00:00:00Z
            """,
    }

    assert [["one", "two"]] == named("check_for_duplicate_keys", tables)


def test_a_users_own_column_tells_two_rows_apart() -> None:
    tables = {
        "spending": """\
            record,activity,kind,amount,currency,x_invoice
            one,X,paid,500,USD,17
            two,X,paid,500,USD,18
            """,
    }

    assert named("check_for_duplicate_keys", tables) == []


def test_a_version_that_only_withdraws_is_a_change() -> None:
    versions = """\
        record,version,actor,kind,name,withdrawn
        A,1,A,state,Alpha,false
        A,2,A,state,Alpha,true
        """

    assert named("check_for_version_without_change", {"actors": versions}) == []


def test_a_word_that_was_emptied_is_a_change() -> None:
    versions = """\
        record,version,actor,kind,name,capital
        A,1,A,state,Alpha,Town
        A,2,A,state,Alpha,
        """

    assert named("check_for_version_without_change", {"actors": versions}) == []


def test_a_pledge_and_a_figure_share_the_words_of_an_indicator() -> None:
    tables = {
        "observations": """\
            record,actor,indicator,period,value,unit
            one,A,defence_spending,2023,2.0,percent
            two,A,defence_spending,2024,2.1,percent
            """,
        "pledges": (
            "record,pledge,actor,measured_on,indicator,comparator,value,unit\n"
            "P,P,A,actor,defence-spending,>=,2,percent\n"
        ),
    }

    assert [["P"]] == named("check_for_unknown_words", tables)


def test_imports_and_exports_are_two_words() -> None:
    figures = """\
        record,actor,indicator,period,value,unit
        one,A,arms_import_share,2024,2.1,percent
        two,A,arms_export_share,2024,2.1,percent
        """

    assert named("check_for_unknown_words", {"observations": figures}) == []


@given(st.dictionaries(_KEYS, _KEYS, max_size=6))
def test_an_alias_is_in_a_loop_exactly_when_following_it_never_ends(targets: dict[str, str]) -> None:
    def never_ends(alias: str) -> bool:
        for _ in range(len(targets) + 1):
            if alias not in targets:
                return False
            alias = targets[alias]
        return True

    rows = [f"{alias},{alias},{target},renamed" for alias, target in targets.items()]
    found = named("check_for_alias_loops", {"aliases": "\n".join(["record,alias,target,reason", *rows])})

    assert sorted([alias] for alias in targets if never_ends(alias)) == sorted(found)
