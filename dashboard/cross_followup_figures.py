"""The key figures of the follow-up: registration, green days, days since harm, harm days, risks, what went well."""

from __future__ import annotations

from html import escape

from dashboard import cross_followup_words, sentences, swedish
from dashboard.cross_followup_facts import Followup
from dashboard.cross_followup_sentences import ANSWER, GREEN, HARM_DAYS, RATE, RISK_RATE, WELL, Reported
from dashboard.cross_sentences import SINCE_HARM
from dashboard.cross_view import CrossView


def answer(view: CrossView, found: Followup) -> str:
    """The page's answer, HTML."""
    return sentences.the_one(ANSWER, cross_followup_words.days(view, found))


def html(view: CrossView, found: Followup) -> str:
    """The six figures as HTML."""
    days, risks = cross_followup_words.days(view, found), reported(found)
    parts = [
        _figure("Registreringsgrad", swedish.percent(days.rate) if days.activity else "–",
                sentences.the_one(RATE, days)),
        _figure("Gröna dagar", days.green if days.registered else "–", sentences.the_one(GREEN, days)),
        _figure("Dagar sedan skada", _since(found), _since_words(found)),
        _figure("Skadedagar", swedish.integer(days.harm), sentences.the_one(HARM_DAYS, days)),
        _figure("Rapporterade risker", swedish.integer(risks.risks), sentences.the_one(RISK_RATE, risks)),
        _figure("Det som gick bra", swedish.integer(days.well), f"{sentences.the_one(WELL, days)}."),
    ]  # fmt: skip
    return f'<div class="vl-figures vl-cross-figures">{"".join(parts)}</div>'


def reported(found: Followup) -> Reported:
    """The period's reported risks."""
    sums = (int(found.risks[name].sum()) for name in ("risks", "rate_risks", "told_days"))
    return Reported(*sums)


def _since(found: Followup) -> str:
    """22 · 3–22 where a later day may have held harm · ingen känd skada."""
    since = found.since
    if since is None or since.days is None:
        return "ingen känd skada" if since else "–"
    least = "" if since.latest_unsure is None else f"{swedish.integer((since.until - since.latest_unsure).days)}–"
    return f"{least}{swedish.integer(since.days)}"


def _since_words(found: Followup) -> str:
    if found.since is None:
        return "Ingen dag är registrerad."
    said = sentences.the_one(SINCE_HARM, found.since)
    return f"{said[:1].upper()}{said[1:]}."


def _figure(title: str, value: str, words: str) -> str:
    tag = "b" if value[:1].isdigit() or value[-1:] == "%" or value == "–" else "em"
    return (
        f'<section class="vl-figure"><h2>{escape(title)}</h2><div class="vl-value"><{tag}>{value}</{tag}></div>'
        f'<div class="vl-words"><p>{words}</p></div></section>'
    )
