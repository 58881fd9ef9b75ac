"""Whether the differences within one specialty are larger than chance, in plain sentences made by rule.

Every table is read from the top: the first template whose condition holds is what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl

from dashboard import swedish, variation_sentences
from dashboard.cuts import Words
from dashboard.states import LOW_BASE
from dashboard.variation_funnel import FEWEST_TO_ADJUST, REGION, Funnel, Row, Spread
from dashboard.variation_templates import Template, sentence
from dashboard.variation_verdicts import ALL, OVER, UNDER, outside

MOST_NAMES = 6  # in a sentence; the table has them all


@dataclass(frozen=True)
class Chance:
    """What the sentences are made of; `is_beyond` None: fewer than two can be judged."""

    is_beyond: bool | None
    under: Sequence[str]
    over: Sequence[str]
    few: Sequence[str]
    spread: Spread
    stands_out: Sequence[str] = ()
    is_units: bool = False
    target_name: str = REGION

    @property
    def noun(self) -> str:
        """förvaltningar · enheter."""
        return "enheter" if self.is_units else "förvaltningar"


def of_specialty(variation: Row, cells: Iterable[Row]) -> Chance:
    """Of a specialty's own row and all its förvaltningar, as published."""
    every = list(cells)
    differs = outside(variation, every)
    few = [str(row["administration"]) for row in every if row["status"] == LOW_BASE and row["share"] is not None]
    spread = Spread(variation["phi"], variation["tau_squared"], variation["judged"] or 0, variation["chance_p"])
    return Chance(differs.is_beyond, differs.under, differs.over, few, spread)


def of_funnel(made: Funnel, is_beyond: bool | None) -> Chance:
    """Of what a funnel holds; `is_beyond` as published, for the förvaltningar against the region."""
    ordered = sorted(made.judged, key=lambda each: float(each.row["share"]))
    under, over = ([each.label for each in ordered if each.verdict == side] for side in (UNDER, OVER))
    is_published = not made.is_units and made.target_name == REGION
    found = bool(under or over) or made.spread.is_beyond if made.spread.units > 1 else None
    return Chance(
        is_beyond=is_beyond if is_published else found,
        under=under,
        over=over,
        few=[each.label for each in ordered if each.verdict is None],
        spread=made.spread,
        stands_out=[each.label for each in ordered if each.stands_out],
        is_units=made.is_units,
        target_name=made.target_name,
    )


def answer(rows: Sequence[Row], words: Words, attainment: pl.DataFrame) -> str:
    """The page's answer as HTML; of one specialty also whether its differences are larger than chance."""
    said = variation_sentences.answer(rows, words)
    if len(rows) != 1 or rows[0]["region_share"] is None:
        return said
    own = attainment.filter(pl.col("specialty") == rows[0]["specialty"], pl.col("administration") != ALL)
    return f"{said} {escape(said_of(of_specialty(rows[0], own.iter_rows(named=True))))}"


def said_of(chance: Chance) -> str:
    """Skillnaden är större än slumpen: NU och SÄS ligger under, SU över; RH har för få patienter för att bedömas."""
    return f"{sentence(DIFFERENCE, chance)}{sentence(TOO_FEW, chance)}."


def finding(chance: Chance) -> str:
    """NU och SÄS under, SU över: the heading of a funnel."""
    return sentence(FINDINGS, chance)


def spread_said(chance: Chance) -> str:
    """Whether the funnel is adjusted, and why or why not."""
    return sentence(SPREAD, chance)


def measured(chance: Chance) -> str:
    """φ, τ² and N, for the note."""
    spread = chance.spread
    if spread.phi is None or spread.tau_squared is None:
        return ""
    p = "under 0,001" if spread.p_value is not None and spread.p_value < 0.001 else _decimal(spread.p_value, 3)
    return f"φ = {_decimal(spread.phi, 2)}, τ² = {_decimal(spread.tau_squared, 4)}, N = {spread.units}, p {_is(p)}."


def _is(p: str) -> str:
    return p if p.startswith("under") else f"= {p}"


def _decimal(value: float | None, digits: int) -> str:
    return "–" if value is None else swedish.decimal(value, digits)


def names(of: Sequence[str]) -> str:
    """a, b och c; a long list ends with how many more there are."""
    if len(of) <= MOST_NAMES:
        return swedish.listed(of)
    rest = len(of) - MOST_NAMES + 1
    return f"{', '.join(of[: MOST_NAMES - 1])} och {swedish.number_word(rest)} till"


def _units(of: Sequence[str]) -> str:
    return f"{swedish.number_word(len(of)).capitalize()} enhet{'er' if len(of) != 1 else ''}"


def _sides(chance: Chance) -> str:
    """NU och SÄS ligger under, SU över."""
    sides = [(who, word) for who, word in ((chance.under, "under"), (chance.over, "över")) if who]
    named = [
        _units(who).lower() if chance.is_units and index == 0 else _who(chance, who)
        for index, (who, _) in enumerate(sides)
    ]
    verbs = [" ligger", ""]
    return ", ".join(f"{who}{verb} {word}" for who, verb, (_, word) in zip(named, verbs, sides, strict=False))


def _who(chance: Chance, of: Sequence[str]) -> str:
    """Names of förvaltningar; of units, which are many, how many."""
    return swedish.number_word(len(of)) if chance.is_units else names(of)


DIFFERENCE: Sequence[Template[Chance]] = (
    Template(
        "cannot be judged",
        lambda c: c.is_beyond is None,
        lambda c: f"Skillnaden går inte att bedöma: färre än två {c.noun} har tillräckligt många patienter",
    ),
    Template(
        "beyond chance, with names",
        lambda c: bool(c.under or c.over),
        lambda c: f"Skillnaden är större än slumpen: {_sides(c)}",
    ),
    Template(
        "beyond chance as a whole",
        lambda c: bool(c.is_beyond),
        lambda c: (
            "Skillnaden är som helhet större än slumpen, men ingen av dem skiljer sig ensam säkert från "
            f"{c.target_name}"
        ),
    ),
    Template("chance", lambda _: True, lambda _: "Skillnaden är inte större än slumpen"),
)

TOO_FEW: Sequence[Template[Chance]] = (
    Template("none", lambda c: not c.few, lambda _: ""),
    Template("named", lambda _: True, lambda c: f"; {_who(c, c.few)} har för få patienter för att bedömas"),
)

SPREAD: Sequence[Template[Chance]] = (
    Template("cannot be judged", lambda c: c.is_beyond is None, lambda _: ""),
    Template(
        "too few for overdispersion",
        lambda c: not c.spread.is_enough,
        lambda c: (
            f"{swedish.number_word(c.spread.units).capitalize()} {c.noun} är för få för att bedöma överspridning "
            f"({swedish.number_word(FEWEST_TO_ADJUST)} behövs), så tratten är inte justerad."
        ),
    ),
    Template(
        "adjusted, some stand out",
        lambda c: c.spread.is_adjusted and bool(c.stands_out),
        lambda c: (
            "Skillnaderna är större än slumpen; den justerade tratten frågar vem som sticker ut ändå: "
            f"{names(c.stands_out)}."
        ),
    ),
    Template(
        "adjusted, none stands out",
        lambda c: c.spread.is_adjusted,
        lambda _: (
            "Skillnaderna är större än slumpen; den justerade tratten frågar vem som sticker ut ändå, och ingen gör "
            "det."
        ),
    ),
    Template(
        "no overdispersion",
        lambda _: True,
        lambda _: "Spridningen som helhet är inte större än slumpen, så tratten behöver ingen justering.",
    ),
)

FINDINGS: Sequence[Template[Chance]] = (
    Template(
        "cannot be judged", lambda c: c.is_beyond is None, lambda _: "Skillnaden går inte att bedöma: för få patienter"
    ),
    Template(
        "units on both sides",
        lambda c: c.is_units and bool(c.under and c.over),
        lambda c: f"{_units(c.under)} under {c.target_name}, {swedish.number_word(len(c.over))} över",
    ),
    Template(
        "units below", lambda c: c.is_units and bool(c.under), lambda c: f"{_units(c.under)} under {c.target_name}"
    ),
    Template("units above", lambda c: c.is_units and bool(c.over), lambda c: f"{_units(c.over)} över {c.target_name}"),
    Template(
        "both sides",
        lambda c: bool(c.under and c.over),
        lambda c: f"{names(c.under)} under, {names(c.over)} över {c.target_name}",
    ),
    Template("below", lambda c: bool(c.under), lambda c: f"{names(c.under)} under {c.target_name}"),
    Template("above", lambda c: bool(c.over), lambda c: f"{names(c.over)} över {c.target_name}"),
    Template(
        "none by itself", lambda c: bool(c.is_beyond), lambda _: "Skillnader som helhet, men ingen sticker ensam ut"
    ),
    Template("chance", lambda _: True, lambda c: f"Ingen skiljer sig från {c.target_name} mer än slumpen"),
)
