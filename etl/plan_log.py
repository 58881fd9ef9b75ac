"""Versions of plans are only ever added: what is loaded already, what contradicts it, and which plan a plan_id is."""

from __future__ import annotations

import duckdb
import polars as pl

from etl import warehouse
from etl.contracts.plans import AGREEMENT, IDENTITY
from etl.readers import Refused

VERSION = ("principal", "plan_id", "version")
PLAN = ("principal", "plan_id")
AGREED_BETWEEN = ("principal", *IDENTITY)
OTHER_CONTENT, OTHER_IDENTITY, SECOND_PLAN = "annan_version_finns", "plan_id_om_annat", "andra_plan_id"
DECIMALS = 4  # as open tables write shares
KNOWN = ("principal", "plan_id", "version", *AGREEMENT)


class PlanLog:
    """The accepted versions of one file, judged when all have been read: their order in it decides little."""

    def __init__(self) -> None:
        self._versions: list[pl.DataFrame] = []

    def add(self, stored: pl.DataFrame) -> None:
        """Take rows as the table `delivery_plans` has them."""
        self._versions.append(stored)

    def verdicts(self, *known: pl.DataFrame) -> pl.DataFrame:
        """`_record, delivery_id, reason, column` of the versions that may not be stored.

        `known`: versions of the warehouse and the register. `reason` null: an equal version is there already.
        """
        versions = _with_content(pl.concat(self._versions)).rename({"record": "_record"}).sort("_record")
        there = pl.concat([_with_content(rows.select(KNOWN)) for rows in known], how="vertical_relaxed")
        found: list[pl.DataFrame] = []
        for judge in (_stored_before, _twice_in_the_file, _of_another_plan, _of_a_second_plan):
            verdicts = judge(versions, there)
            found.append(verdicts)
            versions = versions.join(verdicts, on="_record", how="anti", maintain_order="left")
        return pl.concat(found)


def stored_versions(connection: duckdb.DuckDBPyConnection, load_id: int) -> pl.DataFrame:
    """Versions that earlier loads brought."""
    versions: pl.DataFrame = connection.sql(
        warehouse.statement("stored_plan_versions"), params={"load_id": load_id}
    ).pl()
    return versions


def nothing_registered() -> pl.DataFrame:
    """What there is where there is no register."""
    return pl.DataFrame(schema=dict.fromkeys(KNOWN, pl.String))


def registered_versions(address: str) -> pl.DataFrame:
    """Versions that people have entered; none where no register has been made. Raises `Refused`."""
    import register  # noqa: PLC0415 - only plans need it

    try:
        return register.opened(address).plan_versions()
    except register.RegisterFault as fault:
        raise Refused(
            "registret_gar_inte_att_lasa", f"Planregistret behövs för att ladda leveransplaner. {fault}"
        ) from None


def _with_content(versions: pl.DataFrame) -> pl.DataFrame:
    """All that was agreed as one text, by which versions of any source are compared."""
    shares = {name for name, kind in versions.schema.items() if kind == pl.Float64}
    agreed = (pl.col(name).round(DECIMALS) if name in shares else pl.col(name) for name in AGREEMENT)
    content = pl.concat_str([value.cast(pl.String).fill_null("\x00") for value in agreed], separator="\x1f")
    return versions.with_columns(
        content.alias("content"), pl.col("version").cast(pl.Int64), pl.col("year").cast(pl.Int64),
        pl.col("phase").cast(pl.Int64),
    )  # fmt: skip


def _stored_before(versions: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    again = versions.join(there.select(VERSION), on=VERSION, how="semi")
    equal = again.join(there.select(*VERSION, "content"), on=[*VERSION, "content"], how="semi")
    other = again.join(equal, on="_record", how="anti")
    return pl.concat([_verdict(equal, None, None), _verdict(other, OTHER_CONTENT, "version")])


def _twice_in_the_file(versions: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """Of equal ones the first stays; of different ones nobody knows which is meant."""
    del there
    different = pl.col("content").n_unique().over(VERSION) > 1
    later = pl.col("_record") > pl.col("_record").min().over(VERSION)
    return pl.concat(
        [
            _verdict(versions.filter(later, ~different), None, None),
            _verdict(versions.filter(different), OTHER_CONTENT, "version"),
        ]
    )


def _of_another_plan(versions: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """What the plan's earliest known version is about holds; of a plan unknown until now its lowest version."""
    known = there.sort("version").unique(PLAN, keep="first", maintain_order=True)
    new = versions.sort("version", "_record").join(known, on=PLAN, how="anti")
    new = new.unique(PLAN, keep="first", maintain_order=True)
    first = pl.concat([rows.select(*PLAN, *IDENTITY) for rows in (known, new)])
    other = versions.join(first, on=[*PLAN, *IDENTITY], how="anti")
    return _verdict(other, OTHER_IDENTITY, "plan_id")


def _of_a_second_plan(versions: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """A known plan between the two holds; where there is none, the first in the file."""
    known = there.select(*AGREED_BETWEEN, "plan_id").unique()
    new = versions.join(known, on=AGREED_BETWEEN, how="anti").unique(AGREED_BETWEEN, keep="first", maintain_order=True)
    holders = pl.concat([known, new.select(*AGREED_BETWEEN, "plan_id")])
    second = versions.join(holders, on=[*AGREED_BETWEEN, "plan_id"], how="anti")
    return _verdict(second, SECOND_PLAN, "plan_id")


def _verdict(versions: pl.DataFrame, reason: str | None, column: str | None) -> pl.DataFrame:
    return versions.select(
        "_record",
        "delivery_id",
        pl.lit(reason, dtype=pl.String).alias("reason"),
        pl.lit(column, dtype=pl.String).alias("column"),
    )
