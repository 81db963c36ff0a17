"""In what is this figure counted: which unit, at what scale, in which currency, at whose prices?

A closed list, written as a small grammar, so that figures in one unit carry one text and can be put side by side:

    percent | percent of BASE          a share; BASE says of what
    CUR | CUR k | CUR m | CUR bn | CUR tn   money: ISO 4217 code and scale
        , current prices | , YEAR prices | , YEAR prices and exchange rates
    persons | states | ships | ...     a count of things

and `, about` after any of them where the publisher rounds. When it lies: the price base and scale are what the source
prints; nobody has recomputed them.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl
from rapidfuzz import process

from detente.errors import RegisterError

Kind = Literal["share", "money", "count"]

SCALES: Final = {None: 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}
BASES: Final = ("world volume (SIPRI TIV)", "recipient imports", "exporter volume")
THINGS: Final = (
    "accreditations", "battalions", "countries", "missions", "offices", "persons", "places", "posts", "ships",
    "squadrons", "states",
)  # fmt: skip
# ISO 4217, currencies in use, and those that older treaties are written in.
CURRENCIES: Final = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
    MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
    VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    ATS BEF DEM ESP FIM FRF GRD HRK IEP ITL LUF NLG PTE
    """.split()  # noqa: SIM905  # a list one can read and compare with the standard's
)

_MONEY: Final = re.compile(
    r"(?P<currency>[A-Z]{3})(?: (?P<scale>k|m|bn|tn))?"
    r"(?:, (?P<prices>current prices|\d{4} prices(?: and exchange rates)?))?"
)
_ABOUT: Final = ", about"
_HABITS: Final = {
    r"\bbillions?\b": "bn",
    r"\b(?:millions?|mn)\b": "m",
    r"\btrillions?\b": "tn",
    r"\bthousands?\b": "k",
    r"\(about\)": _ABOUT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of the list.

    `of`: base of a share, currency of money, thing counted. `scale`: value of one unit of the column (1e9 for USD bn,
    0.01 for percent). `prices`: `current prices`, a year's prices, or None where the publisher does not say.
    """

    text: str
    kind: Kind
    of: str | None
    scale: float
    prices: str | None = None
    is_rounded: bool = False

    @classmethod
    def parse(cls, text: str) -> "Unit":
        """Read a unit.

        Raises
        ------
        RegisterError : not on the list (names the nearest).

        >>> Unit.parse("USD bn, 2021 prices and exchange rates").scale
        1000000000.0
        >>> Unit.parse("persons, about").is_rounded
        True
        """
        unit = _read(text)
        if unit is not None:
            return unit
        near = nearest(text)
        raise RegisterError(
            f"{text!r} is no unit of the register",
            expected="a share, money or a count, as in `percent`, `USD bn, current prices`, `persons`",
            next_step=f"write {near!r} if that is meant" if near else "write it in a unit of the list",
        )


def nearest(text: str) -> str | None:
    """The unit of the list that was probably meant.

    >>> nearest("USD billion, current prices"), nearest("per cent"), nearest("furlongs")
    ('USD bn, current prices', 'percent', None)
    """
    for habit, word in _HABITS.items():
        text = re.sub(habit, word, text)
    text = re.sub(r"\s*,\s*", ", ", re.sub(r"\s+", " ", text)).strip()
    if _read(text) is not None:
        return text
    match = process.extractOne(text, ["percent", *(f"percent of {base}" for base in BASES), *THINGS], score_cutoff=80)
    return str(match[0]) if match else None


def is_unit(texts: pl.Expr) -> pl.Expr:
    """True where the text is on the list, false where it is not, null where empty."""
    return texts.map_batches(_are_units, return_dtype=pl.Boolean, is_elementwise=True)


def _are_units(texts: pl.Series) -> pl.Series:
    return ~texts.is_in([text for text in texts.drop_nulls().unique() if _read(text) is None])


def _read(text: str) -> Unit | None:
    plain, is_rounded = text.removesuffix(_ABOUT), text.endswith(_ABOUT)
    share, _, base = plain.partition(" of ")
    money = _MONEY.fullmatch(plain)
    if share == "percent" and (plain == "percent" or base in BASES):
        return Unit(text=text, kind="share", of=base or None, scale=0.01, is_rounded=is_rounded)
    if money and money["currency"] in CURRENCIES:
        currency, scale, prices = money["currency"], SCALES[money["scale"]], money["prices"]
        return Unit(text=text, kind="money", of=currency, scale=scale, prices=prices, is_rounded=is_rounded)
    return Unit(text=text, kind="count", of=plain, scale=1.0, is_rounded=is_rounded) if plain in THINGS else None
