"""Gröna korset on published marts: every number is counted here from the fixture's letters, in plain Python."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from config import ROOT, DataDirectory
from dashboard import (
    cross_month_facts,
    cross_month_grid,
    cross_month_tables,
    cross_view,
    cross_year,
    remembered,
    warehouse,
)
from dashboard.address import Address
from dashboard.cross_view import CrossView
from tests.marts_fixture import VERSION, write_marts
from tests.marts_fixture_cross import DAY_SURGERY, EMERGENCY, SECOND, WARD_3, WARDS, Ward, months
from tests.marts_fixture_plans import TODAY

RunPage = Callable[..., AppTest]
CONFLICT_UNIT, ENDED, UNCOUNTED, SILENT = SECOND.unit, "Dagvården Viken", "Mottagningen Ängen", "Rehabenheten Viken"
CONFLICT_DAY = dt.date(2026, 10, 15)
SIGN_COLOURS = {
    "definition_1": {"G": "gron", "n": "gron", "d": "gul", "r": "gul", "s": "rod", "S": "rod", "-": "gra"},
    "definition_2": {"G": "gron", "n": "gul", "d": "gul", "r": "orange", "s": "rod", "S": "rod", "-": "gra"},
    "skas": {"G": "gron", "n": "gron", "d": "gron", "r": "gul", "s": "orange", "S": "rod", "-": "gra"},
}
OWN = {"SkaS": "skas"}
# What a colour of definition 1 is under the others: red is harm, which SkaS divides; yellow is risk or disturbance.
COLOURS_OF_1 = {
    "definition_1": {"1": "gron", "2": "gul", "4": "rod"},
    "definition_2": {"1": "okand", "2": "okand", "4": "rod"},
    "skas": {"1": "gron", "2": "okand", "4": "okand"},
}

MAY_BE_GREEN = {("definition_2", "1"), ("skas", "2")}  # yellow of definition 1 is a risk, or a disturbance


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_marts(tmp_path_factory.mktemp("marts")).root


@pytest.fixture(autouse=True)
def served(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(marts))
    monkeypatch.setenv("VARDLAGET_TODAY", TODAY.isoformat())
    warehouse.forget()
    remembered.forget()
    yield
    warehouse.forget()


def run_page(**query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "green_cross.py"), default_timeout=30)
    for parameter, value in query.items():
        page.query_params[parameter] = value
    page.run()
    assert not page.exception
    return page


def spoken(html: str) -> str:
    text = unescape(re.sub(r"</?(b|a)\b[^>]*>", "", html)).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def said(page: AppTest) -> str:
    return spoken(" ".join(each.proto.body for each in page.get("html") if not each.proto.body.startswith("<style")))


def figure(page: AppTest, title: str) -> str:
    """A key figure with what stands beside and below it."""
    html = next(each.proto.body for each in page.get("html") if "vl-figures-four" in each.proto.body)
    sections = [spoken(section) for section in html.split("<section")[1:]]
    return next(section for section in sections if title in section).split(title)[1].strip()


def viewed(**query: str) -> CrossView:
    return cross_view.of_address(VERSION, Address({name: [value] for name, value in query.items()}))


def asked(marts: Path, directory: Path, question: str, *values: str) -> pl.DataFrame:
    """What a copy of the published marts answers: the page holds the file itself open."""
    copy = shutil.copy(DataDirectory(marts).marts(VERSION), directory / "copy.duckdb")
    with duckdb.connect(str(copy), read_only=True) as published:
        known = pl.from_arrow(published.sql(question, params=list(values)).to_arrow_table())
    assert isinstance(known, pl.DataFrame)
    return known


def definition_of(ward: Ward, colours: str) -> str:
    return OWN.get(ward.administration, "definition_2") if colours == "egen" else colours


def expected_state(ward: Ward, date: dt.date, sign: str, definition: str) -> str:
    """The state of a day by hand; "tom" where nothing is known of it."""
    if ward.unit == CONFLICT_UNIT and date == CONFLICT_DAY:
        return "konflikt"
    if sign in "1234":
        return COLOURS_OF_1[definition][sign]
    if sign != ".":
        return SIGN_COLOURS[definition][sign]
    begins, ends = ward.cross_from, ward.cross_to
    if begins is None or date < begins or (ends is not None and date > ends):
        return "tom"
    return "vit" if ward._is_expected(date) else "gra"


def grid_of(ward: Ward, month: dt.date, colours: str) -> list[dict[str, object]]:
    view = viewed(enhet=ward.unit, manad=f"{month:%Y-%m}", farger=colours)
    drawn = cross_month_grid.grid(view, cross_month_facts.of_view(view), month)
    return list(drawn["days"])


@pytest.mark.parametrize("colours", ["egen", "definition_1", "definition_2", "skas"])
@pytest.mark.parametrize("ward", WARDS, ids=lambda ward: ward.unit)
def test_every_day_of_twelve_months_has_its_colour_in_its_place(ward: Ward, colours: str) -> None:
    definition = definition_of(ward, colours)
    for month in months():
        drawn = {day["day"]: day["state"] for day in grid_of(ward, month, colours)}
        wanted = {date.isoformat(): expected_state(ward, date, sign, definition) for date, sign in ward.signs(month)}
        assert drawn == wanted


@pytest.mark.parametrize("ward", WARDS, ids=lambda ward: ward.unit)
def test_a_months_sums_are_those_of_its_letters(ward: Ward) -> None:
    for month in months():
        numbers = cross_month_facts.of_view(viewed(enhet=ward.unit, manad=f"{month:%Y-%m}")).numbers
        definition = definition_of(ward, "egen")
        days = [(sign, expected_state(ward, date, sign, definition)) for date, sign in ward.signs(month)]
        told = [(sign, state) for sign, state in days if sign not in ".-"]
        is_counted = ward.cross_from is not None
        assert numbers.said == len(told)
        assert numbers.registered == len(told) * is_counted
        assert numbers.activity == (len(told) + sum(state == "vit" for _, state in days)) * is_counted
        greens = sum(state == "gron" for _, state in told) * is_counted
        assert numbers.green_low == greens
        unsure = sum(state == "konflikt" or (definition, sign) in MAY_BE_GREEN for sign, state in told)
        assert numbers.green_high == greens + unsure * is_counted
        harmed = [sign for sign, state in told if sign in "sS4"]
        assert (numbers.harms, numbers.harm_days) == (len(harmed), len(harmed))
        assert numbers.risks == sum(sign == "r" for sign, _ in told)


def test_the_page_answers_how_the_month_went_and_how_often_it_was_registered() -> None:
    page = run_page(enhet=DAY_SURGERY, manad="2026-10")
    words = said(page)
    assert "15 av 21 registrerade dagar var gröna och en dag hade en skada." in words
    assert "Avstämningen gjordes 21 av 22 dagar med verksamhet." in words
    assert "Oktober 2026: en skada, två risker" in words
    assert "Tre skador på tolv månader" in words
    assert "Registrerat till och med 30 oktober 2026" in words
    assert "Demodata." in words


def test_the_key_figures_are_grey_and_say_what_they_are_of() -> None:
    page = run_page(enhet=DAY_SURGERY, manad="2026-10")
    assert figure(page, "Registrerade dagar") == "95 % 21 av 22 dagar med verksamhet"
    assert figure(page, "Gröna dagar") == "71 % 15 av 21 av registrerade dagar, definition 2"
    assert figure(page, "Dagar sedan skada") == "22 senast 9 oktober, räknat till 31 oktober"
    assert figure(page, "Rapporterade risker") == "2 ▲ 1 fler än i september fler rapporter är ett friskt tecken"
    html = next(each.proto.body for each in page.get("html") if "vl-figures-four" in each.proto.body)
    assert not re.search("vl-within|vl-outside|vl-better|vl-worse", html)


def test_green_is_an_interval_where_sources_differ_and_is_said_to_be() -> None:
    page = run_page(enhet=CONFLICT_UNIT, manad="2026-10")
    assert figure(page, "Gröna dagar").startswith("95–100 % 21–22 av 22 av registrerade dagar, definition 2 en dag går")
    assert "21–22 av 22 registrerade dagar var gröna (1 går inte att säga), och ingen dag hade en skada." in said(page)
    assert figure(page, "Rapporterade risker").startswith("ingen känd går inte att jämföra med september")


def test_a_day_that_only_a_colour_tells_is_not_guessed_under_another_definition() -> None:
    page = run_page(enhet=WARD_3, manad="2026-10", dag="2026-10-04", farger="definition_2")
    words = said(page)
    assert "Söndag 4 oktober .. Går inte att visa med vald definition" in words
    assert "Källan anger bara färgen gul enligt Definition 1." in words
    assert "Definition 1: gul. SkaS: går inte att säga." in words
    own = said(run_page(enhet=WARD_3, manad="2026-10", dag="2026-10-04", farger="definition_1"))
    assert "Söndag 4 oktober ! Risk för patientskada eller driftstörning" in own


def test_the_day_is_told_whole() -> None:
    words = said(run_page(enhet=DAY_SURGERY, manad="2026-10", dag="2026-10-14"))
    for part in (
        "Onsdag 14 oktober O Risk för patientskada",
        "Händelse 1 – kommunikation, risk för patientskada Fel dos förberedd. Upptäckt vid dubbelkontroll.",
        "Händelse 2 – driftstörning, händelse utan skada eller risk Sterilgods kom sent.",
        "Det som gick bra Dubbelkontrollen stoppade felet innan det nådde patienten.",
        "Samma dag med andra definitioner Definition 1: gul. SkaS: gul.",
        "Ändra dagen",
    ):
        assert part in words


def test_a_conflict_says_what_each_source_says_and_leads_to_the_form() -> None:
    page = run_page(enhet=CONFLICT_UNIT, manad="2026-10", dag="2026-10-15")
    words = said(page)
    assert "Torsdag 15 oktober ≠ Två källor säger olika" in words
    assert "Enligt 99 G ingen negativ händelse Enligt SU-lokal O" in words
    html = " ".join(each.proto.body for each in page.get("html"))
    links = re.findall(r'href="(registrera[^"]*)"', html)
    unit = "registrera?huvudman=Exempelregionen&enhet=Kirurgmottagningen+Storhamn"
    assert [unescape(link) for link in links] == [unit, f"{unit}&dag=2026-10-15"]  # today's form, and the day's
    assert "Avgör vad som gäller" in words


def test_a_text_of_the_data_is_written_as_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = write_marts(tmp_path)
    with duckdb.connect(str(data.marts(VERSION))) as changed:
        changed.execute("update cross_entries set description = '<b onclick=alert(1)>fall</b>' where count > 0")
    monkeypatch.setenv("VARDLAGET_DATA_DIR", str(tmp_path))
    warehouse.forget()
    remembered.forget()
    page = run_page(enhet=DAY_SURGERY, manad="2026-10", dag="2026-10-09")
    html = " ".join(each.proto.body for each in page.get("html"))
    assert "&lt;b onclick=alert(1)&gt;fall&lt;/b&gt;" in html
    assert "<b onclick" not in html


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"enhet": ENDED, "manad": "2026-10"}, "Dagvården Viken (SV) slutade med Gröna korset 30 juni 2026."),
        ({"enhet": "Kirurgmottagningen Borgsele", "manad": "2026-08"},
         "Kirurgmottagningen Borgsele (SÄS) började med Gröna korset 1 september 2026."),
        ({"enhet": UNCOUNTED, "manad": "2026-10"}, "dagarna visas, men räknas inte i någon andel."),
        ({"enhet": "Avdelning 99", "manad": "2026-10"}, "Okänt värde för enhet: Avdelning 99."),
        ({"manad": "2031-01"}, "Okänt värde för månad: 2031-01. Sidan visar oktober 2026."),
        ({"dag": "2026-10-32"}, "Okänt värde för dag: 2026-10-32."),
        ({"farger": "rosa"}, "Okänt värde för färger: rosa. Sidan visar Egen."),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told(query: dict[str, str], told: str) -> None:
    assert told in said(run_page(**query))


def test_a_unit_without_a_start_date_has_days_but_no_rate() -> None:
    page = run_page(enhet=UNCOUNTED, manad="2026-10")
    assert figure(page, "Registrerade dagar").startswith("räknas inte")
    assert figure(page, "Gröna dagar").startswith("ingen andel")
    assert "Tio dagar är registrerade i oktober 2026, och ingen dag hade en skada." in said(page)


def test_a_unit_that_never_registered_is_not_said_to_be_without_harm() -> None:
    page = run_page(enhet=SILENT, manad="2026-10")
    assert figure(page, "Registrerade dagar") == "0 % 0 av 22 dagar med verksamhet"
    assert figure(page, "Dagar sedan skada") == "inget känt"
    assert "ingen skada" not in said(page)


def test_the_year_says_each_months_harm_in_words() -> None:
    view = viewed(enhet=DAY_SURGERY, manad="2026-10")
    found = {each.title: each.caption for each in cross_year.crosses(view, cross_year.of_view(view))}
    assert found["feb"] == "2 skador"
    assert found["okt"] == "1 skada"
    assert found["nov 2025"] == "ingen skada"
    assert list(found)[:3] == ["nov 2025", "dec", "jan 2026"]


def test_the_years_signs_are_the_months_letters() -> None:
    signs = {"gron": "G", "gul": "!", "orange": "O", "rod": "R", "gra": "-", "vit": "?", "okand": ".",
             "konflikt": "#", "tom": " "}  # fmt: skip
    for ward in WARDS:
        view = viewed(enhet=ward.unit, manad="2026-10")
        drawn = [each.days for each in cross_year.crosses(view, cross_year.of_view(view))]
        definition = definition_of(ward, "egen")
        wanted = [
            "".join(signs[expected_state(ward, date, sign, definition)] for date, sign in ward.signs(month))
            for month in months()
        ]
        assert drawn == wanted


@pytest.mark.parametrize("unit", [DAY_SURGERY, WARD_3, CONFLICT_UNIT, EMERGENCY])
@pytest.mark.parametrize("definition", ["definition_1", "definition_2", "skas"])
def test_the_days_file_holds_the_rows_of_the_open_table(
    marts: Path, tmp_path: Path, unit: str, definition: str
) -> None:
    view = viewed(enhet=unit, manad="2026-10", farger=definition)
    rows = cross_month_tables.day_rows(view, cross_month_facts.readings(view))
    question = "from open_grona_korset where enhet = ? and definition = ? order by datum"
    known = asked(marts, tmp_path, question, unit, definition)
    assert rows.columns == known.columns
    assert rows.cast(pl.String).rows() == known.cast(pl.String).rows()


@pytest.mark.parametrize("unit", [DAY_SURGERY, WARD_3, CONFLICT_UNIT])
def test_the_events_file_holds_the_rows_of_the_open_table_that_loads_again(
    marts: Path, tmp_path: Path, unit: str
) -> None:
    view = viewed(enhet=unit, manad="2026-10")
    rows = cross_month_tables.event_rows(view, dt.date(2026, 9, 1), dt.date(2026, 10, 31))
    question = (
        "from open_grona_korset_handelser where enhet = ? and datum >= date '2026-09-01' order by datum, kalla, antal"
    )
    known = asked(marts, tmp_path, question, unit)
    assert rows.columns == known.columns
    assert sorted(map(str, rows.cast(pl.String).rows())) == sorted(map(str, known.cast(pl.String).rows()))


def test_the_tables_twin_has_a_row_per_day_with_what_the_box_says() -> None:
    view = viewed(enhet=DAY_SURGERY, manad="2026-10")
    html = cross_month_tables.twin(view, cross_month_facts.of_view(view), "tabell")
    rows = [spoken(row) for row in re.findall(r"<tr>(.*?)</tr>", html)[1:]]
    assert len(rows) == 31
    assert rows[13] == "2026-10-14 onsdag 42 O Risk för patientskada (orange) Definition 2 2 något gick bra"
    assert rows[19] == "2026-10-20 tisdag 43 ? Inte registrerad (vit) Definition 2"
    assert rows[30] == "2026-10-31 lördag 44 – Ingen verksamhet (grå) Definition 2 röd dag: Alla helgons dag"
