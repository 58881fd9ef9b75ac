"""leveransplan: one row per version of a delivery plan; append-only over huvudman, plan_id and version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import polars as pl

from etl.contracts.agreements import (
    EXPORTED,
    PHASE,
    PRINCIPAL,
    RECEIVER,
    REGIME,
    SENDER,
    SPECIALTY,
    YEAR,
    Agreements,
    same_provider,
)
from etl.contracts.columns import Column
from etl.contracts.contract import Surroundings
from etl.rules import Rule

AGREED, PROPOSED, WITHDRAWN = "overenskommen", "forslag", "aterkallad"
OTHER_REASON = "minskat_behov:annat"
STATUSES = {
    "forslag": PROPOSED, "overenskommen": AGREED, "overenskommet": AGREED, "aterkallad": WITHDRAWN,
    "aterkallat": WITHDRAWN,
}  # fmt: skip
REASONS = (
    "ny", "minskat_behov:uppnadd_vardgaranti", "minskat_behov:avlastat_annan",
    "minskat_behov:vgr_uppnadd_vardgaranti", OTHER_REASON, "okat_behov", "ledig_kapacitet",
)  # fmt: skip
TRANSFERS = {"intern": "intern", "internt": "intern", "extern": "extern", "externt": "extern"}
QUARTERS = ("q1", "q2", "q3", "q4")

COLUMNS = (
    PRINCIPAL,
    Column("plan_id", "text", mandatory=True, aliases=("plan-id", "planid", "plannummer", "leveransplan_id")),
    Column(
        "version", "integer", mandatory=True, pattern=r"^0{0,2}[1-9][0-9]{0,3}$", typed="version_number",
        aliases=("versionsnummer", "versionsnr", "ver"),
    ),
    YEAR,
    SPECIALTY,
    PHASE,
    SENDER,
    RECEIVER,
    REGIME,
    Column(
        "overforing", "word", mandatory=True, typed="transfer", words=TRANSFERS,
        aliases=("intern/extern", "intern_extern", "överföringstyp"),
    ),
    Column(
        "beslutad_volym", "volume", typed="decided_volume",
        aliases=("årsvolym", "beslutad_årsvolym", "total_volym", "beslutad"),
    ),
    *(
        Column(
            f"q{n}", "volume", mandatory=True, typed=f"planned_q{n}",
            aliases=(f"kvartal_{n}", f"kvartal{n}", f"k{n}", f"kv{n}", f"kv_{n}", f"volym_q{n}"),
        )
        for n in range(1, 5)
    ),
    Column(
        "beslutsdatum", "date", mandatory=True, typed="decided_on",
        aliases=("beslutad_den", "datum_för_beslut"),
    ),
    Column("status", "word", typed="stated_status", words=STATUSES, reason="okand_status", aliases=("planstatus",)),
    Column(
        "orsak", "word", typed="cause", words={reason: reason for reason in REASONS}, reason="okand_orsak",
        aliases=("ändringsorsak", "orsak_till_ändring"),
    ),
    Column("forankrad_av", "office", typed="anchored_by", aliases=("förankrad_hos", "förankrad_med")),
    Column("motivering", "text", typed="motivation"),
    Column("underlag_andel", "share", typed="principle_share"),
    Column("underlag_taljare", "integer", typed="principle_numerator"),
    Column("underlag_namnare", "integer", typed="principle_denominator"),
    Column("underlag_niva", "share", typed="principle_level"),
    Column("underlag_datum", "date", typed="principle_date"),
    Column("registrerad_av", "office", typed="role"),
    Column("registrerad", "moment", typed="registered_at"),
    EXPORTED,
)  # fmt: skip
# What two equal versions share: what was agreed, and on what ground. Who entered it when is not part of it.
AGREEMENT = (
    "year", "specialty", "phase", "sender", "receiver", "regime", "transfer", "decided_volume", *QUARTERS, "decided_on",
    "status", "reason", "anchored_by", "motivation", "principle_share", "principle_numerator",
    "principle_denominator", "principle_level", "principle_date",
)  # fmt: skip
IDENTITY = ("year", "specialty", "phase", "sender", "receiver")


class DeliveryPlans(Agreements):
    """Versions of plans; the register's are the same kind of rows."""

    name: str = "delivery_plans"
    kinds: tuple[str, ...] = ("leveransplan",)
    columns: tuple[Column, ...] = COLUMNS
    table: str = "delivery_plans"
    key: tuple[str, ...] = ("principal", "plan_id", "version_number")
    append_only: bool = True
    known_names: ClassVar = {"avsandare": "okand_avsandare"}
    free_names: ClassVar = {"mottagare": "okand_mottagare"}
    may_lack: ClassVar = {
        "beslutsdatum": pl.col("stated_status") == PROPOSED,
        **{quarter: pl.col("stated_status") == WITHDRAWN for quarter in QUARTERS},
    }
    total_columns: tuple[str, ...] = ("plan_id", "version", "ar", "mvo_kod", "avsandare", "mottagare")

    def derive(self, rows: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
        """See `Agreements`; blanks around a plan_id are no part of it."""
        bare = pl.col("plan_id").str.strip_chars()
        named = rows.with_columns(pl.when(bare != "").then(bare).otherwise("plan_id").alias("plan_id"))
        return super().derive(named, surroundings)

    def stored(self, accepted: pl.DataFrame) -> pl.DataFrame:
        """The columns of the table `delivery_plans`; a withdrawn plan that tells no volumes has none."""
        return accepted.select(
            "delivery_id", "principal", "plan_id", pl.col("version_number").alias("version"),
            *IDENTITY, "regime", "transfer", "decided_volume",
            *(pl.col(f"planned_{quarter}").fill_null(0).alias(quarter) for quarter in QUARTERS),
            "decided_on", pl.col("stated_status").fill_null(AGREED).alias("status"), pl.col("cause").alias("reason"),
            "anchored_by", "motivation", "principle_share", "principle_numerator", "principle_denominator",
            "principle_level", "principle_date", "role", "registered_at", pl.col("_record").alias("record"),
        )  # fmt: skip

    def row_rules(self) -> Sequence[Rule]:
        """What a version must be to mean something."""
        quarters = pl.sum_horizontal(f"planned_{quarter}" for quarter in QUARTERS)
        is_changed = pl.col("version_number") > 1
        return [
            same_provider(),
            Rule("kvartal_over_beslut", "beslutad_volym", quarters > pl.col("decided_volume")),
            Rule("version_utan_orsak", "orsak", is_changed & pl.col("orsak").is_null()),
        ]

    def warnings(self) -> Sequence[Rule]:
        """An office's file may lack the words that the form in the app demands."""
        unmotivated = (pl.col("cause") == OTHER_REASON) & pl.col("motivering").is_null()
        return [*super().warnings(), Rule("annat_utan_motivering", "motivering", unmotivated)]
