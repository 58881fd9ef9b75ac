"""The four key figures of Leveransplaner and the page's answer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard import plan_facts, plan_sentences, plan_words, remembered, swedish
from dashboard.plan_facts import Selection, Standing
from dashboard.plan_headings import Tally
from dashboard.plan_sentences import Progress, Shortfall
from dashboard.plan_view import View


def answer(view: View, selection: Selection) -> str:
    """The page's answer as HTML."""
    return remembered.once(("plan answer", view.key, view.today), lambda: _answer(view, selection))


def _answer(view: View, selection: Selection) -> str:
    behind = plan_facts.behind(plan_facts.standings_of(view, selection))
    names = [plan_words.in_text(view.names, each.row) for each in behind]
    facts = Shortfall(names, [each.missing for each in behind], selection.is_over)
    says_why = selection.year_plan > 0 and selection.last is not None and selection.planned_so_far > 0
    return plan_sentences.answer(progress(view, selection), facts if says_why else None)


def progress(view: View, selection: Selection) -> Progress:
    """The facts of the answer's first sentence."""
    end = selection.end
    _, low, high = (0, 0, 0) if end is None else end.whole
    return Progress(
        year=view.year,
        plans=selection.plans.height,
        proposed=sum(row["status"] == "forslag" for row in selection.plans.iter_rows(named=True)),
        plan=selection.year_plan,
        planned_so_far=selection.planned_so_far,
        done=selection.done,
        month="" if selection.last_date is None else swedish.month_name(selection.last_date),
        low=low,
        high=high,
        is_over=selection.is_over,
    )


def tally(found: Sequence[Standing], *, is_over: bool) -> Tally:
    """How many plans are on their way where."""
    states = [each.state for each in found]
    return Tally(
        plans=len(found),
        failing=states.count("klarar_inte"),
        unsure=states.count("osakert"),
        reaching=states.count("klarar"),
        is_over=is_over,
    )


def html(view: View, selection: Selection) -> str:
    """The four figures; states in words where there is nothing to count."""
    return remembered.once(("plan figures", view.key, view.today), lambda: _html(selection))


def _html(selection: Selection) -> str:
    figures = [_done(selection), _end(selection), _needed(selection), _outside(selection)]
    return f'<div class="vl-figures vl-figures-four">{"".join(figures)}</div>'


def _figure(title: str, value: str, beside: str, *words: str) -> str:
    is_state = not value[:1].isdigit() and not value.startswith(("under", "över"))
    shown = f"<em>{escape(value)}</em>" if is_state else f"<b>{escape(value)}</b>"
    lines = "".join(f"<p>{escape(each)}</p>" for each in words if each)
    return (
        f'<section class="vl-figure"><h2>{escape(title)}</h2><div class="vl-value">{shown}'
        f'<span>{escape(beside)}</span></div><div class="vl-words">{lines}</div></section>'
    )


def difference(planned: int, done: int) -> str:
    """1 218 färre än planerat."""
    if done == planned:
        return "Precis som planerat"
    return f"{swedish.integer(abs(planned - done))} {'färre' if done < planned else 'fler'} än planerat"


def _until(selection: Selection) -> str:
    """till och med oktober · 2025: the whole year is known."""
    if selection.is_over:
        return str(selection.whole.year)
    return "" if selection.last_date is None else f"till och med {swedish.month_name(selection.last_date)}"


def _done(selection: Selection) -> str:
    planned, done = selection.planned_so_far, selection.done
    title = f"Genomfört {_until(selection)}".strip()
    if selection.last is None:
        plan = selection.year_plan
        return _figure("Genomfört", "inget utfall än", "", f"Planen är {plan_words.patients(plan)}" if plan else "")
    if not planned:
        return _figure(title, swedish.integer(done), "patienter", "Inget var planerat")
    beside = f"{swedish.integer(done)} av {swedish.integer(planned)}"
    return _figure(title, swedish.percent(done / planned), beside, difference(planned, done), _gaps(selection))


def _gaps(selection: Selection) -> str:
    """April saknas och räknas inte med."""
    months = [swedish.month_name(selection.whole.date(month)) for month in selection.whole.gaps]
    return f"{swedish.listed(months).capitalize()} saknas och räknas inte med" if months else ""


def _end(selection: Selection) -> str:
    plan = f"av {swedish.integer(selection.year_plan)}"
    if selection.is_over:
        words = difference(selection.year_plan, selection.done)
        return _figure("Utfall för helåret", swedish.integer(selection.done), plan, words)
    if selection.end is None:
        return _figure("Prognos för helåret", "ingen prognos än", "", "Den kräver en rapporterad månad")
    expected, low, high = selection.end.whole
    interval = f"Troligt intervall {plan_sentences.span(low, high)} (80{swedish.NBSP}%)"
    return _figure("Prognos för helåret", swedish.integer(expected), plan, interval)


def _needed(selection: Selection) -> str:
    title, needed, sent = "För att nå planen krävs", selection.needed, selection.needed_sent
    if not selection.year_plan:
        return _figure(title, "ingen plan", "")
    if needed is None or sent is None:
        return _figure(title, "året är slut", "", difference(selection.year_plan, selection.done))
    if not needed:
        return _figure(title, "planen är nådd", "", f"{swedish.integer(selection.done)} är genomförda")
    done_now, sent_now = "", ""
    if selection.last is not None and selection.last_date is not None:
        month = swedish.month_name(selection.last_date)
        done_now = f"I {month} genomfördes {swedish.integer(int(selection.known('completed')[selection.last]))}"
        sent_now = f"; i {month} skickades {swedish.integer(int(selection.known('sent')[selection.last]))}"
    to_send = f"Att skicka: {swedish.integer(sent)} per månad{sent_now}" if sent else "Tillräckligt många är skickade"
    return _figure(title, swedish.integer(needed), "genomförda per månad", done_now, to_send)


def _outside(selection: Selection) -> str:
    """Always there: what was decided without a place in a plan, and what was done without one."""
    done = [
        f"{swedish.integer(count)} {words}"
        for count, words in ((selection.without_plan, "utan plan"), (selection.after_plan, "utan gällande version"))
        if count
    ]
    return _figure(
        "Utanför plan",
        swedish.integer(selection.outside),
        "särskild ordning",
        "Beslutade patienter utan plats i planen",
        f"Därtill genomförda: {swedish.listed(done)}" if done else "",
        f"Beslutad volym saknas för {plan_words.plans(selection.undecided)}" if selection.undecided else "",
    )
