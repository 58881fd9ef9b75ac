"""The sample's delivery plans: believable, lawful, loadable, and the same on every day."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl.sample import write_sample
from tests.commands import ROOT, etl
from tests.plan_extracts import mart

KINDS = ["behov", "kapacitet", "leveransplan", "leveransutfall"]
LONG_QUEUES = {"141", "221", "301", "311", "431", "511", "521"}
QUARTERS = ["q1", "q2", "q3", "q4"]
BETWEEN = ["ar", "mvo_kod", "fas", "avsandare", "mottagare"]
UNDER_PLAN = {"LP-2026-001": (0.55, 0.60), "LP-2026-009": (0.62, 0.72)}
DAYS = ("beslutsdatum", "underlag_datum")
COUNTS = (
    "ar", "manad", "kvartal", "fas", "version", "beslutad_volym", *QUARTERS, "underlag_taljare", "underlag_namnare",
    "skickade", "genomforda", "aterlamnade", "behov", "kapacitet",
)  # fmt: skip
SHARES = ("underlag_andel", "underlag_niva")


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of the months that plans are about, at the default scale."""
    out = tmp_path_factory.mktemp("plans")
    write_sample(out, months=21)
    return out


@pytest.fixture(scope="module")
def facit(region: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((region / "facit.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def versions(region: Path) -> pl.DataFrame:
    """Every version that a load accepts, with the month of its file."""
    rows = pl.concat(
        [
            read(path).with_columns(pl.lit(path.stem[-7:]).alias("file"))
            for path in sorted((region / "leveransplan").glob("*.csv"))
        ]
    )
    sums = pl.sum_horizontal(QUARTERS)
    good = (sums <= pl.col("beslutad_volym")) & (pl.col("avsandare") != pl.col("mottagare"))
    return rows.filter(good, pl.col("orsak").is_not_null()).sort("plan_id", "version")


@pytest.fixture(scope="module")
def outcomes(region: Path) -> pl.DataFrame:
    """What senders and receivers report, re-deliveries in place of what they replace."""
    paths = {path.stem.removesuffix("_v2"): path for path in sorted((region / "leveransutfall").glob("*.csv"))}
    rows = pl.concat([read(path) for path in paths.values()])
    return rows.filter(pl.col("avsandare") != pl.col("mottagare"), pl.col("avsandare") != "Västkliniken")


@pytest.fixture(scope="module")
def loaded(region: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A data directory with the plans' files only, and the report of their load."""
    data = tmp_path_factory.mktemp("plan-region") / "data"
    ended = etl("load", *(region / kind for kind in KINDS), data=data, VARDLAGET_TODAY="2026-10-20")
    assert ended.code == 0, ended.output + ended.errors
    return data, ended.report


def read(path: Path) -> pl.DataFrame:
    """The rows with days, counts and shares as what they are; all else as text."""
    rows = pl.read_csv(path, separator=";", infer_schema=False)
    numbers = dict.fromkeys(COUNTS, pl.Int64()) | dict.fromkeys(SHARES, pl.Float64())
    return rows.with_columns(
        *(pl.col(name).cast(kind) for name, kind in numbers.items() if name in rows.columns),
        *(pl.col(name).str.to_date() for name in DAYS if name in rows.columns),
    )


def total(rows: pl.DataFrame, *columns: str) -> int:
    return int(rows.select(pl.sum_horizontal(pl.col(columns).sum())).item())


def test_the_files_load_with_exactly_the_planted_rows_in_quarantine(
    loaded: tuple[Path, dict[str, Any]], facit: dict[str, Any]
) -> None:
    report = loaded[1]
    assert {file["kind"] for file in report["files"]} == set(KINDS)
    assert sorted(
        (file["kind"], file["period"][:7], reason, rows)
        for file in report["files"]
        for reason, rows in file["reasons"].items()
    ) == sorted(
        (row["slag"], row["period"], row["orsak"], row["rader"]) for row in facit["karantan"] if row["slag"] in KINDS
    )
    assert {reason for file in report["files"] for reason in file["reasons"]} == {
        "avsandare_ar_mottagare", "kvartal_over_beslut", "okand_avsandare", "version_utan_orsak",
    }  # fmt: skip
    replaced = [Path(file["path"]).name for file in report["files"] if file["status"] == "replaced"]
    assert replaced == ["leveransutfall_2026-03_v2.csv"]


def test_a_publication_finds_what_does_not_agree_and_nothing_else(
    loaded: tuple[Path, dict[str, Any]], facit: dict[str, Any]
) -> None:
    found = mart(loaded[0], "select finding, year, receiver, specialty, phase from plan_findings")
    planted = [tuple(row[name] for name in ("fynd", "ar", "mottagare", "mvo", "fas")) for row in facit["planfynd"]]
    assert sorted(found.iter_rows()) == sorted(planted)
    assert {code for code, *_ in planted} == {
        "plan_utan_behov", "plan_utan_kapacitet", "overtecknad_kapacitet", "utfall_utan_plan",
    }  # fmt: skip


def test_two_plans_explain_most_of_what_is_missing(loaded: tuple[Path, dict[str, Any]]) -> None:
    done = mart(
        loaded[0],
        """
        select plan_id, sum(planned)::int as planned, sum(completed)::int as done from plan_quarters
        where in_force and year = 2026 and quarter <= 3 group by plan_id
        """,
    ).with_columns(share=pl.col("done") / pl.col("planned"))
    shares = dict(done.select("plan_id", "share").iter_rows())
    for plan, (lowest, highest) in UNDER_PLAN.items():
        assert lowest <= shares.pop(plan) <= highest
    assert 0.84 <= total(done, "done") / total(done, "planned") <= 0.90
    firm = done.filter(pl.col("plan_id").is_in(list(shares)), pl.col("planned") >= 10)
    assert firm["share"].is_between(0.82, 1.06).all()
    missing = done.with_columns(missing=pl.col("planned") - pl.col("done")).sort("missing", descending=True)
    assert set(missing["plan_id"].head(2)) == set(UNDER_PLAN)
    assert total(missing.head(2), "missing") > 0.5 * total(missing, "missing")


def test_some_of_what_is_decided_is_outside_the_plans(versions: pl.DataFrame) -> None:
    agreed = versions.filter(pl.col("status") != "forslag").group_by("plan_id", "ar").last()
    agreed = agreed.filter(pl.col("status") == "overenskommen")
    for year in (2025, 2026):
        plans = agreed.filter(ar=year)
        outside = plans.with_columns(outside=pl.col("beslutad_volym") - pl.sum_horizontal(QUARTERS))
        assert 0.035 < total(outside, "outside") / total(plans, "beslutad_volym") < 0.055
        assert 6 <= outside.filter(pl.col("outside") > 0).height <= 15


def test_every_version_is_lawful(versions: pl.DataFrame) -> None:
    assert versions.select(pl.struct("plan_id", "version").is_duplicated().any()).item() is False
    for (plan_id,), rows in versions.group_by("plan_id"):
        assert rows["version"].to_list() == list(range(1, rows.height + 1)), plan_id
        assert rows.select(BETWEEN).unique().height == 1
        decided = rows["beslutsdatum"].drop_nulls().to_list()
        assert decided == sorted(decided)
    assert versions.select(*BETWEEN, "plan_id").unique().height == versions.select(BETWEEN).unique().height
    proposed = versions["status"] == "forslag"
    assert (versions["beslutsdatum"].is_null() == proposed).all()
    assert (versions["forankrad_av"].is_null() == proposed).all()
    dated = versions.filter(~proposed)
    assert (dated["beslutsdatum"].dt.strftime("%Y-%m") == dated["file"]).all()
    assert (dated["beslutsdatum"].dt.weekday() <= 5).all()
    roles = tomllib.loads((ROOT / "data" / "definitions" / "roller.toml").read_text(encoding="utf-8"))["roll"]
    assert set(dated["forankrad_av"]) <= {role["titel"] for role in roles}


def test_a_change_leaves_the_quarters_that_have_ended(versions: pl.DataFrame) -> None:
    changed = 0
    for _, rows in versions.group_by("plan_id", maintain_order=True):
        for before, after in zip(rows.iter_rows(named=True), rows.slice(1).iter_rows(named=True), strict=False):
            month, year = int(after["file"][5:]), int(after["file"][:4])
            ended = QUARTERS[: month // 3] if year == after["ar"] else []
            assert [before[quarter] for quarter in ended] == [after[quarter] for quarter in ended]
            raised = sum(after[quarter] - before[quarter] for quarter in QUARTERS)
            expected = {"minskat": -1, "okat_be": 1, "ledig_k": 1, "ny": 0}[after["orsak"][:7]]
            assert (raised > 0) - (raised < 0) == expected
            changed += expected != 0
    assert changed > 20


def test_each_year_has_a_story_of_every_kind(versions: pl.DataFrame) -> None:
    regimes = dict(read(ROOT / "data" / "reference" / "vardgivare.csv").select("kortnamn", "regi").iter_rows())
    for year in (2025, 2026):
        rows = versions.filter(ar=year)
        agreed = rows.filter(pl.col("status") == "overenskommen")
        assert 40 <= rows["plan_id"].n_unique() <= 60
        assert rows["mvo_kod"].n_unique() >= 15
        assert set(rows["fas"]) == {1, 2, 3}
        assert set(rows["regi"]) == {"egen", "avtal", "annan_region"}
        assert {"okat_behov", "ledig_kapacitet", "minskat_behov:avlastat_annan", "minskat_behov:annat"} <= set(
            agreed["orsak"]
        )
        assert rows.filter(pl.col("status") == "aterkallad")["plan_id"].n_unique() == 1
        assert agreed.filter(pl.sum_horizontal(QUARTERS) >= 15).height >= agreed.height - 3
        assert all(regimes[name] == regime for name, regime in rows.select("mottagare", "regi").iter_rows())
        assert ((rows["overforing"] == "intern") == (rows["regi"] == "egen")).all()
    waiting = versions.filter(ar=2026).group_by("plan_id").last().filter(pl.col("status") == "forslag")
    assert set(waiting["version"]) == {1, 2}
    assert set(versions.filter(ar=2027)["status"]) == {"forslag"}
    assert 3 <= versions.filter(ar=2027).height <= 8


def test_a_lowered_plan_says_on_what_ground(versions: pl.DataFrame, outcomes: pl.DataFrame) -> None:
    lowered = versions.filter(pl.col("orsak").str.starts_with("minskat_behov"))
    assert lowered["motivering"].null_count() == 0
    reasons = set()
    for row in lowered.iter_rows(named=True):
        reasons.add(row["orsak"])
        if row["orsak"].endswith("avlastat_annan"):
            done = outcomes.filter(
                mvo_kod=row["mvo_kod"], fas=row["fas"], mottagare=row["avsandare"], ar=row["ar"],
                rapporterad_av="mottagare",
            ).filter(pl.col("manad") <= row["underlag_datum"].month)  # fmt: skip
            assert row["underlag_taljare"] == total(done, "genomforda") > 0
        elif row["orsak"].endswith("uppnadd_vardgaranti"):
            assert row["underlag_andel"] == pytest.approx(row["underlag_taljare"] / row["underlag_namnare"], abs=1e-4)
            assert row["underlag_andel"] > 0.95
            assert row["underlag_datum"] < row["beslutsdatum"]
        else:
            assert row["underlag_datum"] is None
    assert len(reasons) == 3


def test_senders_lack_more_than_they_send_and_long_queues_lack_most(region: Path, versions: pl.DataFrame) -> None:
    for year in (2025, 2026, 2027):
        needs = read(region / "behov" / f"behov_{year}.csv")
        gaps = needs.group_by("mvo_kod", "fas", "forvaltning").agg(gap=(pl.col("behov") - pl.col("kapacitet")).sum())
        sums = dict(gaps.group_by("mvo_kod").agg(pl.col("gap").sum()).iter_rows())
        assert min(sums[specialty] for specialty in LONG_QUEUES) > 0
        others = [gap for specialty, gap in sums.items() if specialty not in LONG_QUEUES]
        assert sum(gap < 0 for gap in others) >= 0.8 * len(others)
        first = versions.filter(pl.col("version") == 1, ar=year)
        sent = first.group_by("mvo_kod", "fas", "avsandare").agg(sent=pl.col("beslutad_volym").sum())
        taken = first.group_by("mvo_kod", "fas", "mottagare").agg(taken=pl.sum_horizontal(QUARTERS).sum())
        keys = ["mvo_kod", "fas", "forvaltning"]
        both = gaps.join(sent.rename({"avsandare": "forvaltning"}), on=keys, how="left").join(
            taken.rename({"mottagare": "forvaltning"}), on=keys, how="left"
        )
        assert both.filter(pl.col("taken").is_null(), pl.col("gap") < pl.col("sent")).is_empty()
        assert both.filter(pl.col("sent").is_null(), -pl.col("gap") < pl.col("taken")).is_empty()
    assert set(needs.filter(pl.col("kvartal").is_not_null())["mvo_kod"]) == {"311", "511"}


def test_what_is_told_by_quarter_is_smaller_in_summer(region: Path, versions: pl.DataFrame) -> None:
    needs = read(region / "behov" / "behov_2026.csv").drop_nulls("kvartal")
    capacity = needs.sort("kvartal").group_by("kvartal", maintain_order=True).agg(pl.col("kapacitet").sum())
    first, second, third, fourth = capacity["kapacitet"].to_list()
    assert third < fourth < first
    assert third < second
    planned = [total(versions.filter(pl.col("version") == 1), quarter) for quarter in QUARTERS]
    assert planned[2] == min(planned)


def test_july_and_december_are_low(outcomes: pl.DataFrame) -> None:
    done = outcomes.filter(rapporterad_av="mottagare", ar=2025).group_by("manad").agg(pl.col("genomforda").sum())
    by_month = [count for _, count in done.sort("manad").iter_rows()]
    ordinary = sorted(by_month)[6]
    assert by_month[6] < 0.7 * ordinary
    assert by_month[11] < 0.9 * ordinary


def test_sender_and_receiver_agree_but_for_what_they_hear_late(outcomes: pl.DataFrame) -> None:
    keys = [*BETWEEN, "manad"]
    both = outcomes.filter(rapporterad_av="avsandare").join(
        outcomes.filter(rapporterad_av="mottagare"), on=keys, suffix="_r"
    )
    for name in ("skickade", "genomforda"):
        differing = both.filter(pl.col(name) != pl.col(f"{name}_r"))
        assert 0.02 < differing.height / both.height < 0.25
        assert abs(total(both, name) - total(both, f"{name}_r")) < 0.02 * total(both, name)
    totals = both.group_by(BETWEEN).agg(pl.col("skickade", "genomforda_r", "aterlamnade_r").sum())
    assert totals.filter(pl.col("skickade") < pl.col("genomforda_r") + pl.col("aterlamnade_r")).is_empty()


def test_one_receiver_has_not_reported_one_month(outcomes: pl.DataFrame, facit: dict[str, Any]) -> None:
    assert len(facit["utfall_saknas"]) == 2
    for silent in facit["utfall_saknas"]:
        year, month = map(int, silent["period"].split("-"))
        own = outcomes.filter(mottagare=silent["mottagare"], ar=year)
        assert set(own.filter(manad=month)["rapporterad_av"]) == {"avsandare"}
        assert set(own.filter(manad=month - 1)["rapporterad_av"]) == {"avsandare", "mottagare"}


def test_a_redelivery_corrects_what_one_receiver_had_not_registered(region: Path) -> None:
    first, second = (read(region / "leveransutfall" / f"leveransutfall_2026-03{end}.csv") for end in ("", "_v2"))
    changed = first.join(second, on=first.columns, how="anti")
    assert first.height == second.height
    assert changed.height >= 3
    assert total(changed, "genomforda") < total(second.join(first, on=first.columns, how="anti"), "genomforda")
    assert set(changed["mottagare"]) == {"Kustortopedi"}
    assert set(changed["rapporterad_av"]) == {"mottagare"}


def test_the_facit_tells_every_plan(versions: pl.DataFrame, facit: dict[str, Any]) -> None:
    last = versions.group_by("plan_id", maintain_order=True).last()
    assert {plan["plan_id"]: plan["status"] for plan in facit["planer"]} == dict(
        last.select("plan_id", "status").iter_rows()
    )
    for plan in facit["planer"]:
        assert plan["versioner"] == versions.filter(plan_id=plan["plan_id"])["orsak"].to_list()


def test_later_months_add_files_and_change_none(tmp_path: Path) -> None:
    write_sample(tmp_path / "spring", until="2026-03", months=3, scale=0.02)
    write_sample(tmp_path / "autumn", until="2026-09", months=9, scale=0.02)
    before, after = (
        {path.name: path.read_bytes() for kind in KINDS for path in (tmp_path / season / kind).iterdir()}
        for season in ("spring", "autumn")
    )
    assert len(before) > 8
    assert {name: content for name, content in after.items() if name in before} == before
    assert {name for name in after if "2027" in name} == {"behov_2027.csv", "kapacitet_2027.xlsx"}
    assert not any("2027" in name for name in before)


def test_the_workbook_tells_no_day_of_its_own(region: Path) -> None:
    with zipfile.ZipFile(region / "kapacitet" / "kapacitet_2026.xlsx") as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = package.read("docProps/core.xml").decode()
    assert "2010-01-01" in properties
    assert str(dt.datetime.now(tz=dt.UTC).year) not in properties


def test_offers_hold_what_plans_take_but_for_the_planted_ones(
    loaded: tuple[Path, dict[str, Any]], facit: dict[str, Any]
) -> None:
    overdrawn = {
        (row["ar"], row["mottagare"], row["mvo"], row["fas"])
        for row in facit["planfynd"]
        if row["fynd"] in ("overtecknad_kapacitet", "plan_utan_kapacitet")
    }
    short = mart(
        loaded[0],
        """
        select distinct q.year, q.receiver, q.specialty, q.phase
        from (select year, quarter, receiver, specialty, phase, sum(planned) as planned from plan_quarters
              where in_force and planned > 0 group by all) as q
        left join capacity_offers as c using (year, quarter, receiver, specialty, phase)
        where c.free_volume is null or c.free_volume < q.planned
        """,
    )
    assert set(short.iter_rows()) == overdrawn
    unused = mart(
        loaded[0],
        """
        select count(*) from capacity_offers as c
        where not exists (select 1 from plan_versions as p where (p.year, p.receiver, p.specialty, p.phase)
                          = (c.year, c.receiver, c.specialty, c.phase))
        """,
    )
    assert unused.item() > 20
