"""`detente register ...`, the verbs that read and write files: check, import, export, template, merge, seal."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from cyclopts import Parameter

from detente.cli.options import SHIPPED, From
from detente.cli.register_questions import app
from detente.cli.tables import TEXT, Print, show
from detente.errors import DetenteError
from detente.register import Register, package, problems
from detente.register.intake import Intake, read
from detente.register.merge import merge as merge_registers
from detente.register.template import template as write_template

Folder = Annotated[Path, Parameter(help="Folder or .zip of a Data Package.")]


@app.command
def check(
    *, strict: Annotated[list[str] | None, Parameter(help="Checks whose findings count as errors.")] = None, out: Print = TEXT, source: From = SHIPPED
) -> int:
    """Run every named check; exit status 1 if one finds an error."""
    register = source.open()
    found = register.validate(strict or ())
    counts = ", ".join(f"{found.counts[severity]} {severity}s" for severity in ("error", "warning", "note"))
    if out.shape != "text":
        show(found.to_frame(), out.shape, asked={"findings": counts}, empty="no finding")
    else:
        print(f"{_size(register)}        {counts}")
        for finding in found.findings:
            print(f"{finding.severity} {finding.check}   {finding.where}: {finding.message}\n        next: {finding.next_step}")
    return 1 if found.counts["error"] else 0


@app.command(name="import")
def import_(
    file: Path,
    *,
    table: Annotated[str, Parameter(help="Table the rows belong to.")],
    map: Annotated[Path | None, Parameter(help="Map of the columns (YAML); without it the map is guessed and shown.")] = None,
    into: Annotated[Path | None, Parameter(help="Write the register with the new rows into this new folder or .zip; without it nothing is written.")] = None,
    by: Annotated[str, Parameter(help="Who records it.")] = "",
    reason: Annotated[str, Parameter(help="Why.")] = "",
    dates: Annotated[list[str] | None, Parameter(help="Formats of the days, such as %%d/%%m/%%Y.")] = None,
    encoding: str = "utf-8",
    partial: Annotated[bool, Parameter(negative=(), help="Take complete agreements or activities only, and say what was left.")] = False,
    source: From = SHIPPED,
) -> int:
    """Read rows of a CSV file or workbook; a dry run unless --into names where the new register goes."""
    register, now = source.open(), datetime.now(tz=UTC)
    taken = read(file, table, map, tables=register.tables, recorded_at=now, dates=dates, encoding=encoding, partial=partial, constants={"recorded_by": by} if by else None)
    if not _tell(taken):
        return 2
    if into is None:
        print("dry run: nothing written; give --into FOLDER, --by NAME and --reason TEXT to write the new register")
        return 0
    changed = register.apply(taken.changeset(base=register.digest(), reason=reason, author=by), now=now)
    changed.save(into, created=now)
    print(f"written: {into}")
    return 0


def _tell(taken: Intake) -> bool:
    """Say what was read, guessed and refused; whether rows may be taken."""
    if not taken.problems.is_empty():
        rows = taken.problems.select(pl.struct("file", "line").n_unique()).item()
        print(f"refused: {taken.problems.height} cells in {rows} rows, nothing written")
        print("\n".join(problems.sentences(taken.problems.head(problems.SHOWN))))
    if not taken.guesses.is_empty():
        show(taken.guesses, "text", asked={"guessed columns": "confirm them in a map"}, empty="")
    for name, rows in taken.rows.items():
        print(f"{name}: {rows.height} rows")
    if not taken.left.is_empty():
        show(taken.left, "text", asked={"left": taken.left.height}, empty="")
    return any(not rows.is_empty() for rows in taken.rows.values())


@app.command
def export(
    path: Path,
    *,
    form: Annotated[Literal["package", "zip", "xlsx", "parquet"], Parameter(name="--format", help="package, zip, xlsx or parquet.")] = "package",
    source: From = SHIPPED,
) -> None:
    """Write the register as a Data Package (folder, .zip or Parquet) or as a workbook to edit."""
    register = source.open()
    if path.exists():
        raise DetenteError(f"{path} exists", where=str(path), expected="a new file or folder", next_step="choose another name")
    if form == "xlsx":
        from detente.register.spreadsheet import to_xlsx

        to_xlsx(register.tables, path, digest=register.digest())
    else:
        name = path.with_suffix(".zip") if form == "zip" and path.suffix != ".zip" else path
        package.write(register.tables, name, created=datetime.now(tz=UTC), form="parquet" if form == "parquet" else "csv")
    print(f"written: {path}")


@app.command
def template(table: str, path: Path) -> None:
    """Write an empty form for TABLE: .xlsx with notes and examples, or .csv with the header."""
    write_template(table, path)
    print(f"written: {path}")


@app.command
def merge(
    theirs: Folder,
    *,
    into: Annotated[Path, Parameter(help="New folder or .zip for the merged register.")],
    by: Annotated[str, Parameter(help="Who merges.")],
    base: Annotated[Path | None, Parameter(help="The register both come from.")] = None,
    source: From = SHIPPED,
) -> int:
    """Merge THEIRS into the register; conflicts are listed and nothing is written while there are any."""
    now = datetime.now(tz=UTC)
    found = merge_registers(source.open(), Register.open(theirs), None if base is None else Register.open(base), by=by, at=now)
    for conflict in found.conflicts:
        print(f"conflict {conflict}")
    if found.conflicts:
        print(f"{len(found.conflicts)} conflicts, nothing written")
        return 1
    Register.of(found.tables).save(into, created=now)
    print(f"written: {into}; {found.aliases.height} keys became aliases")
    return 0


@app.command
def seal(folder: Path) -> None:
    """Recompute the digests of a package that was edited by hand, once its rows and references pass."""
    package.seal(folder, created=datetime.now(tz=UTC))
    print(f"sealed: {folder}")


def _size(register: Register) -> str:
    """`25 tables, 4,257 fact rows: verified 396, ...`; sources and citations are evidence, not facts."""
    filled = {name: frame for name, frame in register.tables.items() if not frame.is_empty()}
    facts = pl.concat([pl.Series([], dtype=pl.String), *(frame["confidence"].cast(pl.String) for name, frame in filled.items() if name not in ("sources", "citations"))])
    words = ", ".join(f"{word} {(facts == word).sum():,}" for word in ("verified", "reported", "unverified"))
    return f"{len(filled)} tables, {facts.len():,} fact rows: {words}"
