"""A file opened by the mapping that is for it: found by the name and the header, before the file is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from etl.contracts import CONTRACTS
from etl.contracts.header import known_names
from etl.mappings.catalogue import Mappings, reader_options
from etl.mappings.model import Mapping
from etl.readers import Extract, ReaderOptions, Refused, open_extract
from etl.readers.csv_extract import text_header
from etl.readers.formats import Format, format_of


@contextmanager
def opened(path: Path, mappings: Mappings, kind: str | None = None) -> Iterator[tuple[Extract, Mapping | None]]:
    """The file and its mapping, if any. Raises `Refused`."""
    headers = Headers(path)
    try:
        mapping = headers.mapping(mappings, kind)
        with headers.extract(mapping) as extract:
            yield extract, mapping
    finally:
        headers.close()


def open_again(path: Path, mapping: Mapping | None) -> Extract:
    """The file as its mapping says that it is read. Raises `Refused`."""
    names = known_names(CONTRACTS)
    return open_extract(path, names | mapping.file_columns if mapping else names, reader_options(mapping))


class Headers:
    """A file's header as mappings would read it. A workbook is costly to open: the one that was looked at is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: dict[ReaderOptions, Sequence[str]] = {}
        self._workbooks: dict[int | None, Extract] = {}  # by the row of the header, all that matters of its options

    def mapping(self, mappings: Mappings, kind: str | None) -> Mapping | None:
        """The mapping that is for the file; its header is looked at only where one asks for it. Raises `Refused`."""
        candidates = mappings.of_name(self._path.name, kind)
        names = known_names(CONTRACTS).union(*(mapping.file_columns for mapping in candidates))

        def header_of(options: ReaderOptions) -> Sequence[str]:
            if options not in self._seen:
                self._seen[options] = self._header(names, options)
            return self._seen[options]

        return mappings.find(self._path.name, header_of, kind)

    def extract(self, mapping: Mapping | None) -> Extract:
        """The file opened as the mapping says. Raises `Refused`."""
        kept = self._workbooks.pop(reader_options(mapping).header_row, None)
        return kept if kept is not None else open_again(self._path, mapping)

    def close(self) -> None:
        for extract in self._workbooks.values():
            extract.close()

    def _header(self, names: frozenset[str], options: ReaderOptions) -> Sequence[str]:
        """The column names; empty where they cannot be read so, which opening the file then tells."""
        try:
            found = format_of(self._path)
            if found in (Format.TEXT, Format.GZIP):
                return text_header(self._path, names, options, is_gzip=found is Format.GZIP).columns
            if options.header_row not in self._workbooks:
                self._workbooks[options.header_row] = open_extract(self._path, names, options)
            return self._workbooks[options.header_row].header
        except (Refused, UnicodeDecodeError):
            return ()
