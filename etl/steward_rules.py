"""What a data steward may decide: which reasons can be let by, of which kinds, and in which columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from etl.contracts import CONTRACTS
from etl.contracts.contract import Contract, Surroundings
from etl.reasons import reasons

UNKNOWN_UNIT, UNKNOWN_SPECIALTY = "okand_enhet", "okand_mvo"
LOOKED_UP = (UNKNOWN_UNIT, UNKNOWN_SPECIALTY)  # reasons that a new reference row does away with

# By contract: the columns that may be taken for empty. A cell that decides who, where or how long is not among them.
MAY_BE_EMPTY: Mapping[str, frozenset[str]] = {
    "contacts": frozenset({
        "medicinskt_maldatum", "kva_kod", "aktivitetskod", "aktivitet_kva", "aktivitet_icd", "hsaid_region",
        "hsaid_vardgivare", "hsaid_enhet", "sjukhuskod", "sjukhusnamn", "yrkeskategori", "bokningssatt",
        "vardkontakttyp", "kon", "fodelsear", "lkf", "hsaid_listning", "remittenttyp", "remittent_hsaid", "remiss_id",
        "remiss_datum", "ankomst_datum", "typ_akutverksamhet", "vantetid_dagar",
    }),
    "national": frozenset({"namnare", "taljare"}),
    "capacity_offers": frozenset({"omrade"}),
}  # fmt: skip
# Kinds whose quarantined cells are the whole row, and whose rows do not depend on what else is loaded. Plans are
# append-only and days of crosses stand together: what is wrong with them is put right in the source.
RETRIED = ("contacts", "national", "delivery_outcomes", "needs", "capacity_offers")


def contract_of(kind: str | None) -> Contract | None:
    """The contract of a delivery's kind, where its rows can be tried again."""
    return next((contract for contract in CONTRACTS if kind in contract.kinds and contract.name in RETRIED), None)


def may_release(contract: Contract, reason: str, column: str | None) -> bool:
    """Whether rows with the reason may count all the same; `column` None: those columns where they may."""
    known = reasons().get(reason)
    if contract.name not in RETRIED or known is None or not known.releasable:
        return False
    return not known.emptied or column is None or column in MAY_BE_EMPTY.get(contract.name, frozenset())


def releasable(surroundings: Surroundings) -> pl.DataFrame:
    """`kind, reason, column_name`: everything that can be let by."""
    rows = sorted(set(_releasable(surroundings)))
    return pl.DataFrame(rows, schema=dict.fromkeys(("kind", "reason", "column_name"), pl.String), orient="row")


def _releasable(surroundings: Surroundings) -> Iterator[tuple[str, str, str]]:
    for contract in CONTRACTS:
        for rule in contract.rules(surroundings) if contract.name in RETRIED else ():
            if may_release(contract, rule.reason, rule.column):
                yield from ((kind, rule.reason, rule.column) for kind in contract.kinds)
