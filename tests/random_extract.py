"""Random faultless extracts in the national layout, for tests that compute figures a second way."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import random
from pathlib import Path

HEADER = (
    "beslut_datum;start_datum;medicinskt_maldatum;matperiod;kva_kod;mvo_kod;aktivitetskod;aktivitet_kva;aktivitet_icd;"
    "vardgaranti;avvikelsekod;regionkod;hsaid_region;hsaid_vardgivare;hsaid_vardenhet;hsaid_enhet;sjukhuskod;"
    "sjukhusnamn;yrkeskategori;bokningssatt;vardkontakttyp;kon;fodelsear;lkf;hsaid_listning;remittenttyp;"
    "remittent_hsaid;remiss_id;remiss_datum;ankomst_datum;vardkontakt_id;fas;typ_akutverksamhet;status;vantetid_dagar"
)
COLUMNS = HEADER.split(";")
SPECIALTIES = ("101", "105", "221", "311", "931")
ADMINISTRATIONS = ("SU", "NU", "SkaS", "SV")
MONTHS = (dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 4, 30))  # March is not delivered
REGION = "51"
RESIDENCES = ("1480",) * 9 + ("1490", "148801", "1443", "1493", "1401", "0180", "0000", "")  # its own, another, unknown

Units = dict[str, tuple[str, str]]


def units() -> Units:
    """hsaid_vardenhet → (enhet, forvaltning): one to three per administration and specialty."""
    found: Units = {}
    for administration in ADMINISTRATIONS:
        for specialty in SPECIALTIES:
            for number in range(1 + (len(administration) + int(specialty)) % 3):
                code = f"SE0000000000-E{len(found):05d}"
                found[code] = (f"{administration} {specialty} {number}", administration)
    return found


def write_units(data: Path) -> Units:
    """The enheter.csv of a data directory."""
    found = units()
    data.mkdir(parents=True, exist_ok=True)
    lines = [f"{code};hsaid;{unit};{administration};;" for code, (unit, administration) in found.items()]
    header = "kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till"
    (data / "enheter.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return found


def write_extract(path: Path, seed: int, rows: int = 800) -> None:
    """Contacts of both populations, phases 1–5 and three months; some units and months have few."""
    chance = random.Random(seed)
    codes = list(units())
    likely = [chance.random() ** 3 + 0.002 for _ in codes]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";", lineterminator="\r\n", restval="")
        writer.writeheader()
        for number in range(rows):
            [code] = chance.choices(codes, likely)
            writer.writerow(_contact(chance, code, number))


def _contact(chance: random.Random, code: str, number: int) -> dict[str, str]:
    month = chance.choice(MONTHS)
    phase = chance.choices("12345", [50, 25, 8, 14, 3])[0]
    is_waiting = chance.random() < 0.6
    ended = (
        month if is_waiting else month.replace(day=chance.randint(1, calendar.monthrange(month.year, month.month)[1]))
    )
    waited = chance.choice([0, 29, 30, 31, 89, 90, 91, 365, 366]) if chance.random() < 0.2 else chance.randint(0, 200)
    return {
        "beslut_datum": str(ended - dt.timedelta(days=waited)),
        "start_datum": "" if is_waiting else str(ended),
        "medicinskt_maldatum": str(month - dt.timedelta(days=chance.randint(-60, 60))) if chance.random() < 0.6 else "",
        "matperiod": str(month),
        "mvo_kod": units()[code][0].split()[1],
        "vardgaranti": "JA" if chance.random() < 0.85 else "NEJ",
        "avvikelsekod": chance.choices(["", "1", "2", "3"], [85, 8, 5, 2])[0],
        "regionkod": REGION,
        "hsaid_region": "SE0000000000-E0",
        "hsaid_vardgivare": "SE0000000000-E1",
        "hsaid_vardenhet": code,
        "kon": chance.choice("12") if number % 41 else "",
        "fodelsear": str(chance.randint(1930, 2020)) if number % 37 else "",
        "lkf": RESIDENCES[number * 7 % len(RESIDENCES)],
        "vardkontakt_id": f"K-{number:06d}-X",
        "fas": phase,
        "status": "VANTANDE" if is_waiting else "GENOMFORD",
    }
