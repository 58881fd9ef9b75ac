"""Which dates' changes to make anew, and how: those that are new, or are compared with a date that is."""

from __future__ import annotations

import polars as pl

from etl.build import Build
from etl.partitions import KEYS, Changed
from etl.signals import HORIZONS, SHOWN_GROUPS, changes, earlier_day

DATES_AT_A_TIME = 12


def write_changes(build: Build, changed: Changed) -> pl.DataFrame:
    """Tables changes and change_families anew for dates that have changed or are compared with one that has.

    `attainment` must be finished and temporary table groups_changed be there. Returns KEYS and earlier_date of them.
    """
    pairs = _pairs(changed.partitions.select(KEYS))
    touched = pl.concat([changed.built.select(KEYS), changed.gone.select(KEYS)])
    of_changed = pairs.join(
        touched.rename({"cutoff_date": "earlier_date"}), on=["principal", "earlier_date"], how="semi"
    )
    dates = pl.concat([frame.select(KEYS) for frame in (changed.built, of_changed, _unlike(build, pairs))])
    dates = dates.unique().sort(KEYS)
    for some in dates.iter_slices(DATES_AT_A_TIME) if dates.height else [dates]:
        with build.batch(some):
            earlier = pairs.join(some, on=KEYS, how="semi").select("principal", cutoff_date="earlier_date")
            build.see("attainment", pl.concat([some, earlier]).unique())
            build.see("attainment_unit", some.clear())
            found, families = changes(build.frame(SHOWN_GROUPS), some)
            build.write("changes", found)
            build.write("change_families", families)
    for name in ("changes", "change_families"):
        build.delete(name, changed.gone)
    return pairs.join(dates, on=KEYS, how="semi").select(*KEYS, "earlier_date")


def _pairs(dates: pl.DataFrame) -> pl.DataFrame:
    """KEYS and earlier_date of every horizon, whether anything is loaded then or not."""
    date = pl.col("cutoff_date")
    return pl.concat(
        dates.with_columns(earlier_date=earlier_day(date, months)).select(*KEYS, "earlier_date")
        for months in HORIZONS.values()
    )


def _unlike(build: Build, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs of which an administration delivered one only, where its care in some specialty has come or gone."""
    came = build.frame(
        "select distinct principal, administration from groups_changed where unit is null and administration <> 'Alla'"
    )
    delivered = build.frame(
        "select distinct principal, administration, cutoff_date from care where population = 'vantande'"
    )
    key = ["principal", "administration"]
    now = delivered.with_columns(now=True)
    then = delivered.rename({"cutoff_date": "earlier_date"}).with_columns(then=True)
    both = (
        pairs.join(came, on="principal")
        .join(now, on=[*key, "cutoff_date"], how="left")
        .join(then, on=[*key, "earlier_date"], how="left")
    )
    return both.filter(pl.col("now").is_null() != pl.col("then").is_null())
