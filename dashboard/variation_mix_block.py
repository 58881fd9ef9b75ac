"""The block of the mix: shares as they are beside shares with the region's mix, and a warning where the order turns."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

import open_files
from dashboard import choices, frame, parts, reads, remembered, swedish, variation_mix
from dashboard.charts.figure import FinishedFigure
from dashboard.charts.mix_chart import Pair, mix_chart
from dashboard.charts.theme import Tokens
from dashboard.sentences import Sentence, plain, the_one
from dashboard.states import hover
from dashboard.tables import Column, TableRow, table, text
from dashboard.variation_blocks import file_name
from dashboard.variation_mix import Mix, Mixed, Turned
from dashboard.variation_view import View

MOST_WARNINGS = 3
KEY = (
    '<div class="vl-key"><span><i class="vl-mark vl-mark-hollow"></i>som den är</span>'
    '<span><i class="vl-mark vl-mark-circle" style="color:var(--vl-accent)"></i>med regionens blandning</span></div>'
)


def draw(view: View, attainment: pl.DataFrame) -> None:
    """The block, where two förvaltningar or more can be standardised."""
    found = remembered.once(("mix", view.key), lambda: _mix(view, attainment))
    shown = [each for each in found.mixed if each.name in view.shown_administrations]
    if len(found.mixed) < 2 or not shown:
        return
    finding = plain(FINDINGS, found)

    def diagram() -> None:
        tokens = frame.tokens()
        st.html(KEY)
        figure = remembered.once(("mix figure", view.key, tokens.name), lambda: _figure(view, shown, tokens))
        said = "; ".join(f"{each.name} {_words(each, '')}" for each in shown)
        parts.chart("mix", figure, view.words.caption(f"{finding}. {said}"))

    parts.block(
        "mix",
        finding,
        view.words.caption(f"{view.words.who_attained}, alla specialiteter, {view.words.moment}"),
        diagram=diagram,
        twin=lambda: _twin(shown),
        csv=lambda: open_files.csv_bytes(_file(view, shown)),
        file_name=file_name("blandning", view),
    )
    for turned in found.turned[:MOST_WARNINGS]:
        st.html(f'<p class="vl-warning"><b>Blandningen vänder ordningen.</b> {the_one(WARNINGS, turned)}</p>')
    parts.note(*_notes(found))


def _mix(view: View, attainment: pl.DataFrame) -> Mix:
    principal = view.cut["principal"]
    names = reads.specialties(view.version, principal=principal)
    undivided = names.filter(~pl.col("is_margin"))["specialty"].to_list()
    return variation_mix.mix(attainment, undivided, list(choices.administrations(view.version, principal)))


def _figure(view: View, shown: Sequence[Mixed], tokens: Tokens) -> FinishedFigure:
    pairs = [
        Pair(
            name=each.name,
            crude=each.total["share"] * 100,
            standardised=each.standardised * 100,
            words=_words(each, "b"),
            hover=hover(each.name, _facts(view, each)),
        )
        for each in shown
    ]
    return mix_chart(pairs, tokens)


def _words(each: Mixed, tag: str) -> str:
    """66 % → 61 % med regionens blandning."""
    before, after = (f"<{tag}>", f"</{tag}>") if tag else ("", "")
    standardised = f"{before}{swedish.percent(each.standardised)}{after}"
    return f"{swedish.percent(each.total['share'])} → {standardised}, täcker {swedish.percent(each.coverage)}"


def _facts(view: View, each: Mixed) -> list[str]:
    return [
        f"{swedish.percent(each.total['share'])} {view.words.within}, som den är",
        view.words.counted(each.total["numerator"], each.total["denominator"]),
        f"{swedish.percent(each.standardised)} med regionens blandning",
        f"{_count(each)} täcker {swedish.percent(each.coverage)} av regionens patienter",
        view.words.definition_and_moment,
    ]


def _count(each: Mixed) -> str:
    return f"{swedish.number_word(each.specialties)} specialiteter"


def _twin(shown: Sequence[Mixed]) -> str:
    columns = [
        Column("Förvaltning"),
        Column("Nämnare", True),
        Column("Andel som den är", True),
        Column("Med regionens blandning", True),
        Column("Specialiteter", True),
        Column("Täcker av regionens patienter", True),
    ]
    rows = [
        TableRow(
            text(each.name),
            [
                text(swedish.integer(each.total["denominator"]), "vl-number"),
                text(swedish.percent(each.total["share"]), "vl-number"),
                text(swedish.percent(each.standardised), "vl-number"),
                text(swedish.integer(each.specialties), "vl-number"),
                text(swedish.percent(each.coverage), "vl-number"),
            ],
        )
        for each in shown
    ]
    return table("Andel med regionens blandning, tabell", columns, rows)


def _file(view: View, shown: Sequence[Mixed]) -> pl.DataFrame:
    cut = view.cut
    rows = [
        {
            "huvudman": cut["principal"],
            "matdatum": cut["cutoff_date"],
            "population": cut["population"],
            "fas": cut["phase"],
            "forvaltning": each.name,
            "definition": cut["definition"],
            "grans_dagar": cut["limit_days"],
            "namnare": each.total["denominator"],
            "taljare": each.total["numerator"],
            "andel": each.total["share"],
            "standardiserad_andel": round(each.standardised, 4),
            "specialiteter": each.specialties,
            "tackning": round(each.coverage, 4),
            "dataversion": view.version,
        }
        for each in shown
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _notes(found: Mix) -> list[str]:
    said = [
        "Med regionens blandning: varje specialitets egen andel, vägd med hur många av regionens patienter som väntar "
        "eller fått vård i den. Bara specialiteter med tillräckligt underlag hos förvaltningen räknas; hur mycket av "
        "regionen de täcker står vid varje rad, och två förvaltningar kan täcka olika delar."
    ]
    if found.turned:
        said.append("Varningen jämför de två i bara de specialiteter som båda har, med samma vikter.")
    if found.hidden_groups:
        noun = "grupp är dold" if found.hidden_groups == 1 else "grupper är dolda"
        said.append(f"{swedish.integer(found.hidden_groups)} {noun} och räknas inte.")
    if found.left_out:
        said.append(f"{swedish.listed(found.left_out)} har för lite underlag för att räknas om.")
    return said


TURNS = "{first} har lägre andel än {second} totalt ({crude[0]:percent} mot {crude[1]:percent}) men högre i "
EXPLAINED = (
    ": med samma blandning {standardised[0]:percent} mot {standardised[1]:percent}. "
    "Blandningen av specialiteter förklarar skillnaden."
)

WARNINGS: Sequence[Sentence[Turned]] = (
    Sentence(
        "in most of them",
        lambda f: f.is_in_most,
        f"{TURNS}{{better:common}} av {{common:common}} specialiteter som de delar{EXPLAINED}",
    ),
    Sentence(
        "together",
        lambda f: not f.is_in_most,
        f"{TURNS}de {{common:common}} specialiteter som de delar, sammantaget{EXPLAINED}",
    ),
)

FINDINGS: Sequence[Sentence[Mix]] = (
    Sentence(
        "order turns",
        lambda f: bool(f.turned),
        "Blandningen av specialiteter vänder ordningen mellan {turned[0].first} och {turned[0].second}",
    ),
    Sentence("order stands", lambda f: not f.turned, "Andelar med samma blandning av specialiteter"),
)
