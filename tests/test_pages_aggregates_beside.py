"""Huvudmän beside each other: a row each, never added, every one with its own definition, limit, n and date."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest

from dashboard import band_rows, bands, reads, remembered, side_by_side, warehouse
from dashboard.cuts import Cut
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY, NOT_COMPUTABLE, Thresholds, heat_text, share_cell
from tests.marts_fixture_aggregates import write_marts_with_aggregates
from tests.sentence_facts_aggregates import row, words_of


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = write_marts_with_aggregates(tmp_path_factory.mktemp("marts"))
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("VARDLAGET_DATA_DIR", str(data.root))
        warehouse.forget()
        remembered.forget()
        yield warehouse.published().current()
    warehouse.forget()
    remembered.forget()


def cut(principal: str, date: str, limit: int | None = 90) -> Cut:
    return Cut(principal=principal, cutoff_date=pl.Series([date]).str.to_date()[0], population="vantande", phase=1,
               definition="ingen" if principal != "Exempelregionen" else "exkl_pvv_mov", limit_days=limit)  # fmt: skip


class View:
    """As much of a page's view as the block reads."""

    def __init__(self, version: str, of: Cut) -> None:
        self.version, self.cut, self.key = version, of, (version, *of.values())
        self.thresholds = Thresholds(20, 5)


def beside(version: str, of: Cut) -> tuple[View, side_by_side.Beside]:
    view = View(version, of)
    return view, side_by_side.of_view(view, "Alla")  # type: ignore[arg-type]


def test_every_huvudman_has_its_newest_date_up_to_the_one_shown(version: str) -> None:
    _, found = beside(version, cut("Irland", "2025-10-30"))
    dates = {each["principal"]: each["cutoff_date"].isoformat() for each in found.rows}
    assert dates == {
        "Irland": "2025-10-30", "England": "2024-11-30", "Skottland": "2022-06-30", "Exempelregionen": "2025-09-30",
    }  # fmt: skip
    assert found.principals == ["Irland", "England", "Exempelregionen", "Skottland"]


def test_the_same_limit_is_compared_and_own_limits_are_kept_apart(version: str) -> None:
    _, found = beside(version, cut("England", "2024-11-30", 126))
    assert found.common == {1: 90}
    sections = side_by_side._sections(found)
    assert [each.title for each in sections] == [
        "Första besök, alla inom 90\u00a0dagar",
        "Första besök, var och en inom sitt systems gräns: går inte att jämföra",
    ]
    own = {mark.name: mark.percent is not None for mark in sections[1].marks}
    assert own["England, 18 veckor (126 dagar)"]
    assert {mark.name: (mark.percent is None, mark.low is None) for mark in sections[0].marks}[
        "England, november 2024"
    ] == (True, False)


def test_the_file_has_definition_limit_n_and_both_bounds_and_no_sum(version: str) -> None:
    view, found = beside(version, cut("England", "2024-11-30", 126))
    rows = side_by_side.file_rows(view, found, "Alla")  # type: ignore[arg-type]
    assert set(rows["definition"]) == {"ingen", "exkl_pvv_mov"}
    assert rows["namnare"].null_count() == 0
    assert rows.filter(huvudman="England", grans_dagar=90)["andel"].to_list() == [None]
    [bounds] = rows.filter(huvudman="England", grans_dagar=90).select("andel_lagst", "andel_hogst").rows()
    assert bounds[0] < bounds[1]
    assert rows.filter(huvudman="England", grans_dagar=126)["grans"].to_list() == [
        "18 veckor (126 dagar), Englands egen gräns"
    ]
    assert rows.filter("demo")["huvudman"].unique().to_list() == ["Exempelregionen"]
    assert "Alla" not in rows["huvudman"].to_list()


def test_a_huvudman_with_contacts_gets_no_bounds_and_the_same_rows(version: str) -> None:
    of = cut("Exempelregionen", "2026-10-31")
    rows = reads.attainment_by_administration(version, **of)
    assert bands.with_bounds(version, rows, of) is rows


def test_the_file_of_bounds_has_the_rows_of_the_table_and_ends_with_the_version(version: str) -> None:
    view = View(version, cut("England", "2024-11-30"))
    rows = band_rows.open_attainment(view, (), ())  # type: ignore[arg-type]
    assert rows.columns[-1] == "dataversion"
    assert set(bands.OPEN_BOUNDS) < set(rows.columns)
    whole = rows.filter(mvo="Alla", forvaltning="Alla")
    assert whole.select("definition", "grans_dagar", "namnare", "status").rows() == [
        ("ingen", 90, 7558, NOT_COMPUTABLE)
    ]
    assert set(rows["mvo"]) == {"Alla", "Cardiology Service", "Dermatology Service", "Trauma and Orthopaedic Service"}


def test_every_state_has_a_look_of_its_own() -> None:
    words = words_of()
    rows = [
        row(0.7, None, None),
        row(0.7, None, None, status=LOW_BASE),
        row(None, 0.61, 0.64),
        row(None, None, None),
        *(row(None, None, None, status=status, contacts=0) for status in (HIDDEN, MISSING, NOBODY)),
    ]
    cells = [(share_cell(each, words).html, share_cell(each, words).css) for each in rows]
    assert len(set(cells)) == len(cells)
    assert cells[2] == ("mellan 61\u00a0% och 64\u00a0%", "vl-number vl-bounds")
    assert len({heat_text(each, words) for each in rows}) == len(rows)
    assert heat_text(rows[2], words) == "61–64"
