"""With which script does a page draw our specifications itself, without the network?

Vega, Vega-Lite and Vega-Embed as one ES module, taken from vl-convert, which draws the still pictures from the same
code. It sets `window.vegaEmbed`. Making it takes seconds; one process makes it once.
"""

from functools import lru_cache

from detente.figures.figure import missing
from detente.figures.svg import VEGA_LITE


@lru_cache(maxsize=1)
def vega_bundle() -> str:
    """The module's text, about 900 kB, without `</script`: it may stand inside a page.

    Raises
    ------
    MissingPart : vl-convert is not installed.
    """
    try:
        import vl_convert  # noqa: PLC0415  # the extra `figures`
    except ModuleNotFoundError as absent:
        raise missing("vl-convert-python") from absent
    # The default snippet leaves window.vegaEmbed unset (vl-convert 1.9).
    bundle = vl_convert.javascript_bundle(snippet="window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    assert "</script" not in bundle, "it would end the element it stands in"
    return bundle
