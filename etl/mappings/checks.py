"""What only the whole of a mapping shows: columns of the contract, patterns, bands, signs and formats."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator

from etl.contracts import CONTRACTS, KINDS
from etl.contracts.contract import Contract
from etl.mappings.band_checks import band_faults
from etl.mappings.cells import DIRECTIVES
from etl.mappings.model import IN_BRACES, Mapping

BOTH = "vantande+genomforda"
PATIENT_KINDS = {"vantande", "genomforda"}
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15", "cp850", "cp865", "mac-roman", "utf-16-le", "utf-16-be")
SIGNS = {"delimiter": (";", ",", "\t", "|"), "decimal": (",", "."), "thousands": (",", ".", " ", "\u00a0", "'")}
DIRECTIVE = re.compile(r"%.?")


def faults(mapping: Mapping) -> Iterator[str]:
    """Swedish sentences without the file's name, the most telling first."""
    contract = contract_of(mapping)
    if contract is None:
        yield f"kind är ”{mapping.kind}”.{near(mapping.kind, KINDS)} Tillåtna: {', '.join((*KINDS, BOTH))}."
        return
    yield from _match_faults(mapping)
    yield from _reader_faults(mapping)
    yield from _column_faults(mapping, contract)
    yield from _constant_faults(mapping, contract)
    yield from _principal_faults(mapping, contract)
    yield from _role_faults(mapping)
    yield from _date_faults(mapping)
    yield from _filter_faults(mapping)
    yield from _ignore_faults(mapping)
    yield from band_faults(mapping)


def contract_of(mapping: Mapping) -> Contract | None:
    """The contract of its kind; None where there is no such kind."""
    if mapping.kind != BOTH and mapping.kind not in KINDS:
        return None
    return next((contract for contract in CONTRACTS if set(mapping.kinds) <= set(contract.kinds)), None)


def near(word: str, allowed: Iterable[str]) -> str:
    """` Menade du …?` where an allowed word is spelt almost so; else nothing."""
    similar = difflib.get_close_matches(word.casefold(), list(allowed), n=1, cutoff=0.6)
    return f" Menade du ”{similar[0]}”?" if similar else ""


def _match_faults(mapping: Mapping) -> Iterator[str]:
    if not mapping.match.file and not mapping.match.columns:
        yield '[match] säger inget: ange file (namnmönster, som "*väntande*.csv"), columns (rubriker) eller båda.'
    if mapping.match.file is not None and not re.sub(r"[*?\s.]|csv|txt|xlsx|gz|parquet|tsv", "", mapping.match.file):
        yield f"match.file är ”{mapping.match.file}”, som passar alla filer: ange något av filens namn eller columns."


def _reader_faults(mapping: Mapping) -> Iterator[str]:
    reader = mapping.reader
    if reader.encoding is not None and reader.encoding.lower() not in ENCODINGS:
        yield f"reader.encoding är ”{reader.encoding}”.{near(reader.encoding, ENCODINGS)} Tillåtna: {_list(ENCODINGS)}."
    for key, allowed in SIGNS.items():
        sign = getattr(reader, key)
        if sign is not None and sign not in allowed:
            yield f"reader.{key} är ”{sign}”; tillåtna: {' '.join(repr(each) for each in allowed)}."
    if reader.thousands is not None and reader.thousands == reader.decimal:
        yield f"reader.thousands och reader.decimal är båda ”{reader.decimal}”; de måste skilja sig åt."


def _column_faults(mapping: Mapping, contract: Contract) -> Iterator[str]:
    known = [column.name for column in contract.columns]
    given = [(f'rename."{name}"', target) for name, targets in mapping.targets.items() for target in targets]
    for part in ("constants", "values", "dates"):
        given += [(f"{part}.{name}", name) for name in getattr(mapping, part)]
    given += [("values_strict", name) for name in mapping.values_strict]
    for key, name in given:
        if name not in known:
            yield f"{key}: slaget {mapping.kind} har ingen kolumn ”{name}”.{near(name, known)} Den har: {_list(known)}."
    renamed = {target for targets in mapping.targets.values() for target in targets}
    for name in mapping.constants:
        if name in renamed:
            yield f"constants.{name}: kolumnen får redan sitt värde genom rename. Ta bort det ena."
    for name in mapping.values_strict:
        if name not in mapping.values:
            yield f"values_strict nämner {name} men [values.{name}] finns inte: skriv värdena där."
    for name, dates in mapping.dates.items():
        if dates.columns and name in renamed:
            yield f"dates.{name}: kolumnen får sitt värde både genom from och genom rename. Ta bort det ena."


def _constant_faults(mapping: Mapping, contract: Contract) -> Iterator[str]:
    """A constant goes to every row: one that the contract cannot take would quarantine the whole file."""
    columns = {column.name: column for column in contract.columns}
    for name, value in mapping.constants.items():
        column = columns.get(name)
        if column is None or not column.pattern or column.words or name in mapping.values:
            continue
        if value.strip() and re.fullmatch(column.pattern, value.strip()) is None:
            allowed = _allowed(column.pattern)
            yield f"constants.{name} är ”{value}”.{near(value, allowed)} Tillåtet: {_list(allowed)}."


def _allowed(pattern: str) -> list[str]:
    """The words of a pattern that lists them or a range of figures; else the pattern itself."""
    if figures := re.fullmatch(r"\^?\[([0-9])-([0-9])\]\$?", pattern):
        return [str(figure) for figure in range(int(figures[1]), int(figures[2]) + 1)]
    if signs := re.fullmatch(r"\^?\[([0-9A-Z]+)\]\$?", pattern):
        return list(signs[1])
    listed = re.fullmatch(r"\^?\((?:\?:|\?i:)?([\w|-]+)\)\$?", pattern)
    return listed[1].split("|") if listed else [f"värden enligt mönstret {pattern}"]


def _principal_faults(mapping: Mapping, contract: Contract) -> Iterator[str]:
    columns = {column.name for column in contract.columns}
    if mapping.huvudman is not None and "huvudman" not in columns:
        yield (
            f"huvudman: slaget {mapping.kind} tar huvudmannen ur regionkod. Skriv regionkod under [constants] i "
            "stället, och koden i reference/huvudman.csv."
        )
    if mapping.huvudman is not None and "huvudman" in mapping.constants:
        yield "huvudman står både för sig och under [constants]. Ta bort det ena."
    if mapping.matperiod is not None and not set(mapping.kinds) <= PATIENT_KINDS:
        yield f"matperiod gäller bara slagen vantande och genomforda, inte {mapping.kind}."
    for part in IN_BRACES.sub("", mapping.source or ""):
        if part in "{}":
            yield "source har en klammer utan par: skriv {kolumnens namn} där värdet ur en kolumn ska stå."
            break


def _role_faults(mapping: Mapping) -> Iterator[str]:
    if (mapping.role is None) != (mapping.cut is None):
        missing = 'cut (vad snittet heter, till exempel "Riksserien")' if mapping.cut is None else 'role = "jamforelse"'
        yield f"role och cut hör ihop: {missing} saknas."
    of_bands = {"role": mapping.role, "sum_over": mapping.sum_over, "control": mapping.control, "bands": mapping.bands}
    if mapping.kind != "aggregat":
        for key, value in of_bands.items():
            if value:
                yield f"{key} gäller bara slaget aggregat, inte {mapping.kind}."
    if mapping.role is not None and mapping.source is None:
        yield 'role = "jamforelse" behöver en egen source: annars skulle snittet ersätta den källa det jämförs med.'


def _date_faults(mapping: Mapping) -> Iterator[str]:
    for name, dates in mapping.dates.items():
        for form in dates.formats:
            unknown = [part for part in DIRECTIVE.findall(form) if part not in (*DIRECTIVES, "%%")]
            if unknown:
                yield f"dates.{name}.format ”{form}”: {unknown[0]} finns inte; tillåtna: {_list(DIRECTIVES)}."
            elif not _tells_month(form):
                yield f"dates.{name}.format ”{form}” säger inte både år (%Y) och månad (%m, %b eller %B)."


def _tells_month(form: str) -> bool:
    written = {dt.date(year, month, 1).strftime(form) for year in (2019, 2021) for month in (1, 2)}
    return len(written) == 4


def _ignore_faults(mapping: Mapping) -> Iterator[str]:
    for name in mapping.ignore:
        if name in mapping.read_columns:
            yield f"ignore nämner {name}, som mappningen läser på ett annat ställe. Ta bort det ena."


def _filter_faults(mapping: Mapping) -> Iterator[str]:
    for part in mapping.filters:
        if part.keep is None and part.drop is None:
            yield f"filters: för {part.column} saknas keep (värden som läses) eller drop (värden som utelämnas)."


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
