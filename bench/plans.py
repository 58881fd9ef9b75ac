"""Plans of a region's full size, straight into the warehouse: 45 specialties × 10 senders, two years, three versions.

Every sender has a gap in every specialty and sends to three receivers: about 1 300 plans a year, 120 000 reports.
"""

from __future__ import annotations

import datetime as dt

import duckdb
import numpy as np
import polars as pl

RECEIVERS = (("egen", "{}"), ("avtal", "Klarsikt"), ("annan_region", "Grannregion Söder"))
YEARS = (2025, 2026)
LAST_MONTH = dt.date(2026, 9, 30)
QUARTER_SHARES = (0.26, 0.27, 0.2, 0.27)


def fill_plans(connection: duckdb.DuckDBPyConnection, principal: str, groups: pl.DataFrame) -> None:
    """Write needs, offers, plan versions and both sides' reports; groups: specialty × administration (× phase)."""
    rng = np.random.default_rng(4)
    places = groups.filter(phase=2).select("specialty", "administration").unique(maintain_order=True)
    base = {"delivery_id": 0, "principal": principal, "phase": 2, "record": 0}
    plans = _plans(places, rng)
    tables = {
        "needs": _needs(places, rng),
        "capacity_offers": _offers(plans),
        "delivery_plans": _versions(plans),
        "delivery_outcomes": _reports(plans, rng),
    }
    for table, rows in tables.items():
        incoming = rows.with_columns(**{name: pl.lit(value) for name, value in base.items()})
        connection.register("incoming_plans", incoming)
        connection.execute(f"insert into {table} by name select * from incoming_plans")  # noqa: S608 - names from above
        connection.unregister("incoming_plans")


def _plans(places: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """One row per plan: year, specialty, sender, receiver, regime and the year's volume."""
    senders = sorted(set(places["administration"]))
    following = dict(zip(senders, [*senders[1:], senders[0]], strict=True))
    rows = [
        (year, specialty, sender, receiver.format(following[sender]), regime)
        for year in YEARS
        for specialty, sender in places.iter_rows()
        for regime, receiver in RECEIVERS
    ]
    plans = pl.DataFrame(rows, schema=["year", "specialty", "sender", "receiver", "regime"], orient="row")
    return plans.with_columns(
        volume=pl.Series(np.rint(rng.gamma(1.5, 60, plans.height) + 12)).cast(pl.Int64),
        plan_id=pl.format("P-{}-{}-{}-{}", "year", "specialty", "sender", "regime"),
    )


def _versions(plans: pl.DataFrame) -> pl.DataFrame:
    parts = []
    for version, (share, month, reason) in enumerate(
        ((1.0, 1, "ny"), (1.1, 3, "okat_behov"), (1.05, 6, "minskat_behov:annat")), start=1
    ):
        parts.append(
            plans.with_columns(
                *_quarters(share),
                version=pl.lit(version),
                reason=pl.lit(reason),
                decided_on=pl.date("year", month, 1),
            )
        )
    return pl.concat(parts).select(
        "plan_id", "version", "year", "specialty", "sender", "receiver", "regime", "q1", "q2", "q3", "q4",
        "reason", "decided_on",
        decided_volume=pl.sum_horizontal("q1", "q2", "q3", "q4") + 10,
        transfer=pl.when(pl.col("regime") == "egen").then(pl.lit("intern")).otherwise(pl.lit("extern")),
        status=pl.lit("overenskommen"), anchored_by=pl.lit("Vårdgarantiservice"),
    )  # fmt: skip


def _quarters(share: float) -> list[pl.Expr]:
    return [
        (pl.col("volume") * share * part).round().cast(pl.Int64).alias(f"q{quarter}")
        for quarter, part in enumerate(QUARTER_SHARES, start=1)
    ]


def _reports(plans: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    months = [
        month
        for year in YEARS
        for number in range(1, 13)
        if (month := dt.date(year + number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)) <= LAST_MONTH
    ]
    calendar = pl.DataFrame({"month": months}).with_columns(year=pl.col("month").dt.year())
    by_month = plans.with_columns(pl.col("year").cast(pl.Int32)).join(calendar, on="year")
    done = by_month.with_columns(
        completed=pl.Series(rng.poisson(by_month["volume"].to_numpy() / 12 * 0.88)).cast(pl.Int64)
    ).with_columns(sent=pl.col("completed") + 1, returned=pl.lit(0))
    columns = ["month", "specialty", "sender", "receiver", "reported_by", "sent", "completed", "returned"]
    return pl.concat(done.with_columns(reported_by=pl.lit(side)).select(columns) for side in ("avsandare", "mottagare"))


def _needs(places: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    years = pl.DataFrame({"year": [*YEARS, YEARS[-1] + 1]})
    rows = places.join(years, how="cross")
    need = pl.Series(np.rint(rng.gamma(2, 400, rows.height))).cast(pl.Int64)
    return rows.with_columns(need=need, capacity=(need * 0.85).cast(pl.Int64), quarter=pl.lit(None, pl.UInt8))


def _offers(plans: pl.DataFrame) -> pl.DataFrame:
    offered = plans.group_by("year", "specialty", "receiver", "regime", maintain_order=True).agg(
        volume=pl.col("volume").sum()
    )
    following = offered.filter(pl.col("year") == YEARS[-1]).with_columns(pl.col("year") + 1)
    quarters = pl.DataFrame({"quarter": [1, 2, 3, 4]})
    return (
        pl.concat([offered, following])
        .join(quarters, how="cross")
        .select(
            "year", "quarter", "specialty", "receiver", "regime",
            free_volume=pl.col("volume") // 4 + 2, area=pl.lit(None, pl.String), valid_to=pl.lit(None, pl.Date),
        )
    )  # fmt: skip
