"""The second step and the correction: the day's events one by one, what went well, and what they say together."""

from __future__ import annotations

import streamlit as st

from dashboard import cross_data, cross_form_state, cross_words, parts
from dashboard.cross_form_draft import (
    DISTURBANCE,
    EVENT_FACTS,
    MOST_TIMES,
    NO_ACTIVITY,
    NOT_REGISTERED,
    NOTHING,
    WITHOUT_HARM,
    DayDraft,
    EventDraft,
)
from dashboard.cross_form_state import Editor, Form, value

EVENTS = "handelser"
KINDS = {
    NOTHING: "Ingen negativ händelse",
    EVENTS: "En eller flera händelser",
    NO_ACTIVITY: "Ingen verksamhet",
    NOT_REGISTERED: "Ta tillbaka: dagen är inte registrerad",
}
MOST_WORDS = 500
NO_NAMES = "Inga namn eller personnummer."


def opened(start: DayDraft, base_version: int | None) -> Editor:
    """The editor of a day as it stands."""
    return Editor(base_version, start, tuple(range(len(start.events))))


def draft_of(form: Form) -> DayDraft:
    """What the fields say now."""
    editor = form.editor
    if editor is None:
        return DayDraft(NOTHING)
    well = value(form, "well", editor.start.went_well) or ""
    kind = _kind(form, editor)
    if kind != EVENTS:
        is_back = kind == NOT_REGISTERED
        return DayDraft(kind, (), "" if is_back else well, None if is_back else editor.start.settles)
    events = tuple(_event(form, editor, slot) for slot in editor.slots)
    return DayDraft(None, events, well, editor.start.settles)


def fields(form: Form, version: str) -> None:
    """The fields; an event's own are drawn once the day has events."""
    editor = form.editor
    if editor is None:
        return
    if not editor.is_detail:
        st.radio("Vad gäller för dagen?", list(KINDS), format_func=KINDS.__getitem__, key=form.key("kind"),
                 index=list(KINDS).index(_kind_of(editor)), on_change=_first_event, args=(form,))  # fmt: skip
    if _kind(form, editor) == EVENTS:
        numbers = {slot: number for number, slot in enumerate(editor.slots, start=1)}
        for slot in range(max(numbers, default=-1) + 1):
            with parts.place():  # an event that is taken away leaves its place empty
                if slot in numbers:
                    _event_fields(form, editor, slot, numbers[slot], version)
        st.button("Lägg till en händelse", on_click=_add_event, key=form.key("add"), icon=":material/add:")
    if _kind(form, editor) != NOT_REGISTERED:
        st.text_area(f"Vad gick bra? Frivilligt. {NO_NAMES}", value=editor.start.went_well, max_chars=MOST_WORDS,
                     key=form.key("well"), height=72)  # fmt: skip


def _event_fields(form: Form, editor: Editor, slot: int, number: int, version: str) -> None:
    start = _start(editor, slot)
    several = f", händelse {number}" if len(editor.slots) > 1 else ""
    with st.container(border=True, key=form.key(f"event{slot}")):
        st.selectbox(f"Allvarlighet{several}", EVENT_FACTS, format_func=lambda fact: cross_words.FACT_WORDS[fact]
                     .capitalize(), index=EVENT_FACTS.index(start.fact) if start.fact else None,
                     placeholder="Välj allvarlighet", key=form.key(f"fact{slot}"))  # fmt: skip
        is_mild = value(form, f"fact{slot}", start.fact) == WITHOUT_HARM
        if is_mild:
            st.checkbox(f"Driftstörning{several}", value=start.is_disturbance, key=form.key(f"disturbance{slot}"))
        if not (is_mild and value(form, f"disturbance{slot}", start.is_disturbance)):
            titles = _titles(version, start.event_type)
            st.selectbox(f"Typ, frivilligt{several}", list(titles), format_func=titles.__getitem__,
                         index=list(titles).index(start.event_type) if start.event_type in titles else None,
                         placeholder="Välj typ", key=form.key(f"type{slot}"))  # fmt: skip
        st.text_area(f"Kort beskrivning, frivilligt{several}. {NO_NAMES}", value=start.description,
                     max_chars=MOST_WORDS, key=form.key(f"description{slot}"), height=72)  # fmt: skip
        st.number_input(f"Antal{several}", min_value=1, max_value=MOST_TIMES, step=1, value=start.count,
                        key=form.key(f"count{slot}"))  # fmt: skip
        if len(editor.slots) > 1:
            st.button(f"Ta bort händelse {number}", on_click=_drop_event, args=(slot,), key=form.key(f"drop{slot}"))


def _event(form: Form, editor: Editor, slot: int) -> EventDraft:
    start = _start(editor, slot)
    fact = value(form, f"fact{slot}", start.fact) or ""
    is_disturbance = fact == WITHOUT_HARM and value(form, f"disturbance{slot}", start.is_disturbance)
    event_type = value(form, f"type{slot}", None if start.event_type == DISTURBANCE else start.event_type)
    return EventDraft(
        fact,
        DISTURBANCE if is_disturbance else event_type,
        int(value(form, f"count{slot}", start.count) or 1),
        value(form, f"description{slot}", start.description) or "",
    )


def _titles(version: str, also: str | None) -> dict[str, str]:
    """The known types but the disturbance, which is a mark of its own; and the one that stands already."""
    rows = cross_data.event_types(version).filter("is_known").sort("sort_order")
    titles = {code: title for code, title in rows.select("event_type", "title").rows() if code != DISTURBANCE}
    return titles | ({also: also} if also and also not in titles and also != DISTURBANCE else {})


def _start(editor: Editor, slot: int) -> EventDraft:
    return editor.start.events[slot] if slot < len(editor.start.events) else EventDraft("")


def _kind_of(editor: Editor) -> str:
    return editor.start.fact or EVENTS


def _kind(form: Form, editor: Editor) -> str:
    return EVENTS if editor.is_detail else str(value(form, "kind", _kind_of(editor)))


def _add_event() -> None:
    cross_form_state.set_slots(lambda slots: (*slots, _next(slots)))


def _drop_event(slot: int) -> None:
    cross_form_state.set_slots(lambda slots: tuple(each for each in slots if each != slot))


def _first_event(form: Form) -> None:
    """A day that gets events has fields for one."""
    if value(form, "kind", EVENTS) == EVENTS and form.editor is not None and not form.editor.slots:
        _add_event()


def _next(slots: tuple[int, ...]) -> int:
    """A slot that no start content stands in and no earlier event has had."""
    start = cross_form_state.current().editor
    return max([*slots, len(start.start.events) - 1 if start else -1], default=-1) + 1
