"""What to do about a date that was not understood, in the words of the mapping that the file was read by."""

from __future__ import annotations

import re

from etl.mappings.model import Mapping
from etl.reasons import reasons, told

UNREADABLE, OTHER_DAY = ("olasligt_datum", "klockslag_i_datum"), "matperiod_ej_manadsslut"
WRITTEN = {
    "%Y": "ÅÅÅÅ", "%y": "ÅÅ", "%m": "MM", "%b": "jan", "%B": "januari", "%d": "DD", "%e": "D", "%j": "dagens nummer",
    "%H": "tt", "%M": "mm", "%S": "ss", "%%": "%",
}  # fmt: skip
OURS = "%Y-%m-%d"
DAYS = {"forsta_dag": "första", None: "sista"}


def as_written(form: str) -> str:
    """`%d/%m/%Y` → `DD/MM/ÅÅÅÅ`: a format as a person writes the date."""
    return re.sub(r"%.", lambda found: WRITTEN.get(found[0], found[0]), form)


def told_under(code: str, column: str | None, mapping: Mapping | None) -> str:
    """`title. advice` of a reason; of a date that a mapping reads, the advice names the mapping's own formats."""
    dates = mapping.dates.get(column or "") if mapping is not None else None
    if mapping is None or (dates is None and not (code == OTHER_DAY and mapping.matperiod)):
        return told(code)
    forms = " eller ".join(as_written(form) for form in (dates.formats if dates is not None else [OURS]))
    reads = f"{reasons()[code].title}. Mappningen {mapping.name} läser {column} som {forms}"
    if code in UNREADABLE:
        return f"{reads}: skriv datumet så, eller lägg till källans sätt att skriva det under dates.{column}."
    if code == OTHER_DAY and mapping.matperiod != "dag":
        return (
            f'{reads}: skriv månadens {DAYS[mapping.matperiod]} dag så, eller matperiod = "dag" i mappningen om varje '
            "dag levereras för sig."
        )
    return told(code)
