"""The first blocks of Behov och kapacitet: the key figures, and the gap per specialty and förvaltning."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import polars as pl
import streamlit as st

import open_files
from dashboard import choices, csv_files, frame, needs_gap, needs_words, parts, plan_data, remembered, swedish
from dashboard.charts.figure import FinishedFigure
from dashboard.charts.needs_chart import Row, needs_chart
from dashboard.charts.theme import Tokens
from dashboard.needs_gap import Totals
from dashboard.needs_view import View
from dashboard.needs_words import Gaps, Lack
from dashboard.states import hover
from dashboard.tables import Column, TableRow, table, text

MOST_ROWS = 15
KEY = (
    '<div class="vl-key"><span><i class="vl-swatch" style="background:var(--vl-accent)"></i>kvar att placera</span>'
    '<span><i class="vl-swatch" style="background:var(--vl-range-bar)"></i>överenskommet ut</span>'
    '<span><i class="vl-swatch vl-band"></i>överskott</span></div>'
)


def rows_of(view: View) -> pl.DataFrame:
    """The chosen rows of `needs_gap.gaps`."""
    return remembered.once(("gaps", view.key), lambda: view.of_choice(_gaps(view)))


def _gaps(view: View) -> pl.DataFrame:
    needs = plan_data.needs(view.version, view.principal, view.year)
    return needs_gap.gaps(needs, plan_data.quarters(view.version, view.stamp, view.principal, view.year))


def specialties_of(view: View) -> pl.DataFrame:
    """The chosen rows' sums per specialty and phase, as `needs_gap.by_specialty`."""
    return remembered.once(("gap specialties", view.key), lambda: needs_gap.by_specialty(rows_of(view)))


def facts_of(view: View) -> Gaps:
    """What the page's answer and the block's heading are made of."""
    return remembered.once(("gap facts", view.key), lambda: _facts(view))


def _facts(view: View) -> Gaps:
    rows = rows_of(view)
    specialties = specialties_of(view)
    unplaced = specialties.filter(pl.col("to_place") > 0).rows(named=True)
    first = unplaced[0] if unplaced else None
    return Gaps(
        year=view.year,
        totals=needs_gap.totals(rows),
        specialties=specialties["specialty"].n_unique(),
        short=specialties.filter(pl.col("shortage") > 0)["specialty"].n_unique(),
        unplaced=len({row["specialty"] for row in unplaced}),
        rests=len(unplaced),
        first=None if first is None else Lack(view.name(first["specialty"], first["phase"]), first["to_place"]),
    )


def figures(facts: Gaps) -> None:
    """The six key figures, in patients of the year."""
    sums = facts.totals
    shown = (
        ("Behov", sums.need, "", f"Patienter {facts.year}, alla rader i urvalet"),
        ("Egen kapacitet", sums.capacity, "", "Det förvaltningarna klarar själva"),
        ("Brist", sums.shortage, _of(facts.short, facts.specialties), "Där behovet är större än kapaciteten"),
        ("Överskott", sums.surplus, "", "Där kapaciteten är större. Räknas inte av mot bristen"),
        ("Överenskommet ut", sums.agreed_out, f"{swedish.integer(sums.agreed_in)} in", "Gällande leveransplaner"),
        ("Kvar att placera", sums.to_place, "", "Bristen minus överenskommet ut, rad för rad"),
    )
    body = "".join(
        f'<section class="vl-figure"><h2>{title}</h2><div class="vl-value"><b>{swedish.integer(value)}</b>'
        f'<span>{beside}</span></div><div class="vl-words"><p>{escape(words)}</p></div></section>'
        for title, value, beside, words in shown
    )
    st.html(f'<div class="vl-figures">{body}</div>')


def _of(short: int, specialties: int) -> str:
    return f"{swedish.integer(short)} av {swedish.integer(specialties)} specialiteter"


def gap_block(view: View) -> None:
    """What is short and what is left over per specialty, and the same per förvaltning as a table."""
    facts, rows = facts_of(view), rows_of(view)
    specialties = specialties_of(view)
    finding = needs_words.finding(facts)

    def diagram() -> None:
        tokens = frame.tokens()
        figure = remembered.once(("gap chart", view.key, tokens.name), lambda: _figure(view, specialties, tokens))
        st.html(KEY)
        parts.chart("needs", figure, _caption(view, f"{finding}. {_alt(view, specialties)}"))

    parts.block(
        "needs",
        finding,
        _caption(view, f"Behov minus egen kapacitet, {_where(view)}, antal patienter {view.year}"),
        diagram=diagram,
        twin=lambda: _twin(view, rows),
        csv=lambda: open_files.csv_bytes(file_rows(view, rows)),
        file_name=csv_files.file_name("behov", [view.year, *view.specialties, *view.administrations]),
    )
    parts.note(*_notes(facts.totals, len(specialties)))


def _caption(view: View, words: str) -> str:
    return f"{words}. Demodata" if view.is_demo else words


def _where(view: View) -> str:
    return f"{view.scope}, {view.principal}" if view.scope else f"alla förvaltningar, {view.principal}"


def _figure(view: View, specialties: pl.DataFrame, tokens: Tokens) -> FinishedFigure:
    return needs_chart([_row(view, each) for each in specialties.head(MOST_ROWS).iter_rows(named=True)], tokens)


def _row(view: View, row: Mapping[str, Any]) -> Row:
    name = view.name(row["specialty"], row["phase"])
    return Row(
        name=name,
        shortage=row["shortage"],
        to_place=row["to_place"],
        surplus=row["surplus"],
        right=_right(row, "b"),
        left=swedish.integer(row["surplus"]) if row["surplus"] else "",
        hover=hover(name, _facts_of_row(view, row)),
    )


def _right(row: Mapping[str, Any], tag: str = "") -> str:
    """410 kvar av 1 180 · allt överenskommet (320) · ingen brist."""
    before, after = (f"<{tag}>", f"</{tag}>") if tag else ("", "")
    if not row["shortage"]:
        return "ingen brist"
    shortage = swedish.integer(row["shortage"])
    if not row["to_place"]:
        return f"hela bristen överenskommen, {shortage}"
    left = f"{before}{swedish.integer(row['to_place'])} kvar{after}"
    return f"{left} av {shortage}" if row["to_place"] < row["shortage"] else f"{left}, inget överenskommet"


def _facts_of_row(view: View, row: Mapping[str, Any]) -> list[str]:
    return [
        f"behov {swedish.integer(row['need'])}, egen kapacitet {swedish.integer(row['capacity'])}",
        f"brist {swedish.integer(row['shortage'])}, överskott {swedish.integer(row['surplus'])}",
        f"överenskommet ut {swedish.integer(row['agreed_out'])}, in {swedish.integer(row['agreed_in'])}",
        f"kvar att placera {swedish.integer(row['to_place'])}, {view.year}",
    ]


def _alt(view: View, specialties: pl.DataFrame) -> str:
    return "; ".join(
        f"{view.name(row['specialty'], row['phase'])} {_right(row)}"
        + (f", överskott {swedish.integer(row['surplus'])}" if row["surplus"] else "")
        for row in specialties.head(MOST_ROWS).iter_rows(named=True)
    )


NUMBERS = {
    "need": "Behov", "capacity": "Egen kapacitet", "gap": "Gap", "agreed_out": "Överenskommet ut",
    "agreed_in": "Överenskommet in", "gap_after": "Gap efter planer", "to_place": "Kvar att placera",
}  # fmt: skip


def _twin(view: View, rows: pl.DataFrame) -> str:
    columns = [Column("Specialitet"), Column("Förvaltning"), *(Column(title, True) for title in NUMBERS.values())]
    body = [
        TableRow(
            text(view.name(row["specialty"], row["phase"])),
            [text(row["administration"]), *(text(_number(row[name], name), "vl-number") for name in NUMBERS)],
        )
        for row in rows.iter_rows(named=True)
    ]
    return table(f"Behov och egen kapacitet {view.year}, tabell", columns, body)


def _number(value: int | None, name: str) -> str:
    """A gap has a sign; – where no need is stated."""
    if value is None:
        return "–"
    return f"+{swedish.integer(value)}" if name in ("gap", "gap_after") and value > 0 else swedish.integer(value)


def file_rows(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """The table's rows for a file."""
    names = choices.short_names(view.version, view.principal)
    return rows.select(
        huvudman=pl.lit(view.principal), ar=pl.lit(view.year), mvo="specialty",
        mvo_namn=pl.col("specialty").replace(names), fas="phase", forvaltning="administration", behov="need",
        kapacitet="capacity", gap="gap", overenskommet_ut="agreed_out", overenskommet_in="agreed_in",
        gap_efter_planer="gap_after", kvar_att_placera="to_place",
        dataversion=pl.lit(plan_data.data_label(view.version, view.stamp)),
    )  # fmt: skip


def _notes(sums: Totals, specialties: int) -> list[str]:
    said = [
        "Brist och överskott summeras var för sig: ett överskott i en förvaltning döljer ingen annans brist.",
        "Gap efter planer är gapet minus överenskommet ut plus överenskommet in. Kvar att placera är bristen minus "
        "överenskommet ut, aldrig under noll; det är den som ett förslag fördelar.",
    ]
    if specialties > MOST_ROWS:
        said.append(f"Diagrammet visar de {MOST_ROWS} med mest kvar av {specialties}; tabellen har alla.")
    if sums.double:
        said.append(f"{_keys(sums.double)} behov både för året och per kvartal: kvartalen räknas, om alla fyra finns.")
    if sums.partial:
        said.append(f"{_keys(sums.partial)} behov bara för några kvartal.")
    if sums.without_need:
        said.append(f"{_keys(sums.without_need)} planer men inget angivet behov (–) och räknas inte i gapet.")
    return said


def _keys(count: int) -> str:
    return f"{swedish.number_word(count).capitalize()} {'rad har' if count == 1 else 'rader har'}"
