"""A region with mapping files of its own, and the extract of a hospital that calls everything by other names."""

from __future__ import annotations

from pathlib import Path

from tests.extracts import Region

# Every part of a mapping, over the rows of one hospital's own system.
HOSPITAL = """
kind = "vantande"
title = "Sjukhusets egen väntelista"
source = "sjukhuset"

[match]
file = "vantelista*.csv"
columns = ["Kontakt", "Mätdag"]

[reader]
delimiter = "|"
header_row = 3
null = ["saknas"]

[rename]
"Kontakt" = "vardkontakt_id"
"Mätdag" = "matperiod"
"Beslutad" = "beslut_datum"
"Klinik" = ["mvo_kod", "aktivitetskod"]
"Enhet" = "hsaid_vardenhet"
"Kön" = "kon"
"Remiss" = "remiss_datum"

[constants]
regionkod = "51"
vardgaranti = "JA"
fas = "2"

[values.mvo_kod]
"Ögon" = "511"

[values.aktivitetskod]
"Ögon" = "51101"

[values.kon]
Kvinna = "2"
Man = "1"

[dates.matperiod]
format = "%d.%m.%Y"

[dates.beslut_datum]
format = ["%d.%m.%Y", "%d.%m.%Y %H:%M"]

[dates.remiss_datum]
format = "%d.%m.%Y"

[[filters]]
column = "Typ"
drop = ["Summa"]
"""
UNIT = "SE2321000131-E000000000101"
HEADER = ("Kontakt", "Mätdag", "Beslutad", "Klinik", "Enhet", "Kön", "Remiss", "Typ")
PATIENT = ("A-1", "28.02.2026", "06.01.2026", "Ögon", UNIT, "Kvinna", "saknas", "Patient")
TOTAL = ("", "28.02.2026", "", "", "", "", "", "Summa")


def with_mapping(region: Region, name: str, text: str) -> Path:
    """Put a mapping file in the data directory."""
    path = region.root / "mappings" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def patient(contact: str, **cells: str) -> tuple[str, ...]:
    """A row of the hospital's own; cells by position in the header."""
    told = dict(zip(HEADER, PATIENT, strict=True)) | {"Kontakt": contact} | cells
    return tuple(told[name] for name in HEADER)


def write_list(region: Region, *rows: tuple[str, ...], name: str = "vantelista feb.csv") -> Path:
    """The hospital's file: two lines of title, bars between cells."""
    path = region.root.parent / "extracts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["Väntelista för ledningen", "Uttag 2026-03-01", *("|".join(row) for row in (HEADER, *rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
