"""Plans, outcomes, needs and offers as offices write them: read by name, whose they are, who sends and receives."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from etl.providers import provider_names, providers
from etl.reference import ReferenceFault
from etl.roles import roles
from tests.extracts import Region, new_region, waiting
from tests.plan_rows import (
    OUTCOME_HEADER,
    PLAN,
    PLAN_HEADER,
    counts,
    need,
    needs_of,
    offer,
    offers_of,
    outcome,
    outcomes_of,
    plan,
    plans_of,
    versions,
)

MOMENT = dt.datetime(2026, 6, 1, 8, 15, 30, 250000)  # noqa: DTZ001 - stored without a zone, in UTC
PROVIDER_HEADER = "namn;kortnamn;alias;regi;omrade;giltig_fran;giltig_till"


@pytest.fixture
def region(tmp_path: Path) -> Region:
    return new_region(tmp_path)


def overlay(region: Region, name: str, text: str, folder: str = "reference") -> None:
    path = region.root / folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_version_is_stored_whole(region: Region) -> None:
    report = plans_of(
        region,
        plan(
            version="2", orsak="minskat_behov:annat", forankrad_av="Verksamhetschef", motivering="Färre remisser",
            underlag_andel="0,9812", underlag_taljare="98", underlag_namnare="100", underlag_niva="1",
            underlag_datum="2026-05-31", registrerad_av="Vårdgarantiservice", registrerad="2026-06-01 08:15:30.25",
            status="aterkallad",
        ),
    )  # fmt: skip
    assert (report.kind, report.source, report.period, report.accepted) == ("leveransplan", "51", "2026-12-31", 1)
    assert region.query("select * exclude (delivery_id, record) from delivery_plans") == [
        ("VGR", "P-1", 2, 2026, "511", 2, "SÄS", "Klarsikt", "avtal", "extern", 1200, 300, 300, 200, 300,
         dt.date(2025, 12, 11), "aterkallad", "minskat_behov:annat", "Verksamhetschef", "Färre remisser", 0.9812, 98,
         100, 1.0, dt.date(2026, 5, 31), "Vårdgarantiservice", MOMENT)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("2026-06-01T08:15:30.25Z", "2026-06-01 08:15:30.25"),
        ("2026-06-01 08:15", "2026-06-01 08:15:00"),
        ("2026-06-01", "2026-06-01 00:00:00"),
    ],
)
def test_the_moment_of_registering_is_read_in_its_usual_forms(region: Region, cell: str, stored: str) -> None:
    plans_of(region, plan(registrerad=cell))
    assert versions(region, "registered_at::varchar") == [(stored,)]


def test_what_a_plan_may_leave_out(region: Region) -> None:
    header = [name for name in PLAN_HEADER if name in PLAN and name not in {"beslutad_volym", "orsak"}]
    report = region.loads([plan()], header)
    assert counts(report) == (1, 0, 0)
    assert versions(region, "decided_volume, status, reason") == [(None, "overenskommen", None)]


def test_the_headers_and_words_of_an_office_are_read_by_name(region: Region) -> None:
    header = (
        "Plan-ID;Version;År;MVO;Fas;Skickande;Mottagare;Regi;Intern/extern;Beslutad volym;Kvartal 1;K2;Q3;kvartal4;"
        "Status;Orsak;Förankrad av;Beslutad den"
    )
    row = "P-1;02;2026;511;2;Södra Älvsborgs  sjukhus;KLARSIKT ögonklinik;Eget avtal;Externt;1 200;300;300;200;300;"
    row += "Överenskommen;Minskat behov: uppnådd vårdgaranti;verksamhetschefen;2026-03-02"
    path = region.root.parent / "planer.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert counts(region.load(path, principal="VGR")) == (1, 0, 0)
    told = "version, sender, receiver, regime, transfer, decided_volume, q3, status, reason, anchored_by"
    assert versions(region, told) == [
        (2, "SÄS", "Klarsikt", "avtal", "extern", 1200, 200, "overenskommen", "minskat_behov:uppnadd_vardgaranti",
         "Verksamhetschef")
    ]  # fmt: skip


def test_a_column_of_names_beside_the_codes_is_left_alone(region: Region) -> None:
    report = region.loads([plan(mvo="Ögon")], (*PLAN_HEADER, "mvo"))
    assert (report.accepted, report.warnings) == (1, {"okand_kolumn": 1})


@pytest.mark.parametrize(
    ("cell", "stored"), [("1200", 1200), ("1 200", 1200), ("1\u00a0200", 1200), ("1\u202f200", 1200), ("0", 0)]
)
def test_a_volume_may_have_blanks_between_thousands(region: Region, cell: str, stored: int) -> None:
    needs_of(region, need(behov=cell))
    assert region.query("select need from needs") == [(stored,)]


@pytest.mark.parametrize("quarter", ["1", "K1", "q1", "Kvartal 1", "kv 1", "kvartal1", " 1"])
def test_a_quarter_is_read_as_offices_write_it(region: Region, quarter: str) -> None:
    assert counts(offers_of(region, offer(kvartal=quarter))) == (1, 0, 0)
    assert region.query("select quarter from capacity_offers") == [(1,)]


@pytest.mark.parametrize("month", ["3", "03", "mars", "Mar"])
def test_a_month_is_a_number_or_a_name(region: Region, month: str) -> None:
    report = outcomes_of(region, outcome(manad=month))
    assert (report.kind, report.period, report.accepted) == ("leveransutfall", "2026-03-31", 1)
    assert region.query("select month from delivery_outcomes") == [(dt.date(2026, 3, 31),)]


def test_outcomes_needs_and_offers_are_stored_whole(region: Region) -> None:
    outcomes_of(region, outcome(aterlamnade=""))
    needs_of(region, need(), need(kvartal="2", fas="1"))
    offers_of(region, offer())
    assert region.query("select * exclude (delivery_id, record) from delivery_outcomes") == [
        ("VGR", dt.date(2026, 3, 31), "511", 2, "SÄS", "Klarsikt", "mottagare", 90, 80, 0)
    ]
    assert region.query("select * exclude (delivery_id, record) from needs order by phase desc") == [
        ("VGR", 2026, None, "511", 2, "SÄS", 5200, 3900),
        ("VGR", 2026, 2, "511", 1, "SÄS", 5200, 3900),
    ]
    assert region.query("select * exclude (delivery_id, record) from capacity_offers") == [
        ("VGR", 2026, 1, "511", 2, "Klarsikt", "avtal", 300, "Göteborg", dt.date(2026, 12, 31))
    ]


def test_an_outcome_replaces_its_month_and_a_need_its_year(region: Region) -> None:
    outcomes_of(region, outcome(), outcome(manad="4"))
    needs_of(region, need(), need(ar="2025"))
    offers_of(region, offer(), offer(ar="2025"))
    assert outcomes_of(region, outcome(genomforda="70")).status == "replaced"
    assert needs_of(region, need(behov="1")).status == "replaced"
    assert offers_of(region, offer(ledig_volym="1")).status == "replaced"
    assert region.query("select completed from delivery_outcomes order by month") == [(70,), (80,)]
    assert region.query("select need from needs order by year") == [(5200,), (1,)]
    assert region.query("select free_volume from capacity_offers order by year") == [(300,), (1,)]


def test_deliveries_of_different_sources_live_side_by_side(region: Region) -> None:
    outcomes_of(region, outcome(), source="sändare")
    outcomes_of(region, outcome(rapporterad_av="avsandare"), source="mottagare")
    assert region.query("select reported_by from delivery_outcomes order by 1") == [("avsandare",), ("mottagare",)]


# Whose they are ------------------------------------------------------------------------------------------------------


def principal_of(region: Region, cell: str = "", **options: str) -> tuple[str, str, dict[str, int]]:
    report = needs_of(region, need(huvudman=cell), **options)
    [(principal,)] = region.query("select principal from needs order by delivery_id desc limit 1")
    assert report.source is not None
    return principal, report.source, report.warnings


def test_the_column_says_whose_a_row_is_by_name_or_region_code(region: Region) -> None:
    assert principal_of(region, "Halland", principal="VGR") == ("Halland", "42", {})
    assert principal_of(region, "51") == ("VGR", "51", {})
    assert principal_of(region, "vgr") == ("VGR", "51", {})
    assert principal_of(region, "Norge", source="egen") == ("Norge", "egen", {"huvudman_utan_register": 1})


def test_the_command_line_says_it_where_the_column_does_not(region: Region) -> None:
    assert principal_of(region, principal="Halland") == ("Halland", "42", {})


def test_the_only_principal_with_contacts_is_meant_where_nobody_says(region: Region) -> None:
    region.loads([waiting()])
    assert principal_of(region) == ("VGR", "51", {})
    region.loads([waiting(regionkod="42")])
    assert needs_of(region, need(huvudman="", ar="2025")).warnings == {"okand_huvudman": 1}


def test_a_principal_nobody_named_is_made_up_with_a_warning_that_says_what_to_do(region: Region) -> None:
    path = region.write("behov.csv", [need(huvudman="")], tuple(need()))
    report = region.load(path)
    assert region.query("select principal from needs") == [("Regionen",)]
    assert (report.source, report.warnings) == ("Regionen", {"okand_huvudman": 1})
    assert "--huvudman" in report.notes[-1]


def test_the_same_file_with_its_principal_named_takes_the_place_of_the_made_up_one(region: Region) -> None:
    path = region.write("planer.csv", [plan(huvudman="")], PLAN_HEADER)
    region.load(path)
    assert region.load(path, principal="VGR").status == "loaded"
    assert versions(region, "principal") == [("VGR",)]
    assert region.load(path, principal="VGR").status == "unchanged"


# Who sends and receives ----------------------------------------------------------------------------------------------


def test_an_unknown_receiver_is_kept_as_it_is_written_with_a_warning(region: Region) -> None:
    report = plans_of(region, plan(mottagare=" Nya  kliniken"))
    assert (report.accepted, report.warnings) == (1, {"okand_mottagare": 1})
    assert versions(region, "receiver") == [("Nya kliniken",)]


def test_an_unknown_sender_or_administration_is_quarantined(region: Region) -> None:
    assert plans_of(region, plan(avsandare="Ingenstans")).reasons == {"okand_avsandare": 1}
    assert outcomes_of(region, outcome(avsandare="Ingenstans")).reasons == {"okand_avsandare": 1}
    assert needs_of(region, need(forvaltning="Ingenstans")).reasons == {"okand_forvaltning": 1}


def test_an_administration_of_the_units_needs_no_line_among_providers(region: Region) -> None:
    units = (region.root / "enheter.csv").read_text(encoding="utf-8") + "X1;sjukhuskod;Ögon;Nordsjukhuset;;\n"
    (region.root / "enheter.csv").write_text(units, encoding="utf-8")
    assert counts(needs_of(region, need(forvaltning="nordsjukhuset"))) == (1, 0, 0)
    assert region.query("select administration from needs") == [("Nordsjukhuset",)]


def test_letters_put_together_from_two_are_the_same_name(region: Region) -> None:
    assert counts(plans_of(region, plan(avsandare="SA\u0308S"))) == (1, 0, 0)
    assert versions(region, "sender") == [("SÄS",)]


def test_a_name_means_whom_it_meant_in_the_period(region: Region) -> None:
    overlay(
        region,
        "vardgivare.csv",
        f"{PROVIDER_HEADER}\nGamla;Gamla;Ögat;avtal;Norra;2020-01-01;2025-12-31\n"
        "Nya;Nya;Ögat;avtal;Norra;2026-01-01;\n",
    )
    rows = [plan(plan_id=year, ar=year, mottagare="ögat") for year in ("2024", "2025", "2026")]
    assert plans_of(region, *rows).accepted == 3
    assert versions(region, "receiver") == [("Gamla",), ("Gamla",), ("Nya",)]
    report = plans_of(region, plan(plan_id="P", ar="2019", mottagare="ögat"))
    assert report.warnings == {"okand_mottagare": 1}


def test_the_data_directorys_line_wins_over_the_products(region: Region) -> None:
    overlay(region, "vardgivare.csv", f"{PROVIDER_HEADER}\nVår klinik;Vår;Klarsikt,Säs;egen;Södra;;\n")
    names = provider_names(region.data)
    day = dt.date(2026, 1, 1)
    assert [names.named(name, day, day) for name in ("KLARSIKT", "säs", "SÄS", "vår klinik", "SU")] == [
        "Vår", "Vår", "Vår", "Vår", "SU",
    ]  # fmt: skip
    table = providers(region.data)
    assert table.filter(provider="Vår").row(0)[1:4] == ("Vår klinik", "egen", "Södra")
    assert table["sort_order"].is_sorted()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("A;A;x;egen;;;\nB;B;X;egen;;;", "namnet ”x” på rad 2 och 3 gäller samma tid"),
        ("A;A;;egen;;2020-01-01;2026-01-01\nA;A;;avtal;;2026-01-01;", "namnet ”a” på rad 2 och 3"),
        ("A;A;;kommun;;;", "rad 2: regi är ”kommun”"),
        ("A;;;egen;;;", "rad 2: kolumnen kortnamn är tom"),
        ("A;A;;egen;;2026-01-01;2025-01-01", "rad 2: giltig_till ligger före giltig_fran"),
    ],
)
def test_a_register_of_providers_that_means_two_things_is_refused(region: Region, lines: str, told: str) -> None:
    overlay(region, "vardgivare.csv", f"{PROVIDER_HEADER}\n{lines}\n")
    with pytest.raises(ReferenceFault, match=r"vardgivare\.csv") as caught:
        plans_of(region, plan())
    assert told in str(caught.value)


def test_a_provider_line_loads_plans_again_but_not_contacts(region: Region) -> None:
    plans = region.write("planer.csv", [plan(mottagare="Ny")], PLAN_HEADER)
    contacts = region.write("vantande.csv", [waiting()])
    region.load(plans)
    region.load(contacts)
    overlay(region, "vardgivare.csv", f"{PROVIDER_HEADER}\nNya kliniken;Nya;Ny;avtal;;;\n")
    assert region.load(contacts).status == "unchanged"
    assert region.load(plans).status == "loaded"


# Roles, never persons ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Verksamhetschef", "Verksamhetschef"),
        ("Eva Ek, VC", "Verksamhetschef"),
        ("VERKSAMHETSCHEFEN Eva Ek", "Verksamhetschef"),
        ("Samordnande grupp för produktion inom HoS (Koncernkontoret)", "Samordnande grupp för produktion"),
        ("Förvaltningens  representant", "Förvaltningens representant"),
        ("Eva Ek", None),
        ("VCK", None),
        ("", None),
    ],
)
def test_the_longest_role_in_the_text_is_kept_and_nothing_else(region: Region, text: str, role: str | None) -> None:
    report = plans_of(region, plan(forankrad_av=text, registrerad_av=text))
    assert (report.accepted, report.quarantined) == (1, 0)
    assert versions(region, "anchored_by, role") == [(role, role)]
    assert report.warnings == ({"okand_roll": 1} if text and role is None else {})


def test_a_persons_name_is_in_no_file_of_the_data_directory(region: Region) -> None:
    named = {"forankrad_av": "Evelina Ekeskog", "registrerad_av": "Evelina Ekeskog"}
    report = plans_of(
        region,
        plan(**named),
        plan(plan_id="P-2", q1="1e3", **named),
        plan(plan_id="P-3", fas="3", **named),
        plan(plan_id="P-3", fas="3", q1="1", **named),
    )
    assert counts(report) == (1, 3, 0)
    assert region.quarantined_cells()[0]["forankrad_av"] == "(ingen känd roll)"
    assert all(b"Ekeskog" not in path.read_bytes() for path in region.root.rglob("*") if path.is_file())


def test_roles_are_data(region: Region) -> None:
    overlay(region, "roller.toml", '[[roll]]\ntitel = "Sektionschef"\n', "definitions")
    assert roles(region.data).titles == ("Sektionschef",)
    plans_of(region, plan(forankrad_av="sektionschef", registrerad_av="Verksamhetschef"))
    assert versions(region, "anchored_by, role") == [("Sektionschef", None)]


def test_an_open_table_of_outcomes_is_no_more_than_its_columns(region: Region) -> None:
    """What is not in the contract is not stored, and says so."""
    report = region.loads([outcome(kommentar="ring Evelina")], (*OUTCOME_HEADER, "kommentar"))
    assert (report.accepted, report.warnings) == (1, {"okand_kolumn": 1})
