"""Days of a cross written as one sign a day, for tests of what follows from them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from analysis.green_cross import DefinitionSet, Palette

COLOURS = {
    "definition_1": ("vit", "gra", "gron", "gron", "gul", "gul", "rod", "rod"),
    "definition_2": ("vit", "gra", "gron", "gul", "gul", "orange", "rod", "rod"),
    "skas": ("vit", "gra", "gron", "gron", "gron", "gul", "orange", "rod"),
}
PALETTE = Palette([DefinitionSet(name, name, dict(enumerate(colours))) for name, colours in COLOURS.items()])
FACT = {"?": 0, "-": 1, "G": 2, "!": 3, "D": 4, "O": 5, "R": 6, "A": 7}
MASKS = {
    " ": 0,
    **{sign: 1 << bit for sign, bit in FACT.items()},
    "g": 1 << PALETTE.colour_case("definition_1", "gron"),
    "y": 1 << PALETTE.colour_case("definition_1", "gul"),
    "r": 1 << PALETTE.colour_case("definition_1", "rod"),
    "#": 1 << 2 | 1 << 6,
    "=": 1 << 6 | 1 << 7,
}  # "g y r": a colour alone; "#": one source says nothing happened, another harm; "=": both say harm, unlike
SCHEMA = {
    "principal": pl.String, "administration": pl.String, "unit": pl.String, "date": pl.Date, "cases": pl.UInt64,
    "events": pl.Int32, "is_expected": pl.Boolean, "is_counted": pl.Boolean, "is_registered": pl.Boolean,
    "is_derived": pl.Boolean, "is_conflict": pl.Boolean, "is_late": pl.Boolean, "has_went_well": pl.Boolean,
    "sources": pl.String, "definition": pl.String,
}  # fmt: skip


def unit_days(
    signs: str, first: dt.date, unit: str = "Avd 1", administration: str = "SU", *,
    is_counted: bool = True, definition: str = "definition_2",
) -> pl.DataFrame:  # fmt: skip
    """One row a sign from `first`: DAY_COLUMNS and `definition`; "-" is a day that nobody expected."""
    return pl.DataFrame(
        {
            "principal": "R",
            "administration": administration,
            "unit": unit,
            "date": [first + dt.timedelta(days=place) for place in range(len(signs))],
            "cases": [MASKS[sign] for sign in signs],
            "events": [int(sign in "!DORAyr") for sign in signs],
            "is_expected": [sign != "-" and is_counted for sign in signs],
            "is_counted": is_counted,
            "is_registered": [sign not in " ?-" for sign in signs],
            "is_derived": [sign in "?-" for sign in signs],
            "is_conflict": [sign in "#=" for sign in signs],
            "is_late": False,
            "has_went_well": False,
            "sources": "register",
            "definition": definition,
        },
        schema=SCHEMA,
    )
