"""Registrera dagen: one question of a unit's day, six answers, and what may be added or corrected afterwards."""

from __future__ import annotations

from html import escape

import streamlit as st

import config
from dashboard import (
    cross_form_conflict,
    cross_form_history,
    cross_form_save,
    cross_form_words,
    cross_texts,
    cross_view,
    cross_words,
    filters,
    parts,
    sentences,
)
from dashboard import cross_form_editor as editor
from dashboard import cross_form_state as state
from dashboard.cross_form_draft import ASKED, DayDraft, colour, of_tap
from dashboard.cross_form_state import Action, Form, Told
from dashboard.cross_form_view import FormView
from dashboard.cross_form_words import LATE, OUTCOMES, TITLES, Lateness, Outcome
from dashboard.filters import Filter
from register import NotMade, opened

QUESTION = "Hur gick dagen?"


def draw(view: FormView) -> None:
    """The whole form; raises RegisterFault where nothing could be saved."""
    if not opened(config.load_settings().register_address).exists():
        raise NotMade
    _header(view)
    parts.unknown_values([*view.address.unknown, *view.address.unknown_names()])
    if view.unit is None:
        _choose_unit(view)
        return
    form = state.form(view.unit_day)
    told = state.told(view.unit_day)
    with parts.place("day_told"):
        if told is not None:
            _outcome(view, told)
    late = sentences.the_one(LATE, Lateness(view.is_late, is_registered=_stands(view)))
    with parts.place():
        if late and form.editor is None and (told is None or told.kind not in TITLES):
            st.html(f'<p class="vl-warning">{late}</p>')
    with st.container(key="day_form"):
        _form(view, form)
    cross_form_history.latest_days(view)
    filters.draw_one(view.roles)
    cross_form_history.history(view)


def _stands(view: FormView) -> bool:
    return bool(view.others) or (view.registered is not None and view.registered.is_said)


def _form(view: FormView, form: Form) -> None:
    if form.editor is not None:
        _editor(view, form)
    elif view.is_conflict:
        cross_form_conflict.draw(view, form)
        _opener(view, form)
    elif _stands(view):
        cross_form_history.standing(view)
        _opener(view, form)
    else:
        _six(view, form)


def _header(view: FormView) -> None:
    unit = ""
    if view.unit is not None:
        name = f"<b>{escape(view.unit[1])}</b> ({escape(view.unit[0])})"
        unit = f'<span>{name}</span><a href="?{escape(view.link(enhet="", dag=""))}">Byt enhet</a>'
    day = cross_form_words.day_words(view.day, view.today)
    question = QUESTION if view.unit else "Vilken enhet?"
    st.html(
        f'{parts.DEMO if view.is_demo else ""}<div class="vl-head vl-day-head"><div class="vl-eyebrow">{unit}</div>'
        f"<h1>{question}</h1><p class='vl-sub'>{day}</p></div>"
    )


def _choose_unit(view: FormView) -> None:
    """Förvaltning and unit; the choice stands in the address, so that the page opens there the next time."""
    names = view.units.sort("sort_order")["administration"].unique(maintain_order=True)
    chosen = (view.address.chosen.get("forvaltning") or ("",))[0]
    filters.draw_one(Filter("forvaltning", "Förvaltning", {"": "Alla"} | {name: name for name in names}, (chosen,),
                            width=360))  # fmt: skip
    offered = cross_view.of_group(view.units, chosen, "", "")
    known = cross_view.units_by_value(view.units)
    wanted = set(offered.select("administration", "unit").iter_rows())
    options = {value: cross_view.unit_label(unit) for value, unit in known.items() if unit in wanted}
    filters.draw_one(Filter("enhet", "Enhet", {"": "Välj enhet"} | options, ("",), width=360))
    parts.note("Spara sidan som bokmärke när enheten är vald: då öppnas den direkt nästa gång.")


def _six(view: FormView, form: Form) -> None:
    """The six answers: one tap saves the day, an event goes on to a second step."""
    definition = view.definition(view.day)
    for fact in ASKED:
        code = colour(of_tap(fact), view.palette, definition)
        action = Action("tap", view.unit_day, form.serial, view.base_version, fact=fact)
        st.button(
            cross_words.FACT_WORDS[fact].capitalize(),
            on_click=cross_form_save.save,
            args=(action, view.registered),
            key=f"tap_{fact}__{code}",
            width="stretch",
        )
    st.text_area(f"Vad gick bra? Frivilligt. {editor.NO_NAMES}", max_chars=editor.MOST_WORDS, key=form.key("well"),
                 height=72)  # fmt: skip
    parts.note("Hände flera saker? Välj den allvarligaste nu, lägg till fler i nästa steg. Du kan ändra i efterhand; "
               "ändringar syns i historiken.")  # fmt: skip


def _editor(view: FormView, form: Form) -> None:
    kept = form.editor
    if kept is None:
        return
    title = "Vad hände?" if kept.is_detail else "Ändra dagen"
    parts.heading(
        title, "Frivilligt: dagen är redan sparad" if kept.is_detail else "Ändringen sparas som en ny version"
    )
    editor.fields(form, view.version)
    action = Action("editor", view.unit_day, form.serial, kept.base_version)
    with st.container(horizontal=True):
        st.button("Spara", type="primary", on_click=cross_form_save.save, args=(action, view.registered),
                  key=form.key("save"))  # fmt: skip
        st.button("Hoppa över" if kept.is_detail else "Avbryt", on_click=state.close_editor,
                  args=(view.unit_day, kept.is_detail), key=form.key("close"))  # fmt: skip


def _opener(view: FormView, form: Form) -> None:
    st.button("Ändra dagen", on_click=state.open_editor, key=form.key("edit"), width="stretch",
              args=(view.unit_day, editor.opened(_start(view), view.base_version)))  # fmt: skip


def _start(view: FormView) -> DayDraft:
    """Where a correction begins: what stands here, else what another source says, without its texts."""
    if view.registered is not None and view.registered.is_said:
        return view.registered
    drafts = [draft for draft in map(view.of_source, view.others) if draft is not None]
    return drafts[0].without_texts if drafts else DayDraft("ingen")


def _outcome(view: FormView, told: Told) -> None:
    """What came of the last action, read out by assistive tech and there until the next one; with what may be done."""
    is_done = told.kind in TITLES
    mine = told.action.draft if told.action else None
    titles = cross_form_history.titles(view.version)
    said = cross_form_words.summary(view.registered, titles)
    own = cross_form_words.summary(mine, titles) if mine else ""
    facts = Outcome(told.kind, said, view.is_late, told.line, told.moment, told.role, own)
    lines = cross_texts.told(told.gate, state.current().confirmed) if told.kind == "stoppad" else [
        sentences.the_one(OUTCOMES, facts)
    ]  # fmt: skip
    if mine and mine.went_well:
        lines = [*lines, f"Det som gick bra, enligt dig: {escape(mine.went_well)}"]
    body = "".join(f"<p>{line}</p>" for line in lines)
    title = TITLES.get(told.kind, "Inget är sparat")
    st.html(f'<div class="vl-box vl-box-{"empty" if is_done else "error"}" role="status">'
            f"<h2 data-vl-focus>{title}</h2>{body}</div>")  # fmt: skip
    _answers(view, told)


def _answers(view: FormView, told: Told) -> None:
    serial = state.current().serial
    if told.undo is not None:
        st.button("Ångra", on_click=cross_form_save.undo, args=(told,), key=f"undo_{serial}")
    elif told.kind == "konflikt" or (told.kind == "stoppad" and not told.gate.stops):
        is_undo = told.action is not None and told.action.kind == "undo"
        label = "Spara ändå" if told.kind == "stoppad" else "Ångra ändå" if is_undo else "Spara mitt i stället"
        with st.container(horizontal=True):
            st.button(label, on_click=cross_form_save.save_anyway, args=(told, view.registered), key=f"again_{serial}")
            if told.kind == "konflikt":
                st.button("Behåll det som står", on_click=state.close_editor, args=(view.unit_day,),
                          key=f"keep_{serial}")  # fmt: skip
