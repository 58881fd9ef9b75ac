"""The fixture's Green Crosses: a year as literal signs, one a day; days follow by the product's own analysis.

Signs: G nothing happened, n event without harm or risk, d the same as operational disturbance, r risk, s harm,
S serious harm, - no activity said, . nothing said (not registered where the day is expected). A colour-only source
writes colours: 1 gron, 2 gul, 3 orange, 4 rod.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analysis import cross_days
from analysis.swedish_calendar import is_working_day
from config import DataDirectory
from etl import cross_definitions
from etl.cross import case_colours
from tests.marts_fixture import PRINCIPAL
from tests.marts_fixture_plans import TODAY

SOURCE, LOCAL, COLOURS = "99", "SU-lokal", "SkaS-farg"
FACT_OF = {"G": "ingen", "n": "utan_skada_eller_risk", "d": "utan_skada_eller_risk", "r": "risk", "s": "skada",
           "S": "allvarlig_skada", "-": "ingen_verksamhet"}  # fmt: skip
COLOUR_OF = {"1": "gron", "2": "gul", "3": "orange", "4": "rod"}
TYPES = ("lakemedel", "fall", "kommunikation", "trycksar")
LAST_DELIVERED = dt.date(2026, 10, 31)
LAST_MONTH = dt.date(2026, 10, 1)
FIRST_MONTH = dt.date(2025, 11, 1)


@dataclass(frozen=True)
class Ward:
    """One unit: where it is, when its cross is kept, and what is said of its days, month by month.

    `usual`: the sign of every expected day of a month that `months` does not spell out.
    """

    unit: str
    administration: str
    hospital: str | None
    clinic: str | None
    cross_from: dt.date | None
    opening: str = "vardag"
    cross_to: dt.date | None = None
    source: str = SOURCE
    usual: str = "G"
    months: Mapping[str, str] = field(default_factory=dict)
    definition: str | None = None  # of a colour-only source

    def signs(self, month: dt.date) -> Iterator[tuple[dt.date, str]]:
        """The sign of each day of a month; a month spelt out may be shorter than the month."""
        spelt = self.months.get(f"{month:%Y-%m}")
        day = month
        while day.month == month.month:
            if spelt is not None:
                yield day, spelt[day.day - 1] if day.day <= len(spelt) else "."
            else:
                yield day, self.usual if self._is_expected(day) else "."
            day += dt.timedelta(days=1)

    def _is_expected(self, day: dt.date) -> bool:
        if self.cross_from is None or day < self.cross_from or (self.cross_to is not None and day > self.cross_to):
            return False
        return self.opening == "alla" or is_working_day(day)


BORGSELE, STORHAMN = "Borgseles sjukhus", "Storhamns sjukhus"
NORRHAMN, SKOGSLUND = "Norrhamns sjukhus", "Skogslunds sjukhus"
NOVEMBER = dt.date(2025, 11, 1)
DAY_SURGERY, WARD_7, EMERGENCY, WARD_3 = (
    "Dagkirurgen Borgsele", "Avdelning 7 Storhamn", "Akutmottagningen Norrhamn", "Avdelning 3 Skogslund",
)  # fmt: skip
#                                   1234567890123456789012345678901
WARDS = (
    Ward(DAY_SURGERY, "SÄS", BORGSELE, "Kirurgi SÄS", NOVEMBER, months={
        "2026-02": ".GGGGG..GGsGG..GGGGG..sGGGG.",
        "2026-09": "GGGG..GGrGG..GGGGG..GGnGG..GGG",
        "2026-10": "GG..GnGGs..GGrGn..G.GrG..GnGGG.",
    }),
    Ward("Kirurgmottagningen Borgsele", "SÄS", BORGSELE, "Kirurgi SÄS", dt.date(2026, 9, 1), months={
        "2026-10": "GG..GGGGG..GGGGG..GGGGG..GGGGG.",
    }),
    Ward(WARD_7, "SU", STORHAMN, "Medicin SU", NOVEMBER, "alla", months={
        "2026-08": "GGGGGGGGGGGSGGGGGGGGGGGGGGGGGGG",
        "2026-10": "GGrGGGdGGGGGGrGGGGGGGGnGGGGGGGG",
    }),
    Ward("Kirurgmottagningen Storhamn", "SU", STORHAMN, "Kirurgi SU", NOVEMBER),
    Ward(EMERGENCY, "NU", NORRHAMN, "Akut NU", NOVEMBER, "alla", months={
        "2026-09": "GGGrGG.GG.rG.G..GG.G..G.G....G",
        "2026-10": "G..G...s..G...G....G...G....G..",
    }),
    Ward(WARD_3, "SkaS", SKOGSLUND, "Medicin SkaS", NOVEMBER, "alla", usual="1", source=COLOURS,
         definition="definition_1", months={
        "2026-10": "1112111121114111111112111111111",
    }),
    Ward("Ögonmottagningen Skogslund", "SkaS", SKOGSLUND, "Ögon SkaS", NOVEMBER, months={
        "2026-10": "GG..GGsGG..GrGGG..GGGGG..GGGGG.",
    }),
    Ward("Rehabenheten Viken", "SV", None, None, dt.date(2026, 6, 1), usual="."),
    Ward("Dagvården Viken", "SV", None, None, NOVEMBER, cross_to=dt.date(2026, 6, 30)),
    Ward("Mottagningen Ängen", "NH", None, None, None, months={"2026-10": "GG..GGGGG..GGr"}),
)  # fmt: skip
# A second source of one unit: it agrees on the 14th and differs on the 15th.
SECOND = Ward("Kirurgmottagningen Storhamn", "SU", STORHAMN, "Kirurgi SU", NOVEMBER, source=LOCAL,
              months={"2026-10": ".............Gr"})  # fmt: skip
# Further events of days that have more than one, by unit and day: fact, type, count, description.
MORE = {
    (DAY_SURGERY, dt.date(2026, 10, 14)): ("utan_skada_eller_risk", "driftstorning", 1,
                                           "Sterilgods kom sent. Två operationer flyttades till eftermiddagen."),
}  # fmt: skip
DESCRIPTIONS = {(DAY_SURGERY, dt.date(2026, 10, 14)): "Fel dos förberedd. Upptäckt vid dubbelkontroll."}
WENT_WELL = {(DAY_SURGERY, dt.date(2026, 10, 14)): "Dubbelkontrollen stoppade felet innan det nådde patienten."}


def months() -> list[dt.date]:
    """The first days of the fixture's twelve months, oldest first."""
    return [dt.date(FIRST_MONTH.year + (FIRST_MONTH.month + n - 1) // 12, (FIRST_MONTH.month + n - 1) % 12 + 1, 1)
            for n in range(12)]  # fmt: skip


def entries() -> pl.DataFrame:
    """Every row that a source has said, as `cross_days.ENTRY_COLUMNS`."""
    rows: list[dict[str, Any]] = []
    for ward in WARDS:
        for month in months():
            for day, sign in ward.signs(month):
                rows += _rows(ward, day, sign)
    for day, sign in SECOND.signs(LAST_MONTH):
        rows += _rows(SECOND, day, sign)
    return pl.DataFrame(rows, schema=cross_days.ENTRY_COLUMNS, orient="row")


def _rows(ward: Ward, day: dt.date, sign: str) -> list[dict[str, Any]]:
    if sign == ".":
        return []
    key = (ward.unit, day)
    fact, colour = FACT_OF.get(sign), COLOUR_OF.get(sign)
    is_event = sign not in "G-1"
    row = dict.fromkeys(cross_days.ENTRY_COLUMNS) | {
        "principal": PRINCIPAL, "administration": ward.administration, "unit": ward.unit, "date": day,
        "source": ward.source, "number": 1, "fact": fact, "is_disturbance": sign == "d",
        "event_type": ("driftstorning" if sign == "d" else TYPES[day.day % len(TYPES)]) if is_event and fact else None,
        "count": int(is_event), "colour": colour, "colour_definition": ward.definition if colour else None,
        "description": DESCRIPTIONS.get(key), "went_well": WENT_WELL.get(key),
    }  # fmt: skip
    if key not in MORE or ward is SECOND:
        return [row]
    more_fact, event_type, count, description = MORE[key]
    return [row, row | {"number": 2, "fact": more_fact, "is_disturbance": event_type == "driftstorning",
                        "event_type": event_type, "count": count, "description": description,
                        "went_well": None}]  # fmt: skip


def units() -> pl.DataFrame:
    """Every unit, as `cross_days.UNIT_COLUMNS`; known to the end of October, the silent one to yesterday."""
    rows = [
        {"principal": PRINCIPAL, "administration": ward.administration, "unit": ward.unit, "hospital": ward.hospital,
         "clinic": ward.clinic, "cross_from": ward.cross_from, "cross_to": ward.cross_to, "opening": ward.opening,
         "known_to": None if ward.usual == "." else LAST_DELIVERED, "sort_order": order}
        for order, ward in enumerate(WARDS)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=cross_days.UNIT_COLUMNS, orient="row")


def cross_tables(data: DataDirectory) -> dict[str, pl.DataFrame]:
    """The tables of the Green Cross, with the project's own definitions."""
    definitions = cross_definitions.cross_definitions(data)
    types = cross_definitions.event_types(data).titles
    every_entry, every_unit = entries(), units()
    palette = cross_definitions.palette(data)
    days = cross_days.days(every_entry, every_unit, palette, TODAY)
    return {
        "cross_entries": every_entry,
        "cross_units": every_unit,
        "cross_days": days,
        "cross_stopped_days": days.clear().select(cross_days.UNIT_DAY),
        "cross_case_colours": case_colours(days["cases"], palette),
        "cross_definitions": cross_definitions.definition_table(definitions),
        "cross_colours": cross_definitions.colour_table(definitions),
        "cross_legend": cross_definitions.legend_table(definitions),
        "cross_usage": cross_definitions.usage_table(definitions),
        "cross_event_types": pl.DataFrame(
            [(code, title, order, True) for order, (code, title) in enumerate(types.items())],
            schema={"event_type": pl.String, "title": pl.String, "sort_order": pl.Int32, "is_known": pl.Boolean},
            orient="row",
        ),
        "cross_coverage": pl.DataFrame(
            [(PRINCIPAL, source, LAST_DELIVERED) for source in (SOURCE, LOCAL, COLOURS)],
            schema={"principal": pl.String, "source": pl.String, "known_to": pl.Date},
            orient="row",
        ),
    }
