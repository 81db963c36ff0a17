"""Which columns of the table are the columns of this file, probably?

Three kinds of evidence: the header is the name of a column, a usual word for it, or made of words of its sentence in
the schema; and the values are of its type (days, words of its vocabulary, names of actors). A guess carries a score
from 0 to 1 and what speaks for it; nothing is added on a guess until a person confirms it. A column that resembles
nothing is proposed as a column of the user's own, so that nothing is lost.

Only a header that is exactly the name of a column, or begins with x_, is no guess: that is the register's own form.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import polars as pl
from rapidfuzz import fuzz

from detente.register import guessing_unfold, problems
from detente.register.declared_dates import DeclaredDates
from detente.register.grid import Grid
from detente.register.mapping import OWN, ColumnMap
from detente.register.names import Code, Names, fold
from detente.register.schema import Table
from detente.register.value_types import Judge, distinct, share_of_type

GUESSES: Final = {
    "column": pl.String,
    "letter": pl.String,
    "target": pl.String,
    "score": pl.Float64,
    "because": pl.String,
}
_Guess = tuple[str, str, float, str]  # column of the file, target, score, what speaks for it
_ENOUGH: Final = 0.5
_USUAL_WORD: Final = 0.9
_SMALL_WORDS: Final = frozenset(("of", "for", "and", "in", "it", "is", "on", "to", "by", "a", "an", "or"))
_USUAL: Final[Mapping[str, str]] = {
    "valid_from": "date,day,from,start,start date,begin,begins,first day,since,date from,when",
    "valid_to": "to,until,end,end date,ends,last day,date to",
    "actor": "country,state,nation,partner",
    "party": "country,state,nation,party,signatory",
    "member": "country,state,nation,member state",
    "country": "host country,host nation,where",
    "title": "name,subject,activity,treaty,agreement,event,description,topic",
    "name": "title,country name,state name,official name",
    "kind": "type,category,activity type,nature",
    "place": "location,venue,city,where,site",
    "source": "reference,origin,source document",
    "locator": "page,article,paragraph",
    "note": "notes,remark,remarks,comment,comments",
    "personnel": "headcount,number of persons,strength,troops,pax",
    "planned_cost": "cost,budget,price,planned costs",
    "agreement": "treaty,treaty key,agreement key,agreement id,instrument",
    "activity": "activity key,activity id,event id",
    "external_id": "id,number,reference number,ref no",
    "office": "unit,department,directorate,responsible",
    "quantity": "number,amount,how many",
    "value": "figure,amount",
    "confidence": "certainty",
}
# Headers under which lists of states carry a code and nothing else.
_CODES: Final[Mapping[str, Code]] = {
    "cow": "cow", "ccode": "cow", "cowcode": "cow", "cow code": "cow", "gw": "gw", "gwno": "gw", "gwcode": "gw",
    "gw code": "gw", "iso2": "iso2", "alpha 2": "iso2", "iso3": "iso3", "iso3c": "iso3", "alpha 3": "iso3",
    "iso numeric": "iso_numeric", "iso3n": "iso_numeric",
}  # fmt: skip


def guessed(grid: Grid, table: Table, names: Names, formats: DeclaredDates) -> tuple[ColumnMap, pl.DataFrame]:
    """A map of every column of `grid`, and what of it is only a guess.

    Returns
    -------
    The map; and the guesses, best first: `column` of the file and its `letter`, `target` (column of the table,
    `x_...`, or what it unfolds to), `score` in [0, 1], `because`. No guess: every header is exactly a column of the
    table.
    """
    exact = {column for column in grid.positions if column in table.columns or column.startswith(OWN)}
    rest = [column for column in grid.positions if column not in exact]
    if not rest:
        return ColumnMap(table=table.name), none()
    judge = Judge(names, formats)
    values = {column: distinct(grid.texts[column]) for column in rest}
    unfold, said = guessing_unfold.guessed(table, values, judge, taken=exact)
    left = [column for column in rest if column not in said]
    free = [target for target in table.columns if target not in exact]
    pairs = [
        (column, target, *_score(column, values[column], table, target, judge)) for column in left for target in free
    ]
    guesses = _best(pairs)
    columns = {column: target for column, target, _, _ in guesses}
    guesses += [(column, what, score, "header and values") for column, (what, score) in said.items()]
    for column in left:
        if column not in columns:
            columns[column] = _own_name(column, {*columns.values(), *exact})
            guesses.append((column, columns[column], 0.0, "resembles no column; kept as your own"))
    codes = {
        column: _CODES[fold(column)]
        for column, target in columns.items()
        if table.references.get(target) == "actors" and fold(column) in _CODES
    }
    made = ColumnMap(table=table.name, columns={c: columns[c] for c in left}, codes=codes, unfold=unfold)
    rows = [(c, problems.letters(grid.positions[c]), target, score, why) for c, target, score, why in guesses]
    return made, pl.DataFrame(rows, schema=GUESSES, orient="row").sort("score", "column", descending=[True, False])


def none() -> pl.DataFrame:
    """No guess: the empty frame, with its columns."""
    return pl.DataFrame(schema=GUESSES)


def _best(pairs: Sequence[_Guess]) -> list[_Guess]:
    """The best pairs first, each column and each target once; of equals the first in the file, then in the schema."""
    columns: dict[str, _Guess] = {}
    for column, target, score, why in sorted(pairs, key=lambda pair: -pair[2]):
        if score >= _ENOUGH and column not in columns and target not in {taken[1] for taken in columns.values()}:
            columns[column] = (column, target, round(score, 2), why)
    return list(columns.values())


def _score(column: str, values: Sequence[str], table: Table, target: str, judge: Judge) -> tuple[float, str]:
    """How much speaks for `target`, in [0, 1], and what."""
    header, why = _header_score(column, table, target)
    code = _CODES.get(fold(column)) if table.references.get(target) == "actors" else None
    if code is not None and target in table.required:
        header, why = max((header, why), (_USUAL_WORD, f"header of the code {code}"))
    share = share_of_type(values, table, target, judge, code or "any")
    if share is None:
        return header, why
    if table.about(target)["words"] and share == 1.0:
        return max((0.4 + 0.6 * header, f"{why}, and values" if header else "values"), (0.6, "values"))
    return header * (0.4 + 0.6 * share), f"{why}, and values" if share >= _ENOUGH else why


def _header_score(column: str, table: Table, target: str) -> tuple[float, str]:
    said, name = fold(column), fold(target)
    if not said:
        return 0.0, ""
    if said == name:
        return 1.0, "header"
    if said in _USUAL.get(target, "").split(","):
        return _USUAL_WORD, "usual word"
    alike = fuzz.ratio(said, name) / 100
    if alike >= 0.8:
        return 0.8 * alike, "header"
    words, sentence = ({*fold(text).split()} - _SMALL_WORDS for text in (column, str(table.about(target)["doc"])))
    # A word of a long sentence says little: "name" stands in that of `record`.
    return (
        (0.4 + 0.4 * len(words) / len(sentence), "sentence of the schema") if words and words <= sentence else (0.0, "")
    )


def _own_name(column: str, taken: Collection[str]) -> str:
    """A name for a column of one's own, made of the header."""
    made = OWN + (re.sub(r"\W+", "_", column.casefold()).strip("_") or "column")
    while made in taken:
        made += "_"
    return made
