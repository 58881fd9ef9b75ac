"""The invented units that keep a Green Cross: which they are, from when, and when they are open."""

from __future__ import annotations

import datetime as dt

import polars as pl

CROSS_SINCE = dt.date(2025, 10, 1)
EVERY_DAY, WEEKDAYS = "alla", "vardag"
# Wards stand first in their administration's town; elsewhere the specialty is a clinic that closes at the weekend.
INPATIENT = (
    "Kirurgi", "Ortopedi", "Kardiologi", "Neurologi", "Geriatrik", "Infektion", "Onkologi", "Gynekologi",
    "Barn- och ungdomsmedicin", "Vuxenpsykiatri",
)  # fmt: skip
OUTPATIENT = ("Urologi",)
FIRST_TOWNS = ("Storhamn", "Norrhamn", "Skogslund", "Borgsele", "Västvik")
STARTED = {"Urologi Fjällby": dt.date(2026, 3, 2)}
ENDED = {"Onkologi Fjällby": dt.date(2026, 5, 31)}
NEVER_REGISTERS = "Neurologi Åsnäs"
WITHOUT_START = "Reumatologi Västvik"  # delivers days, but nobody has said that it keeps a cross
MOCK_WARD = "Dagkirurgen Åsnäs"
WARDS = (
    ("Akutmottagningen Storhamn", "SU", "Storhamns sjukhus", "Akutklinik SU", EVERY_DAY),
    ("Vårdavdelning 12 Storhamn", "SU", "Storhamns sjukhus", "Kardiologi SU", EVERY_DAY),
    ("Intensivvården Storhamn", "SU", "Storhamns sjukhus", "Kirurgi SU", EVERY_DAY),
    ("Förlossningen Mölnhamn", "SU", "Mölnhamns sjukhus", "Gynekologi SU", EVERY_DAY),
    ("Dagkirurgen Mölnhamn", "SU", "Mölnhamns sjukhus", "Kirurgi SU", WEEKDAYS),
    ("Akutmottagningen Norrhamn", "NU", "Norrhamns sjukhus", "Akutklinik NU", EVERY_DAY),
    ("Vårdavdelning 34 Norrhamn", "NU", "Norrhamns sjukhus", "Allmän internmedicin NU", EVERY_DAY),
    ("Operation Fjällby", "NU", "Fjällbys sjukhus", "Ortopedi NU", WEEKDAYS),
    ("Akutmottagningen Skogslund", "SkaS", "Skogslunds sjukhus", "Akutklinik SkaS", EVERY_DAY),
    ("Vårdavdelning 5 Lidsby", "SkaS", "Lidsbys sjukhus", "Ortopedi SkaS", EVERY_DAY),
    ("Akutmottagningen Borgsele", "SÄS", "Borgseles sjukhus", "Akutklinik SÄS", EVERY_DAY),
    ("Vårdavdelning 2 Borgsele", "SÄS", "Borgseles sjukhus", "Allmän internmedicin SÄS", EVERY_DAY),
    (MOCK_WARD, "SÄS", "Åsnäs sjukhus", "Kirurgi SÄS", WEEKDAYS),
    ("Vårdavdelning 8 Västvik", "SV", "Västviks sjukhus", "Kirurgi SV", EVERY_DAY),
    ("Dagkirurgen Alinghed", "SV", "Alingheds sjukhus", "Kirurgi SV", WEEKDAYS),
)


def with_crosses(units: pl.DataFrame) -> pl.DataFrame:
    """The same rows with `kors_fran`, `kors_till` and `oppet`, null where no cross is kept. units: by their `enhet`."""
    openings = [_opening(name) for name in units["enhet"]]
    named = list(zip(units["enhet"], openings, strict=True))
    return units.with_columns(
        pl.Series("kors_fran", [_since(name) if opening else None for name, opening in named], pl.Date),
        pl.Series("kors_till", [ENDED.get(name) for name in units["enhet"]], pl.Date),
        pl.Series("oppet", openings, pl.String),
    )


def wards(schema: pl.Schema, since: dt.date) -> pl.DataFrame:
    """Wards that no other delivery knows, by name; `schema` is that of the reference."""
    rows = [
        (name, "namn", name, administration, since, None, hospital, clinic, CROSS_SINCE, None, opening)
        for name, administration, hospital, clinic, opening in WARDS
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _opening(name: str) -> str | None:
    specialty, town = name.rsplit(" ", 1)
    if specialty in INPATIENT:
        return EVERY_DAY if town in FIRST_TOWNS else WEEKDAYS
    return WEEKDAYS if specialty in OUTPATIENT else None


def _since(name: str) -> dt.date:
    return STARTED.get(name, CROSS_SINCE)
