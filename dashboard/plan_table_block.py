"""Leveransplaner: every chosen plan with its bar, where its year ends, its version and why; a row opens the plan."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

import open_files
from dashboard import parts, plan_data, plan_facts, plan_figures, plan_headings, plan_words, remembered, swedish
from dashboard.address import query_string
from dashboard.plan_facts import Selection, Standing
from dashboard.plan_periods_block import count, file_name, open_rows
from dashboard.plan_view import View
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

FIRST_ROWS = 20
TAGS = {
    "klarar": ("Klarar planen", "vl-tag-within"),
    "osakert": ("Osäkert", ""),
    "klarar_inte": ("Klarar inte planen", "vl-tag-outside"),
    "inget_utfall": ("Inget utfall än", ""),
    "utan_volym": ("Ingen volym", "vl-tag-off"),
    "aterkallad": ("Återkallad", "vl-tag-off"),
    "forslag": ("Förslag", "vl-tag-proposal"),
}
PAST = {"klarar": "Klarade planen", "klarar_inte": "Klarade inte planen"}
BARS = {"klarar": "vl-within", "klarar_inte": "vl-outside"}


def table_block(view: View, selection: Selection) -> None:
    """The plans, most patients missing first."""
    found = plan_facts.standings_of(view, selection)
    finding = plan_headings.table_finding(plan_figures.tally(found, is_over=selection.is_over))
    until, order = f"{view.year}", "planens storlek, förslag sist"
    if selection.last_date:
        until, order = f"Till och med {swedish.month_and_year(selection.last_date)}", "antal patienter som saknas"
    parts.block(
        "plan_table",
        finding,
        view.caption(f"{until}, {view.who}, ordnade efter {order}"),
        diagram=lambda: _list(view, selection, found),
        twin=lambda: remembered.once(
            ("plan twin", view.key, view.today, view.period), lambda: twin(f"{finding}, tabell", view, selection, found)
        ),
        csv=lambda: open_files.csv_bytes(open_rows(view, selection)),
        file_name=file_name("leveransplaner", view),
        first=parts.LIST,
    )


def _list(view: View, selection: Selection, found: Sequence[Standing]) -> None:
    shows_all = view.shows_all or len(found) <= FIRST_ROWS
    shown = found if shows_all else found[:FIRST_ROWS]
    st.html(
        remembered.once(
            ("plan list", view.key, view.today, view.plan_id, view.period, shows_all),
            lambda: listed(view, selection, shown),
        )
    )
    if len(found) > FIRST_ROWS:
        values = dict(view.address.chosen) | {"rader": () if view.shows_all else ("alla",)}
        words = f"Visa de {FIRST_ROWS} första" if view.shows_all else f"Visa alla {swedish.integer(len(found))} planer"
        st.html(f'<p class="vl-back"><a href="?{escape(query_string(values))}">{words}</a></p>')


def listed(view: View, selection: Selection, found: Sequence[Standing]) -> str:
    """The list as HTML: its columns say how far, its tags where to."""
    until = f" t.o.m. {swedish.short_month(selection.last_date)}" if selection.last_date else ""
    columns = [Column("Vård, från och till"), Column(f"Plan{until}", is_number=True),
               Column("Genomfört", is_number=True), Column("Genomfört av plan"), Column("Andel", is_number=True),
               Column("Helåret"), Column("Version och orsak")]  # fmt: skip
    versions = _latest(view, [each.row["plan_id"] for each in found])
    rows = [_row(view, selection, each, versions) for each in found]
    return table("Leveransplaner", columns, rows).replace('class="vl-table"', 'class="vl-table vl-plans"')


def _row(view: View, selection: Selection, each: Standing, versions: dict[str, Cell]) -> TableRow:
    row = each.row
    is_open = row["plan_id"] == view.plan_id
    here = ' aria-current="true"' if is_open else ""
    heading = Cell(
        f'<a href="?{escape(view.opening(row["plan_id"]))}"{here}>{escape(plan_words.care(view.names, row))}</a>'
        f'<small>{escape(plan_words.between(row))}</small><small class="vl-phone">{_so_far(each)}</small>'
    )
    is_proposal = each.state == "forslag"
    volume = each.planned_so_far if selection.last_date else int(row["planned_year"])
    planned = text("–" if is_proposal else swedish.integer(volume), "vl-number")
    share = "–" if each.share is None else swedish.percent(each.share)
    done = text("–", "vl-number") if is_proposal else count(each.done)
    cells = [planned, done, Cell(_bar(each), "vl-barcell"), text(share, "vl-number"),
             Cell(tag(each, is_over=selection.is_over)), versions.get(row["plan_id"], text(""))]  # fmt: skip
    return TableRow(heading, cells, "vl-open" if is_open else "")


def _so_far(each: Standing) -> str:
    """551 av 935: what the hidden columns of a narrow page say."""
    if each.state == "forslag":
        return "ännu ett förslag"
    if each.done is None:
        return f"plan {swedish.integer(int(each.row['planned_year']))}"
    return f"{swedish.integer(each.done)} av {swedish.integer(each.planned_so_far)} genomförda"


def _bar(each: Standing) -> str:
    """Done of what is planned so far; blue and orange only where the year is judged."""
    if each.share is None:
        return ""
    css, width = BARS.get(each.state, ""), min(each.share, 1) * 100
    return f'<div class="vl-bullet" aria-hidden="true"><i class="{css}" style="width:{width:.1f}%"></i></div>'


def tag(each: Standing, *, is_over: bool) -> str:
    """Where the plan's year ends, in a frame; its colour says nothing that the words do not."""
    words, css = TAGS[each.state]
    if is_over:
        words = PAST.get(each.state, words)
    return f'<span class="vl-tag {css}">{escape(words)}</span>'


def _latest(view: View, plan_ids: Sequence[str]) -> dict[str, Cell]:
    """Per plan its version and what the last change was: v3, sänkt: ledig kapacitet."""
    versions = plan_data.versions(view.version, view.stamp, view.principal).filter(pl.col("plan_id").is_in(plan_ids))
    found: dict[str, Cell] = {}
    for (plan_id,), rows in versions.sort("version").group_by("plan_id", maintain_order=True):
        found[str(plan_id)] = _version_cell(rows.to_dicts())
    return found


def _version_cell(versions: Sequence[plan_words.Row]) -> Cell:
    """The version that counts, and beside it a later proposal."""
    counted = [each for each in versions if each["status"] != "forslag"]
    shown = (counted or versions)[-1]
    earlier = [each for each in counted if each["version"] < shown["version"]]
    words = plan_words.changed(shown, earlier[-1] if earlier else None)
    later = [each for each in versions if each["version"] > shown["version"]]
    waiting = f"; förslag v{later[-1]['version']} väntar" if later else ""
    return Cell(f"v{shown['version']}<small>{escape(words + waiting)}</small>")


def twin(name: str, view: View, selection: Selection, found: Sequence[Standing]) -> str:
    """A row per plan and period with sums since January, in the list's order."""
    titles = ("Plan", "Skickade", "Genomförda", "Återlämnade", "Plan hittills", "Skickade hittills",
              "Genomförda hittills")  # fmt: skip
    columns = [Column("Vård, från och till"), Column("Plan-id"), Column(view.period.capitalize()),
               *(Column(title, is_number=True) for title in titles)]  # fmt: skip
    rows = [row for each in found for row in _period_rows(view, selection, each)]
    return table(name, columns, rows)


def _period_rows(view: View, selection: Selection, each: Standing) -> list[TableRow]:
    row = each.row
    alone = plan_facts.alone(selection.whole, row["index"])
    label = f"{plan_words.care(view.names, row)}, {plan_words.between(row)}"
    planned = sent = done = 0
    rows = []
    for period in alone.periods(view.period):
        planned, sent, done = planned + period.planned, sent + (period.sent or 0), done + (period.completed or 0)
        known = period.completed is not None
        sums = [text(swedish.integer(planned), "vl-number"), *(count(n if known else None) for n in (sent, done))]
        months = [count(period.planned), count(period.sent), count(period.completed), count(period.returned)]
        rows.append(TableRow(text(label), [text(row["plan_id"], "vl-break"), text(period.number), *months, *sums]))
    return rows
