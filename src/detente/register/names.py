"""Which actor does this text name, on this day?

A code or a name belongs to a spell, so it is read as of a day: CS was Czechoslovakia and later Serbia and Montenegro,
and "Germany" of 1985 is the first spell of DEU. Exact codes come first (key of the actor, key in `aliases`, ISO
alpha-3 and alpha-2), then names and aliases in any case and without accents; the name of a state is also known
without the words for its form ("Korea" for both republics of that name). Numbers are read only in the code they are
declared to be: 970 is Nauru for the Correlates of War and Kiribati for Gleditsch and Ward.

Nothing is settled between two actors that both fit: they are candidates. When it lies: a usual name that is neither in
`actors` nor in `aliases` ("South Korea") is unknown here, however near the three nearest are.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, Self, TypeVar, get_args

import polars as pl
from rapidfuzz import fuzz, process

from detente.errors import RegisterError
from detente.register import dates
from detente.register.dates import PartialDate
from detente.register.schema import TABLES
from detente.register.snapshot import Snapshot

Tables = Snapshot | Mapping[str, pl.DataFrame]
Code = Literal["any", "key", "iso3", "iso2", "iso_numeric", "cow", "gw", "name"]
How = Literal["key", "alias", "iso3", "iso2", "iso_numeric", "cow", "gw", "name", "region", "ambiguous", "unknown"]
CODES: Final[tuple[Code, ...]] = get_args(Code)

_Key = TypeVar("_Key")
_ORDER: Final[tuple[How, ...]] = ("key", "alias", "iso3", "iso2", "iso_numeric", "cow", "gw", "name")
_EXACT: Final[tuple[How, ...]] = ("key", "alias", "iso3", "iso2")
# The form of a state in its long name; what is left is what people write. "United ..." names are left whole.
_FORMS: Final = frozenset(
    (
        *("republic", "democratic", "people", "peoples", "s", "kingdom", "federal", "federated"),
        *("states", "state", "islamic", "socialist", "arab", "of"),
    )
)
_NEAREST: Final = 3
_LEAST_LIKE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Spell:
    """One spell of an actor; `start` is its first possible day, `end` the first day on which it was surely over."""

    actor: str
    occurrence: int
    kind: str
    name: str
    cow: int | None
    gw: int | None
    valid_from: str | None
    valid_to: str | None
    start: date
    end: date

    def may_hold(self, first: date, last: date) -> bool:
        """Did it hold, or may it have held, on a day from `first` to `last`?"""
        return self.start <= last and self.end > first

    def __str__(self) -> str:
        """`RUS (Soviet Union, 1922-12-30 to 1991-12-26)`."""
        days = f", {self.valid_from or 'unknown'} to {self.valid_to}" if self.valid_to else ""
        return f"{self.actor} ({self.name}{days})"


@dataclass(frozen=True, slots=True)
class Match:
    """What a text names: an actor, a region, several actors, or nobody.

    Attributes
    ----------
    actor : key of the actor; None for a region, and where the text is ambiguous or unknown.
    how : by which code or name, or `region`, `ambiguous`, `unknown`.
    candidates : every spell the text may mean (more than one actor: a key that is also another actor's code); the three
        nearest where it is unknown.
    spell : the spell named, as of the day; None without an actor.
    holds : whether that spell held, or may have held, on the day. SUN on a day of 2020 finds RUS with a spell that
        was over.
    region : name of the region, where the text names one.
    """

    actor: str | None
    how: How
    candidates: tuple[Spell, ...] = ()
    spell: Spell | None = None
    holds: bool = True
    region: str | None = None

    @property
    def actors(self) -> tuple[str, ...]:
        """Keys of the candidates, each once."""
        return tuple(dict.fromkeys(spell.actor for spell in self.candidates))

    def either(self) -> str:
        """The candidates as a person reads them: `KOR or PRK`, `A, B or C`."""
        return (
            " or ".join(filter(None, (", ".join(self.actors[:-1]), self.actors[-1]))) if self.candidates else "nobody"
        )


UNKNOWN: Final = Match(None, "unknown")


@dataclass(frozen=True, eq=False)
class Names:
    """Codes and names of all actors, ready to be asked many times; make it with `Names.of`."""

    spells: Mapping[str, tuple[Spell, ...]]
    codes: Mapping[tuple[How, str], tuple[Spell, ...]]
    folded: Mapping[str, tuple[Spell, ...]]
    regions: Mapping[str, str]

    @classmethod
    def of(cls, tables: Tables) -> Self:
        """From `actors`, `aliases` and `regions` of a snapshot, or of frames by table (of all versions the last)."""
        rows = _current(tables, "actors")
        spells = [_spell(row) for row in rows.iter_rows(named=True)]
        codes: dict[tuple[How, str], list[Spell]] = defaultdict(list)
        folded: dict[str, list[Spell]] = defaultdict(list)
        for spell, row in zip(spells, rows.iter_rows(named=True), strict=True):
            codes["key", spell.actor].append(spell)
            for system in ("iso3", "iso2", "iso_numeric", "cow", "gw"):
                if row[system] is not None:
                    codes[system, str(row[system])].append(spell)
            for name in {fold(spell.name), fold(spell.actor), *_without_form(spell)}:
                folded[name].append(spell)
        _add_aliases(_current(tables, "aliases"), codes, folded)
        regions = {fold(name): name for name in _current(tables, "regions")["region"].unique().sort()}
        by_actor: dict[str, list[Spell]] = defaultdict(list)
        for spell in spells:
            by_actor[spell.actor].append(spell)
        return cls(_frozen(by_actor), _frozen(codes), _frozen(folded), regions)

    def with_keys(self, keys: Iterable[str]) -> Self:
        """The same, and actors of which nothing but the key is known yet (they are about to be recorded)."""
        new: dict[tuple[How, str], tuple[Spell, ...]] = {
            ("key", key): (Spell(key, 1, "", key, None, None, None, None, date.min, date.max),) for key in keys
        }
        return replace(self, codes={**new, **self.codes})

    def match(self, text: str, day: date | PartialDate | None, codes: Code = "any") -> Match:
        """As the function `match`, without the nearest of a text that means nobody: they cost a hundred times more."""
        first, last = _days(day)
        text = unicodedata.normalize("NFC", text.strip())
        if codes != "any" and codes != "name":  # noqa: PLR1714  # written out, it narrows the type
            readings: dict[How, tuple[Spell, ...]] = {codes: self.codes.get((codes, _as_code(text, codes)), ())}
            return self._settle(readings, first, last) or UNKNOWN
        readings = {how: self.codes.get((how, text), ()) for how in _EXACT if codes == "any"}
        found = self._settle(readings, first, last)
        if found is not None:
            return found
        folded = fold(text)
        found = self._settle({"name": self.folded.get(folded, ())}, first, last)
        if found is None and folded in self.regions:
            return Match(None, "region", region=self.regions[folded])
        return found or UNKNOWN

    def nearest(self, text: str, day: date | PartialDate | None) -> tuple[Spell, ...]:
        """The three actors whose name or code on `day` is most like `text`, likest first; fewer if few are like it."""
        first, last = _days(day)
        likest = process.extract(
            fold(text), list(self.folded), scorer=fuzz.WRatio, limit=10 * _NEAREST, score_cutoff=_LEAST_LIKE
        )
        found: dict[str, Spell] = {}
        for name, _, _ in likest:
            for spell in self.folded[name]:
                if spell.may_hold(first, last):
                    found.setdefault(spell.actor, spell)
        return tuple(found.values())[:_NEAREST]

    def _settle(self, readings: Mapping[How, tuple[Spell, ...]], first: date, last: date) -> Match | None:
        """One actor, if the readings that hold on the day agree; several are candidates; None without any reading."""
        hits = [(how, spell) for how in _ORDER for spell in readings.get(how, ())]
        if not hits:
            return None
        held = [(how, spell) for how, spell in hits if spell.may_hold(first, last)]
        keyed = [hit for hit in hits if hit[0] == "key"]
        # A key is a name for ever, so it stays in play on a day when its actor was not there (YEM in 1980, when that
        # code was North Yemen's).
        chosen = held if not keyed or {s.actor for _, s in keyed} & {s.actor for _, s in held} else [*keyed, *held]
        chosen = chosen or hits
        candidates = tuple(dict.fromkeys(spell for _, spell in chosen))
        how, actor = chosen[0][0], candidates[0].actor
        spell = next(s for h, s in reversed(chosen) if (h, s.actor) == (how, actor))
        holds = spell.may_hold(first, last)
        if len({s.actor for s in candidates}) > 1 and not (how == "key" and holds):
            return Match(None, "ambiguous", candidates)
        return Match(actor, how, candidates, spell, holds=holds)


def match(name: str, tables: Tables, day: date | PartialDate | None, codes: Code = "any") -> Match:
    """Which actor `name` means on `day` (None: on any day), with the three nearest where it means nobody.

    Parameters
    ----------
    tables : a snapshot, or frames by table (`Register.tables`).
    codes : the code that `name` is declared to be in; `any`: key, alias, ISO alpha-3, alpha-2 or a name, never a
        number.

    Raises
    ------
    RegisterError : `codes` is no code of actors.
    """
    names = Names.of(tables)
    found = names.match(name, day, code_named(codes))
    return Match(None, "unknown", names.nearest(name, day)) if found.how == "unknown" else found


def code_named(text: str) -> Code:
    """The code of that name.

    Raises
    ------
    RegisterError : there is none.
    """
    for code in CODES:
        if code == text:
            return code
    raise RegisterError(f"{text!r} is no code of actors", expected=", ".join(CODES), next_step="choose one")


def fold(text: str) -> str:
    """`text` as names are compared: no accents, case or punctuation; `St` is Saint, `&` is and, `the` does not count.

    >>> fold("St. Vincent & the Grenadines"), fold("Côte d'Ivoire")
    ('saint vincent and grenadines', 'cote d ivoire')
    """
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", " ", plain.casefold().replace("&", " and ")).split()
    return " ".join("saint" if word == "st" else word for word in words if word != "the")


def _without_form(spell: Spell) -> list[str]:
    if spell.kind != "state":
        return []
    words = fold(re.sub(r"\(.*?\)", " ", spell.name)).split()
    kept = [word for word in words if word not in _FORMS]
    return [" ".join(kept)] if kept and "united" not in kept else []


def _as_code(text: str, codes: Code) -> str:
    """Numbers without leading zeros, save ISO's, which always has three digits (a spreadsheet makes 8 of 008)."""
    if codes in ("cow", "gw") and text.isascii() and text.isdigit():
        return str(int(text))
    return text.zfill(3) if codes == "iso_numeric" else text


def _days(day: date | PartialDate | None) -> tuple[date, date]:
    if day is None:
        return date.min, date.max
    return (day.first, day.last) if isinstance(day, PartialDate) else (day, day)


def _current(tables: Tables, name: str) -> pl.DataFrame:
    """The last version of every record of a table that is not withdrawn, with the days of its partial dates."""
    if isinstance(tables, Snapshot):
        return tables.recorded(name)
    frame = tables.get(name, TABLES[name].empty())
    if "valid_from_first" not in frame.columns:
        frame = dates.with_days(frame, TABLES[name].dates)
    return frame.sort("record", "version").group_by("record", maintain_order=True).last().filter(~pl.col("withdrawn"))


def _spell(row: Mapping[str, object]) -> Spell:
    fields = {
        name: row[name] for name in ("actor", "occurrence", "kind", "name", "cow", "gw", "valid_from", "valid_to")
    }
    start, end = row["valid_from_first"] or date.min, row["valid_to_last"] or date.max
    return Spell(**fields, start=start, end=end)  # type: ignore[arg-type]  # the schema of `actors` says what is in a row


def _add_aliases(
    aliases: pl.DataFrame, codes: dict[tuple[How, str], list[Spell]], folded: dict[str, list[Spell]]
) -> None:
    """An alias stands for the spells of its target, within its own days where it has any."""
    for row in aliases.iter_rows(named=True):
        start, end = row["valid_from_first"] or date.min, row["valid_to_last"] or date.max
        for spell in tuple(codes.get(("key", row["target"]), ())):
            if spell.may_hold(start, end):
                codes["alias", row["alias"]].append(spell)
                folded[fold(row["alias"])].append(spell)


def _frozen(groups: Mapping[_Key, Iterable[Spell]]) -> dict[_Key, tuple[Spell, ...]]:
    return {key: tuple(dict.fromkeys(spells)) for key, spells in groups.items()}
