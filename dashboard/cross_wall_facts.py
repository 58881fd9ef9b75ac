"""What a wall of crosses shows: every unit's month as signs and counts, and what they add up to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import cross_followup
from dashboard import cross_data, cross_mixed, remembered, swedish
from dashboard.charts.theme import CROSS_COLOURS
from dashboard.cross_view import CrossView

BLANK = " "
UNIT = ["administration", "unit"]
HARM_CASES = 1 << 6  # a day with harm has this bit or a higher one: worse facts, and colours without a fact
COUNTS = ("activity", "registered", "green_low", "green_high", "harm_days", "unsure_harm_days", "conflict_days",
          "unknown_days", "said_days")  # fmt: skip
Key = tuple[str, str]


@dataclass(frozen=True)
class UnitMonth:
    """One unit's month. `signs`: one per day; `states`: days of each state; `counts`: COUNTS, in days.

    `definitions`: those its days are coloured by, in the order of the days. `since_harm`: days from the latest harm to
    the month's last known day; None where no harm is known.
    """

    administration: str
    hospital: str
    unit: str
    signs: str
    states: Mapping[str, int]
    counts: Mapping[str, int]
    definitions: tuple[str, ...]
    since_harm: int | None
    is_counted: bool

    @property
    def group(self) -> str:
        """SÄS · Borgseles sjukhus."""
        return f"{self.administration} · {self.hospital}" if self.hospital else self.administration

    @property
    def name(self) -> str:
        """Dagkirurgen Borgsele (SÄS)."""
        return f"{self.unit} ({self.administration})"

    @property
    def is_silent(self) -> bool:
        """Days with activity, and not one of them registered."""
        return self.counts["activity"] > 0 and self.counts["registered"] == 0


@dataclass(frozen=True)
class Wall:
    """The units of a view that have a cross this month, in their order, and how many of the filters' have none."""

    units: Sequence[UnitMonth]
    without: int

    def total(self, count: str) -> int:
        """One of COUNTS over the units."""
        return sum(each.counts[count] for each in self.units)

    def having(self, count: str) -> list[str]:
        """The names of the units that have any of a count."""
        return [each.name for each in self.units if each.counts[count]]

    @property
    def silent(self) -> list[str]:
        """The names of the units that have not registered."""
        return [each.name for each in self.units if each.is_silent]

    @property
    def active(self) -> int:
        """Units with a day in the denominator of the registration rate."""
        return sum(each.counts["activity"] > 0 for each in self.units)

    @property
    def definitions(self) -> list[str]:
        """Every definition that a day is coloured by."""
        return sorted({name for each in self.units for name in each.definitions})


def of_view(view: CrossView) -> Wall:
    """The wall of the view's units and month."""
    return remembered.once(("cross wall", view.key), lambda: _of_view(view))


def month_days(view: CrossView) -> pl.DataFrame:
    """DAY_COLUMNS and `definition` of the view's units and month, by förvaltning, unit and date."""
    return cross_mixed.with_definition(view, _days(view, pl.col("date") >= view.month))


def _of_view(view: CrossView) -> Wall:
    read = cross_followup.readings(month_days(view), cross_data.palette(view.version), view.today)
    counts = _keyed(cross_followup.figures(read, by=UNIT), COUNTS)
    states: dict[Key, dict[str, int]] = {}
    for administration, unit, state, days in cross_followup.by_state(read, "colour", by=UNIT).iter_rows():
        states.setdefault((administration, unit), {})[state] = days
    signs, definitions, since = _signs(view, read), _definitions(read), _since_harm(view)
    found = []
    for row in _in_order(view.units().rows(named=True)):
        key = row["administration"], row["unit"]
        if key in signs and (key in states or row["cross_from"] is not None):
            found.append(
                UnitMonth(row["administration"], row["hospital"] or "", row["unit"], signs[key], states.get(key, {}),
                          counts[key], definitions[key], since.get(key), row["cross_from"] is not None)
            )  # fmt: skip
    return Wall(found, view.units().height - len(found))


def _days(view: CrossView, chosen: pl.Expr) -> pl.DataFrame:
    """Some days of the view's units up to the month's end; rows are chosen before units, which costs most."""
    days = cross_data.days(view.version, view.stamp, view.principal)
    days = days.filter(chosen & (pl.col("date") <= view.month_end))
    return days.join(view.units().select(UNIT), on=UNIT, how="semi", maintain_order="left")


def _in_order(units: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """By förvaltning in their fixed order, then hospital (none last) and name: never by how it went."""
    rows = list(units)
    first: dict[str, int] = {}
    for row in rows:
        first[row["administration"]] = min(row["sort_order"], first.get(row["administration"], row["sort_order"]))
    return sorted(
        rows,
        key=lambda row: (
            first[row["administration"]], swedish.sort_key(row["administration"]), row["hospital"] is None,
            swedish.sort_key(row["hospital"] or ""), swedish.sort_key(row["unit"]),
        ),
    )  # fmt: skip


def _keyed(rows: pl.DataFrame, columns: Sequence[str]) -> dict[Key, dict[str, int]]:
    counts = rows.select(columns).rows(named=True)
    return dict(zip(rows.select(UNIT).rows(), counts, strict=True))


def _signs(view: CrossView, read: pl.DataFrame) -> dict[Key, str]:
    """One sign per day of the month; blank where nothing is known, or nothing is said of a unit without a cross."""
    signs = {name: colour.sign for name, colour in CROSS_COLOURS.items()}
    shown = pl.when(cross_followup.shown_days()).then(pl.col("colour").replace(signs)).otherwise(pl.lit(BLANK))
    by_unit = read.select(*UNIT, pl.col("date").dt.day(), sign=shown).group_by(UNIT).agg("date", "sign")
    days, found = view.month_end.day, {}
    for administration, unit, numbers, said in by_unit.iter_rows():
        month = [BLANK] * days
        for number, sign in zip(numbers, said, strict=True):
            month[number - 1] = sign
        found[administration, unit] = "".join(month)
    return found


def _definitions(read: pl.DataFrame) -> dict[Key, tuple[str, ...]]:
    by_unit = read.group_by(UNIT).agg(pl.col("definition").unique(maintain_order=True))
    return {(administration, unit): tuple(names) for administration, unit, names in by_unit.iter_rows()}


def _since_harm(view: CrossView) -> dict[Key, int]:
    """Days from each unit's latest harm to its last known day up to the month's end.

    In the running month a unit that is known to yesterday is counted until today.
    """
    palette = cross_data.palette(view.version)
    any_definition = pl.lit(palette.names[0])  # harm is a fact
    likely = _days(view, pl.col("cases") >= HARM_CASES).with_columns(definition=any_definition)
    latest = (
        cross_followup.readings(likely, palette, view.today)
        .filter("is_harm")
        .group_by(UNIT)
        .agg(latest=pl.col("date").max())
    )
    yesterday = view.today - dt.timedelta(days=1)
    is_current = (pl.col("until") >= yesterday) & (view.today <= view.month_end)
    end = pl.when(is_current).then(pl.lit(view.today)).otherwise(pl.col("until"))
    rows = _last_known(view, latest).select(*UNIT, since=(end - pl.col("latest")).dt.total_days())
    return {(administration, unit): days for administration, unit, days in rows.iter_rows()}


def _last_known(view: CrossView, units: pl.DataFrame) -> pl.DataFrame:
    """The units with `until`, their last known day: nearly always in the month, so all days are searched last."""
    is_known, until = pl.col("cases") > 0, pl.col("date").max().alias("until")
    recent = _days(view, is_known & (pl.col("date") >= view.month)).group_by(UNIT).agg(until)
    others = units.join(recent, on=UNIT, how="anti")
    if others.is_empty():
        return units.join(recent, on=UNIT)
    before = _days(view, is_known & (pl.col("date") < view.month)).join(others, on=UNIT, how="semi")
    return units.join(pl.concat([recent, before.group_by(UNIT).agg(until)]), on=UNIT)
