"""vantande and genomforda: one row per waiting or completed contact, the national delivery's 35 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from config import today
from etl.contracts.column_rules import column_rules, typed_columns
from etl.contracts.columns import HSA_ID, Column
from etl.contracts.contract import UNIT_WORDS, Surroundings
from etl.contracts.places import PERIOD, placed
from etl.dates import end_of_month
from etl.rules import Rule

POPULATIONS = {"VANTANDE": "vantande", "GENOMFORD": "genomforda"}
GUARANTEE = {"ja": True, "j": True, "1": True, "true": True, "nej": False, "n": False, "2": False, "false": False}
SEX = {"1": 1, "M": 1, "2": 2, "K": 2, "3": 3}

COLUMNS = (
    Column("beslut_datum", "date", mandatory=True, typed="decision_date"),
    Column("start_datum", "date", typed="start_date"),
    Column("medicinskt_maldatum", "date", typed="target_date"),
    Column("matperiod", "month", mandatory=True, typed="cutoff_date"),
    Column("kva_kod", "code", pattern=r"^[A-ZÅÄÖa-zåäö0-9]{3,8}$"),
    Column("mvo_kod", "code", mandatory=True),
    Column("aktivitetskod", "code", pattern=r"^[A-ZÅÄÖa-zåäö0-9]{2,8}$"),
    Column("aktivitet_kva", "code", pattern=r"^[A-ZÅÄÖa-zåäö0-9]{3,8}$"),
    Column("aktivitet_icd", "code", pattern=r"^[A-Za-z][0-9A-Za-z.-]{2,7}$"),
    Column("vardgaranti", "code", mandatory=True, pattern=r"^(?i:ja|nej|j|n|1|2|true|false)$"),
    Column("avvikelsekod", "code", pattern=r"^[123]$"),
    Column("regionkod", "code", mandatory=True),
    Column("hsaid_region", "code", pattern=HSA_ID),
    Column("hsaid_vardgivare", "code", pattern=HSA_ID),
    Column("hsaid_vardenhet", "code", mandatory=True, pattern=HSA_ID),
    Column("hsaid_enhet", "code", pattern=HSA_ID),
    Column("sjukhuskod", "code", pattern=r"^[0-9A-Z]{3,8}$"),
    Column("sjukhusnamn", "text"),
    Column("yrkeskategori", "code", pattern=r"^[0-9A-Za-zÅÄÖåäö]{1,8}$"),
    Column("bokningssatt", "code", pattern=r"^[0-9]{1,2}$"),
    Column("vardkontakttyp", "code", pattern=r"^[0-9]{1,2}$"),
    Column("kon", "code", pattern=r"^[123MK]$"),
    Column("fodelsear", "integer", pattern=r"^(?:19|20)[0-9]{2}$", typed="birth_year"),
    Column("lkf", "code", pattern=r"^[0-9]{4}(?:[0-9]{2})?$"),
    Column("hsaid_listning", "code", pattern=HSA_ID),
    Column("remittenttyp", "code", pattern=r"^[0-9]{1,2}$"),
    Column("remittent_hsaid", "code", pattern=HSA_ID),
    Column("remiss_id", "id"),
    Column("remiss_datum", "date", typed="referral_date"),
    Column("ankomst_datum", "date", typed="arrival_date"),
    Column("vardkontakt_id", "id", mandatory=True),
    Column("fas", "code", mandatory=True, pattern=r"^[1-5]$"),
    Column("typ_akutverksamhet", "code", pattern=r"^[0-9]{1,2}$"),
    Column("status", "code", pattern=r"^(?:VANTANDE|GENOMFORD)$"),
    Column("vantetid_dagar", "integer", pattern=r"^[0-9]{1,6}$", typed="delivered_days"),
)


class Contacts:
    """Waiting and completed contacts; `status` lets one file hold both."""

    name: str = "contacts"
    kinds: tuple[str, ...] = ("vantande", "genomforda")
    version: str = "1"
    columns: tuple[Column, ...] = COLUMNS
    table: str = "contacts"
    derived_tables: tuple[str, ...] = ("purged_contacts", "purged_completions", "purged_categories")
    rows_share_record: bool = False
    key: tuple[str, ...] = ("vardkontakt_id",)
    mandatory_key: bool = True
    unit_column: str | None = "hsaid_vardenhet"
    unit_words: tuple[str, str] = UNIT_WORDS
    part_column: str | None = None
    append_only: bool = False
    replaces_days: bool = False
    either: tuple[tuple[str, ...], ...] = ()

    def content(self) -> list[pl.Expr]:
        """Every cell as it stands in the file."""
        return [pl.col(column.name) for column in COLUMNS]

    def kind_of(self, population: str | None) -> str | None:
        """A contact's kind is its population."""
        return population

    def needed_for(self, kind: str | None) -> list[str]:
        """A completed contact has a start."""
        return ["start_datum"] if kind == "genomforda" else []

    def settled(self, first: pl.DataFrame, surroundings: Surroundings) -> Surroundings:
        """Where no row states its status, starts tell: a waiting contact has none."""
        if surroundings.population is not None or first["status"].null_count() < first.height:
            return surroundings
        has_starts = first["start_datum"].null_count() < first.height
        return replace(surroundings, unstated_population="genomforda" if has_starts else "vantande")

    def derive(self, rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
        """Add typed columns, population, principal, source, unit and whole days waited."""
        own = [column for column in COLUMNS if column.name != PERIOD]
        days = surroundings.mapping.matperiod if surroundings.mapping is not None else None
        coded = placed(rows, surroundings.units, days).with_columns(*typed_columns(own), *_coded_columns(surroundings))
        return coded.with_columns(_source(surroundings), _waited_days())

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """Data minimisation: no other column of the extract enters the warehouse."""
        return accepted.select(
            "delivery_id",
            "principal",
            "cutoff_date",
            "population",
            "phase",
            pl.col("mvo_kod").alias("specialty"),
            "administration",
            "unit",
            "care_guarantee",
            "deviation",
            "waited_days",
            "decision_date",
            "start_date",
            "target_date",
            pl.col("aktivitetskod").alias("activity"),
            "sex",
            pl.col("birth_year").cast(pl.UInt16),
            pl.col("lkf").alias("municipality"),
            pl.col("vardkontakt_id").alias("contact_id"),
            pl.col("_record").alias("record"),
        )

    def rules(self, surroundings: Surroundings) -> Sequence[Rule]:
        """Column rules, then rules over several columns; unknown columns are checked as text."""
        extras = (Column(name, "text") for name in surroundings.extra_columns)
        return [rule for column in (*COLUMNS, *extras) for rule in column_rules(column)] + list(
            _row_rules(surroundings)
        )

    def warnings(self) -> Sequence[Rule]:
        """The decision may precede the referral in the region's own systems: counted, kept."""
        return [
            Rule("beslut_fore_remiss", "beslut_datum", pl.col("decision_date") < pl.col("referral_date")),
            Rule("vantetid_avviker", "vantetid_dagar", pl.col("delivered_days") != pl.col("waited_days")),
        ]


def _coded_columns(surroundings: Surroundings) -> Iterator[pl.Expr]:
    status = pl.col("status").replace_strict(POPULATIONS, default=None, return_dtype=pl.String)
    unstated = pl.lit(surroundings.population or surroundings.unstated_population, dtype=pl.String)
    yield pl.when(pl.col("status").is_null()).then(unstated).otherwise(status).alias("population")
    regions = dict(surroundings.principals.select("region_code", "principal").iter_rows())
    yield pl.col("regionkod").replace_strict(regions, default=None, return_dtype=pl.String).alias("principal")
    guarantee = pl.col("vardgaranti").str.to_lowercase()
    yield guarantee.replace_strict(GUARANTEE, default=None, return_dtype=pl.Boolean).alias("care_guarantee")
    yield pl.col("fas").cast(pl.UInt8, strict=False).alias("phase")
    yield pl.col("avvikelsekod").fill_null("0").cast(pl.UInt8, strict=False).alias("deviation")
    yield pl.col("kon").replace_strict(SEX, default=None, return_dtype=pl.UInt8).alias("sex")


def _source(surroundings: Surroundings) -> pl.Expr:
    region = pl.when(pl.col("principal").is_not_null()).then(pl.col("regionkod"))
    return (pl.lit(surroundings.source) if surroundings.source else region).alias("source")


def _waited_days() -> pl.Expr:
    """Whole days on dates; the delivered waiting time is never used."""
    until = pl.when(pl.col("population") == "vantande").then("cutoff_date").otherwise("start_date")
    return (until - pl.col("decision_date")).dt.total_days().cast(pl.Int32).alias("waited_days")


def _row_rules(surroundings: Surroundings) -> Iterator[Rule]:
    cutoff, decision, start = pl.col("cutoff_date"), pl.col("decision_date"), pl.col("start_date")
    waiting, completed = pl.col("population") == "vantande", pl.col("population") == "genomforda"
    yield Rule("matperiod_ej_manadsslut", "matperiod", ~pl.col("may_be_cutoff"))
    yield Rule("matperiod_i_framtiden", "matperiod", cutoff > end_of_month(today()))
    yield Rule("beslut_efter_matdatum", "beslut_datum", decision > cutoff)
    yield Rule("remiss_efter_matdatum", "remiss_datum", pl.col("referral_date") > cutoff)
    yield Rule("ankomst_efter_matdatum", "ankomst_datum", pl.col("arrival_date") > cutoff)
    yield Rule("start_fore_beslut", "start_datum", start < decision)
    yield Rule("vantande_med_start", "start_datum", waiting & pl.col("start_datum").is_not_null())
    yield Rule("saknat_varde", "start_datum", completed & pl.col("start_datum").is_null())
    yield Rule("start_utanfor_manaden", "start_datum", completed & ~start.is_between("month_start", "month_end"))
    yield Rule("saknat_varde", "status", pl.col("status").is_null() & pl.col("population").is_null())
    if surroundings.population is not None:
        yield Rule("status_av_annat_slag", "status", pl.col("population") != surroundings.population)
    known_codes = surroundings.specialties["specialty"].implode()
    yield Rule("okand_mvo", "mvo_kod", ~pl.col("mvo_kod").is_in(known_codes))
    yield Rule("okand_region", "regionkod", pl.col("regionkod").is_not_null() & pl.col("principal").is_null())
    yield Rule("okand_enhet", "hsaid_enhet", pl.col("administration").is_null())
    yield Rule("enhet_motsagelse", "hsaid_enhet", pl.col("units_contradict"))
