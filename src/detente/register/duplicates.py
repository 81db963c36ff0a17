"""Which two things in the register may be one?

Pairs of keys are proposed with their reasons, by the rules of `duplicate_rules.py`, and a person decides
(`judgements.py`). Each rule asks for several things at once. The exact ones (one kind, a shared actor, near days) are
found by sorting and searching (`near.py`), which never looks at two rows that lack them; what is left is read for
likeness. So no pair is lost that comparing all with all under the same rule would find. Likeness is the token-set ratio
of RapidFuzz: words in common, whatever their order and whatever stands beside them. When it lies: a series whose
editions follow within two weeks looks like one edition; rows without a known day are never proposed by a rule of days.
"""

from typing import Final

import polars as pl
from rapidfuzz import fuzz, utils

from detente.errors import RegisterError
from detente.register.duplicate_rules import RULES, Rule, Tables
from detente.register.judgements import NO_JUDGEMENTS, last_word
from detente.register.near import touching
from detente.register.references import current

PAIRS: Final = pl.Schema(
    [
        ("left", pl.String()),
        ("right", pl.String()),
        ("reasons", pl.List(pl.String())),
        ("score", pl.Float64()),
        ("records", pl.List(pl.String())),
    ]
)


def duplicates(tables: Tables, table: str, judged: pl.DataFrame = NO_JUDGEMENTS) -> pl.DataFrame:
    """Pairs of keys of `table` that may be one thing, the most alike first.

    Parameters
    ----------
    tables : table -> all versions of all rows, sorted by (record, version), as in `Register.tables`.
    table : activities, agreements, statements or actors.
    judged : what people have decided (`judgements.py`); pairs among them are not proposed again.

    Returns
    -------
    left, right (keys, left < right), reasons, score (likeness of titles, texts or names, 0 to 100: an order for the
    reader, no probability), records (the two rows that are most alike). Each pair of keys once.

    Raises
    ------
    RegisterError : a table without a rule.
    """
    rule = _rule(table)
    rows = _rows(rule, tables)
    pairs = _scored(rule, rows, compared(tables, table)).filter(rule.accepts)
    found = pl.DataFrame([_proposal(rule, pair) for pair in pairs.iter_rows(named=True)], schema=PAIRS, orient="row")
    proposed = found.sort("score", "left", "right", descending=[True, False, False], maintain_order=True)
    undecided = proposed.join(last_word(judged, table), on=["left", "right"], how="anti", maintain_order="left")
    return undecided.unique(["left", "right"], keep="first", maintain_order=True)


def compared(tables: Tables, table: str) -> pl.DataFrame:
    """The pairs of rows that are read for likeness: `left` and `right`, places among the standing rows of `table`.

    Raises
    ------
    RegisterError : a table without a rule.
    """
    rule = _rule(table)
    rows = _rows(rule, tables)
    near = [touching(block, apart=apart) for block, apart in rule.blocks(rows)]
    key = rows[rule.key]
    pairs = pl.concat(near).unique().sort("left", "right")
    return pairs.filter(key.gather(pairs["left"]) != key.gather(pairs["right"]))


def _rule(table: str) -> Rule:
    if table not in RULES:
        raise RegisterError(
            f"no rule for duplicates in {table!r}", expected=", ".join(RULES), next_step="compare these by hand"
        )
    return RULES[table]


def _rows(rule: Rule, tables: Tables) -> pl.DataFrame:
    return rule.prepare(tables, current(tables[rule.table])).with_row_index("row").cast({"row": pl.Int64})


def _scored(rule: Rule, rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Both rows of each pair side by side, those of the second with `_right`, and `score`."""
    # Prepared once per row: each stands in many pairs.
    plain = [utils.default_process(text) for text in rows[rule.text]]
    score = [fuzz.token_set_ratio(plain[left], plain[right]) for left, right in pairs.iter_rows()]
    left = rows[pairs["left"]]
    right = rows[pairs["right"]].select(pl.all().name.suffix("_right"))
    return pl.concat([left, right], how="horizontal").with_columns(pl.Series("score", score, pl.Float64))


def _proposal(rule: Rule, pair: dict[str, object]) -> tuple[object, ...]:
    keys = sorted([str(pair[rule.key]), str(pair[f"{rule.key}_right"])])
    records = sorted([str(pair["record"]), str(pair["record_right"])])
    return *keys, rule.reasons(pair), pair["score"], records
