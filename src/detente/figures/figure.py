"""What is a finished chart?

A specification, its title, a description for those who do not see it, and the same numbers as a table. Specifications
are plain Vega-Lite (version 6), so that a page, a printer and a notebook draw the same chart.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from detente.errors import MissingPart
from detente.figures.theme import Mode, altair_config

if TYPE_CHECKING:
    import altair as alt

Spec = dict[str, object]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One chart: `spec` (Vega-Lite), `title`, `description` (sentences), `table` (one row per thing drawn)."""

    spec: Spec
    title: str
    description: str
    table: pl.DataFrame

    def chart(self) -> "alt.LayerChart":
        """The chart as an Altair object, checked against the Vega-Lite schema.

        Raises
        ------
        MissingPart : Altair is not installed.
        """
        try:
            import altair as alt  # noqa: PLC0415  # the extra `figures`: a bare install draws nothing
        except ModuleNotFoundError as absent:
            raise missing("altair") from absent
        return alt.LayerChart.from_dict(self.spec)


def enable_theme(mode: Mode = "light") -> None:
    """Make our type and colours the theme of every Altair chart drawn from here on, in a notebook for instance.

    Raises
    ------
    MissingPart : Altair is not installed.
    """
    try:
        import altair as alt  # noqa: PLC0415  # as above
    except ModuleNotFoundError as absent:
        raise missing("altair") from absent
    alt.theme.register("detente", enable=True)(lambda: alt.theme.ThemeConfig(config=altair_config(mode)))  # type: ignore[typeddict-item]  # a plain dictionary of the same form


def missing(library: str) -> MissingPart:
    """The error for a library of the extra `figures` that is not there."""
    return MissingPart(
        f"charts cannot be drawn: {library} is not installed",
        expected="the extra `figures`",
        next_step="python -m pip install 'detente[figures]'",
    )
