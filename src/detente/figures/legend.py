"""What do the marks mean, and what does the chart not show?

A key of samples in rows, then sentences, laid out under the chart in the width it has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from detente.figures import pixels
from detente.figures.figure import Spec
from detente.figures.text import shorten, width_px, wrap
from detente.figures.theme import LIGHT, MARKS, OUTLINES, Mark

Draw = Callable[[float, float], list[Spec]]  # left edge and vertical middle of the sample, px

WIDE: Final = 24.0  # px, width of a sample
ROW: Final = 19.0  # px from one line to the next
LINE: Final = 16.0
BETWEEN: Final = 20.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample with its words; `width` is the room of the sample in px."""

    label: str
    draw: Draw
    width: float = WIDE


def lay_out(
    samples: Sequence[Sample], sentences: Sequence[str], *, heading: str = "", top: float, width: float
) -> tuple[list[Spec], float]:
    """(layers, height in px) of a key that begins at `top`: heading, samples, sentences."""
    layers: list[Spec] = []
    labels: list[tuple[float, float, str]] = []
    left, y = 0.0, top + ROW / 2
    if heading:
        layers += pixels.words([(0.0, y, shorten(heading, width))], LIGHT["ink"], strong=True)
        y += ROW
    for sample in samples:
        label = shorten(sample.label, width - sample.width - 5)
        needed = sample.width + 5 + width_px(label)
        if left and left + needed > width:
            left, y = 0.0, y + ROW
        layers += sample.draw(left, y)
        labels.append((left + sample.width + 5, y, label))
        left += needed + BETWEEN
    if samples:
        layers += pixels.words(labels, LIGHT["ink"])
        y += ROW
    lines = [line for sentence in sentences for line in wrap(sentence, width)]
    layers += pixels.words([(0.0, y + LINE * number, line) for number, line in enumerate(lines)], LIGHT["quiet"])
    return layers, y + LINE * len(lines) - top - ROW / 2 + 4


def line(colour: str, width: float, **style: object) -> Draw:
    """A sample of a line."""
    return lambda left, y: [pixels.strokes([[(left, y), (left + WIDE, y)]], colour, width, **style)]


def patch(colour: str | None, **style: object) -> Draw:
    """A sample of a filled area."""
    outline = {"stroke": LIGHT["line"], "strokeWidth": 0.5, **style}
    return lambda left, y: [pixels.boxes([(left, y - 5.5, left + WIDE, y + 5.5)], colour, **outline)]


def hatched(colour: str, gap: float, *, rising: bool, width: float = 0.8) -> Draw:
    """A sample of hatching, lines `gap` px apart that rise or fall to the right."""

    def draw(left: float, y: float) -> list[Spec]:
        top, bottom, right = y - 5.5, y + 5.5, left + WIDE
        step, lines = gap * 2**0.5, []
        for number in range(int((WIDE + 11) / step) + 1):
            start = left - 11 + number * step + step / 2
            # A line at 45 degrees moves as far across as down: cut it at the two sides.
            low, high = max(0.0, left - start), min(11.0, right - start)
            if low < high:
                ends = ((start + low, bottom - low), (start + high, bottom - high))
                lines.append(list(ends) if rising else [(x, top + bottom - height) for x, height in ends])
        return [*patch(LIGHT["paper"])(left, y), pixels.strokes(lines, colour, width)]

    return draw


def sign(mark: Mark, colour: str, radius: float = 4.0) -> Draw:
    """A confidence mark, drawn as a shape because not every font has its glyph."""
    return lambda left, y: marked([(left + 6, y)], mark, colour, radius)


def marked(spots: Sequence[tuple[float, float]], mark: Mark, colour: str, radius: float) -> list[Spec]:
    """Layers of one confidence mark at several spots: the outline on paper, then the filled part."""
    outline = {"fill": LIGHT["paper"], "stroke": colour, "strokeWidth": 1.2}
    layers = [pixels.signs(spots, radius, outline, shape=OUTLINES[mark])]
    if MARKS[mark].path:
        layers.append(pixels.signs(spots, radius, {"fill": colour, "strokeWidth": 0}, shape=MARKS[mark].path))
    return layers
