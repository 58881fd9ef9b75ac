"""What the four kinds around delivery plans share: whose they are, who sends and receives, totals rows, their year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import polars as pl

from config import today
from etl.contracts.column_rules import column_rules, typed_columns
from etl.contracts.columns import Column
from etl.contracts.contract import UNIT_WORDS, Surroundings
from etl.contracts.parties import with_principal, with_provider, with_roles
from etl.dates import FIRST_DAY
from etl.rules import Rule

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
    rows_share_record: bool = False
    mandatory_key: bool = True
    unit_column: str | None = None
    unit_words: tuple[str, str] = UNIT_WORDS
    part_column: str | None = None
    append_only: bool = False
    replaces_days: bool = False
    either: tuple[tuple[str, ...], ...] = ()
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
            self.is_total(),
        )
        placed = with_principal(typed, surroundings).with_columns(*self.period())
        for column in (column for column in self.columns if column.name in {**self.known_names, **self.free_names}):
            placed = with_provider(placed, column, surroundings.providers)
        return with_roles(placed, self.columns, surroundings.roles)

    def is_total(self) -> pl.Expr:
        """Whether a row says that it stands for several."""
        says = (self._says_total(name) for name in self.total_columns)
        return pl.any_horizontal(says).fill_null(value=False).alias("is_total")

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
