"""The units of a group: which may need support, and a row for each – by förvaltning and name, never by result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

import open_files
from analysis.control_charts import FEWEST_POINTS
from analysis.cross_fatigue import BEFORE, DROP, FEWEST_BEFORE, FEWEST_LATEST, WINDOW, Fatigue
from dashboard import cross_followup_words as words
from dashboard import parts, remembered, sentences, swedish
from dashboard.cross_fatigue_sentences import MORE, TIRED, TIRING, More, Tired, Tiring
from dashboard.cross_followup_facts import Followup, Row
from dashboard.cross_view import CrossView, Unit, unit_label, units_by_value
from dashboard.cross_wall_sentences import span, units
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, link, table, text

MOST_NAMED, MOST_ROWS = 12, 100
SUMS = ("activity", "registered", "green_low", "green_high", "harm_days", "unsure_harm_days", "risks",
        "went_well_days", "late_days")  # fmt: skip


def tired_block(view: CrossView, found: Followup) -> None:
    """The units that register more seldom than they used to, in words; the table has every unit's figures."""
    finding = sentences.plain(TIRED, tired(view, found))
    what = f"Andel registrerade dagar de senaste {WINDOW} dagarna mot enhetens egen tid före, {view.label}"
    parts.block(
        "cross_tired",
        finding,
        view.caption(what),
        diagram=lambda: _draw_tired(view, found),
        twin=lambda: tired_twin(f"{finding}, tabell", found),
        csv=lambda: open_files.csv_bytes(words.open_rows(view, open_tired(found))),
        file_name=words.file_name("registrering_mot_forut", view, found),
        first="I ord",
    )
    parts.note(
        f"En enhet nämns när andelen de senaste {WINDOW} dagarna ligger under dess egen undre gräns (p′, Laney, minst "
        f"{FEWEST_POINTS} perioder) eller minst {DROP} procentenheter under de {BEFORE} dagarna före, med minst "
        f"{FEWEST_LATEST} dagar med verksamhet nu och {FEWEST_BEFORE} före.",
        "Det säger att något har ändrats, inte varför: fråga vad som skulle hjälpa.",
    )


def _draw_tired(view: CrossView, found: Followup) -> None:
    html = remembered.once(("cross tired", view.key), lambda: tired_html(view, found))
    if html:
        st.html(html)


def tired(view: CrossView, found: Followup) -> Tired:
    """How many units signal, of those that can be compared."""
    tried = sum(fatigue.has_enough for fatigue in found.fatigues.values())
    return Tired(len(found.signals), tried, view.unit is not None)


def tired_html(view: CrossView, found: Followup) -> str:
    """A line for each signal, or for the one unit whatever it is; nothing of a group without any."""
    shown = found.signals if view.unit is None else list(found.fatigues.items())
    lines = [sentences.the_one(TIRING, tiring(*each)) for each in shown[:MOST_NAMED]]
    more = sentences.the_one(MORE, More(max(0, len(shown) - MOST_NAMED)))
    html = "".join(f"<div>{line}</div>" for line in (*lines, more) if line)
    return f'<div class="vl-list">{html}</div>' if html else ""


def tiring(unit: Unit, fatigue: Fatigue) -> Tiring:
    """The facts of one unit's sentence."""
    return Tiring(
        name=unit_label(unit),
        registered=fatigue.latest.registered,
        activity=fatigue.latest.activity,
        before_registered=fatigue.before.registered,
        before_activity=fatigue.before.activity,
        lower=fatigue.lower,
        below_limit=fatigue.below_limit,
        dropped=fatigue.dropped,
        has_enough=fatigue.has_enough,
        until=fatigue.until,
    )


def tired_twin(name: str, found: Followup) -> str:
    """A row per unit: the rate now, before and the limit, and whether it signals."""
    numbers = (f"{WINDOW} dagar", "n", f"{BEFORE} dagar före", "n", "Undre gräns")
    columns = [Column("Enhet"), *(Column(each, is_number=True) for each in numbers), Column("Till"), Column("Läge")]
    rows = []
    for unit, fatigue in found.fatigues.items():
        numbers = (
            _percent(fatigue.latest.share), swedish.integer(fatigue.latest.activity), _percent(fatigue.before.share),
            swedish.integer(fatigue.before.activity), _percent(fatigue.lower),
        )  # fmt: skip
        cells = [*(text(each, "vl-number") for each in numbers), text(fatigue.until.isoformat(), "vl-nowrap")]
        rows.append(TableRow(text(unit_label(unit)), [*cells, text(state(fatigue))]))
    return table(name, columns, rows)


def state(fatigue: Fatigue) -> str:
    """kan behöva stöd · ungefär som förut · för få dagar."""
    if fatigue.is_signal:
        return "kan behöva stöd"
    return "ungefär som förut" if fatigue.has_enough else "för få dagar"


def _percent(share: float | None) -> str:
    return "–" if share is None else swedish.percent(share)


def open_tired(found: Followup) -> pl.DataFrame:
    """A row per unit with both rates, the limit and the signals."""
    rows = [
        (*unit, fatigue.until, fatigue.latest.registered, fatigue.latest.activity, fatigue.before.registered,
         fatigue.before.activity, None if fatigue.lower is None else round(fatigue.lower, 4),
         "ja" if fatigue.below_limit else "nej", "ja" if fatigue.dropped else "nej")
        for unit, fatigue in found.fatigues.items()
    ]  # fmt: skip
    schema = {"forvaltning": pl.String, "enhet": pl.String, "till_och_med": pl.Date, "taljare_28": pl.Int64,
              "namnare_28": pl.Int64, "taljare_84_fore": pl.Int64, "namnare_84_fore": pl.Int64,
              "undre_grans": pl.Float64, "under_grans": pl.String, "minst_15_under": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def units_block(view: CrossView, found: Followup) -> None:
    """A row per unit, or per förvaltning where the units are many; every name opens its own follow-up."""
    is_many = len(found.units) > MOST_ROWS
    finding = f"{units(len(found.units)).capitalize()}, {'förvaltning för förvaltning' if is_many else 'en rad var'}"
    with st.container(horizontal=True, vertical_alignment="bottom", key="head_cross_units"):
        parts.heading(finding, words.caption(view, found, "Ordnade efter förvaltning och namn"))
        parts.csv_button(
            "cross_units",
            lambda: open_files.csv_bytes(words.open_rows(view, open_units(found))),
            words.file_name("enheter", view, found),
        )
    drawn = administrations_table if is_many else units_table
    st.html(remembered.once(("cross units", view.key), lambda: drawn(f"{finding}, tabell", view, found)))
    if is_many:
        parts.note("Välj en förvaltning för att se enheterna en och en; filen har dem alla.")


def units_table(name: str, view: CrossView, found: Followup) -> str:
    """Rates with their numbers, days since harm, harm days, risks and what went well."""
    addresses = {unit: value for value, unit in units_by_value(view.units()).items()}
    rows = []
    for row in found.units:
        unit = (row["administration"], row["unit"])
        label = unit_label(unit) if row["cross_from"] else f"{unit_label(unit)}, utanför enhetsregistret"
        rows.append(TableRow(link(label, view.link(enhet=addresses[unit])), _cells(row), "vl-named"))
    return table(name, _columns("Enhet"), rows)


def administrations_table(name: str, view: CrossView, found: Followup) -> str:
    """The same sums of each förvaltning's units."""
    rows = [
        TableRow(link(f"{row['administration']}, {units(row['units'])}", view.link(forvaltning=row["administration"])),
                 _cells(row), "vl-named")
        for row in summed(found.units)
    ]  # fmt: skip
    return table(name, _columns("Förvaltning"), rows)


def summed(rows: Sequence[Row]) -> list[Row]:
    """The units' rows added up by förvaltning, in their order: sums of numerators and of denominators."""
    whole: list[Row] = []
    for administration in dict.fromkeys(row["administration"] for row in rows):
        own = [row for row in rows if row["administration"] == administration]
        sums: dict[str, Any] = {name: sum(row[name] for row in own) for name in SUMS}
        latest = max((row["latest_harm"] for row in own if row["latest_harm"]), default=None)
        until = max(row["until"] for row in own)
        since_harm = (until - latest).days if latest else None
        whole.append(sums | {"administration": administration, "units": len(own), "since_harm": since_harm})
    return whole


def _columns(first: str) -> list[Column]:
    titles = ("Registrerade", "n", "Gröna", "Dagar sedan skada", "Skadedagar", "Risker", "Gick bra", "I efterhand")
    return [Column(first), *(Column(title, is_number=True) for title in titles)]


def _cells(row: Row) -> list[Cell]:
    rate = swedish.percent(row["registered"] / row["activity"]) if row["activity"] else "–"
    green = span(row["green_low"], row["green_high"], row["registered"]) if row["registered"] else "–"
    said = (
        rate, swedish.integer(row["activity"]), green, since(row), harm_days(row), swedish.integer(row["risks"]),
        swedish.integer(row["went_well_days"]), swedish.integer(row["late_days"]),
    )  # fmt: skip
    return [text(each, "vl-number") for each in said]


def since(row: Row) -> str:
    """64 · ingen känd."""
    return "ingen känd" if row["since_harm"] is None else swedish.integer(row["since_harm"])


def harm_days(row: Row) -> str:
    """4 · 4–6 where days may have held harm."""
    low, high = row["harm_days"], row["harm_days"] + row["unsure_harm_days"]
    return swedish.integer(low) if low == high else f"{swedish.integer(low)}–{swedish.integer(high)}"


def open_units(found: Followup) -> pl.DataFrame:
    """A row per unit with numerators and denominators."""
    names = {
        "forvaltning": "administration", "sjukhus": "hospital", "klinik": "clinic", "enhet": "unit",
        "dagar_med_verksamhet": "activity", "registrerade": "registered", "grona_minst": "green_low",
        "grona_hogst": "green_high", "skadedagar": "harm_days", "osakra_skadedagar": "unsure_harm_days",
        "senaste_skada": "latest_harm", "dagar_sedan_skada": "since_harm", "kand_till": "until",
        "rapporterade_risker": "risks", "dagar_det_gick_bra": "went_well_days", "registrerade_i_efterhand": "late_days",
        "dagar_dar_kallor_skiljer": "conflict_days",
    }  # fmt: skip
    rows = [(found.first, found.last, *(row[column] for column in names.values())) for row in found.units]
    return pl.DataFrame(rows, schema=["fran", "till", *names], orient="row", infer_schema_length=None).select(
        "forvaltning", "sjukhus", "klinik", "enhet", "fran", "till", *list(names)[4:]
    )
