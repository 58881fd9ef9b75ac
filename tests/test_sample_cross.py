"""The sample's Green Crosses: believable, the same on every day, and after a load exactly what facit.json tells."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.cross_fatigue import fatigues
from analysis.cross_followup import readings
from analysis.swedish_calendar import is_working_day
from config import DataDirectory
from etl.cross_definitions import palette
from etl.identity_numbers import holds_phone_or_email
from etl.sample import write_sample
from tests.commands import ROOT, etl, read_open_table
from tests.plan_extracts import mart

SEVERITY = ["ej_registrerad", "ingen_verksamhet", "ingen", "utan_skada_eller_risk", "risk", "skada", "allvarlig_skada"]
EVENTS = SEVERITY[3:]
DAY = ["forvaltning", "enhet", "datum"]
Facit = dict[str, Any]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of the sample; crosses know no scale."""
    out = tmp_path_factory.mktemp("crosses")
    write_sample(out, months=12, scale=0.02)
    return out


@pytest.fixture(scope="module")
def facit(region: Path) -> Facit:
    found: Facit = json.loads((region / "facit.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def rows(region: Path, facit: Facit) -> pl.DataFrame:
    """What is true of each source's days when all is read in order: a later file's day in the place of an earlier's."""
    read = [
        pl.read_csv(path, separator=";", infer_schema=False).with_columns(pl.lit(number).alias("file"))
        for number, path in enumerate(sorted((region / "grona_korset").glob("*.csv")))
    ]
    every = pl.concat(read).filter(
        pl.col("enhet") != facit["grona_korset"]["registrerar_aldrig"], pl.col("forvaltning") != "Västra sjukhusen"
    )
    newest = pl.col("file") == pl.col("file").max().over(*DAY, "kalla")
    return every.filter(newest).with_columns(pl.col("datum").str.to_date(), pl.col("antal").cast(pl.Int64))


@pytest.fixture(scope="module")
def tables(sample_region: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """The open tables of crosses, as a user reads them."""
    out = tmp_path_factory.mktemp("open")
    ended = etl("export", "--out", out, data=sample_region)
    assert ended.code == 0, ended.errors
    return {name: read_open_table(out / f"{name}.csv") for name in ("grona_korset", "grona_korset_handelser")}


@pytest.fixture(scope="module")
def loaded_facit(sample_region: Path) -> Facit:
    """What was planted in the region that is loaded."""
    found: Facit = json.loads((sample_region / "sample" / "facit.json").read_text(encoding="utf-8"))["grona_korset"]
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "grona_korset").glob("*.csv"))}


def worst(rows: pl.DataFrame) -> pl.DataFrame:
    """Each day of each source that tells facts, by its worst: `forvaltning, enhet, datum, kalla, fact`."""
    facts = rows.filter(pl.col("handelse").is_not_null()).with_columns(pl.col("handelse").cast(pl.Enum(SEVERITY)))
    return facts.group_by(*DAY, "kalla").agg(fact=pl.col("handelse").max())


def test_the_same_choices_give_the_same_days_whatever_else_is_written(region: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "again", months=3, scale=0.05)
    first, again = contents(region), contents(tmp_path / "again")
    assert len(again) == 9
    assert again == {name: first[name] for name in again}
    write_sample(tmp_path / "other", months=1, scale=0.02, seed=2)
    assert contents(tmp_path / "other")["grona_korset_2026-09.csv"] != again["grona_korset_2026-09.csv"]


def test_each_month_is_a_file_per_source(region: Path) -> None:
    names = list(contents(region))
    ends = [name.removeprefix("grona_korset_")[7:] for name in names]
    assert len({name[:20] for name in names}) == 12
    assert {end: ends.count(end) for end in ends} == {
        ".csv": 12, "_SkaS.csv": 12, "_Angsala.csv": 12, "_NU.csv": 1, "_v2.csv": 1,
    }  # fmt: skip


def test_facit_tells_the_events_and_the_late_days_of_every_unit(rows: pl.DataFrame, facit: Facit) -> None:
    told = rows.filter(pl.col("kalla") != "NU", pl.col("handelse").is_in(EVENTS))
    counted = told.group_by("forvaltning", "enhet", "handelse").agg(pl.col("antal").sum())
    late = pl.col("registrerad").str.slice(0, 10).str.to_date() > pl.col("datum")
    lates = rows.filter(late, pl.col("kalla") == "Korset").unique(DAY)["enhet"].value_counts()
    units = facit["grona_korset"]["enheter"]
    assert {tuple(row) for row in counted.iter_rows()} == {
        (unit["forvaltning"], unit["enhet"], fact, many) for unit in units for fact, many in unit["handelser"].items()
    }
    assert dict(lates.iter_rows()) == {unit["enhet"]: unit["sena"] for unit in units if unit["sena"]}


def test_a_day_has_one_state_or_its_events(rows: pl.DataFrame) -> None:
    days = rows.filter(pl.col("handelse").is_not_null()).group_by(*DAY, "kalla")
    states = days.agg(pl.len(), has_state=(~pl.col("handelse").is_in(EVENTS)).any())
    assert states.filter("has_state")["len"].max() == 1
    assert states["len"].max() == 3
    several = states.filter(pl.col("len") > 1).height / states.filter(~pl.col("has_state")).height
    assert 0.1 < several < 0.25


def test_harm_is_rare_and_who_registers_well_tells_of_more_risks(rows: pl.DataFrame, facit: Facit) -> None:
    days = worst(rows).filter(pl.col("fact").cast(pl.String).is_in(["ingen", *EVENTS]), kalla="Korset")
    ordinary = days.filter(pl.col("enhet") != facit["grona_korset"]["forebild"])

    def share(chosen: pl.DataFrame, *facts: str) -> float:
        return int(chosen["fact"].cast(pl.String).is_in(facts).sum()) / chosen.height

    assert 0.003 < share(ordinary, "skada", "allvarlig_skada") < 0.008
    assert 0.03 < share(ordinary, "risk") < 0.06
    well, badly = (
        ordinary.filter(pl.col("enhet").is_in(facit["grona_korset"][name]))
        for name in ("registrerar_val", "registrerar_daligt")
    )
    assert share(well, "risk") > share(badly, "risk")
    assert well["enhet"].n_unique() > 30
    assert badly["enhet"].n_unique() > 10


def test_medicines_falls_and_communication_are_most_of_what_happens(rows: pl.DataFrame) -> None:
    risks = rows.filter(handelse="risk")["handelsetyp"].value_counts(sort=True)
    assert set(risks["handelsetyp"].head(3)) == {"lakemedel", "fall", "kommunikation"}
    assert rows.filter(pl.col("handelse").is_in(EVENTS))["handelsetyp"].null_count() == 0
    disturbed = rows.filter(handelsetyp="driftstorning")
    assert disturbed.height > 100
    assert disturbed["handelse"].unique().to_list() == ["utan_skada_eller_risk"]


def test_the_ward_of_the_pictures_has_the_month_of_the_pictures(rows: pl.DataFrame, facit: Facit) -> None:
    ward = rows.filter(enhet=facit["grona_korset"]["forebild"])
    month = worst(ward).filter(pl.col("datum") >= dt.date(2026, 9, 1))
    counts = dict(month["fact"].cast(pl.String).value_counts().iter_rows())
    assert counts == {"ingen": 15, "utan_skada_eller_risk": 3, "risk": 2, "skada": 1}
    open_days = [day for day in range(1, 31) if is_working_day(dt.date(2026, 9, day))]
    assert len(open_days) == month.height + 1
    july = worst(ward).filter(pl.col("datum").is_between(dt.date(2026, 7, 6), dt.date(2026, 7, 31)))
    assert july["fact"].cast(pl.String).unique().to_list() == ["ingen_verksamhet"]


def test_sources_that_know_only_colours_tell_no_facts(rows: pl.DataFrame, facit: Facit) -> None:
    for source in facit["grona_korset"]["bara_farg"]:
        own = rows.filter(kalla=source["kalla"])
        assert own["handelse"].null_count() == own.height > 500
        assert own["definition"].unique().to_list() == [source["definition"]]
        assert {"vit", "gron", "gul"} <= set(own["farg"])


def test_two_sources_agree_or_disagree_as_facit_tells(rows: pl.DataFrame, facit: Facit) -> None:
    said = worst(rows).group_by("enhet", "datum").agg("fact").filter(pl.col("fact").list.len() == 2)
    silent, alike = pl.col("fact").list.contains("ej_registrerad"), pl.col("fact").list.n_unique() == 1
    verdict = pl.when(silent).then(pl.lit("ett")).when(alike).then(pl.lit("lika")).otherwise(pl.lit("olika"))
    found = said.select("enhet", pl.col("datum").cast(pl.String), verdict.alias("sager")).sort("enhet", "datum")
    planted = pl.DataFrame(facit["grona_korset"]["dubbla_kallor"]).drop("kallor")
    assert found.equals(planted.sort("enhet", "datum"))
    assert set(planted["sager"]) == {"ett", "lika", "olika"}


def test_the_redelivery_holds_corrected_days_only(region: Path, facit: Facit) -> None:
    first, again = (
        pl.read_csv(region / "grona_korset" / f"grona_korset_2026-03{end}.csv", separator=";", infer_schema=False)
        for end in ("", "_v2")
    )
    days = again.select(DAY).unique()
    assert days.sort(DAY).equals(pl.DataFrame(facit["grona_korset"]["rattade"]).sort(DAY))
    told_first = first.join(days, on=DAY, how="semi")
    assert told_first["handelse"].unique().to_list() == ["ingen"]
    assert 0 < told_first.height < days.height  # some were not told of at all
    assert "grona_korset/grona_korset_2026-03_v2.csv" in facit["omleveranser"]


def test_no_text_reaches_a_person(rows: pl.DataFrame) -> None:
    texts = rows.select(pl.concat_list("kommentar", "gick_bra").explode().alias("text")).drop_nulls().unique()
    assert texts.height > 40
    assert texts.filter(holds_phone_or_email(pl.col("text"))).is_empty()


def test_units_of_the_reference_start_and_end_as_facit_tells(facit: Facit) -> None:
    units = pl.read_csv(ROOT / "data" / "reference" / "enheter.csv", separator=";", infer_schema=False)
    keeps = units.filter(pl.col("kors_fran").is_not_null())
    assert 90 <= keeps.height <= 130
    assert set(keeps["oppet"]) == {"alla", "vardag"}
    planted = facit["grona_korset"]
    begun = keeps.filter(pl.col("kors_fran") != "2025-10-01")
    assert dict(begun.select("enhet", "kors_fran").iter_rows()) == planted["borjade"]
    ended = keeps.filter(pl.col("kors_till").is_not_null())
    assert dict(ended.select("enhet", "kors_till").iter_rows()) == planted["slutade"]
    assert planted["utan_kors_fran"] not in keeps["enhet"].to_list()
    told = {unit["enhet"] for unit in planted["enheter"]}
    assert told == {*keeps["enhet"], planted["utan_kors_fran"]}
    assert keeps.filter(kodtyp="namn").height >= 12


def test_the_open_table_counts_what_facit_tells(tables: dict[str, pl.DataFrame], loaded_facit: Facit) -> None:
    days = tables["grona_korset"].filter(
        pl.col("datum").is_between(pl.lit(loaded_facit["fran"]), pl.lit(loaded_facit["till"])),
        definition="definition_2",
    )
    state = pl.when(farg="konflikt").then(pl.lit("konflikt")).otherwise(pl.col("handelse").fill_null("okand"))
    found = days.group_by("forvaltning", "enhet", state.alias("state")).len()
    assert {tuple(row) for row in found.iter_rows()} == {
        (unit["forvaltning"], unit["enhet"], state, many)
        for unit in loaded_facit["enheter"]
        for state, many in unit["dagar"].items()
    }


def test_the_open_table_of_events_has_the_events_of_facit(tables: dict[str, pl.DataFrame], loaded_facit: Facit) -> None:
    told = tables["grona_korset_handelser"].filter(pl.col("kalla") != "NU", pl.col("handelse").is_in(EVENTS))
    found = told.group_by("forvaltning", "enhet", "handelse").agg(pl.col("antal").cast(pl.Int64).sum())
    assert {tuple(row) for row in found.iter_rows()} == {
        (unit["forvaltning"], unit["enhet"], fact, many)
        for unit in loaded_facit["enheter"]
        for fact, many in unit["handelser"].items()
    }


def test_conflicts_are_the_planted_ones(tables: dict[str, pl.DataFrame], loaded_facit: Facit) -> None:
    found = tables["grona_korset"].filter(farg="konflikt").select("enhet", "datum").unique()
    planted = {(day["enhet"], day["datum"]) for day in loaded_facit["dubbla_kallor"] if day["sager"] == "olika"}
    assert set(found.iter_rows()) == planted


def test_only_the_planted_units_tire(sample_region: Path, loaded_facit: Facit) -> None:
    days = mart(sample_region, "from cross_days").with_columns(definition=pl.lit("definition_2"))
    read = readings(days, palette(DataDirectory(sample_region)), dt.date(2026, 11, 20))
    found = {unit for (_, unit), signal in fatigues(read).items() if signal.is_signal}
    assert found == {each["enhet"] for each in loaded_facit["trotthet"]}


def test_the_year_is_in_the_units_registration_rates(sample_region: Path, loaded_facit: Facit) -> None:
    days = mart(sample_region, "from cross_days").filter("is_counted", pl.col("cases") > 0)
    read = readings(
        days.with_columns(definition=pl.lit("definition_2")),
        palette(DataDirectory(sample_region)),
        dt.date(2026, 11, 20),
    )
    rates = read.filter("has_activity").group_by("unit").agg(rate=pl.col("is_registered").mean())
    assert set(rates.filter(pl.col("rate") >= 0.95)["unit"]) == set(loaded_facit["registrerar_val"])
    assert set(rates.filter(pl.col("rate") <= 0.60)["unit"]) == set(loaded_facit["registrerar_daligt"])
