"""Facts for the tables of sentences about counts in bands: every combination that their conditions ask about."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from dashboard.band_figures import Phase
from dashboard.band_sentences import Held, InBands, Moved, Room
from dashboard.cuts import Cut, Words
from dashboard.side_by_side import Beside

DATE, BEFORE = dt.date(2024, 11, 30), dt.date(2024, 10, 31)
LIMITS = ((126, "18 veckor (126 dagar)", "Englands egen gräns"), (90, "90 dagar", "vårdgarantin"), (90, "", ""))


def words_of(principal: str = "England", population: str = "vantande", limit: int = 0) -> Words:
    days, name, owner = LIMITS[limit]
    cut = Cut(principal=principal, cutoff_date=DATE, population=population, phase=2, definition="ingen",
              limit_days=days)  # fmt: skip
    return Words(cut, "Ingen exkludering", limit_name=name, limit_owner=owner, is_aggregated=True)


def row(share: float | None, low: float | None, high: float | None, **other: Any) -> dict[str, Any]:
    """A group's row as the pages have it; without share and bounds it is not computable."""
    status = "visas" if share is not None else "ej_berakningsbar"
    return {
        "phase": 2, "cutoff_date": DATE, "contacts": 21702, "denominator": 21702, "status": status, "share": share,
        "numerator": None if share is None else round(21702 * share), "share_low": low, "share_high": high,
        "median_low": 99.0, "median_high": 105.0,
    } | other  # fmt: skip


SHARES = ((0.58, 0.58, 0.58), (None, 0.45, 0.47), (None, 0.0, 0.57), (None, 0.61, 1.0), (None, 0.0, 1.0),
          (None, None, None))  # fmt: skip


def held() -> Iterator[Held]:
    for population, limit in itertools.product(("vantande", "genomforda"), range(3)):
        words = words_of(population=population, limit=limit)
        yield Held(None, words)
        yield Held(row(None, None, None, contacts=0, denominator=0, status="noll"), words)
        for shares, median in itertools.product(SHARES, ((99.0, 105.0), (548.0, None), (None, None))):
            yield Held(row(*shares, median_low=median[0], median_high=median[1]), words)


def in_bands() -> Iterator[InBands]:
    for population in ("vantande", "genomforda"):
        words = words_of(population=population)
        for counts in ([0, 0, 0], [55, 20, 12], [55, 0, 0]):
            for sides in (["", "", ""], ["within", "over", "over"], ["limit", "over", "over"],
                          ["within", "limit", "over"], ["within", "within", "within"]):  # fmt: skip
                yield InBands(counts, sides, words)


def rooms() -> Iterator[Room]:
    known, other, unknown = row(None, 0.0, 0.57), row(None, 0.3, 0.47), row(None, None, None)
    for rows in ([], [unknown], [known], [known, unknown], [known, other, unknown]):
        yield Room(["Cardiology", "Dermatology", "Orthopaedics"][: len(rows)], rows, words_of(), 20)


def moves() -> Iterator[Moved]:
    earlier = {"cutoff_date": BEFORE}
    for first, last in itertools.permutations(((0.1, 0.2), (0.15, 0.4), (0.5, 0.6)), 2):
        yield Moved([row(None, *first) | earlier, row(None, *last)])


def phases() -> Iterator[Phase]:
    befores = (None, row(0.58, 0.58, 0.58), row(0.4, 0.4, 0.4), row(0.7, 0.7, 0.7), row(None, 0.45, 0.5),
               row(None, 0.1, 0.2), row(None, None, None))  # fmt: skip
    for shares, before in itertools.product(SHARES, befores):
        yield Phase(row(*shares), None if before is None else before | {"cutoff_date": BEFORE}, words_of())


def beside() -> Iterator[Beside]:
    rows: dict[str, list[dict[str, Any]]] = {
        name: [{"principal": name, "phase": 2, "limit_days": limit, "share": 0.5} for limit in limits]
        for name, limits in {"England": (90, 126), "Skottland": (126,), "VGR": (90,)}.items()
    }
    for others in ([], ["Skottland"], ["VGR"], ["Skottland", "VGR"]):
        for own in ("England", "Skottland"):
            chosen = [each for name in dict.fromkeys([own, *others]) for each in rows[name]]
            words = {(each["principal"], 2, each["limit_days"]): words_of(each["principal"]) for each in chosen}
            yield Beside(chosen, own, words, 20)


AGGREGATE_FACTS: dict[str, Callable[[], Iterator[Any]]] = {
    "band_figures.CHANGE": phases,
    "band_sentences.ANSWER": held,
    "band_sentences.BANDS": in_bands,
    "band_sentences.HALF": held,
    "band_sentences.MOVED": moves,
    "band_sentences.ROOM": rooms,
    "side_by_side.HEADING": beside,
}
