"""Jämlikhet on Specialitet: a heading only claims what is beyond chance, and every state has its word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT
from dashboard import equity, remembered, warehouse
from dashboard.charts.interval_chart import Mark, Section, interval_chart
from dashboard.charts.theme import LIGHT
from tests.marts_fixture import write_marts
from tests.marts_fixture_signals import CATEGORIES

SHARES = {
    "kvinna": ("kon", "Kvinnor", 600), "man": ("kon", "Män", 605),
    "80-": ("alder", "80 år och äldre", 300), "18-64": ("alder", "18–64 år", 905),
    "Norra": ("boende", "Norra", 610), "Västra": ("boende", "Västra", 595),
}  # fmt: skip


def categories(**changed: Mapping[str, Any]) -> pl.DataFrame:
    """Two of each dimension; of 2 000 in the region 1 205 attained."""
    rows = []
    for category, (dimension, name, numerator) in SHARES.items():
        row: dict[str, Any] = {
            "dimension": dimension, "category": category, "name": name, "contacts": 1000, "denominator": 1000,
            "numerator": numerator, "share": numerator / 1000, "low_95": 0.2, "high_95": 0.95, "over_limit": 1,
            "median_days": 60.0, "status": "visas", "region_share": 0.6025, "region_denominator": 2000,
            "region_numerator": 1205,
        }  # fmt: skip
        rows.append(row | dict(changed.get(category, {})))
    return pl.DataFrame(rows)


HIDDEN: dict[str, Any] = dict.fromkeys(
    ["contacts", "denominator", "numerator", "share", "low_95", "high_95", "over_limit"]
) | {"status": "dolt"}


def test_only_what_is_beyond_chance_is_said_to_differ() -> None:
    found = equity.of_rows(categories()).finding
    assert found == ("Kvinnor och män skiljer sig inte mer än slumpen; 80 år och äldre ligger under, 18–64 år över")


def test_no_difference_beyond_chance_is_said_plainly() -> None:
    same: dict[str, dict[str, Any]] = {
        "80-": {"numerator": 602, "share": 0.602},
        "18-64": {"numerator": 603, "share": 0.603},
    }
    assert equity.of_rows(categories(**same)).finding == (
        "Ingen skillnad större än slumpen efter kön, ålder eller bostadsort"
    )


def test_hidden_and_low_bases_are_not_judged() -> None:
    states: dict[str, dict[str, Any]] = {"80-": HIDDEN, "18-64": {"status": "lagt_underlag"}}
    rows = categories(**states)
    assert [row["verdict"] for row in equity.judged(rows) if row["dimension"] == "alder"] == [None, None]


def test_an_unknown_category_that_nobody_is_in_is_left_out() -> None:
    unknown = {"category": "okant", "contacts": 0, "denominator": 0, "numerator": 0, "share": None, "status": "noll"}
    rows = equity.judged(categories(man=unknown))
    assert [row["name"] for row in rows if row["dimension"] == "kon"] == ["Kvinnor"]


def test_residence_is_not_drawn_where_no_municipality_is_known() -> None:
    nobody = {"contacts": 0, "denominator": 0, "numerator": 0, "share": None, "status": "noll"}
    assert not equity.of_rows(categories(Norra=nobody, Västra=nobody)).has_residence


def test_the_chart_draws_intervals_only_where_there_is_a_share() -> None:
    marks = [
        Mark("Kvinnor", 60.0, 57.0, 63.0, is_low_base=False, words="60 %", hover="", side="▼"),
        Mark("Män", None, None, None, is_low_base=False, words="dolt", hover=""),
    ]
    figure = interval_chart([Section("Kön", marks)], 61.0, LIGHT)
    intervals, dots, words = figure.validated().data
    assert list(intervals.x) == [57.0, 63.0, None]
    assert list(dots.x) == [60.0]
    assert list(dots.marker.symbol) == ["triangle-down"]
    assert [text.strip() for text in words.text][1] == "dolt"


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def page(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    warehouse.forget()
    remembered.forget()
    yield AppTest.from_file(str(ROOT / "pages" / "specialty.py"), default_timeout=30)
    warehouse.forget()
    remembered.forget()


def said(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


def test_the_page_tells_who_differs_and_what_one_margin_means(page: AppTest) -> None:
    page.query_params["mvo"] = "311"
    text = said(page.run())
    assert "80 år och äldre" in text
    assert "korsas aldrig" in text


def test_the_table_has_every_category_with_its_interval(page: AppTest) -> None:
    page.query_params["mvo"] = "311"
    page.run()
    page.session_state["view_equity"] = "Tabell"
    text = said(page.run())
    names = [name for rows in CATEGORIES.values() for category, name in rows if category != "okant"]
    assert [name for name in names if f"<td>{name}</td>" not in text] == []
    assert "Mot de övriga" in text
