"""The block of the queues: what leaves them in a month, and what a wanted share by a date asks of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl
import streamlit as st

import open_files
from dashboard import (
    choices,
    csv_files,
    filters,
    frame,
    needs_blocks,
    needs_queue,
    needs_view,
    parts,
    plan_reads,
    remembered,
    swedish,
)
from dashboard.charts.needs_queue_chart import Pace, needs_queue_chart
from dashboard.needs_queue import STATE_WORDS, Goal, Queue
from dashboard.needs_view import View
from dashboard.needs_words import PACES, Paces
from dashboard.sentences import plain
from dashboard.states import HIDDEN, LOW_BASE, MISSING, Cell, hover
from dashboard.tables import Column, TableRow, table, text

MOST_ROWS = 15
KEY = (
    '<div class="vl-key"><span><i class="vl-swatch" style="background:var(--vl-accent)"></i>lämnar kön nu</span>'
    '<span><i class="vl-swatch vl-band"></i>krävs minst</span>'
    '<span><i class="vl-region"></i>krävs enligt tumregeln</span></div>'
)


def queues_of(view: View) -> list[Queue]:
    """The queues of the chosen rows, those that lack most pace first."""
    goal = goal_of(view)
    if goal is None or view.cutoff is None:
        return []
    return remembered.once(("queues", view.queue_key), lambda: _queues(view, goal))


def _queues(view: View, goal: Goal) -> list[Queue]:
    assert view.cutoff is not None
    rows = plan_reads.queue_by_specialty(
        view.version, principal=view.principal, cutoff_date=view.cutoff, definition=view.definition
    )
    found = list(needs_queue.queues(rows, needs_blocks.specialties_of(view), view.administrations))
    return sorted(found, key=lambda each: -1 if (lack := each.missing_pace(goal)) is None else lack, reverse=True)


def goal_of(view: View) -> Goal | None:
    """The wanted share by the chosen date; None where nothing is delivered of those waiting."""
    if view.cutoff is None or view.until is None:
        return None
    return Goal(view.wanted, view.until, needs_view.months_until(view.cutoff, view.until))


def queue_block(view: View) -> None:
    """The queues of the chosen specialties; a box where no queue is delivered."""
    goal, found = goal_of(view), queues_of(view)
    if goal is None or view.cutoff is None:
        parts.heading("Kön bakom behovet", "Väntande och genomförda per månad")
        parts.box("Ingen kö är inläst", "<p>Blocket behöver leveranser av väntande och genomförda.</p>", "missing")
        return
    judged, finding = remembered.once(("queue finding", view.queue_key), lambda: _judged(found, goal))
    words = "alla förvaltningar" if not view.administrations else swedish.listed(view.administrations)
    subtitle = (
        f"Patienter som lämnar kön per månad, {words}, {view.principal}, {swedish.month_and_year(view.cutoff)}"
        f"{'. Demodata' if view.is_demo else ''}"
    )
    parts.block(
        "queue",
        finding,
        subtitle,
        diagram=lambda: _diagram(view, judged, goal, f"{finding}. {subtitle}"),
        twin=lambda: _twin(view, found, goal),
        csv=lambda: open_files.csv_bytes(file_rows(view, found, goal)),
        file_name=csv_files.file_name("ko_och_kapacitet", [view.cutoff, *view.specialties, *view.administrations]),
        controls=lambda: _controls(view),
        is_half=True,
    )
    parts.note(*_notes(found, goal, len(judged)))


def _judged(found: Sequence[Queue], goal: Goal) -> tuple[list[Queue], str]:
    """The queues with a pace to judge, and the block's heading."""
    judged = [each for each in found if each.missing_pace(goal) is not None]
    return judged, plain(PACES, Paces(len(judged), sum(bool(each.missing_pace(goal)) for each in judged), goal))


def _controls(view: View) -> None:
    for each in view.queue:
        filters.draw_one(each)


def _diagram(view: View, judged: Sequence[Queue], goal: Goal, alt: str) -> None:
    if not judged:
        parts.box("Ingen kö i urvalet går att bedöma", "<p>Tabellen säger varför, kö för kö.</p>", "missing")
        return
    shown, tokens = judged[:MOST_ROWS], frame.tokens()
    figure = remembered.once(
        ("queue chart", view.queue_key, tokens.name),
        lambda: needs_queue_chart([_pace(view, each, goal) for each in shown], tokens),
    )
    st.html(KEY)
    said = "; ".join(f"{_name(view, each)}: {_words(each, goal)}" for each in shown)
    parts.chart("queue", figure, f"{alt}. {said}")


def _name(view: View, queue: Queue) -> str:
    name = view.name(queue.specialty, queue.phase)
    return f"{name}, {queue.administration}" if view.administrations else name


def _pace(view: View, queue: Queue, goal: Goal) -> Pace:
    left, at_least = queue.left or 0, queue.at_least(goal) or 0
    name = _name(view, queue)
    return Pace(
        name, left, at_least, queue.rule_of_thumb(goal), _words(queue, goal, "b"), hover(name, _facts(queue, goal))
    )


def _words(queue: Queue, goal: Goal, tag: str = "") -> str:
    """minst 60 fler i månaden · dagens takt kan räcka."""
    before, after = (f"<{tag}>", f"</{tag}>") if tag else ("", "")
    missing = queue.missing_pace(goal)
    if not missing:
        return "dagens takt kan räcka"
    return f"minst {before}{swedish.integer(missing)} fler{after} i månaden"


def _facts(queue: Queue, goal: Goal) -> list[str]:
    rule = queue.rule_of_thumb(goal)
    return [
        f"{swedish.integer(queue.waiting or 0)} väntande, {swedish.integer(queue.over_limit or 0)} över gränsen",
        f"{swedish.integer(queue.inflow or 0)} kom till, {swedish.integer(queue.left or 0)} lämnade kön",
        f"kräver minst {swedish.integer(queue.at_least(goal) or 0)} per månad",
        "ingen tumregel" if rule is None else f"kräver {swedish.integer(rule)} per månad enligt tumregeln",
    ]


def _twin(view: View, found: Sequence[Queue], goal: Goal) -> str:
    titles = ("Väntande", "Över gränsen", "Inom gränsen", "Kom till", "Lämnade kön", "Tid att tömma", "Kräver minst",
              "Tumregel")  # fmt: skip
    body = [TableRow(text(_name(view, each)), _cells(each, goal)) for each in found]
    return table("Köerna bakom behovet, tabell", [Column("Kö"), *(Column(title, True) for title in titles)], body)


def _cells(queue: Queue, goal: Goal) -> list[Cell]:
    share = "–" if queue.share is None else swedish.percent(queue.share) + (" °" if queue.status == LOW_BASE else "")
    waited, flowed = queue.status, queue.flow_status
    clearance = queue.clearance_months
    months = None if clearance is None else "aldrig" if math.isinf(clearance) else f"{swedish.decimal(clearance)} mån"
    return [
        _count(queue.waiting, waited),
        _count(queue.over_limit, waited),
        _count(queue.numerator, waited, share),
        _count(queue.inflow, flowed),
        _count(queue.left, flowed),
        _count(queue.left, flowed, months),
        _count(queue.at_least(goal), flowed),
        _count(queue.rule_of_thumb(goal), flowed),
    ]


def _count(value: int | None, status: str, words: str | None = None) -> Cell:
    """The figure, or why there is none: dolt, saknas, –."""
    if value is not None:
        return Cell(swedish.integer(value) if words is None else words, "vl-number")
    css = "vl-hidden" if status == HIDDEN else "vl-muted"
    return Cell(STATE_WORDS.get(status, "–"), f"vl-number {css}")


def file_rows(view: View, found: Sequence[Queue], goal: Goal) -> pl.DataFrame:
    """The table's rows for a file."""
    names = choices.short_names(view.version, view.principal)
    rows = [
        {
            "huvudman": view.principal, "matdatum": view.cutoff, "population": "vantande", "fas": each.phase,
            "mvo": each.specialty, "mvo_namn": names.get(each.specialty), "forvaltning": each.administration,
            "definition": view.definition, "grans_dagar": each.limit_days, "antal": each.waiting,
            "namnare": each.denominator, "taljare": each.numerator, "over_grans": each.over_limit,
            "inflode": each.inflow, "lamnade": each.left, "onskad_andel": goal.wanted, "till_datum": goal.until,
            "manader": goal.months, "kraver_minst": each.at_least(goal), "kraver_tumregel": each.rule_of_thumb(goal),
            "status": each.status, "status_balans": each.flow_status, "dataversion": view.version,
        }
        for each in found
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _notes(found: Sequence[Queue], goal: Goal, judged: int) -> list[str]:
    months = f"{swedish.number_word(goal.months)} {'månad' if goal.months == 1 else 'månader'}"
    said = [
        f"Kräver minst: det som kommer till per månad, plus de över gränsen som måste få vård för att resten ska vara "
        f"inom den till {swedish.percent(goal.wanted)}, fördelat på {months}, om ingen annan passerar gränsen under "
        "tiden.",
        "Tumregel: så många per månad att kön krymper till den storlek som ger andelen i längden, om väntetiderna är "
        "exponentiellt fördelade. Den är en riktlinje, inget löfte." if goal.wanted < 1 else
        "Tumregeln gäller inte när alla ska vara inom gränsen.",
        "En månads flöde är osäkert: juli och december är långsammare.",
    ]  # fmt: skip
    hidden = sum(HIDDEN in (each.status, each.flow_status) for each in found)
    missing = sum(MISSING in (each.status, each.flow_status) for each in found)
    if hidden:
        said.append(f"{_queues_have(hidden)} dolda siffror: för få patienter.")
    if missing:
        said.append(f"{_queues_have(missing)} ingen leverans eller ingen balans för månaden.")
    if judged > MOST_ROWS:
        said.append(f"Diagrammet visar de {MOST_ROWS} som saknar mest; tabellen har alla {len(found)}.")
    return said


def _queues_have(count: int) -> str:
    return f"{swedish.number_word(count).capitalize()} {'kö har' if count == 1 else 'köer har'}"
