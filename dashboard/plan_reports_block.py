"""Leveransplaner: what senders and receivers each report of the same patients, and what differs between them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

import open_files
from dashboard import parts, plan_data, plan_followup_sentences, plan_words, remembered, swedish
from dashboard.plan_facts import Selection
from dashboard.plan_followup_sentences import Reports
from dashboard.plan_periods_block import file_name
from dashboard.plan_view import View
from dashboard.plan_words import Row
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

MEASURES = {"sent": "Skickade", "completed": "Genomförda", "returned": "Återlämnade"}
SIDES = {"sender": "skickande", "receiver": "mottagare"}
MOST_NAMES = 3


def reports_block(view: View, selection: Selection) -> None:
    """Months as a list, plans and months as a table; nothing where no outcome is reported."""
    if selection.last is None:
        return
    rows = remembered.once(("plan reports", view.key, view.today), lambda: reports(view, selection))
    finding = plan_followup_sentences.report_finding(counted(rows))
    until = swedish.month_and_year(selection.whole.date(selection.last))
    parts.block(
        "plan_reports",
        finding,
        view.caption(f"Vad skickande och mottagare rapporterar om samma patienter, till och med {until}, {view.who}"),
        diagram=lambda: _draw(view, selection, rows),
        twin=lambda: twin(f"{finding}, tabell", view, rows),
        csv=lambda: open_files.csv_bytes(open_rows(view, rows)),
        file_name=file_name("leveransutfall_avstamning", view),
        first="Månader",
    )
    parts.note(
        "Summor och skillnader gäller uppgifter som båda har rapporterat. I planerna räknas skickandes antal skickade "
        "och mottagarens antal genomförda och återlämnade, den andres uppgift där den ena saknas.",
        "Tabellen visar plan för plan och månad för månad där uppgifterna skiljer sig eller bara en har rapporterat.",
    )


def reports(view: View, selection: Selection) -> pl.DataFrame:
    """One row per month and pair of the chosen plans, and of outcomes without a plan that the filters choose."""
    ids = selection.plans["plan_id"].to_list()
    outcomes = plan_data.outcomes(view.version, view.principal, view.year)
    unplanned = selection.outside_plans.filter(pl.col("plan_id").is_null())
    of_plans = outcomes.filter(pl.col("plan_id").is_in(ids))
    return pl.concat([of_plans, unplanned.select(outcomes.columns)]).sort(
        "month", "specialty", "phase", "sender", "receiver"
    ).with_columns(
        is_both=pl.any_horizontal(pl.col(f"{name}_by_sender").is_not_null() for name in MEASURES)
        & pl.any_horizontal(pl.col(f"{name}_by_receiver").is_not_null() for name in MEASURES),
        apart=pl.sum_horizontal(
            (pl.col(f"{name}_by_sender") - pl.col(f"{name}_by_receiver")).abs() for name in MEASURES
        ),
    )  # fmt: skip


def counted(rows: pl.DataFrame) -> Reports:
    """How many months and pairs both sides have told of, alike or not, and how many only one has."""
    both = rows.filter("is_both")
    unlike = both.filter(pl.col("apart") > 0)
    return Reports(both.height, unlike.height, rows.height - both.height, int(unlike["apart"].sum()))


def _draw(view: View, selection: Selection, rows: pl.DataFrame) -> None:
    st.html(
        remembered.once(
            ("plan report months", view.key, view.today), lambda: by_month("Månad för månad", selection, rows)
        )
    )


def by_month(name: str, selection: Selection, rows: pl.DataFrame) -> str:
    """A row per month, the year's sum last; a month that nobody has reported says so."""
    columns = [Column("Månad"), *_measure_columns(), Column("Bara en har rapporterat")]
    found = []
    for month in range((selection.last or 0) + 1):
        date = selection.whole.date(month)
        label = text(swedish.month_name(date))
        if month not in selection.whole.reported:
            found.append(TableRow(label, [text("ej rapporterad", "vl-muted"), *[text("")] * (3 * len(MEASURES))]))
            continue
        found.append(TableRow(label, [*_sums(rows.filter(pl.col("month") == date)), _silent(rows, date)]))
    found.append(TableRow(text("Summa"), [*_sums(rows), text("")], "vl-sum"))
    return wrapped(table(name, columns, found))


def wrapped(html: str) -> str:
    """The table with headings of several lines: it has three columns a measure."""
    return html.replace('class="vl-table"', 'class="vl-table vl-reports"')


def _measure_columns() -> list[Column]:
    return [
        Column(title, is_number=True)
        for measure in MEASURES.values()
        for title in (f"{measure} enl. skickande", "enl. mottagare", "Skillnad")
    ]


def _sums(rows: pl.DataFrame) -> list[Cell]:
    cells = []
    for measure in MEASURES:
        both = rows.filter(pl.col(f"{measure}_by_sender").is_not_null(), pl.col(f"{measure}_by_receiver").is_not_null())
        cells += _pair(int(both[f"{measure}_by_sender"].sum()), int(both[f"{measure}_by_receiver"].sum()))
    return cells


def _pair(sender: int | None, receiver: int | None) -> list[Cell]:
    said = [text("–" if each is None else swedish.integer(each), "vl-number") for each in (sender, receiver)]
    if sender is None or receiver is None:
        return [*said, text("", "vl-number")]
    return [*said, text(signed(receiver - sender), "vl-number")]


def signed(difference: int) -> str:
    """+3 · −12 · 0: the receiver's number less the sender's."""
    return f"+{swedish.integer(difference)}" if difference > 0 else swedish.integer(difference)


def _silent(rows: pl.DataFrame, month: object) -> Cell:
    """Klarsikt saknas · tre mottagare och NU saknas."""
    alone = rows.filter(pl.col("month") == month, ~pl.col("is_both")).to_dicts()
    names = sorted({silent_side(row)[1] for row in alone})
    if not names:
        return text("")
    said = swedish.listed(names) if len(names) <= MOST_NAMES else f"{swedish.number_word(len(names))} av dem"
    return text(f"{said} saknas")


def silent_side(row: Row) -> tuple[str, str]:
    """Which side has reported nothing, and its name."""
    side = "sender" if all(row[f"{measure}_by_sender"] is None for measure in MEASURES) else "receiver"
    return SIDES[side], str(row[side])


def twin(name: str, view: View, rows: pl.DataFrame) -> str:
    """A row per pair and month where both do not say the same, the largest difference first."""
    columns = [Column("Vård, från och till"), Column("Månad"), *_measure_columns(), Column("Saknas")]
    shown = rows.filter((pl.col("apart") > 0) | ~pl.col("is_both"))
    in_order = shown.sort("is_both", "apart", "month", descending=[True, True, True], maintain_order=True)
    return wrapped(table(name, columns, [_twin_row(view, row) for row in in_order.iter_rows(named=True)]))


def _twin_row(view: View, row: Row) -> TableRow:
    label = f"{plan_words.care(view.names, row)}, {row['sender']} → {row['receiver']}"
    pairs: Sequence[list[Cell]] = [
        _pair(row[f"{measure}_by_sender"], row[f"{measure}_by_receiver"]) for measure in MEASURES
    ]
    missing = "" if row["is_both"] else f"{silent_side(row)[0]} {silent_side(row)[1]}"
    cells = [cell for pair in pairs for cell in pair]
    return TableRow(text(label), [text(row["month"].isoformat(), "vl-nowrap"), *cells, text(missing)])


def open_rows(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """Every month and pair with both sides' reports and what is used."""
    words = {"sent": "skickade", "completed": "genomforda", "returned": "aterlamnade"}
    sides = {"sender": "avsandare", "receiver": "mottagare"}
    reported = {
        f"{name}_enligt_{whose}": f"{measure}_by_{side}"
        for measure, name in words.items()
        for side, whose in sides.items()
    }
    columns = {"huvudman": "principal", "ar": "year", "manad": "month", "mvo": "specialty", "fas": "phase",
               "avsandare": "sender", "mottagare": "receiver", "plan_id": "plan_id",
               **{name: measure for measure, name in words.items()}, **reported}  # fmt: skip
    label = plan_data.data_label(view.version, view.stamp)
    return rows.select(*(pl.col(column).alias(name) for name, column in columns.items()), dataversion=pl.lit(label))
