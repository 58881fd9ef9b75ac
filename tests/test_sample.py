"""The synthetic region: the same every time, recognisable, free of real identities, and loadable as any delivery."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.overdispersion import overdispersion
from etl.contracts import KINDS
from etl.identity_numbers import holds_one
from etl.sample import write_sample
from etl.sample.frames import frames
from etl.sample.plan import unit_reference
from etl.sample.planted import NOBODY
from tests.commands import ROOT, etl

SHOWCASE = {
    "141": ("SkaS", 37, "SV", 91),
    "201": ("NU", 42, "SV", 98),
    "231": ("SÄS", 35, "SV", 81),
    "221": ("NU", 29, "SV", 97),
    "521": ("SÄS", 31, "Privat", 90),
    "311": ("NU", 42, "Privat", 94),
    "Internmedicin": ("SU", 48, "SV", 91),
}
INTERNAL_MEDICINE = ["101", "105", "107", "108", "111", "161"]


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default sample's last month."""
    out = tmp_path_factory.mktemp("sample")
    write_sample(out, months=1)
    return out


@pytest.fixture(scope="module")
def latest(newest: Path) -> pl.DataFrame:
    """Its waiting contacts, counted by the book and not by the generator."""
    return counted(newest / "vantande" / "vantande_2026-09.csv")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """The same month of a whole region."""
    out = tmp_path_factory.mktemp("whole")
    write_sample(out, months=1, scale=1)
    return counted(out / "vantande" / "vantande_2026-09.csv")


def counted(path: Path) -> pl.DataFrame:
    """`mvo_kod, forvaltning, unit, fas, kept, waited, target_met` of each row that a load accepts."""
    units = read(ROOT / "data" / "reference" / "enheter.csv").select("kod", "forvaltning")
    rows = read(path).filter(~pl.col("vardkontakt_id").str.contains("FEL|DUBBLETT"))
    day, target, decided = (pl.col(name).str.to_date() for name in ("matperiod", "medicinskt_maldatum", "beslut_datum"))
    return rows.join(units, left_on="hsaid_vardenhet", right_on="kod").select(
        "mvo_kod",
        "forvaltning",
        pl.col("hsaid_vardenhet").alias("unit"),
        pl.col("fas").cast(pl.Int64),
        kept=(pl.col("vardgaranti") == "JA") & pl.col("avvikelsekod").is_null(),
        waited=(day - decided).dt.total_days(),
        target_met=target >= day,
    )


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator=";", infer_schema=False)


def first_visit_shares(latest: pl.DataFrame) -> pl.DataFrame:
    """`mvo_kod, forvaltning, denominator, percent` for each specialty and the group Internmedicin."""
    first = latest.filter(pl.col("kept"), pl.col("fas") == 1)
    group = first.filter(pl.col("mvo_kod").is_in(INTERNAL_MEDICINE)).with_columns(mvo_kod=pl.lit("Internmedicin"))
    return (
        pl.concat([first, group])
        .group_by("mvo_kod", "forvaltning")
        .agg(denominator=pl.len(), percent=((pl.col("waited") <= 90).mean() * 100).round())
        .sort("percent")
    )


def share_within(rows: pl.DataFrame, days: int) -> float:
    kept = rows.filter("kept")
    return kept.filter(pl.col("waited") <= days).height / kept.height


@pytest.mark.parametrize("size", ["latest", "whole"])
@pytest.mark.parametrize("specialty", sorted(SHOWCASE))
def test_the_differences_are_the_ones_the_region_knows(
    request: pytest.FixtureRequest, size: str, specialty: str
) -> None:
    shares = first_visit_shares(request.getfixturevalue(size))
    cells = shares.filter(pl.col("mvo_kod") == specialty, pl.col("denominator") >= 20)
    ends = (*cells.row(0)[1::2], *cells.row(-1)[1::2])
    assert ends == SHOWCASE[specialty]


@pytest.mark.parametrize("size", ["latest", "whole"])
def test_a_low_base_makes_general_medicine_look_wider_than_it_is(request: pytest.FixtureRequest, size: str) -> None:
    cells = first_visit_shares(request.getfixturevalue(size)).filter(pl.col("mvo_kod") == "101")
    assert [cells.row(0), cells.row(-1)] == [("101", "SÄS", 11, 18), ("101", "SkaS", 7, 100)]
    assert cells.filter(pl.col("denominator") >= 20)["percent"].is_between(40, 65).all()


def test_only_the_showcase_differs_by_more_than_forty_points(latest: pl.DataFrame) -> None:
    firm = first_visit_shares(latest).filter(pl.col("denominator") >= 20)
    spread = firm.group_by("mvo_kod").agg(points=pl.col("percent").max() - pl.col("percent").min())
    assert set(spread.filter(pl.col("points") > 40)["mvo_kod"]) == set(SHOWCASE)


@pytest.mark.parametrize(("phase", "percent"), [(1, 66.0), (2, 61.0)])
def test_the_region_has_its_known_total(latest: pl.DataFrame, phase: int, percent: float) -> None:
    assert round(100 * share_within(latest.filter(pl.col("fas") == phase), 90), 1) == percent


@pytest.mark.parametrize(("phase", "percent"), [(1, 81), (2, 43), (3, 58)])
def test_child_psychiatry_has_its_own_shares_within_thirty_days(latest: pl.DataFrame, phase: int, percent: int) -> None:
    child = latest.filter(pl.col("mvo_kod") == "931", pl.col("fas") == phase)
    assert round(100 * share_within(child, 30)) == percent


def test_follow_up_visits_are_measured_by_their_target_date(latest: pl.DataFrame) -> None:
    visits = latest.filter(pl.col("fas") == 4)["target_met"]
    child = latest.filter(pl.col("fas") == 4, pl.col("mvo_kod") == "931")["target_met"]
    for met in (visits, child):
        assert met.null_count() > 0
        assert round(100 * int(met.sum()) / met.count()) == 72


def test_a_whole_region_has_the_size_of_a_whole_region(whole: pl.DataFrame) -> None:
    sizes = dict(whole.group_by("fas").len().iter_rows())
    assert sizes[1] == pytest.approx(77_000, rel=0.01)
    assert sizes[2] == pytest.approx(33_000, rel=0.01)
    for phase, percent in ((1, 66.0), (2, 61.0)):
        assert round(100 * share_within(whole.filter(pl.col("fas") == phase), 90), 1) == percent


def test_a_few_groups_are_small_and_keep_each_other_company(latest: pl.DataFrame, whole: pl.DataFrame) -> None:
    for rows in (latest, whole):
        sizes = rows.group_by("fas", "mvo_kod", "forvaltning").len()
        small = sizes.filter(pl.col("len") < 5)
        assert len(small) == 12
        for line in ("mvo_kod", "forvaltning"):
            together = small.group_by("fas", line).agg(pl.len().alias("groups"), pl.col("len").sum())
            assert (together["groups"] == 2).all()
            assert (together["len"] >= 5).all()


def test_where_differences_are_chance_they_are_no_larger_than_chance(newest: Path, latest: pl.DataFrame) -> None:
    first, distances = latest.filter("kept", pl.col("fas") == 1), []
    for noise in facit_of(newest)["brus"]:
        cells = first.filter(pl.col("mvo_kod") == noise["mvo"], pl.col("forvaltning").is_in(noise["forvaltningar"]))
        within = cells.group_by("forvaltning").agg(n=pl.len(), within=(pl.col("waited") <= noise["grans_dagar"]).mean())
        error = (noise["andel"] * (1 - noise["andel"]) / within["n"]).sqrt()
        distances += ((within["within"] - noise["andel"]) / error).to_list()
    assert len(distances) > 60
    assert max(map(abs, distances)) < 4
    assert 0.75 < math.sqrt(sum(distance**2 for distance in distances) / len(distances)) < 1.25


def test_planted_cells_differ_by_their_odds_and_their_specialty_hardly_moves(newest: Path) -> None:
    planted = {(cell["mvo"], cell["forvaltning"]): cell for cell in facit_of(newest)["planterade"]}
    cells = frames(1)
    shares = {noise["mvo"]: noise["andel"] for noise in facit_of(newest)["brus"]}
    assert len(planted) == 16
    for specialty, administration, denominator, share in cells.select(
        "specialty", "administration", "denominator", "true_share"
    ).iter_rows():
        if (specialty, administration) not in planted:
            continue
        cell = planted.pop((specialty, administration))
        ordinary = shares[specialty] / (1 - shares[specialty])
        assert denominator >= 100
        assert cell["odds"] in (0.6, 1.6)
        assert share / (1 - share) == pytest.approx(cell["odds"] * ordinary)
        assert share == pytest.approx(cell["andel"], abs=1e-4)
    assert not planted
    pooled = cells.group_by("specialty").agg(
        (pl.col("true_share") * pl.col("denominator")).sum() / pl.col("denominator").sum()
    )
    for specialty, mean in pooled.iter_rows():
        assert specialty not in shares or abs(mean - shares[specialty]) < 0.02


def test_planted_scatter_is_larger_than_chance_between_administrations_and_units(
    newest: Path, latest: pl.DataFrame
) -> None:
    first = latest.filter("kept", pl.col("fas") == 1)
    for scattered in facit_of(newest)["overspridning"]:
        own = first.filter(mvo_kod=scattered["mvo"])
        for place in ("forvaltning", "unit"):
            units = own.group_by(place).agg(pl.len(), x=(pl.col("waited") <= 90).sum())
            assert overdispersion(units["x"].to_numpy(), units["len"].to_numpy()).p_value < 0.005


def test_a_total_may_turn_the_order_of_its_parts_around(newest: Path, latest: pl.DataFrame) -> None:
    [reversal] = facit_of(newest)["omkastningar"]
    kept = latest.filter("kept", pl.col("fas") == reversal["fas"])
    better, worse = (kept.filter(forvaltning=reversal[name]) for name in ("battre", "samre"))
    for specialty in reversal["mvo"]:
        own = pl.col("mvo_kod") == specialty
        assert share_within(better.filter(own), 90) > share_within(worse.filter(own), 90)
    assert reversal["total"] == "Alla"
    assert share_within(better, 90) < share_within(worse, 90) - 0.04


def test_some_patients_come_from_other_regions_and_of_some_not_all_is_known(newest: Path) -> None:
    rows = read(newest / "vantande" / "vantande_2026-09.csv")
    county = rows["lkf"].str.slice(0, 2).replace({"14": "own", "00": "unknown"})
    shares = dict(county.value_counts(normalize=True, name="share").iter_rows())
    assert shares.pop("own") > 0.95
    assert 0.001 < shares.pop("unknown") < 0.01
    assert set(shares) == {"01", "06", "13", "17", "18"}
    assert 0.02 < sum(shares.values()) < 0.04
    not_stated = rows.filter(kon="3")
    assert set(not_stated["mvo_kod"]) == {"901"}
    assert 0 < not_stated.height < 0.01 * rows.height


def test_planted_changes_show_in_their_month(tmp_path: Path) -> None:
    write_sample(tmp_path, months=9)
    shares = {path.stem[-7:]: shares_of(counted(path)) for path in sorted((tmp_path / "vantande").glob("*-0[1-9].csv"))}
    months = sorted(shares)
    changes = facit_of(tmp_path)["forandringar"]
    assert len(changes) == 6
    for change in changes:
        place = (change["fas"], change["mvo"], change["forvaltning"])
        first = months.index(change["fran"])
        before, after = shares[months[first - 1]][place], shares[months[first]][place]
        assert abs(before - change["fore"]) < 0.07
        assert abs(after - before) > 0.04


def shares_of(rows: pl.DataFrame) -> dict[tuple[int, str, str], float]:
    cells = rows.filter("kept").group_by("fas", "mvo_kod", "forvaltning").agg((pl.col("waited") <= 90).mean())
    return {(phase, specialty, part): share for phase, specialty, part, share in cells.iter_rows()}


def facit_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "facit.json").read_text(encoding="utf-8"))
    return found


def test_the_nation_is_worse_on_all_but_treatment_of_children(newest: Path) -> None:
    rows = read(newest / "riket" / "riket_2026-09.csv").filter(definition="exkl_pvv_mov")
    shares = {row[:2]: float(row[2]) for row in rows.select("fas", "mvo_kod", "andel").iter_rows()}
    national = {("1", "Alla"): 0.63, ("2", "Alla"): 0.57, ("1", "931"): 0.76, ("2", "931"): 0.52, ("3", "931"): 0.51}
    assert {key: shares[key] for key in national} == national
    assert len({specialty for phase, specialty in shares if phase == "1"}) > 40


def test_the_same_choices_give_the_same_bytes(tmp_path: Path) -> None:
    write_sample(tmp_path / "first", scale=0.02)
    write_sample(tmp_path / "second", scale=0.02)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    write_sample(tmp_path / "other", months=1, scale=0.02, seed=2)
    name = "vantande/vantande_2026-09.csv"
    assert contents(tmp_path / "other")[name] != contents(tmp_path / "first")[name]


@pytest.mark.parametrize(
    "choice",
    [("--until", "2026-13"), ("--until", "i går"), ("--months", 0), ("--scale", 0), ("--scale", "nan"), ("--seed", -1)],
)
def test_a_choice_that_means_nothing_is_wrong_usage(tmp_path: Path, choice: tuple[str, object]) -> None:
    ended = etl("sample", "--out", tmp_path / "files", *choice, data=tmp_path / "data")
    assert ended.code == 2
    assert choice[0] in ended.errors
    assert not (tmp_path / "files").exists()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_a_change_of_systems_a_silent_unit_and_a_redelivery_are_planted(tmp_path: Path) -> None:
    write_sample(tmp_path)
    units = read(ROOT / "data" / "reference" / "enheter.csv")
    silent = units.filter(pl.col("enhet") == "Hudsjukvård Ängsala")["kod"].item()
    lost = set(units.filter(pl.col("forvaltning") == "SÄS")["kod"])
    months = {
        path.stem: set(read(path)["hsaid_vardenhet"])
        for kind in ("vantande", "genomforda")
        for path in (tmp_path / kind).glob("*_20??-??.csv")
    }
    assert len(months) == 72
    assert {stem for stem, found in months.items() if not found & lost} == {"vantande_2024-11", "genomforda_2024-11"}
    assert {stem[-7:] for stem, found in months.items() if silent not in found} == {
        "2026-06",
        "2026-07",
        "2026-08",
        "2026-09",
    }
    for kind in ("vantande", "genomforda"):
        files = sorted((tmp_path / kind).glob(f"{kind}_2026-03*"))
        assert [path.stem for path in files] == [f"{kind}_2026-03", f"{kind}_2026-03_v2"]
        assert read(files[0]).height - read(files[1]).height == 3
        assert set(read(files[0])["hsaid_vardenhet"]) == set(read(files[1])["hsaid_vardenhet"])


def test_no_value_looks_like_an_identity_number_but_the_planted_one(tmp_path: Path) -> None:
    write_sample(tmp_path, months=3, scale=0.02)
    values: set[str] = set()
    for path in tmp_path.rglob("*.csv"):
        for column in read(path):
            values |= set(column.drop_nulls())
    assert [value for value in values if holds_one(value)] == [f"Avser {NOBODY}"]


def test_the_units_of_the_plan_are_the_units_of_the_reference() -> None:
    committed = read(ROOT / "data" / "reference" / "enheter.csv")
    planned = unit_reference().select(pl.all().cast(pl.String))
    assert committed.equals(planned)
    assert committed.filter(kodtyp="hsaid")["enhet"].is_unique().all()


def test_the_sample_loads_with_exactly_the_planted_rows_in_quarantine(tmp_path: Path) -> None:
    written = etl("sample", "--out", tmp_path / "files", "--months", 3, "--scale", 0.02, data=tmp_path / "data")
    assert written.code == 0, written.errors
    loaded = etl("load", tmp_path / "files", data=tmp_path / "data")
    assert loaded.code == 0, loaded.errors
    facit = facit_of(tmp_path / "files")
    assert quarantined(loaded.report) == {
        (row["slag"], row["period"], row["orsak"]): row["rader"] for row in facit["karantan"]
    }
    assert sum(row["rader"] for row in facit["karantan"]) == 33
    doubled = {(file["kind"], file["period"][:7]): file["duplicates"] for file in loaded.report["files"]}
    assert {key: rows for key, rows in doubled.items() if rows} == {
        (row["slag"], row["period"]): row["rader"] for row in facit["dubbletter"]
    }


def quarantined(report: dict[str, Any]) -> dict[tuple[str, str, str], int]:
    """Rows by kind, month and reason."""
    return {
        (file["kind"], file["period"][:7], reason): rows
        for file in report["files"]
        for reason, rows in file["reasons"].items()
    }


def test_the_worked_examples_load_without_a_remark(tmp_path: Path) -> None:
    loaded = etl("load", ROOT / "data" / "samples", data=tmp_path / "data")
    assert loaded.code == 0, loaded.errors
    assert {file["kind"] for file in loaded.report["files"]} == set(KINDS)
    assert {file["path"].rsplit("/", 1)[-1].removesuffix(".csv") for file in loaded.report["files"]} == set(KINDS)
    assert {(file["quarantined"], file["duplicates"], str(file["reasons"])) for file in loaded.report["files"]} == {
        (0, 0, "{}")
    }
