"""Random countries told in bands: other bands, förvaltningar and detail on every date; some of it missing or small."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.aggregate_countries import Bands

ADMINISTRATIONS = ("Norr", "Syd", "Väst", "Öst")
SPECIALTIES = ("101", "105", "221", "Ögonklinik")
EDGES = (31, 61, 91, 127, 183, 366, 548)
COUNTS = (0, 0, 1, 2, 3, 4, 6, 9, 14, 40, 130)
FIRST = dt.date(2026, 1, 8)


@dataclass(frozen=True)
class Cell:
    """What is told of one group at its finest; `counts` None: told to be missing."""

    date: str
    population: str
    phase: str
    specialty: str  # "" where specialties are not told apart
    administration: str
    bands: Bands
    counts: tuple[int, ...] | None


@dataclass(frozen=True)
class Cut:
    """The same truth told once more: whole förvaltningar, or the whole country (Alla), in wider bands."""

    date: str
    population: str
    phase: str
    administration: str
    bands: Bands
    counts: tuple[int, ...]


def cells(seed: int, dates: int = 8) -> list[Cell]:
    """Two populations and phases on every date, a week apart."""
    chance = random.Random(seed)
    return [cell for number in range(dates) for cell in _date(chance, (FIRST + dt.timedelta(weeks=number)).isoformat())]


def _date(chance: random.Random, date: str) -> Iterator[Cell]:
    for population in ("vantande", "genomforda"):
        edges = sorted(chance.sample(EDGES, chance.randint(1, 4)))
        bands = tuple(zip((0, *edges), (*(edge - 1 for edge in edges), None), strict=True))
        specialties = chance.choice((SPECIALTIES, SPECIALTIES, ("",)))
        for phase in ("1", "2"):
            for administration in chance.sample(ADMINISTRATIONS, chance.randint(2, 4)):
                silent = chance.random() < 0.1
                for specialty in specialties:
                    missing = silent or chance.random() < 0.05
                    counts = tuple(chance.choice(COUNTS) for _ in bands)
                    yield Cell(date, population, phase, specialty, administration, bands, None if missing else counts)


def cuts(seed: int, told: list[Cell]) -> Iterator[Cut]:
    """Of every second table: close to the sums of the cells, now and then far from them."""
    chance = random.Random(seed + 1000)
    for date, population, phase in sorted({(cell.date, cell.population, cell.phase) for cell in told}):
        here = [cell for cell in told if (cell.date, cell.population, cell.phase) == (date, population, phase)]
        names = sorted({cell.administration for cell in here})
        wanted = chance.choice(([], ["Alla"], names, names[1:]))
        edge = chance.choice((EDGES[1], EDGES[4]))
        for administration in wanted:
            patients = sum(sum(c.counts or ()) for c in here if administration in ("Alla", c.administration))
            short = chance.randint(0, patients)
            yield Cut(
                date, population, phase, administration, ((0, edge - 1), (edge, None)),
                (short, patients - short + chance.choice((0, 0, 1, 30))),
            )  # fmt: skip
