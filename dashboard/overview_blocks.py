"""The blocks of Läget: the key figures, the trend with its twin, and how fresh every source is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

import open_files
from dashboard import (
    changes,
    choices,
    csv_files,
    freshness,
    key_figures,
    measures,
    nation,
    parts,
    reads,
    remembered,
    sentences,
    swedish,
    trend,
)
from dashboard.charts.trend_chart import Band
from dashboard.cuts import series_of
from dashboard.measures import Figure, YearChange
from dashboard.nation_sentences import YEAR_CHANGE
from dashboard.overview_view import View

NAMES = {1: "Första besök", 2: "Operation/åtgärd"}


def figures_of(view: View) -> list[Figure]:
    """The six key figures, with what is beyond chance; remembered."""
    return remembered.once(("key figures", *view.key), lambda: _figures(view))


def _figures(view: View) -> list[Figure]:
    cut = view.cut
    rows = reads.key_figures(
        view.version,
        principal=cut["principal"],
        cutoff_date=cut["cutoff_date"],
        previous_date=view.previous or cut["cutoff_date"],
        definition=cut["definition"],
    ).to_dicts()
    missing = {
        row["cutoff_date"]: row["missing_administrations"]
        for row in reads.periods(view.version, principal=cut["principal"]).iter_rows(named=True)
        if row["population"] == "vantande"
    }
    differs = changes.other_deliveries(missing[view.previous], missing[cut["cutoff_date"]]) if view.previous else ""
    return measures.figures(rows, cut["cutoff_date"], view.previous, cut["definition"], view.definition_names, differs)


def figures_block(view: View, figures: Sequence[Figure]) -> None:
    """The six key figures, or all that is known of them as a table."""

    def diagram() -> None:
        st.html(remembered.once(("key figures html", *view.key), lambda: key_figures.figures_html(figures)))

    parts.tools(
        "figures",
        view.words.caption(f"Andel väntande inom gränsen, {view.words.moment}"),
        first=parts.FIGURES,
        diagram=diagram,
        twin=lambda: key_figures.twin(figures, view.definition_names),
        csv=lambda: open_files.csv_bytes(key_figures.file_rows(figures, view.cut, view.version)),
        file_name=csv_files.file_name("mot_riket", [view.cut["cutoff_date"], "vantande", view.cut["definition"]]),
    )


def trend_block(view: View) -> None:
    """First visits and operations over up to 36 months."""
    version, cut, words = view.version, view.cut, view.words
    series = series_of(cut)
    names = _names(view)
    rows = reads.attainment_over_time(
        version, phases=tuple(names), specialty="Alla", administrations=("Alla",), **series
    )
    key = ("overview months", version, *cut.values())
    months = remembered.once(key, lambda: trend.months_of(rows, "phase", names, words))
    finding = _finding(months)
    events = _events(view, months)
    parts.block(
        "trend",
        finding,
        words.caption(f"Andel väntande som väntat högst {words.limit}, {months.span}"),
        diagram=lambda: trend.draw(
            key, months, words.caption(f"{finding}. Andel väntande {words.within}, {months.span}"), events
        ),
        twin=lambda: trend.twin("Andel per månad, tabell", months, words, events),
        csv=lambda: open_files.csv_bytes(
            reads.open_attainment_over_time(
                version, phases=tuple(names), specialty="Alla", administrations=("Alla",), **series
            )
        ),
        file_name=csv_files.file_name("laget", [cut["cutoff_date"], "vantande", cut["definition"], cut["limit_days"]]),
        is_half=True,
    )
    parts.note(months.axis_note, "Jämför helst med samma månad året före: sommar och jul är egna säsonger.")


def _names(view: View) -> dict[int, str]:
    """The phases of the trend; of an aggregated huvudman those that it has."""
    if not view.words.is_aggregated:
        return NAMES
    known = choices.phases(view.version, view.cut["principal"], "vantande")
    return {phase: name for phase, name in NAMES.items() if str(phase) in known} or {view.cut["phase"]: "Väntande"}


def _events(view: View, months: trend.Months) -> list[Band]:
    """What happened to the region's figures: what everyone met, and what a förvaltning's series was rebased for."""
    if not months.dates:
        return []
    first = months.dates[0].replace(day=1)
    rows = choices.events(view.version, view.cut["principal"], first, view.cut["cutoff_date"])
    for_all = {
        name: pl.col(name).is_null() | pl.col(name).is_in(known)
        for name, known in (("population", ["Alla", "vantande"]), ("specialty", ["Alla"]), ("administration", ["Alla"]))
    }
    touches = pl.col("phase").is_null() | pl.col("phase").is_in(list(NAMES))
    told = for_all["population"] & for_all["specialty"] & touches & (for_all["administration"] | pl.col("rebases"))
    return trend.events_of(rows.filter(told), months)


def freshness_block(version: str, principal: str) -> None:
    """A line per population with its newest period, then one per source."""
    parts.heading("Så färska är siffrorna", "Senaste leverans per källa")
    newest: dict[str, dict[str, object]] = {}
    for row in (
        reads.periods(version, principal=principal)
        .sort("population", "cutoff_date", descending=True)
        .iter_rows(named=True)
    ):
        newest.setdefault(row["population"], row)
    lines = []
    for row in newest.values():
        late = freshness.age_warning(row["cutoff_date"])  # type: ignore[arg-type]
        lines.append(f"<div>{freshness.badge_of(row)}{f'<small>{late}</small>' if late else ''}</div>")
    for source in reads.freshness(version, principal=principal).iter_rows(named=True):
        name = freshness.KIND_NAMES.get(source["kind"], source["kind"])
        # Null where the number of rows would tell a hidden group.
        rows = f" · {swedish.integer(source['accepted'])} poster" if source["accepted"] is not None else ""
        rows += f", {swedish.integer(source['quarantined'])} i karantän" if source["quarantined"] else ""
        loaded = swedish.day_and_month(swedish.local_day(source["loaded_at"]))
        lines.append(
            f"<div>{escape(name)}, källa {escape(str(source['source']))}<small>{escape(str(source['path']))}{rows} · "
            f"inläst {loaded}</small></div>"
        )
    st.html(f'<div class="vl-list">{"".join(lines)}</div>')


def sources(view: View) -> None:
    """Sources, definition and who is counted."""
    dates = [figure.row["national_date"] for figure in figures_of(view) if figure.row["national_date"]]
    newest = f" Riket: {swedish.long_date(max(dates))}." if dates else " Riket: ingen siffra."
    parts.sources(
        [
            ("Källor", f"Väntande {swedish.long_date(view.cut['cutoff_date'])}, {view.cut['principal']}.{newest}"),
            ("Definition", f"{view.definition_name}; den som väntat exakt så många dagar som gränsen är inom den."),
            (
                "Metod",
                "Ändringar och skillnader mot riket prövas med χ²-test och Benjamini–Hochberg på 5 %; intervallen är "
                "Newcombes. Samma patienter kan vänta vid båda mätdatumen.",
            ),
            ("Vilka räknas", view.words.who_is_counted),
            ("Version", f"{view.version}."),
        ]
    )


def _finding(months: trend.Months) -> str:
    """Första besök upp 2 procentenheter, operation/åtgärd utan säker ändring på ett år."""
    pairs = [_year_pair(months, phase) for phase in months.names]
    changes_of = [
        YearChange(name if not index else sentences.in_text(name), pair, is_beyond)
        for index, (name, pair, is_beyond) in enumerate(
            zip(months.names.values(), pairs, nation.beyond_chance(pairs), strict=True)
        )
        if pair is not None
    ]
    said = [sentences.the_one(YEAR_CHANGE, each) for each in changes_of]
    if said:
        return f"{', '.join(said)} på ett år"
    return (
        "Första besök och operationer över tid"
        if len(months.names) > 1
        else f"{next(iter(months.names.values()))} över tid"
    )


def _year_pair(months: trend.Months, phase: int) -> nation.Pair | None:
    found = months.year_apart(phase)
    if found is None or changes.other_deliveries(*(row["missing_administrations"] for row in found)):
        return None
    before, now = (nation.Share(row["share"], row["numerator"], row["denominator"]) for row in found)
    return nation.pair_of(now, before)
