"""The steps that are run for some partitions at a time (see `etl.publish`), and the checks of what they make."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from config import DataDirectory
from etl.build import Build
from etl.cuts import write_cut_comparisons
from etl.equity import write_equity
from etl.partitions import Changed, batches
from etl.regrid import keep_those_without_row
from etl.renewal import untouched
from etl.signals import write_comparisons
from etl.suppression import write_hidden

PARTITIONED = (
    "contact_counts",
    "aggregate_cells",
    "aggregate_groups",
    "aggregate_facts",
    "aggregate_edges",
    "aggregate_bands",
    "unit_days",
    "administration_days",
    "group_facts",
    "group_kinds",
    "small_group_tables",
    "specialty_limits",
    "limit_counts",
    "group_grid",
    "aggregate_limit_counts",
    "delivered_groups",
    "hidden_groups",
    "attainment_groups",
    "attainment",
    "attainment_unit",
    "band_intervals",
    "comparisons",
    "variation",
    "equity",
    "group_states",
    "deviations",
    "waiting_days_by_specialty",
    "waiting_days_by_date",
    "waiting_bands",
    "cut_comparisons",
)
# Checks that look at one date at a time; the others look at several, or at what is WHOLE, and come last.
BATCH_CHECKS = (
    "bands_equal_their_group",
    "categories_equal_their_group",
    "comparisons_stand_on_shown_groups",
    "cuts_stand_on_shown_groups",
    "figures_stand_only_where_they_are_shown",
    "intervals_hold_their_group",
    "margins_equal_their_parts",
    "small_categories_are_hidden",
    "small_groups_are_hidden",
    "units_equal_their_administration",
)

Progress = Callable[[str, int, int], None]


def build_partitions(
    build: Build, data: DataDirectory, suppress_below: int, changed: Changed, progress: Progress
) -> None:
    """Every step of PARTITIONED and BATCH_CHECKS for what has changed, some partitions at a time."""
    parts = list(batches(changed.built)) or ([changed.built] if changed.is_whole else [])
    for done, partitions in enumerate(parts):
        with build.batch(partitions):
            build.view("gridded_groups", "from care_groups")
            _build_batch(build, data, suppress_below, partial(_in_turn, progress, done, len(parts) + 1))
            build.check(BATCH_CHECKS)
    if build.frame("from groups_changed limit 1").is_empty():
        return
    with build.batch(untouched(changed), of_nobody=True):
        build.view("gridded_groups", "from regridded_groups")
        _build_batch(build, data, suppress_below, progress)


def _build_batch(build: Build, data: DataDirectory, suppress_below: int, progress: Progress) -> None:
    for done, step in enumerate(PARTITIONED):
        hiding = partial(_within, progress, done)
        if step == "hidden_groups":
            write_hidden(build, data.root / "suppression.parquet", suppress_below, hiding)
        elif step == "comparisons":
            write_comparisons(build)
        elif step == "equity":
            write_equity(build, data, suppress_below, hiding)
        elif step == "cut_comparisons":
            write_cut_comparisons(build, data, suppress_below, hiding)
        else:
            build.run(step)
        if step == "delivered_groups" and build.is_of_nobody:
            keep_those_without_row(build)
        progress("Bygger", done + 1, len(PARTITIONED))


def _in_turn(progress: Progress, turn: int, turns: int, what: str, done: int, of: int) -> None:
    """One batch of several; the last turn is what comes after them."""
    progress(what, turn * of + done, turns * of)


def _within(progress: Progress, step: int, done: int, of: int) -> None:
    """A part of one step."""
    progress("Skyddar små grupper", step * of + done, len(PARTITIONED) * of)
