"""The sentences about figures that come from counts in bands: of each table exactly one row is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import band_words
from dashboard.cuts import Words
from dashboard.sentences import Sentence
from dashboard.states import bounds


@dataclass(frozen=True)
class Held:
    """One group's row with its bounds, and the words of its cut; no row is nobody to tell of."""

    row: Mapping[str, Any] | None
    words: Words

    @property
    def has_contacts(self) -> bool:
        return self.row is not None and bool(self.row["contacts"])

    @property
    def n(self) -> int:
        """Everybody counted: nothing is excluded."""
        return int(self.row["denominator"] or 0) if self.row is not None else 0

    @property
    def share(self) -> float | None:
        return None if self.row is None else self.row["share"]

    @property
    def between(self) -> str:
        """mellan 61 % och 64 %; "" where the share is known, or nothing is."""
        return bounds(self.row) if self.row is not None else ""

    @property
    def first_between(self) -> str:
        """Mellan 61 % och 64 %: the beginning of a sentence."""
        return f"{self.between[:1].upper()}{self.between[1:]}"

    @property
    def attained(self) -> str:
        """har väntat högst 18 veckor (126 dagar), Englands egen gräns · har väntat högst 90 dagar (vårdgarantin)."""
        owner = self.words.limit_owner
        if not owner:
            return self.words.attained
        return f"{self.words.attained}, {owner}" if self.words.is_own_limit else f"{self.words.attained} ({owner})"

    @property
    def principal(self) -> str:
        return self.words.cut["principal"]

    @property
    def waited(self) -> str:
        """har väntat · väntade."""
        return "har väntat" if self.words.is_waiting else "väntade"

    @property
    def median_low(self) -> float | None:
        return None if self.row is None else self.row.get("median_low")

    @property
    def median_high(self) -> float | None:
        return None if self.row is None else self.row.get("median_high")

    @property
    def median(self) -> str:
        """57–63 dagar."""
        return band_words.days_between(self.median_low, self.median_high)


ANSWER: Sequence[Sentence[Held]] = (
    Sentence(
        "nobody", lambda h: not h.has_contacts, "Det finns inga {words.who} att visa för {principal} {words.moment}."
    ),
    Sentence(
        "share",
        lambda h: h.has_contacts and h.share is not None,
        "<b>{share:percent} av {n:n} {words.who}</b> {attained}.",
    ),
    Sentence(
        "between",
        lambda h: h.has_contacts and bool(h.between),
        "<b>{first_between} av {n:n} {words.who}</b> {attained}: gränsen ligger inne i ett av källans band.",
    ),
    Sentence(
        "nothing known",
        lambda h: h.has_contacts and h.share is None and not h.between,
        "{n:n} {words.who}; källans band säger inte hur många som {attained}.",
    ),
)

HALF: Sequence[Sentence[Held]] = (
    Sentence("not known", lambda h: h.median_low is None, ""),
    Sentence("open", lambda h: h.median_low is not None and h.median_high is None, "Hälften {waited} {median}."),
    Sentence(
        "closed",
        lambda h: h.median_low is not None and h.median_high is not None,
        "Medianen ligger i bandet {median}.",
    ),
)


@dataclass(frozen=True)
class InBands:
    """A group's bands: how many in each, and on which side of the limit each lies."""

    contacts: Sequence[int]
    sides: Sequence[str]
    words: Words

    @property
    def total(self) -> int:
        return sum(self.contacts)

    @property
    def has_limit(self) -> bool:
        return any(self.sides)

    @property
    def is_edge(self) -> bool:
        return "limit" not in self.sides

    @property
    def over(self) -> int:
        return sum(count for count, side in zip(self.contacts, self.sides, strict=True) if side == "over")

    @property
    def inside(self) -> int:
        """Those in the band that the limit lies in."""
        return sum(count for count, side in zip(self.contacts, self.sides, strict=True) if side == "limit")

    @property
    def over_share(self) -> float:
        return self.over / self.total if self.total else 0.0

    @property
    def waited(self) -> str:
        return "har väntat" if self.words.is_waiting else "väntade"


BANDS: Sequence[Sentence[InBands]] = (
    Sentence("nobody", lambda b: not b.total, "Ingen i något band"),
    Sentence("no limit", lambda b: bool(b.total) and not b.has_limit, "{total:n} {words.noun} i källans band"),
    Sentence(
        "limit inside a band",
        lambda b: bool(b.total) and b.has_limit and not b.is_edge,
        "{inside:n} av {total:n} står i det band där gränsen ligger",
    ),
    Sentence(
        "none over",
        lambda b: bool(b.total) and b.has_limit and b.is_edge and not b.over,
        "Ingen {waited} mer än {words.limit}",
    ),
    Sentence(
        "some over",
        lambda b: bool(b.total) and b.has_limit and b.is_edge and bool(b.over),
        "{over:n} av {total:n} ({over_share:percent}) {waited} mer än {words.limit}",
    ),
)


@dataclass(frozen=True)
class Room:
    """Groups whose shares are known only as bounds, in the rows' order; none under `low_base` is named."""

    names: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    words: Words
    low_base: int

    @property
    def known(self) -> list[tuple[str, Mapping[str, Any]]]:
        pairs = zip(self.names, self.rows, strict=True)
        return [pair for pair in pairs if bounds(pair[1]) and pair[1]["denominator"] >= self.low_base]

    @property
    def known_count(self) -> int:
        return len(self.known)

    @property
    def lowest(self) -> str:
        """Whose share cannot be above a lower one than anybody else's."""
        return min(self.known, key=lambda pair: float(pair[1]["share_high"]))[0]

    @property
    def between(self) -> str:
        """högst 34 %."""
        return bounds(min(self.known, key=lambda pair: float(pair[1]["share_high"]))[1])


ROOM: Sequence[Sentence[Room]] = (
    Sentence("nothing", lambda r: not r.known, "Inga andelar med tillräckligt underlag"),
    Sentence("one", lambda r: r.known_count == 1, "{lowest}: {between} {words.within}"),
    Sentence("several", lambda r: r.known_count > 1, "Lägst tak har {lowest}: {between} {words.within}"),
)


@dataclass(frozen=True)
class Moved:
    """Dates with bounds, oldest first, two at least: whether the last lies apart from the first."""

    rows: Sequence[Mapping[str, Any]]

    @property
    def is_up(self) -> bool:
        return bool(self.rows[-1]["share_low"] > self.rows[0]["share_high"])

    @property
    def is_down(self) -> bool:
        return bool(self.rows[-1]["share_high"] < self.rows[0]["share_low"])

    @property
    def first(self) -> dt.date:
        date: dt.date = self.rows[0]["cutoff_date"]
        return date


MOVED: Sequence[Sentence[Moved]] = (
    Sentence("up", lambda m: m.is_up, "Andelen är säkert högre än i {first:month}"),
    Sentence("down", lambda m: m.is_down, "Andelen är säkert lägre än i {first:month}"),
    Sentence("overlap", lambda m: not m.is_up and not m.is_down, "Ingen säker ändring av andelen sedan {first:month}"),
)
