"""aggregat: counts per band of waiting time, where a system tells no single contacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from config import today
from etl.contracts import bands
from etl.contracts.column_rules import VOLUME, column_rules, typed_columns
from etl.contracts.columns import Column
from etl.contracts.contract import Surroundings
from etl.dates import FIRST_DAY
from etl.identity_numbers import holds_identity_number
from etl.mappings.model import BANDS, CONTROL
from etl.mappings.model import SUM_OVER as SUMMED
from etl.rules import Rule, value_rule

EVERY = "Alla"
DAYS = r"^[0-9]{1,5}$"
# A row that stands for all of its kind, in the words of the systems that we know.
ALL_WORDS = (
    r"^(?i:(?:alla|allt|samtliga|all|total|totalt|totals|summa|summering|sum|overall)"
    r"(?:\s+(?:förvaltningar|sjukhus|enheter|specialiteter|områden|specialties|specialities|boards|hospitals|providers))?)$"
)

COLUMNS = (
    Column("huvudman", "text", aliases=("region",)),
    Column("matdatum", "day", mandatory=True, typed="cutoff_date"),
    Column("population", "code", mandatory=True, pattern=r"^(?:vantande|genomforda)$"),
    Column("forvaltning", "text", mandatory=True, aliases=("förvaltningsnamn",)),
    Column("enhet", "text", aliases=("vårdenhet", "enhetsnamn")),
    Column("mvo_kod", "code", aliases=("mvo", "mvo-kod", "mvokod")),
    Column("specialitet", "text", aliases=("verksamhetsområde",)),
    Column("fas", "code", mandatory=True, pattern=r"^[1-5]$", aliases=("vårdfas",)),
    Column("fran_dagar", "integer", mandatory=True, pattern=DAYS, typed="from_days"),
    Column("till_dagar", "integer", pattern=DAYS, typed="to_days"),
    Column("antal", "volume", mandatory=True, typed="contacts"),
)
OF_BANDS = ("fran_dagar", "antal")  # mandatory in a row that is one band; a wide row has several


class Aggregates:
    """One row per band, or per line of bands where a mapping says so; it stays one row until it is stored."""

    name: str = "aggregates"
    kinds: tuple[str, ...] = ("aggregat",)
    version: str = "1"
    columns: tuple[Column, ...] = COLUMNS
    table: str = "aggregates"
    derived_tables: tuple[str, ...] = ()
    rows_share_record: bool = True
    key: tuple[str, ...] = (
        "principal", "administration", "unit_or_none", "specialty", "phase", "band_or_wide", "summed_or_none",
    )  # fmt: skip
    mandatory_key: bool = True
    unit_column: str | None = "place"
    unit_words: tuple[str, str] = (
        "förvaltningar eller enheter som den ersatta leveransen hade: {}",
        "Hämta en komplett fil, eller ge varje avsändare en egen --source",
    )
    part_column: str | None = None
    append_only: bool = False
    replaces_days: bool = False
    either: tuple[tuple[str, ...], ...] = ()

    def content(self) -> list[pl.Expr]:
        """The counts, or the cells themselves where they cannot be read: the key says the rest."""
        return [
            pl.coalesce(pl.col("contacts").cast(pl.String), "antal"),
            bands.told_counts().alias("_told"),
            pl.coalesce(pl.col("control").cast(pl.String), CONTROL),
        ]

    def kind_of(self, population: str | None) -> str | None:
        """Both populations are of one kind."""
        del population
        return self.kinds[0]

    def needed_for(self, kind: str | None) -> list[str]:
        """Nothing beside the mandatory columns."""
        del kind
        return []

    def settled(self, first: pl.DataFrame, surroundings: Surroundings) -> Surroundings:
        """Every row says all of it."""
        del first
        return surroundings

    def derive(self, rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
        """Add typed columns, whose and where a row is, its bands, and the delivery that it belongs to."""
        mapped = bands.with_shape(bands.with_mapped_columns(rows))
        typed = mapped.with_columns(
            *typed_columns(COLUMNS),
            pl.col("fas").cast(pl.UInt8, strict=False).alias("phase"),
            bands.whole_count(pl.col(CONTROL)).alias("control"),
            pl.col(BANDS).is_not_null().alias("is_wide"),
            *_places(),
            *_whose(surroundings),
            *_reading(surroundings),
        )
        return typed.with_columns(*_delivery(surroundings), *_keys(), _is_missing(surroundings), bands.counted_bands())

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """One row per line with its `bands`, which queries/staging/insert_aggregates.sql makes rows of."""
        return accepted.select(
            "delivery_id", "principal", "cutoff_date", "population", "administration", "unit", "specialty", "phase",
            "bands", "role", "cut", pl.when(pl.col("role") == "figures").then("control").alias("control"),
            "control_cut", pl.col("_record").alias("record"),
        )  # fmt: skip

    def rules(self, surroundings: Surroundings) -> Sequence[Rule]:
        """Column rules, then rules over several columns; unknown columns are checked as text."""
        extras = (Column(name, "text") for name in surroundings.extra_columns)
        own = [rule for column in (*COLUMNS, *extras) for rule in column_rules(column)]
        return [*map(_excused, own), *_row_rules(surroundings), *_wide_rules(surroundings)]

    def warnings(self) -> Sequence[Rule]:
        """A principal that nobody knows, bands with a gap, and a row whose own total is another."""
        summed = pl.col("bands").list.eval(pl.element().struct.field("contacts")).list.sum()
        return [
            Rule("huvudman_utan_register", "huvudman", pl.col("principal_is_new")),
            Rule("band_med_lucka", "fran_dagar", pl.col("bands_have_gap")),
            Rule("radsumma_avviker", "antal", pl.col("control") != summed),
        ]


def _places() -> Iterator[pl.Expr]:
    """Where and in what specialty; a unit called "all" is none: the row is the administration's."""
    administration, unit, code, text = (_tidy(name) for name in ("forvaltning", "enhet", "mvo_kod", "specialitet"))
    yield _or_every(administration).alias("administration")
    yield pl.when(~unit.str.contains(ALL_WORDS)).then(unit).alias("unit")
    yield pl.coalesce(_or_every(code), _or_every(text), pl.lit(EVERY)).alias("specialty")


def _whose(surroundings: Surroundings) -> Iterator[pl.Expr]:
    """`principal` and `source`; a region code stands for its principal, and a principal's source is its code."""
    of_codes = dict(surroundings.principals.select("region_code", "principal").iter_rows())
    known = {name.casefold(): name for name in of_codes.values()} | of_codes
    stated = _tidy("huvudman")
    named = stated.str.to_lowercase().replace_strict(known, default=stated, return_dtype=pl.String)
    principal = pl.coalesce(named, pl.lit(surroundings.principal, dtype=pl.String))
    # A source stands in the ledger, so one that holds an identity number is none.
    whose = pl.when(~holds_identity_number(stated)).then(principal)
    yield whose.alias("principal")
    codes = {principal: code for code, principal in of_codes.items()}
    own = whose.replace_strict(codes, default=whose, return_dtype=pl.String)
    yield pl.coalesce(pl.lit(surroundings.source, dtype=pl.String), own).alias("source")


def _reading(surroundings: Surroundings) -> Iterator[pl.Expr]:
    """What the mapping says that the rows are for: `role`, `cut` and `control_cut`."""
    mapping = surroundings.mapping
    is_comparison = mapping is not None and mapping.role is not None
    yield pl.lit("comparison" if is_comparison else "figures").alias("role")
    yield pl.lit(mapping.cut if mapping is not None else None, dtype=pl.String).alias("cut")
    column = mapping.control if mapping is not None else None
    yield pl.lit(f"Radens egen summa ({column})", dtype=pl.String).alias("control_cut")


def _delivery(surroundings: Surroundings) -> Iterator[pl.Expr]:
    possible = pl.col("cutoff_date").is_between(FIRST_DAY, today())
    yield pl.when(possible).then("cutoff_date").alias("period")
    mapping = surroundings.mapping
    named = {mapping.huvudman} if mapping is not None and mapping.huvudman else set()  # a person has written it there
    listed = {*surroundings.principals["principal"], *surroundings.known_principals, *named}
    known = pl.Series(sorted(listed), dtype=pl.String)
    yield (~pl.col("principal").is_in(known.implode())).alias("principal_is_new")


def _keys() -> Iterator[pl.Expr]:
    unit = pl.col("unit")
    yield unit.fill_null("").alias("unit_or_none")
    yield pl.col(SUMMED).fill_null("").alias("summed_or_none")
    band = pl.concat_str("from_days", pl.lit("–"), pl.col("to_days").cast(pl.String).fill_null(""))
    yield pl.when("is_wide").then(pl.lit("")).otherwise(band).alias("band_or_wide")
    place = (
        pl.when(unit.is_null()).then("administration").otherwise(pl.concat_str("administration", pl.lit(" / "), unit))
    )
    yield pl.when(pl.col("administration") != EVERY).then(place).alias("place")


def _is_missing(surroundings: Surroundings) -> pl.Expr:
    """Told to be missing, in a word that the mapping knows: not zero, and no fault either."""
    says = surroundings.mapping is not None and bool(surroundings.mapping.reader.null)
    none = pl.when("is_wide").then(bands.all_bands(bands.no_count())).otherwise(pl.col("antal").is_null())
    return (none & pl.lit(says)).alias("is_missing")


def _row_rules(surroundings: Surroundings) -> Iterator[Rule]:
    unstated = pl.col("huvudman").is_null() & pl.col("principal").is_null()
    yield Rule("saknar_huvudman", "huvudman", unstated)
    known = pl.concat([surroundings.specialties["specialty"], pl.Series([EVERY])])
    code = pl.when(pl.col("mvo_kod").is_not_null()).then("specialty")
    yield Rule("okand_mvo", "mvo_kod", ~code.is_in(known.implode()))
    yield Rule("matdatum_i_framtiden", "matdatum", pl.col("cutoff_date") > today())
    yield Rule("ogiltigt_band", "till_dagar", pl.col("to_days") < pl.col("from_days"))


def _wide_rules(surroundings: Surroundings) -> Iterator[Rule]:
    mapping = surroundings.mapping
    yield Rule("saknat_varde", "antal", bands.any_band(bands.no_count()) & ~pl.col("is_missing"))
    yield Rule("ogiltig_volym", "antal", bands.any_band(bands.unreadable_count()))
    yield Rule("ogiltigt_band", "till_dagar", bands.any_band(bands.last_before_first()))
    yield Rule("band_overlappar", "fran_dagar", pl.col("bands_overlap"))
    if mapping is not None and mapping.control is not None:
        yield Rule("ogiltig_volym", mapping.control, ~pl.col(CONTROL).str.contains(VOLUME))
    if mapping is not None and mapping.sum_over:
        yield value_rule("personnummer", SUMMED, holds_identity_number)


def _excused(rule: Rule) -> Rule:
    """A wide row has its counts elsewhere, and a count that is told to be missing is not lacking."""
    if rule.reason != "saknat_varde" or rule.column not in OF_BANDS:
        return rule
    lacks = rule.broken & ~pl.col("is_wide")
    return Rule(rule.reason, rule.column, lacks & ~pl.col("is_missing") if rule.column == "antal" else lacks)


def _tidy(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars().str.replace_all(r"\s+", " ")
    return pl.when(text != "").then(text)


def _or_every(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(ALL_WORDS)).then(pl.lit(EVERY)).otherwise(text)
