"""The open tables of a source in bands computed again from what it told: one loop per figure, nothing of the product's.

Everybody is imagined at the first day of their band, then at the last: what lies between is what the bands leave open.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from tests.random_bands import Cell, Cut
from tests.recompute import margins, quantile, share

Key = tuple[str, str, str, str, str]  # date population phase specialty administration
Told = dict[tuple[int, int | None], int]
LIMIT = 90
FOREVER = 10**9


def places(specialty: str, administration: str) -> list[tuple[str, str]]:
    """Every (specialty, förvaltning) that a cell is counted in; what is not told apart is in Alla alone."""
    named = margins(specialty) if specialty else ["Alla"]
    return [(name, place) for name in named for place in (administration, "Alla")]


def groups(told: list[Cell]) -> dict[Key, Told]:
    """Contacts per band of every group that holds somebody."""
    found: dict[Key, Told] = defaultdict(lambda: defaultdict(int))
    for cell in told:
        for specialty, administration in places(cell.specialty, cell.administration):
            for band, count in zip(cell.bands, cell.counts or (), strict=False):
                found[cell.date, cell.population, cell.phase, specialty, administration][band] += count
    return {key: bands for key, bands in found.items() if sum(bands.values())}


def states(told: list[Cell]) -> dict[Key, str]:
    """Of every group on every date: visas, noll or saknas, whatever its size."""
    somebody = groups(told)
    given = {(phase, specialty, administration) for _, _, phase, specialty, administration in somebody}
    found = {}
    for date, population in sorted({(cell.date, cell.population) for cell in told}):
        here = [cell for cell in told if (cell.date, cell.population) == (date, population)]
        for phase, specialty, administration in given:
            if administration != "Alla":
                key = (date, population, phase, specialty, administration)
                found[key] = "visas" if key in somebody else _empty(here, phase, specialty, administration)
        for phase, specialty, _ in given:
            parts = [
                found[date, population, p, s, a] for p, s, a in given if (p, s) == (phase, specialty) and a != "Alla"
            ]
            key = (date, population, phase, specialty, "Alla")
            found[key] = "visas" if key in somebody else "noll" if {"visas", "noll"} & set(parts) else "saknas"
    return found


def _empty(here: list[Cell], phase: str, specialty: str, administration: str) -> str:
    """A group without anybody: was it told of?"""
    known = [cell for cell in here if cell.counts is not None]
    own = [cell for cell in here if cell.administration == administration]
    of_phase = [cell for cell in own if cell.phase == phase]
    if not any(cell.counts is not None for cell in own) or phase not in {cell.phase for cell in known}:
        return "saknas"
    if of_phase and all(cell.counts is None for cell in of_phase):
        return "saknas"
    if specialty != "Alla" and not any(cell.specialty for cell in known):
        return "saknas"
    unknown = [
        c for c in of_phase if c.counts is None and (specialty, administration) in places(c.specialty, administration)
    ]
    return "saknas" if unknown else "noll"


def figures(bands: Told, limit: int = LIMIT) -> dict[str, object]:
    """Contacts, and within the limit for certain and possibly."""
    certain = sum(count for (_, last), count in bands.items() if last is not None and last <= limit)
    possible = sum(count for (first, _), count in bands.items() if first <= limit)
    on_edge = any(first == limit + 1 for first, _ in bands) or any(last == limit for _, last in bands)
    contacts = sum(bands.values())
    return {
        "antal": contacts,
        "taljare": certain if on_edge else None,
        "andel": share(certain, contacts) if on_edge else None,
        "certain": Fraction(certain, contacts),
        "possible": Fraction(possible, contacts),
    }


def interval(bands: Told, place: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """The lowest and highest that the quantile can be; None where it has no highest."""
    first = [day for (day, _), count in bands.items() for _ in range(count)]
    last = [FOREVER if day is None else day for (_, day), count in bands.items() for _ in range(count)]
    high = quantile(last, place)
    return quantile(first, place), None if high is None or high > FOREVER / 100 else high


def compared(told: list[Cell], cuts: list[Cut]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Group and band of a cut → ours and theirs, where ours can be told and the cut tells of all that is ours."""
    ours = groups(told) | {key: {} for key, state in states(told).items() if state == "noll"}
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    theirs: dict[Key, list[Cut]] = defaultdict(list)
    for cut in cuts:
        for place in {cut.administration, "Alla"}:
            theirs[cut.date, cut.population, cut.phase, "Alla", place].append(cut)
    for key, parts in theirs.items():
        if key not in ours or not _is_whole(key, parts, ours):
            continue
        bands = parts[0].bands
        rows = [(*band, sum(cut.counts[n] for cut in parts)) for n, band in enumerate(bands)]
        for first, last, count in [*rows, (0, None, sum(row[2] for row in rows))]:
            inside = _ours(ours[key], first, last)
            if inside is not None and (inside or count):
                found[*key, str(first), "" if last is None else str(last)] = (inside, count)
    return found


def _is_whole(key: Key, parts: list[Cut], ours: dict[Key, Told]) -> bool:
    date, population, phase, specialty, administration = key
    if administration != "Alla" or any(cut.administration == "Alla" for cut in parts):
        return True
    own = {
        place
        for (*at, place), bands in ours.items()
        if bands and at == [date, population, phase, specialty] and place != "Alla"
    }
    return own <= {cut.administration for cut in parts}


def _ours(bands: Told, first: int, last: int | None) -> int | None:
    """Ours in a band of theirs; None where it divides one of ours that somebody is in."""
    end, inside = FOREVER if last is None else last, 0
    for (own_first, own_last), count in bands.items():
        own_end = FOREVER if own_last is None else own_last
        if own_first >= first and own_end <= end:
            inside += count
        elif count and own_end >= first and own_first <= end:
            return None
    return inside
