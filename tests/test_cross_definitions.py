"""Definition files of the Green Cross: what is read from them, and the one line that tells what is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from config import DataDirectory, load_settings
from etl import cross_definitions as read
from etl.definitions import DefinitionFileError

WHOLE = """
namn = "nord"
titel = "Nord"
text = "Vår egen"
ordning = 9
giltig_fran = 2026-01-01
[farger]
ej_registrerad = "vit"
ingen_verksamhet = "gra"
ingen = "gron"
utan_skada_eller_risk = "gul"
driftstorning = "orange"
risk = "orange"
skada = "rod"
allvarlig_skada = "rod"
[forklaring]
vit = "Inte registrerad"
gra = "Ingen verksamhet"
gron = "Inget"
gul = "Något"
orange = "Risk"
rod = "Skada"
"""


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    (tmp_path / "definitions" / "grona_korset").mkdir(parents=True)
    return load_settings(data_dir=tmp_path).data


def put(data: DataDirectory, content: str, name: str = "grona_korset/nord.toml") -> None:
    (data.root / "definitions" / name).write_text(content, encoding="utf-8")


def refused(data: DataDirectory) -> str:
    with pytest.raises(DefinitionFileError) as told:
        read.palette_of(read.cross_definitions(data))
    line = str(told.value)
    assert "\n" not in line
    return line


def test_the_products_own_definitions_come_in_their_order_with_a_legend_for_every_colour(data: DataDirectory) -> None:
    found = read.cross_definitions(data)
    assert read.definition_table(found).select("definition", "title").rows() == [
        ("definition_1", "Definition 1"), ("definition_2", "Definition 2"), ("skas", "SkaS"),
    ]  # fmt: skip
    legend = read.legend_table(found)
    assert legend.filter(definition="definition_1")["colour"].to_list() == ["vit", "gra", "gron", "gul", "rod"]
    assert legend.filter(definition="skas", colour="rod")["text"].to_list() == ["Allvarlig patientskada"]
    assert read.colour_table(found).height == 3 * 8


def test_each_administration_uses_one_definition_and_the_others_the_one_for_all(data: DataDirectory) -> None:
    assert read.usage_table(read.cross_definitions(data)).select("administration", "definition").rows() == [
        ("Alla", "definition_2"), ("NU", "definition_2"), ("SV", "definition_2"), ("SkaS", "skas"),
    ]  # fmt: skip


def test_a_definition_of_the_data_directory_is_read_beside_the_products(data: DataDirectory) -> None:
    put(data, WHOLE)
    found = read.cross_definitions(data)
    assert [definition.namn for definition in found] == ["definition_1", "definition_2", "skas", "nord"]
    assert found[-1].definition_set().colours[4] == "orange"


def test_a_file_of_the_same_name_takes_the_products_place(data: DataDirectory) -> None:
    put(data, WHOLE.replace('"nord"', '"skas"'), "grona_korset/skas.toml")
    found = read.cross_definitions(data)
    assert [definition.titel for definition in found] == ["Definition 1", "Definition 2", "Nord"]
    assert "SkaS" not in read.usage_table(found)["administration"]


def test_a_disturbance_has_the_colour_of_an_event_without_harm_where_nothing_else_is_said(data: DataDirectory) -> None:
    put(data, WHOLE.replace('driftstorning = "orange"\n', ""))
    assert read.cross_definitions(data)[-1].definition_set().colours[4] == "gul"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('risk = "orange"\n', "", "[farger] saknar risk"),
        ('risk = "orange"', 'risk = "lila"', "farger.risk: ”lila” går inte att använda; tillåtna: vit, gra, gron, gul"),
        (
            'gul = "Något"',
            'gul = "Något"\nlila = "Nytt"',
            "forklaring.lila: ”lila” går inte att använda; tillåtna:",
        ),
        ('gul = "Något"', "gul = 3", "forklaring.gul: 3 går inte att använda; skriv en text"),
        ('risk = "orange"', 'risk = "orange"\nnastan = "gul"', "[farger] har nastan"),
        ('gul = "Något"\n', "", "[forklaring] saknar gul"),
        ('namn = "nord"', 'namn = "syd"', "skriv filens namn"),
        ("ordning = 9", 'ordning = 9\nfargblind = "ja"', "nyckeln fargblind finns inte; tillåtna: namn, titel, text"),
        ('titel = "Nord"\n', "", "nyckeln titel saknas"),
        ('titel = "Nord"', 'titel = ""', "titel: ”” går inte att använda; skriv en text som inte är tom"),
        ("ordning = 9", 'ordning = "sist"', "ordning: ”sist” går inte att använda; skriv ett heltal"),
        ("2026-01-01", '"i år"', "giltig_fran: ”i år” går inte att använda; skriv ett datum"),
        ("[farger]", "[[farger]]", "farger: "),
        ("[farger]", "anvands_av = 3\n[farger]", "anvands_av: 3 går inte att använda; skriv en lista"),
        ("giltig_fran = 2026-01-01", "giltig_fran = 2026-01-01\ngiltig_till = 2025-01-01", "är före giltig_fran"),
        ("[farger]", "[farger", "går inte att läsa: rad 7, tecken 8 är inte TOML"),
    ],
)
def test_a_definition_that_cannot_be_used_is_told_in_one_line(
    data: DataDirectory, old: str, new: str, told: str
) -> None:
    assert old in WHOLE
    put(data, WHOLE.replace(old, new))
    line = refused(data)
    assert line.startswith("nord.toml")
    assert told in line
    assert "nput" not in line
    assert "ield" not in line


def test_a_legend_for_a_colour_that_is_never_given_is_refused(data: DataDirectory) -> None:
    put(data, WHOLE.replace('= "orange"', '= "gul"'))
    assert "har orange, som [farger] aldrig ger" in refused(data)


def test_words_of_the_address_are_no_names_of_definitions(data: DataDirectory) -> None:
    put(data, WHOLE.replace('"nord"', '"egen"'), "grona_korset/egen.toml")
    assert "inte får vara egen" in refused(data)


USED = '[[anvands_av]]\nforvaltning = "SkaS"\ngiltig_fran = {}\n'


def test_two_definitions_of_the_same_administration_at_the_same_time_are_refused(data: DataDirectory) -> None:
    put(data, WHOLE + USED.format("2026-05-01"))
    assert refused(data) == (
        "grona_korset: SkaS använder både skas från 2010-01-01 och nord från 2026-05-01; skriv giltig_till i den första"
    )


@pytest.mark.parametrize(
    ("use", "told"),
    [
        ("2025-12-31", "anvands_av gäller 2025-12-31–, utanför definitionens egen tid 2026-01-01–2026-12-31"),
        ("2026-02-01", "anvands_av gäller 2026-02-01–, utanför"),
        ("2026-02-01\ngiltig_till = 2027-01-01", "anvands_av gäller 2026-02-01–2027-01-01, utanför"),
        ("2026-02-01\nslut = 2026-03-01", "nyckeln anvands_av.1.slut finns inte; tillåtna: forvaltning, giltig_fran"),
    ],
)
def test_a_definition_is_used_only_while_it_holds(data: DataDirectory, use: str, told: str) -> None:
    ended = WHOLE.replace("2026-01-01", "2026-01-01\ngiltig_till = 2026-12-31")
    put(data, ended + USED.replace("SkaS", "SU").format("2026-02-01\ngiltig_till = 2026-12-31"))
    assert read.usage_table(read.cross_definitions(data)).filter(administration="SU").height == 1
    put(data, ended + USED.replace("SkaS", "SU").format(use))
    assert told in refused(data)


@pytest.mark.parametrize("content", ['[typ]\nkod = "a"', 'typ = ["fall"]', '[[typer]]\nkod = "a"'])
def test_types_of_events_that_are_no_list_of_tables_are_told_in_one_line(data: DataDirectory, content: str) -> None:
    put(data, content, "handelsetyper.toml")
    with pytest.raises(DefinitionFileError, match="skriv en tabell"):
        read.event_types(data)


def test_an_administration_may_change_its_definition_from_one_day_to_the_next(data: DataDirectory) -> None:
    own = Path(__file__).parent.parent / "data/definitions/grona_korset/skas.toml"
    ended = own.read_text(encoding="utf-8") + "giltig_till = 2026-04-30\n"
    put(data, ended, "grona_korset/skas.toml")
    put(data, WHOLE + USED.format("2026-05-01"))
    used = read.usage_table(read.cross_definitions(data)).filter(administration="SkaS").sort("valid_from")
    assert used["definition"].to_list() == ["skas", "nord"]
    assert used["valid_to"].to_list() == [dt.date(2026, 4, 30), None]


def test_so_many_definitions_that_their_days_cannot_be_held_apart_are_refused(data: DataDirectory) -> None:
    for number in range(30):
        put(data, WHOLE.replace('"nord"', f'"d{number}"'), f"grona_korset/d{number}.toml")
    assert "för många definitioner" in refused(data)


def test_types_of_event_are_known_by_code_title_and_alias_in_any_case(data: DataDirectory) -> None:
    types = read.event_types(data)
    assert [types.code(text) for text in ("Trycksår", "VRI", "  FALL ", "lakemedel", "Takras")] == [
        "trycksar", "vardrelaterad_infektion", "fall", "lakemedel", "Takras",
    ]  # fmt: skip
    assert list(types.titles)[-2:] == ["driftstorning", "annat"]
    assert len(types.titles) == 12


def test_an_alias_of_two_types_or_a_type_without_a_title_is_refused(data: DataDirectory) -> None:
    both = '[[typ]]\nkod = "a"\ntitel = "A"\nalias = ["x"]\n[[typ]]\nkod = "b"\ntitel = "B"\nalias = ["X"]\n'
    put(data, both, "handelsetyper.toml")
    with pytest.raises(DefinitionFileError, match="”X” är redan a"):
        read.event_types(data)
    put(data, '[[typ]]\nkod = "a"\n', "handelsetyper.toml")
    with pytest.raises(DefinitionFileError, match="typ 1: skriv kod"):
        read.event_types(data)
