"""The synthetic region's queues hang together: who waits was there the month before or is new, who is gone was seen."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from etl.sample import write_sample
from tests.commands import ROOT

COHORT = ["month", "fas", "mvo_kod", "forvaltning", "beslut_datum"]
CELL = COHORT[:-1]
PERSON = ["hsaid_vardenhet", "beslut_datum", "kon", "fodelsear", "lkf", "avvikelsekod", "medicinskt_maldatum", "fas"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fourteen months of the default sample."""
    out = tmp_path_factory.mktemp("sample")
    write_sample(out, months=14)
    return out


@pytest.fixture(scope="module")
def contacts(folder: Path) -> dict[str, pl.DataFrame]:
    """Each month's last delivery, without the planted faults."""
    return {kind: delivered(folder / kind) for kind in ("vantande", "genomforda")}


@pytest.fixture(scope="module")
def balances(contacts: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return balance(contacts)


def delivered(folder: Path) -> pl.DataFrame:
    newest = {path.stem.split("_")[1]: path for path in sorted(folder.glob("*.csv"))}
    rows = pl.concat([pl.read_csv(path, separator=";", infer_schema=False) for path in newest.values()])
    units = pl.read_csv(ROOT / "data" / "reference" / "enheter.csv", separator=";", infer_schema=False)
    good = rows.filter(~pl.col("vardkontakt_id").str.contains("FEL|DUBBLETT"), pl.col("fas") != "5").unique()
    return good.join(units.select("kod", "forvaltning"), left_on="hsaid_vardenhet", right_on="kod").with_columns(
        pl.col("beslut_datum").str.to_date(), month=pl.col("matperiod").str.to_date()
    )


def balance(contacts: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """`opening, inflow, completed, other, unexplained, closing` per month and cell, by cohorts of decision dates."""
    waiting, done = contacts["vantande"], contacts["genomforda"]
    before = waiting.with_columns(month=pl.col("month").dt.offset_by("1d").dt.month_end())
    parts = {"opening": before, "closing": waiting, "completed": done}
    cohorts = pl.concat(
        [rows.group_by(COHORT).agg(pl.len().cast(pl.Int64).alias(name)) for name, rows in parts.items()], how="diagonal"
    )
    gone = pl.col("opening") - pl.col("closing") - pl.col("completed")
    is_new = pl.col("beslut_datum") >= pl.col("month").dt.month_start()
    months = waiting["month"].unique().sort()
    return (
        cohorts.group_by(COHORT)
        .agg(pl.col(*parts).sum())
        .group_by(CELL)
        .agg(
            pl.col(*parts).sum(),
            inflow=(pl.col("closing") + pl.col("completed")).filter(is_new).sum(),
            other=gone.clip(0).filter(~is_new).sum(),
            unexplained=(-gone).clip(0).filter(~is_new).sum(),
        )
        .filter(pl.col("month").is_in(months[1:].implode()))
    )


def test_little_is_unexplained_and_few_leave_without_care(balances: pl.DataFrame) -> None:
    cells = balances.filter(pl.col("opening") >= 20)
    assert cells.height > 3000
    assert cells.select((pl.col("unexplained") / pl.col("opening")).median()).item() < 0.01
    assert 0.005 < cells.select((pl.col("other") / pl.col("opening")).median()).item() < 0.05
    months = cells.group_by("month").agg(pl.col("opening", "other", "unexplained").sum())
    for opening, other, unexplained in months.select("opening", "other", "unexplained").iter_rows():
        assert 0 < unexplained < 0.01 * opening
        assert 0.005 * opening < other < 0.05 * opening


def test_a_month_brings_and_takes_a_part_of_the_queue_not_the_whole(balances: pl.DataFrame) -> None:
    cells = balances.filter(pl.col("opening") >= 50, pl.col("mvo_kod") != "931")  # child psychiatry turns in a month
    for flow in ("inflow", "completed"):
        share = cells.select(pl.col(flow) / pl.col("opening")).to_series()
        assert 0.2 < share.median() < 0.5  # type: ignore[operator]
        assert share.quantile(0.01) > 0.02  # type: ignore[operator]
        assert share.quantile(0.99) < 0.9  # type: ignore[operator]


def test_july_rests_and_the_queues_are_longer_after_it(balances: pl.DataFrame) -> None:
    months = {
        f"{month:%m}": (completed, closing)
        for month, completed, closing in balances.group_by("month")
        .agg(pl.col("completed", "closing").sum())
        .iter_rows()
    }
    assert months["07"][0] < 0.65 * months["06"][0]
    assert months["08"][1] > 1.05 * months["06"][1]


def test_who_is_seen_had_as_a_rule_waited_and_who_waits_stays_the_same_person(
    contacts: dict[str, pl.DataFrame],
) -> None:
    waiting, done = contacts["vantande"], contacts["genomforda"]
    persons = pl.concat([waiting, done]).group_by("vardkontakt_id").agg(pl.col(PERSON).n_unique())
    assert persons.select(pl.max_horizontal(PERSON).max()).item() == 1
    assert done["vardkontakt_id"].is_unique().all()
    first_month = waiting["month"].min()
    earlier = waiting.select("vardkontakt_id", pl.col("month").dt.offset_by("1d").dt.month_end())
    later = done.filter(pl.col("month") != first_month, pl.col("beslut_datum") < pl.col("month").dt.month_start())
    assert later.join(earlier, on=["vardkontakt_id", "month"], how="anti").is_empty()
    assert waiting.join(done, on=["vardkontakt_id", "month"], how="semi").is_empty()


def test_nobody_who_has_left_the_queue_comes_back(contacts: dict[str, pl.DataFrame]) -> None:
    number = pl.col("month").dt.year() * 12 + pl.col("month").dt.month()
    stays = contacts["vantande"].group_by("vardkontakt_id").agg(months=pl.len(), span=number.max() - number.min() + 1)
    assert stays.filter(pl.col("months") != pl.col("span")).is_empty()
    assert stays["months"].max() > 6  # type: ignore[operator]


def test_the_oldest_wait_longer_for_the_same_care(folder: Path, contacts: dict[str, pl.DataFrame]) -> None:
    [unequal] = json.loads((folder / "facit.json").read_text(encoding="utf-8"))["ojamlikhet"]
    waiting = contacts["vantande"].filter(pl.col("avvikelsekod").is_null(), fas=str(unequal["fas"]))
    last = waiting.filter(pl.col("month") == pl.col("month").max()).with_columns(
        is_old=pl.col("month").dt.year() - pl.col("fodelsear").cast(pl.Int64) >= unequal["fran_alder"],
        is_within=pl.col("vantetid_dagar").cast(pl.Int64) <= 90,
    )

    def lead(rows: pl.DataFrame) -> float:
        """How many points the others are ahead."""
        shares = {
            bool(old): share for old, share in rows.group_by("is_old").agg(pl.col("is_within").mean()).iter_rows()
        }
        return float(100 * (shares[False] - shares[True]))

    own = last.filter(mvo_kod=unequal["mvo"])
    assert own.filter("is_old").height > 100
    assert lead(own) > 10
    assert abs(lead(last.filter(~pl.col("mvo_kod").is_in([unequal["mvo"], "241", "928"])))) < 6  # two only for the old
