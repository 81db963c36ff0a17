"""`detente register ...`, a register as a whole: check, export, template, merge, seal, schema, duplicates."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from cyclopts import Parameter

from detente.cli.delivery import refuse_existing
from detente.cli.options import SHIPPED, From
from detente.cli.register_day import app
from detente.cli.tables import TEXT, Print, lines
from detente.cli.words import counted
from detente.errors import RegisterError
from detente.register import Register, package
from detente.register.checks import Findings
from detente.register.duplicates import duplicates as find_duplicates
from detente.register.merge import merge as merge_registers
from detente.register.rows import table_named
from detente.register.schema import FACTS, TABLES
from detente.register.template import template as write_template

Strict = Annotated[list[str] | None, Parameter(negative=(), help="A check whose findings count as errors.")]
Form = Literal["package", "zip", "xlsx", "parquet"]
Package = Annotated[Path, Parameter(help="New folder, or new file ending in .zip.")]


@app.command
def check(*, strict: Strict = None, out: Print = TEXT, source: From = SHIPPED) -> int:
    """Run every named check; exit status 1 if one finds an error."""
    register = source.open()
    found = register.validate(strict or ())
    counts = ", ".join(counted(number, severity) for severity, number in found.counts.items())
    text = [f"{_size(register)}        {counts}", *_told(found)]
    out.answer(found.to_frame(), asked={"register": _size(register), "found": counts}, text=text)
    return 1 if found.counts["error"] else 0


@app.command
def export(
    path: Package,
    *,
    form: Annotated[
        Form, Parameter(name="--format", help="Data Package, the same zipped, workbook, Parquet.")
    ] = "package",
    table: Annotated[
        list[str] | None, Parameter(negative=(), help="With xlsx: a table to write; default: all.")
    ] = None,
    source: From = SHIPPED,
) -> None:
    """Write the register as a Data Package, or as a workbook to edit and bring back with `import`."""
    register, target = source.open(), _target(path, form)
    refuse_existing(target)
    if form == "xlsx":
        from detente.register.spreadsheet import to_xlsx

        to_xlsx(register.tables, target, digest=register.digest(), only=table)
    else:
        register.save(target, created=datetime.now(tz=UTC), form="parquet" if form == "parquet" else "csv")
    print(f"written: {target}")


@app.command
def template(table: str, path: Path, *, source: From = SHIPPED) -> None:
    """Write an empty form for TABLE: .xlsx with notes, lists and examples, or .csv with the header."""
    targets = set(table_named(table).references.values()) & set(TABLES)
    tables = source.open().tables
    refuse_existing(path)
    keys = {name: tables[name][TABLES[name].logical_key[0]].unique().sort().to_list() for name in targets}
    write_template(table, path, keys=keys)
    print(f"written: {path}")


@app.command
def merge(
    theirs: Annotated[Path, Parameter(help="The other register: folder or .zip.")],
    *,
    into: Package,
    by: Annotated[str, Parameter(help="Who merges.")],
    base: Annotated[Path | None, Parameter(help="The register from which both went on.")] = None,
    source: From = SHIPPED,
) -> int:
    """Merge THEIRS into the register; conflicts are listed and nothing is written while there are any."""
    refuse_existing(into)
    now, ours = datetime.now(tz=UTC), source.open()
    found = merge_registers(ours, Register.open(theirs), None if base is None else Register.open(base), by=by, at=now)
    if found.conflicts:
        print("\n".join(f"conflict {conflict}" for conflict in found.conflicts))
        print(f"{counted(len(found.conflicts), 'conflict')}, nothing written; settle them in one register, merge again")
        return 1
    Register.of(found.tables, about=ours.about).save(into, created=now)
    print(f"written: {into}; {counted(found.aliases.height, 'record')} said by both under two names became aliases")
    return 0


@app.command
def seal(folder: Path) -> None:
    """Make the digests of a package edited by hand fit its files again, once its rows and references pass."""
    package.seal(folder, created=datetime.now(tz=UTC))
    print(f"sealed: {folder}")


@app.command
def duplicates(table: str, *, out: Print = TEXT, source: From = SHIPPED) -> None:
    """Pairs of rows of TABLE that may be one thing, with the reasons; a person decides."""
    rows = find_duplicates(source.open().tables, table)
    shown = rows.select("left", "right", pl.col("score").round(0).cast(pl.Int64).alias("likeness"), "reasons")
    out.answer(rows, asked={"table": table}, text=lines(shown) or ["no pair looks like one thing"])


@app.command
def schema(table: str | None = None, *, out: Print = TEXT) -> None:
    """The columns of TABLE, or the list of tables."""
    if table is None:
        out.table(_tables(), asked={"tables": len(TABLES)}, empty="")
    else:
        out.table(_columns(table), asked={"table": table, "time": table_named(table).time}, empty="")


def _target(path: Path, form: Form) -> Path:
    """Where an export goes; a zip and a workbook are known by their endings."""
    endings = {"zip": ".zip", "xlsx": ".xlsx"}
    wrong = path.suffix.casefold() not in ("", endings[form]) if form in endings else path.suffix.casefold() == ".xlsx"
    if wrong:
        expected = f"a name ending in {endings[form]}" if form in endings else "a folder, or a name ending in .zip"
        raise RegisterError(
            f"{path.name} is no name for {form}",
            where=str(path),
            expected=expected,
            next_step="rename it, or set --format",
        )
    return path.with_suffix(endings[form]) if form in endings else path


def _told(found: Findings) -> list[str]:
    """Each finding on a line; the next step once behind those that share it."""
    told: list[str] = []
    for place, finding in enumerate(found.findings):
        told.append(f"{finding.severity} {finding.check}   {finding.where}: {finding.message}")
        following = found.findings[place + 1] if place + 1 < len(found.findings) else None
        if following is None or (following.check, following.next_step) != (finding.check, finding.next_step):
            told.append(f"        next: {finding.next_step}")
    return told


def _size(register: Register) -> str:
    """`25 tables, 4,257 fact rows: verified 396, ...`; evidence and aliases are not facts."""
    filled = {name: frame for name, frame in register.tables.items() if not frame.is_empty()}
    facts = [frame["confidence"].cast(pl.String) for name, frame in filled.items() if name in FACTS]
    said = pl.concat([pl.Series([], dtype=pl.String), *facts])
    words = ", ".join(f"{word} {(said == word).sum():,}" for word in ("verified", "reported", "unverified"))
    return f"{len(filled)} tables, {said.len():,} fact rows: {words}"


def _tables() -> pl.DataFrame:
    about = [
        (t.name, t.time, ", ".join(t.logical_key), " ".join((t.schema.__doc__ or "").split())) for t in TABLES.values()
    ]
    return pl.DataFrame(about, schema=["table", "time", "key", "holds"], orient="row")


def _columns(name: str) -> pl.DataFrame:
    table = table_named(name)
    about = {column: table.about(column) for column in table.columns}
    return pl.DataFrame(
        {
            "column": list(about),
            "type": [a["type"] for a in about.values()],
            "required": ["yes" if column in table.required else None for column in about],
            "unit": [a["unit"] for a in about.values()],
            "table or words": [a["references"] or ", ".join(a["words"] or ()) or None for a in about.values()],
            "holds": [a["doc"] for a in about.values()],
        },
        schema=dict.fromkeys(("column", "type", "required", "unit", "table or words", "holds"), pl.String),
    )
