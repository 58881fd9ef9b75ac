"""Who gets care in time by sex, age and residence: which category differs from all others beyond chance, and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from analysis.chance import beyond_chance, two_shares_p
from dashboard import swedish
from dashboard.charts.interval_chart import Mark, Section
from dashboard.sentences import Sentence, in_text, plain
from dashboard.specialty_view import View
from dashboard.states import (
    HIDDEN,
    LOW_BASE,
    MISSING,
    NOBODY,
    SHOWN,
    Cell,
    count_cell,
    days_cell,
    facts,
    hover,
    share_cell,
)
from dashboard.tables import Column, TableRow, table, text
from dashboard.variation_verdicts import SIGNS, USUAL, interval, verdict_words

TITLES = {"kon": "Kön", "alder": "Ålder", "boende": "Bostadsort"}
UNKNOWN = ("okant", "okand")
MOST_NAMED_BESIDE_SEX = 2  # a heading stays on one line
Row = Mapping[str, Any]


def judged(rows: pl.DataFrame) -> list[Row]:
    """The categories as dictionaries with `verdict`: each against all others of its specialty, null where not judged.

    rows: as `reads.equity_by_category`. A category is judged where it and the region are shown with a base that is not
    low; the tests are one family. Two known categories that are all there are say the same thing twice.
    """
    can = (
        (rows["status"] == SHOWN)
        & rows["share"].is_not_null()
        & rows["region_denominator"].is_not_null()
        & (rows["region_denominator"] > rows["denominator"])
    ).fill_null(value=False)
    some = rows.filter(can)
    x, n, all_x, all_n = (
        some[name].to_numpy().astype(float)
        for name in ("numerator", "denominator", "region_numerator", "region_denominator")
    )
    is_flagged = beyond_chance(two_shares_p(x, n, all_x - x, all_n - n))
    verdicts = iter(np.where(is_flagged, np.where(x * all_n < all_x * n, "under", "over"), USUAL).tolist())
    found = rows.with_columns(verdict=pl.Series([next(verdicts) if each else None for each in can], dtype=pl.String))
    return [row for row in found.to_dicts() if not _says_nothing(row)]


def _says_nothing(row: Row) -> bool:
    """An unknown category that nobody is in."""
    return row["category"] in UNKNOWN and row["status"] in (NOBODY, MISSING)


@dataclass(frozen=True)
class Equity:
    """The rows of one specialty and cut, the region's share in percent, and what the heading says."""

    rows: Sequence[Row]
    region: float | None
    finding: str

    @property
    def hidden(self) -> int:
        return sum(row["status"] == HIDDEN for row in self.rows)

    @property
    def has_shares(self) -> bool:
        return any(row["share"] is not None for row in self.rows)

    @property
    def has_residence(self) -> bool:
        """False where no municipality of anybody is known."""
        known = [row for row in self.rows if row["dimension"] == "boende" and row["category"] not in UNKNOWN]
        return any(row["status"] not in (NOBODY, MISSING) for row in known)

    def sections(self, view: View) -> list[Section]:
        """The chart's rows; without residence where it is not known."""
        return [
            Section(TITLES[dimension], [_mark(row, view, self.region) for row in rows])
            for dimension, rows in groupby(self.rows, key=lambda row: str(row["dimension"]))
            if dimension != "boende" or self.has_residence
        ]


def of_rows(rows: pl.DataFrame) -> Equity:
    """What the block shows. rows: as `reads.equity_by_category`."""
    categories = judged(rows)
    share = categories[0]["region_share"] if categories else None
    return Equity(categories, None if share is None else share * 100, finding(categories))


@dataclass(frozen=True)
class Found:
    """The categories, judged, and what the heading says of them."""

    rows: Sequence[Row]

    @property
    def is_judged(self) -> bool:
        return any(row["verdict"] for row in self.rows)

    @property
    def has_shares(self) -> bool:
        return any(row["share"] is not None for row in self.rows)

    @property
    def under(self) -> str:
        """Norra och 80 år och äldre; "" where nobody is."""
        return swedish.listed(_name(row) for row in self.rows if row["verdict"] == "under")

    @property
    def over(self) -> str:
        return swedish.listed(_name(row) for row in self.rows if row["verdict"] == "over")

    @property
    def same_dimensions(self) -> str:
        return _dimensions([dimension for dimension in TITLES if _is_same(self.rows, dimension)])

    @property
    def sexes(self) -> str:
        """Women and men are alike: told before few others."""
        few = sum(row["verdict"] in SIGNS for row in self.rows) <= MOST_NAMED_BESIDE_SEX
        return "kvinnor och män skiljer sig inte mer än slumpen; " if _is_same(self.rows, "kon") and few else ""


FINDING: Sequence[Sentence[Found]] = (
    Sentence("nothing", lambda f: not f.is_judged and not f.has_shares, "Kön, ålder och bostadsort"),
    Sentence("too few", lambda f: not f.is_judged and f.has_shares,
             "Kön, ålder och bostadsort: för få för att jämföras"),
    Sentence("alike", lambda f: f.is_judged and not f.under and not f.over,
             "Ingen skillnad större än slumpen efter {same_dimensions}"),
    Sentence("under", lambda f: bool(f.under) and not f.over, "{sexes}{under} ligger under"),
    Sentence("over", lambda f: bool(f.over) and not f.under, "{sexes}{over} ligger över"),
    Sentence("both", lambda f: bool(f.under and f.over), "{sexes}{under} ligger under, {over} över"),
)  # fmt: skip


def finding(rows: Sequence[Row]) -> str:
    """80 år och äldre ligger under, Västra över · Ingen skillnad större än slumpen: only what is beyond chance."""
    said = plain(FINDING, Found(rows))
    return said[:1].upper() + said[1:]


def _is_same(rows: Sequence[Row], dimension: str) -> bool:
    """Every judged category of a dimension is as the others, and at least two are judged."""
    found = [row["verdict"] for row in rows if row["dimension"] == dimension and row["verdict"]]
    return len(found) > 1 and set(found) == {USUAL}


def _dimensions(same: Sequence[str]) -> str:
    words = {"kon": "kön", "alder": "ålder", "boende": "bostadsort"}
    return (
        " eller ".join([", ".join(words[each] for each in same[:-1]), words[same[-1]]])
        if len(same) > 1
        else (words[same[0]] if same else "kön, ålder eller bostadsort")
    )


def _name(row: Row) -> str:
    """Norra is a name; women, men and unknown are not."""
    is_area = row["dimension"] == "boende" and row["category"] not in (*UNKNOWN, "annan_region")
    return str(row["name"]) if is_area else in_text(str(row["name"]))


def _mark(row: Row, view: View, region: float | None) -> Mark:
    share = row["share"]
    percents = [None if row[name] is None else row[name] * 100 for name in ("share", "low_95", "high_95")]
    return Mark(
        str(row["name"]), percents[0], percents[1], percents[2],
        is_low_base=row["status"] == LOW_BASE,
        words=_label(row, view),
        hover="" if share is None else hover(str(row["name"]), _facts(row, view, region)),
        side=SIGNS.get(str(row["verdict"]), ""),
    )  # fmt: skip


def _facts(row: Row, view: View, region: float | None) -> list[str]:
    """The tooltip's lines: share with interval, n, the region, what it is called against the others, date."""
    lines = facts(row, view.words, None if region is None else region / 100)
    first = f"{lines[0]}, 95{swedish.NBSP}% intervall {interval(row)}"
    return [first, *lines[1:-1], verdict_words(row["verdict"], "övriga"), lines[-1]]


def _label(row: Row, view: View) -> str:
    """62 %  n = 1 009 · dolt · ingen väntar: the text at the right of a row."""
    if row["status"] == HIDDEN:
        return "dolt"
    if row["status"] == MISSING:
        return "saknas: ingen leverans"
    if row["status"] == NOBODY:
        return view.words.nobody
    if row["share"] is None:
        return f"ingen andel, n = {swedish.integer(row['contacts'])}"
    sign = " °" if row["status"] == LOW_BASE else ""
    return f"<b>{swedish.percent(row['share'])}{sign}</b>  n = {swedish.integer(row['denominator'])}"


def twin(title: str, equity: Equity, view: View) -> str:
    """The chart as a table, with counts, intervals and medians."""
    words = view.words
    columns = [
        Column("Indelning"), Column("Kategori"), Column("Antal", True), Column("Nämnare", True),
        Column(words.within.capitalize(), True), Column("Andel", True), Column("95 % intervall", True),
        Column("Över gränsen", True), Column("Median", True), Column("Mot de övriga"),
    ]  # fmt: skip
    rows = []
    for row in equity.rows:
        counts = [count_cell(row, column) for column in ("contacts", "denominator", "numerator")]
        cells: list[Cell] = [
            text(row["name"]), *counts, share_cell(row, words), text(interval(row), "vl-number"),
            count_cell(row, "over_limit"), days_cell(row, "median_days"), text(_against(row)),
        ]  # fmt: skip
        rows.append(TableRow(text(TITLES[str(row["dimension"])]), cells))
    return table(title, columns, rows)


def _against(row: Row) -> str:
    if row["share"] is None:
        return ""
    return f"{SIGNS.get(str(row['verdict']), '')} {verdict_words(row['verdict'], 'övriga')}".strip()
