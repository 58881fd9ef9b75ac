"""Every mapping file that counts, and the one that a file is read by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from config import ROOT, DataDirectory
from etl.mappings.model import Mapping, found_in
from etl.mappings.reading import read_mapping
from etl.readers import ReaderOptions, Refused

FOLDER = "mappings"


@dataclass(frozen=True)
class Mappings:
    """The product's and the data directory's, which replace those of the same name."""

    every: tuple[Mapping, ...] = ()

    def of_name(self, file_name: str, kind: str | None) -> list[Mapping]:
        """Those whose file pattern the name follows, or that have none, of the kind that was asked for."""
        return [
            mapping
            for mapping in self.every
            if (kind is None or kind in mapping.kinds) and _follows(file_name, mapping.match.file)
        ]

    def find(
        self, file_name: str, header_of: Callable[[ReaderOptions], Sequence[str]], kind: str | None = None
    ) -> Mapping | None:
        """The mapping that asks most of the file's name and header. Raises `Refused` where two ask as much.

        `header_of`: the header as a mapping's reader options read it, empty where they cannot.
        """
        fitting = [
            mapping
            for mapping in self.of_name(file_name, kind)
            if not mapping.match.columns or _has_all(header_of(reader_options(mapping)), mapping.match.columns)
        ]
        if not fitting:
            return None
        most = max(mapping.weight for mapping in fitting)
        first, *others = [mapping for mapping in fitting if mapping.weight == most]
        if others:
            names = " och ".join(sorted({first.name, *(mapping.name for mapping in others)}))
            raise Refused(
                "flera_mappningar",
                f"{file_name}: mappningarna {names} gäller båda filen lika mycket. Gör den enas [match] snävare, med "
                "fler columns eller ett längre file, eller ta bort den.",
            )
        return first


def read_mappings(data: DataDirectory) -> Mappings:
    """Read and check them all. Raises `MappingFault`."""
    own = ROOT / "data" / FOLDER
    return Mappings(tuple(read_mapping(path, is_local=path.parent != own) for path in mapping_files(data)))


def mapping_files(data: DataDirectory) -> list[Path]:
    """By name, the data directory's in the place of the product's."""
    folders = (ROOT / "data" / FOLDER, data.root / FOLDER)
    names = {path.name for folder in folders if folder.is_dir() for path in folder.glob("*.toml")}
    return [data.overlays(FOLDER, name)[-1] for name in sorted(names)]


def reader_options(mapping: Mapping | None) -> ReaderOptions:
    """What it says of how the file is read."""
    if mapping is None:
        return ReaderOptions()
    reader = mapping.reader
    return ReaderOptions(reader.encoding, reader.delimiter, reader.header_row)


def _follows(file_name: str, pattern: str | None) -> bool:
    return pattern is None or fnmatchcase(file_name.casefold(), pattern.casefold())


def _has_all(header: Sequence[str], columns: Sequence[str]) -> bool:
    return all(found_in(header, column) is not None for column in columns)
