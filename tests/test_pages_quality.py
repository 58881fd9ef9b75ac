"""Datakvalitet run as a script on published marts: what each part says, shows as a table, and gives as a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT
from dashboard import quality_files, quality_lineage_block, quality_view, remembered, warehouse
from dashboard.address import Address
from tests.marts_fixture import PRINCIPAL, VERSION, write_marts

RunPage = Callable[..., AppTest]
AFTER_DUE = "2026-11-22"  # October should have come on 20 November


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture
def run_page(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPage]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    warehouse.forget()
    remembered.forget()

    def run(*, today: str = AFTER_DUE, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("VARDLAGET_TODAY", today)
        page = AppTest.from_file(str(ROOT / "pages" / "data_quality.py"), default_timeout=30)
        for parameter, value in query.items():
            page.query_params[parameter] = value
        page.run()
        assert not page.exception
        return page

    yield run
    warehouse.forget()
    remembered.forget()


def html(page: AppTest) -> str:
    """All HTML of the page but its style sheet, with no-break spaces as spaces."""
    bodies = (str(each.proto.body) for each in page.get("html"))
    return "\n".join(body for body in bodies if not body.startswith("<style>")).replace("\u00a0", " ")


def table(said: str, name: str) -> list[list[str]]:
    """The cells of the table with this name, or whose name begins so."""
    found = re.search(rf'aria-label="{re.escape(name)}[^"]*".*?<tbody>(.*?)</tbody>', said, re.DOTALL)
    assert found is not None, name
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", found[1], re.DOTALL)
    return [[_plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def _plain(cell: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", cell).split())


def twin(page: AppTest, block: str) -> str:
    """The page once the block shows its table."""
    page.session_state[f"view_{block}"] = "Tabell"
    page.run()
    assert not page.exception
    return html(page)


def test_the_answer_counts_what_is_late_missing_and_disputed(run_page: RunPage) -> None:
    said = html(run_page())
    assert "Av tre leveranser för oktober 2026 <b>saknas en</b>." in said
    assert "<b>Ifrågasatt:</b> två jämförelser mellan två snitt skiljer mer än tillåtet." in said


def test_what_is_not_due_yet_is_awaited_and_not_missing(run_page: RunPage) -> None:
    said = html(run_page(today="2026-11-20"))
    assert "för september 2026 <b>är en sen</b>" in said  # the newest month that is due
    row = next(cells for cells in table(said, "Fyra sena") if cells[0] == "Väntande SÄS-BUP")
    assert row[-2:] == ["■ 12 dagar sen", "– väntas"]


def test_a_month_that_became_due_after_publication_is_missed_the_day_after(run_page: RunPage) -> None:
    said = html(run_page(today="2026-12-21"))
    assert "Av tre leveranser för november 2026 <b>saknas alla</b>." in said


def test_the_calendar_has_a_word_for_every_delivery(run_page: RunPage) -> None:
    cells = {row[0]: row[1:] for row in table(html(run_page()), "En saknad och fyra sena leveranser")}
    assert cells["Väntande 99"] == [*["● i tid"] * 6, "■ 6 dagar sen", *["● i tid"] * 4, "● i tid ersatt"]
    assert cells["Genomförda 99"][1] == "■ 1 dag sen"
    assert cells["Väntande SÄS-BUP"][-2:] == ["■ 12 dagar sen", "○ saknas"]
    assert set(cells["Leveransutfall Vårdgiganten"]) == {"● inläst"}  # of a kind that is due on no day


def test_a_year_may_be_chosen(run_page: RunPage) -> None:
    cells = {row[0]: row[1:] for row in table(html(run_page(ar="2024")), "")}
    assert cells["Väntande SÄS-BUP"] == ["○ saknas", "○ saknas"]


def test_the_twin_of_the_calendar_has_the_same_deliveries_with_their_days(run_page: RunPage) -> None:
    rows = table(twin(run_page(), "quality_calendar"), "En saknad och fyra sena leveranser; två leveranser har ersatts")
    assert len(rows) == 6 * 12
    late = next(row for row in rows if row[:3] == ["2026-09-30", "Väntande", "SÄS-BUP"])
    assert late[3:] == ["■ sen", "2026-10-20", "2026-11-01 07:30", "2026-11-01 07:30", "12", "0"]


def test_what_to_do_stands_in_order_of_urgency_with_a_way_to_each(run_page: RunPage) -> None:
    steps = re.findall(r"<li>(.*?)</li>", html(run_page()), re.DOTALL)
    assert [_plain(step).split(":")[0].strip() for step in steps] == [
        "Efterfråga Väntande från SÄS-BUP, oktober 2026",
        "Fråga varför två enheter inte finns med 31 oktober 2026",
        "Red ut två jämförelser mellan två snitt 31 oktober 2026; störst skillnad 5 %, SU mot Kvartalsrapporten. Visa "
        "5 %, SU mot Kvartalsrapporten",
        "Rätta eller besluta om 21 rader i karantän ; vanligast",
        "Lägg till eller rätta tre koder som ingen referens känner",
        "Se tre kontroller med fel oktober 2026",
    ]
    links = [re.findall(r'href="\?([^"]*)"', step)[0].replace("&amp;", "&") for step in steps]
    assert [re.search(r"visa=(\w+)", link)[1] for link in links] == [  # type: ignore[index]
        "luckor", "luckor", "avstamning", "karantan", "koder", "kontroller",
    ]  # fmt: skip


def test_gaps_name_deliveries_administrations_and_silent_units(run_page: RunPage) -> None:
    said = html(run_page(visa="luckor"))
    assert table(said, "Leveranser som saknas") == [
        ["Väntande från SÄS-BUP", "oktober 2026", "2026-11-20"],
        ["Väntande från SÄS-BUP", "december 2024", "2025-01-20"],
        ["Väntande från SÄS-BUP", "november 2024", "2024-12-20"],
    ]
    assert ["31 december 2024", "Väntande", "○ SÄS saknas", "sju av åtta"] in table(said, "Luckor i leveranserna")
    assert "Två enheter har tystnat" in said
    assert table(said, "Tysta enheter")[1] == ["SU mottagning 3", "SU", "Väntande", "2026-10-31", "2026-09-30", "11"]


def test_a_unit_silent_in_both_populations_is_one_unit_with_one_line(run_page: RunPage) -> None:
    page = run_page(visa="luckor")
    assert [cells for cells in table(html(page), "Tysta enheter") if cells[0] == "NU mottagning 2"] == [
        ["NU mottagning 2", "NU", "Väntande och genomförda", "2026-10-31", "2026-09-30 och 2026-08-31", "23"]
    ]
    told = " ".join(_plain(html(run_page())).split())
    assert "två enheter inte finns med 31 oktober 2026: NU mottagning 2 (NU, väntande och genomförda) och SU" in told


def test_gaps_of_one_population_and_administration(run_page: RunPage) -> None:
    said = html(run_page(visa="luckor", population="vantande", forvaltning="SU"))
    assert [row[0] for row in table(said, "Tysta enheter")] == ["SU mottagning 3"]
    assert "Varje period är hel" in said


def test_a_revision_tells_what_changed_by_how_much_and_in_which_columns(run_page: RunPage) -> None:
    said = html(run_page(visa="andringar"))
    assert "Tre omleveranser; en ändrade innehållet" in said
    rows = table(said, "Omleveranser")
    assert rows[0][5:] == ["76 990", "77 340", "412", "62", "1 290", "75 638",
                           "avvikelsekod 1 104, medicinskt_maldatum 186, hsaid_vardenhet 22"]  # fmt: skip
    assert rows[2][5:] == [*["dolt"] * 6, "–"]
    assert "Dolt: antalet skulle avslöja en grupp" in said


def test_the_ledger_says_why_a_file_was_refused(run_page: RunPage) -> None:
    rows = table(html(run_page(visa="andringar")), "Inläsningar")
    assert rows[2][6] == "väntande okt.csv: kolumnen mvo_kod saknas; närmast är mvo."
    assert rows[1][6:] == ["inläst, ersatte en tidigare leverans", "77 361", "77 340", "21", "0"]


def test_filters_choose_deliveries(run_page: RunPage) -> None:
    said = html(run_page(visa="andringar", slag="riket"))
    assert [row[0] for row in table(said, "Inläsningar")] == ["4"]
    assert "Ingen leverans har ersatts" in said


def test_quarantine_is_counts_by_reason_and_column_and_no_row(run_page: RunPage) -> None:
    page = run_page(visa="karantan")
    said = html(page)
    assert "21 fel av två orsaker; vanligast: Okänd vårdenhet" in said
    assert table(said, "21 fel")[0][:2] == ["Okänd vårdenhet", "14"]
    assert table(twin(page, "quality_quarantine"), "21 fel") == [
        ["Okänd vårdenhet", "14", "hsaid_vardenhet", "Väntande", "99", "2026-10-31"],
        ["Beslut efter mätdatum", "7", "beslut_datum", "Väntande", "99", "2026-10-31"],
    ]


def test_quarantine_of_one_reason(run_page: RunPage) -> None:
    said = html(run_page(visa="karantan", orsak="beslut_efter_matdatum"))
    assert "Sju fel: Beslut efter mätdatum" in said
    assert "Okänd vårdenhet" not in said


def test_the_steward_decides_where_rows_and_codes_are_shown(run_page: RunPage) -> None:
    for visa in ("karantan", "koder"):
        assert "Beslut om rader i karantän och okända koder" in html(run_page(visa=visa))


def test_unknown_codes_and_units_with_their_rows(run_page: RunPage) -> None:
    said = html(run_page(visa="koder"))
    assert "Tre okända koder i 58 rader" in said
    rows = table(said, "Okända koder och enheter")
    assert [row[:3] for row in rows] == [
        ["SE2321000131-E000000009917", "hsaid_vardenhet", "14"],
        ["099", "mvo_kod", "3"],
        ["XX999", "kva_kod", "41"],
    ]
    assert rows[0][-1].startswith("Lägg enheten i enheter.csv")


def test_completeness_puts_what_has_fallen_first(run_page: RunPage) -> None:
    said = html(run_page(visa="fyllnad"))
    assert "Mindre ifyllt än vanligt: lkf och yrkeskategori" in said
    rows = table(said, "Mindre ifyllt")
    assert rows[0][0] == "lkf"
    assert rows[0][-2:] == ["97 %", "▼ lägre än vanligt: 58 %"]
    assert rows[1][-3:] == ["64 %", "▼ lägre än vanligt: 52 %", "▼ lägre än vanligt: 31 %"]
    assert rows[2][0] == "avvikelsekod"  # then the least filled


def test_one_column_over_time_is_a_chart_with_words_and_a_twin(run_page: RunPage) -> None:
    page = run_page(visa="fyllnad", kolumn="lkf")
    assert page.get("plotly_chart")[0].proto.alt.startswith(
        "lkf: 58 % ifyllt, lägre än vanligt".replace(" %", "\u00a0%")
    )
    assert table(twin(page, "quality_column"), "lkf")[-1] == ["lkf", "2026-10-31", "77 340", "44 857", "58 %"]


def test_every_check_says_what_it_tests_and_how_it_went(run_page: RunPage) -> None:
    page = run_page(visa="kontroller")
    said = html(page)
    assert "Tre av sju kontroller har fel: DQ2, DQ3 och DQ4" in said
    rows = table(said, "Tre av sju")
    assert [row[2] for row in rows] == ["● godkänd", "● godkänd", "■ fel", "■ fel", "■ fel", "● godkänd",
                                        "● att känna till"]  # fmt: skip
    assert rows[2][3] == "14 rader har en okänd vårdenhet. Tre rader har en okänd kod."
    assert ["DQ4", "lkf", "58 %", "■ fel", "Fyllnaden är lägre än vanligt.", "Väntande", "99", "2026-10-31"] in table(
        twin(page, "quality_checks"), "Tre av sju"
    )


def test_a_check_that_was_not_made_is_not_passed(run_page: RunPage) -> None:
    rows = table(html(run_page(visa="kontroller", period="2026-09-30")), "En av en")
    assert [row[2] for row in rows if row[2] != "inte gjord"] == ["■ fel"]


def test_two_cuts_stand_beside_each_other_with_their_difference(run_page: RunPage) -> None:
    said = html(run_page(visa="avstamning"))
    assert "Två jämförelser av fyra är ifrågasatta: skillnaden är som mest 5 %" in said
    rows = table(said, "Snitt mot snitt")
    assert rows[0][:9] == ["Ortopedi, SU", "Första besök", "alla dagar", "Kvartalsrapporten", "3 132", "3 290", "+158",
                           "4,8 %", "≠ ifrågasatt"]  # fmt: skip
    assert rows[1][2] == "0–90 dagar"
    assert rows[1][-1] == "Bara det första bandet finns i båda."
    assert rows[-1][6:9] == ["0", "0,0 %", "● stämmer"]


def test_cuts_of_one_specialty(run_page: RunPage) -> None:
    said = html(run_page(visa="avstamning", mvo="221"))
    assert "Snitten stämmer överens" in said
    assert [row[0] for row in table(said, "Snitt mot snitt")] == ["Neurologi, NU"]


def test_stock_and_flow_are_reconciled_month_by_month(run_page: RunPage) -> None:
    page = run_page(visa="avstamning", fas="2", forvaltning="NU")
    said = html(page)
    rows = table(said, "Mest oförklarat oktober 2026")
    assert [row[0] for row in rows] == ["NU", "Alla förvaltningar"]
    last = table(twin(page, "quality_balance"), "Mest oförklarat oktober 2026")[-2]
    before, new, done, left, odd, after = (int(cell.replace(" ", "").replace("−", "-")) for cell in last[2:])
    assert before + new - done - left + odd == after


def test_lineage_leads_from_the_page_to_the_file_and_its_hash(run_page: RunPage) -> None:
    said = html(run_page(visa="harkomst", matdatum="2026-09-30"))
    assert "Två filer från två källor står bakom 30 september 2026" in said
    rows = table(said, "Filer bakom siffrorna")
    assert rows[0][0] == "vantande_2026-09.csv"
    assert rows[1][-2:] == ["5a5a5a5a5a5a", "sas_kolista"]
    assert "variation?huvudman=Exempelregionen&amp;matdatum=2026-09-30&amp;population=vantande" in said


def view_of(visa: str, **given: str) -> quality_view.QualityView:
    return quality_view.of_address(
        VERSION, Address({"visa": [visa]} | {name: [value] for name, value in given.items()})
    )


@pytest.mark.usefixtures("run_page")
@pytest.mark.parametrize("name", quality_files.FILES)
def test_every_file_has_whose_it_is_first_and_the_version_last(name: str) -> None:
    columns = list(quality_files.FILES[name].values())
    rows = pl.DataFrame({column: ["x"] for column in columns})
    lines = quality_files.csv(name, view_of("oversikt"), rows).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("huvudman;")
    assert lines[0].endswith(";dataversion")
    assert lines[1].startswith(f"{PRINCIPAL};")
    assert lines[1].endswith(f";{VERSION}")


@pytest.mark.usefixtures("run_page")
def test_the_whole_hash_stands_in_the_file_of_the_lineage() -> None:
    view = view_of("harkomst", matdatum="2026-09-30")
    csv = quality_files.csv("harkomst", view, quality_lineage_block.files_of(view)).decode("utf-8-sig")
    assert "5a" * 32 in csv


def test_an_unknown_part_is_a_message(run_page: RunPage) -> None:
    assert "Okänt värde för vy: <b>allt</b>. Sidan visar Översikt." in html(run_page(visa="allt"))
