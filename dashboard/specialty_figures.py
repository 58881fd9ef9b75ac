"""The five key figures of Specialitet and the page's answer: now, and against the month before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import polars as pl

from analysis.chance import two_shares_p
from analysis.control_charts import laney
from analysis.queue_balance import seen_for_share
from dashboard import bands, choices, reads, sentences, specialty_sentences, specialty_states, swedish
from dashboard.band_sentences import ANSWER, Held
from dashboard.band_words import NOT_IN_SOURCE, days_between
from dashboard.cuts import series_of
from dashboard.deviation_series import SMALLEST
from dashboard.specialty_control import ALL, Control
from dashboard.specialty_sentences import Level, Now
from dashboard.specialty_view import View
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY, NOT_COMPUTABLE, bounds

Row = Mapping[str, Any]
GOAL = 0.9
STATES = {HIDDEN: "dolt", MISSING: "saknas", NOBODY: "ingen väntar", NOT_COMPUTABLE: "ej beräkningsbar"}


@dataclass(frozen=True)
class Moment:
    """The specialty in the whole region now and the month before; None where there is no such month or group."""

    now: Row | None
    before: Row | None
    is_beyond: bool

    @property
    def status(self) -> str | None:
        """The state of the group; None where it does not exist."""
        return None if self.now is None else str(self.now["status"])


def of_view(view: View) -> Moment:
    """The region's last two months of the specialty."""
    cut = view.cut
    months = reads.attainment_over_time(
        view.version, phases=(cut["phase"],), specialty=view.specialty, administrations=(ALL,), **series_of(cut)
    )
    rows = bands.with_bounds_over_time(view.version, months, cut, view.specialty).to_dicts()
    now = rows[-1] if rows and rows[-1]["cutoff_date"] == cut["cutoff_date"] else None
    if now is not None and now["contacts"] is None and now["status"] == MISSING and now["is_delivered"]:
        now = None  # delivered, and no such group: nobody of the kind
    before = rows[-2] if len(rows) > 1 else None
    return Moment(now, before, _is_beyond(view, now, before))


def _is_beyond(view: View, now: Row | None, before: Row | None) -> bool:
    """As published for those waiting, within its family of tests; otherwise the two months alone."""
    if now is None or before is None or now["share"] is None or before["share"] is None:
        return False
    if view.words.is_waiting and _is_tested(view):
        cut = view.cut
        found = reads.changes(
            view.version,
            principal=cut["principal"],
            cutoff_date=cut["cutoff_date"],
            horizon="manad",
            definition=cut["definition"],
        ).filter(
            pl.col("specialty") == view.specialty, pl.col("administration") == ALL, pl.col("phase") == cut["phase"]
        )
        return len(found) > 0
    if min(now["denominator"], before["denominator"]) < view.thresholds.low_base:
        return False
    p = two_shares_p(now["numerator"], now["denominator"], before["numerator"], before["denominator"])
    return bool(p < 0.05)


def _is_tested(view: View) -> bool:
    """Whether publish tests the change: an undivided specialty under its strictest limit."""
    cut = view.cut
    margins = reads.specialties(view.version, principal=cut["principal"]).filter("is_margin")["specialty"]
    limits = choices.limits(view.version, cut["principal"], cut["population"], str(cut["phase"]), (view.specialty,))
    strictest = min((int(days) for days in limits), default=cut["limit_days"])
    return view.specialty not in margins.to_list() and cut["limit_days"] == strictest


def answer(view: View, moment: Moment, control: Control) -> str:
    """The page's answer as HTML."""
    now, before = moment.now, moment.before
    if now is not None and now["status"] == NOT_COMPUTABLE:
        return sentences.the_one(ANSWER, Held(now, view.words))
    facts = Now(
        share=None if now is None else now["share"],
        before=before["share"] if before is not None else None,
        is_beyond=moment.is_beyond,
        attained=view.words.attained,
        since="" if before is None else sentences.since(before["cutoff_date"], view.cut["cutoff_date"]),
        state=specialty_states.sentence(view, moment.status),
    )
    levels = []
    for side in (-1, 1):
        found = [each for each in control.series if each.verdict == side]
        if found:
            levels.append(Level([each.administration for each in found], side, found[0].months_in_a_row))
    return specialty_sentences.answer(facts, levels)


def html(view: View, moment: Moment) -> str:
    """The five figures; nothing where the group has no figures at all."""
    row = moment.now
    if row is None:
        return ""
    figures = [_share(view, moment, row), _over(view, moment, row), _days(view, moment, row, "median_days"),
               _days(view, moment, row, "p90_days"), _deviations(view)]  # fmt: skip
    return f'<div class="vl-figures vl-figures-five">{"".join(figures)}</div>'


def _figure(title: str, value: str, change: str, words: str, second: str = "") -> str:
    is_state = not value[:1].isdigit() and not value.startswith(("under", "över", "mellan", "högst", "minst"))
    shown = f"<em>{escape(value)}</em>" if is_state else f"<b>{escape(value)}</b>"
    return (
        f'<section class="vl-figure"><h2>{escape(title)}</h2><div class="vl-value">{shown}<span>{change}</span></div>'
        f'<div class="vl-words"><p>{escape(words)}</p>{f"<p>{escape(second)}</p>" if second else ""}</div></section>'
    )


def _state(row: Row) -> str:
    return STATES.get(str(row["status"]), "ingen uppgift")


def _share(view: View, moment: Moment, row: Row) -> str:
    title = view.words.within[:1].upper() + view.words.within[1:]
    if row["share"] is None:
        n = f"n = {swedish.integer(row['denominator'])}" if row["denominator"] else ""
        return _figure(title, bounds(row) or _state(row), "", n if bounds(row) else "")
    sign = " °" if row["status"] == LOW_BASE else ""
    second = "Lågt underlag: osäker andel." if sign else ""
    counted = view.words.counted(row["numerator"], row["denominator"])
    return _figure(title, swedish.percent(row["share"]) + sign, _share_change(view, moment, row), counted, second)


def _share_change(view: View, moment: Moment, row: Row) -> str:
    before = moment.before
    if before is None or before["share"] is None:
        return "går inte att jämföra bakåt"
    points = swedish.whole_percent(row["share"]) - swedish.whole_percent(before["share"])
    since = _since(view, before["cutoff_date"])
    if not points and not moment.is_beyond:
        return f"oförändrat {since}"
    better = row["share"] > before["share"]
    text = f"{'▲' if better else '▼'} {swedish.points(points) if points else 'under en procentenhet'} {since}"
    if not moment.is_beyond:
        return f"{text}, inom vanlig nivå"
    return f'<i class="{"vl-better" if better else "vl-worse"}" style="font-style:normal">{text}</i>'


def _since(view: View, earlier: dt.date) -> str:
    return f"sedan {sentences.since(earlier, view.cut['cutoff_date'])}"


def _over(view: View, moment: Moment, row: Row) -> str:
    has_limit = view.cut["limit_days"] is not None
    title = "Över gränsen" if has_limit else "Passerat måldatum"
    if row["over_limit"] is None:
        why = "Gränsen ligger inne i ett av källans band." if row["status"] == NOT_COMPUTABLE else ""
        return _figure(title, _state(row), "", why)
    change = _difference(view, moment, "over_limit", swedish.integer)
    words = view.words.counted(row["over_limit"], row["denominator"])
    second = ""
    if view.words.is_waiting and row["denominator"] and row["share"] < GOAL:
        seen = seen_for_share(row["numerator"], row["denominator"], GOAL)
        second = f"{swedish.integer(seen)} behöver tas emot för {swedish.percent(GOAL)}"
    return _figure(title, swedish.integer(row["over_limit"]), change, words, second)


def _days(view: View, moment: Moment, row: Row, column: str) -> str:
    verb = "väntat" if view.words.is_waiting else "väntade"
    is_median = column == "median_days"
    has = "har " if view.words.is_waiting else ""
    title = f"{verb.capitalize()}, median" if is_median else f"En av tio {has}{verb} minst"
    if row[column] is None:
        name = column.removesuffix("_days")
        between = days_between(row.get(f"{name}_low"), row.get(f"{name}_high"))
        return _figure(title, between or _state(row), "", "Bandet som det ligger i." if between else "")
    words = f"n = {swedish.integer(row['contacts'])}, alla {view.words.noun}" if is_median else "90:e percentilen"
    return _figure(title, swedish.days(row[column]), _difference(view, moment, column, swedish.days), words)


def _difference(view: View, moment: Moment, column: str, written: Any) -> str:
    """Muted always: a count or a wait has no test of chance here."""
    now, before = moment.now, moment.before
    if now is None or before is None or before[column] is None:
        return "går inte att jämföra bakåt"
    difference = round(now[column]) - round(before[column])
    since = _since(view, before["cutoff_date"])
    return (
        f"{'▲' if difference > 0 else '▼'} {written(abs(difference))} {since}" if difference else f"oförändrat {since}"
    )


def _deviations(view: View) -> str:
    cut = view.cut
    if view.words.is_aggregated:
        return _figure("PVV och MOV", NOT_IN_SOURCE, "", "")
    rows = reads.deviations_over_time(
        view.version,
        principal=cut["principal"],
        cutoff_date=cut["cutoff_date"],
        population=cut["population"],
        phase=cut["phase"],
        specialty=view.specialty,
        administrations=(ALL,),
    ).to_dicts()
    if not rows or not rows[-1]["contacts"]:
        return _figure("PVV och MOV", "ingen uppgift", "", "")
    last = rows[-1]
    both = last["patient_chosen"] + last["medical"]
    counts = np.array([np.nan if row["contacts"] is None else row["patient_chosen"] + row["medical"] for row in rows])
    bases = np.array([np.nan if row["contacts"] is None else row["contacts"] for row in rows], dtype=float)
    chart = laney(counts, bases, is_snapshot=view.words.is_waiting)
    is_small = abs(chart.value[-1] - chart.level[-1]) < SMALLEST
    verdict = 0 if chart.verdict and is_small else chart.verdict
    said = {1: "▲ högre än vanligt", -1: "▼ lägre än vanligt", 0: "inom vanlig nivå"}
    level = "för få månader att jämföra med" if verdict is None else said[verdict]
    words = f"{swedish.integer(both)} av {swedish.integer(last['contacts'])} {view.words.noun}"
    return _figure("PVV och MOV", swedish.percent(both / last["contacts"]), level, words)
