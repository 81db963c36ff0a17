"""How does a register travel? As a Data Package: one CSV per table and a descriptor with digests.

All of it is read or nothing: digests first, then structure, then rows, then references.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import polars as pl


from detente.register import cells, problems
from detente.register.csv_bytes import csv_bytes
from detente.register.schema import TABLES


def write(tables: Mapping[str, pl.DataFrame], folder: Path, *, created: datetime) -> None:
    """Minimal writer."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, frame in tables.items():
        if frame.is_empty():
            continue
        raw = csv_bytes(TABLES[name], frame)
        (folder / f"{name}.csv").write_bytes(raw)
        resources.append({"name": name, "path": f"{name}.csv", "bytes": len(raw), "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"})
    (folder / "datapackage.json").write_text(json.dumps({"name": "detente", "created": created.isoformat(), "resources": resources}, indent=1))


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """Minimal reader."""
    descriptor = json.loads((folder / "datapackage.json").read_text())
    tables, found = {}, []
    for resource in descriptor["resources"]:
        table = TABLES[resource["name"]]
        path = folder / resource["path"]
        texts = pl.read_csv(path, infer_schema=False)
        positions = {column: i for i, column in enumerate(texts.columns)}
        frame, trouble = cells.read(cells.Cells(table, texts, str(path), pl.int_range(2, texts.height + 2, eager=True), positions))
        tables[table.name] = frame
        found.append(trouble)
    problems.refuse(pl.concat([problems.none(), *found]), str(folder), next_step="correct the cells")
    return tables
