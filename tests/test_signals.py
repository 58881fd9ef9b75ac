"""What publish says differs beyond chance, computed again from the open tables with scipy and statsmodels."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from scipy.stats import binom, chi2, chi2_contingency
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from config import DataDirectory, load_settings
from etl import build, publish, signals
from tests.commands import etl, exported, number
from tests.random_extract import units, write_extract, write_units

FIRST, FEBRUARY, LAST = dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 4, 30)
KEY = ["matdatum", "population", "fas", "mvo", "definition", "grans_dagar"]
FAMILY = ["matdatum", "population", "fas", "definition", "grans_dagar"]
MARGINS = {"Alla", "Internmedicin"}
Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]


def write_planted(path: Path, seed: int) -> None:
    """A random extract with as many contacts at every unit, where NU waits longer for 311 and SU for 221 in April.

    SV delivers nothing in February and never gives 105.
    """
    write_extract(path, seed, rows=9000)
    rows = pl.read_csv(path, separator=";", infer_schema=False)
    codes = np.random.default_rng(seed).choice(
        [code for code, (unit, _) in units().items() if not unit.startswith("SV 105")], len(rows)
    )
    places = [units()[code][0] for code in codes]
    unit = pl.Series(places)
    is_late = unit.str.starts_with("NU 311") | (unit.str.starts_with("SU 221") & (rows["matperiod"] == str(LAST)))
    earlier = pl.col("beslut_datum").str.to_date().dt.offset_by("-95d").cast(pl.String)
    planted = rows.with_columns(
        hsaid_vardenhet=pl.Series(codes),
        mvo_kod=pl.Series([place.split()[1] for place in places]),
        beslut_datum=pl.when(is_late).then(earlier).otherwise("beslut_datum"),
    ).filter(~(unit.str.starts_with("SV ") & (rows["matperiod"] == str(FEBRUARY))))
    planted.write_csv(path, separator=";", line_terminator="\r\n")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signals")
    write_units(folder / "data")
    write_planted(folder / "utdrag.csv", seed=4)
    ended = etl("load", folder / "utdrag.csv", data=folder / "data")
    assert ended.code == 0, ended.output + ended.errors
    return folder / "data"


@pytest.fixture(scope="module")
def tables(data: Path) -> Tables:
    return exported(data)


@pytest.fixture(scope="module")
def marts(data: Path) -> dict[str, list[Row]]:
    """The tables of signals that are not open, as they are published."""
    pointer = DataDirectory(data).published()
    assert pointer is not None
    with duckdb.connect(str(data / f"marts-{pointer.version}.duckdb"), read_only=True) as connection:
        return {
            name: connection.sql(f"from {name}").pl().to_dicts()
            for name in ("comparisons", "variation", "changes", "change_families")
        }


def key_of(row: Row, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(row[name] or "" for name in names)


def shown(tables: Tables) -> list[Row]:
    """Every shown group with a base, units and förvaltningar as one list."""
    rows = [
        *tables["maluppfyllelse"].with_columns(enhet=pl.lit("")).iter_rows(named=True),
        *tables["maluppfyllelse_enhet"].iter_rows(named=True),
    ]
    return [row | {"x": int(row["taljare"]), "n": int(row["namnare"])} for row in rows
            if row["status"] == "visas" and row["andel"]]  # fmt: skip


def mid_p(x: int, n: int, target: float) -> float:
    lower = binom.cdf(x, n, target) - binom.pmf(x, n, target) / 2
    return float(min(1.0, 2 * min(lower, 1 - lower)))


def verdicts(tables: Tables) -> dict[tuple[str, ...], Row]:
    """(key, förvaltning, enhet) → p and verdict, one family at a time."""
    rows = shown(tables)
    regions = {key_of(row, KEY): row["x"] / row["n"] for row in rows if row["forvaltning"] == "Alla"}
    families: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["forvaltning"] != "Alla" and key_of(row, KEY) in regions:
            target = regions[key_of(row, KEY)]
            judged = row | {"target": target, "p": mid_p(row["x"], row["n"], target)}
            families[key_of(row, FAMILY), row["mvo"] in MARGINS, row["enhet"] == ""].append(judged)
    found = {}
    for members in families.values():
        flags = multipletests([row["p"] for row in members], 0.05, method="fdr_bh")[0]
        for row, is_flagged in zip(members, flags, strict=True):
            side = "under" if row["x"] / row["n"] < row["target"] else "over"
            row["verdict"] = side if is_flagged else "inom"
            found[key_of(row, [*KEY, "forvaltning", "enhet"])] = row
    return found


def test_every_comparison_is_the_one_computed_again(tables: Tables) -> None:
    expected = verdicts(tables)
    rows = {key_of(row, [*KEY, "forvaltning", "enhet"]): row for row in tables["jamforelser"].iter_rows(named=True)}
    assert rows.keys() == expected.keys()
    for key, row in rows.items():
        wanted = expected[key]
        low, high = proportion_confint(wanted["x"], wanted["n"], method="wilson")
        assert row["utfall"] == wanted["verdict"], key
        assert number(row["p_varde"]) == pytest.approx(wanted["p"], abs=6e-7), key
        assert (number(row["undre_95"]), number(row["ovre_95"])) == pytest.approx((low, high), abs=6e-5), key
        assert (row["namnare"], row["taljare"], row["andel"]) == (wanted["namnare"], wanted["taljare"], wanted["andel"])


def test_the_planted_group_is_under_and_hardly_any_other(tables: Tables) -> None:
    rows = tables["jamforelser"].filter(
        pl.col("enhet").is_null(), pl.col("fas") == "1", pl.col("definition") == "ingen", pl.col("grans_dagar") == "90",
        ~pl.col("mvo").is_in(MARGINS),
    )  # fmt: skip
    under = rows.filter(pl.col("utfall") == "under").select("mvo", "forvaltning").unique().rows()
    assert ("311", "NU") in under
    assert len(set(under) - {("311", "NU"), ("221", "SU")}) <= 1


def test_the_regions_share_is_the_one_of_maluppfyllelse(tables: Tables) -> None:
    region = {
        key_of(row, KEY): row["andel"]
        for row in tables["maluppfyllelse"].filter(pl.col("forvaltning") == "Alla").iter_rows(named=True)
    }
    rows = list(tables["jamforelser"].iter_rows(named=True))
    assert [number(row["region_andel"]) for row in rows] == [number(region[key_of(row, KEY)]) for row in rows]


def test_a_marker_is_decided_by_the_whole_family_and_not_by_the_rows_one_looks_at(tables: Tables) -> None:
    """Judged alone, or in whatever rows a filter leaves, some groups would be flagged; the table's verdict is fixed."""
    rows = tables["jamforelser"]
    alone = rows.filter(
        (pl.col("p_varde").str.replace(",", ".").cast(pl.Float64) < 0.05) & (pl.col("utfall") == "inom")
    )
    assert len(alone) > 0
    one_specialty = {
        name: tables[name].filter(pl.col("mvo") == "311") for name in ("maluppfyllelse", "maluppfyllelse_enhet")
    }
    told = {key_of(row, [*KEY, "forvaltning", "enhet"]): row["utfall"] for row in rows.iter_rows(named=True)}
    assert [key for key, row in verdicts(one_specialty).items() if row["verdict"] != told[key]]


def test_publishing_again_decides_the_same(data: Path, tables: Tables) -> None:
    publish.publish(DataDirectory(data), load_settings(data_dir=data))
    again = exported(data)["jamforelser"].drop("dataversion")
    assert again.equals(tables["jamforelser"].drop("dataversion"))


def moments(members: list[Row]) -> tuple[float, float]:
    """(μ, 1/(M + 1)) of some groups, by Kleinman's moments with weights n."""
    total = sum(row["n"] for row in members)
    mu = sum(row["x"] for row in members) / total
    spread = sum(row["n"] * (row["x"] / row["n"] - mu) ** 2 for row in members)
    few = len(members) - 1
    room = mu * (1 - mu) * (total - sum(row["n"] ** 2 for row in members) / total - few)
    return mu, min(max((spread - mu * (1 - mu) * few) / room, 0), 0.5) if room > 0 else 0.0


def test_the_shrunken_share_is_drawn_towards_the_specialtys_forvaltningar_or_units(tables: Tables) -> None:
    expected = verdicts(tables)
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in expected.values():
        groups[key_of(row, KEY), row["enhet"] == ""].append(row)
    shrunken = shrunken_of(tables["jamforelser"])
    for members in groups.values():
        mu, correlation = moments(members)
        for row in members:
            own = row["n"] * correlation / (row["n"] * correlation + 1 - correlation)  # n/(n + M)
            wanted = own * row["x"] / row["n"] + (1 - own) * mu
            assert shrunken[key_of(row, [*KEY, "forvaltning", "enhet"])] == pytest.approx(wanted, abs=6e-5)


def shrunken_of(rows: pl.DataFrame) -> dict[tuple[str, ...], float | None]:
    return {
        key_of(row, [*KEY, "forvaltning", "enhet"]): number(row["krympt_andel"]) for row in rows.iter_rows(named=True)
    }


def judged_groups(tables: Tables) -> dict[tuple[str, ...], list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in verdicts(tables).values():
        if row["enhet"] == "":
            groups[key_of(row, KEY)].append(row)
    return groups


def test_outside_limits_names_who_is_under_and_over_in_the_order_of_the_reference(tables: Tables) -> None:
    order = ["SU", "NU", "SkaS", "SV"]
    judged = judged_groups(tables)
    told = set()
    for row in tables["variation"].iter_rows(named=True):
        members = sorted(judged.get(key_of(row, KEY), []), key=lambda member: order.index(member["forvaltning"]))
        sides = {side: [m["forvaltning"] for m in members if m["verdict"] == side] for side in ("under", "over")}
        parts = [f"{word}: {', '.join(sides[side])}" for side, word in (("under", "under"), ("over", "över"))
                 if sides[side]]  # fmt: skip
        wanted = None if len(members) < 2 else "; ".join(parts) or "ingen"
        assert (row["utanfor_grans"] or None) == wanted, row
        told.add(wanted)
    assert {None, "ingen", "under: NU"} <= told


def test_spread_beyond_chance_is_computed_from_the_same_groups(tables: Tables, marts: dict[str, list[Row]]) -> None:
    judged = judged_groups(tables)
    families: dict[tuple[Any, ...], list[tuple[Row, float, bool]]] = defaultdict(list)
    for row in marts["variation"]:
        key = (str(row["cutoff_date"]), row["population"], str(row["phase"]), row["specialty"], row["definition"],
               "" if row["limit_days"] is None else str(row["limit_days"]))  # fmt: skip
        members = judged.get(key, [])
        assert row["judged"] == len(members)
        if len(members) < 2:
            figures = ("phi", "tau_squared", "chance_p", "is_beyond_chance", "shrunken_spread", "outside_limits")
            assert [row[name] for name in figures] == [None] * 6
            continue
        n, x = (np.array([member[name] for member in members]) for name in ("n", "x"))
        z = 2 * np.sqrt(n) * (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(x.sum() / n.sum())))
        few = len(members) - 1
        assert row["phi"] == pytest.approx((z**2).mean())
        assert row["chance_p"] == pytest.approx(chi2.sf((z**2).sum(), few))
        tau_squared = max(0, ((z**2).sum() - few) / (4 * n.sum() - 4 * (n**2).sum() / n.sum()))
        assert row["tau_squared"] == pytest.approx(tau_squared)
        is_named = any(member["verdict"] != "inom" for member in members)
        family = (key[0], key[1], key[2], key[4], key[5], row["specialty"] in MARGINS)
        families[family].append((row, row["chance_p"], is_named))
    for spreads in families.values():
        flags = multipletests([p for _, p, _ in spreads], 0.05, method="fdr_bh")[0]
        for (row, _, is_named), is_spread in zip(spreads, flags, strict=True):
            assert row["is_beyond_chance"] == (is_named or bool(is_spread))


HORIZONS = {("2026-02-28", "manad"): "2026-01-31", ("2026-04-30", "kvartal"): "2026-01-31"}


def delivered(tables: Tables, row: Row, date: str) -> set[str]:
    """The förvaltningar of a specialty that delivered those waiting on a date."""
    wanted = row | {"matdatum": date}
    names = ["matdatum", "population", "fas", "mvo"]
    found = tables["maluppfyllelse"].filter(*(pl.col(name) == wanted[name] for name in names))
    return set(found.filter(pl.col("forvaltning") != "Alla", pl.col("status") != "saknas")["forvaltning"])


def changes_tested(tables: Tables) -> dict[tuple[str, ...], list[Row]]:
    """(date, horizon, earlier date, definition) → every group that can be tested, with p."""
    rows = {
        key_of(row, [*KEY, "forvaltning"]): row
        for row in shown(tables)
        if row["enhet"] == "" and row["population"] == "vantande" and row["mvo"] not in MARGINS
    }
    families: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for (date, horizon), earlier in HORIZONS.items():
        for row in rows.values():
            then = rows.get((earlier, *key_of(row, [*KEY, "forvaltning"])[1:]))
            is_strictest = row["mvo"] != "931" or row["grans_dagar"] in ("30", None)
            if row["matdatum"] == date and then is not None and is_strictest:
                if row["forvaltning"] == "Alla" and delivered(tables, row, date) != delivered(tables, row, earlier):
                    continue
                counts = [[row["x"], row["n"] - row["x"]], [then["x"], then["n"] - then["x"]]]
                p = 1.0
                if 0 < row["x"] + then["x"] < row["n"] + then["n"]:
                    total = row["n"] + then["n"]
                    p = chi2.sf(chi2_contingency(counts, correction=False).statistic * (total - 1) / total, 1)
                families[date, horizon, earlier, row["definition"]].append(row | {"p": p, "then": then})
    return families


def test_the_changes_told_are_those_that_stand_among_all_that_were_tested(
    tables: Tables, marts: dict[str, list[Row]]
) -> None:
    expected = {}
    for family, members in changes_tested(tables).items():
        flags = multipletests([row["p"] for row in members], 0.05, method="fdr_bh")[0]
        for row, is_flagged in zip(members, flags, strict=True):
            if is_flagged:
                expected[(*family, *key_of(row, ["fas", "mvo", "forvaltning", "grans_dagar"]))] = row
    found = {
        (str(row["cutoff_date"]), row["horizon"], str(row["earlier_date"]), row["definition"], str(row["phase"]),
         row["specialty"], row["administration"], "" if row["limit_days"] is None else str(row["limit_days"])): row
        for row in marts["changes"]
    }  # fmt: skip
    assert found.keys() == expected.keys()
    for key, row in found.items():
        wanted, then = expected[key], expected[key]["then"]
        assert row["p_value"] == pytest.approx(wanted["p"])
        assert row["difference"] == pytest.approx(wanted["x"] / wanted["n"] - then["x"] / then["n"], abs=1e-6)
        interval = confint_proportions_2indep(wanted["x"], wanted["n"], then["x"], then["n"], method="newcomb")
        assert (row["low_95"], row["high_95"]) == pytest.approx(interval, abs=1e-6)


def test_the_planted_change_is_told_and_its_family_says_how_many_were_tested(
    tables: Tables, marts: dict[str, list[Row]]
) -> None:
    changed = {(row["horizon"], row["specialty"], row["administration"]) for row in marts["changes"]}
    assert ("kvartal", "221", "SU") in changed
    tested = changes_tested(tables)
    families = {
        (str(row["cutoff_date"]), row["horizon"], str(row["earlier_date"]), row["definition"]): row
        for row in marts["change_families"]
    }
    assert families.keys() == tested.keys()
    for key, row in families.items():
        own = [
            c for c in marts["changes"] if (str(c["cutoff_date"]), c["horizon"], c["definition"]) == (*key[:2], key[3])
        ]
        assert (row["tested"], row["flagged"]) == (len(tested[key]), len(own))
        assert row["specialties_tested"] == len({member["mvo"] for member in tested[key]})
        assert row["specialties_changed"] == len({change["specialty"] for change in own})


def test_a_month_without_a_delivery_is_compared_with_nothing(marts: dict[str, list[Row]]) -> None:
    march = dt.date(2026, 3, 31)
    assert not [row for row in marts["change_families"] if march in (row["cutoff_date"], row["earlier_date"])]


def test_a_region_without_a_forvaltning_it_had_before_is_not_tested(
    tables: Tables, marts: dict[str, list[Row]]
) -> None:
    """SV did not deliver February; only 105, which it never gives, is the region's own then and before."""
    both = shown(tables)
    in_february = {row["mvo"] for row in both if row["matdatum"] == str(FEBRUARY) and row["forvaltning"] == "Alla"}
    assert {"101", "105", "311"} <= in_february
    of_region = {
        horizon: {row["mvo"] for row in members if row["forvaltning"] == "Alla"}
        for (_, horizon, _, _), members in changes_tested(tables).items()
    }
    assert of_region["manad"] == {"105"}
    assert of_region["kvartal"] == {"101", "105", "221", "311", "931"}
    told = {(row["horizon"], row["definition"]): row["tested"] for row in marts["change_families"]}
    assert told == {(key[1], key[3]): len(members) for key, members in changes_tested(tables).items()}


def test_only_the_region_needs_the_same_forvaltningar_on_both_dates() -> None:
    then: Row = {"cutoff_date": dt.date(2026, 3, 31), "numerator": 300, "denominator": 400}
    now: Row = {"numerator": 200, "denominator": 400}
    regions = [
        group(administration="Alla", specialty=specialty, delivered_by=by, **figures)
        for specialty, by, figures in [
            ("311", "NU,SU", then), ("311", "SU", now), ("221", "NU,SU", then), ("221", "NU,SU", now)
        ]
    ]  # fmt: skip
    changed, families = signals.changes(groups(*regions, group(**then), group(**now)))
    assert changed.select("specialty", "administration").rows() == [("221", "Alla"), ("311", "SU")]
    assert families.select("tested", "flagged", "specialties_tested", "specialties_changed").rows() == [(2, 2, 2, 2)]


def test_a_comparison_without_a_shown_group_behind_it_stops_the_publication(data: Path, tmp_path: Path) -> None:
    pointer = DataDirectory(data).published()
    assert pointer is not None
    copy = tmp_path / "marts.duckdb"
    copy.write_bytes((data / f"marts-{pointer.version}.duckdb").read_bytes())
    with duckdb.connect(str(copy)) as connection:
        build.refuse_on_findings(connection)
        connection.execute(
            "update comparisons set numerator = numerator - 1 where p_value = (select min(p_value) from comparisons)"
        )
        with pytest.raises(publish.PublishRefused, match="comparisons_stand_on_shown_groups"):
            build.refuse_on_findings(connection)


def test_a_change_that_its_family_does_not_count_stops_the_publication(data: Path, tmp_path: Path) -> None:
    pointer = DataDirectory(data).published()
    assert pointer is not None
    copy = tmp_path / "marts.duckdb"
    copy.write_bytes((data / f"marts-{pointer.version}.duckdb").read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update change_families set flagged = flagged + 1")
        with pytest.raises(publish.PublishRefused, match="changes_stand_on_shown_groups"):
            build.refuse_on_findings(connection)


def group(**different: object) -> Row:
    """A shown group as publish hands it to the signals."""
    key = {"principal": "VGR", "cutoff_date": LAST, "population": "vantande", "phase": 1, "specialty": "311",
           "administration": "SU", "unit": None, "definition": "ingen", "limit_days": 90}  # fmt: skip
    figures = {"denominator": 40, "numerator": 30, "share": 0.75, "is_margin": False, "administration_order": 1,
               "delivered_by": None}  # fmt: skip
    return key | figures | different


def groups(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(SCHEMA))


SCHEMA = pl.DataFrame(
    [group()], schema_overrides=dict.fromkeys(("unit", "delivered_by"), pl.String) | {"limit_days": pl.Int32}
).schema


def test_a_group_whose_region_is_not_shown_is_not_compared() -> None:
    region = group(administration="Alla", specialty="221", denominator=80, numerator=60)
    assert signals.comparisons(groups(group(), region))["verdict"].to_list() == []


def test_where_everybody_attained_nobody_differs() -> None:
    everybody = {"numerator": 40, "share": 1.0}
    region = group(administration="Alla", denominator=80, numerator=80, share=1.0)
    compared = signals.comparisons(groups(group(**everybody), group(administration="NU", **everybody), region))
    assert compared["verdict"].to_list() == ["inom", "inom"]
    assert compared["shrunken_share"].to_list() == [1.0, 1.0]
    [spread] = signals.dispersion(compared).to_dicts()
    assert (spread["phi"], spread["chance_p"], spread["outside_limits"]) == (0.0, 1.0, "ingen")


def test_one_forvaltning_alone_cannot_be_judged() -> None:
    compared = signals.comparisons(groups(group(), group(administration="Alla")))
    [spread] = signals.dispersion(compared).to_dicts()
    assert spread["judged"] == 1
    assert [spread[name] for name in ("outside_limits", "phi", "is_beyond_chance")] == [None, None, None]


def test_nothing_shown_gives_empty_tables() -> None:
    compared = signals.comparisons(groups())
    changed, families = signals.changes(groups())
    assert [len(rows) for rows in (compared, signals.dispersion(compared), changed, families)] == [0, 0, 0, 0]
    assert set(signals.COMPARISON_COLUMNS) <= set(compared.columns)
    assert changed.columns == signals.CHANGE_COLUMNS


def test_a_specialty_with_two_limits_changes_against_the_stricter() -> None:
    then = {"cutoff_date": dt.date(2026, 3, 31), "numerator": 300, "denominator": 400}
    now = {"numerator": 200, "denominator": 400}
    rows = [group(specialty="931", limit_days=days, **figures) for days in (30, 90) for figures in (then, now)]
    changed, families = signals.changes(groups(*rows))
    assert changed.select("horizon", "limit_days").rows() == [("manad", 30)]
    assert families.select("tested", "flagged", "specialties_tested", "specialties_changed").rows() == [(1, 1, 1, 1)]


def test_a_change_of_follow_up_visits_has_no_limit() -> None:
    then = {"cutoff_date": dt.date(2025, 4, 30), "numerator": 300, "denominator": 400}
    rows = [group(phase=4, limit_days=None, **figures) for figures in (then, {"numerator": 200, "denominator": 400})]
    changed, _ = signals.changes(groups(*rows))
    assert changed.select("horizon", "limit_days", "difference").rows() == [("ar", None, -0.25)]
