"""A day that sources tell differently: every version as it is said, and the two ways to settle it."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from analysis.cross_days import REGISTER
from dashboard import cross_data, cross_form_save, cross_form_words, cross_words
from dashboard.cross_form_draft import DayDraft
from dashboard.cross_form_history import titles
from dashboard.cross_form_state import Action, Form
from dashboard.cross_form_view import FormView


def draw(view: FormView, form: Form) -> None:
    """Both versions and a button for each; nothing is merged, and nothing is written until one is chosen."""
    own = view.registered if view.registered and view.registered.is_said else None
    sources = [*([REGISTER] if own else []), *view.others]
    said = "".join(f"<p><b>{escape(cross_words.source(name))}:</b> {escape(_said(view, name))}</p>" for name in sources)
    st.html(
        f'<div class="vl-box vl-box-missing"><h2>{cross_words.SOURCES_DIFFER} om dagen</h2>{said}'
        "<p>Dagen räknas inte förrän det är avgjort. Välj vad som gäller; historiken visar valet.</p></div>"
    )
    if own is not None:
        _choice(view, form, "Vår registrering gäller", own, REGISTER)
    for name in view.others:
        draft = view.of_source(name)
        if draft is not None:
            kept = replace(draft.without_texts, went_well=own.went_well if own else "")
            _choice(view, form, f"Det som {cross_words.source(name)} säger gäller", kept, name)


def _choice(view: FormView, form: Form, label: str, draft: DayDraft, source: str) -> None:
    settled = replace(draft, settles=view.settling)
    action = Action("settle", view.unit_day, form.serial, view.base_version, draft=settled)
    st.button(label, on_click=cross_form_save.save, args=(action, view.registered), key=form.key(f"settle_{source}"),
              width="stretch")  # fmt: skip


def _said(view: FormView, source: str) -> str:
    """What a source says, in words; a colour that may be several facts is said as it is given."""
    draft = view.of_source(source)
    if draft is not None:
        return cross_form_words.summary(draft, titles(view.version))
    row = view.said.filter(source=source).row(0, named=True)
    named = dict(cross_data.definitions(view.version).select("definition", "title").iter_rows())
    return f"{cross_words.colour(row['colour'])} enligt {named.get(row['colour_definition'], row['colour_definition'])}"
