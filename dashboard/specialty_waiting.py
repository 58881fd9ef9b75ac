"""How long those of a specialty have waited: the distribution of days with the limit drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

import open_files
from dashboard import frame, parts, reads, remembered, swedish
from dashboard.charts.distribution_chart import AXIS_END, Bar, Mark, distribution_chart
from dashboard.sentences import plain
from dashboard.specialty_control import ALL
from dashboard.specialty_control_block import file_name
from dashboard.specialty_sentences import WAITING_FINDINGS, Waited
from dashboard.specialty_view import View
from dashboard.states import HIDDEN, Cell, hover
from dashboard.tables import Column, TableRow, table, text

STEP = 10
HALF_A_YEAR = 182
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Waits:
    """One group's days waited in bars, its published median and 90th percentile, and what the heading says."""

    group: str
    row: Row
    bars: list[Bar]
    finding: str

    @property
    def contacts(self) -> int:
        return sum(bar.contacts for bar in self.bars)

    def total(self, *, is_over: bool) -> int:
        """How many stand on one side of the limit."""
        return sum(bar.contacts for bar in self.bars if bar.is_over == is_over)


def waiting_block(view: View) -> None:
    """The distribution of the region, or of the one chosen förvaltning."""
    waits = remembered.once(("waits", view.key), lambda: of_view(view))
    where = "" if waits.group == ALL else f", {waits.group}"
    subtitle = f"Antal {view.words.noun} efter väntetid{where}, {view.words.moment}"
    if not waits.bars:
        parts.heading("Väntetidens fördelning", view.words.caption(subtitle))
        is_hidden = waits.row.get("status") == HIDDEN
        said = f"dolt: {view.thresholds.hidden}" if is_hidden else view.words.nobody
        parts.box(
            "Ingen fördelning att visa", f"<p>{said[:1].upper()}{said[1:]}.</p>", "hidden" if is_hidden else "empty"
        )
        return
    parts.block(
        "waiting",
        waits.finding,
        view.words.caption(f"{subtitle}, alla {view.words.noun} (n = {swedish.integer(waits.contacts)})"),
        diagram=lambda: _diagram(view, waits),
        twin=lambda: twin(waits, f"Väntetid för {view.specialty_name}, tabell"),
        csv=lambda: open_files.csv_bytes(open_rows(view, waits)),
        file_name=file_name("vantetid", view),
        is_half=True,
    )
    parts.note(*_notes(view))


def of_view(view: View) -> Waits:
    """Bars of ten days, cut at the limit, the last one open; empty where the group is not shown."""
    group = view.administrations[0] if len(view.administrations) == 1 else ALL
    cut = view.cut
    days = reads.waiting_days(
        view.version,
        principal=cut["principal"],
        cutoff_date=cut["cutoff_date"],
        population=cut["population"],
        phase=cut["phase"],
        specialty=view.specialty,
        administration=group,
    )
    rows = reads.attainment_of_specialty(view.version, specialty=view.specialty, **cut).filter(administration=group)
    row = rows.row(0, named=True) if len(rows) else {}
    bars = _bars(view, days) if len(days) else []
    return Waits(group, row, bars, _finding(view, days, row) if bars else "")


def _bars(view: View, days: pl.DataFrame) -> list[Bar]:
    limit = view.cut["limit_days"]
    ends = sorted({*range(STEP, AXIS_END, STEP), AXIS_END, *([limit] if limit and limit < AXIS_END else [])})
    counts = np.zeros(len(ends) + 1, np.int64)
    np.add.at(counts, np.searchsorted(ends, days["waited_days"].to_numpy()), days["contacts"].to_numpy())
    spans = zip([0, *(end + 1 for end in ends)], [*ends, None], counts.tolist(), strict=True)
    return [_bar(view, first, last, contacts) for first, last, contacts in spans]


def _bar(view: View, first: int, last: int | None, contacts: int) -> Bar:
    limit = view.cut["limit_days"]
    is_over = limit is not None and first > limit
    title = f"{first}–{'' if last is None else last} dagar"
    side = [] if limit is None else ["över gränsen" if is_over else "inom gränsen"]
    return Bar(first, last, contacts, is_over, hover(title, [f"{swedish.integer(contacts)} {view.words.noun}", *side]))


def _finding(view: View, days: pl.DataFrame, row: Row) -> str:
    limit = view.cut["limit_days"]
    over = days.filter(pl.col("waited_days") > limit) if limit is not None else days.clear()
    facts = Waited(
        over_limit=int(over["contacts"].sum()),
        half_year=int(over.filter(pl.col("waited_days") > HALF_A_YEAR)["contacts"].sum()),
        limit="" if limit is None else swedish.days(limit),
        median=swedish.days(row["median_days"]) if row.get("median_days") is not None else "",
        has_waited="har väntat" if view.words.is_waiting else "väntade",
        low_base=view.thresholds.low_base,
        has_limit=limit is not None,
    )
    return plain(WAITING_FINDINGS, facts)


def _diagram(view: View, waits: Waits) -> None:
    tokens = frame.tokens()
    limit = view.cut["limit_days"]
    marks = [] if limit is None else [Mark(limit, f"gräns {swedish.days(limit)}", is_limit=True)]
    if waits.row.get("median_days") is not None:
        marks.append(Mark(waits.row["median_days"], f"median {round(waits.row['median_days'])}"))
    if waits.row.get("p90_days") is not None:
        has = "har väntat" if view.words.is_waiting else "väntade"
        marks.append(Mark(waits.row["p90_days"], f"en av tio {has} minst {round(waits.row['p90_days'])}"))
    sides = [("inom gränsen", waits.total(is_over=False), False), ("över gränsen", waits.total(is_over=True), True)]
    totals = [] if limit is None else sides
    drawn = remembered.once(
        ("waits chart", view.key, tokens.name), lambda: distribution_chart(waits.bars, marks, totals, tokens)
    )
    said = [mark.words for mark in marks] + [f"{words} {swedish.integer(count)}" for words, count, _ in totals]
    parts.chart("waiting", drawn, view.words.caption(f"{waits.finding}. {'; '.join(said)}"))


def twin(waits: Waits, name: str) -> str:
    """A row per bar."""
    columns = [Column("Dagar"), Column("Antal", True), Column("Andel", True), Column("Gräns")]
    rows = []
    for bar in waits.bars:
        title = f"{bar.first}–{'' if bar.last is None else bar.last}"
        share = Cell(swedish.percent(bar.contacts / waits.contacts) if waits.contacts else "", "vl-number")
        side = "över gränsen" if bar.is_over else ""
        rows.append(TableRow(text(title), [Cell(swedish.integer(bar.contacts), "vl-number"), share, text(side)]))
    return table(name, columns, rows)


def open_rows(view: View, waits: Waits) -> pl.DataFrame:
    """The bars as they leave, in the names of the open tables."""
    cut = view.cut
    schema = {
        "huvudman": pl.String, "matdatum": pl.Date, "population": pl.String, "fas": pl.Int32, "mvo": pl.String,
        "mvo_namn": pl.String, "forvaltning": pl.String, "grans_dagar": pl.Int32, "fran_dagar": pl.Int32,
        "till_dagar": pl.Int32, "antal": pl.Int32, "dataversion": pl.String,
    }  # fmt: skip
    start = (cut["principal"], cut["cutoff_date"], cut["population"], cut["phase"], view.specialty,
             view.specialty_name, waits.group, cut["limit_days"])  # fmt: skip
    rows = [(*start, bar.first, bar.last, bar.contacts, view.version) for bar in waits.bars]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _notes(view: View) -> list[str]:
    sentences = ["Alla räknas, även de som definitionen räknar bort ur andelen. Sista stapeln är 366 dagar och mer."]
    if view.cut["limit_days"] is None:
        sentences.append(
            "Gränsen är patientens eget måldatum. Dagar till och efter måldatum publiceras inte: därför visas dagar "
            "sedan beslut, utan gränslinje."
        )
    if len(view.administrations) > 1:
        sentences.append("Fördelningen gäller alla förvaltningar; välj en för att se dess egen.")
    return sentences
