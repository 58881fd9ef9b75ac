"""The six key figures of Läget: words, comparison with the nation like with like, and the page's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard import swedish
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY

TITLES = {
    "forsta_besok": "Första besök inom 90 dagar",
    "operation": "Operation och åtgärd inom 90 dagar",
    "aterbesok": "Återbesök före måldatum",
    "bup_forsta_besok": "BUP: första besök inom 30 dagar",
    "bup_utredning": "BUP: utredning inom 30 dagar",
    "bup_behandling": "BUP: behandling inom 30 dagar",
}
IN_TEXT = {
    "forsta_besok": "första besök",
    "operation": "operation och åtgärd",
    "aterbesok": "återbesök",
    "bup_forsta_besok": "BUP:s första besök",
    "bup_utredning": "BUP:s utredningar",
    "bup_behandling": "start av BUP-behandling",
}
STATE_WORDS = {HIDDEN: "dolt", MISSING: "saknas", NOBODY: "ingen väntar"}
Measure = Mapping[str, Any]


@dataclass(frozen=True)
class Nation:
    """One measure against the nation, both counted alike; `is_direct`: same date and definition as on the page."""

    region: float
    nation: float
    is_direct: bool

    @property
    def difference(self) -> int:
        """Whole percentage points, as both numbers are shown."""
        return swedish.whole_percent(self.region) - swedish.whole_percent(self.nation)


def against_nation(row: Measure, cutoff: dt.date, definition: str) -> Nation | None:
    """The comparison, or None where there is no national figure or nothing of ours to set beside it."""
    if row["national_share"] is None or row["alike_share"] is None:
        return None
    is_direct = row["national_date"] == cutoff and row["national_definition"] == definition
    return Nation(row["alike_share"], row["national_share"], is_direct)


def answer(rows: Sequence[Measure], cutoff: dt.date, definition: str) -> str:
    """Over or under the nation on how many measures, and where it is worst; HTML."""
    compared = [(row, nation) for row in rows if (nation := against_nation(row, cutoff, definition)) is not None]
    if not compared:
        return _without_nation(rows)
    over = [pair for pair in compared if pair[1].difference > 0]
    under = sorted((pair for pair in compared if pair[1].difference < 0), key=lambda pair: pair[1].difference)
    count = f"{swedish.number_word(len(over))} av {swedish.number_word(len(compared))} mått"
    sentence = f"Regionen ligger <b>över riket på {count}</b>."
    if not under:
        return sentence
    row, nation = under[0]
    pair = f"{swedish.percent(nation.region)} mot {swedish.percent(nation.nation)}"
    others = (
        f" Det gäller också {swedish.listed(IN_TEXT[r['measure']] for r, _ in under[1:])}." if len(under) > 1 else ""
    )
    return f"{sentence} Sämre än riket är {escape(IN_TEXT[row['measure']])}: <b>{pair}</b>.{others}"


def _without_nation(rows: Sequence[Measure]) -> str:
    known = [row for row in rows if row["share"] is not None]
    if not known:
        return "Det finns inga väntande att visa för det här mätdatumet."
    said = [f"{escape(TITLES[row['measure']])}: <b>{swedish.percent(row['share'])}</b>." for row in known[:2]]
    return f"{' '.join(said)} Det finns ingen nationell siffra att jämföra med."


def figures_html(
    rows: Sequence[Measure], cutoff: dt.date, previous: dt.date | None, definition: str, names: Mapping[str, str]
) -> str:
    """The six figures as HTML; `names` are the definitions' names."""
    figures = "".join(_figure(row, cutoff, previous, definition, names) for row in rows)
    return f'<div class="vl-figures">{figures}</div>'


def _figure(row: Measure, cutoff: dt.date, previous: dt.date | None, definition: str, names: Mapping[str, str]) -> str:
    nation = against_nation(row, cutoff, definition)
    return (
        f'<section class="vl-figure"><h2>{escape(TITLES[row["measure"]])}</h2>'
        f'<div class="vl-value">{_value(row)}<span>{_change(row, cutoff, previous)}</span></div>'
        f"{_bullet(row, nation)}"
        f'<div class="vl-words"><p>{_base(row)}</p><p>{_comparison(row, nation, names)}</p></div></section>'
    )


def _value(row: Measure) -> str:
    if row["share"] is not None:
        return f"<b>{swedish.percent(row['share'])}{' °' if row['status'] == LOW_BASE else ''}</b>"
    return f"<em>{STATE_WORDS.get(row['status'], 'ingen uppgift')}</em>"


def _change(row: Measure, cutoff: dt.date, previous: dt.date | None) -> str:
    """Muted always: no test of chance yet."""
    if row["share"] is None:
        return ""
    if previous is None or row["previous_share"] is None:
        return "går inte att jämföra bakåt"
    difference = swedish.whole_percent(row["share"]) - swedish.whole_percent(row["previous_share"])
    since = swedish.month_name(previous) if previous.year == cutoff.year else swedish.month_and_year(previous)
    if difference == 0:
        return f"oförändrat sedan {since}"
    sign = "▲" if difference > 0 else "▼"
    word = "upp" if difference > 0 else "ned"
    return f'<i aria-hidden="true">{sign}</i> {word} {swedish.points(difference)} sedan {since}'


def _bullet(row: Measure, nation: Nation | None) -> str:
    if row["share"] is None:
        return ""
    tick = below = ""
    if nation is not None and nation.is_direct:
        at = nation.nation * 100
        tick = f'<u style="left:{at:.1f}%"></u>'
        below = f'<span style="left:{min(max(at, 12), 88):.1f}%">riket {swedish.percent(nation.nation)}</span>'
    bar = f'<div class="vl-bullet" aria-hidden="true"><i style="width:{row["share"] * 100:.1f}%"></i>{tick}</div>'
    return f'{bar}<div class="vl-nation">{below}</div>'


def _comparison(row: Measure, nation: Nation | None, names: Mapping[str, str]) -> str:
    if row["national_share"] is None:
        return "Ingen nationell siffra."
    if nation is None:
        return "Går inte att jämföra med riket."
    verdict = (
        "Som riket" if nation.difference == 0 else "Bättre än riket" if nation.difference > 0 else "Sämre än riket"
    )
    if nation.is_direct:
        return f"{verdict}."
    how = names.get(row["national_definition"], row["national_definition"])
    return (
        f"{verdict}, räknat som riket ({escape(how[:1].lower() + how[1:])}, "
        f"{swedish.long_date(row['national_date'])}): "
        f"{swedish.percent(nation.region)} mot {swedish.percent(nation.nation)}."
    )


def _base(row: Measure) -> str:
    if row["denominator"] is None:
        return ""
    if not row["denominator"]:
        return "Ingen väntar."
    attained = "inom gränsen" if row["limit_days"] else "före måldatum"
    words = f"{swedish.integer(row['numerator'])} av {swedish.integer(row['denominator'])} väntande {attained}."
    return words + (" Lågt underlag: osäker andel." if row["status"] == LOW_BASE else "")
