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
    mapping = mapping_for(path, mappings, kind)
    with open_again(path, mapping) as extract:
        yield extract, mapping


def open_again(path: Path, mapping: Mapping | None) -> Extract:
    """The file as its mapping says that it is read. Raises `Refused`."""
    names = known_names(CONTRACTS)
    return open_extract(path, names | mapping.file_columns if mapping else names, reader_options(mapping))


def mapping_for(path: Path, mappings: Mappings, kind: str | None = None) -> Mapping | None:
    """The mapping that is for the file; its header is looked at only where one asks for it. Raises `Refused`."""
    candidates = mappings.of_name(path.name, kind)
    if not candidates:
        return None
    names = known_names(CONTRACTS).union(*(mapping.file_columns for mapping in candidates))
    seen: dict[ReaderOptions, Sequence[str]] = {}

    def header_of(options: ReaderOptions) -> Sequence[str]:
        if options not in seen:
            seen[options] = _header(path, names, options)
        return seen[options]

    return mappings.find(path.name, header_of, kind)


def _header(path: Path, names: frozenset[str], options: ReaderOptions) -> Sequence[str]:
    """The column names; empty where they cannot be read so, which opening the file then tells."""
    try:
        found = format_of(path)
        if found in (Format.TEXT, Format.GZIP):
            return text_header(path, names, options, is_gzip=found is Format.GZIP).columns
        with open_extract(path, names, options) as extract:
            return extract.header
    except (Refused, UnicodeDecodeError):
        return ()
