"""What the chosen plans come to: done against planned so far, the year's end, and what it takes to get there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis.plan_forecast import Forecast, Verdict, forecast, needed_per_month, verdict
from dashboard import plan_year, remembered
from dashboard.plan_view import View
from dashboard.plan_year import MONTHS, Floats, Integers, PlanYear

PASSES = 0.8  # of its plan: a finished period below it stands out
PERIOD_MONTHS = {"kvartal": 3, "tertial": 4}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Period:
    """A quarter or tertial of the chosen plans; counts are None where none of its months is reported."""

    number: int
    planned: int
    sent: int | None
    completed: int | None
    returned: int | None
    missing: tuple[int, ...]  # its months (0–11) that nobody has reported
    is_ended: bool  # the last of its months is reported, or a later month

    @property
    def share(self) -> float | None:
        """Done of the plan, of a period that is whole; None otherwise."""
        if not self.is_ended or self.missing or not self.planned or self.completed is None:
            return None
        return self.completed / self.planned

    @property
    def is_missed(self) -> bool:
        """Finished under the share that passes."""
        return self.share is not None and self.share < PASSES


@dataclass(frozen=True)
class Selection:
    """The chosen plans of a year: rows of `PlanYear` by index, and their sums."""

    whole: PlanYear
    plans: pl.DataFrame
    outside_plans: pl.DataFrame
    end: Forecast | None

    @property
    def index(self) -> list[int]:
        return self.plans["index"].to_list()

    @property
    def planned(self) -> Integers:
        """(12,) planned of the months, in force."""
        return np.asarray(self.whole.planned[self.index].sum(axis=0))

    def known(self, name: str) -> Floats:
        """(12,) sent, completed or returned of the months; nan where the month is not reported."""
        column: Floats = getattr(self.whole, name)[self.index].sum(axis=0)
        is_reported = np.isin(np.arange(MONTHS), self.whole.reported)
        return np.where(is_reported, column if self.index else 0.0, np.nan)

    @property
    def year_plan(self) -> int:
        return int(self.planned.sum())

    @property
    def planned_so_far(self) -> int:
        """Planned of the reported months: like against like, also where a month between is not reported."""
        return int(self.planned[list(self.whole.reported)].sum())

    def so_far(self, name: str) -> int:
        return int(np.nansum(self.known(name)))

    @property
    def done(self) -> int:
        return self.so_far("completed")

    @property
    def last(self) -> int | None:
        return self.whole.last

    @property
    def last_date(self) -> dt.date | None:
        return None if self.last is None else self.whole.date(self.last)

    @property
    def is_over(self) -> bool:
        """The whole year is known."""
        return self.last == MONTHS - 1

    @property
    def months_left(self) -> int:
        return MONTHS if self.last is None else MONTHS - 1 - self.last

    @property
    def needed(self) -> int | None:
        """Patients a month to be done for the year to land."""
        return needed_per_month(self.year_plan, self.done, self.months_left)

    @property
    def needed_sent(self) -> int | None:
        """Patients a month to be sent, those returned again: all that is sent is then to be done."""
        return needed_per_month(self.year_plan, self.so_far("sent") - self.so_far("returned"), self.months_left)

    @property
    def verdict(self) -> Verdict | None:
        """Whether the year reaches its plan; None where nothing is planned or known."""
        return None if self.end is None or not self.year_plan else verdict(self.end, self.year_plan)

    @property
    def outside(self) -> int:
        """Decided volume that has no place in the plan (särskild ordning)."""
        return int(self.plans["outside"].sum())

    @property
    def undecided(self) -> int:
        """Agreed plans without a decided volume: what stands outside them is not known."""
        return self.plans.filter(pl.col("agreed_version").is_not_null(), pl.col("decided_volume").is_null()).height

    @property
    def without_plan(self) -> int:
        """Patients done between two who never had a plan."""
        return int(self.outside_plans.filter(pl.col("plan_id").is_null())["completed"].sum())

    @property
    def after_plan(self) -> int:
        """Patients done where the plan had no version in force."""
        return int(self.outside_plans.filter(pl.col("plan_id").is_not_null())["completed"].sum())

    def periods(self, period: str) -> list[Period]:
        """The year's quarters or tertials."""
        size = PERIOD_MONTHS[period]
        return [self._period(number, range(size * (number - 1), size * number)) for number in range(1, 12 // size + 1)]

    def _period(self, number: int, months: range) -> Period:
        counts = {name: self.known(name)[months.start : months.stop] for name in ("sent", "completed", "returned")}
        missing = tuple(month for month in months if month not in self.whole.reported)
        known = {
            name: None if len(missing) == len(months) else int(np.nansum(values)) for name, values in counts.items()
        }
        return Period(
            number=number,
            planned=int(self.planned[months.start : months.stop].sum()),
            missing=missing,
            is_ended=self.last is not None and self.last >= months[-1],
            **known,
        )


@dataclass(frozen=True)
class Standing:
    """One plan as the list shows it: so far, and where its year ends."""

    row: Row
    planned_so_far: int
    done: int | None
    end: Forecast | None

    @property
    def missing(self) -> int:
        """Patients planned so far that are not done; negative where more are done than planned."""
        return self.planned_so_far - (self.done or 0)

    @property
    def share(self) -> float | None:
        return self.done / self.planned_so_far if self.done is not None and self.planned_so_far else None

    @property
    def state(self) -> str:
        """forslag · aterkallad · utan_volym · inget_utfall · klarar · osakert · klarar_inte."""
        if self.row["status"] == "aterkallad":
            return "aterkallad"
        if self.row["agreed_version"] is None:  # a new proposal after a withdrawal does not undo it
            return "aterkallad" if self.row["planned_year"] else "forslag"
        if not self.row["planned_year"]:
            return "utan_volym"
        return "inget_utfall" if self.end is None else verdict(self.end, self.row["planned_year"])


def of_view(view: View) -> Selection:
    """The chosen plans, made once."""
    return remembered.once(("plans", view.key, view.today), lambda: _of_view(view))


def _of_view(view: View) -> Selection:
    whole = plan_year.of_year(view.version, view.stamp, view.principal, view.year, view.today)
    plans = view.of_choice(whole.plans)
    index = plans["index"].to_list()
    known = whole.completed[index, : (whole.last or 0) + 1]
    end = forecast(whole.planned[index], known) if whole.reported and index else None
    return Selection(whole, plans, view.of_choice(whole.outside_plans), end)


def standings_of(view: View, selection: Selection) -> list[Standing]:
    """The chosen plans as the list shows them, made once."""
    return remembered.once(("plan standings", view.key, view.today), lambda: standings(selection))


def standings(selection: Selection) -> list[Standing]:
    """The plans, most patients missing first; those that are withdrawn or only proposed last."""
    whole, months = selection.whole, list(selection.whole.reported)
    found = [
        Standing(
            row,
            planned_so_far=int(whole.planned[row["index"], months].sum()),
            done=int(np.nansum(whole.completed[row["index"]])) if months else None,
            end=whole.forecasts[row["index"]],
        )
        for row in selection.plans.iter_rows(named=True)
    ]
    return sorted(found, key=_place)


def _place(each: Standing) -> tuple[int, int, int, str]:
    order = {"aterkallad": 1, "utan_volym": 2, "forslag": 3}.get(each.state, 0)
    return (order, -each.missing, -int(each.row["planned_year"]), str(each.row["plan_id"]))


def behind(found: Sequence[Standing]) -> list[Standing]:
    """Plans with fewer done than planned so far, most missing first."""
    return [each for each in found if each.done is not None and each.missing > 0]


def alone(whole: PlanYear, index: int) -> Selection:
    """One plan of the year by itself, with its own end."""
    plans = whole.plans.filter(pl.col("index") == index)
    return Selection(whole, plans, whole.outside_plans.clear(), whole.forecasts[index])
