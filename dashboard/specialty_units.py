"""The units of a specialty in the chosen förvaltningar: shares now, with what differs beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

import open_files
from dashboard import frame, parts, reads, remembered, swedish
from dashboard.charts.share_chart import Mark, share_chart
from dashboard.sentences import Sentence, plain
from dashboard.specialty_control_block import file_name
from dashboard.specialty_view import View
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY, Cell, count_cell, days_cell, facts, hover, share_cell
from dashboard.tables import Column, TableRow, table, text

Row = Mapping[str, Any]
SIGNS = {"under": "▼", "over": "▲"}
VERDICTS = {"under": "▼ under regionen", "over": "▲ över regionen", "inom": "inom slumpen"}


def units_block(view: View) -> None:
    """A dot for each unit; nothing where no unit is known."""
    rows = remembered.once(("specialty units", view.key), lambda: _rows(view))
    if not rows:
        return
    finding = plain(FINDING, Units(rows, view.administrations))
    parts.block(
        "units",
        finding,
        view.words.caption(f"{view.words.who_attained}, per enhet, {view.words.moment}"),
        diagram=lambda: _diagram(view, rows, finding),
        twin=lambda: _twin(view, rows),
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment_unit(
                view.version, specialty=view.specialty, administrations=view.administrations, **view.cut
            )
        ),
        file_name=file_name("maluppfyllelse_enhet", view),
    )
    parts.note(
        f"° {view.thresholds.few}, osäker andel. ▼ ▲: skiljer sig från regionen mer än slumpen. "
        "Intervall, median och 90:e percentil står i tabellen."
    )


def _rows(view: View) -> Sequence[Row]:
    units = reads.attainment_by_unit(view.version, specialty=view.specialty, **view.cut)
    return units.filter(pl.col("administration").is_in(view.shown_administrations)).to_dicts()


@dataclass(frozen=True)
class Units:
    """The units of a specialty in the chosen förvaltningar; none chosen is all."""

    rows: Sequence[Row]
    administrations: Sequence[str]

    @property
    def is_judged(self) -> bool:
        return any(row["verdict"] is not None for row in self.rows)

    @property
    def under_count(self) -> int:
        return sum(row["verdict"] == "under" for row in self.rows)

    @property
    def under(self) -> str:
        """Två: the beginning of a sentence."""
        return swedish.number_word(self.under_count).capitalize()

    @property
    def units(self) -> str:
        """tolv enheter i NU."""
        where = f" i {swedish.listed(self.administrations)}" if self.administrations else ""
        return f"{swedish.number_word(len(self.rows))} enhet{'er' if len(self.rows) != 1 else ''}{where}"

    @property
    def first_units(self) -> str:
        """Tolv enheter i NU."""
        return f"{self.units[:1].upper()}{self.units[1:]}"


FINDING: Sequence[Sentence[Units]] = (
    Sentence("not judged", lambda u: not u.is_judged, "{first_units}, ingen med underlag att bedöma"),
    Sentence("none under", lambda u: u.is_judged and not u.under_count,
             "Ingen av {units} ligger under regionen mer än slumpen"),
    Sentence("some under", lambda u: u.under_count > 0, "{under} av {units} ligger under regionen mer än slumpen"),
)  # fmt: skip


def _diagram(view: View, rows: Sequence[Row], finding: str) -> None:
    tokens = frame.tokens()
    marks = [_mark(view, row) for row in rows]
    figure = remembered.once(
        ("specialty units chart", view.key, tokens.name),
        lambda: share_chart(marks, _region(rows), tokens, view.words.whole),
    )
    said = "; ".join(f"{mark.name} {mark.words.replace('<b>', '').replace('</b>', '')}" for mark in marks)
    parts.chart("units", figure, view.words.caption(f"{view.specialty_name}, {finding}. {said}"))


def _region(rows: Sequence[Row]) -> float | None:
    """The region's share of the specialty in percent, which every judged unit was compared with."""
    return next((row["target_share"] * 100 for row in rows if row["target_share"] is not None), None)


def _mark(view: View, row: Row) -> Mark:
    name = str(row["unit"])
    return Mark(
        name=name,
        administration=str(row["administration"]),
        percent=None if row["share"] is None else row["share"] * 100,
        is_low_base=row["status"] == LOW_BASE,
        words=_words(view, row),
        hover=hover(name, [*facts(row, view.words, row["target_share"]), VERDICTS.get(str(row["verdict"]), "")]),
        side=SIGNS.get(str(row["verdict"]), ""),
    )


def _words(view: View, row: Row) -> str:
    states = {HIDDEN: "dolt: för få patienter", MISSING: "saknas: ingen leverans", NOBODY: view.words.nobody}
    if row["share"] is None:
        return states.get(str(row["status"]), f"ingen andel, n = {swedish.integer(row['contacts'] or 0)}")
    sign = " °" if row["status"] == LOW_BASE else ""
    counted = f"{swedish.integer(row['numerator'])} av {swedish.integer(row['denominator'])}"
    return f"<b>{swedish.percent(row['share'])}{sign}</b>  {counted}"


def _twin(view: View, rows: Sequence[Row]) -> str:
    numbers = ("Antal", "Nämnare", "Andel", "95 % intervall", "Över gränsen", "Median", "En av tio minst")
    columns = [
        Column("Enhet"),
        Column("Förvaltning"),
        *(Column(title, True) for title in numbers),
        Column("Mot regionen"),
    ]
    return table(f"{view.specialty_name} per enhet, tabell", columns, [_table_row(view, row) for row in rows])


def _table_row(view: View, row: Row) -> TableRow:
    has_interval = row["low_95"] is not None
    interval = f"{swedish.whole_percent(row['low_95'])}–{swedish.percent(row['high_95'])}" if has_interval else ""
    cells: list[Cell] = [
        text(row["administration"]),
        count_cell(row, "contacts"),
        count_cell(row, "denominator"),
        share_cell(row, view.words),
        text(interval, "vl-number"),
        count_cell(row, "over_limit"),
        days_cell(row, "median_days"),
        days_cell(row, "p90_days"),
        text(VERDICTS.get(str(row["verdict"]), "")),
    ]
    return TableRow(text(row["unit"]), cells)
