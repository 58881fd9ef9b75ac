"""The four key figures of a unit's month, all in grey: registered days, green days, days since harm, reported risks."""

from __future__ import annotations

from html import escape

from dashboard import sentences, swedish
from dashboard.cross_month_facts import CrossMonth
from dashboard.cross_sentences import GREEN, HARM, MEETING, RISK_CHANGE, SINCE_HARM, PeriodNumbers, SinceHarm


def answer(numbers: PeriodNumbers) -> str:
    """How many registered days were green, whether anybody was harmed, and how often the meeting was held; HTML."""
    return "".join(sentences.the_one(table, numbers) for table in (GREEN, HARM, MEETING))


def html(month: CrossMonth, definitions: str) -> str:
    """A month's figures as HTML; `definitions` names those that green is green by."""
    beside = sentences.plain(RISK_CHANGE, month.risks)
    return four(month.numbers, month.since_harm, beside, definitions, is_counted=month.unit["cross_from"] is not None)


def four(
    numbers: PeriodNumbers, since: SinceHarm | None, risks_beside: str, definitions: str, *, is_counted: bool
) -> str:
    """The figures of any period as HTML; what stands beside the risks is what they are compared with."""
    shown = (_registered(numbers, is_counted), _green(numbers, definitions), _since_harm(since),
             _risks(numbers, risks_beside))  # fmt: skip
    return f'<div class="vl-figures vl-figures-four">{"".join(shown)}</div>'


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


def _registered(numbers: PeriodNumbers, is_counted: bool) -> str:
    title = "Registrerade dagar"
    if not is_counted:
        return figure(title, "räknas inte", "", "enheten har ingen startdag i enhetsregistret")
    if not numbers.activity:
        words = "ingen dag med verksamhet" if numbers.is_known else "inget är känt"
        return figure(title, "ingen andel", "", words)
    share = swedish.percent(numbers.registered / numbers.activity)
    words = "dagar med verksamhet hittills" if numbers.is_running else "dagar med verksamhet"
    return figure(title, share, of(numbers.registered, numbers.activity), words)


def _green(numbers: PeriodNumbers, definitions: str) -> str:
    title = "Gröna dagar"
    if not numbers.registered:
        return figure(title, "ingen andel", "", "ingen registrerad dag räknas")
    unsure = numbers.green_high - numbers.green_low
    words = f"{swedish.number_word(unsure)} dag{'ar' if unsure != 1 else ''} går inte att säga" if unsure else ""
    return figure(title, green_share(numbers), green_count(numbers), f"av registrerade dagar, {definitions}", words)


def green_share(numbers: PeriodNumbers) -> str:
    """71 % · 60–75 %, where days may be green."""
    low, high = (swedish.percent(green / numbers.registered) for green in (numbers.green_low, numbers.green_high))
    return low if low == high else f"{low.removesuffix(f'{swedish.NBSP}%')}–{high}"


def green_count(numbers: PeriodNumbers) -> str:
    """15 av 21 · 12–15 av 20."""
    low = "" if numbers.green_low == numbers.green_high else f"{swedish.integer(numbers.green_low)}–"
    return f"{low}{of(numbers.green_high, numbers.registered)}"


def _since_harm(since: SinceHarm | None) -> str:
    title = "Dagar sedan skada"
    if since is None:
        return figure(title, "inget känt", "")
    words = sentences.plain(SINCE_HARM, since)
    days = since.days
    if days is None:
        return figure(title, "ingen skada" if since.latest_unsure is None else "ingen känd", "", words)
    least = "" if since.latest_unsure is None else f"{swedish.integer((since.until - since.latest_unsure).days)}–"
    return figure(title, f"{least}{swedish.integer(days)}", "", words)


def _risks(numbers: PeriodNumbers, beside: str) -> str:
    title = "Rapporterade risker"
    healthy = "fler rapporter är ett friskt tecken"
    if not numbers.said:
        return figure(title, "inget registrerat", "", healthy)
    untold = numbers.untold + numbers.conflicts
    more = f"{swedish.number_word(untold)} dag{'ar' if untold != 1 else ''} kan dölja fler" if untold else ""
    value = "ingen känd" if untold and not numbers.risks else swedish.integer(numbers.risks)
    return figure(title, value, beside, healthy, more)
