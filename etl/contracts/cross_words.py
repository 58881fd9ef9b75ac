"""The words of the Green Cross: what happened, in which colour, under which definition, and of which type."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

import polars as pl

from analysis.green_cross import COLOURS, FACTS, NO_ACTIVITY, NOT_REGISTERED, WITHOUT_HARM, Palette
from etl.contracts.column_rules import folded_word
from etl.contracts.contract import Surroundings
from etl.cross_definitions import EventTypes

STATES = FACTS[:3]  # what is said of a day without an event
EVENTS = FACTS[3:]
NEAR_MISS = FACTS[3]  # the only fact that an operational disturbance colours apart
DISTURBANCE = "driftstorning"
FACT_WORDS = {
    **{fact: fact for fact in FACTS},
    "inte_registrerad": "ej_registrerad", "oregistrerad": "ej_registrerad",
    "ingen_handelse": "ingen", "inga_handelser": "ingen",
    "handelse_utan_skada_eller_risk": NEAR_MISS, "negativ_handelse_utan_skada_eller_risk": NEAR_MISS,
    "risk_for_skada": "risk", "risk_for_patientskada": "risk", "risk_for_vardskada": "risk",
    "handelse_med_risk": "risk",
    "patientskada": "skada", "vardskada": "skada",
    "allvarlig_patientskada": "allvarlig_skada", "allvarlig_vardskada": "allvarlig_skada",
}  # fmt: skip
COLOUR_WORDS = {
    **{colour: colour for colour in COLOURS},
    "vitt": "vit", "gratt": "gra", "gront": "gron", "gult": "gul", "rott": "rod",
}  # fmt: skip
Validity = Mapping[str, tuple[dt.date, dt.date]]
GIVEN = ("colour_definition", "stated_colour")


def fingerprint(palette: Palette, validity: Validity, event_types: EventTypes) -> str:
    """Changes with whatever changes how the words of a file are read."""
    definitions = [(each.name, each.title, sorted(each.colours.items())) for each in palette.definitions]
    read = definitions, sorted(validity.items()), sorted(event_types.spellings.items())
    return hashlib.sha256(repr(read).encode()).hexdigest()


def with_words(rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
    """Add what a row says of its day, where it can be read.

    `colour_definition`, `event_type` (as written where nobody knows it: `unknown_type`), `is_disturbance`, `fact` (null
    where only a colour is known), `colour_is_given` by its definition, `definition_holds` that day, `colour_differs`
    from that of the fact, `is_event`, `counted` (0 for what is no event; null: its number makes no sense).
    """
    palette = surroundings.palette
    named = rows.with_columns(
        folded_word(pl.col("definition"))
        .replace_strict(_definitions(palette), default=None, return_dtype=pl.String)
        .alias("colour_definition"),
        *_event_types(surroundings.event_types.spellings),
    )
    given = named.join(_colours(palette), on=GIVEN, how="left", maintain_order="left")
    told = given.with_columns(pl.coalesce("stated_fact", "colour_fact").alias("fact")).with_columns(
        colour_is_given=pl.col("colour_is_given").fill_null(value=False),
        definition_holds=_holds(surroundings.validity),
        is_event=pl.coalesce(pl.col("fact").is_in(EVENTS), "colour_is_event", pl.lit(value=False)),
    )
    case = ["colour_definition", "fact", "is_disturbance"]
    compared = told.join(_facts(palette), on=case, how="left", maintain_order="left")
    return compared.with_columns(
        (pl.col("stated_fact").is_not_null() & (pl.col("stated_colour") != pl.col("fact_colour"))).alias(
            "colour_differs"
        ),
        _counted(),
    )


def _holds(validity: Validity) -> pl.Expr:
    spans = [
        (pl.col("colour_definition") == name) & ~pl.col("date").is_between(*days) for name, days in validity.items()
    ]
    return ~pl.any_horizontal(pl.lit(value=False), *spans).fill_null(value=False)


def _counted() -> pl.Expr:
    """An event that says no number is one; a colour that may be a day without events is as many as it says."""
    said = pl.col("stated_count")
    of_events = pl.when(said.fill_null(1).is_between(1, 999)).then(said.fill_null(1))
    of_colours = pl.when(said.fill_null(0).is_between(0, 999)).then(said.fill_null(0))
    counted = pl.when("is_event").then(of_events).when(pl.col("fact").is_null()).then(of_colours).otherwise(0)
    return counted.cast(pl.Int32).alias("counted")


def _event_types(spellings: Mapping[str, str]) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    written = pl.col("handelsetyp").str.strip_chars().str.replace_all(r"\s+", " ")
    code = folded_word(pl.col("handelsetyp")).replace_strict(
        _folded_keys(dict(spellings)), default=None, return_dtype=pl.String
    )
    return (
        pl.coalesce(code, written).alias("event_type"),
        (written.is_not_null() & code.is_null()).alias("unknown_type"),
        (code == DISTURBANCE).fill_null(value=False).alias("is_disturbance"),
    )


def _definitions(palette: Palette) -> dict[str, str]:
    """Every name and title → the name."""
    titled = {definition.title: definition.name for definition in palette.definitions}
    return _folded_keys(titled | {name: name for name in palette.names})


def _folded_keys(meanings: Mapping[str, str]) -> dict[str, str]:
    keys = pl.DataFrame({"key": list(meanings)}, schema={"key": pl.String}).select(folded_word(pl.col("key")))
    return dict(zip(keys["key"], meanings.values(), strict=True))


def _colours(palette: Palette) -> pl.DataFrame:
    """Every colour of every definition; `colour_fact` where it means nothing but not registered, or no activity."""
    rows = [
        (definition.name, colour, True, _silent_fact(cases), min(cases) >= WITHOUT_HARM)
        for definition in palette.definitions
        for colour in COLOURS
        if (cases := definition.cases_of(colour))
    ]
    schema = dict.fromkeys((*GIVEN, "colour_is_given", "colour_fact", "colour_is_event"), pl.String)
    return pl.DataFrame(
        rows, schema=schema | {"colour_is_given": pl.Boolean, "colour_is_event": pl.Boolean}, orient="row"
    )


def _silent_fact(cases: tuple[int, ...]) -> str | None:
    return FACTS[cases[0]] if cases in {(NOT_REGISTERED,), (NO_ACTIVITY,)} else None


def _facts(palette: Palette) -> pl.DataFrame:
    """The colour of every fact, with and without the mark of a disturbance, under every definition."""
    rows = [
        (definition.name, fact, mark, definition.colours[palette.case(fact, is_disturbance=mark)])
        for definition in palette.definitions
        for fact in FACTS
        for mark in (False, True)
    ]
    schema = {"colour_definition": pl.String, "fact": pl.String, "is_disturbance": pl.Boolean, "fact_colour": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
