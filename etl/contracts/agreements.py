"""What the four kinds around delivery plans share: whose they are, who sends and receives, totals rows, their year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

import polars as pl

from config import today
from etl.contracts.column_rules import column_rules, typed_columns
from etl.contracts.columns import Column
from etl.contracts.contract import UNIT_WORDS, Surroundings
from etl.dates import FIRST_DAY
from etl.identity_numbers import holds_identity_number
from etl.providers import Providers
from etl.rules import Rule

NO_PRINCIPAL = "Regionen"
NO_VALUE = "saknat_varde"
YEARS_AHEAD = 3  # plans are made for the year to come; 2062 is 2026 mistyped
TOTAL = r"(?i)^\s*(?:del|total|års|ars)?(?:summa|summering|total|totalt|sum)(?:[\s:=].*)?$"
EVERYONE = r"(?i)^\s*alla(?:\s+(?:avsändare|mottagare|vårdgivare|förvaltningar|regioner))?\s*$"  # a row for all of them
REGIMES = {
    "egen": "egen", "egen_regi": "egen", "avtal": "avtal", "eget_avtal": "avtal", "egna_avtal": "avtal",
    "annan_region": "annan_region", "andra_regioner": "annan_region", "annan_regions_avtal": "annan_region",
}  # fmt: skip
QUARTER_WORDS = {
    f"{before}{n}": str(n) for n in range(1, 5) for before in ("", "k", "q", "kv", "kv_", "kvartal", "kvartal_")
}

PRINCIPAL = Column("huvudman", "text", aliases=("region",))
YEAR = Column(
    "ar", "integer", mandatory=True, pattern=r"^20[0-9]{2}$", typed="year", reason="ogiltigt_ar", aliases=("planår",)
)
SPECIALTY = Column("mvo_kod", "code", mandatory=True, aliases=("mvo", "mvo-kod", "mvokod"))
PHASE = Column(
    "fas",
    "integer",
    mandatory=True,
    pattern=r"^[1-5]$",
    typed="phase_number",
    reason="ogiltig_kod",
    aliases=("vårdfas",),
)
SENDER = Column(
    "avsandare",
    "text",
    mandatory=True,
    typed="sender",
    aliases=(
        "skickande",
        "skickande_forvaltning",
        "skickande_vardgivare",
        "avsändande",
        "avsändande_förvaltning",
        "från_förvaltning",
    ),
)
RECEIVER = Column(
    "mottagare",
    "text",
    mandatory=True,
    typed="receiver",
    aliases=("mottagande", "mottagande_vardgivare", "mottagande_enhet", "mottagande_forvaltning", "utförare"),
)
REGIME = Column("regi", "word", mandatory=True, typed="regime", words=REGIMES, aliases=("regiform",))
EXPORTED = Column("dataversion", "code")  # the last column of our own open tables; never stored


class Agreements:
    """A base for the kinds whose rows are agreements and events between providers, not patients."""

    version: str = "2"
    columns: tuple[Column, ...]
    kinds: tuple[str, ...]
    derived_tables: tuple[str, ...] = ()
    mandatory_key: bool = True
    unit_column: str | None = None
    unit_words: tuple[str, str] = UNIT_WORDS
    part_column: str | None = None
    append_only: bool = False
    known_names: ClassVar[Mapping[str, str]] = {}  # columns of names that must be known → their reason
    free_names: ClassVar[Mapping[str, str]] = {}  # columns of names that may be unknown → the warning
    may_lack: ClassVar[Mapping[str, pl.Expr]] = {}  # mandatory columns → the rows that may leave them empty
    total_columns: tuple[str, ...]  # where a totals row says that it is one

    def content(self) -> list[pl.Expr]:
        """Values, or the cell itself where it cannot be read: equal rows may be spelt apart."""
        return [_value(column) for column in self.columns if column != EXPORTED]

    def kind_of(self, population: str | None) -> str | None:
        """Every delivery is of the one kind."""
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
        """Add typed columns, principal, source, period and the short names of providers."""
        typed = rows.with_columns(*typed_columns(self.columns)).with_columns(
            pl.col("phase_number").cast(pl.UInt8).alias("phase"),
            pl.col("mvo_kod").alias("specialty"),
            pl.lit(self.kinds[0]).alias("population"),
            pl.lit(today()).alias("cutoff_date"),  # dates of plans are judged by the day they are loaded
            pl.any_horizontal(self._says_total(name) for name in self.total_columns)
            .fill_null(value=False)
            .alias("is_total"),
        )
        placed = _with_principal(typed, surroundings).with_columns(*self.period())
        for column in (column for column in self.columns if column.name in {**self.known_names, **self.free_names}):
            placed = _with_provider(placed, column, surroundings.providers)
        for column in (column for column in self.columns if column.role == "office"):
            title = surroundings.roles.titled(placed[column.name]).alias(column.typed)
            unknown = (title.is_null() & placed[column.name].is_not_null()).alias(f"unknown_{column.name}")
            placed = placed.with_columns(title, unknown)
        return placed

    def period(self) -> list[pl.Expr]:
        """`first_day` and `period`, its last day, of the delivery: a year, unless a kind has months."""
        year = pl.when(sane_year()).then("year").cast(pl.Int32)
        return [pl.date(year, 1, 1).alias("first_day"), pl.date(year, 12, 31).alias("period")]

    def rules(self, surroundings: Surroundings) -> Sequence[Rule]:
        """Column rules and row rules, of rows that are no totals: those have one reason."""
        extras = (Column(name, "text") for name in surroundings.extra_columns)
        own = [rule for column in (*self.columns, *extras) for rule in column_rules(column)]
        rules = [*map(self._excused, own), *self._shared_rules(surroundings), *self.row_rules()]
        return [
            *(Rule(rule.reason, rule.column, rule.broken & ~pl.col("is_total")) for rule in rules),
            *(Rule("summarad", name, self._says_total(name)) for name in self.total_columns),
        ]

    def _says_total(self, name: str) -> pl.Expr:
        cell = pl.col(name)
        is_provider = name in {**self.known_names, **self.free_names}
        return cell.str.contains(TOTAL) | cell.str.contains(EVERYONE) if is_provider else cell.str.contains(TOTAL)

    def _excused(self, rule: Rule) -> Rule:
        if rule.reason != NO_VALUE or rule.column not in self.may_lack:
            return rule
        lacks = rule.broken & ~self.may_lack[rule.column].fill_null(value=False)
        return Rule(rule.reason, rule.column, lacks)

    def row_rules(self) -> Sequence[Rule]:
        """Rules over several columns of the kind."""
        return []

    def warnings(self) -> Sequence[Rule]:
        """Names that nobody knows, roles that are none, and a principal that had to be made up."""
        unknown = [Rule(reason, name, pl.col(f"unknown_{name}")) for name, reason in self.free_names.items()]
        offices = [column.name for column in self.columns if column.role == "office"]
        roles = pl.any_horizontal(pl.lit(value=False), *(pl.col(f"unknown_{name}") for name in offices))
        return [
            *unknown,
            *([Rule("okand_roll", offices[0], roles)] if offices else []),
            Rule("okand_huvudman", "huvudman", pl.col("principal_is_unknown")),
            Rule("huvudman_utan_register", "huvudman", pl.col("principal_is_new")),
        ]

    def _shared_rules(self, surroundings: Surroundings) -> Sequence[Rule]:
        known_codes = surroundings.specialties["specialty"].implode()
        return [
            Rule("ogiltigt_ar", "ar", ~sane_year()),
            Rule("okand_mvo", "mvo_kod", ~pl.col("mvo_kod").is_in(known_codes)),
            *(Rule(reason, name, pl.col(f"unknown_{name}")) for name, reason in self.known_names.items()),
        ]


def sane_year() -> pl.Expr:
    """Whether the year can be meant."""
    return pl.col("year").is_between(FIRST_DAY.year, today().year + YEARS_AHEAD)


def same_provider() -> Rule:
    """Nobody sends to themselves."""
    return Rule("avsandare_ar_mottagare", "mottagare", pl.col("sender") == pl.col("receiver"))


def _value(column: Column) -> pl.Expr:
    if column.role == "office":
        return pl.col(column.typed)
    if column.name == PRINCIPAL.name:
        return pl.col("principal")
    return pl.coalesce(pl.col(column.typed).cast(pl.String), column.name) if column.typed else pl.col(column.name)


def _with_principal(rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
    """`principal, source` and how they were found; a region code stands for its principal."""
    of_codes = dict(surroundings.principals.select("region_code", "principal").iter_rows())
    codes = {principal: code for code, principal in of_codes.items()}
    known = {name.casefold(): name for name in codes} | of_codes
    stated = pl.col("huvudman").str.strip_chars()
    named = stated.str.to_lowercase().replace_strict(known, default=stated, return_dtype=pl.String)
    fallback = surroundings.principal or surroundings.loaded_principal
    # A source stands in the ledger, so one that holds an identity number is none.
    whose = pl.when(~holds_identity_number(stated)).then(
        pl.coalesce(named, pl.lit(fallback, dtype=pl.String), pl.lit(NO_PRINCIPAL))
    )
    unstated = pl.col("huvudman").is_null()
    known_anyhow = pl.Series([*surroundings.known_principals, NO_PRINCIPAL])
    placed = rows.with_columns(
        whose.alias("principal"),
        (unstated & pl.lit(fallback is None)).alias("principal_is_unknown"),
        (unstated & ~pl.col("is_total") & pl.lit(surroundings.principal is None)).alias("principal_is_inferred"),
    ).with_columns((~pl.col("principal").is_in(known_anyhow.implode())).alias("principal_is_new"))
    if surroundings.source is not None:
        return placed.with_columns(pl.lit(surroundings.source).alias("source"))
    principal = pl.col("principal")
    return placed.with_columns(
        principal.replace_strict(codes, default=principal, return_dtype=pl.String).alias("source")
    )


def _with_provider(rows: pl.DataFrame, column: Column, providers: Providers) -> pl.DataFrame:
    """The short name in the period of the row; the name as written, with `unknown_…`, where nobody has it."""
    named = _looked_up(
        rows.select(column.name, "first_day", "period"),
        providers.named,
    )
    written = pl.col(column.name).str.strip_chars().str.replace_all(r"\s+", " ")
    return rows.with_columns(named.alias("_named")).with_columns(
        pl.coalesce("_named", written).alias(column.typed),
        (pl.col(column.name).is_not_null() & pl.col("_named").is_null()).alias(f"unknown_{column.name}"),
    )


def _looked_up(rows: pl.DataFrame, meaning: Callable[[str, dt.date, dt.date], str | None]) -> pl.Series:
    """The meaning of a name in a period, asked once per distinct pair; a period that cannot be read is today."""
    name = rows.columns[0]
    distinct = rows.unique().filter(pl.col(name).is_not_null())
    found = [meaning(text, first or today(), last or today()) for text, first, last in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("_meaning", found, dtype=pl.String))
    return rows.join(known, on=rows.columns, how="left", nulls_equal=True, maintain_order="left")["_meaning"]
