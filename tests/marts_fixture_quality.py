"""The fixture's tables of quality: what came late, changed, is silent, unknown, incomplete or said twice.

Months without a word of their own are delivered on the 15th, are whole, and change nothing.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Any

import polars as pl

from tests.marts_fixture import LAST, MONTHS, PRINCIPAL, month_ends

OWN, SAS, PLANS, CROSS, NATION = "99", "SÄS-BUP", "Vårdgiganten", "SU-lokal", "riket"
WAITING, COMPLETED = "vantande", "genomforda"
# Months from the 15th: days late; None where nothing has come.
CAME: dict[tuple[str, str], dict[str, int | None]] = {
    (OWN, WAITING): {"2026-05": 6},
    (OWN, COMPLETED): {"2026-05": 6, "2025-12": 1},
    (SAS, WAITING): {"2024-11": None, "2024-12": None, "2026-09": 12, "2026-10": None},
    (PLANS, "leveransutfall"): {},
    (CROSS, "grona_korset"): {"2026-08": 3},
    (NATION, "riket"): {},
}
REPLACED = {(OWN, WAITING, "2026-10"): 1, (OWN, COMPLETED, "2026-03"): 2}
COLUMNS = {
    "beslut_datum": 1.0, "mvo_kod": 1.0, "hsaid_vardenhet": 1.0, "medicinskt_maldatum": 0.91, "kon": 0.999,
    "fodelsear": 0.998, "lkf": 0.97, "remiss_datum": 0.86, "avvikelsekod": 0.12, "yrkeskategori": 0.64,
}  # fmt: skip
RECORDS = 77340
FELL = {("lkf", "2026-10"): 0.58, ("yrkeskategori", "2026-09"): 0.52, ("yrkeskategori", "2026-10"): 0.31}


def quality_tables() -> dict[str, pl.DataFrame]:
    """All tables of quality, by name."""
    return {
        "timeliness": _frame(timeliness(), TIMELINESS),
        "revisions": _frame(REVISIONS, REVISION),
        "revision_columns": _frame(REVISED_COLUMNS, REVISED_COLUMN),
        "completeness": _frame(completeness(), COMPLETENESS),
        "unknown_codes": _frame(UNKNOWN_CODES, UNKNOWN_CODE),
        "quality_checks": _frame(CHECKS, CHECK),
        "quality_definitions": _frame(DEFINITIONS, DEFINITION),
        "silent_units": _frame(SILENT, SILENT_UNIT),
        "cut_comparisons": _frame(COMPARED, COMPARISON),
        "lineage": _frame(lineage(), LINEAGE),
    }


def _frame(rows: Any, schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _at(day: dt.date, hour: int = 6) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 30))


TIMELINESS = {
    "principal": pl.String, "source": pl.String, "kind": pl.String, "population": pl.String, "period": pl.Date,
    "due_on": pl.Date, "first_loaded_at": pl.Datetime("us"), "last_loaded_at": pl.Datetime("us"),
    "days_late": pl.Int32, "times_replaced": pl.Int32, "status": pl.String,
}  # fmt: skip


def timeliness() -> Iterator[tuple[Any, ...]]:
    """A row per source, kind and month; only väntande and genomförda are due on a day."""
    for (source, kind), exceptions in CAME.items():
        principal = None if source == NATION else PRINCIPAL
        population = kind if kind in (WAITING, COMPLETED) else None
        for period in month_ends():
            due = dt.date(period.year + period.month // 12, period.month % 12 + 1, 20)
            late = exceptions.get(f"{period:%Y-%m}", 0)
            times = REPLACED.get((source, kind, f"{period:%Y-%m}"), 0)
            key = (principal, source, kind, population, period, due)
            if late is None:
                yield (*key, None, None, None, 0, "saknas")
                continue
            came = due + dt.timedelta(days=late) if late else due.replace(day=15)
            loaded = (_at(came), _at(came + dt.timedelta(days=2 * times)))
            if population is None:
                yield (*key[:-1], None, *loaded, None, times, "efterhand")
            else:
                yield (*key, *loaded, late, times, "sen" if late else "i_tid")


REVISION = {
    "principal": pl.String, "source": pl.String, "kind": pl.String, "population": pl.String, "period": pl.Date,
    "load_id": pl.Int32, "replaced_load_id": pl.Int32, "loaded_at": pl.Datetime("us"), "path": pl.String,
    "records_before": pl.Int64, "records_after": pl.Int64, "added": pl.Int64, "removed": pl.Int64,
    "changed": pl.Int64, "unchanged": pl.Int64, "note": pl.String,
}  # fmt: skip
REVISIONS = [
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, 3, 1, _at(dt.date(2026, 11, 20)), "vantande_2026-10_v2.csv",
     76990, 77340, 412, 62, 1290, 75638, None),
    (PRINCIPAL, OWN, COMPLETED, COMPLETED, dt.date(2026, 3, 31), 44, 41, _at(dt.date(2026, 4, 19)),
     "genomforda_2026-03_v3.csv", 31204, 31204, 0, 0, 0, 31204, None),
    (PRINCIPAL, OWN, COMPLETED, COMPLETED, dt.date(2026, 3, 31), 41, 38, _at(dt.date(2026, 4, 17)),
     "genomforda_2026-03_v2.csv", None, None, None, None, None, None, "dolt"),
]  # fmt: skip
REVISED_COLUMN = {
    "load_id": pl.Int32, "source": pl.String, "kind": pl.String, "population": pl.String, "period": pl.Date,
    "column_name": pl.String, "rows_changed": pl.Int64,
}  # fmt: skip
REVISED_COLUMNS = [
    (3, OWN, WAITING, WAITING, LAST, "avvikelsekod", 1104),
    (3, OWN, WAITING, WAITING, LAST, "medicinskt_maldatum", 186),
    (3, OWN, WAITING, WAITING, LAST, "hsaid_vardenhet", 22),
]

COMPLETENESS = {
    "principal": pl.String, "source": pl.String, "kind": pl.String, "population": pl.String, "period": pl.Date,
    "column_name": pl.String, "records": pl.Int64, "filled": pl.Int64, "share": pl.Float64,
}  # fmt: skip


def completeness() -> Iterator[tuple[Any, ...]]:
    """Every column of two kinds and every month; two columns have fallen."""
    for kind in (WAITING, COMPLETED):
        for period in month_ends():
            for column, usual in COLUMNS.items():
                share = FELL.get((column, f"{period:%Y-%m}"), usual) if kind == WAITING else usual
                filled = round(RECORDS * share)
                yield PRINCIPAL, OWN, kind, kind, period, column, RECORDS, filled, filled / RECORDS


UNKNOWN_CODE = {
    "principal": pl.String, "source": pl.String, "kind": pl.String, "period": pl.Date, "column_name": pl.String,
    "code": pl.String, "rows": pl.Int64,
}  # fmt: skip
UNKNOWN_CODES = [
    (PRINCIPAL, OWN, WAITING, LAST, "hsaid_vardenhet", "SE2321000131-E000000009917", 14),
    (PRINCIPAL, OWN, WAITING, LAST, "mvo_kod", "099", 3),
    (PRINCIPAL, OWN, COMPLETED, dt.date(2026, 9, 30), "kva_kod", "XX999", 41),
]

CHECK = {
    "principal": pl.String, "source": pl.String, "kind": pl.String, "population": pl.String, "period": pl.Date,
    "check_id": pl.String, "subject": pl.String, "value": pl.Float64, "unit": pl.String, "outcome": pl.String,
    "told": pl.String,
}  # fmt: skip
CHECKS = [
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ0", None, 2.0, "rader", "ok", "Väntande och genomförda finns."),
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ1", "beslut_datum", 0.0, "rader", "ok",
     "Inget obligatoriskt värde saknas."),
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ2", "mvo_kod", 3.0, "rader", "fel", "Tre rader har en okänd kod."),
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ2", "hsaid_vardenhet", 14.0, "rader", "fel",
     "14 rader har en okänd vårdenhet."),
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ3", "beslut_datum", 7.0, "rader", "fel",
     "Sju rader har beslut efter mätdatum."),
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ4", "lkf", 0.58, "andel", "fel", "Fyllnaden är lägre än vanligt."),
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ4", "kon", 0.999, "andel", "info", "Fyllnad per kolumn."),
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ5", None, 0.0, "rader", "ok", "Avvikelsekoderna är logiska."),
    (PRINCIPAL, OWN, WAITING, WAITING, LAST, "DQ6", "NU", 0.42, "andel", "info",
     "Andelen ligger utanför det rimliga."),
    (PRINCIPAL, OWN, WAITING, WAITING, dt.date(2026, 9, 30), "DQ3", "beslut_datum", 2.0, "rader", "fel",
     "Två rader har beslut efter mätdatum."),
]  # fmt: skip
DEFINITION = {"check_id": pl.String, "title": pl.String, "text": pl.String}
DEFINITIONS = [
    ("DQ0", "Båda populationerna finns", "Perioden har både väntande och genomförda."),
    ("DQ1", "Obligatoriska värden", "Obligatoriska kolumner har ett värde i varje rad."),
    ("DQ2", "Kända koder", "Koder finns i referensen."),
    ("DQ3", "Rimliga datum och väntetider", "Ingen negativ väntan, inget datum utanför fönstret."),
    ("DQ4", "Fyllnad per kolumn", "Andel rader med värde, jämfört med kolumnens egna månader."),
    ("DQ5", "Avvikelsekoder hänger ihop", "PVV och MOV bara med vårdgaranti."),
    ("DQ6", "Rimligt per förvaltning", "Andel inom gränsen 50–100 %, median 1–365 dagar."),
]

SILENT_UNIT = {
    "principal": pl.String, "population": pl.String, "cutoff_date": pl.Date, "administration": pl.String,
    "unit": pl.String, "last_seen": pl.Date, "periods_before": pl.Int32,
}  # fmt: skip
SILENT = [
    (PRINCIPAL, WAITING, LAST, "SU", "SU mottagning 3", dt.date(2026, 9, 30), 11),
    (PRINCIPAL, WAITING, LAST, "NU", "NU mottagning 2", dt.date(2026, 9, 30), 23),
    (PRINCIPAL, COMPLETED, LAST, "NU", "NU mottagning 2", dt.date(2026, 8, 31), 23),
    (PRINCIPAL, WAITING, dt.date(2025, 7, 31), "SkaS", "SkaS mottagning 1", dt.date(2025, 6, 30), 7),
]

COMPARISON = {
    "principal": pl.String, "cutoff_date": pl.Date, "population": pl.String, "phase": pl.UInt8,
    "specialty": pl.String, "administration": pl.String, "from_days": pl.Int32, "to_days": pl.Int32,
    "cut": pl.String, "ours": pl.Int64, "theirs": pl.Int64, "difference": pl.Int64, "relative": pl.Float64,
    "is_disputed": pl.Boolean, "note": pl.String,
}  # fmt: skip
COMPARED = [
    (PRINCIPAL, LAST, WAITING, 1, "311", "SU", None, None, "Kvartalsrapporten", 3132, 3290, 158, 158 / 3290, True,
     None),
    (PRINCIPAL, LAST, WAITING, 1, "221", "NU", None, None, "Kvartalsrapporten", 445, 447, 2, 2 / 447, False, None),
    (PRINCIPAL, LAST, WAITING, None, "Alla", "Alla", None, None, "Radens egen summa (Total)", 65798, 65798, 0, 0.0,
     False, None),
    (PRINCIPAL, LAST, WAITING, 1, "511", "SkaS", 0, 90, "Kvartalsrapporten", 880, 850, -30, 30 / 880, True,
     "Bara det första bandet finns i båda."),
]  # fmt: skip

LINEAGE = {
    "principal": pl.String, "population": pl.String, "cutoff_date": pl.Date, "load_id": pl.Int32,
    "source": pl.String, "kind": pl.String, "path": pl.String, "sha256": pl.String,
    "loaded_at": pl.Datetime("us"), "mapping": pl.String,
}  # fmt: skip


def lineage() -> Iterator[tuple[Any, ...]]:
    """One own file a month and population, and the hospital that delivers by itself through a mapping."""
    for number, period in enumerate(month_ends()):
        months_ago = MONTHS - 1 - number
        for population in (WAITING, COMPLETED):
            load_id = 3 if months_ago == 0 else 100 + number
            name = f"{population}_{period:%Y-%m}{'_v2' if months_ago == 0 else ''}.csv"
            yield (PRINCIPAL, population, period, load_id, OWN, population, name, f"{load_id:x}".rjust(2, "0") * 32,
                   _at(period.replace(day=calendar.monthrange(period.year, period.month)[1])), None)  # fmt: skip
        if months_ago not in (0, MONTHS - 1, MONTHS - 2):
            yield (PRINCIPAL, WAITING, period, 200 + number, SAS, WAITING, f"kö_{period:%Y-%m}.csv", "5a" * 32,
                   _at(period), "sas_kolista")  # fmt: skip
