"""Läget run as a script on published marts: every number of its sentences stands in the marts, in every state."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT, DataDirectory
from dashboard import key_figures, measures, reads, remembered, warehouse
from dashboard.address import PARAMETERS
from dashboard.cuts import Cut, Moment
from tests.marts_fixture import LAST, PRINCIPAL, VERSION, write_marts

Row = dict[str, Any]
RunPage = Callable[..., AppTest]
HORIZONS = ("manad", "kvartal", "tertial", "ar")
NUMBER = re.compile(r"\d{1,3}(?: \d{3})+|\d+(?:,\d+)?")
WORDS = ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]
BUP_DOWN = """
insert into changes values ('Exempelregionen', date '2026-10-31', 'manad', date '2026-09-30', 2, '931', 'Alla',
    'exkl_pvv_mov', 30, 388, 902, 0.43, 700, 1489, 0.47, -0.04, -0.08, -0.005, 0.004);
update change_families set flagged = 1, specialties_changed = 1 where horizon = 'manad' and definition = 'exkl_pvv_mov'
    and cutoff_date = date '2026-10-31';
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DataDirectory]:
    written = write_marts(tmp_path)
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(tmp_path))
    warehouse.forget()
    remembered.forget()
    yield written
    warehouse.forget()
    remembered.forget()


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> DataDirectory:
    return write_marts(tmp_path_factory.mktemp("marts"))


@pytest.fixture
def run_page(unchanged: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPage]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(unchanged.root))
    warehouse.forget()
    remembered.forget()
    yield page_of
    warehouse.forget()
    remembered.forget()


def page_of(state: dict[str, str] | None = None, **query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "overview.py"), default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    for name, value in (state or {}).items():
        page.session_state[name] = value
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    bodies = [str(each.proto.body) for each in page.get("html")]
    return "\n".join(body for body in bodies if "<style" not in body).replace("\u00a0", " ")


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def change(data: DataDirectory, sql: str) -> None:
    with duckdb.connect(str(data.marts(VERSION))) as marts:
        marts.execute(sql)


def rows(sql: str, **parameters: object) -> list[Row]:
    """Rows of the marts that the page reads."""
    return warehouse.published().rows(VERSION, sql, parameters).to_dicts()


def lines(said: str) -> list[tuple[Row | None, str]]:
    """The list's lines: what the link asks for (None for the last line) and the line's text."""
    listed = re.search(r'<ul class="vl-changes" role="list">(.*?)</ul>', said, re.S)
    assert listed is not None
    found = []
    for item in re.findall(r"<li>(.*?)</li>", listed.group(1), re.S):
        link = re.search(r'href="([^"]*)"', item)
        query = parse_qs(link.group(1).replace("&amp;", "&").partition("?")[2]) if link else None
        found.append((query, plain(item)))
    return found


def written(share: float) -> set[str]:
    """A share as whole percent and with one decimal."""
    percent = Decimal(repr(share)) * 100
    return {
        str(percent.quantize(Decimal(1), ROUND_HALF_UP)),
        str(percent.quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ","),
    }


def count(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def numbers_of(row: Row) -> set[str]:
    """Every number that a sentence may take from one row of changes."""
    shares = written(row["share"]) | written(row["earlier_share"])
    counts = {count(row[name]) for name in ("denominator", "earlier_denominator")}
    return shares | counts | ({str(row["limit_days"])} if row["limit_days"] else set())


def unknown_numbers(said: str, known: set[str]) -> set[str]:
    return set(NUMBER.findall(said)) - known


def row_of(query: Row, horizon: str) -> Row:
    [row] = rows(
        "select * from changes where cutoff_date = $date::date and horizon = $horizon and definition = $definition "
        "and phase = $phase and specialty = $specialty and administration = $administration "
        "and limit_days is not distinct from $limit_days",
        date=query["matdatum"][0],
        horizon=horizon,
        definition=query["definition"][0],
        phase=int(query["fas"][0]),
        specialty=query["mvo"][0],
        administration=query.get("forvaltning", ["Alla"])[0],
        limit_days=int(query["grans"][0]) if "grans" in query else None,
    )
    return row


@pytest.mark.parametrize(
    ("horizon", "date"),
    [*((horizon, "2026-10-31") for horizon in HORIZONS), ("ar", "2025-12-31"), ("tertial", "2025-02-28")],
)
def test_every_number_of_every_sentence_stands_in_the_marts(run_page: RunPage, horizon: str, date: str) -> None:
    for query, line in lines(html(run_page(mot=horizon, matdatum=date))):
        if query is not None:
            assert unknown_numbers(line, numbers_of(row_of(query, horizon))) == set(), line
            continue
        families = rows(
            "select * from change_families where cutoff_date = $date::date and horizon = $horizon "
            "and definition = 'exkl_pvv_mov'",
            date=date,
            horizon=horizon,
        )
        known = {str(row["specialties_tested"]) for row in families}
        known |= {str(row["specialties_tested"] - row["specialties_changed"]) for row in families}
        if "leverans" not in line and "både nu" not in line:  # those name the earlier date
            assert unknown_numbers(line, known) == set(), line


def test_a_number_that_is_not_in_the_row_is_found(run_page: RunPage) -> None:
    [(query, line), *_] = lines(html(run_page(mot="ar")))
    assert query is not None
    known = numbers_of(row_of(query, "ar"))
    assert unknown_numbers(line, known) == set()
    assert unknown_numbers(line.replace("73", "74"), known) == {"74"}


@pytest.mark.parametrize("horizon", HORIZONS)
def test_every_number_of_the_answer_stands_in_the_marts(run_page: RunPage, horizon: str) -> None:
    answer = re.search(r"<p class=vl-answer>(.*?)</p>", html(run_page(mot=horizon)))
    assert answer is not None
    known = {"2025"}  # of the earlier date
    for row in rows("select * from changes where horizon = $horizon and cutoff_date = '2026-10-31'", horizon=horizon):
        known |= numbers_of(row)
    for row in rows("select share from national"):
        known |= written(row["share"])
    for row in rows(
        "select share, denominator from attainment where administration = 'Alla' and population = 'vantande' "
        "and specialty in ('Alla', '931')"
    ):
        known |= written(row["share"]) | {count(row["denominator"])}
    assert unknown_numbers(plain(answer.group(1)), known) == set()
    said = plain(answer.group(1)).partition(":")[0].split()
    assert {word for word in said if word in WORDS} == {"fyra"}  # measures with a national figure counted alike


def test_what_changed_is_told_with_its_direction_in_words_and_a_link_that_the_grammar_knows(run_page: RunPage) -> None:
    said = html(run_page(mot="ar"))
    told = lines(said)
    assert len(told) == 6
    assert all("upp " in line for query, line in told if query)
    for query, _ in told[:-1]:
        assert query is not None
        assert set(query) <= set(PARAMETERS)
        assert query["population"] == ["vantande"]
    assert 'href="specialitet?huvudman=' in said


def test_nothing_has_changed_is_a_sentence(run_page: RunPage) -> None:
    said = html(run_page())
    assert "<h2>Inget har ändrats mer än slumpen sedan september</h2>" in said
    assert "Inget har ändrats mer än slumpen sedan september.</p>" in said
    assert "<b>Ingen av 14 specialiteter</b> har ändrats mer än vad slumpen ger." in said


def test_a_date_without_a_delivery_cannot_be_compared_with(data: DataDirectory) -> None:
    change(data, "update periods set is_delivered = false where cutoff_date = date '2026-09-30'")
    change(data, "delete from change_families where earlier_date = date '2026-09-30'")
    said = html(page_of())
    assert "Går inte att jämföra: ingen leverans för 30 september 2026." in said
    assert "<h2>Går inte att jämföra med september</h2>" in said
    assert "slumpen sedan" not in said


def test_one_month_only_has_nothing_to_be_compared_with(data: DataDirectory) -> None:
    change(data, "delete from periods where cutoff_date < date '2026-10-31'")
    change(data, "delete from attainment where cutoff_date < date '2026-10-31'")
    change(data, "delete from changes; delete from change_families")
    said = html(page_of())
    assert "går inte att jämföra bakåt" in said
    assert "Går inte att jämföra: ingen leverans för 30 september 2026." in said
    assert "<h2>Första besök och operationer över tid</h2>" in said


def test_without_groups_large_enough_on_both_dates_nothing_is_tested(data: DataDirectory) -> None:
    change(data, "delete from changes; delete from change_families")
    assert "Ingen specialitet har underlag nog både nu och i september för att jämföras." in html(page_of())


def test_whole_specialties_are_not_compared_with_a_month_when_an_administration_was_missing(run_page: RunPage) -> None:
    said = html(run_page(matdatum="2025-12-31", mot="ar", jamfor="2024-12-31"))
    assert "SÄS är inte med både nu och i december 2024: hela specialiteter jämförs inte" in said
    assert all("forvaltning" in query for query, _ in lines(said) if query)
    assert said.count("går inte att jämföra med december 2024: SÄS saknas") == 6


def test_a_fall_is_told_with_how_long_the_nation_has_been_above(data: DataDirectory) -> None:
    change(data, BUP_DOWN)
    change(
        data,
        "insert into national select 'Exempelregionen', cutoff_date, 'vantande', 2, '931', 'exkl_pvv_mov', 30, 9000, "
        "8100, 0.9 from periods where population = 'vantande' and cutoff_date > date '2026-07-31'",
    )
    said = html(page_of())
    assert "<small>n = 902, mot 1 489 i september; tredje månaden i rad under riket</small>" in said
    assert '<i class="vl-outside" aria-hidden="true">▼</i>' in said
    assert '<span class="vl-sr">ned </span>47 → 43 % inom 30 dagar.' in said
    assert "Mest försämrat sedan september: <b>start av BUP-behandling</b>, från 47 till 43 % (n = 902)." in said
    assert "<b>13 av 14 specialiteter</b> har inte ändrats" in said


def test_a_key_figure_is_coloured_only_beyond_chance(data: DataDirectory) -> None:
    change(
        data,
        "update attainment set numerator = 24000, share = 0.394 where specialty = 'Alla' and administration = 'Alla' "
        "and population = 'vantande' and phase = 2 and cutoff_date = date '2026-10-31'",
    )
    change(
        data,
        "update attainment set numerator = 1050, share = 0.7066 where specialty = '931' and administration = 'Alla' "
        "and population = 'vantande' and phase = 1 and limit_days = 30 and cutoff_date = date '2026-10-31'",
    )
    said = html(page_of())
    figures = re.findall(r'<section class="vl-figure">(.*?)</section>', said)
    assert '<b class="vl-outside"><i aria-hidden="true">▼</i> ned 23 procentenheter</b> sedan september' in figures[1]
    assert '<i class="vl-outside" style="width' in figures[1]
    assert "Sämre än riket." in figures[1]
    assert '<i aria-hidden="true">▲</i> upp 1 procentenhet sedan september, inom vanlig nivå' in figures[3]
    assert "vl-within" not in figures[3].partition("vl-bullet")[0]
    assert '<i class="vl-within" style="width' in figures[0]
    assert '<i class="" style="width' in figures[2]  # no nation: neither better nor worse


def test_without_a_nation_nothing_is_said_of_it(data: DataDirectory) -> None:
    change(data, "delete from national")
    said = html(page_of({"view_figures": "Tabell"}))
    assert "riket<" not in said.partition("<table")[0]
    assert said.count(">–</td>") >= 12


def test_table_twins_hold_differences_intervals_and_p_values(run_page: RunPage) -> None:
    said = html(run_page({"view_changes": "Tabell", "view_figures": "Tabell", "view_trend": "Tabell"}, mot="ar"))
    assert "+4,0 (3,2 till 4,8)</td>" in said
    assert ">under 0,001</td>" in said
    assert re.search(r">sämre än riket</td><td[^>]*>2026-09-30</td><td[^>]*>Exkl. PVV</td>", said)
    assert '<th scope="col">Händelse</th>' in said
    assert ">Systembyte i SÄS</td>" in said


def test_the_twin_has_every_change_and_the_list_five(run_page: RunPage) -> None:
    said = html(run_page({"view_changes": "Tabell"}, mot="ar"))
    [family] = rows(
        "select flagged from change_families where horizon = 'ar' and cutoff_date = '2026-10-31' "
        "and definition = 'exkl_pvv_mov'"
    )
    assert said.count('<tr class="vl-named"><th scope="row"><a href') == family["flagged"]
    assert f"Alla {family['flagged']} ändringar står i tabellen." in said


def test_only_whole_specialties_that_cannot_be_compared_are_no_news(data: DataDirectory) -> None:
    change(data, BUP_DOWN)
    change(
        data,
        "update periods set missing_administrations = 'SÄS' where cutoff_date = date '2026-09-30'",
    )
    said = html(page_of())
    assert "<h2>Ingen förvaltning har ändrats mer än slumpen sedan september</h2>" in said
    assert "Start av BUP-behandling" not in said.partition("Så färska")[0].partition("vl-changes")[2]


def test_the_files_hold_what_the_tables_hold(run_page: RunPage) -> None:
    run_page(mot="ar")
    moment: Moment = {"principal": PRINCIPAL, "cutoff_date": LAST, "definition": "exkl_pvv_mov"}
    changed = reads.open_changes(VERSION, horizon="ar", **moment)
    [family] = rows(
        "select flagged from change_families where horizon = 'ar' and cutoff_date = '2026-10-31' "
        "and definition = 'exkl_pvv_mov'"
    )
    assert changed.height == family["flagged"]
    assert changed.columns[0] == "huvudman"
    assert changed.columns[-1] == "dataversion"
    read = reads.key_figures(VERSION, previous_date=LAST, **moment).to_dicts()
    cut: Cut = {**moment, "population": "vantande", "phase": 1, "limit_days": 90}
    file = key_figures.file_rows(measures.figures(read, LAST, LAST, "exkl_pvv_mov", {}), cut, VERSION)
    assert file["matt"].to_list() == [row["measure"] for row in read]
    assert file["utfall"].to_list() == ["battre", "battre", None, "samre", "battre", None]
    assert file.columns[0] == "huvudman"
    assert file.columns[-1] == "dataversion"


def test_an_unknown_horizon_is_a_message(run_page: RunPage) -> None:
    said = html(run_page(mot="vecka"))
    assert "Okänt värde för jämförelsens längd: <b>vecka</b>. Sidan visar månad." in said


def test_an_event_names_the_months_it_explains(run_page: RunPage) -> None:
    [chart] = run_page().get("plotly_chart")
    notes = [note["text"] for note in json.loads(chart.proto.spec)["layout"]["annotations"]]
    assert "Systembyte i SÄS<br>nov–dec 2024: SÄS saknas" in notes
    assert "Ny rutin<br>jan 2026" in notes
