"""Whether the differences within one specialty are larger than chance, in plain sentences made by rule.

Of each table exactly one row is said, as text: where it stands in HTML, it is escaped there.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl

from dashboard import swedish, variation_sentences
from dashboard.cuts import Words
from dashboard.sentences import Sentence, p_value, plain
from dashboard.variation_chance_facts import Chance, of_specialty
from dashboard.variation_funnel import Row
from dashboard.variation_verdicts import ALL


def answer(rows: Sequence[Row], words: Words, attainment: pl.DataFrame) -> str:
    """The page's answer as HTML; of one specialty also whether its differences are larger than chance."""
    said = variation_sentences.answer(rows, words)
    if len(rows) != 1 or rows[0]["region_share"] is None:
        return said
    own = attainment.filter(pl.col("specialty") == rows[0]["specialty"], pl.col("administration") != ALL)
    return f"{said} {escape(said_of(of_specialty(rows[0], own.iter_rows(named=True))))}"


def said_of(chance: Chance) -> str:
    """Skillnaden är större än slumpen: NU och SÄS ligger under, SU över; RH har för få patienter för att bedömas."""
    return f"{plain(DIFFERENCE, chance)}{plain(TOO_FEW, chance)}."


def finding(chance: Chance) -> str:
    """NU och SÄS under, SU över: the heading of a funnel."""
    return plain(FINDINGS, chance)


def spread_said(chance: Chance) -> str:
    """Whether the funnel is adjusted, and why or why not."""
    return plain(SPREAD, chance)


def measured(chance: Chance) -> str:
    """φ, τ² and N, for the note."""
    spread = chance.spread
    if spread.phi is None or spread.tau_squared is None:
        return ""
    p = "–" if spread.p_value is None else p_value(spread.p_value)
    phi, tau_squared = swedish.decimal(spread.phi, 2), swedish.decimal(spread.tau_squared, 4)
    return f"φ = {phi}, τ² = {tau_squared}, N = {spread.units}, p {p if p.startswith('under') else f'= {p}'}."


def _is_enough(chance: Chance) -> bool:
    return chance.is_judged and chance.spread.is_enough


DIFFERENCE: Sequence[Sentence[Chance]] = (
    Sentence(
        "cannot be judged",
        lambda c: not c.is_judged,
        "Skillnaden går inte att bedöma: färre än två {noun} har tillräckligt många patienter",
    ),
    Sentence(
        "beyond chance, with names",
        lambda c: c.is_judged and c.has_names,
        "Skillnaden är större än slumpen: {sides}",
    ),
    Sentence(
        "beyond chance as a whole",
        lambda c: bool(c.is_beyond) and not c.has_names,
        "Skillnaden är som helhet större än slumpen, men ingen av dem skiljer sig ensam säkert från {target_name}",
    ),
    Sentence("chance", lambda c: c.is_beyond is False and not c.has_names, "Skillnaden är inte större än slumpen"),
)

TOO_FEW: Sequence[Sentence[Chance]] = (
    Sentence("none", lambda c: not c.few, ""),
    Sentence("named", lambda c: bool(c.few), "; {few_names} har för få patienter för att bedömas"),
)

SPREAD: Sequence[Sentence[Chance]] = (
    Sentence("cannot be judged", lambda c: not c.is_judged, ""),
    Sentence(
        "too few for overdispersion",
        lambda c: c.is_judged and not c.spread.is_enough,
        "{how_many} är för få för att bedöma överspridning ({fewest:common} behövs), så tratten är inte justerad.",
    ),
    Sentence(
        "adjusted, some stand out",
        lambda c: _is_enough(c) and c.spread.is_adjusted and bool(c.stands_out),
        "Skillnaderna är större än slumpen; den justerade tratten frågar vem som sticker ut ändå: {stands_out_names}.",
    ),
    Sentence(
        "adjusted, none stands out",
        lambda c: _is_enough(c) and c.spread.is_adjusted and not c.stands_out,
        "Skillnaderna är större än slumpen; den justerade tratten frågar vem som sticker ut ändå, och ingen gör det.",
    ),
    Sentence(
        "no overdispersion",
        lambda c: _is_enough(c) and not c.spread.is_adjusted,
        "Spridningen som helhet är inte större än slumpen, så tratten behöver ingen justering.",
    ),
)

FINDINGS: Sequence[Sentence[Chance]] = (
    Sentence("cannot be judged", lambda c: not c.is_judged, "Skillnaden går inte att bedöma: för få patienter"),
    Sentence(
        "units on both sides",
        lambda c: c.is_judged and c.is_units and bool(c.under and c.over),
        "{under_units} under {target_name}, {over_count:common} över",
    ),
    Sentence(
        "units below",
        lambda c: c.is_judged and c.is_units and bool(c.under) and not c.over,
        "{under_units} under {target_name}",
    ),
    Sentence(
        "units above",
        lambda c: c.is_judged and c.is_units and bool(c.over) and not c.under,
        "{over_units} över {target_name}",
    ),
    Sentence(
        "both sides",
        lambda c: c.is_judged and not c.is_units and bool(c.under and c.over),
        "{under_names} under, {over_names} över {target_name}",
    ),
    Sentence(
        "below",
        lambda c: c.is_judged and not c.is_units and bool(c.under) and not c.over,
        "{under_names} under {target_name}",
    ),
    Sentence(
        "above",
        lambda c: c.is_judged and not c.is_units and bool(c.over) and not c.under,
        "{over_names} över {target_name}",
    ),
    Sentence(
        "none by itself",
        lambda c: bool(c.is_beyond) and not c.has_names,
        "Skillnader som helhet, men ingen sticker ensam ut",
    ),
    Sentence(
        "chance",
        lambda c: c.is_beyond is False and not c.has_names,
        "Ingen skiljer sig från {target_name} mer än slumpen",
    ),
)
