"""Specialitet: attainment of those waiting beside that of those done, and what the queue would need."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

import open_files
from dashboard import choices, csv_files, parts, reads, remembered, stock_flow, swedish
from dashboard.balance_block import EMERGENCY, queue_month, scope, scope_words
from dashboard.balance_words import ALL
from dashboard.cuts import Cut, Words
from dashboard.specialty_view import View
from dashboard.stock_flow import StockFlow
from dashboard.tables import Column, TableRow, table, text

WAITING, COMPLETED = "vantande", "genomforda"


def stock_flow_block(view: View) -> None:
    """Six figures with their words; the twin is the same as a table. None for akut, which nobody queues for."""
    if view.cut["phase"] == EMERGENCY:
        return
    facts = remembered.once(("stock and flow", view.key), lambda: _facts(view))
    finding, moment = stock_flow.finding(facts), swedish.month_and_year(view.cut["cutoff_date"])
    parts.block(
        "stock_flow",
        finding,
        view.words.caption(
            f"{view.specialty_name}, {scope_words(view)}, {moment}: kön vid månadens slut och vården i den"
        ),
        diagram=lambda: _draw(facts),
        twin=lambda: _twin(facts, f"{finding}, tabell"),
        csv=lambda: open_files.csv_bytes(_open_rows(view)),
        file_name=csv_files.file_name(
            "maluppfyllelse_ko_och_vard", [view.cut["cutoff_date"], f"fas{view.cut['phase']}", view.specialty]
        ),
    )
    parts.note(stock_flow.explanation(facts))


def _facts(view: View) -> StockFlow:
    stock, flow = _cut(view, WAITING), _cut(view, COMPLETED)
    balance = reads.balance_by_administration(view.version, **queue_month(view))
    return StockFlow(
        stock=_row(view, stock),
        flow=_row(view, flow),
        stock_words=_words(view, stock),
        flow_words=_words(view, flow),
        balance=_only(balance.filter(pl.col("administration") == scope(view))),
        mean_age_days=_mean_age_days(view),
    )


def _cut(view: View, population: str) -> Cut:
    """The view's cut of one population: its own definition where it is the view's, otherwise that one's default."""
    if population == view.cut["population"]:
        return view.cut
    settings = reads.dataset(view.version).row(0, named=True)
    default = settings["default_definition_waiting" if population == WAITING else "default_definition_completed"]
    return Cut(
        principal=view.cut["principal"],
        cutoff_date=view.cut["cutoff_date"],
        population=population,
        phase=view.cut["phase"],
        definition=default,
        limit_days=view.cut["limit_days"],
    )


def _words(view: View, cut: Cut) -> Words:
    return Words(cut, choices.definitions(view.version)[cut["definition"]], view.is_demo)


def _row(view: View, cut: Cut) -> stock_flow.Row | None:
    rows = reads.attainment_of_specialty(view.version, specialty=view.specialty, **cut)
    return _only(rows.filter(administration=scope(view)))


def _only(rows: pl.DataFrame) -> stock_flow.Row | None:
    return None if rows.is_empty() else rows.row(0, named=True)


def _mean_age_days(view: View) -> float | None:
    """Of everybody waiting in the group; None where its days are not shown."""
    days = reads.waiting_days(view.version, **queue_month(view), population=WAITING, administration=scope(view))
    contacts = int(days["contacts"].sum())
    return int((days["waited_days"] * days["contacts"]).sum()) / contacts if contacts else None


def _draw(facts: StockFlow) -> None:
    st.html(_figures(facts))


def _figures(facts: StockFlow) -> str:
    figures = "".join(
        f'<section class="vl-figure"><h2>{escape(each.title)}</h2><div class="vl-value">{_value(each.value)}</div>'
        f'<div class="vl-words">{"".join(f"<p>{escape(words)}</p>" for words in each.words)}</div></section>'
        for each in stock_flow.measures(facts)
    )
    return f'<div class="vl-figures">{figures}</div>'


def _value(value: str) -> str:
    """Numbers stand large, states muted."""
    return f"<b>{escape(value)}</b>" if value[:1].isdigit() else f"<em>{escape(value)}</em>"


def _twin(facts: StockFlow, name: str) -> str:
    columns = [Column("Mått"), Column("Värde", True), Column("Underlag och antagande")]
    rows = [
        TableRow(text(each.title), [text(each.value, "vl-number"), text(" ".join(each.words))])
        for each in stock_flow.measures(facts)
    ]
    return table(name, columns, rows)


def _open_rows(view: View) -> pl.DataFrame:
    administrations = () if scope(view) == ALL else (scope(view),)
    return pl.concat(
        reads.open_attainment(
            view.version, specialties=(view.specialty,), administrations=administrations, **_cut(view, population)
        )
        for population in (WAITING, COMPLETED)
    )
