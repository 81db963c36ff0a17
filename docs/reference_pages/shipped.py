"""What is in the register that comes with the package, how well was it read, and under which terms?"""

from collections.abc import Mapping

import polars as pl

from detente.register import Register
from detente.register.schema import FACTS
from detente.register.vocabularies import CONFIDENCE
from reference_pages import markdown

HEAD = (
    "`Register.reference()`, and every command without `--register`. It is a selection, made to be corrected: most rows"
    " were recalled and not read, and each says which. No row means nothing outside the declarations below."
)
CONFIDENCES = (
    ("verified", "read in an official or parliamentary text, with its locator"),
    ("reported", "read in the press, a reference work or the like"),
    ("unverified", "not read; the source is where to check it"),
)
TERMS = (
    "The rows were typed for this project and are under its licence, the Apache License 2.0. A fact has no owner; a"
    " wording or a selection may have one, so quotations are short and carry their source. Terms that a publisher sets"
    " stand in column `terms` of [sources](tables.md#table-sources); where it is empty, nothing beyond attribution was"
    " found to be asked."
)
NO_ROW = (
    "Where a list claims to be complete, no row means no. Everywhere else it means nothing"
    " ([why](../explanation/coverage.md))."
)
SELECTION = (
    "The figures on the basis *SIPRI definition* are a small selection, copied from a publication that prints them;"
    " whoever wants to ship more of them asks the institute. Boundaries on maps are Natural Earth, public domain."
)


def page() -> str:
    """Rows by table and confidence, declarations of coverage, sources, terms."""
    tables = Register.reference().tables
    facts = [name for name in FACTS if not tables[name].is_empty()]
    counts = [_counts(name, tables[name]) for name in facts]
    total = ["**all**", *(f"**{sum(int(row[at].replace(',', '')) for row in counts):,}**" for at in range(1, 5))]
    return "\n\n".join(
        [
            "# The shipped register",
            HEAD,
            markdown.table(["word", "means"], ((f"`{word}`", meaning) for word, meaning in CONFIDENCES)),
            "## Rows",
            markdown.table(["table", "rows", *CONFIDENCE], [*counts, total]),
            _beside(tables, empty=len(FACTS) - len(facts)),
            "## Coverage",
            NO_ROW,
            _coverage(tables["coverage"]),
            "## Sources, licence and terms",
            TERMS,
            *_sources(tables["sources"]),
        ]
    )


def _beside(tables: Mapping[str, pl.DataFrame], *, empty: int) -> str:
    rows = {name: f"{tables[name].height:,}" for name in ("sources", "citations", "aliases")}
    beside = f"{rows['sources']} sources, {rows['citations']} citations, and {rows['aliases']} usual names of actors"
    return f"Beside the facts: {beside} (table `aliases`). {empty} tables of facts are empty."


def _counts(name: str, frame: pl.DataFrame) -> list[str]:
    words = frame["confidence"].cast(pl.String)
    return [
        f"[{name}](tables.md#table-{name})",
        f"{frame.height:,}",
        *(f"{(words == word).sum():,}" for word in CONFIDENCE),
    ]


def _coverage(coverage: pl.DataFrame) -> str:
    rows = coverage.sort("table", "key", "subject").select(
        "table", "key", "subject", "completeness", "valid_from", "valid_to", "statement"
    )
    cells = ([markdown.cell(str(value or "")) for value in row] for row in rows.iter_rows())
    return markdown.table(["table", "column", "subject", "complete", "from", "until", "in words"], cells)


def _sources(sources: pl.DataFrame) -> list[str]:
    kinds = sources.group_by(pl.col("kind").cast(pl.String)).agg(
        pl.len(), pl.col("retrieved").is_not_null().sum().alias("read")
    )
    rows = (
        (kind, f"{n:,}", f"{read:,}")
        for kind, n, read in kinds.sort("len", "kind", descending=[True, False]).iter_rows()
    )
    said = sources.filter(pl.col("terms").is_not_null()).sort("source").select("source", "publisher", "terms")
    terms = (
        [f"`{source}`", markdown.cell(publisher or ""), markdown.cell(words)]
        for source, publisher, words in said.iter_rows()
    )
    return [
        markdown.table(["kind of source", "sources", "read"], rows),
        markdown.table(["source", "publisher", "terms"], terms),
        SELECTION,
    ]
