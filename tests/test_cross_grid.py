"""Days as a grid of kinds add up to what the days themselves add up to."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import cross_fatigue, cross_followup
from analysis.cross_grid import PLACE, Grid, laid_over
from tests.cross_signs import MASKS, PALETTE, unit_days

FEW = settings(max_examples=30, deadline=None)
FIRST, TODAY = dt.date(2026, 1, 20), dt.date(2026, 4, 30)
PLACES = [("NU", "A"), ("SU", "A"), ("SU", "B")]
signs = st.text(st.sampled_from(sorted(MASKS)), min_size=1, max_size=90)
some_units = st.lists(st.tuples(signs, st.integers(0, 9), st.booleans()), min_size=3, max_size=3)


def days_of(drawn: list[tuple[str, int, bool]]) -> pl.DataFrame:
    """Three units that begin on different days, counted or not, under definitions of their own."""
    return pl.concat(
        unit_days(written, FIRST + dt.timedelta(days=after), name, place, is_counted=counted, definition=definition)
        for (written, after, counted), (place, name), definition in zip(drawn, PLACES, PALETTE.names, strict=True)
    )


def same_sums(grid: Grid, days: pl.DataFrame, first: dt.date, last: dt.date) -> None:
    """Each sum of the grid's part is that of the days' own readings."""
    read = cross_followup.readings(days, PALETTE, TODAY).filter(pl.col("date").is_between(first, last))
    part = grid.of(PLACES, last, first)
    alike = part.alike()
    assert part.begin == read["date"].min()
    assert cross_followup.figures(alike).equals(cross_followup.figures(read))
    for what in ("colour", "fact"):
        assert cross_followup.by_state(alike, what).equals(cross_followup.by_state(read, what))
    named = part.by_unit().with_columns(unit=pl.col("place").replace_strict(dict(enumerate(map("/".join, PLACES)))))
    own = read.with_columns(unit=pl.concat_str(PLACE, separator="/"))
    assert cross_followup.figures(named, ["unit"]).equals(cross_followup.figures(own, ["unit"]))
    assert cross_followup.harm(part.marks(), TODAY) == cross_followup.harm(read, TODAY)
    nothing = read.clear().select("date", "fact", is_in_rate=pl.lit(value=True), count=pl.lit(1))
    assert cross_followup.risks_by_month(nothing, part.by_month()).equals(cross_followup.risks_by_month(nothing, read))
    told = dict(zip(PLACES, cross_fatigue.of_course(part.first, *part.course()), strict=True))
    assert {unit: each for unit, each in told.items() if each} == cross_fatigue.fatigues(read)
    assert cross_fatigue.together(part.first, *part.course()) == cross_fatigue.fatigue(read)


@FEW
@given(some_units, st.integers(0, 60), st.integers(0, 60))
def test_what_a_grid_adds_up_to_is_what_its_days_do(drawn: list[tuple[str, int, bool]], after: int, wide: int) -> None:
    days, first = days_of(drawn), FIRST + dt.timedelta(days=after)
    grid = laid_over(None, days, PALETTE, TODAY)
    same_sums(grid, days, FIRST, TODAY)
    same_sums(grid, days, first, min(TODAY, first + dt.timedelta(days=wide)))


@FEW
@given(some_units, signs, st.integers(-40, 5), st.integers(0, 2))
def test_a_unit_that_is_laid_over_leaves_the_others_as_they_were(
    drawn: list[tuple[str, int, bool]], written: str, after: int, place: int
) -> None:
    """Also where it begins before every other, and where it was not there before."""
    days = days_of(drawn)
    administration, name = PLACES[place]
    is_own = (pl.col("administration") == administration) & (pl.col("unit") == name)
    newer = unit_days(written, FIRST + dt.timedelta(days=after), name, administration)
    together = pl.concat([days.filter(~is_own), newer]).sort(*PLACE, "date")
    for ground in (days, days.filter(~is_own)):
        grid = laid_over(laid_over(None, ground, PALETTE, TODAY), newer, PALETTE, TODAY)
        same_sums(grid, together, FIRST - dt.timedelta(days=40), TODAY)


def test_a_grid_of_no_days_adds_up_to_nothing() -> None:
    grid = laid_over(None, unit_days("", FIRST), PALETTE, TODAY)
    part = grid.of([], TODAY)
    assert part.begin is None
    assert cross_followup.figures(part.alike()).row(0, named=True)["activity"] == 0
    assert part.by_month().is_empty()
    assert cross_followup.harm(part.marks(), TODAY).dates == ()
    assert cross_fatigue.together(part.first, *part.course()) is None
