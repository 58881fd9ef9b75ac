"""Jämfört med andra huvudmän: a row each, never added, every one under its own definition, limit and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

import open_files
from dashboard import band_reads, choices, frame, parts, remembered, sentences, swedish
from dashboard.band_rows import BandView, mark, plain, quantile_words
from dashboard.charts.bounds_chart import Section, bounds_chart
from dashboard.csv_files import file_name
from dashboard.cuts import Cut, Words
from dashboard.sentences import Sentence
from dashboard.states import LOW_BASE, bounds, share_cell
from dashboard.tables import Column, TableRow, table, text

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Beside:
    """Every huvudman's rows of one population and specialty; `own` is the one that the page shows."""

    rows: Sequence[Row]
    own: str
    words: Mapping[tuple[str, int, int], Words]
    low_base: int

    @property
    def principals(self) -> list[str]:
        """The page's own first, then by name."""
        names = {str(row["principal"]) for row in self.rows}
        return sorted(names, key=lambda name: (name != self.own, swedish.sort_key(name)))

    @property
    def others(self) -> int:
        return len(self.principals) - 1

    @property
    def common(self) -> dict[int, int]:
        """Per phase the widest limit that more than one huvudman has a row under, the page's own among them."""
        found: dict[int, int] = {}
        for phase in sorted({row["phase"] for row in self.rows}):
            limits: dict[int, set[str]] = {}
            for row in self.rows:
                if row["phase"] == phase:
                    limits.setdefault(row["limit_days"], set()).add(row["principal"])
            shared = [limit for limit, names in limits.items() if len(names) > 1 and self.own in names]
            if shared:
                found[phase] = max(shared, key=lambda limit: (len(limits[limit]), limit))
        return found

    @property
    def same_limit(self) -> list[Row]:
        """The rows under the common limit of their phase."""
        return [row for row in self.rows if self.common.get(row["phase"]) == row["limit_days"]]

    @property
    def is_comparable(self) -> bool:
        return any(row["principal"] != self.own for row in self.same_limit)

    @property
    def limit(self) -> str:
        """90 dagar · 18 veckor (126 dagar): the common limit of the first phase that has one, as all of them say it."""
        phase, limit = next(iter(self.common.items()))
        said = {self.words_of(row).limit for row in self.same_limit if row["phase"] == phase}
        return said.pop() if len(said) == 1 else swedish.days(limit)

    @property
    def counted(self) -> int:
        """Huvudmän under the same limit whose share is a number, not bounds."""
        return len({row["principal"] for row in self.same_limit if row["share"] is not None})

    def own_limit(self, row: Row) -> int:
        """The limit of the row's own system: one with a name of its own, else the widest common one."""
        limits = [(r["limit_days"], self.words_of(r).is_own_limit) for r in self.rows
                  if (r["principal"], r["phase"]) == (row["principal"], row["phase"])]  # fmt: skip
        return int(max(limits, key=lambda limit: (limit[1], limit[0]))[0])

    def words_of(self, row: Row) -> Words:
        return self.words[str(row["principal"]), int(row["phase"]), int(row["limit_days"])]


HEADING: Sequence[Sentence[Beside]] = (
    Sentence("no limit in common", lambda b: not b.is_comparable,
             "Jämfört med andra huvudmän: ingen gräns är gemensam"),
    Sentence("same limit", lambda b: b.is_comparable, "Jämfört med andra huvudmän inom {limit}"),
)  # fmt: skip


def of_view(view: BandView, specialty: str) -> Beside:
    """What there is to set beside each other; of no use with fewer than two huvudmän."""
    cut = view.cut
    rows: list[dict[str, Any]] = band_reads.principals_side_by_side(
        view.version,
        principal=cut["principal"],
        cutoff_date=cut["cutoff_date"],
        population=cut["population"],
        definition=cut["definition"],
        specialty=specialty,
    ).to_dicts()
    words = {
        (str(row["principal"]), int(row["phase"]), int(row["limit_days"])): choices.words_of(
            view.version, _cut(row, cut)
        )
        for row in rows
    }
    own = {row["phase"] for row in rows if row["principal"] == cut["principal"]}
    return Beside([row for row in rows if row["phase"] in own], cut["principal"], words, view.thresholds.low_base)


def _cut(row: Row, cut: Cut) -> Cut:
    return Cut(
        principal=row["principal"],
        cutoff_date=row["cutoff_date"],
        population=cut["population"],
        phase=row["phase"],
        definition=row["definition"],
        limit_days=row["limit_days"],
    )


def side_by_side_block(view: BandView, specialty: str, specialty_name: str) -> None:
    """The block; nothing where only one huvudman has figures."""
    if len(choices.principals(view.version)) < 2:
        return
    beside = remembered.once(("side by side", view.key, specialty), lambda: of_view(view, specialty))
    if beside.others < 1 or beside.own not in beside.principals:
        return
    finding = sentences.plain(HEADING, beside)
    caption = f"Andel {view.words.noun} inom gränsen, {specialty_name}, varje huvudmans senaste datum till och med "
    parts.block(
        "beside",
        finding,
        view.words.caption(f"{caption}{swedish.long_date(view.cut['cutoff_date'])}"),
        diagram=lambda: _diagram(view, beside, finding),
        twin=lambda: _twin(beside, f"Huvudmän bredvid varandra, {specialty_name}, tabell"),
        csv=lambda: open_files.csv_bytes(file_rows(view, beside, specialty)),
        file_name=file_name("huvudman_jamforda", [view.cut["cutoff_date"], view.cut["population"], specialty]),
    )
    parts.note(
        "Huvudmännen räknar olika: vilka som står i kön, vilka som räknas bort, vilken gräns som gäller och vilket "
        "datum det är. Andelarna går därför bara att jämföra när gränsen är densamma, och då med försiktighet. Antalen "
        "läggs aldrig ihop. Varje huvudmans egen gräns och definition står i tabellen."
    )


def _diagram(view: BandView, beside: Beside, finding: str) -> None:
    if not beside.is_comparable:
        parts.box("Ingen gräns är gemensam", "<p>Varje huvudmans andel under sin egen gräns står i tabellen.</p>")
        return
    tokens = frame.tokens()
    sections = _sections(beside)
    figure = remembered.once(("beside", view.key, tokens.name), lambda: bounds_chart(sections, tokens))
    said = "; ".join(f"{each.name} {plain(each.words)}" for section in sections for each in section.marks)
    parts.chart("beside", figure, view.words.caption(f"{finding}. {said}"))


def _sections(beside: Beside) -> list[Section]:
    """A heading per phase, the page's own huvudman first."""
    found = []
    for phase, limit in beside.common.items():
        rows = [row for row in beside.same_limit if row["phase"] == phase]
        rows = sorted(rows, key=lambda row: beside.principals.index(row["principal"]))
        marks = [
            mark({**row, "contacts": row["denominator"]}, _named(row), beside.words_of(row), beside.low_base,
                 is_chosen=row["principal"] == beside.own)
            for row in rows
        ]  # fmt: skip
        found.append(Section(f"{choices.PHASES[str(phase)]}, alla inom {swedish.days(limit)}", marks))
        found += _own_limits(beside, phase, limit)
    return found


def _own_limits(beside: Beside, phase: int, common: int) -> list[Section]:
    """Each huvudman under its own system's limit, where any other than the common one is."""
    rows = [row for row in beside.rows if row["phase"] == phase and row["limit_days"] == beside.own_limit(row)]
    if all(row["limit_days"] == common for row in rows):
        return []
    ordered = sorted(rows, key=lambda row: beside.principals.index(row["principal"]))
    marks = [
        mark({**row, "contacts": row["denominator"]}, f"{row['principal']}, {beside.words_of(row).limit}",
             beside.words_of(row), beside.low_base, is_chosen=row["principal"] == beside.own)
        for row in ordered
    ]  # fmt: skip
    return [Section(f"{choices.PHASES[str(phase)]}, var och en inom sitt systems gräns: går inte att jämföra", marks)]


def _named(row: Row) -> str:
    """England, november 2024 · Exempelregionen, oktober 2026 (demodata)."""
    demo = " (demodata)" if row["is_demo"] else ""
    return f"{row['principal']}, {swedish.month_and_year(row['cutoff_date'])}{demo}"


def _twin(beside: Beside, name: str) -> str:
    columns = [Column("Huvudman"), Column("Vårdfas"), Column("Gräns"), Column("Andel", True), Column("n", True),
               Column("Median"), Column("Definition"), Column("Datum")]  # fmt: skip
    rows = sorted(beside.rows, key=lambda row: (row["phase"], beside.principals.index(row["principal"])))
    body = [TableRow(text(_titled(row)), _cells(beside, row)) for row in rows]
    return table(name, columns, body)


def _titled(row: Row) -> str:
    return f"{row['principal']}{' (demodata)' if row['is_demo'] else ''}"


def _cells(beside: Beside, row: Row) -> list[Any]:
    words = beside.words_of(row)
    return [
        text(choices.PHASES[str(row["phase"])]),
        text(words.limit_and_owner),
        share_cell(row, words),
        text(swedish.integer(row["denominator"]), "vl-number"),
        text(quantile_words(row, "median")),
        text(words.definition_name),
        text(row["cutoff_date"].isoformat(), "vl-nowrap"),
    ]


def file_rows(view: BandView, beside: Beside, specialty: str) -> pl.DataFrame:
    """A row per huvudman, phase and limit, with Swedish columns."""
    rows = [
        {
            "huvudman": row["principal"], "demo": row["is_demo"], "matdatum": row["cutoff_date"],
            "population": view.cut["population"], "fas": row["phase"], "mvo": specialty,
            "definition": row["definition"], "grans_dagar": row["limit_days"],
            "grans": beside.words_of(row).limit_and_owner, "namnare": row["denominator"],
            "taljare": row["numerator"], "andel": row["share"], "andel_lagst": row["share_low"],
            "andel_hogst": row["share_high"], "osaker": row["status"] == LOW_BASE, "andel_i_ord": bounds(row),
            "status": row["status"], "dataversion": view.version,
        }
        for row in beside.rows
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)
