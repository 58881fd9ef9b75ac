"""How long those of a group have waited, in the source's own bands: chart, table twin and file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import open_files
from dashboard import band_reads, band_words, frame, parts, remembered, swedish
from dashboard.band_rows import BandView
from dashboard.band_sentences import BANDS, InBands
from dashboard.charts.own_bands_chart import MOST_ROWS, Band, Side, own_bands_chart
from dashboard.csv_files import file_name
from dashboard.sentences import plain
from dashboard.states import HIDDEN, MISSING, NOBODY, Cell, hover
from dashboard.tables import Column, TableRow, table, text

ALL = "Alla"
SIDES = {"within": "inom gränsen", "over": "över gränsen", "limit": "gränsen ligger i bandet", "": ""}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """Whose bands are drawn: a specialty by code and name, in one förvaltning or in all."""

    specialty: str
    name: str
    administration: str = ALL

    @property
    def where(self) -> str:
        """, NU: after what is drawn."""
        return "" if self.administration == ALL else f", {self.administration}"


def distribution_block(view: BandView, group: Group, *, is_half: bool = False) -> None:
    """The bands of the group; a box where they are hidden, missing or empty."""
    rows = _rows(view, group)
    words = view.words
    subtitle = f"Antal {words.noun} per band hos källan, {group.name}{group.where}, {words.moment}"
    if not any(row["contacts"] for row in rows):
        parts.heading("Väntetidens fördelning", words.caption(subtitle))
        parts.box("Ingen fördelning att visa", f"<p>{_why_none(view, rows)}</p>", _kind(rows))
        return
    facts = InBands([row["contacts"] for row in rows], [_side(view, row) for row in rows], words)
    finding = plain(BANDS, facts)
    parts.block(
        "waiting",
        finding,
        words.caption(f"{subtitle} (n = {swedish.integer(facts.total)})"),
        diagram=lambda: _diagram(view, group, rows, facts, finding),
        twin=lambda: _twin(f"Väntetid i band, {group.name}, tabell", view, rows, facts),
        csv=lambda: open_files.csv_bytes(
            band_reads.open_waiting_bands(view.version, **_cut(view), specialty=group.specialty)
        ),
        file_name=file_name(
            "vantetidsfordelning",
            [view.cut["cutoff_date"], view.cut["population"], f"fas{view.cut['phase']}", group.specialty],
        ),
        is_half=is_half,
    )
    parts.note(*_notes(facts))


def _cut(view: BandView) -> dict[str, Any]:
    return {name: view.cut[name] for name in ("principal", "cutoff_date", "population", "phase")}


def _rows(view: BandView, group: Group) -> list[Row]:
    found = band_reads.waiting_bands(
        view.version, **_cut(view), specialty=group.specialty, administration=group.administration
    )
    return list(found.sort("from_days").to_dicts())


def _side(view: BandView, row: Row) -> Side:
    """Where a band stands to the limit; a limit inside it makes it neither."""
    limit = view.cut["limit_days"]
    if limit is None:
        return ""
    if row["to_days"] is not None and row["to_days"] <= limit:
        return "within"
    return "over" if row["from_days"] > limit else "limit"


def _kind(rows: Sequence[Row]) -> str:
    status = rows[0]["status"] if rows else ""
    return {HIDDEN: "hidden", MISSING: "missing"}.get(str(status), "empty")


def _why_none(view: BandView, rows: Sequence[Row]) -> str:
    status = rows[0]["status"] if rows else ""
    if status == HIDDEN:
        return f"Dolt: {view.thresholds.hidden}."
    if status == MISSING:
        return f"Leveransen för {view.words.moment} saknas."
    return (
        f"{view.words.nobody[:1].upper()}{view.words.nobody[1:]}." if status == NOBODY else "Källan har inga band här."
    )


def _diagram(view: BandView, group: Group, rows: Sequence[Row], facts: InBands, finding: str) -> None:
    tokens = frame.tokens()
    drawn = [_band(view, row, facts) for row in rows]
    limit = f"gräns {view.words.limit}"
    figure = remembered.once(
        ("own bands", view.key, group, tokens.name), lambda: own_bands_chart(drawn, limit, _unit(rows), tokens)
    )
    said = "; ".join(f"{each.name} {each.words}" for each in drawn[:MOST_ROWS])
    more = "; resten i tabellen" if len(drawn) > MOST_ROWS else ""
    parts.chart("waiting", figure, view.words.caption(f"{finding}. {said}{more}"))


def _unit(rows: Sequence[Row]) -> str:
    """veckor · månader · dagar: the axis of the source's own bands."""
    own = [band_words.in_weeks_or_months(row["from_days"], row["to_days"]) for row in rows]
    return own[0].split()[-1] if all(own) else "dagar"


def _band(view: BandView, row: Row, facts: InBands) -> Band:
    name, count = band_title(row), int(row["contacts"])
    own = band_words.in_weeks_or_months(row["from_days"], row["to_days"])
    side = _side(view, row)
    share = swedish.percent(count / facts.total)
    lines = [f"{swedish.integer(count)} {view.words.noun}, {share}", SIDES[side]]
    return Band(
        name=name,
        short=own.removeprefix("över ").split("–")[0].split()[0] if own else str(row["from_days"]),
        contacts=count,
        side=side,
        words=f"{swedish.integer(count)} ({share})",
        hover=hover(name, [line for line in lines if line]),
    )


def band_title(row: Row) -> str:
    """0–6 månader (0–182 dagar) · 0–30 dagar."""
    days = f"{band_words.band_name(row['from_days'], row['to_days'])} dagar"
    own = band_words.in_weeks_or_months(row["from_days"], row["to_days"])
    return f"{own} ({days})" if own else days


def _twin(name: str, view: BandView, rows: Sequence[Row], facts: InBands) -> str:
    columns = [
        Column("Band hos källan"),
        Column("Dagar"),
        Column("Antal", True),
        Column("Andel", True),
        Column("Gräns"),
    ]
    body = []
    for row in rows:
        own = band_words.in_weeks_or_months(row["from_days"], row["to_days"])
        days = band_words.band_name(row["from_days"], row["to_days"])
        cells = [
            text(days, "vl-nowrap"),
            Cell(swedish.integer(row["contacts"]), "vl-number"),
            Cell(swedish.percent(row["contacts"] / facts.total), "vl-number"),
            text(SIDES[_side(view, row)]),
        ]
        body.append(TableRow(text(own or f"{days} dagar"), cells))
    return table(name, columns, body)


def _notes(facts: InBands) -> list[str]:
    said = ["Banden är källans egna; inom ett band vet ingen hur väntetiderna fördelar sig. Alla räknas."]
    if not facts.is_edge:
        said.append("Grått band: gränsen ligger inne i det, så de som står där kan vara på båda sidor.")
    return said
