"""The open tables' Swedish columns, in the contract's order, for the pages' CSV buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

import open_files

# Swedish column → the marts' column; the contract's order.
KEY_BEFORE = {
    "huvudman": "principal",
    "matdatum": "cutoff_date",
    "population": "population",
    "fas": "phase",
    "mvo": "specialty",
    "mvo_namn": "name",
}
FIGURES = {
    "antal": "contacts",
    "namnare": "denominator",
    "taljare": "numerator",
    "andel": "share",
    "over_grans": "over_limit",
    "median_dagar": "median_days",
    "p90_dagar": "p90_days",
    "status": "status",
}
ATTAINMENT = {
    **KEY_BEFORE,
    "forvaltning": "administration",
    "definition": "definition",
    "grans_dagar": "limit_days",
    **FIGURES,
}
ATTAINMENT_UNIT = {
    **KEY_BEFORE,
    "forvaltning": "administration",
    "enhet": "unit",
    "definition": "definition",
    "grans_dagar": "limit_days",
    **FIGURES,
}
VARIATION = {
    **KEY_BEFORE,
    "definition": "definition",
    "grans_dagar": "limit_days",
    "antal_forvaltningar": "administrations",
    "lagst": "lowest",
    "lagst_forvaltning": "lowest_administration",
    "hogst": "highest",
    "hogst_forvaltning": "highest_administration",
    "spann": "spread",
    "lagst_alla": "lowest_all",
    "hogst_alla": "highest_all",
    "region_andel": "region_share",
    "antal": "contacts",
    "over_grans": "over_limit",
    "phi": "phi",
    "utanfor_grans": "outside_limits",
}
LOADS = {
    "huvudman": "principal",
    "laddning": "load_id",
    "tid": "loaded_at",
    "fil": "path",
    "sha256": "sha256",
    "slag": "kind",
    "kalla": "source",
    "period": "period",
    "poster": "records",
    "godkanda": "accepted",
    "karantan": "quarantined",
    "dubbletter": "duplicates",
    "ersatter": "replaces",
}


def open_table(
    rows: pl.DataFrame, columns: Mapping[str, str], version: str, constants: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """The rows under the contract's names; `constants` are key columns that the rows leave out."""
    missing = {name: value for name, value in (constants or {}).items() if name not in rows.columns}
    with_keys = rows.with_columns(**{name: pl.lit(value) for name, value in missing.items()})
    renamed = [pl.col(column).alias(title) for title, column in columns.items()]
    return with_keys.select(*renamed, pl.lit(version).alias("dataversion"))


def csv(
    rows: pl.DataFrame, columns: Mapping[str, str], version: str, constants: Mapping[str, object] | None = None
) -> bytes:
    """One open table as CSV for a Swedish Excel."""
    return open_files.csv_bytes(open_table(rows, columns, version, constants))


def file_name(page: str, parts: Sequence[object]) -> str:
    """variation_2026-10-31_vantande_fas1_….csv: the page, the date and the filters, in plain ASCII."""
    words = [page, *(str(part) for part in parts if part not in (None, "", ()))]
    text = "_".join(words).lower().translate(str.maketrans("åäöé ", "aaoe-"))
    return "".join(character for character in text if character.isalnum() or character in "_-.") + ".csv"
