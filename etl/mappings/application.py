"""A mapping applied to one file's batches: the file's columns in, the contract's columns as text out."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence

import polars as pl

from etl.contracts.columns import Column
from etl.contracts.contract import EXTRA
from etl.identity_numbers import holds_identity_number, masked_column
from etl.mappings.band_columns import NAMES as BAND_NAMES
from etl.mappings.band_columns import BandColumns
from etl.mappings.cells import Numbers, dated, without_words
from etl.mappings.model import CONTROL, IN_BRACES, SOURCE, SUM_OVER, Mapping, found_in
from etl.mappings.unread_bands import UnreadBands
from etl.readers import Refused
from etl.readers.extract import LINE, RECORD, TEXT_CELLS, ColumnKind
from etl.readers.header import fold
from etl.rules import Rule, value_rule

UNLISTED, UNREAD = "_unlisted_", " (oläst)"
NUMBERS = ("integer", "volume", "share")


class Application:
    """A mapping bound to one file. `header`: the columns after it; `left_out`: rows its filters left out so far.

    `apply` gives, beside text columns of the contract's names, `_record` and `_line`:
    `_bands` (wide files): `List(Struct({from_days: Int32, to_days: Int32, antal: String}))`, one list per line; the
    contract's own band columns are then null. `antal` is null for a cell that the mapping's `null` words say is not
    told, or that is empty beside others.
    `_control`: the line's own total; `_sum_over`: what tells lines of the same key apart; `_source`: whose line it is.
    """

    def __init__(self, mapping: Mapping, file_name: str, header: Sequence[str], columns: Sequence[Column]) -> None:
        self.mapping = mapping
        self._file_name = file_name
        self._header = tuple(header)
        self._columns = {column.name: column for column in columns}
        self.left_out = 0
        self._numbers = Numbers(mapping.reader)
        self._bands = BandColumns(mapping, file_name, header) if mapping.bands is not None else None
        self.origins = self._origins()
        self._made = self._made_columns()
        self.unread = self._unread()
        self.header = (*self.origins, *self._made, *self.unread)
        self._unread_bands = self._bands_without_mapping()

    def ignored(self, extra: Sequence[str]) -> list[str]:
        """Columns of the file that nothing reads, of those that the contract does not know either."""
        used = {found_in(self._header, name) for name in (*self.mapping.file_columns, *self.mapping.ignore)}
        return [origin for name, origin in self.unread.items() if name in extra and origin not in used]

    @property
    def missing(self) -> list[str]:
        """Columns that the mapping names and the file lacks."""
        return sorted(name for name in self.mapping.file_columns if found_in(self._header, name) is None)

    @property
    def constants(self) -> dict[str, str]:
        """What every row gets from the mapping itself."""
        principal = {"huvudman": str(self.mapping.huvudman)} if "huvudman" in self._made else {}
        return principal | dict(self.mapping.constants)

    @property
    def band_count(self) -> int:
        """How many columns of the file are bands."""
        return len(self._bands.columns) if self._bands is not None and self.mapping.is_wide else 0

    def columns_behind(self, name: str) -> list[str]:
        """The columns of the file that a column of `header` is read from."""
        if name in self.origins:
            return [self.origins[name]]
        if name in self.unread:
            return [self.unread[name]]
        if name in self.mapping.dates:
            return [str(found_in(self._header, column)) for column in self.mapping.dates[name].columns]
        if name in BAND_NAMES and self._bands is not None and not self.mapping.is_wide:
            return [self._bands.columns[name == BAND_NAMES[2]]]
        return []

    def rules(self, extra: Sequence[str]) -> list[Rule]:
        """Values that the mapping does not list where it must, and identity numbers in columns that nothing stores."""
        strict = [name for name in self.mapping.values_strict if name in self.origins or name in self._made]
        return [Rule("varde_ej_i_mappningen", name, pl.col(f"{UNLISTED}{name}")) for name in strict] + [
            value_rule("personnummer", f"{EXTRA}{name}", holds_identity_number) for name in extra
        ]

    def letters(self, of_file: Dictionary[str, str]) -> dict[str, str]:
        """In a workbook, the letter of each column under its new name."""
        names = {**self.origins, **self.unread}
        return {name: of_file[origin] for name, origin in names.items() if origin in of_file}

    def stored_kinds(self, kinds: Dictionary[str, ColumnKind]) -> dict[str, ColumnKind]:
        """How a typed file must store its own columns; dates and counts that the mapping reads may be of any type."""
        free = {*self.mapping.dates, *BAND_NAMES}
        return {self.origins[name]: kind for name, kind in kinds.items() if name in self.origins and name not in free}

    def apply(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The rows that stay, with the columns of `header` and what the class tells of. Raises `Refused`."""
        kept = batch.filter(self._is_kept()) if self.mapping.filters else batch
        if self._unread_bands is not None:
            self._unread_bands.refuse(kept)
        self.left_out += batch.height - kept.height
        told = without_words(kept, self._header, self.mapping.reader.null)
        own = [pl.col(RECORD), pl.col(LINE), *self._text_cells(batch)]
        bands = self._bands.expressions(kept, self._numbers) if self._bands is not None else []
        frame = told.select(
            *own,
            *(self._value(name, pl.col(origin)).alias(name) for name, origin in self.origins.items()),
            *(self._value(name, made).alias(name) for name, made in self._made.items()),
            *(pl.col(origin).alias(name) for name, origin in self.unread.items()),
            *self._beside(),
        )
        if bands:
            frame = frame.drop(BAND_NAMES).hstack(kept.select(bands))
        return frame

    def _origins(self) -> dict[str, str]:
        """Column of the contract → the one of the file that rename gives it. Raises `Refused` where two do."""
        origins: dict[str, str] = {}
        for given, targets in self.mapping.targets.items():
            name = found_in(self._header, given)
            for target in targets if name is not None else []:
                if origins.setdefault(target, str(name)) != name:
                    raise Refused(
                        "dubbel_kolumn",
                        f"{self._file_name}: kolumnerna ”{origins[target]}” och ”{name}” är båda {target} enligt "
                        f"mappningen {self.mapping.name}. Ta bort den ena ur filen eller ur mappningen.",
                    )
        return origins

    def _made_columns(self) -> dict[str, pl.Expr]:
        made = {name: pl.lit(value) for name, value in self.mapping.constants.items()}
        for name, dates in self.mapping.dates.items():
            columns = [found_in(self._header, column) for column in dates.columns]
            if columns and all(columns):
                parts = [pl.col(str(column)).str.strip_chars() for column in columns]
                made[name] = pl.concat_str(parts, separator=" ") if len(parts) > 1 else parts[0]
        if self._bands is not None:
            made |= {name: pl.lit(None, dtype=pl.String) for name in BAND_NAMES}
        principal = self.mapping.huvudman
        if principal is not None and "huvudman" in self._columns and "huvudman" not in {**self.origins, **made}:
            made["huvudman"] = pl.lit(principal)
        return made

    def _unread(self) -> dict[str, str]:
        """New name → column of the file that no rename, date or band takes; a contract's name may be taken already."""
        taken = {*self.origins, *self._made}
        aliases = {
            fold(alias) for name in taken if name in self._columns for alias in (name, *self._columns[name].aliases)
        }
        gone = {*self.origins.values(), *self._dated_columns(), *(self._bands.columns if self._bands else ())}
        gone |= {found_in(self._header, self.mapping.control)} if self.mapping.control else set()
        free = [name for name in self._header if name not in gone]
        return {f"{name}{UNREAD}" if fold(name) in aliases else name: name for name in free}

    def _bands_without_mapping(self) -> UnreadBands | None:
        """What a wide file may hold of bands that nothing reads; a name of the contract's own is read as it is."""
        if not self.mapping.is_wide:
            return None
        known = {fold(name) for column in self._columns.values() for name in (column.name, *column.aliases)}
        free = [origin for name, origin in self.unread.items() if name != origin or fold(name) not in known]
        return UnreadBands(self.mapping, self._file_name, free)

    def _dated_columns(self) -> list[str | None]:
        return [found_in(self._header, column) for dates in self.mapping.dates.values() for column in dates.columns]

    def _value(self, name: str, text: pl.Expr) -> pl.Expr:
        listed = self.mapping.values.get(name)
        if listed:
            # What is not listed stays as it is: the contract judges it.
            text = text.str.strip_chars().replace_strict(listed, default=text, return_dtype=pl.String)
        if name in self.mapping.dates:
            text = dated(text, self.mapping.dates[name])
        role = self._role(name)
        return self._numbers.read(text, is_share=role == "share") if role in NUMBERS else text

    def _role(self, name: str) -> str | None:
        column = self._columns.get(name)
        return column.role if column is not None else None

    def _beside(self) -> list[pl.Expr]:
        mapping = self.mapping
        beside = [self._unlisted(name) for name in mapping.values_strict if name in {**self.origins, **self._made}]
        control = found_in(self._header, mapping.control) if mapping.control else None
        if control is not None:
            beside.append(self._numbers.read(pl.col(control)).alias(CONTROL))
        apart = [name for column in mapping.sum_over if (name := found_in(self._header, column)) is not None]
        if apart:
            texts = [pl.col(name).fill_null("").str.strip_chars() for name in apart]
            beside.append(pl.concat_str(texts, separator="|").alias(SUM_OVER))
        if mapping.source_columns:
            beside.append(self._source())
        return beside

    def _unlisted(self, name: str) -> pl.Expr:
        text = pl.col(self.origins[name]) if name in self.origins else self._made[name]
        listed = [*self.mapping.values.get(name, {}), *self.mapping.values.get(name, {}).values()]
        return (text.is_not_null() & ~text.str.strip_chars().is_in(listed)).alias(f"{UNLISTED}{name}")

    def _source(self) -> pl.Expr:
        """The source's name with the row's own values in it."""
        texts = []
        for place, part in enumerate(IN_BRACES.split(self.mapping.source or "")):
            column = found_in(self._header, part) if place % 2 else None
            texts.append(pl.lit(part) if not place % 2 else masked_column(str(column)).fill_null("okänd"))
        return pl.concat_str(texts).alias(SOURCE)

    def _is_kept(self) -> pl.Expr:
        kept = pl.lit(value=True)
        for part in self.mapping.filters:
            column = found_in(self._header, part.column)
            value = pl.col(str(column)).fill_null("").str.strip_chars()
            if part.keep is not None:
                kept &= value.is_in(part.keep)
            if part.drop is not None:
                kept &= ~value.is_in(part.drop)
        return kept

    def _text_cells(self, batch: pl.DataFrame) -> list[pl.Expr]:
        if TEXT_CELLS not in batch.columns:
            return []
        names = {origin: name for name, origin in {**self.unread, **self.origins}.items()}
        return [pl.col(TEXT_CELLS).list.eval(pl.element().replace(names))]
