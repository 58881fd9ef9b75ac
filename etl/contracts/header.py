"""Which contract a header line follows, and which of its columns is which."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from etl.contracts.contract import Contract
from etl.readers import ColumnKind, Refused
from etl.readers.header import told_header

STORED_KINDS: dict[str, ColumnKind] = {
    "date": "datum",
    "day": "datum",
    "month": "datum",
    "moment": "tidpunkt",
    "integer": "heltal",
    "word": "heltal",
    "volume": "volym",
    "share": "andel",
}
EXPORTED, IN_FORCE = "dataversion", "gallande"  # the last column of open tables; one that only leveransplaner has
OWN_SHARE = 0.75  # of the mandatory columns, with which an exported file is one that loads and has lost some
OF_CROSS_DAYS = {"antal_handelser", "definition"}  # only grona_korset has both: every event once per definition
SWEDISH_LETTERS = str.maketrans("åäöÅÄÖ", "aaoAAO")


@dataclass(frozen=True)
class Columns:
    """`renames`: name in the file → name in the contract; `extra`: unknown columns, not stored."""

    renames: dict[str, str]
    extra: tuple[str, ...]
    missing_optional: tuple[str, ...]
    aliased: dict[str, str]


def recognise(
    file_name: str, header: Sequence[str], contracts: Sequence[Contract], kind: str | None, advice: str = ""
) -> tuple[Contract, Columns]:
    """The contract whose mandatory columns are all there; raise `Refused` naming the nearest and what it lacks.

    `advice`: what else to do about a header that is of no kind.
    """
    if {plain(name) for name in header} >= OF_CROSS_DAYS:
        raise Refused("okant_slag", _is_cross_days(file_name))
    is_export = plain(header[-1]) == EXPORTED
    candidates = [contract for contract in contracts if kind is None or kind in contract.kinds]
    for contract in candidates:
        columns = _match(file_name, header, contract)
        if not _missing_mandatory(columns, contract, kind) and (not is_export or _takes_exports(contract)):
            return contract, columns
    nearest = max(candidates, key=lambda contract: _share_found(_match(file_name, header, contract), contract))
    columns = _match(file_name, header, nearest)
    if is_export and (IN_FORCE in header or not _takes_exports(nearest) or _share_found(columns, nearest) < OWN_SHARE):
        raise Refused("okant_slag", _is_export(file_name, header))
    code = "saknad_kolumn" if _share_found(columns, nearest) >= 0.5 else "okant_slag"
    missing = _what_is_missing(file_name, columns, nearest, kind)
    if code == "okant_slag":
        missing = f"{missing} Rubrikraden som lästes: {told_header(header, known_names(contracts))}.{advice}"
    raise Refused(code, missing)


def known_names(contracts: Sequence[Contract]) -> frozenset[str]:
    """Every column name and alias of every contract, by which readers find the delimiter."""
    return frozenset(
        name for contract in contracts for column in contract.columns for name in (column.name, *column.aliases)
    )


def stored_kinds(contract: Contract, columns: Columns) -> dict[str, ColumnKind]:
    """How a typed file must store each known column, by the name it has in the file."""
    roles = {column.name: column.role for column in contract.columns}
    return {given: STORED_KINDS.get(roles[name], "text") for given, name in columns.renames.items()}


def plain(name: str) -> str:
    """A header as it is recognised in spite of blanks, case and å ä ö."""
    return name.strip().translate(SWEDISH_LETTERS).casefold().replace(" ", "_")


def _match(file_name: str, header: Sequence[str], contract: Contract) -> Columns:
    present = {""} | {plain(name) for name in header}
    columns = [column for column in contract.columns if column.beside in present]
    own = {column.name for column in columns}
    exact = {name: column.name for column in columns for name in (column.name, *column.aliases)}
    loose = {plain(name): target for name, target in exact.items()}
    targets = {name: exact.get(name) or loose.get(plain(name)) for name in header}
    named = {target for name, target in targets.items() if plain(name) in own}
    renames: dict[str, str] = {}
    for name, target in targets.items():
        if target is None or (target in named and plain(name) not in own):
            continue  # beside mvo_kod, mvo is a name and not the code
        if target in renames.values():
            first = next(given for given, column in renames.items() if column == target)
            raise Refused(
                "dubbel_kolumn",
                f"{file_name}: kolumnerna ”{first}” och ”{name}” är båda {target}. Ta bort den ena och ladda igen.",
            )
        renames[name] = target
    return Columns(
        renames=renames,
        extra=tuple(name for name in header if name not in renames),
        missing_optional=tuple(c.name for c in contract.columns if c.name not in renames.values() and not c.mandatory),
        aliased={name: target for name, target in renames.items() if name not in exact},
    )


def _missing_mandatory(columns: Columns, contract: Contract, kind: str | None) -> list[str]:
    needed = [column.name for column in contract.columns if column.mandatory] + contract.needed_for(kind)
    found = set(columns.renames.values())
    # Of several sets of columns the file means the one that it has most of.
    meant = max(contract.either, key=lambda names: sum(name in found for name in names) / len(names), default=())
    return [name for name in (*needed, *meant) if name not in found]


def _share_found(columns: Columns, contract: Contract) -> float:
    mandatory = [column.name for column in contract.columns if column.mandatory]
    return sum(name in columns.renames.values() for name in mandatory) / len(mandatory)


def _takes_exports(contract: Contract) -> bool:
    """Whether our own table of the kind loads again: every other table is figures or lists made from extracts."""
    return any(column.name == EXPORTED for column in contract.columns)


def _is_export(file_name: str, header: Sequence[str]) -> str:
    told = f"{file_name}: filen är en tabell som Vårdläget självt har exporterat, och den går inte att läsa in igen."
    if IN_FORCE in header:
        return f"{told} Planer läses in ur leveransplan.csv, som finns i samma export."
    return f"{told} Läs in de utdrag som den är gjord av."


def _is_cross_days(file_name: str) -> str:
    return (
        f"{file_name}: filen är tabellen grona_korset som Vårdläget självt har exporterat, med en rad per definition: "
        "varje händelse skulle räknas flera gånger. Läs in grona_korset_handelser.csv, som finns i samma export. "
        "Kommer filen från ett annat system, döp om antal_handelser till antal."
    )


def _what_is_missing(file_name: str, columns: Columns, contract: Contract, kind: str | None) -> str:
    missing = _missing_mandatory(columns, contract, kind)
    parts = [
        f"{file_name}: filen liknar mest slaget {'/'.join(contract.kinds)} men saknar kolumnen {', '.join(missing)}."
    ]
    for name in missing:
        similar = difflib.get_close_matches(name, [plain(given) for given in columns.extra], n=1, cutoff=0.7)
        given = next((given for given in columns.extra if similar and plain(given) == similar[0]), None)
        if given is not None:
            parts.append(f"Kolumnen ”{given}” är kanske {name}: byt rubriken och ladda igen.")
    return " ".join(parts)
