"""The files of one year of delivery plans, small enough to add up by hand: who needs, offers, waits and what was done.

The year is 2026 in Exempelregionen, operations (phase 2) in two specialties. Everything the tests expect is reckoned
from these rows by hand or by plain sums, never by the product.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from tests.extracts import write_extract

PRINCIPAL, YEAR, PHASE = "Exempelregionen", 2026, 2
ORTHOPAEDICS, EYES = "311", "511"
Pair = tuple[str, str, str]
Quarters = tuple[int, int, int, int]

SU_SKAS: Pair = (ORTHOPAEDICS, "SU", "SkaS")
NU_COAST: Pair = (ORTHOPAEDICS, "NU", "Kustortopedi")
NU_NEIGHBOUR: Pair = (ORTHOPAEDICS, "NU", "Grannregion Söder")
SAS_CLEAR: Pair = (EYES, "SÄS", "Klarsikt")
NU_PARK: Pair = (ORTHOPAEDICS, "NU", "Parkcentrum")  # has no plan

# specialty, förvaltning, need and own capacity of the year; None: stated per quarter below
NEEDS = [
    (ORTHOPAEDICS, "NU", 400, 280),  # 120 short, 30 a quarter
    (ORTHOPAEDICS, "SU", 600, 552),  # 48 short, 12 a quarter
    (ORTHOPAEDICS, "SkaS", 300, 360),  # 60 over
    (EYES, "SU", 500, 530),  # 30 over
]
QUARTER_NEEDS = [
    (EYES, "SÄS", quarter, need, 40) for quarter, need in enumerate((60, 60, 60, 80), start=1)
]  # 100 short
# specialty, receiver, regime, free a quarter
OFFERS = [
    (ORTHOPAEDICS, "SkaS", "egen", 12),
    (ORTHOPAEDICS, "Kustortopedi", "avtal", 20),
    (ORTHOPAEDICS, "Grannregion Söder", "annan_region", 15),
    (EYES, "Klarsikt", "avtal", 25),
]
# specialty, unit, waiting in all, of them within 90 days: SU has reached the guarantee, NU is at 80 %, SÄS has too few
WAITING = [
    (ORTHOPAEDICS, "SE9999999999-E000000001123", 24, 24),
    (ORTHOPAEDICS, "SE9999999999-E000000001126", 25, 20),
    (EYES, "SE9999999999-E000000001183", 12, 12),
]

# Pair → sent and done per month as the receiver tells it. The sender says the same but for one month.
Months = dict[int, tuple[int, int]]
FIRST_QUARTER: dict[Pair, Months] = {
    SU_SKAS: {1: (4, 4), 2: (4, 3), 3: (4, 4)},
    NU_NEIGHBOUR: {1: (4, 3), 2: (3, 3), 3: (4, 3)},
    SAS_CLEAR: {1: (7, 6), 2: (6, 4), 3: (7, 5)},
}
SENDER_SAYS_DONE = {(SU_SKAS, 2): 4}
RETURNED = {(SAS_CLEAR, 1): 1}
REST_OF_YEAR: dict[Pair, Months] = {
    SU_SKAS: {4: (3, 2), 5: (3, 3), 6: (2, 3), 7: (2, 1), 8: (3, 3), 9: (3, 3), 10: (3, 3), 11: (3, 3), 12: (2, 2)},
    NU_NEIGHBOUR: {4: (4, 4), 5: (4, 3), 6: (3, 4), 7: (3, 2), 8: (6, 5), 9: (6, 5),
                   10: (5, 5), 11: (5, 5), 12: (5, 5)},
    SAS_CLEAR: {4: (7, 6), 5: (7, 6), 6: (6, 6), 7: (4, 3), 8: (8, 6), 9: (8, 6), 10: (8, 8), 11: (7, 7), 12: (7, 7)},
    NU_PARK: {10: (2, 2)},
}  # fmt: skip


def done(months: Months, quarter: int) -> int:
    """Patients done in a quarter."""
    return sum(count for month, (_, count) in months.items() if (month + 2) // 3 == quarter)


def sent(months: Months, quarter: int) -> int:
    """Patients sent in a quarter."""
    return sum(count for month, (count, _) in months.items() if (month + 2) // 3 == quarter)


def write_start(folder: Path) -> Path:
    """Who waited when the year began, the year's needs (XLSX) and what is offered."""
    write_waiting(folder / "vantande_2025-12.csv")
    write_needs(folder / "behov_2026.xlsx")
    write_offers(folder / "kapacitet_2026.csv")
    return folder


def write_waiting(path: Path) -> Path:
    """The national delivery's rows of those waiting on 31 December 2025."""
    rows = [
        {
            "beslut_datum": "2025-12-01" if place < within else "2025-06-01",
            "matperiod": "2025-12-31",
            "mvo_kod": specialty,
            "vardgaranti": "JA",
            "regionkod": "99",
            "hsaid_vardenhet": unit,
            "fas": str(PHASE),
            "status": "VANTANDE",
        }
        for specialty, unit, count, within in WAITING
        for place in range(count)
    ]
    return write_extract(path, rows)


def write_needs(path: Path) -> Path:
    """A workbook with numbers as numbers; an empty quarter is the whole year."""
    header = ("huvudman", "ar", "kvartal", "mvo_kod", "fas", "forvaltning", "behov", "kapacitet")
    years = [(specialty, who, None, need, own) for specialty, who, need, own in NEEDS]
    rows = [
        (PRINCIPAL, YEAR, quarter, int(specialty), PHASE, who, need, own)
        for specialty, who, quarter, need, own in [*years, *QUARTER_NEEDS]
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Behov")
        for line, cells in enumerate([header, *rows]):
            sheet.write_row(line, 0, cells)
    return path


def write_offers(path: Path) -> Path:
    """What each receiver offers, a row per quarter."""
    header = (
        "huvudman",
        "ar",
        "kvartal",
        "mvo_kod",
        "fas",
        "mottagare",
        "regi",
        "ledig_volym",
        "omrade",
        "giltig_till",
    )
    rows = [
        (PRINCIPAL, YEAR, quarter, specialty, PHASE, receiver, regime, free, "", "2026-12-31")
        for specialty, receiver, regime, free in OFFERS
        for quarter in (1, 2, 3, 4)
    ]
    return _write(path, header, rows)


def write_outcomes(path: Path, outcomes: dict[Pair, Months]) -> Path:
    """What senders and receivers report of the months."""
    header = ("huvudman", "ar", "manad", "mvo_kod", "fas", "avsandare", "mottagare", "rapporterad_av", "skickade",
              "genomforda", "aterlamnade")  # fmt: skip
    rows = [
        (PRINCIPAL, YEAR, month, specialty, PHASE, sender, receiver, reporter, count, completed, returned)
        for (specialty, sender, receiver), months in outcomes.items()
        for month, (count, told) in months.items()
        for pair, returned in [((specialty, sender, receiver), RETURNED.get(((specialty, sender, receiver), month), 0))]
        for reporter, completed in (("avsandare", SENDER_SAYS_DONE.get((pair, month), told)), ("mottagare", told))
    ]
    return _write(path, header, rows)


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """A UTF-8 file with `;` and CRLF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [";".join(str(cell) for cell in cells) for cells in (header, *rows)]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return path
