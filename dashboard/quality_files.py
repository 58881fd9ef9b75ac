"""The CSV files of Datakvalitet: which columns of which block leave, under their Swedish names."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

import open_files
from dashboard import csv_files
from dashboard.quality_view import QualityView

DELIVERY = {"kalla": "source", "slag": "kind", "population": "population", "period": "period"}
FAULT = {"kalla": "source", "slag": "kind", "period": "period"}
FILES: Mapping[str, Mapping[str, str]] = {
    "leveranstider": DELIVERY | {
        "skulle_komma": "due_on", "forst_inlast": "first_loaded_at", "senast_inlast": "last_loaded_at",
        "dagar_sen": "days_late", "ersatt_ganger": "times_replaced", "status": "state",
    },
    "luckor": {"population": "population", "period": "period", "saknas": "missing"},
    "tysta_enheter": {
        "population": "population", "period": "cutoff_date", "forvaltning": "administration", "enhet": "unit",
        "senast_med": "last_seen", "perioder_fore": "periods_before",
    },
    "omleveranser": {
        "laddning": "load_id", "ersatter": "replaced_load_id", "tid": "loaded_at", "fil": "path", **DELIVERY,
        "poster_fore": "records_before", "poster_efter": "records_after", "tillkomna": "added", "borttagna": "removed",
        "andrade": "changed", "oforandrade": "unchanged", "anmarkning": "note", "kolumn": "column_name",
        "rader_andrade": "rows_changed",
    },
    "inlasningar": {
        "laddning": "load_id", "tid": "loaded_at", "fil": "path", "sha256": "sha256", **FAULT, "status": "status",
        "poster": "records", "godkanda": "accepted", "karantan": "quarantined", "dubbletter": "duplicates",
        "meddelande": "message", "ersatter": "replaces",
    },
    "karantan": FAULT | {"orsak": "reason", "orsak_namn": "title", "kolumn": "column_name", "rader": "rows"},
    "okanda_koder": FAULT | {"kolumn": "column_name", "kod": "code", "rader": "rows"},
    "fyllnad": DELIVERY | {"kolumn": "column_name", "poster": "records", "ifyllda": "filled", "andel": "share"},
    "kvalitetskontroller": DELIVERY | {
        "kontroll": "check_id", "galler": "subject", "varde": "value", "enhet": "unit", "utfall": "outcome",
        "besked": "told",
    },
    "snittjamforelser": {
        "matdatum": "cutoff_date", "population": "population", "fas": "phase", "mvo": "specialty",
        "forvaltning": "administration", "fran_dagar": "from_days", "till_dagar": "to_days", "snitt": "cut",
        "vara": "ours", "andras": "theirs", "skillnad": "difference", "relativ": "relative",
        "ifragasatt": "is_disputed", "anmarkning": "note",
    },
    "balans_manader": {
        "manad": "cutoff_date", "fas": "phase", "forvaltning": "administration", "vantade_fore": "opening",
        "nya": "inflow", "genomforda": "completed", "lamnat_utan_vard": "other_removals",
        "oforklarat": "unexplained", "vantar_efter": "closing", "status": "status",
    },
    "harkomst": {
        "matdatum": "cutoff_date", "population": "population", "laddning": "load_id", "tid": "loaded_at",
        "kalla": "source", "slag": "kind", "fil": "path", "sha256": "sha256", "mappning": "mapping",
    },
}  # fmt: skip


def csv(name: str, view: QualityView, rows: pl.DataFrame) -> bytes:
    """The rows of one block as they leave: huvudman first, the version last, as in the open tables."""
    chosen = (pl.col(column).alias(title) for title, column in FILES[name].items())
    named = rows.select(pl.lit(view.principal).alias("huvudman"), *chosen, pl.lit(view.version).alias("dataversion"))
    return open_files.csv_bytes(named)


def file_name(name: str, view: QualityView) -> str:
    """karantan_exempelregionen_99_vantande_….csv."""
    figures = (view.population, view.cutoff, view.phase and f"fas{view.phase}")
    return csv_files.file_name(name, (view.principal, *view.chosen.values(), *figures))
