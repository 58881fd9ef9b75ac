"""The blocks about a queue on Specialitet, drawn alone on published marts: balance, stock and flow, deviations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from config import DataDirectory
from dashboard import balance_words, remembered, stock_flow, warehouse
from tests.marts_fixture import VERSION, write_marts

RunBlocks = Callable[..., AppTest]


def blocks() -> None:
    """A page of the three blocks; run as a script of its own."""
    from dashboard import balance_block, deviation_block, specialty_view, stock_flow_block, warehouse  # noqa: PLC0415

    view = specialty_view.read(warehouse.published().current())
    balance_block.balance_block(view)
    stock_flow_block.stock_flow_block(view)
    deviation_block.deviation_block(view)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture marts, with a balance of ortopedi worked out by hand."""
    data: DataDirectory = write_marts(tmp_path_factory.mktemp("marts"))
    with duckdb.connect(str(data.marts(VERSION))) as connection:
        connection.execute(
            "update flows set opening = 9310, inflow = 2012, completed = 1988, other_removals = 227, unexplained = 13, "
            "closing = 9120, status = 'visas' "
            "where specialty = '311' and phase = 1 and administration = 'Alla' and cutoff_date = date '2026-10-31'"
        )
        connection.execute(
            "update flows set opening = 100, inflow = 20, completed = 30, other_removals = 5, unexplained = 25, "
            "closing = 110 "
            "where specialty = '311' and phase = 1 and administration = 'SkaS' and cutoff_date = date '2026-10-31'"
        )
    return data.root


@pytest.fixture
def run_blocks(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunBlocks]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    warehouse.forget()
    remembered.forget()

    def run(table: str = "", **query: str | list[str]) -> AppTest:
        page = AppTest.from_function(blocks, default_timeout=30)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        if table:
            page.session_state[f"view_{table}"] = "Tabell"
        page.run()
        assert not page.exception
        return page

    yield run
    warehouse.forget()
    remembered.forget()


def html(page: AppTest) -> str:
    return "\n".join(str(each.proto.body) for each in page.get("html")).replace("\u00a0", " ")


def test_the_ledger_goes_from_one_queue_to_the_next_and_shows_what_is_unexplained(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(mvo="311"))
    assert "Kön krymper: 2 215 lämnade den, 2 012 kom till" in said
    assert "Kön till första besök, oktober 2026, alla förvaltningar, antal patienter. Demodata" in said
    for label, number in (
        ("Väntade 1 oktober", "9 310"), ("+ Nya i kön", "2 012"), ("− Genomförda", "1 988"),
        ("− Lämnat utan vård", "227"), ("Väntar 31 oktober", "9 120"),
    ):  # fmt: skip
        assert f'<th scope="row">{label}</th><td class="vl-number">{number}</td>' in said
    assert 'Oförklarad skillnad <span class="vl-muted">0,1 % av kön</span></th><td class="vl-number">+13</td>' in said
    assert "kontrollera registreringen innan" not in said


def test_growth_that_those_who_came_do_not_explain_says_so(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(mvo="311", forvaltning="SkaS"))
    assert "Kön i SkaS växer: 35 lämnade den, 20 kom till, 25 är oförklarade" in said
    assert "Den oförklarade skillnaden är stor: kontrollera registreringen" in said
    assert said.count("Osäkert: 22,7 % av kön är oförklarad.") == 2  # of the time to clear and of the load


def test_two_numbers_that_mislead_are_not_left_alone_in_the_heading() -> None:
    row = {"opening": 1641, "inflow": 426, "completed": 589, "other_removals": 338, "unexplained": 421, "closing": 1561,
           "status": "visas"}  # fmt: skip
    said = balance_words.finding(row, "").replace("\u00a0", " ")
    assert said == "Kön krymper: 927 lämnade den, 426 kom till, 421 är oförklarade"
    assert balance_words.finding(row | {"closing": 1640, "unexplained": 500}, "").startswith("Kön står still")


def test_the_balances_twin_has_a_row_for_every_administration_and_state(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(table="balance", mvo="221"))
    assert said.count('<tr><th scope="row">') + said.count('<tr class="vl-sum">') >= 7
    assert '<td class="vl-number vl-hidden">dolt</td>' in said
    assert '<tr class="vl-sum"><th scope="row">Alla förvaltningar</th>' in said


def test_a_hidden_balance_is_said_to_be_hidden(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(mvo="221", forvaltning="RH"))
    assert "Köns balans visas inte i RH" in said
    assert "Underlaget är för litet för att visas." in said


def test_the_first_month_cannot_be_balanced_and_says_why(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(mvo="311", matdatum="2024-11-30"))
    assert "Köns balans går inte att räkna" in said
    assert "Väntande 31 oktober 2024 saknas" in said
    assert "Tabellen visar de förvaltningar" not in said  # none of them can


def test_a_missing_delivery_is_named_with_its_administration(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(mvo="311", matdatum="2025-01-31", forvaltning="SÄS"))
    assert "Väntande 31 december 2024 saknas för SÄS" in said
    assert "Tabellen visar de förvaltningar som går att räkna." in said


def test_stock_and_flow_stand_side_by_side_each_with_its_own_definition_and_n(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(mvo="311"))
    assert "Väntande inom 90 dagar" in said
    assert "Genomförda inom 90 dagar" in said
    assert "31 oktober 2026, exkl. PVV och MOV." in said
    assert "<p>Oktober 2026, exkl. PVV.</p>" in said
    assert " av 10 650 väntande." in said
    assert " av 10 650 genomförda." in said


def test_how_many_to_see_the_time_to_clear_load_and_pressure_come_with_what_they_assume(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(mvo="311"))
    assert "Behöver tas emot för 90 %" in said
    assert "Om ingen annan passerar gränsen under tiden." in said
    assert "<b>4,1 månader</b>" in said  # 9 120 / 2 215
    assert "<b>0,91</b>" in said  # 2 012 / 2 215
    assert "dagars medelväntan / 90 dagar, alla väntande." in said


def test_return_visits_have_no_pressure_since_there_is_no_limit_in_days(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(mvo="311", fas="4"))
    assert "Väntande före måldatum" in said
    assert "Måldatum är patientens eget" in said


def shares(stock: tuple[int, int], flow: tuple[int, int]) -> str:
    """The explanation of two shares, each (numerator, denominator)."""
    rows = [{"numerator": x, "denominator": n, "share": x / n} for x, n in (stock, flow)]
    words = None  # the explanation needs none
    return stock_flow.explanation(
        stock_flow.StockFlow(rows[0], rows[1], words, words, None, None)  # type: ignore[arg-type]
    )


def test_which_way_stock_and_flow_differ_decides_the_sentence_and_neither_warns_alone() -> None:
    assert shares((620, 1000), (480, 1000)).startswith("Genomförda ligger lägre än väntande")
    assert shares((480, 1000), (620, 1000)).startswith("Genomförda ligger högre än väntande")
    assert "inte mer än slumpen" in shares((62, 100), (60, 100))
    for said in (shares((620, 1000), (480, 1000)), shares((480, 1000), (620, 1000))):
        assert "ingen av dem räcker ensam" in said


def test_an_unusual_level_in_one_administration_asks_about_the_registration(run_blocks: RunBlocks) -> None:
    page = run_blocks(mvo="311")
    assert "Andelen PVV är ovanligt hög i NU sedan oktober 2026: kontrollera registreringen" in html(page)
    [chart] = [each.proto.alt for each in page.get("plotly_chart")]
    assert "Alla förvaltningar, MOV som vanligt; NU, PVV ▲ ovanligt hög. Demodata" in chart


def test_a_level_as_usual_gives_its_shares(run_blocks: RunBlocks) -> None:
    assert "PVV 6 % och MOV 3 % av alla: som vanligt" in html(
        run_blocks(mvo="311", forvaltning="SU", matdatum="2026-09-30")
    )


def test_the_deviations_twin_has_limits_counts_and_the_rule_behind_a_signal(run_blocks: RunBlocks) -> None:
    said = html(run_blocks(table="deviations", mvo="311"))
    assert '<th scope="row">NU, PVV</th><td class="vl-nowrap">2026-10-31</td><td class="vl-number">12 %</td>' in said
    assert "högre än vanligt: utanför gränserna" in said


def test_too_few_months_are_not_judged(run_blocks: RunBlocks) -> None:
    assert "månaderna är för få för att bedömas" in html(run_blocks(mvo="311", matdatum="2025-06-30"))


def test_csv_buttons_give_the_open_tables(run_blocks: RunBlocks) -> None:
    labels = [button.proto.label for button in run_blocks(mvo="311").get("download_button")]
    assert labels.count("CSV") == 3
