"""The block of the proposed plan: its options, the button, what it comes to, and why."""

from __future__ import annotations

from html import escape

import streamlit as st

import open_files
from dashboard import (
    csv_files,
    filters,
    parts,
    plan_data,
    plan_words,
    proposal,
    proposal_entry,
    proposal_tables,
    swedish,
    who,
)
from dashboard.needs_view import View
from dashboard.proposal import Shown
from dashboard.proposal_tables import REGIME_COLUMNS
from dashboard.proposal_words import FINDING, PLANS, Outcome
from dashboard.sentences import plain

ROLE_WIDTH = 260


def draw(view: View) -> bool:
    """The block; whether it asks for the reader's role."""
    parts.heading(
        "Ett förslag för det som är kvar",
        f"Bristen {view.year} minus överenskomna planer, fördelad på ledig kapacitet hos andra: egen regi först, sedan "
        "egna avtal, sist andra regioners avtal",
    )
    if not proposal.is_possible(view):
        parts.box("Året är slut", f"<p>Inget kvartal av {view.year} är kvar att placera i. Välj ett senare år.</p>")
        return False
    if plan_data.free_capacity(view.version, view.stamp, view.principal, view.year).is_empty():
        parts.box(
            "Ingen erbjuder kapacitet",
            f"<p>Inga erbjudanden om att ta emot patienter {view.year} är inlästa (utdraget kapacitet). "
            "Utan dem finns inget att fördela på.</p>",
            "missing",
        )
        return False
    with st.container(horizontal=True, vertical_alignment="bottom", key="proposal_options"):
        for each in view.options:
            filters.draw_one(each)
        st.button("Räkna fram ett förslag", type="primary", key="propose", on_click=proposal.ask, args=(view,))
    with parts.place():
        return proposal.asked_of(view) in proposal.asked() and _answer(view)


def _answer(view: View) -> bool:
    """What a proposal comes to; whether the reader's role is asked for."""
    shown = proposal.worked_out(view)
    _outcome(view, shown)
    if shown.placed:
        _plans(view, shown)
    proposal_entry.say(proposal_entry.ADOPTED)
    _why(view, shown)
    return bool(shown.placed)


def _outcome(view: View, shown: Shown) -> None:
    facts = outcome(shown)
    parts.block(
        "proposal",
        plain(FINDING, facts),
        f"Antal patienter {view.year}, {view.scope or 'alla förvaltningar'}{'. Demodata' if view.is_demo else ''}",
        first=parts.FIGURES,
        diagram=lambda: _figures(shown),
        twin=lambda: proposal_tables.specialties(view, shown),
        csv=lambda: open_files.csv_bytes(proposal_tables.need_file(view, shown)),
        file_name=csv_files.file_name("forslag_behov", [view.year, *view.specialties, *view.administrations]),
    )


def outcome(shown: Shown) -> Outcome:
    """What the headings say of the shown part."""
    pairs = shown.proposal.placements.select(proposal.PAIR).n_unique()
    return Outcome(shown.to_place, shown.placed, pairs if shown.placed else 0)


def _figures(shown: Shown) -> None:
    figures = [
        *((title, shown.of_regime(regime)) for regime, title in REGIME_COLUMNS.items()),
        ("Får plats", shown.placed),
        ("Utan plats", shown.unmet),
    ]
    body = "".join(
        f'<section class="vl-figure"><h2>{escape(title)}</h2><div class="vl-value"><b>{swedish.integer(value)}</b>'
        f'</div><div class="vl-words"><p>av {swedish.integer(shown.to_place)}</p></div></section>'
        for title, value in figures
    )
    st.html(f'<div class="vl-figures vl-figures-five">{body}</div>')


def _plans(view: View, shown: Shown) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="head_proposal_plans"):
        parts.heading(
            plain(PLANS, outcome(shown)),
            "Tillägg per kvartal; överenskomna volymer ändras inte. Den som väntat längst placeras först",
        )
        parts.csv_button(
            "proposal_plans",
            lambda: open_files.csv_bytes(proposal_tables.plan_file(view, shown)),
            csv_files.file_name("forslag_planer", [view.year, *view.specialties, *view.administrations]),
        )
    st.html(proposal_tables.plans(view, shown))
    _adoption(view)


def _adoption(view: View) -> None:
    """The role and the button; nothing to press where the same proposal is open already."""
    waiting = len(proposal_entry.of_proposal(view))
    with st.container(horizontal=True, vertical_alignment="bottom", key="proposal_adoption"):
        with st.container(width=ROLE_WIDTH):
            role = who.role()
        st.button(
            "Gör till föreslagna versioner",
            key="adopt",
            disabled=not waiting or not role,
            on_click=proposal_entry.adopt,
            args=(view,),
        )
    if not waiting:
        parts.note("Förslaget finns redan som föreslagna versioner, se nedan.")
    else:
        parts.note(
            "Versionerna får status förslag: inget överenskommet ändras förrän någon kommer överens om dem.",
            "" if role else "Välj roll först.",
        )


def _why(view: View, shown: Shown) -> None:
    """What stays without a place, what binds, what does not agree, and how the proposal was chosen: to be opened."""
    found = shown.proposal
    if not found.unmet.is_empty():
        with st.expander(f"Utan plats och varför: {plan_words.patients(shown.unmet)}"):
            st.html(proposal_tables.unmet(view, shown))
    if not found.binding.is_empty():
        receivers = found.binding.select("specialty", "phase", "receiver").n_unique()
        with st.expander(
            f"Här är det fullt och en plats till räcker till någon: {swedish.integer(receivers)} mottagare"
        ):
            st.html(proposal_tables.binding(view, shown))
            if not found.exact_prices:
                parts.note("Räknat utan minsta antal per plan och kvartal: med det kan en plats till ge mindre.")
    if not found.conflicts.is_empty():
        too_much = int(found.conflicts["excess"].sum())
        with st.expander(f"Överenskommet som inte går ihop: {plan_words.patients(too_much)} för mycket"):
            st.html(proposal_tables.conflicts(view, shown))
            parts.note("Överenskomna planer står kvar som de är: förslaget räknar med dem och skär inte i dem.")
    with st.expander("Så är förslaget valt"):
        st.html(proposal_tables.levels(shown))
        parts.note(
            "Varje rad är så bra den kan bli utan att raderna ovanför blir sämre. Bevisat bäst: antal specialiteter "
            "och vårdfaser där inget bättre finns. Samma underlag ger alltid samma förslag."
        )
