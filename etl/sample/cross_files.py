"""The files of the synthetic region's Green Crosses: one per month and source, what two sources say, and faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from etl.sample.cross_events import rows
from etl.sample.cross_faults import with_cross_faults
from etl.sample.cross_truths import cross_truths
from etl.sample.cross_year import CLOSED, DISTURBANCE, MONTHS, NOTHING, unit_days
from etl.sample.national import PRINCIPAL
from etl.sample.planted import REDELIVERED

KIND = "grona_korset"
COMMON, OLD, HOSPITAL, DOUBLED = "Korset", "SkaS", "Ängsala", "NU"
FILE_ENDS = {COMMON: "", OLD: "_SkaS", HOSPITAL: "_Angsala", DOUBLED: "_NU"}
OLD_ADMINISTRATION, STAYS_OLD, CHANGED = (
    "SkaS",
    "Lidsbys sjukhus",
    6,
)  # months before the last when the old system ended
COLOUR_HOSPITAL = "Ängsalas sjukhus"
DEFINITIONS = {OLD: "skas", HOSPITAL: "definition_1"}
NOT_REGISTERED = "ej_registrerad"
FACTS = (NOT_REGISTERED, CLOSED, NOTHING, "utan_skada_eller_risk", DISTURBANCE, "risk", "skada", "allvarlig_skada")
COLOURS = {
    OLD: ("vit", "gra", "gron", "gron", "gron", "gul", "orange", "rod"),
    HOSPITAL: ("vit", "gra", "gron", "gron", "gul", "gul", "rod", "rod"),
}
COLUMNS = (
    "huvudman", "datum", "forvaltning", "enhet", "handelse", "handelsetyp", "antal", "farg", "definition", "gick_bra",
    "kommentar", "kalla", "registrerad_av", "registrerad",
)  # fmt: skip
DAY = ("forvaltning", "enhet", "datum")
CORRECTED = {"risk": 5, "utan_skada_eller_risk": 3, NOTHING: 4}  # days first told as green, and such first not told


@dataclass(frozen=True)
class CrossYear:
    """Twelve months of Green Crosses. ends: the last day of each, oldest first."""

    ends: list[dt.date]
    seed: int

    @cached_property
    def days(self) -> pl.DataFrame:
        """Every unit's days with the source that tells of them, `kalla`; the doubled ones are registered every day."""
        return unit_days(self.ends, self.seed).with_columns(kalla=_source())

    @cached_property
    def facts(self) -> pl.DataFrame:
        """Every row as the wards know it, whatever their systems can say."""
        return rows(self.days, self.seed).join(self.days.select(*DAY, "kalla"), on=DAY, maintain_order="left")

    @cached_property
    def told(self) -> pl.DataFrame:
        """Every row that is true when all is delivered, as in the files and with `back`, `place`, `is_late`."""
        coloured = pl.col("kalla").is_in(list(DEFINITIONS))
        told = self.facts.filter(~coloured).with_columns(
            farg=pl.lit(None, pl.String), definition=pl.lit(None, pl.String)
        )
        parts = [told, *(_colours(self.facts, self.days, source) for source in DEFINITIONS), self.doubled]
        return pl.concat(parts, how="diagonal").sort(*DAY, "place", maintain_order=True)

    @cached_property
    def doubled(self) -> pl.DataFrame:
        """What the older system says of days that the common one has too: the same, something else, or nothing."""
        common = self.facts.join(self.signs, on=["enhet", "datum"], maintain_order="left")
        said = common.with_columns(kalla=pl.lit(DOUBLED), gick_bra=pl.lit(None, pl.String))
        other = said.filter(pl.col("sign") != "=", pl.col("place") == 0)
        is_event = pl.col("handelse") != NOTHING
        disagrees = other.filter(sign="x").with_columns(
            handelse=pl.when(is_event).then(pl.lit(NOTHING)).otherwise(pl.lit("risk")),
            handelsetyp=pl.when(is_event).then(None).otherwise(pl.lit("kommunikation")),
            antal=pl.when(is_event).then(None).otherwise(pl.lit(1, pl.Int64)),
            kommentar=pl.lit(None, pl.String),
        )
        nothing = dict.fromkeys(("handelsetyp", "antal", "kommentar"), None)
        silent = other.filter(sign="e").with_columns(
            pl.lit(NOT_REGISTERED).alias("handelse"),
            *(pl.lit(value, said.schema[name]).alias(name) for name, value in nothing.items()),
        )
        return pl.concat([said.filter(sign="="), disagrees, silent]).drop("sign")

    @cached_property
    def signs(self) -> pl.DataFrame:
        """`enhet, datum, sign` of the days that two sources deliver."""
        planted = cross_truths()["dubbla"]
        end = self.ends[-1 - planted["manader_sedan"]]
        found = [
            (unit, end.replace(day=planted["fran_dag"] + at), sign)
            for unit, signs in planted["enheter"].items()
            for at, sign in enumerate(signs)
        ]
        return pl.DataFrame(found, schema=["enhet", "datum", "sign"], orient="row")

    @cached_property
    def corrected(self) -> pl.DataFrame:
        """`forvaltning, enhet, datum, fact` of the days that the re-delivery tells otherwise than the first file."""
        once = ~pl.col("datum").is_in(self.signs["datum"].implode())
        worst = self.told.filter(once, kalla=COMMON, place=0, is_late=False)
        worst = worst.filter(pl.col("datum").dt.month_end() == REDELIVERED).sort(*DAY)
        parts = [
            worst.filter(fact=fact).gather_every(max(1, worst.filter(fact=fact).height // many)).head(many)
            for fact, many in CORRECTED.items()
        ]
        return pl.concat(parts).select(*DAY, "fact")


def cross_files(year: CrossYear, months: list[dt.date]) -> Iterator[tuple[str, bytes]]:
    """The files of the months, which are among the year's: name and content. Re-deliveries hold corrected days only."""
    for month in months:
        back = len(year.ends) - 1 - year.ends.index(month)
        told = year.told.filter(back=back)
        for source, end in FILE_ENDS.items():
            name, own = f"{KIND}_{month:%Y-%m}{end}", told.filter(kalla=source)
            if own.is_empty():
                continue
            if source == COMMON and month == REDELIVERED:
                yield f"{name}_v2.csv", _csv(own.join(year.corrected, on=DAY, how="semi", maintain_order="left"))
                own = _first_told(own, year.corrected)
            yield f"{name}.csv", _csv(with_cross_faults(own, source, back))


def last_months(ends: list[dt.date]) -> list[dt.date]:
    """Those of which crosses are delivered."""
    return ends[-MONTHS:]


def _source() -> pl.Expr:
    was_old = (pl.col("back") >= CHANGED) | (pl.col("sjukhus") == STAYS_OLD)
    return (
        pl.when((pl.col("forvaltning") == OLD_ADMINISTRATION) & was_old)
        .then(pl.lit(OLD))
        .when(pl.col("sjukhus") == COLOUR_HOSPITAL)
        .then(pl.lit(HOSPITAL))
        .otherwise(pl.lit(COMMON))
    )


def _colours(facts: pl.DataFrame, days: pl.DataFrame, source: str) -> pl.DataFrame:
    """One row per day of a source that knows only colours; it says white of the days that nobody registered."""
    colours = dict(zip(FACTS, COLOURS[source], strict=True))
    said = facts.filter(kalla=source, place=0).select(*DAY, "back", "place", "fact", "gick_bra", "kommentar", "kalla")
    silent = days.filter("is_open", ~pl.col("is_closed"), ~pl.col("is_registered"), kalla=source)
    white = silent.select(*DAY, "back", pl.lit(NOT_REGISTERED).alias("fact"), pl.lit(0).alias("place"), "kalla")
    return pl.concat([said, white], how="diagonal").with_columns(
        farg=pl.col("fact").replace_strict(colours), definition=pl.lit(DEFINITIONS[source]), is_late=False
    )


def _first_told(own: pl.DataFrame, corrected: pl.DataFrame) -> pl.DataFrame:
    """What was delivered first: the corrected days green, or not there at all."""
    kept = own.join(corrected, on=DAY, how="anti", maintain_order="left")
    green = own.filter(place=0).join(corrected.filter(pl.col("fact") != NOTHING), on=DAY, how="semi")
    wiped = green.with_columns(
        pl.lit(NOTHING).alias("handelse"),
        *(pl.lit(None, own.schema[name]).alias(name) for name in ("handelsetyp", "antal", "kommentar")),
    )
    return pl.concat([kept, wiped]).sort(*DAY, "place", maintain_order=True)


def _csv(told: pl.DataFrame) -> bytes:
    rows = told.with_columns(pl.lit(PRINCIPAL).alias("huvudman")).select(COLUMNS)
    return rows.write_csv(separator=";", datetime_format="%Y-%m-%dT%H:%M:%S").encode()
