"""What a mapping changes in the load of one file: whose it is, which kind, and how its columns come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from etl.contracts import CONTRACTS
from etl.contracts.contract import Contract
from etl.contracts.header import Columns, recognise, stored_kinds
from etl.load_options import LoadOptions
from etl.mappings.application import Application
from etl.mappings.checks import PATIENT_KINDS
from etl.mappings.model import Mapping
from etl.readers import Extract, Refused
from etl.readers.header import DRAFT_IT
from etl.reference_lists import refuse_reference_list

OTHER_NAMES = (
    f"Heter kolumnerna något annat hos avsändaren: {DRAFT_IT}. Är det inte rubrikraden, eller skiljs kolumnerna av ett "
    "annat tecken, sägs det där med reader.header_row och reader.delimiter."
)


@dataclass(frozen=True)
class Understood:
    """One file's header, understood: the contract, its columns and, where a mapping made them, its application."""

    contract: Contract
    columns: Columns
    application: Application | None

    @property
    def mapping(self) -> Mapping | None:
        return self.application.mapping if self.application is not None else None

    @property
    def unread(self) -> tuple[str, ...]:
        """Columns of the file that nothing reads, by their names in it."""
        return self.columns.extra if self.application is None else tuple(self.application.ignored(self.columns.extra))

    @property
    def read_columns(self) -> dict[str, list[str]]:
        """Column of the file → columns of the contract that it fills; bands are not among them."""
        if self.application is None:
            return {name: [to] for name, to in self.columns.renames.items()}
        filled: dict[str, list[str]] = {}
        for name, to in self.columns.renames.items():
            for column in self.application.columns_behind(name):
                filled.setdefault(column, []).append(to)
        return filled

    def require_types(self, extract: Extract) -> None:
        """Raise `Refused` where a typed file stores a column as another type."""
        kinds = stored_kinds(self.contract, self.columns)
        extract.require_types(kinds if self.application is None else self.application.stored_kinds(kinds))


def options_under(options: LoadOptions, mapping: Mapping | None) -> LoadOptions:
    """The options of the run for a file of this mapping: the command line wins, then the mapping, then the settings."""
    if mapping is None:
        return options
    told = options.surroundings
    named = _as_named(mapping, told.source, options.named_principal)
    population = mapping.kind if mapping.kind in PATIENT_KINDS else None
    source = told.source or (None if named.source_columns else named.source)
    return replace(
        options,
        kind=options.kind or (mapping.kind if len(mapping.kinds) == 1 else None),
        mapping=named,
        rules_versions={
            contract: f"{version}:{mapping.fingerprint[:16]}" for contract, version in options.rules_versions.items()
        },
        surroundings=replace(
            told,
            mapping=named,
            source=source,
            principal=options.named_principal or mapping.huvudman or told.principal,
            population=told.population or population,
        ),
    )


def understood(extract: Extract, options: LoadOptions) -> Understood:
    """Which contract the file follows and which of its columns is which. Raises `Refused`."""
    name, mapping = extract.path.name, options.mapping
    if mapping is None:
        refuse_reference_list(name, extract.header)
        contract, columns = recognise(name, extract.header, CONTRACTS, options.kind, f" {OTHER_NAMES}")
        return Understood(contract, columns, None)
    contracts = [contract for contract in CONTRACTS if set(mapping.kinds) <= set(contract.kinds)]
    application = Application(mapping, name, extract.header, contracts[0].columns)
    _refuse_without(name, mapping, application, [part.column for part in mapping.filters], "filters")
    _refuse_without(name, mapping, application, mapping.source_columns, "source")
    try:
        contract, columns = recognise(name, application.header, contracts, options.kind)
    except Refused as refusal:
        raise Refused(refusal.code, f"{refusal.message} Filen lästes med mappningen {mapping.name}.") from None
    return Understood(contract, columns, application)


def nothing_left(file_name: str, rows: int) -> Refused:
    """The refusal of a file whose every row a filter leaves out."""
    return Refused(
        "alla_rader_utelamnade",
        f"{file_name}: filtren i mappningen utelämnar alla {rows} rader. Jämför [[filters]] med värdena i filen.",
    )


def _as_named(mapping: Mapping, source: str | None, principal: str | None) -> Mapping:
    changed: dict[str, Any] = {}
    if source is not None:
        changed["source"] = None
    if principal is not None:
        changed |= {"huvudman": principal, "constants": {**mapping.constants} | {}}
        changed["constants"].pop("huvudman", None)
    return mapping.model_copy(update=changed)


def _refuse_without(name: str, mapping: Mapping, application: Application, columns: Sequence[str], key: str) -> None:
    """A row that should be left out would be counted, and one without its sender would replace another's."""
    lacking = [column for column in columns if column in application.missing]
    if lacking:
        raise Refused(
            "saknad_kolumn",
            f"{name}: kolumnen {', '.join(lacking)} saknas, och mappningen {mapping.name} behöver den för {key}. Lägg "
            "till den i filen eller ta bort den ur mappningen.",
        )
