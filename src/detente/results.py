"""What does every result know about itself?

An estimate travels with its range, a count with what it was counted over, an assumed number with the word *assumed*,
and every result with its method, parameters, seed, inputs and the records it rests on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

IntervalKind = Literal["credible", "confidence", "bootstrap", "bounds", "both"]
Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate and its range, in the unit of the quantity estimated; `level` is the coverage meant, in (0, 1]."""

    point: float | None
    low: float
    high: float
    level: float
    kind: IntervalKind

    def __post_init__(self) -> None:
        """A range with its ends exchanged is a fault of the caller, never of the data."""
        assert self.low <= self.high, "an interval runs from low to high"
        assert 0 < self.level <= 1, "a level lies in (0, 1]"


@dataclass(frozen=True, slots=True)
class BasedOn:
    """n of N behind a number: how many of the things that count were there.

    >>> str(BasedOn(37, 40, "members with a figure", ("ISL", "LUX", "MNE")))
    'based on 37 of 40 members with a figure'
    """

    have: int
    of: int
    what: str
    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The sentence that stands beside the number."""
        return f"based on {self.have} of {self.of} {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """A number nobody measured: its name, value, the range tried and what moving it does to the result."""

    name: str
    value: float
    range: tuple[float, float]
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a check found: which check, how grave, where, and what to do."""

    check: str
    severity: Severity
    where: str
    message: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a computed answer must be able to say of itself; every result dataclass extends it."""

    method: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    seed: int | None = None
    input_digest: str = ""
    records: Sequence[str] = ()
    coverage: BasedOn | None = None
    assumed: Sequence[Assumed] = ()
    warnings: Sequence[str] = ()

    def explain(self) -> str:
        """How the numbers were made, in plain lines: method, parameters, inputs, coverage, assumptions, warnings."""
        lines = [f"method: {self.method}"]
        lines += [f"{name} = {value}" for name, value in self.parameters.items()]
        lines += [f"seed: {self.seed}"] if self.seed is not None else []
        lines += [f"inputs: {self.input_digest}"] if self.input_digest else []
        lines += [str(self.coverage)] if self.coverage else []
        lines += [
            f"assumed: {a.name} = {a.value} (tried {a.range[0]} to {a.range[1]}: {a.effect})" for a in self.assumed
        ]
        lines += [f"warning: {warning}" for warning in self.warnings]
        lines += [f"rests on {len(self.records)} records: {', '.join(self.records)}"] if self.records else []
        return "\n".join(lines)

    def to_frame(self) -> pl.DataFrame:
        """The numbers as a frame; a result with none of its own has one row that names its method."""
        return pl.DataFrame({"method": [self.method], "input_digest": [self.input_digest]})
