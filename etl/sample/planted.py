"""What is planted in the sample: a gap, a unit that falls silent, a re-delivery, and rows that no load may accept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

# A change of systems: one förvaltning could deliver nothing, and some hospitals came late.
GAP_MONTH, GAP_ADMINISTRATION = dt.date(2024, 11, 30), "SÄS"
LATE_HOSPITALS = {
    GAP_MONTH: ("Fjällbys sjukhus", "Lidsbys sjukhus"),
    dt.date(2024, 12, 31): ("Åsnäs sjukhus",),
}
STOPPED_UNIT, STOPPED_MONTHS = "Hudsjukvård Ängsala", 4
STOPPED_CELL, STOPPED_PART = ("211", "SU"), 2  # the unit's place among those of its cell
REDELIVERED = dt.date(2026, 3, 31)
REDELIVERY_DROPS, REDELIVERY_CHANGES = 3, 0.01  # rows left out; share of rows decided a day earlier than first told
NOBODY = "19121212-1212"  # Skatteverket's own example: an identity number that belongs to no person


@dataclass(frozen=True)
class Fault:
    """Rows copied from good ones, with one cell changed so that the reason follows; back: months before the last."""

    kind: str
    back: int
    reason: str
    rows: int
    cells: tuple[tuple[str, str | None], ...]


UNKNOWN_UNIT = (
    ("hsaid_vardenhet", "SE9999999999-E000000000404"),
    ("sjukhuskod", "00000"),
    ("sjukhusnamn", "Nya mottagningen"),
)
CAREFUL_HOSPITAL = "99101"  # whose rows the planted ones are copies of
NO_WAIT = ("vantetid_dagar", None)
# {after}: the day after the cut-off. {before}: a day before any decision. {outside}: in the month after.
FAULTS = (
    Fault("vantande", 0, "okand_mvo", 2, (("mvo_kod", "998"),)),
    Fault("vantande", 0, "okand_enhet", 2, UNKNOWN_UNIT),
    Fault("vantande", 0, "beslut_efter_matdatum", 1, (("beslut_datum", "{after}"), NO_WAIT)),
    Fault("vantande", 0, "enhet_motsagelse", 2, (("sjukhuskod", "99502"),)),
    Fault("vantande", 0, "ord_for_tomt", 1, (("sjukhusnamn", "okänt"),)),
    Fault("vantande", 0, "personnummer", 1, (("sjukhusnamn", f"Avser {NOBODY}"),)),
    Fault("vantande", 0, "motstridig_dubblett", 2, (("vardkontakt_id", "EX-V-DUBBLETT-A"),)),
    Fault("vantande", 1, "vantande_med_start", 1, (("start_datum", "{cutoff}"),)),
    Fault("vantande", 1, "olasligt_datum", 1, (("beslut_datum", "31/6 i fjol"), NO_WAIT)),
    Fault("vantande", 2, "saknat_varde", 2, (("vardgaranti", None),)),
    *(Fault("vantande", back, "okand_enhet", rows, UNKNOWN_UNIT) for back, rows in ((4, 2), (9, 1), (17, 3), (26, 1))),
    Fault("genomforda", 0, "okand_enhet", 1, UNKNOWN_UNIT),
    Fault("genomforda", 0, "dubbelkodad_text", 1, (("sjukhusnamn", "FjÃ¤llbys sjukhus"),)),
    Fault("genomforda", 0, "ogiltigt_tal", 1, (("fodelsear", "-"),)),
    Fault("genomforda", 1, "start_fore_beslut", 1, (("beslut_datum", "{cutoff}"), ("start_datum", "{first}"), NO_WAIT)),
    Fault("genomforda", 2, "start_utanfor_manaden", 1, (("start_datum", "{after}"), NO_WAIT)),
)

REPEATED = {("genomforda", 1): 2}  # rows that stand twice, word for word: one of each pair counts


def delivered(contacts: pl.DataFrame, month: dt.date) -> pl.DataFrame:
    """The contacts that the region delivered at all."""
    present = contacts.filter(~pl.col("sjukhusnamn").is_in(LATE_HOSPITALS.get(month, ())))
    return present.filter(pl.col("forvaltning") != GAP_ADMINISTRATION) if month == GAP_MONTH else present


def first_try(contacts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """What was delivered before the re-delivery: some rows of the largest unit twice, some decisions a day later."""
    largest = contacts["hsaid_vardenhet"].value_counts().sort("count", "hsaid_vardenhet").item(-1, 0)
    twice = contacts.filter(pl.col("hsaid_vardenhet") == largest).head(REDELIVERY_DROPS)
    doubled = twice.with_columns(pl.format("{}-B", "vardkontakt_id").alias("vardkontakt_id"))
    later = pl.Series("later", (rng.random(contacts.height) < REDELIVERY_CHANGES).astype(np.int64))
    later = later * (contacts["vantetid_dagar"] > 0).cast(pl.Int64)
    wrong = contacts.with_columns(
        pl.col("beslut_datum") + pl.duration(days=pl.lit(later)), pl.col("vantetid_dagar") - pl.lit(later)
    )
    return pl.concat([wrong, doubled])


def with_faults(extract: pl.DataFrame, kind: str, back: int, month: dt.date) -> pl.DataFrame:
    """The file's rows followed by the planted ones, which are extra: no figure changes by them."""
    faults = [fault for fault in FAULTS if (fault.kind, fault.back) == (kind, back)]
    broken = (_broken(extract, fault, number, month) for number, fault in enumerate(faults))
    return pl.concat([extract, *broken, extract.head(REPEATED.get((kind, back), 0))])


def _broken(extract: pl.DataFrame, fault: Fault, number: int, month: dt.date) -> pl.DataFrame:
    """Copies of rows that wait for a first visit within the limit, so that each breaks one rule only."""
    days = {"cutoff": month, "after": month + dt.timedelta(days=1), "first": month.replace(day=1)}
    good = extract.filter(
        (pl.col("fas") == "1") & pl.col("avvikelsekod").is_null() & (pl.col("sjukhuskod") == CAREFUL_HOSPITAL)
    ).slice(10 * number, fault.rows)
    identity = pl.format("EX-FEL-{}{}A", pl.lit(number), pl.int_range(good.height).cast(pl.String).str.zfill(2))
    cells = [
        pl.lit(None if text is None else text.format_map(days), dtype=pl.String).alias(name)
        for name, text in fault.cells
    ]
    return good.with_columns(identity.alias("vardkontakt_id")).with_columns(cells)
