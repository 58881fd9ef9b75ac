"""Leveransplaner: what does not agree between plans, outcomes, needs and offers, one line each."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

import open_files
from dashboard import parts, plan_data, plan_reads, plan_words, sentences
from dashboard.plan_facts import Selection
from dashboard.plan_followup_sentences import FINDINGS, FOUND, Finding, Found
from dashboard.plan_periods_block import file_name
from dashboard.plan_view import View
from dashboard.plan_words import Row

OPEN_COLUMNS = {
    "huvudman": "principal", "iakttagelse": "finding", "ar": "year", "mvo": "specialty", "fas": "phase",
    "avsandare": "sender", "mottagare": "receiver", "plan_id": "plan_id", "version": "version", "antal": "amount",
}  # fmt: skip


def findings_block(view: View, selection: Selection) -> None:
    """Nothing where the published files agree."""
    rows = findings(view, selection)
    if rows.is_empty():
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="head_plan_findings"):
        parts.heading(
            sentences.plain(FOUND, Found(rows.height)),
            view.caption(f"Vad som inte stämmer mellan planer, utfall, behov och kapacitet {view.year}, {view.who}"),
        )
        with st.container(horizontal=True, vertical_alignment="bottom", key="tools_plan_findings", width="content"):
            parts.csv_button(
                "plan_findings",
                lambda: open_files.csv_bytes(open_rows(view, rows)),
                file_name("leveransplaner_iakttagelser", view),
            )
    st.html(f'<div class="vl-list">{"".join(_line(view, row) for row in rows.iter_rows(named=True))}</div>')


def findings(view: View, selection: Selection) -> pl.DataFrame:
    """Those of the chosen plans, and those without a plan that the filters choose."""
    rows = plan_reads.plan_findings(view.version, principal=view.principal).filter(pl.col("year") == view.year)
    of_plans = rows.filter(pl.col("plan_id").is_in(selection.plans["plan_id"].to_list()))
    others = view.of_choice(rows.filter(pl.col("plan_id").is_null()))
    return pl.concat([of_plans, others]).sort("finding", "specialty", "phase", "sender", "receiver", "plan_id")


def _line(view: View, row: Row) -> str:
    said = sentences.the_one(
        FINDINGS, Finding(row["finding"], about(view, row), row["version"] or 0, row["amount"] or 0, figure(row))
    )
    link = f' <a href="?{escape(view.opening(row["plan_id"]))}">Öppna planen</a>' if row["plan_id"] else ""
    return f"<div>{said}{link}</div>"


def about(view: View, row: Row) -> str:
    """Urologi, operation/åtgärd, SU → SV: what a finding is about, as much as it says."""
    between = " → ".join(name for name in (row["sender"], row["receiver"]) if name)
    return f"{plan_words.care(view.names, row)}{f', {between}' if between else ''}"


def figure(row: Row) -> str:
    """What is delivered of those whom the finding names: both, the one who needs, or the one who offers."""
    if row["sender"] and row["receiver"]:
        return "utfall"
    return "behov" if row["sender"] else "kapacitet"


def open_rows(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """The findings as they leave."""
    label = plan_data.data_label(view.version, view.stamp)
    return rows.with_columns(principal=pl.lit(view.principal)).select(
        *(pl.col(column).alias(name) for name, column in OPEN_COLUMNS.items()), dataversion=pl.lit(label)
    )
