"""Leveransplaner where there is nothing to show, how fresh its figures are, and the sources that stand last."""

from __future__ import annotations

import datetime as dt
from html import escape

import polars as pl

from dashboard import behind, parts, plan_data, plan_words, reads, swedish
from dashboard.address import query_string
from dashboard.plan_facts import Selection
from dashboard.plan_view import View

KINDS = ("leveransplan", "leveransutfall")


def badge(view: View, selection: Selection) -> str:
    """● Planer och utfall till och med oktober 2026, inläst 20 november; ○ where a month or a delivery is missing."""
    return _of_outcomes(view, selection) + behind.badge_of_kind(view.version, view.principal, "leveransutfall")


def _of_outcomes(view: View, selection: Selection) -> str:
    whole = selection.whole
    if whole.last is None:
        words = f"Planer för {view.year}, inget utfall{_loaded(view)}"
        return f'<span class="vl-dot" aria-hidden="true">●</span> {words}'
    words = f"Planer och utfall till och med {swedish.month_and_year(whole.date(whole.last))}"
    if whole.gaps:
        months = swedish.listed(swedish.month_name(whole.date(month)) for month in whole.gaps)
        return (
            f'<span class="vl-late" aria-hidden="true">○</span> {words}: <span class="vl-late">{months} saknas</span>'
        )
    return f'<span class="vl-dot" aria-hidden="true">●</span> {words}{_loaded(view)}'


def _loaded(view: View) -> str:
    rows = reads.freshness(view.version, principal=view.principal).filter(pl.col("kind").is_in(KINDS))
    loaded: dt.datetime | None = rows["loaded_at"].max()  # type: ignore[assignment]
    return f", inläst {swedish.day_and_month(swedish.local_day(loaded))}" if loaded else ""


def is_empty(selection: Selection) -> bool:
    """No plan in the choice, and no outcome that stands outside plans."""
    return selection.plans.is_empty() and selection.outside_plans.is_empty()


def empty_box(view: View) -> None:
    """Why there is nothing to show, and ways out."""
    kept = {name: view.address.chosen[name] for name in ("huvudman", "ar")}
    every = f'<a href="?{escape(query_string(kept))}">Visa alla planer för {view.year}</a>'
    years = [
        f'<a href="?{escape(query_string(kept | {"ar": (str(year),)}))}">{year}</a>'
        for year in plan_data.years(view.version, view.stamp, view.principal)
        if year != view.year
    ]
    ways = [*([every] if view.chosen else []), *([f"Andra år: {', '.join(years)}"] if years else [])]
    parts.box(
        "Inga planer med det här urvalet",
        f"<p>Det finns ingen leveransplan för {view.year}: {escape(view.who)}.</p><p>{' · '.join(ways)}</p>",
    )


def sources(view: View, selection: Selection) -> None:
    """Sources, what is counted, how the year is divided and forecast, and the version."""
    whole = selection.whole
    versions = plan_data.versions(view.version, view.stamp, view.principal).filter(pl.col("year") == view.year)
    decided: dt.date | None = versions["decided_on"].max()  # type: ignore[assignment]
    until = f", beslutade till och med {swedish.long_date(decided)}" if decided else ""
    outcome = (
        f"utfall till och med {swedish.month_and_year(whole.date(whole.last))}"
        if whole.last is not None
        else "inget utfall än"
    )
    parts.sources(
        [
            ("Källor", f"{plan_words.plans(whole.plans.height).capitalize()} för {view.year}{until}; {outcome}."),
            ("Vad räknas", "Den version som gällde när kvartalet slutade; för pågående och kommande kvartal den senast "
             "överenskomna. Förslag räknas inte."),
            ("Utfall", "Skickade enligt skickande, genomförda och återlämnade enligt mottagare; den andres uppgift "
             "där den ena saknas."),
            ("Prognos", "Takten hittills, buren över planens återstående månader efter mottagarens årsrytm; "
             "intervallet är gjort för att täcka utfallet i åtta av tio år."),
            ("Version", f"{plan_data.data_label(view.version, view.stamp)}."),
        ]
    )  # fmt: skip
