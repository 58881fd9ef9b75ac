"""The tables of Datakvalitet, from ledger and finished marts: what came, what was wrong with it, what replaced it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from config import DataDirectory, Settings
from etl.build import Build
from etl.quality_definitions import EndedSource, QualityRules, ended_sources, quality_rules

# Every step reads the ledger, tables of the ledger's size and finished marts: no contact and no band.
STEPS = (
    "quality_deliveries",
    "quality_telling",
    "quality_hidden_loads",
    "completeness",
    "unknown_codes",
    "revisions",
    "revision_columns",
    "timeliness",
    "quality_stopped",
    "quality_checks",
    "silent_units",
    "lineage",
)
MACROS = (
    "create temp macro integer_told(n) as replace(format('{:,}', n::bigint), ',', chr(160))",
    "create temp macro records_told(n) as integer_told(n) || if(n = 1, ' post', ' poster')",
    # As the pages round: never 0 or 100 unless exact.
    "create temp macro whole_percent(share) as "
    "if(share in (0, 1), share * 100, greatest(least(floor(share * 100 + 0.5), 99), 1))::integer",
    "create temp macro days_told(days) as replace(format('{:g}', days::double), '.', ',')",
)


def write_quality(build: Build, data: DataDirectory, settings: Settings, today: dt.date) -> None:
    """Every mart of quality; `care`, `loads`, `periods`, `attainment` and `attainment_unit` must be there.

    Raises `DefinitionFileError`.
    """
    rules = quality_rules(data)
    for macro in MACROS:
        build.execute(macro)
    _write_rules(build, rules)
    _write_ended(build, ended_sources(data))
    build.parameters |= _thresholds(rules) | {
        "published_on": today,
        "definition_waiting": settings.default_definition_vantande,
        "definition_completed": settings.default_definition_genomforda,
    }
    for step in STEPS:
        build.run(step)


def _write_rules(build: Build, rules: QualityRules) -> None:
    definitions = [(check.id, check.titel, check.text) for check in rules.kontroll]
    reasons = [(check.id, reason) for check in rules.kontroll for reason in check.orsaker]
    demands = [(demand.kolumn, demand.andel) for demand in rules.krav]
    build.write("quality_definitions", pl.DataFrame(definitions, ["check_id", "title", "text"], orient="row"))
    build.write("quality_reasons", pl.DataFrame(reasons, ["check_id", "reason"], orient="row"), stays=False)
    shares = {"column_name": pl.String, "share": pl.Float64}
    build.write("quality_demands", pl.DataFrame(demands, shares, orient="row"), stays=False)


def _write_ended(build: Build, ended: Sequence[EndedSource]) -> None:
    schema = {"source": pl.String, "kind": pl.String, "ended_from": pl.Date}
    rows = [(each.kalla, each.slag, each.fran) for each in ended]
    build.write("ended_sources", pl.DataFrame(rows, schema, orient="row"), stays=False)


def _thresholds(rules: QualityRules) -> dict[str, object]:
    return {
        "reasonable_phases": rules.rimligt.faser,
        "lowest_share": rules.rimligt.andel[0],
        "highest_share": rules.rimligt.andel[1],
        "lowest_median": rules.rimligt.median_dagar[0],
        "highest_median": rules.rimligt.median_dagar[1],
        "silent_least": rules.tyst_enhet.minst,
        "silent_periods": rules.tyst_enhet.perioder,
        "silent_longest": rules.tyst_enhet.visas_perioder,
    }
