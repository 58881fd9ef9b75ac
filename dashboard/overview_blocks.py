"""The blocks of Läget: the trend with its twin, and how fresh every source is."""

from __future__ import annotations

from html import escape

import streamlit as st

import open_files
from dashboard import csv_files, freshness, parts, reads, remembered, swedish, trend
from dashboard.cuts import series_of
from dashboard.overview_view import View

KINDS = {"vantande": "Väntande", "genomforda": "Genomförda", "riket": "Riket"}
NAMES = {1: "Första besök", 2: "Operation/åtgärd"}


def trend_block(view: View) -> None:
    """First visits and operations over up to 36 months."""
    version, cut, words = view.version, view.cut, view.words
    series = series_of(cut)
    rows = reads.attainment_over_time(version, phases=(1, 2), specialty="Alla", administrations=("Alla",), **series)
    key = ("overview months", version, *cut.values())
    months = remembered.once(key, lambda: trend.months_of(rows, "phase", NAMES, words))
    finding = _finding(months)
    parts.block(
        "trend",
        finding,
        words.caption(f"Andel väntande som väntat högst {swedish.days(90)}, {months.span}"),
        diagram=lambda: trend.draw(
            key, months, words.caption(f"{finding}. Andel väntande inom 90 dagar, {months.span}")
        ),
        twin=lambda: trend.twin("Andel per månad, tabell", months, words),
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment_over_time(
                version, phases=(1, 2), specialty="Alla", administrations=("Alla",), **series
            )
        ),
        file_name=csv_files.file_name("laget", [cut["cutoff_date"], "vantande", cut["definition"], 90]),
        is_half=True,
    )
    parts.note(months.axis_note, "Jämför helst med samma månad året före: sommar och jul är egna säsonger.")


def freshness_block(version: str, principal: str) -> None:
    """A line per population with its newest period, then one per source."""
    parts.heading("Så färska är siffrorna", "Senaste leverans per källa")
    newest: dict[str, dict[str, object]] = {}
    for row in (
        reads.periods(version, principal=principal)
        .sort("population", "cutoff_date", descending=True)
        .iter_rows(named=True)
    ):
        newest.setdefault(row["population"], row)
    lines = []
    for row in newest.values():
        late = freshness.age_warning(row["cutoff_date"])  # type: ignore[arg-type]
        lines.append(f"<div>{freshness.badge_of(row)}{f'<small>{late}</small>' if late else ''}</div>")
    for source in reads.freshness(version, principal=principal).iter_rows(named=True):
        name = KINDS.get(source["kind"], source["kind"])
        held = f", {swedish.integer(source['quarantined'])} i karantän" if source["quarantined"] else ""
        loaded = swedish.day_and_month(swedish.local_day(source["loaded_at"]))
        lines.append(
            f"<div>{escape(name)}, källa {escape(str(source['source']))}<small>{escape(str(source['path']))} · "
            f"{swedish.integer(source['accepted'])} poster{held} · inläst {loaded}</small></div>"
        )
    st.html(f'<div class="vl-list">{"".join(lines)}</div>')


def sources(view: View) -> None:
    """Sources, definition and who is counted."""
    nation = reads.key_figures(
        view.version,
        principal=view.cut["principal"],
        cutoff_date=view.cut["cutoff_date"],
        previous_date=view.previous or view.cut["cutoff_date"],
        definition=view.cut["definition"],
    )["national_date"].drop_nulls()
    newest = f" Riket: {swedish.long_date(nation.max())}." if len(nation) else " Riket: ingen siffra."  # type: ignore[arg-type]
    parts.sources(
        [
            ("Källor", f"Väntande {swedish.long_date(view.cut['cutoff_date'])}, {view.cut['principal']}.{newest}"),
            ("Definition", f"{view.definition_name}; den som väntat exakt så många dagar som gränsen är inom den."),
            ("Vilka räknas", view.words.who_is_counted),
            ("Version", f"{view.version}."),
        ]
    )


def _finding(months: trend.Months) -> str:
    changes = [(name, months.year_change(phase)) for phase, name in NAMES.items()]
    said = [f"{name.lower() if index else name} {change}" for index, (name, change) in enumerate(changes) if change]
    return f"{', '.join(said)} på ett år" if said else "Första besök och operationer över tid"
