"""Rows of shares that are known only as bounds: the chart, its table twin and its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import polars as pl

import open_files
from dashboard import band_words, bands, frame, parts, reads, remembered, sentences, swedish
from dashboard.band_sentences import ROOM, Room
from dashboard.charts.bounds_chart import Mark, Section, bounds_chart
from dashboard.cuts import Cut, Words
from dashboard.states import (
    HIDDEN,
    LOW_BASE,
    MISSING,
    NOBODY,
    NOT_COMPUTABLE,
    Thresholds,
    bounds,
    count_cell,
    days_cell,
    facts,
    hover,
    share_cell,
)
from dashboard.tables import Column, TableRow, link, table, text

ALL = "Alla"
STATES = {HIDDEN: "dolt: för få patienter", MISSING: "saknas: ingen leverans"}
SIGNS = (
    "Grå stapel: andelen ligger någonstans i den, ingen punkt i den är troligare än en annan. Svart punkt: andelen går "
    "att räkna. Median och 90:e percentil står i tabellen som det band de ligger i."
)
Row = Mapping[str, Any]


class BandView(Protocol):
    """What these blocks need of a page's view."""

    @property
    def version(self) -> str: ...

    @property
    def cut(self) -> Cut: ...

    @property
    def words(self) -> Words: ...

    @property
    def key(self) -> tuple[object, ...]: ...

    @property
    def thresholds(self) -> Thresholds: ...


def rows_block(
    view: BandView,
    key: str,
    rows: Sequence[Row],
    named: Callable[[Row], str],
    *,
    per: str,
    scope: str,
    csv: Callable[[], pl.DataFrame],
    file_name: str,
    chosen: Sequence[str] = (),
    opens: Callable[[Row], str] | None = None,
) -> None:
    """Each row's bounds; `per` is what a row is (specialitet), `scope` what they are rows of, in the table's name."""
    words = view.words
    finding = sentences.plain(ROOM, Room([named(row) for row in rows], rows, words, view.thresholds.low_base))
    parts.block(
        key,
        finding,
        words.caption(f"{words.who_attained}, per {per}, {words.moment}"),
        diagram=lambda: _diagram(view, key, rows, named, finding, chosen),
        twin=lambda: twin(f"{scope} per {per}, tabell", per.capitalize(), rows, named, words, opens),
        csv=lambda: open_files.csv_bytes(csv()),
        file_name=file_name,
    )
    parts.note(
        SIGNS,
        f"° {view.thresholds.few}, osäker andel."
        if any(_is_low(row, view.thresholds.low_base) for row in rows)
        else "",
        _hidden(view, rows),
    )


def _diagram(
    view: BandView, key: str, rows: Sequence[Row], named: Callable[[Row], str], finding: str, chosen: Sequence[str]
) -> None:
    tokens = frame.tokens()
    least = view.thresholds.low_base
    marks = [mark(row, named(row), view.words, least, is_chosen=named(row) in chosen) for row in rows]
    figure = remembered.once((key, "bounds", view.key, tokens.name), lambda: bounds_chart([Section("", marks)], tokens))
    said = "; ".join(f"{each.name} {plain(each.words)}" for each in marks)
    parts.chart(key, figure, view.words.caption(f"{finding}. {said}"))


def mark(row: Row, name: str, words: Words, low_base: int, *, is_chosen: bool = False) -> Mark:
    """The row as it is drawn: a dot, a bar between two bounds, or its state in words."""
    is_between = bool(bounds(row))
    return Mark(
        name=name,
        percent=None if row["share"] is None else row["share"] * 100,
        low=row["share_low"] * 100 if is_between else None,
        high=row["share_high"] * 100 if is_between else None,
        words=_beside(row, words, is_low=_is_low(row, low_base)),
        hover=hover(name, facts(row, words, None)),
        is_low_base=_is_low(row, low_base),
        is_chosen=is_chosen,
    )


def _is_low(row: Row, low_base: int) -> bool:
    """Few patients, whether the share is a number or bounds."""
    return bool(row["status"] == LOW_BASE or (row["status"] == NOT_COMPUTABLE and row["denominator"] < low_base))


def _beside(row: Row, words: Words, *, is_low: bool) -> str:
    """mellan 61 % och 64 %  n = 1 204 · dolt · saknas."""
    status = str(row["status"])
    if status in STATES or status == NOBODY:
        return STATES.get(status, words.nobody)
    n = f"n{swedish.NBSP}={swedish.NBSP}{swedish.integer(row['denominator'] or 0)}"
    share = bounds(row) if row["share"] is None else swedish.percent(row["share"])
    sign = " °" if is_low else ""
    return f"<b>{share or 'går inte att räkna'}{sign}</b>  {n}"


def plain(words: str) -> str:
    """Without the bold of a chart's text."""
    return words.replace("<b>", "").replace("</b>", "")


def twin(
    name: str,
    first: str,
    rows: Sequence[Row],
    named: Callable[[Row], str],
    words: Words,
    opens: Callable[[Row], str] | None = None,
) -> str:
    """The same rows as a table, with the quantiles' bands; `opens` gives the address that a row's name leads to."""
    columns = [
        Column(first),
        Column("Antal", True),
        Column(f"Andel {words.within}", True),
        Column("Över gränsen", True),
        Column("Median", True),
        Column("En av tio minst", True),
    ]
    body = [
        TableRow(
            link(named(row), opens(row)) if opens else text(named(row)),
            [
                count_cell(row, "contacts"),
                share_cell(row, words),
                count_cell(row, "over_limit"),
                days_cell(row, "median_days"),
                days_cell(row, "p90_days"),
            ],
            "vl-sum" if row.get("administration") == ALL and row.get("specialty", ALL) == ALL else "",
        )
        for row in rows
    ]
    return table(name, columns, body)


def ceiling(row: Row) -> tuple[bool, float]:
    """Sorts by the highest share that is possible, those without bounds last."""
    high = row.get("share_high")
    return high is None, float(high or 0)


def open_attainment(view: BandView, specialties: tuple[str, ...], administrations: tuple[str, ...]) -> pl.DataFrame:
    """maluppfyllelse of the cut with the bounds; none named means all."""
    asked = [specialties] if specialties else [(ALL,), ()]
    rows = [
        reads.open_attainment(view.version, specialties=each, administrations=administrations, **view.cut)
        for each in asked
    ]
    return bands.open_rows(view.version, pl.concat(rows), view.cut)


def quantile_words(row: Row, name: str) -> str:
    """57–63 dagar: where the median or the 90th percentile lies."""
    return band_words.days_between(row.get(f"{name}_low"), row.get(f"{name}_high"))


def _hidden(view: BandView, rows: Sequence[Row]) -> str:
    return f"Dolt: {view.thresholds.hidden}." if any(row["status"] == HIDDEN for row in rows) else ""
