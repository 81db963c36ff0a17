"""How are periods, events and windows drawn on a timeline?

Rows of labels on the left, a scale of days on the right. Filled bar: a period. Hollow bar: a window. Sign: the start,
or the event itself, filled as far as it is known. Lighter: somewhere in this range. Arrow: it goes on past the edge.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from detente.figures import legend, pixels
from detente.figures.calendar_axis import ticks
from detente.figures.figure import Spec
from detente.figures.geo.projection import Point
from detente.figures.text import shorten, width_px
from detente.figures.theme import LIGHT, MARKS, Mark

Days = tuple[date, date]

ROW: Final = 21.0  # px
HEAD: Final = 20.0  # px above the rows, for the day of the page
FOOT: Final = 20.0  # px below them, for the scale
HALF: Final = 4.5  # px, half the height of a bar
RADIUS: Final = 4.5  # px of a sign
PALE: Final = 0.32  # opacity of a range
LABELS: Final = 0.4  # of the width, at most
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An entry with its days as ranges; `last` is None where no end is recorded."""

    label: str
    group: str
    kind: Literal["spell", "event", "window"]
    first: Days
    last: Days | None
    mark: Mark
    emphasised: bool

    @property
    def colour(self) -> str:
        """Accent for what the page is about."""
        return LIGHT["accent" if self.emphasised else "quiet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows and scale: `left` px is where the scale begins; rows are (label, bars), headings have no bars."""

    first: date
    last: date
    left: float
    width: float
    rows: tuple[tuple[str, tuple[Bar, ...]], ...]

    @classmethod
    def of(cls, bars: Sequence[Bar], *, first: date, last: date, width: int) -> "Sheet":
        """Group and row the bars in the order in which they come."""
        rows: list[tuple[str, tuple[Bar, ...]]] = []
        for group in dict.fromkeys(bar.group for bar in bars):
            members = [bar for bar in bars if bar.group == group]
            rows.append((group, ()))
            labels = dict.fromkeys(bar.label for bar in members)
            rows += [(label, tuple(bar for bar in members if bar.label == label)) for label in labels]
        widest = max((width_px(label) for label, _ in rows), default=0.0)
        left = min(widest + 14, LABELS * width)
        return cls(first=first, last=last, left=left, width=width, rows=tuple(rows))

    @property
    def height(self) -> float:
        """Px of rows, day line and scale."""
        return HEAD + ROW * max(1, len(self.rows)) + FOOT

    def across(self, day: date) -> float:
        """Px of the beginning of a day, kept within the scale."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.left + 8 + min(1.0, max(0.0, share)) * (self.width - self.left - 16)

    def down(self, row: int) -> float:
        """Px of the middle of a row."""
        return HEAD + ROW * (row + 0.5)


def draw(sheet: Sheet, on: date) -> list[Spec]:
    """Layers from the bottom up: grid, bars, the line of the day, signs, labels."""
    bars = [(bar, sheet.down(row)) for row, (_, members) in enumerate(sheet.rows) for bar in members]
    layers = _grid(sheet)
    for colour in (LIGHT["quiet"], LIGHT["accent"]):
        layers += _bars([(bar, y) for bar, y in bars if bar.colour == colour], colour, sheet, on)
    layers += _day_line(sheet, on)
    for colour in (LIGHT["quiet"], LIGHT["accent"]):
        for mark in MARKS:
            spots = [(_sign_at(bar, sheet, on), y) for bar, y in bars if bar.colour == colour and bar.mark == mark]
            if spots:
                layers += legend.marked(spots, mark, colour, RADIUS)
    return [*layers, *_labels(sheet)]


def key(bars: Iterable[Bar]) -> list[legend.Sample]:
    """Samples of what the rows contain."""
    bars = list(bars)
    kinds, marks = {bar.kind for bar in bars}, {bar.mark for bar in bars}
    samples = [
        legend.Sample(sign.word, legend.sign(mark, LIGHT["quiet"]), width=12)
        for mark, sign in MARKS.items()
        if mark in marks
    ]
    if "spell" in kinds:
        samples.append(legend.Sample("period", _sample_bar(1.0)))
    if "window" in kinds:
        samples.append(legend.Sample("window", _sample_window))
    if len({bar.emphasised for bar in bars}) > 1:
        samples.append(legend.Sample("subject of the page", _sample_bar(1.0, LIGHT["accent"])))
    if any(bar.last is None or bar.first[0] < bar.first[1] or bar.last[0] < bar.last[1] for bar in bars):
        samples.append(legend.Sample("within this range, or no end recorded", _sample_bar(PALE)))
    return samples


def _grid(sheet: Sheet) -> list[Spec]:
    bottom = sheet.height - FOOT
    room = sheet.width - sheet.left
    marked = [(sheet.across(day), label) for day, label in ticks(sheet.first, sheet.last, most=max(2, int(room // 66)))]
    lines = [[(x, HEAD), (x, bottom)] for x, _ in marked]
    edge = [(sheet.left + 8, bottom), (sheet.width - 8, bottom)]
    return [
        pixels.strokes(lines, LIGHT["line"], 0.5, opacity=0.5),
        pixels.strokes([edge], LIGHT["line"], 0.8),
        *pixels.words(
            [(_within(x, label, sheet), bottom + 11, label) for x, label in marked], LIGHT["quiet"], align="center"
        ),
    ]


def _within(x: float, label: str, sheet: Sheet) -> float:
    """The middle of a label near `x` that does not run over the edge of the sheet."""
    return min(x, sheet.width - width_px(label) / 2)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Px of a bar: where its range begins and ends, and the part in which it surely lasts, if there is one."""

    start: float
    end: float
    sure: tuple[float, float] | None


def _stretch(bar: Bar, sheet: Sheet, on: date) -> Stretch:
    """An event of one day has no sure part unless the day is known; without an end, what is after `on` is not sure."""
    start = sheet.across(bar.first[0])
    if bar.last is None:
        sure_from, sure_to, end = bar.first[1], max(on, bar.first[1]), sheet.across(sheet.last)
    elif bar.last == bar.first and bar.kind == "event":
        end = sheet.across(bar.last[1] + DAY)
        return Stretch(start, end, (start, end) if bar.first[0] == bar.first[1] else None)
    else:
        sure_from, sure_to, end = bar.first[1], bar.last[0], sheet.across(bar.last[1] + DAY)
    sure = (sheet.across(sure_from), sheet.across(sure_to + DAY))
    return Stretch(start, end, sure if sure[0] < sure[1] else None)


def _bars(bars: Sequence[tuple[Bar, float]], colour: str, sheet: Sheet, on: date) -> list[Spec]:
    """Sure stretches solid, ranges pale, windows hollow, arrows where the scale ends first."""
    solid: list[pixels.Box] = []
    pale: list[pixels.Box] = []
    hollow: list[pixels.Box] = []
    arrows: list[tuple[Point, bool]] = []
    for bar, y in bars:
        stretch = _stretch(bar, sheet, on)
        ranges = [(stretch.start, stretch.end)]
        if stretch.sure:
            low, high = stretch.sure
            (hollow if bar.kind == "window" else solid).append((low, y - HALF, high, y + HALF))
            ranges = [(stretch.start, low), (high, stretch.end)]
        pale += [(low, y - HALF, high, y + HALF) for low, high in ranges if high - low > 0.5]
        arrows += [((sheet.left + 3.5, y), False)] * (bar.first[0] < sheet.first)
        arrows += [((sheet.width - 3.5, y), True)] * (bar.last is None or bar.last[1] > sheet.last)
    layers = [pixels.boxes(pale, colour, fillOpacity=PALE)] if pale else []
    layers += [pixels.boxes(solid, colour)] if solid else []
    layers += [pixels.boxes(hollow, LIGHT["paper"], stroke=colour, strokeWidth=1.3)] if hollow else []
    for onward, path in ((False, "M1,-1L-1,0L1,1Z"), (True, "M-1,-1L1,0L-1,1Z")):
        spots = [spot for spot, right in arrows if right == onward]
        if spots:
            layers.append(pixels.signs(spots, 3.5, {"fill": colour, "strokeWidth": 0}, shape=path))
    return layers


def _day_line(sheet: Sheet, on: date) -> list[Spec]:
    if not sheet.first <= on <= sheet.last:
        return []
    x, text = sheet.across(on), on.isoformat()
    # Near an edge the words stand beside the line.
    half = width_px(text) / 2
    align = "left" if x - half < sheet.left else "right" if x + half > sheet.width else "center"
    return [
        pixels.strokes([[(x, HEAD - 3), (x, sheet.height - FOOT)]], LIGHT["ink"], 1.0),
        *pixels.words([(x, HEAD - 11, text)], LIGHT["ink"], align=align, strong=True),
    ]


def _sign_at(bar: Bar, sheet: Sheet, on: date) -> float:
    """The start of what is sure, else of the range; the middle of the range for an event of one day."""
    stretch = _stretch(bar, sheet, on)
    if bar.kind == "event" and bar.first == bar.last:
        return (stretch.start + stretch.end) / 2
    # Inside the edge, so that the arrow of a bar that began before the scale can be seen.
    least = sheet.left + 8 + (RADIUS + 2.5 if bar.first[0] < sheet.first else 0.0)
    return max(least, stretch.sure[0] if stretch.sure else stretch.start)


def _labels(sheet: Sheet) -> list[Spec]:
    """Headings over the whole width, names as far as the scale."""
    layers: list[Spec] = []
    for strong, room in ((True, sheet.width), (False, sheet.left - 4)):
        rows = [
            (0.0, sheet.down(row), shorten(label, room))
            for row, (label, bars) in enumerate(sheet.rows)
            if strong is (not bars)
        ]
        if rows:
            layers += pixels.words(rows, LIGHT["ink"], strong=strong)
    return layers


def _sample_bar(opacity: float, colour: str = LIGHT["quiet"]) -> legend.Draw:
    return lambda left, y: [pixels.boxes([(left, y - HALF, left + legend.WIDE, y + HALF)], colour, fillOpacity=opacity)]


def _sample_window(left: float, y: float) -> list[Spec]:
    box = (left + 0.5, y - HALF, left + legend.WIDE - 0.5, y + HALF)
    return [pixels.boxes([box], LIGHT["paper"], stroke=LIGHT["quiet"], strokeWidth=1.3)]
