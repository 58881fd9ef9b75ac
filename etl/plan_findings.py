"""How much of the plans does not agree with what else is loaded, counted for the one who has just loaded it."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from config import DataDirectory

WORDS = {
    "plan_utan_behov": "planer utan behov",
    "plan_utan_kapacitet": "planer utan erbjuden kapacitet",
    "overtecknad_kapacitet": "övertecknad kapacitet",
    "utfall_utan_plan": "utfall utan plan",
    "version_utan_ordning": "versioner beslutade i fel ordning",
    "dubbelt_registrerad": "versioner som är registrerade med annat innehåll än i utdraget",
    "dubbelt_levererat": "uppgifter som två leveranser anger olika",
}


def counts(data: DataDirectory, version: str) -> dict[str, int]:
    """Finding → how many of it the published version holds; empty where nothing is wrong."""
    with duckdb.connect(data.marts(version), read_only=True) as marts:
        if not marts.sql("select 1 from duckdb_tables() where table_name = 'plan_findings'").fetchall():
            return {}  # a version from before plans
        found = dict(marts.sql("select finding, count(*) from plan_findings group by finding").fetchall())
    return {finding: found[finding] for finding in WORDS if finding in found}


def line(found: Mapping[str, int]) -> str | None:
    """One Swedish line, None where there is nothing to tell."""
    if not found:
        return None
    told = ", ".join(f"{WORDS[finding]} {number}" for finding, number in found.items())
    return f"Leveransplaner som inte stämmer med annat som är inläst: {told}."
