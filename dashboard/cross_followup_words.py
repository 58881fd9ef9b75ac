"""Words and files that the blocks of the follow-up share: whose days, whose colours, which period."""

from __future__ import annotations

import polars as pl

from dashboard import csv_files
from dashboard.cross_data import data_label
from dashboard.cross_followup_facts import Followup
from dashboard.cross_followup_sentences import Days
from dashboard.cross_view import CrossView

OWN_COLOURS = "varje förvaltnings egen definition"


def days(view: CrossView, found: Followup) -> Days:
    """The facts of most sentences."""
    whole = found.whole
    return Days(
        period=found.span,
        activity=whole["activity"],
        registered=whole["registered"],
        green_low=whole["green_low"],
        green_high=whole["green_high"],
        harm=whole["harm_days"],
        unsure=whole["unsure_harm_days"],
        late=whole["late_days"],
        well=whole["went_well_days"],
        definition=definition(view, found),
    )


def definition(view: CrossView, found: Followup) -> str:
    """Definition 2, where all is coloured by it; else each förvaltning's own."""
    titles = view.definition_titles()
    return titles[found.definitions[0]] if len(found.definitions) == 1 else OWN_COLOURS


def only_definition(found: Followup) -> str | None:
    """The one definition of what is shown, None where there are several."""
    return found.definitions[0] if len(found.definitions) == 1 else None


def caption(view: CrossView, found: Followup, what: str) -> str:
    """A block's subtitle: what, whose, when."""
    return view.caption(f"{what}, {view.label}, {found.span}")


def file_name(table: str, view: CrossView, found: Followup) -> str:
    """grona_korset_lage_2025-11-01_2026-10-31_su.csv."""
    whose = [view.unit[0], view.unit[1]] if view.unit else [view.administration, view.hospital, view.clinic]
    return csv_files.file_name(f"grona_korset_{table}", [found.first, found.last, *whose])


def open_rows(view: CrossView, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a file between huvudman and dataversion."""
    label = data_label(view.version, view.stamp)
    return rows.select(
        pl.lit(view.principal).alias("huvudman"), *(pl.col(name) for name in rows.columns), dataversion=pl.lit(label)
    )


def whose_columns(view: CrossView) -> dict[str, pl.Expr]:
    """The columns of a file that say whose figures a row has: "Alla" where all of a kind are added."""
    administration = view.unit[0] if view.unit else view.administration
    return {
        "forvaltning": pl.lit(administration or "Alla"),
        "sjukhus": pl.lit(view.hospital or "Alla"),
        "klinik": pl.lit(view.clinic or "Alla"),
        "enhet": pl.lit(view.unit[1] if view.unit else "Alla"),
    }
