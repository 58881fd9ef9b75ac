"""Which columns of a file are the contract's: by name, then by what stands in them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from etl.contracts import CONTRACTS
from etl.contracts.columns import Column
from etl.contracts.contract import Contract
from etl.mappings.checks import PATIENT_KINDS
from etl.mappings.guess_dates import date_formats
from etl.readers.header import fold

# Words that systems use for what the contracts call otherwise, folded; the nearest column of the kind takes the name.
WORDS = {
    "huvudman": ("region", "country", "nation"),
    "matdatum": ("archive_date", "archivedate", "snapshot_date", "census_date", "matperiod", "datum", "date", "period"),
    "matperiod": ("matdatum", "matdag", "manad", "period", "snapshot_date", "date"),
    "forvaltning": (
        "hospital", "hospitalname", "hospital_name", "provider_org_name", "provider_name", "provider", "trust",
        "health_board", "hb_name", "hbt", "board", "sjukhus", "sykehus", "forvaltningsnamn", "organisation",
    ),
    "enhet": ("unit", "enhetsnamn", "vardenhet", "mottagning", "klinik", "clinic"),
    "specialitet": ("specialty", "speciality", "treatment_function_name", "verksamhetsomrade"),
    "mvo_kod": ("mvo", "mvokod", "verksamhetskod", "klinikkod"),
    "antal": ("total", "count", "number", "waiting", "vantande_antal", "value"),
    "population": ("lista", "list_type", "rtt_part_type", "status"),
    "fas": ("phase", "vardfas", "patient_type", "rtt_part_type"),
    "beslut_datum": ("beslutsdatum", "datum_for_beslut", "decision_date", "vantar_fran", "vantelistedatum"),
    "start_datum": ("startdatum", "atgardsdatum", "besoksdatum", "start_date", "behandlingsdatum"),
    "remiss_datum": ("remissdatum", "referral_date"),
    "vardkontakt_id": ("kontaktid", "kontakt_id", "vardkontaktid", "arende_id", "id", "lopnummer"),
    "sjukhuskod": ("sjukhus_kod", "hospital_code", "inrattning"),
    "sjukhusnamn": ("sjukhus", "sjukhus_namn", "hospital"),
    "hsaid_vardenhet": ("hsa_id", "hsaid", "vardenhet_hsaid", "vardenhet"),
    "kon": ("sex", "gender"),
    "fodelsear": ("fodelse_ar", "birth_year", "year_of_birth"),
    "lkf": ("kommun", "kommunkod", "hemkommun"),
    "regionkod": ("region", "region_kod", "lan"),
}  # fmt: skip
CLOSE, FITTING = 0.82, 0.5


def guessed_contract(header: Sequence[str], has_bands: bool, kind: str | None) -> tuple[Contract, str]:
    """The contract that the columns fit best, and its kind; `aggregat` where there are bands of waiting time."""
    if kind is not None:
        return next((contract, kind) for contract in CONTRACTS if kind in contract.kinds)
    aggregat = next(contract for contract in CONTRACTS if "aggregat" in contract.kinds)
    if has_bands:
        return aggregat, "aggregat"
    best = max(CONTRACTS, key=lambda contract: _share_found(header, contract))
    found = matched(header, best.columns)
    if set(best.kinds) <= PATIENT_KINDS:
        return best, "vantande+genomforda" if "status" in found else (
            "genomforda" if "start_datum" in found else "vantande"
        )
    return best, best.kinds[0]


def fits_rows(header: Sequence[str]) -> bool:
    """Whether the columns are mostly those of some kind without bands."""
    return max(_share_found(header, contract) for contract in CONTRACTS if "aggregat" not in contract.kinds) >= FITTING


def matched(header: Sequence[str], columns: Sequence[Column], taken: Iterable[str] = ()) -> dict[str, str]:
    """Column of the contract → the one of the file that seems to be it: its name, an alias, a known word, or nearly."""
    free = [name for name in header if name not in set(taken)]
    found: dict[str, str] = {}
    for look in (_same, _known_word, _similar):
        for column in columns:
            if column.name in found:
                continue
            name = look(column, [name for name in free if name not in found.values()])
            if name is not None:
                found[column.name] = name
    return found


def by_dates(columns: Mapping[str, Sequence[str]], taken: Iterable[str]) -> str | None:
    """The only column left whose every value is a date, if there is just one."""
    gone = set(taken)
    dated = [name for name, values in columns.items() if name not in gone and values and date_formats(values)]
    return dated[0] if len(dated) == 1 else None


def is_count(values: Sequence[str]) -> bool:
    """Whether the values are counts, with or without a sign between thousands."""
    return bool(values) and all(
        re.fullmatch(r"[0-9]{1,3}(?:[,. \u00a0][0-9]{3})+|[0-9]+", value.strip()) for value in values
    )


def _same(column: Column, free: Sequence[str]) -> str | None:
    names = {fold(name) for name in (column.name, *column.aliases)}
    return next((name for name in free if fold(name) in names), None)


def _known_word(column: Column, free: Sequence[str]) -> str | None:
    folded = {fold(name): name for name in free}
    return next((folded[word] for word in WORDS.get(column.name, ()) if word in folded), None)


def _similar(column: Column, free: Sequence[str]) -> str | None:
    folded = {fold(name): name for name in free}
    close = difflib.get_close_matches(column.name, list(folded), n=1, cutoff=CLOSE)
    return folded[close[0]] if close else None


def _share_found(header: Sequence[str], contract: Contract) -> float:
    found = matched(header, contract.columns)
    needed = [column.name for column in contract.columns if column.mandatory]
    return sum(name in found for name in needed) / len(needed) + len(found) / 1000
