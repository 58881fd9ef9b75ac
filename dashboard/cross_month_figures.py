"""The four key figures of a unit's month, all in grey: registered days, green days, days since harm, reported risks."""

from __future__ import annotations

from html import escape

from dashboard import sentences, swedish
from dashboard.cross_month_facts import CrossMonth
from dashboard.cross_sentences import GREEN, HARM, MEETING, RISK_CHANGE, SINCE_HARM, MonthNumbers


def answer(month: CrossMonth) -> str:
    """How many registered days were green, whether anybody was harmed, and how often the meeting was held; HTML."""
    return "".join(sentences.the_one(table, month.numbers) for table in (GREEN, HARM, MEETING))


def html(month: CrossMonth, definitions: str) -> str:
    """The figures as HTML; `definitions` names those that green is green by."""
    figures = (_registered(month), _green(month, definitions), _since_harm(month), _risks(month))
    return f'<div class="vl-figures vl-figures-four">{"".join(figures)}</div>'


def figure(title: str, value: str, beside: str, *words: str) -> str:
    """One key figure as HTML; a value without a digit is a state in words."""
    shown = f"<b>{escape(value)}</b>" if any(map(str.isdigit, value)) else f"<em>{escape(value)}</em>"
    lines = "".join(f"<p>{escape(each)}</p>" for each in words if each)
    return (
        f'<section class="vl-figure"><h2>{escape(title)}</h2><div class="vl-value">{shown}'
        f'<span>{escape(beside)}</span></div><div class="vl-words">{lines}</div></section>'
    )


def of(part: int, whole: int) -> str:
    """21 av 22."""
    return f"{swedish.integer(part)} av {swedish.integer(whole)}"


def _registered(month: CrossMonth) -> str:
    numbers, title = month.numbers, "Registrerade dagar"
    if month.unit["cross_from"] is None:
        return figure(title, "räknas inte", "", "enheten har ingen startdag i enhetsregistret")
    if not numbers.activity:
        words = "ingen dag med verksamhet" if numbers.is_known else "inget är känt av månaden"
        return figure(title, "ingen andel", "", words)
    share = swedish.percent(numbers.registered / numbers.activity)
    words = "dagar med verksamhet hittills" if numbers.is_running else "dagar med verksamhet"
    return figure(title, share, of(numbers.registered, numbers.activity), words)


def _green(month: CrossMonth, definitions: str) -> str:
    numbers, title = month.numbers, "Gröna dagar"
    if not numbers.registered:
        return figure(title, "ingen andel", "", "ingen registrerad dag räknas")
    unsure = numbers.green_high - numbers.green_low
    words = f"{swedish.number_word(unsure)} dag{'ar' if unsure != 1 else ''} går inte att säga" if unsure else ""
    return figure(title, green_share(numbers), green_count(numbers), f"av registrerade dagar, {definitions}", words)


def green_share(numbers: MonthNumbers) -> str:
    """71 % · 60–75 %, where days may be green."""
    low, high = (swedish.percent(green / numbers.registered) for green in (numbers.green_low, numbers.green_high))
    return low if low == high else f"{low.removesuffix(f'{swedish.NBSP}%')}–{high}"


def green_count(numbers: MonthNumbers) -> str:
    """15 av 21 · 12–15 av 20."""
    low = "" if numbers.green_low == numbers.green_high else f"{swedish.integer(numbers.green_low)}–"
    return f"{low}{of(numbers.green_high, numbers.registered)}"


def _since_harm(month: CrossMonth) -> str:
    title, since = "Dagar sedan skada", month.since_harm
    if since is None:
        return figure(title, "inget känt", "")
    words = sentences.plain(SINCE_HARM, since)
    days = month.days_since_harm
    if days is None:
        return figure(title, "ingen skada" if since.latest_unsure is None else "ingen känd", "", words)
    least = "" if since.latest_unsure is None else f"{swedish.integer((since.until - since.latest_unsure).days)}–"
    return figure(title, f"{least}{swedish.integer(days)}", "", words)


def _risks(month: CrossMonth) -> str:
    title, numbers = "Rapporterade risker", month.numbers
    healthy = "fler rapporter är ett friskt tecken"
    if not numbers.registered and not numbers.risks:
        return figure(title, "inget registrerat", "", healthy)
    untold = numbers.untold + numbers.conflicts
    more = f"{swedish.number_word(untold)} dag{'ar' if untold != 1 else ''} kan dölja fler" if untold else ""
    return figure(title, swedish.integer(numbers.risks), sentences.plain(RISK_CHANGE, month.risks), healthy, more)
