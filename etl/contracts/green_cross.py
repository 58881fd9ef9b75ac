"""grona_korset: what happened on a unit's day, a row per event or state; later files replace days, not deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import polars as pl

from config import today
from etl.contracts.agreements import EXPORTED, PRINCIPAL, Agreements
from etl.contracts.column_rules import typed_columns
from etl.contracts.columns import Column
from etl.contracts.contract import Surroundings
from etl.contracts.cross_places import with_unit
from etl.contracts.cross_words import COLOUR_WORDS, FACT_WORDS, NEAR_MISS, with_words
from etl.contracts.parties import with_principal, with_provider, with_roles
from etl.dates import FIRST_DAY
from etl.identity_numbers import holds_identity_number, holds_phone_or_email
from etl.rules import Rule

SIGHT = r"^[0-9a-f]{16}$"  # a fingerprint of what an entry was made in sight of
LONGEST_TEXT = 10_000  # a workbook would cut it silently at 32 767 signs
ADMINISTRATION = Column(
    "forvaltning", "text", mandatory=True, typed="administration", aliases=("förvaltningsnamn", "sjukhusförvaltning")
)
COLUMNS = (
    PRINCIPAL,
    Column("datum", "date", mandatory=True, typed="date", aliases=("dag", "händelsedatum")),
    ADMINISTRATION,
    Column("enhet", "text", mandatory=True, aliases=("vårdenhet", "avdelning", "enhetsnamn")),
    Column("handelse", "word", typed="stated_fact", words=FACT_WORDS, reason="okand_handelse"),
    Column("handelsetyp", "text", aliases=("typ", "typ_av_händelse")),
    Column("antal", "integer", typed="stated_count", reason="ogiltigt_antal"),
    Column("farg", "word", typed="stated_colour", words=COLOUR_WORDS, reason="okand_farg"),
    Column("definition", "text", aliases=("färgdefinition",)),
    Column("gick_bra", "text", aliases=("vad_gick_bra", "det_gick_bra")),
    Column("kommentar", "text", aliases=("beskrivning", "kort_beskrivning")),
    # Names that a local system may use for something else: ours only in a file made for us, which says whose it is.
    Column("kalla", "text", aliases=("källsystem",), beside=PRINCIPAL.name),
    Column("registrerad_av", "office", typed="role", beside=PRINCIPAL.name),
    Column("registrerad", "moment", typed="registered_at", beside=PRINCIPAL.name),
    Column("version", "integer", typed="version_number", beside=PRINCIPAL.name),
    Column("avgor", "code", pattern=SIGHT, aliases=("avgör",), beside=PRINCIPAL.name),
    EXPORTED,
)
REGISTER, REGISTER_EXTRACT = "register", "register (utdrag)"
FREE_TEXTS = ("kommentar", "gick_bra")
# What two equal rows of a day share: what they say. Who entered it when is not part of it.
SAID = (
    "fact", "is_disturbance", "event_type", "counted", "stated_colour", "colour_definition", "kommentar", "gick_bra",
)  # fmt: skip
DAY = ("source", "principal", "administration", "unit", "date")


class GreenCross(Agreements):
    """Events and states of units' days; several rows of a day are several events."""

    name: str = "green_cross"
    kinds: tuple[str, ...] = ("grona_korset",)
    version: str = "2"
    columns: tuple[Column, ...] = COLUMNS
    table: str = "cross_entries"
    derived_tables: tuple[str, ...] = ("cross_quarantined_days",)
    key: tuple[str, ...] = ("principal", "administration", "unit", "date")
    replaces_days: bool = True
    either: tuple[tuple[str, ...], ...] = (("handelse",), ("farg", "definition"))
    known_names: ClassVar = {"forvaltning": "okand_forvaltning"}
    total_columns: tuple[str, ...] = ("datum", "forvaltning", "enhet")

    def content(self) -> list[pl.Expr]:
        """What a row says of its day."""
        return [pl.col(name) for name in SAID]

    def settled(self, first: pl.DataFrame, surroundings: Surroundings) -> Surroundings:
        """What is loaded from a file is never what is registered here, whatever its source is called."""
        del first
        is_register = surroundings.source is not None and surroundings.source.strip().lower() == REGISTER
        return replace(surroundings, source=REGISTER_EXTRACT) if is_register else surroundings

    def derive(self, rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
        """Add whose day it is, what is said of it, and the delivery: a month of what can be told to be about a day."""
        typed = rows.with_columns(
            *typed_columns(self.columns),
            pl.lit(self.kinds[0]).alias("population"),
            pl.lit(today()).alias("cutoff_date"),
            self.is_total(),
        )
        months = typed.with_columns(
            pl.col("date").dt.month_start().alias("first_day"), pl.col("date").dt.month_end().alias("period")
        )
        whose = with_principal(months, surroundings).with_columns(_source(surroundings))
        placed = with_unit(with_provider(whose, ADMINISTRATION, surroundings.providers), surroundings.units)
        told = with_roles(with_words(placed, surroundings), self.columns, surroundings.roles)
        is_placed = pl.all_horizontal(pl.col("source", "principal", "unit", "date").is_not_null())
        is_possible = pl.col("date").is_between(FIRST_DAY, today())
        nobodys = pl.col("administration").is_null() | pl.col("unknown_forvaltning")
        return told.with_columns(
            pl.when(is_placed & is_possible).then("period").alias("period"),
            (nobodys | pl.col("units_contradict")).alias("owner_is_unknown"),
        )

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """The columns of the table `cross_entries`; a colour only where nothing else is known."""
        is_colour = pl.col("fact").is_null()
        return accepted.select(
            "delivery_id", "principal", "administration", "unit", "delivered_unit", "date", "source",
            pl.lit(0, dtype=pl.Int32).alias("number"), "fact", "is_disturbance", "event_type",
            pl.col("counted").alias("count"), pl.when(is_colour).then("stated_colour").alias("colour"),
            pl.when(is_colour).then("colour_definition").alias("colour_definition"),
            pl.col("kommentar").str.strip_chars().alias("description"),
            pl.col("gick_bra").str.strip_chars().alias("went_well"), "role", "registered_at",
            pl.col("version_number").cast(pl.Int32, strict=False).alias("version"), pl.col("avgor").alias("settles"),
            pl.col("_record").alias("record"),
        )  # fmt: skip

    def row_rules(self) -> Sequence[Rule]:
        """What a row must say to be a day's."""
        is_colour = pl.col("handelse").is_null() & pl.col("farg").is_not_null()
        is_named = pl.col("forvaltning").is_not_null() & ~pl.col("unknown_forvaltning")
        is_readable = pl.col("stated_colour").is_not_null() & pl.col("colour_definition").is_not_null()
        return [
            Rule("datum_i_framtiden", "datum", pl.col("date") > today()),
            Rule("enhet_motsagelse", "enhet", pl.col("units_contradict") & is_named),
            Rule("varken_handelse_eller_farg", "handelse", pl.col("handelse").is_null() & pl.col("farg").is_null()),
            Rule("farg_utan_definition", "definition", is_colour & pl.col("definition").is_null()),
            Rule("farg_finns_inte", "farg", is_colour & is_readable & ~pl.col("colour_is_given")),
            Rule("definition_galler_inte", "definition", is_colour & is_readable & ~pl.col("definition_holds")),
            Rule("okand_definition", "definition", _is_unread("definition", "colour_definition")),
            Rule("ogiltigt_antal", "antal", pl.col("stated_count").is_not_null() & pl.col("counted").is_null()),
            *(Rule("for_lang_text", name, pl.col(name).str.len_chars() > LONGEST_TEXT) for name in FREE_TEXTS),
        ]

    def warnings(self) -> Sequence[Rule]:
        """Units and types that nobody knows, what does not agree, and what points out a person."""
        reachable = pl.any_horizontal(holds_phone_or_email(pl.col(name)) for name in FREE_TEXTS)
        odd_mark = pl.col("is_disturbance") & (pl.col("fact") != NEAR_MISS)
        return [
            *super().warnings(),
            Rule("okand_enhet_kors", "enhet", ~pl.col("unit_is_known")),
            Rule("okand_handelsetyp", "handelsetyp", pl.col("unknown_type")),
            Rule("farg_motsager_handelse", "farg", pl.col("colour_differs")),
            Rule("driftstorning_annan_handelse", "handelsetyp", odd_mark),
            Rule("kontaktuppgift_i_text", "kommentar", reachable),
        ]

    def _shared_rules(self, surroundings: Surroundings) -> Sequence[Rule]:
        del surroundings
        return [Rule(reason, name, pl.col(f"unknown_{name}")) for name, reason in self.known_names.items()]


def _source(surroundings: Surroundings) -> pl.Expr:
    """Of --source, else of the row, else whose the row is; one that holds an identity number is none."""
    if surroundings.source is not None:
        return pl.lit(surroundings.source).alias("source")
    written = pl.col("kalla").str.strip_chars()
    named = pl.when(written.str.to_lowercase() == REGISTER).then(pl.lit(REGISTER_EXTRACT)).otherwise(written)
    return pl.when(~holds_identity_number(written)).then(pl.coalesce(named, "source")).alias("source")


def _is_unread(column: str, typed: str) -> pl.Expr:
    return pl.col(column).is_not_null() & pl.col(typed).is_null()
