"""Leveransplaner: the opened plan's versions as a timeline – what changed, why, who anchored it and on what figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl
import streamlit as st

import open_files
from dashboard import csv_files, parts, plan_data, plan_facts, plan_figures, plan_sentences, plan_words, swedish
from dashboard.plan_facts import Selection
from dashboard.plan_followup_sentences import History, history_finding
from dashboard.plan_view import View
from dashboard.plan_words import Row
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

OPEN_COLUMNS = {
    "huvudman": "principal", "plan_id": "plan_id", "version": "version", "ar": "year", "mvo_kod": "specialty",
    "fas": "phase", "avsandare": "sender", "mottagare": "receiver", "regi": "regime", "overforing": "transfer",
    "beslutad_volym": "decided_volume", "q1": "q1", "q2": "q2", "q3": "q3", "q4": "q4", "beslutsdatum": "decided_on",
    "status": "status", "orsak": "reason", "forankrad_av": "anchored_by", "motivering": "motivation",
    "underlag_andel": "principle_share", "underlag_taljare": "principle_numerator",
    "underlag_namnare": "principle_denominator", "underlag_niva": "principle_level",
    "underlag_datum": "principle_date", "registrerad_av": "role", "registrerad": "registered_at",
}  # fmt: skip
MARKS = {"overenskommen": "●", "forslag": "○", "aterkallad": "✕"}


@dataclass(frozen=True)
class Step:
    """A version, the agreed one that it changes, and the quarters in which it is in force."""

    row: Row
    earlier: Row | None
    quarters: Sequence[int]

    @property
    def state(self) -> str:
        """gäller kvartal 3 och 4 · ersatt · förslag, räknas inte · återkallad."""
        if self.row["status"] == "forslag":
            return "förslag, räknas inte"
        if self.row["status"] == "aterkallad":
            return "återkallad"
        if not self.quarters:
            return "ersatt"
        return "gäller hela året" if len(self.quarters) == 4 else f"gäller kvartal {_listed(self.quarters)}"


def _listed(quarters: Sequence[int]) -> str:
    return swedish.listed(str(number) for number in quarters)


def versions_block(view: View, selection: Selection) -> None:
    """How the opened plan's year goes, and its versions; nothing where no plan is opened."""
    if not view.plan_id:
        return
    found = steps(view)
    last = found[-1].row
    name = plan_words.in_text(view.names, last)
    finding = history_finding(_history(found, name))
    parts.block(
        "plan_versions",
        finding,
        view.caption(f"{plan_words.care(view.names, last)}, {plan_words.between(last)}, {view.year}. {view.plan_id}"),
        diagram=lambda: _draw(view, selection, found),
        twin=lambda: twin(f"{finding}, tabell", found),
        csv=lambda: open_files.csv_bytes(open_rows(view)),
        file_name=csv_files.file_name("leveransplan", [view.year, view.plan_id]),
        opened=True,
        first="Tidslinje",
    )
    st.html(f'<p class="vl-back"><a href="?{escape(view.opening(""))}">Stäng planen</a></p>')


def steps(view: View) -> list[Step]:
    """The plan's versions, the first first."""
    rows = plan_data.versions(view.version, view.stamp, view.principal)
    versions = rows.filter(pl.col("plan_id") == view.plan_id).sort("version").to_dicts()
    quarters = plan_data.quarters(view.version, view.stamp, view.principal, view.year)
    held: dict[int, list[int]] = {}
    for version, quarter in (
        quarters.filter(pl.col("plan_id") == view.plan_id, "in_force").select("version", "quarter").rows()
    ):
        held.setdefault(version, []).append(quarter)
    found: list[Step] = []
    agreed: Row | None = None
    for row in versions:
        found.append(Step(row, agreed, sorted(held.get(row["version"], []))))
        agreed = row if row["status"] == "overenskommen" else agreed
    return found


def _history(found: Sequence[Step], name: str) -> History:
    agreed = [each.row for each in found if each.row["status"] == "overenskommen"]
    counted = [each.row for each in found if each.row["status"] != "forslag"]
    return History(
        name=name[:1].upper() + name[1:],
        agreed=len(agreed),
        is_withdrawn=bool(counted) and counted[-1]["status"] == "aterkallad",
        first=sum(plan_words.volumes(agreed[0])) if agreed else 0,
        now=sum(plan_words.volumes(agreed[-1])) if agreed else sum(plan_words.volumes(found[-1].row)),
    )


def _draw(view: View, selection: Selection, found: Sequence[Step]) -> None:
    st.html(f'<p class="vl-standing">{standing(view, selection)}</p>{timeline(found)}')


def standing(view: View, selection: Selection) -> str:
    """How the plan's own year goes, whatever the filters choose; HTML."""
    index = selection.whole.plans.filter(pl.col("plan_id") == view.plan_id)["index"][0]
    return plan_sentences.answer(plan_figures.progress(view, plan_facts.alone(selection.whole, index)), None)


def timeline(found: Sequence[Step]) -> str:
    """The newest version on top; a proposal has an open dashed mark, a withdrawal a cross."""
    return f'<ol class="vl-versions" reversed>{"".join(_item(each) for each in reversed(found))}</ol>'


def _item(each: Step) -> str:
    row = each.row
    day = row["decided_on"]
    decided = f"beslutad {swedish.long_date(day)}" if day else "utan beslutsdatum"
    changed = plan_words.volume_change(row, each.earlier)
    lines = [plan_words.sentence(part) for part in (_why(row), basis(row), registered(row)) if part]
    quoted = f"<q>{escape(row['motivation'])}</q>" if row["motivation"] else ""
    return (
        f'<li class="vl-version-{row["status"]}"><i aria-hidden="true">{MARKS[row["status"]]}</i><div>'
        f"<p><b>Version {row['version']}</b>, {escape(each.state)}<span>{escape(decided)}</span></p>"
        f"<p>{escape(changed)}</p><small>{escape(' '.join(lines))}</small>{quoted}</div></li>"
    )


def _why(row: Row) -> str:
    why = plan_words.reason(row["reason"])
    anchored = f"förankrad av {row['anchored_by']}" if row["anchored_by"] else "ingen roll angiven för förankringen"
    return ", ".join(part for part in (f"orsak: {why}" if why else "ingen orsak angiven", anchored) if part)


def basis(row: Row) -> str:
    """The figure that answered the principle when the version was made, as it was stored."""
    date = row["principle_date"]
    until = f" {swedish.long_date(date)}" if date else ""
    if row["principle_share"] is not None:
        counted = f"{swedish.integer(row['principle_numerator'])} av {swedish.integer(row['principle_denominator'])}"
        level = row["principle_level"]
        wanted = "" if level is None else f"; kravet var {swedish.percent(level)}"
        return f"underlag: {swedish.percent(row['principle_share'])} inom gränsen, {counted} väntande{until}{wanted}"
    if row["principle_numerator"] is not None:
        return (
            f"underlag: {plan_words.patients(row['principle_numerator'])} genomförda som mottagare till och med{until}"
        )
    return ""


def registered(row: Row) -> str:
    """Which role entered the version here, and when; "" for what an extract brought."""
    if row["registered_at"] is None:
        return ""
    by = f" av {row['role']}" if row["role"] else ""
    return f"registrerad {swedish.local_time(row['registered_at'])}{by}"


def twin(name: str, found: Sequence[Step]) -> str:
    """A row per version, the first first."""
    titles = ("Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4", "Summa", "Beslutad volym", "Utanför plan")
    columns = [Column("Version"), Column("Läge"), Column("Beslutad"),
               *(Column(title, is_number=True) for title in titles),
               *(Column(title) for title in ("Orsak", "Förankrad av", "Underlag", "Motivering"))]  # fmt: skip
    return table(name, columns, [TableRow(text(each.row["version"]), _cells(each)) for each in found])


def _cells(each: Step) -> list[Cell]:
    row = each.row
    volumes = plan_words.volumes(row)
    decided = row["decided_volume"]
    numbers = [*volumes, sum(volumes), decided, None if decided is None else decided - sum(volumes)]
    return [
        text(each.state),
        text(row["decided_on"], "vl-nowrap"),
        *(text("–" if number is None else swedish.integer(number), "vl-number") for number in numbers),
        text(plan_words.reason(row["reason"])),
        text(row["anchored_by"]),
        text(basis(row)),
        text(row["motivation"], "vl-break"),
    ]


def open_rows(view: View) -> pl.DataFrame:
    """The plan's rows of the open table leveransplan, which `load` reads again."""
    rows = plan_data.versions(view.version, view.stamp, view.principal).filter(pl.col("plan_id") == view.plan_id)
    label = plan_data.data_label(view.version, view.stamp)
    names: Mapping[str, str] = OPEN_COLUMNS
    return rows.sort("version").select(
        *(pl.col(column).alias(name) for name, column in names.items()), dataversion=pl.lit(label)
    )
