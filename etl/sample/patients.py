"""Who the invented patients are: sex, birth year, municipality and referrer, drawn by where and what they wait for."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.sample.levels import Integers, generator
from etl.sample.plan import Plan
from etl.sample.truths import Floats, truths

CHILDREN = ("142", "201", "203", "251", "401", "931")
ELDERLY = ("241", "928")
# Municipality codes of Västra Götaland (SCB), in the areas the administrations serve; facts about no person.
NORTH = (1421, 1427, 1430, 1435, 1438, 1439, 1460, 1461, 1484, 1485, 1486, 1487, 1488, 1492)
EAST = (1444, 1445, 1446, 1447, 1470, 1471, 1472, 1473, 1493, 1494, 1495, 1496, 1497, 1498, 1499)
SOUTH = (1442, 1443, 1452, 1463, 1465, 1466, 1489, 1490, 1491)
WEST = (1401, 1402, 1407, 1415, 1419, 1440, 1441, 1462, 1481, 1482)
CITY = (1480,)
HOME = {"SU": CITY, "NU": NORTH, "SkaS": EAST, "SÄS": SOUTH, "SV": WEST}
EVERYWHERE = NORTH + EAST + SOUTH + WEST + CITY * 20
FROM_HOME, FROM_AFAR = 0.85, 0.04
SOUGHT_FROM = 1500  # contacts at scale 1 of a specialty and phase, before patients come from other regions
# Other regions: Halmstad, Varberg, Kungsbacka, Karlstad, Jönköping, Örebro, Stockholm.
AFAR = (1380, 1383, 1384, 1780, 680, 1880, 180)
# Not told by the patient systems of one kind of unit; in large cells only, or a handful would hide whole areas.
UNKNOWN, UNKNOWN_AT, UNKNOWN_FROM, UNKNOWN_SHARE = 0, "Privat", 600, 0.15
WOMEN = {"431": 1.0, "361": 0.25}  # elsewhere half of the patients
NOT_STATED = {"901": 0.04}  # sex 3; so few elsewhere that it is left out
REFERRED = 0.8  # the others sought care themselves
OLDER = {"511": (70, 14)}  # mean and standard deviation in years
ADULTS = (55, 18)
UNIT_DIGITS = 4  # of an HSA-id: enough to tell the units apart


def people(plan: Plan, cell: Integers, year: int, rng: np.random.Generator) -> dict[str, pl.Series]:
    """`kon`, `fodelsear`, `lkf`, `remittenttyp` of each contact."""
    contacts = len(cell)
    age = np.where(
        np.isin(plan.specialty, CHILDREN)[cell],
        rng.integers(1, 17, contacts),
        np.where(
            np.isin(plan.specialty, ELDERLY)[cell],
            rng.integers(68, 97, contacts),
            np.clip(rng.normal(*_ages(plan)[:, cell]), 18, 97).astype(np.int64),
        ),
    )
    women = np.array([WOMEN.get(str(specialty), 0.5) for specialty in plan.specialty])[cell]
    unstated = np.array([NOT_STATED.get(str(specialty), 0.0) for specialty in plan.specialty])[cell]
    return {
        "kon": pl.Series(np.where(rng.random(contacts) < unstated, 3, np.where(rng.random(contacts) < women, 2, 1))),
        "fodelsear": pl.Series(year - age),
        "lkf": pl.Series(_municipalities(plan, cell, rng)).cast(pl.String).str.zfill(4),
        "remittenttyp": pl.Series(np.where(rng.random(contacts) < REFERRED, 1, 2)),
    }


def _municipalities(plan: Plan, cell: Integers, rng: np.random.Generator) -> Integers:
    areas = {administration: HOME.get(administration, EVERYWHERE) for administration in np.unique(plan.administration)}
    widest = max(map(len, areas.values()))
    table = np.array([[*areas[name], *[0] * (widest - len(areas[name]))] for name in plan.administration])
    sizes = np.array([len(areas[name]) for name in plan.administration])
    own = table[cell, (rng.random(len(cell)) * sizes[cell]).astype(np.int64)]
    other = np.array(EVERYWHERE)[rng.integers(0, len(EVERYWHERE), len(cell))]
    afar = np.array(AFAR)[rng.integers(0, len(AFAR), len(cell))]
    drawn = rng.random(len(cell))
    near = np.where(_sought_from_afar(plan)[cell], 1 - FROM_AFAR, 1.0)
    known = np.select([drawn < FROM_HOME, drawn < near], [own, other], afar)
    untold = (plan.administration == UNKNOWN_AT) & (plan.size >= UNKNOWN_FROM)
    unknown = untold[cell] & (rng.random(len(cell)) < UNKNOWN_SHARE)
    chosen: Integers = np.where(unknown, UNKNOWN, known)
    return chosen


def _sought_from_afar(plan: Plan) -> NDArray[np.bool_]:
    """The cells of specialties and phases that are large in the region."""
    names = np.array([f"{specialty} {phase}" for specialty, phase in zip(plan.specialty, plan.phase, strict=True)])
    _, group = np.unique(names, return_inverse=True)
    large: NDArray[np.bool_] = (np.bincount(group, plan.size) >= SOUGHT_FROM)[group]
    return large


def _ages(plan: Plan) -> Floats:
    """Mean and standard deviation of adult patients' ages, (2, cells)."""
    return np.array([OLDER.get(str(specialty), ADULTS) for specialty in plan.specialty], dtype=float).T


def stays_longer(plan: Plan, cell: Integers, born: Integers, year: int, unit: pl.Series) -> Floats:
    """Weight to stay in the queue, 1 for most: some wait longer than others for the same care."""
    weight = np.ones(len(cell))
    for unequal in truths()["ojamlikhet"]:
        old = (plan.specialty == unequal["mvo"])[cell] & (year - born >= unequal["fran_alder"])
        weight[old & (plan.phase == unequal["fas"])[cell]] *= unequal["vikt"]
    for scattered in truths()["overspridning"]:
        own = (plan.specialty == scattered["mvo"])[cell] & (plan.phase == scattered["fas"])[cell]
        weight[own] *= np.exp(scattered["enheter"] * _character(unit)[own])
    return weight


def _character(unit: pl.Series) -> Floats:
    """A number of each unit's own, standard normal, the same in every sample."""
    numbers = unit.str.slice(-UNIT_DIGITS).cast(pl.Int64).to_numpy()
    drawn: Floats = generator(0, 7).normal(0, 1, 10**UNIT_DIGITS)[numbers]
    return drawn
