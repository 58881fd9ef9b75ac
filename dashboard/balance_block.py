"""Specialitet: the balance of the queue over the month – who waited, came, was seen, left, and what is unexplained."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

import open_files
from dashboard import balance_words, csv_files, parts, reads, swedish
from dashboard.balance_words import ALL, Row
from dashboard.cuts import QueueMonth
from dashboard.specialty_view import View
from dashboard.states import HIDDEN, MISSING

EMERGENCY = 5  # nobody queues for it


def balance_block(view: View) -> None:
    """The ledger of one chosen förvaltning or of all; its twin has a row for every förvaltning. None for akut."""
    if view.cut["phase"] == EMERGENCY:
        return
    month = queue_month(view)
    rows = reads.balance_by_administration(view.version, **month).to_dicts()
    row = next((each for each in rows if each["administration"] == scope(view)), None)
    cutoff, queue = view.cut["cutoff_date"], balance_words.queue_of(view.cut["phase"])
    moment = swedish.month_and_year(cutoff)
    parts.block(
        "balance",
        balance_words.finding(row, f" i {scope(view)}" if scope(view) != ALL else ""),
        view.words.caption(f"{queue}, {moment}, {scope_words(view)}, antal patienter"),
        diagram=lambda: _ledger(view, row, rows),
        twin=lambda: balance_words.twin(rows, f"{queue} per förvaltning, {moment}, tabell"),
        csv=lambda: open_files.csv_bytes(reads.open_balance(view.version, **month)),
        file_name=csv_files.file_name("balans", [cutoff, f"fas{view.cut['phase']}", view.specialty]),
        is_half=True,
    )
    _notes(row, rows)


def queue_month(view: View) -> QueueMonth:
    """The queues of the view's specialty in its month."""
    cut = view.cut
    return QueueMonth(
        principal=cut["principal"], cutoff_date=cut["cutoff_date"], phase=cut["phase"], specialty=view.specialty
    )


def scope(view: View) -> str:
    """Whose queue is drawn: the one chosen förvaltning; for none or several, all – pages add nothing up."""
    return view.administrations[0] if len(view.administrations) == 1 else ALL


def scope_words(view: View) -> str:
    """NU · alla förvaltningar."""
    return "alla förvaltningar" if scope(view) == ALL else scope(view)


def _ledger(view: View, row: Row | None, rows: Sequence[Row]) -> None:
    cutoff = view.cut["cutoff_date"]
    if row is None or row["status"] == MISSING:
        givers = [str(each["administration"]) for each in rows]
        why = balance_words.why_missing(view.version, view.cut["principal"], cutoff, scope(view), givers)
        others = " Tabellen visar de förvaltningar som går att räkna." if _has_any(rows) else ""
        parts.box("Går inte att räkna", f"<p>{escape(why[:1].upper() + why[1:])}.{others}</p>", "missing")
    elif row["status"] == HIDDEN:
        parts.box("För få patienter", f"<p>{balance_words.HIDDEN_WORDS}</p>", "hidden")
    else:
        st.html(balance_words.ledger(row, cutoff))


def _notes(row: Row | None, rows: Sequence[Row]) -> None:
    if not _has_any(rows):
        return
    is_odd = row is not None and row["unexplained"] is not None and balance_words.has_much_unexplained(row)
    parts.note(
        "Alla i kön räknas, oavsett avvikelse. Allt som inte går att förklara visas på egen rad.",
        "Den oförklarade skillnaden är stor: kontrollera registreringen innan balansen används." if is_odd else "",
        "Ingen följs från månad till månad: lämnat utan vård och oförklarat räknas på dem med samma beslutsdatum, är "
        "minst så många, och summerar inte över förvaltningar.",
    )


def _has_any(rows: Sequence[Row]) -> bool:
    return any(each["status"] not in (HIDDEN, MISSING) for each in rows)
