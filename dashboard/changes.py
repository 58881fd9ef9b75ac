"""What has changed beyond chance since a month, a quarter, a tertial or a year ago, and what of it is told.

The rule: a specialty's own row stands for its förvaltningar that moved the same way; changes are ordered by their
certain part, the end of the 95 % interval nearest zero; five at most. Whole specialties are told only where the same
förvaltningar were delivered on both dates. A förvaltning that itself changed beyond chance is named as carrying its
specialty when two at most make half of the change or more, and one and a half times their part of the patients or more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from dashboard import choices, nation, reads, remembered, swedish
from dashboard.change_facts import ALL, LARGER_PART, NEARLY_ALL, Change, Extent, Row, Told

PLACE = ("phase", "specialty", "administration", "limit_days")
NOWHERE: dict[str, Any] = {"verdict": None, "judged": 0, "lowest": None, "highest": None}
HORIZONS = {"manad": "månad", "kvartal": "kvartal", "tertial": "tertial", "ar": "år"}
MONTHS = {"manad": 1, "kvartal": 3, "tertial": 4, "ar": 12}
MOST_TOLD, MOST_CARRIERS = 5, 2
MORE_THAN_PATIENTS = 1.5  # a carrier's part of the change over its part of the patients: size alone carries nothing


def told(version: str, principal: str, cutoff: dt.date, definition: str, horizon: str) -> Told:
    """What is told of one horizon."""
    rows = reads.changes(version, principal=principal, cutoff_date=cutoff, horizon=horizon, definition=definition)
    places = _places(version, principal, cutoff, definition, rows)
    extent = _extent(version, principal, cutoff, definition, horizon)
    since = choices.events(version, principal, extent.earlier_date, cutoff).to_dicts()
    under = _under(version, principal, cutoff, definition) if ALL in rows["administration"] else {}
    every = [
        Change(
            row | places.get(tuple(row[name] for name in PLACE), NOWHERE),
            cutoff,
            months_under=under.get((row["phase"], row["specialty"], row["limit_days"]), 0),
            events=tuple(event["title"] for event in since if breaks(event, row, extent.earlier_date)),
        )
        for row in rows.to_dicts()
    ]
    carried = with_carriers(every)
    return Told(horizon, by_certainty(carried), chosen(carried, are_regions_comparable=not extent.missing), extent)


def _places(
    version: str, principal: str, cutoff: dt.date, definition: str, rows: pl.DataFrame
) -> dict[Any, dict[str, Any]]:
    """Where each förvaltning that has changed stands among the others of its specialty."""
    moved = rows.filter(pl.col("administration") != ALL)["specialty"].unique().sort().to_list()
    if not moved:
        return {}
    found = reads.standing(
        version, principal=principal, cutoff_date=cutoff, definition=definition, specialties=tuple(moved)
    )
    return {tuple(row[name] for name in PLACE): row for row in found.to_dicts()}


def _under(version: str, principal: str, cutoff: dt.date, definition: str) -> dict[tuple[int, str, int | None], int]:
    """Months under the nation; the same for every horizon."""
    nations = reads.national_months(version, principal=principal, cutoff_date=cutoff, definition=definition)
    key = ("months under", version, principal, cutoff, definition)
    return remembered.once(key, lambda: months_under(nations, cutoff))


def _extent(version: str, principal: str, cutoff: dt.date, definition: str, horizon: str) -> Extent:
    earlier = month_end_before(cutoff, MONTHS[horizon])
    periods = {
        row["cutoff_date"]: row
        for row in reads.periods(version, principal=principal).iter_rows(named=True)
        if row["population"] == "vantande" and row["is_delivered"]
    }
    families = reads.change_families(version, principal=principal, cutoff_date=cutoff, definition=definition)
    of_horizon = families.filter(pl.col("horizon") == horizon).to_dicts()
    if earlier not in periods or not of_horizon:
        return Extent(earlier, cutoff, earlier in periods)
    family = of_horizon[0]
    return Extent(
        earlier,
        cutoff,
        is_delivered=True,
        missing=other_deliveries(
            periods[earlier]["missing_administrations"], periods[cutoff]["missing_administrations"]
        ),
        tested=family["tested"],
        flagged=family["flagged"],
        specialties_tested=family["specialties_tested"],
        specialties_changed=family["specialties_changed"],
    )


def month_end_before(cutoff: dt.date, months: int) -> dt.date:
    """The last day of the month so many months earlier."""
    after = cutoff.year * 12 + cutoff.month - months  # the month after, counted from year 0
    return dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)


def other_deliveries(earlier: str | None, now: str | None) -> str:
    """SÄS och NU: the förvaltningar that are missing on one of two dates only."""
    differ = set(_names(earlier)) ^ set(_names(now))
    return swedish.listed(name for name in dict.fromkeys([*_names(earlier), *_names(now)]) if name in differ)


def _names(missing: str | None) -> list[str]:
    return [name.strip() for name in (missing or "").split(",") if name.strip()]


def breaks(event: Row, row: Row, earlier: dt.date) -> bool:
    """Whether an event between the dates makes the two shares of the row unlike each other, by its definition."""
    after = (event["to_date"] or event["from_date"]) > earlier
    same = all(
        event[name] in (None, ALL, value)
        for name, value in (
            ("population", "vantande"),
            ("phase", row["phase"]),
            ("specialty", row["specialty"]),
            ("administration", row["administration"]),
        )
    )
    return bool(event["rebases"] and after and same)


def months_under(nations: pl.DataFrame, cutoff: dt.date) -> dict[tuple[int, str, int | None], int]:
    """Per phase, specialty and limit: months in a row up to the cut-off when the region was worse than the nation.

    Worse beyond chance, the measures of each month being a family.
    """
    worse = nation.worse_months(nations)
    runs: dict[tuple[int, str, int | None], int] = {}
    for back in range(nations["cutoff_date"].n_unique()):
        found = worse.get(month_end_before(cutoff, back), set())
        alive = found if back == 0 else {key for key in found if runs.get(key) == back}
        if not alive:
            break
        runs |= dict.fromkeys(alive, back + 1)
    return runs


def chosen(every: Sequence[Change], *, are_regions_comparable: bool = True) -> list[Change]:
    """The changes to tell, by the rule above; whole specialties only where the same förvaltningar were delivered."""
    regions = {
        (change.row["specialty"], change.row["phase"], change.is_up)
        for change in every
        if change.is_region and are_regions_comparable
    }
    kept = [
        change
        for change in every
        if (change.is_region and are_regions_comparable)
        or (not change.is_region and (change.row["specialty"], change.row["phase"], change.is_up) not in regions)
    ]
    return by_certainty(kept)[:MOST_TOLD]


def by_certainty(every: Sequence[Change]) -> list[Change]:
    """The most certain change first; the order of the marts where two are alike."""
    return sorted(every, key=lambda change: -change.certain)


def with_carriers(every: Sequence[Change]) -> list[Change]:
    """Every change; a whole specialty with the förvaltningar that carry it, if any do."""
    return [_carried(change, every) if change.is_region else change for change in every]


def _carried(region: Change, every: Sequence[Change]) -> Change:
    parts = sorted(
        (
            (contribution(change.row, region.row), change)
            for change in every
            if not change.is_region and change.is_up == region.is_up and _is_part(change.row, region.row)
        ),
        key=lambda pair: -pair[0],
    )
    for wanted in (NEARLY_ALL, LARGER_PART):
        for count in range(1, 1 + min(MOST_CARRIERS, len(parts))):
            carriers = [change for _, change in parts[:count]]
            carried = sum(part for part, _ in parts[:count])
            of_patients = sum(each.denominator for each in carriers) / region.denominator
            if carried >= max(wanted, MORE_THAN_PATIENTS * of_patients):
                return replace(region, carriers=tuple(each.administration for each in carriers), carried=carried)
    return region


def _is_part(row: Row, region: Row) -> bool:
    return all(row[name] == region[name] for name in ("specialty", "phase", "limit_days"))


def contribution(row: Row, region: Row) -> float:
    """The part of a specialty's change that a förvaltning makes; over all its förvaltningar the parts sum to 1.

    Those within the limit above what the specialty's earlier share would give, per patient of the specialty, now less
    before.
    """
    before = region["earlier_numerator"] / region["earlier_denominator"]
    now = region["numerator"] / region["denominator"]
    surplus = (row["numerator"] - before * row["denominator"]) / region["denominator"]
    earlier = (row["earlier_numerator"] - before * row["earlier_denominator"]) / region["earlier_denominator"]
    return float((surplus - earlier) / (now - before))
