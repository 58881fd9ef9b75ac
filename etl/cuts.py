"""Compare the figures with every other cut of the same truth, where neither holds a small group."""

from __future__ import annotations

from config import DataDirectory
from etl.build import Build
from etl.suppression import CELL_KEYS, TABLE_KEYS, Progress, hidden_groups

MEMORY = "suppression-cuts.parquet"


def write_cut_comparisons(build: Build, data: DataDirectory, threshold: int, progress: Progress) -> None:
    """Table cut_comparisons; `group_states` must be decided.

    A cut's own counts are protected as if they were published alone: what is hidden of ours or of theirs is in no row,
    and hiding more than each needs exposes neither.
    """
    build.run("cut_kinds")
    keys = ", ".join([*TABLE_KEYS, *CELL_KEYS])
    groups = build.frame(f"select {keys}, kind, contacts from cut_kinds")  # noqa: S608 - names from constants
    group_of = dict(
        build.connection.sql(
            "select specialty, specialty_group from specialty_reference where specialty_group is not null"
        ).fetchall()
    )
    hidden = hidden_groups(groups, group_of, threshold, data.root / MEMORY, progress)
    build.write("hidden_cut_groups", hidden, stays=False)
    build.run("cut_comparisons")
