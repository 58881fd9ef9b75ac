"""Behov och kapacitet where there is nothing to show, how fresh its files are, and the sources that stand last."""

from __future__ import annotations

import datetime as dt
from html import escape

import polars as pl

from dashboard import behind, parts, plan_data, reads, swedish
from dashboard.address import query_string
from dashboard.needs_view import View


def badge(view: View) -> str:
    """● Behov 2027, inläst 20 november: the newest load of the needs, and what to think of the queue behind the gap."""
    loaded = _loaded(view)
    when = f", inläst {swedish.day_and_month(swedish.local_day(loaded))}" if loaded is not None else ""
    fresh = f'<span class="vl-dot" aria-hidden="true">●</span> Behov {view.year}{when}'
    if view.cutoff is None:
        return fresh
    phase = "" if view.phase is None else str(view.phase)
    scope = behind.Scope(view.principal, "vantande", view.cutoff, phase, view.specialties, view.administrations)
    return fresh + behind.doubts_of(view.version, scope)


def empty_box(view: View) -> None:
    """No need and no plan in the choice, and ways out."""
    kept = {name: values for name, values in view.address.chosen.items() if name not in ("mvo", "forvaltning", "fas")}
    names = swedish.listed(view.specialty_names)
    what = f" för {names}" if names else ""
    where = f" i {view.scope}" if view.scope else ""
    parts.box(
        "Inget behov i urvalet",
        f"<p>Inget behov och ingen plan är angiven{escape(what)}{escape(where)} {view.year}.</p>"
        f'<p><a href="?{escape(query_string(kept))}">Visa alla specialiteter och förvaltningar</a></p>',
    )


def sources(view: View) -> None:
    """Where the figures come from, how they are counted, and which version they are."""
    parts.sources(
        [
            (
                "Källor",
                f"Utdragen behov, kapacitet och leveransplan för {view.year}, {view.principal}; {_queue(view)}.",
            ),
            ("Gap", "Behov minus egen kapacitet per specialitet, vårdfas och förvaltning, i patienter."),
            ("Överenskommet", "Gällande versioner av leveransplaner; förslag räknas inte."),
            (
                "Förslaget",
                "Heltalslösning i ordning med HiGHS. Årets behov är jämnt över kvartalen och egen kapacitet följer "
                "enhetens årsrytm; bristen ligger i de kvartal där kapaciteten är för liten.",
            ),
            ("Version", f"{plan_data.data_label(view.version, view.stamp)}."),
        ]
    )


def _queue(view: View) -> str:
    if view.cutoff is None:
        return "ingen kö är inläst"
    return f"kön {swedish.long_date(view.cutoff)}, definition {view.definition_name}"


def _loaded(view: View) -> dt.datetime | None:
    """When the year's needs were last loaded."""
    of_year = pl.col("period").cast(pl.String).str.starts_with(str(view.year))
    found = reads.loads(view.version).filter(pl.col("kind") == "behov", pl.col("status") == "loaded", of_year)
    moments: list[dt.datetime] = found["loaded_at"].to_list()
    return max(moments, default=None)
