"""The actions of a unit or a group as they are read, listed and filed; their text never above its own unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.cross_days import UNIT
from dashboard import cross_followup_words as words
from dashboard import cross_latest, remembered, sentences, swedish
from dashboard.cross_actions_words import DUE, Actions, Due
from dashboard.cross_view import CrossView, unit_label
from dashboard.tables import Column, TableRow, table, text

OPEN = "oppen"
STATUSES = {OPEN: "öppen", "klar": "klar", "avbruten": "avbruten"}
Row = Mapping[str, Any]


def of_view(view: CrossView) -> pl.DataFrame:
    """The newest version of every action of the view's units (register.ACTION_COLUMNS), in the order they were made."""
    store = cross_latest.register()
    every = remembered.once(
        ("cross actions", view.version, view.principal, store.action_stamp()),
        lambda: store.cross_actions(view.principal),
    )
    return every.join(view.units().select(UNIT), on=UNIT, how="semi", maintain_order="left")


def open_first(actions: pl.DataFrame) -> pl.DataFrame:
    """The open ones, the first due first and those without a day last."""
    return actions.filter(status=OPEN).sort("due", nulls_last=True, maintain_order=True)


def counted(actions: pl.DataFrame, today: dt.date) -> Actions:
    """How many are open and how many of those are late."""
    running = actions.filter(status=OPEN)
    return Actions(len(running), len(running.filter(pl.col("due") < today)))


def line(action: Row, number: int, today: dt.date) -> str:
    """One open action as HTML: what, who and when."""
    due = sentences.the_one(DUE, Due(action["due"], today))
    about = f" Gäller {swedish.long_date(action['about_date'])}." if action["about_date"] else ""
    return (
        f'<div class="vl-list"><div>{number}. {text(action["text"]).html}'
        f"<small>{text(action['responsible']).html}: {due}.{about}</small></div></div>"
    )


def closed_table(name: str, actions: pl.DataFrame) -> str:
    """What has been closed, the latest first, with what came of it."""
    columns = [Column("Åtgärd"), Column("Läge"), Column("Återkoppling"), Column("Ansvarig"), Column("Avslutad")]
    done = actions.filter(pl.col("status") != OPEN).sort("registered_at", descending=True)
    rows = [
        TableRow(text(row["text"]), [
            text(STATUSES[row["status"]]), text(row["feedback"]), text(row["responsible"]),
            text(swedish.local_day(row["registered_at"]).isoformat(), "vl-nowrap")])
        for row in done.iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, rows)


def twin(name: str, actions: pl.DataFrame) -> str:
    """A row per action of one unit, open and closed."""
    columns = [Column("Åtgärd"), Column("Ansvarig"), Column("Klar senast"), Column("Läge"), Column("Återkoppling")]
    rows = [
        TableRow(text(row["text"]), [
            text(row["responsible"]), text(row["due"].isoformat() if row["due"] else "–", "vl-nowrap"),
            text(STATUSES[row["status"]]), text(row["feedback"])])
        for row in open_first(actions).vstack(actions.filter(pl.col("status") != OPEN)).iter_rows(named=True)
    ]  # fmt: skip
    return table(name, columns, rows)


def by_unit(view: CrossView, actions: pl.DataFrame) -> pl.DataFrame:
    """How many are open, late and closed in each unit that has any."""
    late = (pl.col("status") == OPEN) & (pl.col("due") < view.today)
    return (
        actions.group_by("administration", "unit")
        .agg(
            open=(pl.col("status") == OPEN).sum().cast(pl.Int64),
            late=late.sum().cast(pl.Int64),
            closed=(pl.col("status") != OPEN).sum().cast(pl.Int64),
        )
        .sort("administration", "unit")
    )


def units_table(name: str, view: CrossView, actions: pl.DataFrame) -> str:
    """A row per unit that has an action: counts, no text."""
    titles = ("Öppna", "Efter slutdatum", "Avslutade")
    columns = [Column("Enhet"), *(Column(title, is_number=True) for title in titles)]
    rows = [
        TableRow(text(unit_label((administration, unit))),
                 [text(swedish.integer(count), "vl-number") for count in counts])
        for administration, unit, *counts in by_unit(view, actions).iter_rows()
    ]  # fmt: skip
    return table(name, columns, rows)


def open_rows(view: CrossView, actions: pl.DataFrame) -> pl.DataFrame:
    """The file: every action of one unit, or each unit's counts."""
    if view.unit is None:
        rows = by_unit(view, actions).select(
            forvaltning="administration", enhet="unit", oppna="open", efter_slutdatum="late", avslutade="closed"
        )
        return words.open_rows(view, rows)
    rows = actions.select(
        forvaltning="administration", enhet="unit", atgard_id="action_id", version="version", atgard="text",
        galler_datum="about_date", ansvarig="responsible", klar_senast="due", status="status", aterkoppling="feedback",
        registrerad_av="role", registrerad="registered_at",
    )  # fmt: skip
    return words.open_rows(view, rows)
