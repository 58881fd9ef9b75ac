"""A mapping file that is wrong is told in one Swedish line: the file, the key, what is allowed, and the nearest."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from config import ROOT
from etl.mappings.reading import MappingFault, checked, read_mapping

RIGHT = """
kind = "aggregat"
source = "prov"
[match]
file = "prov*.csv"
[rename]
Sjukhus = "forvaltning"
[constants]
fas = "1"
[dates.matdatum]
from = ["År", "Månad"]
format = "%Y %m"
[bands]
unit = "weeks"
pattern = '^(\\d+)-(\\d+) v'
"""
BANDS = RIGHT[RIGHT.index("[bands]") :]


def fault(folder: Path, text: str) -> str:
    path = folder / "prov.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingFault) as raised:
        read_mapping(path)
    told = str(raised.value)
    assert told.startswith("prov.toml")
    assert "\n" not in told
    return told


def test_a_right_mapping_is_read(tmp_path: Path) -> None:
    path = tmp_path / "prov.toml"
    path.write_text(RIGHT, encoding="utf-8")
    mapping = read_mapping(path)
    assert (mapping.name, mapping.kind, mapping.is_wide) == ("prov.toml", "aggregat", True)
    assert mapping.file_columns == {"Sjukhus", "År", "Månad"}


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "mappings").glob("*.toml")), ids=lambda path: path.name)
def test_every_mapping_that_is_shipped_is_right_and_has_a_title(path: Path) -> None:
    assert read_mapping(path).title


@pytest.mark.parametrize(
    ("found", "wrong", "told"),
    [
        ("[rename]", "[renam]", ("okänd nyckel renam", "Menade du ”rename”?", "constants")),
        ("format =", "fromat =", ("okänd nyckel dates.matdatum.fromat", "Menade du ”format”?", "under [dates]: from,")),
        ('kind = "aggregat"', 'kind = "aggregt"', ("kind är ”aggregt”", "Menade du ”aggregat”?", "+genomforda")),
        ('kind = "aggregat"\n', "", ("nyckeln kind saknas",)),
        ('[match]\nfile = "prov*.csv"', "", ("nyckeln match saknas", "columns (rubriker)")),
        ('file = "prov*.csv"', 'file = "*.csv"', ("match.file är ”*.csv”", "passar alla filer")),
        ('= "forvaltning"', '= "forvaltnig"', ('rename."Sjukhus"', "Menade du ”forvaltning”?", "Den har: huvudman")),
        ('fas = "1"', "fas = 1", ("constants.fas ska vara text inom citattecken", "inte 1")),
        ('fas = "1"', 'fas = "9"', ("constants.fas är ”9”", "Tillåtet: 1, 2, 3, 4, 5")),
        ('fas = "1"', 'population = "waiting"', ("constants.population är ”waiting”", "vantande, genomforda")),
        ('fas = "1"', 'forvaltning = "Alla"', ("constants.forvaltning", "redan sitt värde genom rename")),
        ('unit = "weeks"', 'unit = "veckor"', ("bands.unit är ”veckor”", "days, weeks, months")),
        ("(\\d+)-(\\d+) v", "(\\d+)-\\d+ v", ("bands.pattern ska ha 2 grupper", "det har 1")),
        ("(\\d+)-(\\d+) v", "(\\d+-(\\d+) v", ("prov.toml, rad 15: bands.pattern är", "aldrig (tecken 2 i")),
        ("(\\d+)-(\\d+) v", "(\\d+)-(\\d+)** v", ("två upprepningar står efter varandra (tecken",)),
        ('"%Y %m"', '"%Y %q"', ("dates.matdatum.format ”%Y %q”: %q finns inte", "%Y, %y, %m")),
        ('"%Y %m"', '"%Y"', ("säger inte både år (%Y) och månad",)),
        ('source = "prov"', 'source = "prov {Sjukhus"', ("klammer utan par",)),
        ('source = "prov"', 'role = "jamforelse"', ("role och cut hör ihop", "cut")),
        ('source = "prov"', 'role = "jamforelse"\ncut = "Riket"', ("behöver en egen source",)),
        ('source = "prov"', 'matperiod = "dag"', ("matperiod gäller bara slagen vantande och genomforda",)),
        ("[rename]", "[reader]\nheader_row = 0\n[rename]", ("reader.header_row är 0", "från 1 till 100")),
        ("[rename]", '[reader]\nencoding = "latin-1"\n[rename]', ("reader.encoding är ”latin-1”", "iso-8859-1")),
        ("[rename]", '[reader]\ndelimiter = "::"\n[rename]', ("reader.delimiter är ”::”", "';'")),
        ("[rename]", '[reader]\ndecimal = ","\nthousands = ","\n[rename]', ("de måste skilja sig åt",)),
        ("[rename]", '[[filters]]\ncolumn = "Rad"\n[rename]', ("för Rad saknas keep",)),
        ("[rename]", 'values_strict = ["fas"]\n[rename]', ("okänd nyckel match.values_strict",)),
        (BANDS, '[bands]\nunit = "weeks"\n', ("säger inte vilka banden är",)),
        (BANDS, '[bands]\nunit = "weeks"\nlabel = "Band"\npattern = "(1)(2)"\n', ("bands.label behöver bands.count",)),
        (BANDS, '[bands]\nunit = "weeks"\ncolumns = {"A" = [0, 18], "B" = [17, 30]}\n', ("”A” och ”B” överlappar",)),
        (BANDS, '[bands]\nunit = "weeks"\ncolumns = {"A" = [0], "B" = [18]}\n', ("”A” och ”B” överlappar",)),
        (BANDS, '[bands]\nunit = "weeks"\ncolumns = {"A" = [18, 3]}\n', ('columns."A" är [18, 3]', "[från, till]")),
        ("[bands]", "[bands", ("går inte att läsa som TOML: felet är på rad 13, tecken 7; se efter",)),
        ("(\\d+)-(\\d+) v'", "(\\d+)-(\\d+) v", ("filen tar slut mitt i ett värde; se efter att citattecken",)),
        ("[bands]", "[constants]", ("felet är på rad 13, tecken 11; tabellen står två gånger",)),
        ("[bands]", '[bands]\nopen_pattern = "(\\\\d+) v"\ncolumns = {"52 v" = [52]}', ("”52 v” är öppet uppåt",)),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_what_is_allowed(tmp_path: Path, found: str, wrong: str, told: tuple[str, ...]) -> None:
    assert found in RIGHT
    message = fault(tmp_path, RIGHT.replace(found, wrong))
    for words in told:
        assert words in message


@pytest.mark.parametrize("ignore", ["", 'ignore = ["0-18 v"]\n'])
def test_a_fixed_band_and_one_that_the_pattern_reads_must_not_overlap(tmp_path: Path, ignore: str) -> None:
    named = RIGHT.replace('file = "prov*.csv"', 'columns = ["Sjukhus", "0-18 v"]').replace(
        "[match]", f"{ignore}[match]"
    )
    text = named.replace("unit =", 'columns = {"Upp till 20" = [0, 20]}\nunit =')
    if ignore:  # a column that is not read is no band
        assert checked("prov.toml", tomllib.loads(text), text.encode()).bands is not None
    else:
        assert "banden ”Upp till 20” och ”0-18 v” överlappar" in fault(tmp_path, text)
    apart = text.replace("[0, 20]", "[18, 20]").replace(ignore, "")
    assert checked("prov.toml", tomllib.loads(apart), apart.encode()).bands is not None


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('huvudman = "VGR"\n', "tar huvudmannen ur regionkod"),
        ('sum_over = ["Ålder"]\n', "sum_over gäller bara slaget aggregat"),
        ('control = "Summa"\n', "control gäller bara slaget aggregat"),
    ],
)
def test_what_only_counts_have_is_refused_for_patients(tmp_path: Path, more: str, told: str) -> None:
    assert told in fault(tmp_path, f'kind = "vantande"\n{more}[match]\nfile = "prov*.csv"\n')


def test_a_mapping_that_is_no_utf8_says_so(tmp_path: Path) -> None:
    path = tmp_path / "prov.toml"
    path.write_bytes('title = "Ö"\n'.encode("cp1252"))
    with pytest.raises(MappingFault, match="inte UTF-8"):
        read_mapping(path)


def test_the_examples_of_the_how_to_are_right_mappings() -> None:
    text = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")
    whole, of_bands = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[:2]
    with_match = of_bands.replace("[bands]", '[match]\nfile = "prov*.csv"\n[bands]')
    for example in (whole, f'kind = "aggregat"\nsource = "prov"\n{with_match}'):
        assert checked("exempel.toml", tomllib.loads(example), example.encode()).kind in {"vantande", "aggregat"}
