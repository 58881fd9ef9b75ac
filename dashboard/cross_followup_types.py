"""Events by type, the most common first: what is worth looking at together."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

import open_files
from dashboard import cross_data, frame, parts, remembered, sentences, states, swedish
from dashboard import cross_followup_words as words
from dashboard.charts.cross_bars_chart import Bar, cross_bars_chart
from dashboard.cross_followup_facts import Followup
from dashboard.cross_followup_sentences import TYPES, Types
from dashboard.cross_view import CrossView
from dashboard.tables import Column, TableRow, table, text

NO_TYPE = "Utan typ"
WORDS_WIDTH = 210  # pixels of "12 (34 %), sammanlagt 56 %"


def titles(view: CrossView) -> dict[str, str]:
    """What each type of event is called."""
    return dict(cross_data.event_types(view.version).select("event_type", "title").iter_rows())


def types_block(view: CrossView, found: Followup) -> None:
    """Events by type, the most common first, with the cumulative share in words."""
    finding = sentences.plain(TYPES, most_common(found, titles(view)))
    what = "Antal händelser per typ, från händelse utan skada till allvarlig skada"
    if found.types.is_empty():
        parts.heading(finding, words.caption(view, found, what))
        return
    parts.block(
        "cross_types",
        finding,
        words.caption(view, found, what),
        diagram=lambda: _draw_types(view, found, finding),
        twin=lambda: types_twin(f"{finding}, tabell", view, found),
        csv=lambda: open_files.csv_bytes(words.open_rows(view, open_types(view, found))),
        file_name=words.file_name("handelsetyper", view, found),
        is_half=True,
    )
    parts.note("Dagar där källorna säger olika är inte med: deras händelser är inte kända.")


def most_common(found: Followup, names: Mapping[str, str]) -> Types:
    """The types with the most events, those without a type apart."""
    known = found.types.filter(pl.col("event_type").is_not_null())
    most = int(known["count"][0]) if len(known) else 0
    top = [names.get(code, code) for code in known.filter(pl.col("count") == most)["event_type"]]
    named = [name if place == 0 else sentences.in_text(name) for place, name in enumerate(top)]
    return Types(int(found.types["count"].sum()), named, most)


def _draw_types(view: CrossView, found: Followup, finding: str) -> None:
    tokens, names = frame.tokens(), titles(view)
    drawn = remembered.once(
        ("cross types", view.key, tokens.name),
        lambda: cross_bars_chart(type_bars(found, names), tokens, right=WORDS_WIDTH),
    )
    said = "; ".join(f"{bar.name} {bar.count}" for bar in type_bars(found, names))
    parts.chart("cross_types", drawn, view.caption(f"{finding}. {said}"))


def type_bars(found: Followup, names: Mapping[str, str]) -> list[Bar]:
    """A bar for each type."""
    return [
        Bar(
            _type_name(row["event_type"], names),
            row["count"],
            f"<b>{swedish.integer(row['count'])}</b> ({swedish.percent(row['share'])}), sammanlagt "
            f"{swedish.percent(row['cumulative'])}",
            states.hover(_type_name(row["event_type"], names), [f"{swedish.integer(row['count'])} händelser"]),
        )
        for row in found.types.iter_rows(named=True)
    ]


def _type_name(code: str | None, names: Mapping[str, str]) -> str:
    return NO_TYPE if code is None else names.get(code, code)


def types_twin(name: str, view: CrossView, found: Followup) -> str:
    """A row per type: count, share and cumulative share."""
    names = titles(view)
    columns = [Column("Typ"), *(Column(each, is_number=True) for each in ("Händelser", "Andel", "Sammanlagt"))]
    rows = [
        TableRow(text(_type_name(row["event_type"], names)), [
            text(swedish.integer(row["count"]), "vl-number"), text(swedish.percent(row["share"]), "vl-number"),
            text(swedish.percent(row["cumulative"]), "vl-number")])
        for row in found.types.iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, rows)


def open_types(view: CrossView, found: Followup) -> pl.DataFrame:
    """Every type with its events."""
    return found.types.select(
        **words.whose_columns(view), fran=pl.lit(found.first), till=pl.lit(found.last), handelsetyp="event_type",
        antal="count", andel=pl.col("share").round(4), sammanlagt=pl.col("cumulative").round(4),
    )  # fmt: skip
