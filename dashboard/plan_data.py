"""Plans, outcomes, needs and capacity as the pages read them: what is published, and what was registered after it.

A page shows a change the moment it is registered: what the register has entered since the publication is laid over the
published versions, and quarters in force are made of both by the same function as at publish. Everything is remembered
per published version, the register's stamp and the day. Raises `register.RegisterFault` where the register cannot be
read.
"""

from __future__ import annotations

import datetime as dt
import functools

import numpy as np
import polars as pl
from numpy.typing import NDArray

import config
from analysis import free_capacity as capacity
from analysis import plan_outcome, plan_versions
from dashboard import plan_reads, reads, remembered
from dashboard.warehouse import Warehouse, published
from register import PLAN_COLUMNS, Register, opened

Floats = NDArray[np.float64]

ALL = "Alla"
VERSION_KEY = ["principal", "plan_id", "version"]
SEASON_BASES = ("egen", "forvaltning", "region", "jamn")


def stamp(version: str) -> int:
    """The newest entry of the register, or of the publication where the register is gone."""
    return max(_register().stamp(), _published_stamp(version))


def data_label(version: str, stamp: int) -> str:
    """What stands as dataversion in a page's CSV: "12", and "12+r5" where the register has more than is published."""
    return version if stamp <= _published_stamp(version) else f"{version}+r{stamp}"


@remembered.per_version
def principals(version: str, stamp: int) -> dict[str, str]:
    """Every huvudman with a plan, an outcome, a need or an offer, the real ones first: what plan pages offer."""
    names = {*plan_reads.plan_principals(version)["principal"], *_newer(version, stamp)["principal"]}
    demo = reads.principals(version).filter("is_demo")["principal"].to_list()
    return {name: name for name in sorted(names, key=lambda name: (name in demo, name))}


@remembered.per_version
def years(version: str, stamp: int, principal: str) -> list[int]:
    """The years with a plan, an outcome, a need or an offer, the newest first."""
    frames = (
        versions(version, stamp, principal),
        plan_reads.plan_outcomes(version, principal=principal),
        plan_reads.needs(version, principal=principal),
        plan_reads.capacity_offers(version, principal=principal),
    )
    return sorted({year for frame in frames for year in frame["year"].unique()}, reverse=True)


@remembered.per_version
def versions(version: str, stamp: int, principal: str) -> pl.DataFrame:
    """Every version of every plan: PLAN_COLUMNS and origin ('utdrag' | 'register'), by year, plan and version.

    What is registered under a published key takes its place.
    """
    known = plan_reads.plan_versions(version, principal=principal)
    newer = _newer(version, stamp).filter(pl.col("principal") == principal)
    return pl.concat([known.join(newer, on=VERSION_KEY, how="anti"), newer]).sort("year", "plan_id", "version")


def quarters(version: str, stamp: int, principal: str, year: int) -> pl.DataFrame:
    """One row per version and quarter of the year's plans: `plan_versions.QUARTER_COLUMNS`, as it is today."""
    return _quarters(version, stamp, principal, year, config.today())


def year_plans(version: str, stamp: int, principal: str, year: int) -> pl.DataFrame:
    """One row per plan of the year, as `plan_versions.year_plans`."""
    return _year_plans(version, stamp, principal, year, config.today())


def free_capacity(version: str, stamp: int, principal: str, year: int) -> pl.DataFrame:
    """One row per offer of the year with what agreed plans use of it, as `free_capacity.free_capacity`."""
    return _free_capacity(version, stamp, principal, year, config.today())


def outcomes(version: str, principal: str, year: int) -> pl.DataFrame:
    """One row per month and pair of the year with both sides' reports; plan_id as the plans known now say."""
    return _outcomes(version, stamp(version), principal, year)


@remembered.per_version
def reported_months(version: str, principal: str, year: int) -> list[dt.date]:
    """The last days of the year's months that any outcome is loaded for, the earliest first."""
    months = plan_reads.outcome_months(version, principal=principal)["month"].to_list()
    return sorted(month for month in months if month.year == year)


@remembered.per_version
def needs(version: str, principal: str, year: int) -> pl.DataFrame:
    """One row per quarter (null: the whole year), specialty, phase and förvaltning of the year."""
    return plan_reads.needs(version, principal=principal).filter(pl.col("year") == year)


@remembered.per_version
def month_shares(version: str, principal: str, specialty: str, phase: int, administration: str) -> tuple[Floats, str]:
    """The twelve months' shares of a year (12,), summing to 1, and whose they are, one of SEASON_BASES.

    The group's own where enough of it is shown; else the förvaltning's, else the region's, all specialties together;
    else twelve alike.
    """
    shares = _season_shares(version, principal)
    own, administrations, region = (specialty, administration), (ALL, administration), (ALL, ALL)
    for basis, (what, who) in zip(SEASON_BASES, (own, administrations, region), strict=False):
        if (what, phase, who) in shares:
            return shares[what, phase, who], basis
    return np.full(12, 1 / 12), SEASON_BASES[-1]


def open_quarters(version: str, stamp: int, principal: str, year: int) -> pl.DataFrame:
    """The year's rows of the open table leveransplaner as they are today, ordered as `export` orders them."""
    told = pl.when("in_force").then(pl.lit("ja")).otherwise(pl.lit("nej"))
    return (
        quarters(version, stamp, principal, year)
        .with_columns(gallande=told, attainment=pl.col("attainment").round(4, mode="half_away_from_zero"))
        .select(
            huvudman="principal", plan_id="plan_id", ar="year", kvartal="quarter", mvo="specialty", fas="phase",
            avsandare="sender", mottagare="receiver", regi="regime", overforing="transfer", version="version",
            status="status", gallande="gallande", planerad="planned", skickade="sent", genomforda="completed",
            uppfyllelse="attainment", ackumulerad_plan="cumulative_planned",
            ackumulerat_utfall="cumulative_completed", dataversion=pl.lit(data_label(version, stamp)),
        )
        .sort("plan_id", "kvartal", "version")
    )  # fmt: skip


@remembered.per_version
def _quarters(version: str, stamp: int, principal: str, year: int, today: dt.date) -> pl.DataFrame:
    plans = versions(version, stamp, principal).filter(pl.col("year") == year)
    done = _outcomes(version, stamp, principal, year)
    return plan_versions.quarters(plans, done, reported_months(version, principal, year), today)


@remembered.per_version
def _year_plans(version: str, stamp: int, principal: str, year: int, today: dt.date) -> pl.DataFrame:
    plans = versions(version, stamp, principal).filter(pl.col("year") == year)
    return plan_versions.year_plans(plans, _quarters(version, stamp, principal, year, today))


@remembered.per_version
def _free_capacity(version: str, stamp: int, principal: str, year: int, today: dt.date) -> pl.DataFrame:
    offers = plan_reads.capacity_offers(version, principal=principal).filter(pl.col("year") == year)
    return capacity.free_capacity(offers, _quarters(version, stamp, principal, year, today), today)


@remembered.per_version
def _outcomes(version: str, stamp: int, principal: str, year: int) -> pl.DataFrame:
    known = plan_reads.plan_outcomes(version, principal=principal).filter(pl.col("year") == year)
    return plan_outcome.with_plans(known.drop("plan_id"), versions(version, stamp, principal))


@remembered.per_version
def _season_shares(version: str, principal: str) -> dict[tuple[str, int, str], Floats]:
    rows = plan_reads.season_shares(version, principal=principal)
    return {
        (specialty, phase, administration): group["share"].to_numpy()
        for (specialty, phase, administration), group in rows.group_by("specialty", "phase", "administration")
    }


@remembered.per_version
def _newer(version: str, stamp: int) -> pl.DataFrame:
    """What was registered after the publication, up to the stamp: PLAN_COLUMNS and origin, a key once."""
    after = _published_stamp(version)
    empty = pl.DataFrame(schema=PLAN_COLUMNS | {"id": pl.Int64()})
    rows = _register().plan_versions(after=after) if stamp > after else empty
    return rows.filter(pl.col("id") <= stamp).select(*PLAN_COLUMNS, origin=pl.lit("register"))


@remembered.per_version
def _published_stamp(version: str) -> int:
    return int(reads.dataset(version)["register_stamp"][0])


def _register() -> Register:
    return opened(_address(published()))


@functools.lru_cache(maxsize=1)
def _address(served: Warehouse) -> str:
    """The register of the settings, asked for once for each data directory that is served."""
    del served
    return config.load_settings().register_address
