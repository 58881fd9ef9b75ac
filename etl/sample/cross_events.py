"""The rows of the synthetic region's Green Crosses: states and events of each day, with texts written by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl.sample.cross_truths import cross_truths
from etl.sample.cross_year import CLOSED, DISTURBANCE, NOTHING, STREAM
from etl.sample.levels import generator
from etl.sample.truths import Floats

NO_HARM = "utan_skada_eller_risk"
EVENTS = (NO_HARM, "risk", "skada", "allvarlig_skada")
HARMS = EVENTS[2:]
MILDER = {"risk": (NO_HARM, "risk"), "skada": (NO_HARM, "risk"), "allvarlig_skada": ("risk",), NO_HARM: (NO_HARM,)}
DESCRIBED = 0.6  # share of events with a description
SEVERAL = (0.93, 0.985)  # of events that are one, and one or two, of their kind
THIRD = 0.15  # of days with two events that have a third
ROLES = ("Sjuksköterska", "Undersköterska", "Vårdenhetschef", "Läkare", "Avstämningsmötet")
ROLE_SHARES = (0.38, 0.14, 0.18, 0.06, 0.24)
LATEST_LAG = 3  # days
MORNING = 6 * 60 + 15  # minutes of the day, UTC: when the first meetings end


def rows(days: pl.DataFrame, seed: int) -> pl.DataFrame:
    """One row per state or event of every registered or closed day, by unit, day and place within the day.

    days: as `cross_year.unit_days`. Its columns stay; added: `handelse, handelsetyp, antal, kommentar, gick_bra,
    registrerad_av, registrerad` (UTC), `is_late` and `place`, 0 for the worst of the day.
    """
    told = days.filter(pl.col("fact").is_not_null()).select(
        "unit", "enhet", "forvaltning", "sjukhus", "datum", "back", "fact", "letter", "reports"
    )
    told = _signed(told, seed)
    events = pl.concat([told.with_columns(place=0), _more(told, seed)]).sort("unit", "datum", "place")
    is_disturbance = pl.col("fact") == DISTURBANCE
    named = events.with_columns(handelse=pl.when(is_disturbance).then(pl.lit(NO_HARM)).otherwise("fact"))
    return _as_drawn(_described(named, seed)).drop("letter", "reports")


def _more(told: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Second and third events, never worse than the day's first, and the disturbance that the mock's day has too."""
    rng = generator(seed, STREAM, 3)
    share = cross_truths()["dagar"]["fler_handelser"]
    luck, third, worse = rng.random((3, told.height))
    is_event = told["fact"].is_in(EVENTS) & told["letter"].is_null()
    second = is_event & pl.Series(luck < share)
    found = []
    for place, chosen in ((1, second), (2, second & pl.Series(third < THIRD))):
        milder = [MILDER[fact][int(at * len(MILDER[fact]))] for fact, at in _chosen(told["fact"], worse, chosen)]
        found.append(told.filter(chosen).with_columns(pl.Series("fact", milder, pl.String), place=place))
    drawn = told.filter(letter="D").with_columns(fact=pl.lit(DISTURBANCE), place=1)
    return pl.concat([*found, drawn])


def _chosen(facts: pl.Series, luck: Floats, chosen: pl.Series) -> list[tuple[str, float]]:
    return list(zip(facts.filter(chosen), luck[chosen.to_numpy()].tolist(), strict=True))


def _signed(told: pl.DataFrame, seed: int) -> pl.DataFrame:
    """By which role and when, and what went well: once for each day. No day is signed after its month."""
    rng, shares = generator(seed, STREAM, 4), cross_truths()["dagar"]
    roles = rng.choice(len(ROLES), told.height, p=ROLE_SHARES)
    minutes = MORNING + rng.integers(0, 150, told.height)
    lags = np.where(rng.random(told.height) < shares["sen"], rng.integers(1, LATEST_LAG + 1, told.height), 0)
    texts: list[str] = cross_truths()["bra"]["texter"]
    wells = rng.random(told.height) < shares["gick_bra"] * told["reports"].to_numpy()
    text = rng.integers(0, len(texts), told.height)
    is_in_month = pl.col("datum").dt.offset_by(f"{LATEST_LAG}d") <= pl.col("datum").dt.month_end()
    lag = pl.when(is_in_month).then(pl.Series(lags, dtype=pl.Int64)).otherwise(0)
    went_well = pl.Series([texts[at] if well else None for at, well in zip(text, wells, strict=True)], dtype=pl.String)
    return told.with_columns(
        pl.Series("registrerad_av", [ROLES[at] for at in roles]),
        registrerad=pl.col("datum").cast(pl.Datetime("us")) + pl.duration(days=lag, minutes=pl.lit(pl.Series(minutes))),
        is_late=lag > 0,
        gick_bra=pl.when(pl.col("fact") != CLOSED).then(went_well),
    )


def _described(events: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Each event's type, count and, of most, a description; `gick_bra` stands on the day's first row."""
    rng = generator(seed, STREAM, 5)
    kind, told, text, many = rng.random((4, events.height))
    types: list[tuple[str, list[str]]] = [
        (name, each["texter"]) for name, each in cross_truths()["handelsetyper"].items()
    ]
    types.append((DISTURBANCE, cross_truths()["storningar"]["texter"]))
    chosen = [types[at] for at in _kinds(events["fact"], kind)]
    written = [texts[int(at * len(texts))] for (_, texts), at in zip(chosen, text, strict=True)]
    is_event = ~pl.col("fact").is_in([NOTHING, CLOSED])
    return events.with_columns(
        handelsetyp=pl.when(is_event).then(pl.Series([name for name, _ in chosen])),
        kommentar=pl.when(is_event & pl.Series(told < DESCRIBED)).then(pl.Series(written)),
        antal=pl.when(is_event).then(pl.Series(1 + np.searchsorted(SEVERAL, many), dtype=pl.Int64)),
        gick_bra=pl.when(pl.col("place") == 0).then("gick_bra"),
    )


def _kinds(facts: pl.Series, luck: Floats) -> NDArray[np.int64]:
    """The place of each event's type in the file, disturbances last; harms are of other types than risks."""
    types: dict[str, Any] = cross_truths()["handelsetyper"]
    usual, harms = (np.cumsum([each[key] for each in types.values()]) for key in ("vikt", "vikt_skada"))
    places = np.where(
        facts.is_in(HARMS).to_numpy(),
        np.searchsorted(harms, luck * harms[-1], "right"),
        np.searchsorted(usual, luck * usual[-1], "right"),
    )
    found: NDArray[np.int64] = np.where((facts == DISTURBANCE).to_numpy(), len(types), places)
    return found


def _as_drawn(events: pl.DataFrame) -> pl.DataFrame:
    """The day that the pictures open, in their words."""
    words = cross_truths()["forebild"]
    is_day = pl.col("letter") == "D"
    first = is_day & (pl.col("place") == 0)
    return events.with_columns(
        handelsetyp=pl.when(first).then(pl.lit("lakemedel")).otherwise("handelsetyp"),
        kommentar=pl.when(first)
        .then(pl.lit(words["risk"]))
        .when(is_day)
        .then(pl.lit(words["driftstorning"]))
        .otherwise("kommentar"),
        gick_bra=pl.when(first).then(pl.lit(words["gick_bra"])).otherwise("gick_bra"),
        antal=pl.when(is_day).then(1).otherwise("antal"),
    )
