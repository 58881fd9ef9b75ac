"""Jämlikhet: one specialty's share by sex, age and residence, the region as a whole."""

from __future__ import annotations

import polars as pl

import open_files
from dashboard import equity, frame, parts, reads, remembered
from dashboard.charts.interval_chart import interval_chart
from dashboard.equity import Equity
from dashboard.specialty_control_block import file_name
from dashboard.specialty_view import View


def equity_block(view: View) -> None:
    """Dots with Wilson's 95 per cent for each category; every förvaltning together, whatever is chosen."""
    shown = remembered.once(("equity", view.key), lambda: equity.of_rows(_rows(view)))
    if not shown.rows:
        return
    parts.block(
        "equity",
        shown.finding,
        view.words.caption(f"{view.words.who_attained}, efter kön, ålder och bostadsort, {view.words.moment}"),
        diagram=lambda: _diagram(view, shown),
        twin=lambda: equity.twin(f"Jämlikhet för {view.specialty_name}, tabell", shown, view),
        csv=lambda: open_files.csv_bytes(reads.open_equity(view.version, specialty=view.specialty, **view.cut)),
        file_name=file_name("jamlikhet", view),
    )
    parts.note(*_notes(view, shown))


def _rows(view: View) -> pl.DataFrame:
    return reads.equity_by_category(view.version, specialty=view.specialty, **view.cut)


def _diagram(view: View, shown: Equity) -> None:
    if not shown.has_shares:
        parts.box("Ingen andel att visa", "<p>Antal och median står i tabellen, där de går att visa.</p>")
        return
    tokens = frame.tokens()
    sections = remembered.once(("equity sections", view.key), lambda: shown.sections(view))
    figure = remembered.once(
        ("equity figure", view.key, tokens.name), lambda: interval_chart(sections, shown.region, tokens)
    )
    said = "; ".join(f"{mark.name} {_plain(mark.words)}" for section in sections for mark in section.marks)
    parts.chart("equity", figure, view.words.caption(f"{shown.finding}. {said}"))


def _plain(words: str) -> str:
    return words.replace("<b>", "").replace("</b>", "")


def _notes(view: View, shown: Equity) -> list[str]:
    """What is compared with what, why categories are never crossed, and what is not shown."""
    return [
        "Samma patienter delade på tre sätt, ett i taget: kön, ålder och bostadsort korsas aldrig, så en skillnad kan "
        "bero på något av de andra.",
        "Strecket är 95 % konfidensintervall (Wilson). ▼ och ▲: skiljer sig från alla övriga mer än slumpen, när det "
        "räknas med att flera jämförs.",
        "Ålder är mätdatumets år minus födelseåret.",
        "Alla förvaltningar tillsammans, också när några är valda." if view.administrations else "",
        "" if shown.has_residence else f"Bostadsort är inte känd för {view.cut['principal']}.",
        f"Dolt: {view.thresholds.hidden}." if shown.hidden else "",
        f"° {view.thresholds.few}, osäker andel.",
    ]
