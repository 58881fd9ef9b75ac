"""The block of Läget about what has changed most: a list of sentences, its table twin and its file."""

from __future__ import annotations

from html import escape

import streamlit as st

import open_files
from dashboard import changes, csv_files, filters, parts, reads, remembered, sentences, swedish
from dashboard.address import query_string
from dashboard.change_facts import Change, Told
from dashboard.change_sentences import AMOUNT, BIGGEST, DETAILS, EXTENT, HEADING, NOTES, SUBJECT
from dashboard.changes import HORIZONS
from dashboard.key_figures import points_with_interval
from dashboard.overview_view import View
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

SPECIALTY_PAGE = "specialitet"
KEY = filters.KEY + "mot"


def told(view: View) -> Told:
    """What is told of the chosen horizon."""
    cut = (view.cut["principal"], view.cut["cutoff_date"], view.cut["definition"], view.horizon)
    return remembered.once(("changes", view.version, *cut), lambda: changes.told(view.version, *cut))


def biggest(found: Told) -> str:
    """The answer's second sentence; HTML, "" where nothing can be compared."""
    return sentences.the_one(BIGGEST, found)


def draw(view: View, found: Told) -> None:
    """Heading, horizon, `Lista | Tabell`, CSV, and the list or its twin."""
    heading = sentences.the_one(HEADING, found)

    def diagram() -> None:
        st.html(remembered.once(("changes list", *view.key, view.horizon), lambda: listed(view, found)))

    parts.block(
        "changes",
        heading,
        view.words.caption("Bara ändringar som är större än slumpen"),
        diagram=diagram,
        twin=lambda: twin(view, found),
        csv=lambda: open_files.csv_bytes(
            reads.open_changes(
                view.version,
                principal=view.cut["principal"],
                cutoff_date=view.cut["cutoff_date"],
                horizon=view.horizon,
                definition=view.cut["definition"],
            )
        ),
        file_name=csv_files.file_name(
            "andringar", [view.cut["cutoff_date"], "vantande", view.horizon, view.cut["definition"]]
        ),
        controls=lambda: _horizon(view),
        is_half=True,
        first=parts.LIST,
    )
    notes = sentences.all_said(NOTES, found)
    if notes:
        parts.note(*notes)


def _horizon(view: View) -> None:
    """månad | kvartal | tertial | år, kept in the address."""
    st.session_state["drawn_filters"].append("mot")
    if st.session_state.get(KEY) != view.horizon:
        st.session_state[KEY] = view.horizon
    st.segmented_control(
        "Ändrat på en månad, ett kvartal, en tertial eller ett år",
        list(HORIZONS),
        format_func=lambda code: HORIZONS.get(code, code),
        required=True,
        label_visibility="collapsed",
        key=KEY,
        on_change=filters.change,
        args=("mot",),
    )


def listed(view: View, found: Told) -> str:
    """The sentences as a list, the extent last; HTML."""
    items = [_item(view, change) for change in found.chosen]
    extent = sentences.the_one(EXTENT, found.extent)
    items.append(f'<li><i class="vl-muted" aria-hidden="true">●</i><div><p>{extent}</p></div></li>')
    return f'<ul class="vl-changes" role="list">{"".join(items)}</ul>'


def _item(view: View, change: Change) -> str:
    sign, word, css = ("▲", "upp", "vl-within") if change.is_up else ("▼", "ned", "vl-outside")
    subject = f'<a href="{escape(address(view, change))}">{sentences.the_one(SUBJECT, change)}</a>'
    details = "; ".join(sentences.all_said(DETAILS, change))
    return (
        f'<li><i class="{css}" aria-hidden="true">{sign}</i><div><p><b>{subject}:</b> '
        f'<span class="vl-sr">{word} </span>{sentences.the_one(AMOUNT, change)}</p><small>{details}</small></div></li>'
    )


def address(view: View, change: Change) -> str:
    """The specialty's own page at the same date, phase and definition."""
    row, limit = change.row, change.row["limit_days"]
    values = {
        "huvudman": (view.cut["principal"],),
        "matdatum": (view.cut["cutoff_date"].isoformat(),),
        "population": ("vantande",),
        "fas": (str(row["phase"]),),
        "definition": (view.cut["definition"],),
        "grans": () if limit is None else (str(limit),),
        "mvo": (row["specialty"],),
        "forvaltning": () if change.is_region else (row["administration"],),
    }
    return f"{SPECIALTY_PAGE}?{query_string(values)}"


def twin(view: View, found: Told) -> str:
    """Every change beyond chance, the most certain first."""
    earlier = found.extent.earlier_date.isoformat()
    columns = [Column("Vad"), Column("Ändring, procentenheter", True), Column("Andel nu", True), Column("n", True),
               Column(f"Andel {earlier}", True), Column("n", True), Column("p", True), Column("Gräns")]  # fmt: skip
    rows = [TableRow(_link(view, change), _cells(change), "vl-named") for change in found.every]
    if not rows:
        return f'<div class="vl-text"><p>{sentences.the_one(EXTENT, found.extent)}</p></div>'
    return table("Alla ändringar större än slumpen, tabell", columns, rows)


def _link(view: View, change: Change) -> Cell:
    return Cell(f'<a href="{escape(address(view, change))}">{sentences.the_one(SUBJECT, change)}</a>')


def _cells(change: Change) -> list[Cell]:
    row = change.row
    numbers = [
        points_with_interval(row["difference"], row["low_95"], row["high_95"]),
        swedish.percent(row["share"]),
        swedish.integer(row["denominator"]),
        swedish.percent(row["earlier_share"]),
        swedish.integer(row["earlier_denominator"]),
        sentences.p_value(row["p_value"]),
    ]
    limit = swedish.days(row["limit_days"]) if row["limit_days"] else "måldatum"
    return [*(Cell(number, "vl-number") for number in numbers), text(limit, "vl-nowrap")]
