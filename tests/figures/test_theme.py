"""Do the colours meet the contrast that the workspace promises, and is there one place for them?"""

import re

import pytest

from detente.figures import theme
from detente.figures.theme import Mode, contrast, luminance, tokens

MODES: tuple[Mode, ...] = ("light", "dark")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", theme.GROUNDS)
@pytest.mark.parametrize("token", theme.TEXT_TOKENS)
def test_text_stands_out_on_every_ground(mode: Mode, ground: str, token: str) -> None:
    assert contrast(tokens(mode)[token], tokens(mode)[ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", theme.GROUNDS)
@pytest.mark.parametrize("token", theme.CONTROL_TOKENS)
def test_lines_and_focus_rings_stand_out_on_every_ground(mode: Mode, ground: str, token: str) -> None:
    assert contrast(tokens(mode)[token], tokens(mode)[ground]) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_each_series_stands_out_on_paper(mode: Mode) -> None:
    paper = tokens(mode)["paper"]

    assert min(contrast(colour, paper) for colour in theme.SERIES[mode]) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_larger_numbers_stand_out_more(mode: Mode) -> None:
    against_paper = [contrast(colour, tokens(mode)["paper"]) for colour in theme.SEQUENTIAL[mode]]

    assert against_paper == sorted(against_paper)


@pytest.mark.parametrize("mode", MODES)
def test_a_diverging_palette_is_palest_in_the_middle(mode: Mode) -> None:
    far, near, middle, near_too, far_too = (contrast(c, tokens(mode)["paper"]) for c in theme.DIVERGING[mode])

    assert far > near > middle < near_too < far_too


def test_the_contrast_formula_agrees_with_published_ratios() -> None:
    # WCAG 2.2, "Understanding SC 1.4.3": #777777 on white is 4.48, just short of 4.5.
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert luminance("#000000") == 0


def test_the_style_sheet_block_holds_every_token_in_both_forms() -> None:
    light, *dark = theme.css_root().split("@media")[0], *theme.css_root().split("@media")[1:]

    declared = dict(re.findall(r"--([\w-]+): ([^;]+);", light))

    assert tokens().items() <= declared.items()
    assert all(dark[0].count(f"--{name}: {colour};") == 2 for name, colour in tokens("dark").items())


def test_the_style_sheet_block_gives_type_in_rem_and_space_in_px() -> None:
    declared = dict(re.findall(r"--([\w-]+): ([^;]+);", theme.css_root().split("@media")[0]))

    assert ("0.78125rem", "0.875rem") == (declared["size-small"], declared["size-body"])
    assert ["4px", "8px", "12px", "16px", "24px", "40px"] == [declared[f"space-{n}"] for n in range(1, 7)]


def test_every_confidence_has_a_sign_and_a_word() -> None:
    assert [("●", "verified"), ("◐", "reported"), ("○", "unverified"), ("△", "assumed")] == [
        (sign.glyph, sign.word) for sign in theme.MARKS.values()
    ]


def test_charts_take_their_values_from_the_tokens() -> None:
    config = theme.altair_config()

    assert config["font"] == theme.FONT
    assert config["aria"] is False
    assert config["background"] == tokens()["paper"]
