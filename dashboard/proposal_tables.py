"""The tables of a proposed plan: per specialty, per plan, who stays without a place, what binds, and the levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard import choices, plan_data, plan_words, swedish
from dashboard.needs_view import View
from dashboard.proposal import Shown, by_pair, by_specialty
from dashboard.proposal_words import LEVELS, REASONS
from dashboard.states import Cell
from dashboard.tables import Column, TableRow, table, text

REGIME_COLUMNS = {"egen": "Egen regi", "avtal": "Egna avtal", "annan_region": "Andra regioners avtal"}
FAIRNESS = "rattvisa"
Row = Mapping[str, Any]


def _number(value: int | None) -> Cell:
    return text("–" if value is None else swedish.integer(value), "vl-number")


def specialties(view: View, shown: Shown) -> str:
    """Per specialty and phase: to place, placed, per regime in the routine's order, and without a place."""
    names = ("to_place", "placed", *REGIME_COLUMNS, "unmet")
    titles = ("Att placera", "Får plats", *REGIME_COLUMNS.values(), "Utan plats")
    body = [
        TableRow(text(view.name(row["specialty"], row["phase"])), [_number(row[name]) for name in names])
        for row in by_specialty(shown).iter_rows(named=True)
    ]
    return table("Förslaget per specialitet, tabell", [Column("Specialitet"), *(Column(t, True) for t in titles)], body)


def plans(view: View, shown: Shown) -> str:
    """Per plan that gets more: what is added per quarter, and what the plan is now and would be."""
    titles = ("Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4", "Tillägg", "Nu", "Med förslaget")
    names = ("q1", "q2", "q3", "q4", "addition", "agreed", "proposed")
    body = [
        TableRow(
            text(view.name(row["specialty"], row["phase"])),
            [text(_between(row)), *(_number(row[name]) for name in names)],
        )
        for row in by_pair(shown).iter_rows(named=True)
    ]
    columns = [Column("Specialitet"), Column("Från och till"), *(Column(title, True) for title in titles)]
    return table("Förslaget per plan, tabell", columns, body)


def _between(row: Row) -> str:
    regimes = swedish.listed(plan_words.REGIMES[regime] for regime in REGIME_COLUMNS if regime in row["regimes"])
    return f"{row['sender']} → {row['receiver']}, {regimes}"


def unmet(view: View, shown: Shown) -> str:
    """Who stays without a place, and why; quarters with the same reason together."""
    rows = (
        shown.proposal.unmet.group_by("specialty", "phase", "sender", "reason")
        .agg(pl.col("unmet").sum(), quarters=pl.col("quarter").sort())
        .sort("unmet", "specialty", "phase", "sender", "reason", descending=[True, False, False, False, False])
    )
    body = [
        TableRow(
            text(view.name(row["specialty"], row["phase"])),
            [
                text(row["sender"]),
                _number(row["unmet"]),
                text(_quarters(row["quarters"])),
                text(REASONS[row["reason"]]),
            ],
        )
        for row in rows.iter_rows(named=True)
    ]
    columns = [Column("Specialitet"), Column("Skickande"), Column("Utan plats", True), Column("Behov i kvartal"),
               Column("Varför")]  # fmt: skip
    return table("Utan plats och varför, tabell", columns, body)


def binding(view: View, shown: Shown) -> str:
    """Where one more slot would give somebody a place."""
    rows = shown.proposal.binding.sort("specialty", "phase", "receiver", "regime", "quarter")
    grouped = rows.group_by("specialty", "phase", "receiver", "regime", "price", maintain_order=True).agg(
        quarters=pl.col("quarter"), offered=pl.col("offered").sum()
    )
    body = [
        TableRow(
            text(view.name(row["specialty"], row["phase"])),
            [
                text(f"{row['receiver']}, {plan_words.REGIMES[row['regime']]}"),
                text(_quarters(row["quarters"])),
                _number(row["offered"]),
                text(f"{swedish.integer(row['price'])} till får plats", "vl-number"),
            ],
        )
        for row in grouped.iter_rows(named=True)
    ]
    columns = [Column("Specialitet"), Column("Mottagare"), Column("Fullt i kvartal"), Column("Erbjuder", True),
               Column("Med en plats till", True)]  # fmt: skip
    return table("Kapacitet som binder, tabell", columns, body)


def conflicts(view: View, shown: Shown) -> str:
    """Where agreed plans are larger than the need or the offered capacity; they are told and not cut."""
    kinds = {
        "behov": "mer överenskommet än det behov som är kvar",
        "kapacitet": "mer överenskommet än erbjuden kapacitet",
    }
    rows = shown.proposal.conflicts.sort("kind", "specialty", "phase", "provider", "quarter")
    body = [
        TableRow(
            text(view.name(row["specialty"], row["phase"])),
            [
                text(row["provider"]),
                text(f"kvartal {row['quarter']}"),
                text(kinds[row["kind"]]),
                _number(row["agreed"]),
                text("ingen uppgift", "vl-number vl-muted") if row["available"] is None else _number(row["available"]),
                _number(row["excess"]),
            ],
        )
        for row in rows.iter_rows(named=True)
    ]
    columns = [Column("Specialitet"), Column("Vårdgivare"), Column("När"), Column("Krock"),
               Column("Överenskommet", True), Column("Behov eller kapacitet", True),
               Column("För mycket", True)]  # fmt: skip
    return table("Överenskommet mot behov och kapacitet, tabell", columns, body)


def levels(shown: Shown) -> str:
    """Each level in order: what it came to, in how many specialties that is proven, and how far from it the rest is."""
    body = []
    for name, rows in shown.proposal.levels.group_by("level", maintain_order=True):
        title, words = LEVELS[str(name[0])]
        gap = (rows["value"] - rows["bound"]).abs()
        is_share = name[0] == FAIRNESS
        value = swedish.percent(float(rows["value"].min())) if is_share else swedish.integer(round(rows["value"].sum()))  # type: ignore[arg-type]
        rest = "" if rows["proven"].all() else _gap(float(gap.max() if is_share else gap.sum()), is_share)  # type: ignore[arg-type]
        body.append(
            TableRow(
                text(title),
                [
                    text(words.format(value), "vl-number"),
                    text(f"{rows['proven'].sum()} av {len(rows)}", "vl-number"),
                    text(rest or "inget", "vl-number"),
                ],
            )
        )
    columns = [Column("I tur och ordning"), Column("Blev", True), Column("Bevisat bäst", True),
               Column("Kan bli bättre med högst", True)]  # fmt: skip
    return table("Hur förslaget är valt, tabell", columns, body)


def _gap(gap: float, is_share: bool) -> str:
    return swedish.percent(gap) if is_share else swedish.integer(round(gap))


def _quarters(numbers: Sequence[int]) -> str:
    return swedish.listed(str(number) for number in numbers)


def plan_file(view: View, shown: Shown) -> pl.DataFrame:
    """The proposal's rows for a file: one per pair and quarter that gets more, by when the need arises."""
    names = choices.short_names(view.version, view.principal)
    return shown.proposal.placements.select(
        huvudman=pl.lit(view.principal), ar=pl.lit(view.year), kvartal="quarter", mvo="specialty",
        mvo_namn=pl.col("specialty").replace(names), fas="phase", avsandare="sender", mottagare="receiver",
        regi="regime", behov_i_kvartal="need_quarter", tillagg="volume", **_options(view),
        dataversion=pl.lit(plan_data.data_label(view.version, view.stamp)),
    )  # fmt: skip


def need_file(view: View, shown: Shown) -> pl.DataFrame:
    """What became of the need, for a file: one row per sender and quarter."""
    names = choices.short_names(view.version, view.principal)
    return shown.proposal.needs.select(
        huvudman=pl.lit(view.principal), ar=pl.lit(view.year), kvartal="quarter", mvo="specialty",
        mvo_namn=pl.col("specialty").replace(names), fas="phase", avsandare="sender", brist="need",
        overenskommet="agreed", far_plats="placed", utan_plats="unmet", orsak="reason", **_options(view),
        dataversion=pl.lit(plan_data.data_label(view.version, view.stamp)),
    )  # fmt: skip


def _options(view: View) -> dict[str, pl.Expr]:
    return {name: pl.lit(value) for name, value in view.option_values.items()}
