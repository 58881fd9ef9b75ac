"""Lists of codes that look like extracts: what is told of them when somebody loads one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl.readers import Refused
from etl.readers.header import fold


@dataclass(frozen=True)
class ReferenceList:
    """`columns`: those that tell it; `what` it lists and `where` its rows belong."""

    columns: frozenset[str]
    what: str
    where: str


LISTS = (
    ReferenceList(
        frozenset({"kod", "benamning"}),
        "MVO-koder eller andra koder med namn",
        "reference/mvo.csv i datakatalogen, med kolumnerna mvo_kod;namn;kortnamn;grupp;ordning. Produkten har redan de "
        "144 vanliga koderna: lägg bara till dem som saknas",
    ),
    ReferenceList(
        frozenset({"sjukhuskod", "sjukhus"}),
        "sjukhuskoder",
        "enheter.csv i datakatalogen, med kolumnerna kod;kodtyp;enhet;forvaltning och kodtyp = sjukhuskod: bara de "
        "sjukhus som finns i era utdrag",
    ),
    ReferenceList(
        frozenset({"kommunkod", "hsn_omrade"}),
        "kommuner med område",
        "reference/omraden.csv i datakatalogen, med kolumnerna lkf;kommun;omrade;huvudman. VGR:s 49 kommuner finns "
        "redan där",
    ),
    ReferenceList(frozenset({"mvo_kod", "namn", "kortnamn"}), "MVO-koder", "reference/mvo.csv i datakatalogen"),
    ReferenceList(frozenset({"kod", "kodtyp", "enhet", "forvaltning"}), "enheter", "enheter.csv i datakatalogen"),
    ReferenceList(frozenset({"regionkod", "huvudman", "demo"}), "huvudmän", "reference/huvudman.csv i datakatalogen"),
    ReferenceList(
        frozenset({"lkf", "kommun", "omrade"}), "kommuner med område", "reference/omraden.csv i datakatalogen"
    ),
)
MOST_COLUMNS = 12  # a list is narrow; an extract that happens to have the columns too is not


def refuse_reference_list(file_name: str, header: Sequence[str]) -> None:
    """Raise `Refused` (`referenslista`) where the header is that of a list of codes."""
    present = {fold(name) for name in header}
    found = next((each for each in LISTS if each.columns <= present), None)
    if found is None or len(header) > MOST_COLUMNS or "matdatum" in present or "matperiod" in present:
        return
    raise Refused(
        "referenslista",
        f"{file_name} är en lista över {found.what}, inget utdrag med väntande eller genomförda. Raderna hör hemma i "
        f"{found.where}. Därefter läses den av sig själv vid nästa laddning.",
    )
