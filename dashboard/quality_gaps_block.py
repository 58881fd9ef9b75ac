"""Datakvalitet, gaps: what sources have not sent, förvaltningar that are missing, and units that have fallen silent."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from dashboard import freshness, quality_summary, quality_timeline, reads, sentences, swedish
from dashboard.quality_headings import ABSENT, GAPS, SILENT, Count
from dashboard.quality_overview_block import rows
from dashboard.quality_parts import Listing, day, listing, more_link, number, shown
from dashboard.quality_timeline import MISSING
from dashboard.quality_view import QualityView
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

WHOLE = "hela leveransen"


def draw(view: QualityView) -> None:
    """The widest first: a missing delivery may explain a förvaltning's gap, and that a unit is silent."""
    missing_block(view)
    gaps_block(view)
    silent_block(view)


def missing_block(view: QualityView) -> None:
    """One row per delivery that should have come and has not, newest first, förvaltningar whatever."""
    found = [
        each
        for each in quality_timeline.deliveries(view.version, view.principal, view.today)
        if each.state == MISSING and view.population in ("", each.series.population, each.series.kind)
    ]
    found.sort(key=lambda each: (-each.period.toordinal(), each.series.label))

    def html() -> str:
        lines = [
            TableRow(text(each.series.label), [text(swedish.month_and_year(each.period)), day(each.due_on)])
            for each in found
        ]
        columns = [Column("Leverans"), Column("Period"), Column("Skulle ha kommit")]
        return table("Leveranser som saknas", columns, lines) if lines else _none("Allt väntat har kommit.")

    finding = sentences.plain(ABSENT, Count(len(found)))
    subtitle = "Leveranser per källa och slag som skulle ha kommit, senaste först"
    listing(view, Listing("quality_missing", finding, subtitle, html, "leveranstider", lambda: rows(found)))


def gaps(view: QualityView) -> pl.DataFrame:
    """population, period, missing (förvaltningar, or the whole delivery), delivered, expected; newest first."""
    periods = _of_choice(view, reads.periods(view.version, principal=view.principal))
    if view.administrations:
        named = pl.any_horizontal(pl.col("missing_administrations").str.contains(rf"(^|, ){re.escape(name)}($|, )")
                                  for name in view.administrations)  # fmt: skip
        periods = periods.filter(~pl.col("is_delivered") | named)
    return (
        periods.filter(~pl.col("is_delivered") | pl.col("missing_administrations").is_not_null())
        .select(
            "population", period="cutoff_date",
            missing=pl.when("is_delivered").then("missing_administrations").otherwise(pl.lit(WHOLE)),
            delivered="administrations_delivered", expected="administrations_expected",
        )
        .sort("period", "population", descending=[True, False])
    )  # fmt: skip


def gaps_block(view: QualityView) -> None:
    """One row per population and period that is not whole."""
    found = gaps(view)

    def html() -> str:
        lines = [
            TableRow(
                text(swedish.long_date(row["period"])),
                [text(freshness.POPULATION_NAMES[row["population"]]), text(f"○ {row['missing']} saknas"),
                 text(f"{swedish.number_word(row['delivered'])} av {swedish.number_word(row['expected'])}")],
            )
            for row in found.iter_rows(named=True)
        ]  # fmt: skip
        columns = [Column("Period"), Column("Population"), Column("Saknas"), Column("Förvaltningar")]
        return table("Luckor i leveranserna", columns, lines) if lines else _none("Varje period är hel.")

    finding = sentences.plain(GAPS, Count(found.height))
    subtitle = "Perioder som saknas helt eller för någon förvaltning, mellan första och senaste leverans"
    listing(view, Listing("quality_gaps", finding, subtitle, html, "luckor", lambda: found))


def silent_block(view: QualityView) -> None:
    """One row per unit and date, whatever its populations; the newest first. The file has a row for each of them."""
    found, newest = (
        _of_choice(view, units(view.version, view.principal))
        for units in (quality_summary.silent_units, quality_summary.newest_silent)
    )
    if view.administrations:
        chosen = pl.col("administration").is_in(list(view.administrations))
        found, newest = found.filter(chosen), newest.filter(chosen)
    units_found = quality_summary.by_unit(found)

    def html() -> str:
        lines = [
            TableRow(
                text(row["unit"]),
                [text(row["administration"]), text(quality_summary.populations(row["population"]).capitalize()),
                 day(row["cutoff_date"]), _each(map(day, row["last_seen"])), _each(map(number, row["periods_before"]))],
            )
            for row in shown(view, units_found).iter_rows(named=True)
        ]  # fmt: skip
        columns = [Column("Enhet"), Column("Förvaltning"), Column("Population"), Column("Saknas"),
                   Column("Senast med"), Column("Perioder före", True)]  # fmt: skip
        if not lines:
            return _none("Varje enhet med minst 20 kontakter i tre perioder i rad finns med i nästa.")
        return table("Tysta enheter", columns, lines) + more_link(view, units_found.height, "enheter")

    subtitle = (
        "Vid senaste leveransen; listan har alla datum. Minst 20 kontakter i var och en av tre perioder, sedan ingen"
    )
    finding = sentences.plain(SILENT, Count(quality_summary.by_unit(newest).height))
    listing(view, Listing("quality_silent", finding, subtitle, html, "tysta_enheter", lambda: found))


def _each(cells: Iterable[Cell]) -> Cell:
    """The cell of every population in their order; once where they say the same."""
    different = list(dict.fromkeys(cells))
    return Cell(" och ".join(cell.html for cell in different), different[0].css)


def _of_choice(view: QualityView, found: pl.DataFrame) -> pl.DataFrame:
    return found.filter(pl.col("population") == view.population) if view.population else found


def _none(words: str) -> str:
    return f'<p class="vl-note">{words}</p>'
