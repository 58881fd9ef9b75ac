"""A made-up spring of crosses for tests: what two systems and the register say, as rows, as extracts and as entries."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.cross_days import ENTRY_COLUMNS, REGISTER, UNIT_COLUMNS
from register import NewCrossEntry, NewCrossEvent, Register

TODAY = dt.date(2026, 5, 20)
SETTINGS = {"VARDLAGET_TODAY": TODAY.isoformat(), "VARDLAGET_HUVUDMAN": "VGR"}
FIRST = dt.date(2026, 3, 28)
HEADER = "huvudman datum forvaltning enhet handelse handelsetyp antal farg definition gick_bra kommentar kalla"
COLOURS = [("definition_1", "gron"), ("definition_1", "gul"), ("definition_2", "orange"), ("skas", "rod")]
EVENTS = ("utan_skada_eller_risk", "risk", "skada", "allvarlig_skada")
KNOWN, LOCAL, ENTERED, SILENT, UNKNOWN, BOTH = (
    ("SU", "Avdelning 1"), ("NU", "Dagkirurgen"), ("SkaS", "Akuten"), ("SU", "Mottagningen"), ("SV", "Bortom"),
    ("SÄS", "Avdelning 7"),
)  # fmt: skip
# enhet, forvaltning, kors_fran, kors_till, oppet; UNKNOWN is in no reference
REFERENCE = [
    (*KNOWN, dt.date(2026, 4, 1), None, "alla"), (*LOCAL, dt.date(2026, 4, 1), None, "vardag"),
    (*ENTERED, dt.date(2026, 4, 13), None, "vardag"), (*SILENT, dt.date(2026, 5, 4), None, "vardag"),
    (*BOTH, dt.date(2026, 4, 1), dt.date(2026, 5, 10), "alla"),
]  # fmt: skip


def units() -> list[dict[str, Any]]:
    """What is known of every unit, as UNIT_COLUMNS; `known_to` is for whoever asks."""
    known = [
        dict.fromkeys(UNIT_COLUMNS)
        | {"principal": "VGR", "administration": place, "unit": unit, "hospital": "Storhamns sjukhus",
           "cross_from": first, "cross_to": last, "opening": opening}
        for place, unit, first, last, opening in REFERENCE
    ]  # fmt: skip
    place, unit = UNKNOWN
    return [*known, dict.fromkeys(UNIT_COLUMNS) | {
        "principal": "VGR", "administration": place, "unit": unit, "opening": "alla",
    }]  # fmt: skip


def told() -> list[dict[str, Any]]:
    """Everything that is said (ENTRY_COLUMNS): of BOTH by two systems that agree now and then, of ENTERED and some of
    KNOWN's days in the register."""
    chance = random.Random(5)
    rows: list[dict[str, Any]] = []
    for number in range(47):
        day = FIRST + dt.timedelta(number)
        rows += _day(chance, KNOWN, day, "system") if chance.random() < 0.8 else []
        rows += _day(chance, LOCAL, day, "lokal") if day < dt.date(2026, 5, 2) else []
        rows += _day(chance, UNKNOWN, day, "lokal") if chance.random() < 0.2 else []
        if chance.random() < 0.7:
            said = _day(chance, BOTH, day, "system")
            rows += said
            rows += [row | {"source": "lokal"} for row in said] if chance.random() < 0.5 else []
            rows += _day(chance, BOTH, day, "tredje") if chance.random() < 0.3 else []
    for number in range(20):
        day = TODAY - dt.timedelta(20 - number)
        rows += _day(chance, ENTERED, day, REGISTER, entered=True) if chance.random() < 0.8 else []
        rows += _day(chance, KNOWN, day, REGISTER, entered=True) if chance.random() < 0.6 else []
    return rows


def write_reference(data: Path) -> None:
    """The data directory's enheter.csv."""
    data.mkdir(parents=True, exist_ok=True)
    lines = ["kod;kodtyp;enhet;forvaltning;giltig_fran;giltig_till;sjukhus;klinik;kors_fran;kors_till;oppet"]
    lines += [
        f"{unit};namn;{unit};{place};;;Storhamns sjukhus;;{first};{last or ''};{opening}"
        for place, unit, first, last, opening in REFERENCE
    ]
    (data / "enheter.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_extracts(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    """One file per system with what it says."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted({row["source"] for row in rows} - {REGISTER}):
        lines = [HEADER.split(), *(_cells(row) for row in rows if row["source"] == source)]
        text = "".join(";".join(cells) + "\r\n" for cells in lines)
        (folder / f"{source}.csv").write_text(text, encoding="utf-8", newline="")


def enter(register: Register, rows: Sequence[dict[str, Any]]) -> None:
    """What the register says, day by day."""
    entered = [row for row in rows if row["source"] == REGISTER]
    for key in sorted({(row["administration"], row["unit"], row["date"]) for row in entered}):
        same = [row for row in entered if (row["administration"], row["unit"], row["date"]) == key]
        events = tuple(
            NewCrossEvent(row["fact"], row["event_type"], row["count"], row["description"])
            for row in same
            if row["fact"] in EVENTS
        )
        register.add_cross_entry(
            NewCrossEntry(
                principal="VGR", administration=key[0], unit=key[1], date=key[2], role="Sjuksköterska",
                base_version=None, fact=None if events else same[0]["fact"], events=events,
                went_well=same[0]["went_well"], settles=same[0]["settles"],
            )
        )  # fmt: skip


def _day(
    chance: random.Random, unit: tuple[str, str], day: dt.date, source: str, *, entered: bool = False
) -> list[dict[str, Any]]:
    row = dict.fromkeys(ENTRY_COLUMNS) | {
        "principal": "VGR", "administration": unit[0], "unit": unit[1], "date": day, "source": source, "number": 1,
        "is_disturbance": False, "count": 0, "went_well": chance.choice([None, None, "Alla hjälptes åt"]),
    }  # fmt: skip
    kind = chance.choice(["state", "state", "events", "state" if entered else "colour"])
    if kind == "state":
        return [row | {"fact": chance.choice(["ingen", "ingen", "ingen", "ingen_verksamhet", "ej_registrerad"])}]
    if kind == "colour":
        definition, colour = chance.choice(COLOURS)
        return [row | {"colour": colour, "colour_definition": definition, "count": 1}]
    marks = chance.sample([None, "fall", "driftstorning"], k=2)
    return [
        row | {"number": number, "fact": fact, "event_type": mark, "is_disturbance": mark == "driftstorning",
               "count": chance.randint(1, 3), "description": f"händelse {day.day}.{number}"}
        for number, (fact, mark) in enumerate(zip(chance.choices(EVENTS, k=2), marks, strict=True), start=1)
    ]  # fmt: skip


def _cells(row: dict[str, Any]) -> list[str]:
    values = (
        row["principal"], row["date"], row["administration"], row["unit"], row["fact"], row["event_type"],
        row["count"] or None, row["colour"], row["colour_definition"], row["went_well"], row["description"],
        row["source"],
    )  # fmt: skip
    return ["" if value is None else str(value) for value in values]
