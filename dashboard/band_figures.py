"""The key figures of Läget from counts in bands: shares or bounds, and the bands of the quantiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from dashboard import band_words, bands, choices, nation, reads, sentences, swedish
from dashboard.cuts import Cut, Words, series_of
from dashboard.sentences import Sentence
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY, Cell, bounds, days_cell, share_cell
from dashboard.tables import Column, TableRow, table, text

ALL = "Alla"
STATES = {HIDDEN: "dolt", MISSING: "saknas", NOBODY: "ingen väntar"}
WAITING_FOR = {1: "Första besök", 2: "Operation och åtgärd", 3: "Undersökning", 4: "Återbesök", 5: "Akut vård"}
ELSEWHERE = (  # the measures of Läget that no count in bands can give
    "Återbesök före måldatum",
    "BUP: första besök, utredning och behandling inom 30 dagar",
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Phase:
    """Everybody waiting for one phase, now and at the date compared with (None: no such date)."""

    row: Row
    before: Row | None
    words: Words

    @property
    def title(self) -> str:
        """Första besök inom 18 veckor (126 dagar)."""
        return f"{WAITING_FOR[self.row['phase']]} {self.words.within}"

    @property
    def pair(self) -> nation.Pair | None:
        """Now against before, where both are numbers."""
        if self.before is None or self.row["share"] is None or self.before["share"] is None:
            return None
        own, other = (nation.Share(r["share"], r["numerator"], r["denominator"]) for r in (self.row, self.before))
        return nation.pair_of(own, other)

    @property
    def is_shown(self) -> bool:
        return self.row["share"] is not None or bool(bounds(self.row))

    @property
    def is_between(self) -> bool:
        return bool(bounds(self.row))

    @property
    def is_apart(self) -> bool:
        """Bounds now and before that do not overlap: the share has certainly moved."""
        if self.before is None or not bounds(self.before):
            return False
        low, high = self.row["share_low"], self.row["share_high"]
        return bool(low > self.before["share_high"] or high < self.before["share_low"])

    @property
    def points(self) -> int:
        """Whole percentage points, as both shares are shown."""
        pair = self.pair
        return 0 if pair is None else swedish.whole_percent(pair.share) - swedish.whole_percent(pair.other)

    @property
    def since(self) -> str:
        if self.before is None:
            return ""
        return sentences.since(self.before["cutoff_date"], self.row["cutoff_date"])


CHANGE: Sequence[Sentence[Phase]] = (
    Sentence("nothing shown", lambda p: not p.is_shown, ""),
    Sentence("nothing before", lambda p: p.is_shown and p.pair is None and not (p.is_between and p.before),
             "går inte att jämföra bakåt"),
    Sentence("bounds apart", lambda p: p.is_between and p.is_apart, "skilt från {since}: intervallen överlappar inte"),
    Sentence("bounds alike", lambda p: p.is_between and p.before is not None and not p.is_apart,
             "går inte att skilja från {since}"),
    Sentence("unchanged", lambda p: p.pair is not None and not p.points, "oförändrat sedan {since}"),
    Sentence("up", lambda p: p.pair is not None and p.points > 0,
             '<i aria-hidden="true">▲</i> upp {points:points} sedan {since}'),
    Sentence("down", lambda p: p.pair is not None and p.points < 0,
             '<i aria-hidden="true">▼</i> ned {points:points} sedan {since}'),
)  # fmt: skip


def phases_of(version: str, cut: Cut, previous: object) -> list[Phase]:
    """Every phase that the huvudman has people waiting for, under the cut's limit or its own."""
    found = []
    for code in choices.phases(version, cut["principal"], cut["population"]):
        own = Cut(**cut)
        own["phase"] = int(code)
        days = choices.limits(version, cut["principal"], cut["population"], code, ())
        if str(cut["limit_days"]) not in days:
            own["limit_days"] = next((int(each) for each in days), None)
        rows = reads.attainment_over_time(
            version, phases=(own["phase"],), specialty=ALL, administrations=(ALL,), **series_of(own)
        )
        dated = {row["cutoff_date"]: row for row in bands.with_bounds_over_time(version, rows, own, ALL).to_dicts()}
        if cut["cutoff_date"] in dated:
            now = dated[cut["cutoff_date"]]
            found.append(Phase(now, dated.get(previous), choices.words_of(version, own)))
    return found


def html(phases: Sequence[Phase]) -> str:
    """The figures in a grid: each phase's share, the quantiles of the first, and what the source does not have."""
    shown = [_share(each) for each in phases]
    if phases:
        shown += [_days(phases[0], "median", "Väntat, median"), _days(phases[0], "p90", "En av tio har väntat minst")]
    shown.append(_figure("Övriga mått på Läget", f"<em>{band_words.NOT_IN_SOURCE}</em>", "", _lacking(phases)))
    return f'<div class="vl-figures">{"".join(shown)}</div>'


def _lacking(phases: Sequence[Phase]) -> list[str]:
    """The measures of Läget that are not there."""
    known = {int(each.row["phase"]) for each in phases}
    missing = [f"{WAITING_FOR[phase]} inom gränsen" for phase in (1, 2) if phase not in known]
    return [*missing, *ELSEWHERE]


def _figure(title: str, value: str, change: str, words: Sequence[str]) -> str:
    said = "".join(f"<p>{escape(each)}</p>" for each in words if each)
    return (
        f'<section class="vl-figure"><h2>{escape(title)}</h2><div class="vl-value">{value}<span>{change}</span></div>'
        f'<div class="vl-words">{said}</div></section>'
    )


def _share(phase: Phase) -> str:
    row = phase.row
    sign = " °" if row["status"] == LOW_BASE else ""
    share = bounds(row) if row["share"] is None else swedish.percent(row["share"])
    value = f"<b>{escape(share)}{sign}</b>" if share else f"<em>{STATES.get(row['status'], 'går inte att räkna')}</em>"
    if not row["denominator"]:
        return _figure(phase.title, value, "", ())
    counted = (
        f"{phase.words.counted(row['numerator'], row['denominator'])} inom gränsen."
        if row["share"] is not None
        else f"n = {swedish.integer(row['denominator'])}. Gränsen ligger inne i ett av källans band."
    )
    return _figure(phase.title, value, sentences.the_one(CHANGE, phase), [counted, _owner(phase)])


def _owner(phase: Phase) -> str:
    """Englands egen gräns. · Gränsen är vårdgarantin, inte källans egen."""
    owner = phase.words.limit_owner
    if not owner:
        return ""
    return f"{owner}." if phase.words.is_own_limit else f"Gränsen är {owner}, inte källans egen."


def _days(phase: Phase, name: str, title: str) -> str:
    between = band_words.days_between(phase.row.get(f"{name}_low"), phase.row.get(f"{name}_high"))
    if not between:
        return _figure(title, f"<em>{STATES.get(phase.row['status'], 'ingen uppgift')}</em>", "", ())
    n = swedish.integer(phase.row["contacts"] or 0)
    words = f"{WAITING_FOR[phase.row['phase']]}, n = {n}. Så nära som banden når."
    return _figure(title, f"<b>{escape(between)}</b>", "", [words])


def twin(phases: Sequence[Phase]) -> str:
    """A row per measure, those that the source lacks too."""
    columns = [Column("Mått"), Column("Andel", True), Column("n", True), Column("Median", True),
               Column("En av tio minst", True), Column("Ändring"), Column("Gräns"), Column("Definition"),
               Column("Datum")]  # fmt: skip
    rows = [TableRow(text(each.title), _cells(each), "vl-named") for each in phases]
    empty = [Cell("")] * (len(columns) - 2)
    rows += [
        TableRow(text(title), [text(band_words.NOT_IN_SOURCE, "vl-number vl-muted"), *empty], "vl-named")
        for title in _lacking(phases)
    ]
    return table("Mått för dem som väntar, tabell", columns, rows)


def _cells(phase: Phase) -> list[Cell]:
    row, words = phase.row, phase.words
    change = sentences.the_one(CHANGE, phase) if row["denominator"] else ""
    return [
        share_cell(row, words),
        text("" if row["denominator"] is None else swedish.integer(row["denominator"]), "vl-number"),
        days_cell(row, "median_days"),
        days_cell(row, "p90_days"),
        Cell(change),
        text(words.limit_and_owner),
        text(words.definition_name),
        text(row["cutoff_date"].isoformat(), "vl-nowrap"),
    ]


def file_rows(phases: Sequence[Phase], cut: Cut, version: str) -> pl.DataFrame:
    """The figures as rows for a file, with Swedish columns."""
    rows = [
        {
            "huvudman": cut["principal"], "matdatum": each.row["cutoff_date"], "population": cut["population"],
            "fas": each.row["phase"], "mvo": ALL, "definition": cut["definition"],
            "grans_dagar": each.words.cut["limit_days"], "grans": each.words.limit_and_owner,
            "antal": each.row["contacts"], "namnare": each.row["denominator"], "taljare": each.row["numerator"],
            "andel": each.row["share"],
            **{name: each.row[own] for name, own in zip(bands.OPEN_BOUNDS, bands.BOUNDS, strict=True)},
            "status": each.row["status"],
            "tidigare_matdatum": each.before["cutoff_date"] if each.before else None,
            "tidigare_andel": each.before["share"] if each.before else None,
            "dataversion": version,
        }
        for each in phases
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)
