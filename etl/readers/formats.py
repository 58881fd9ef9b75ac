"""Which format a file has, decided by its first bytes; the name can only make the decision a refusal."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import BinaryIO

from etl.readers.extract import Refused

ACCEPTED_SUFFIXES = (".csv", ".csv.gz", ".txt", ".tsv", ".xlsx", ".parquet")
ZIP, EMPTY_ZIP, GZIP, PARQUET = b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"PAR1"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of an .xlsx with a password
OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the name of its stream, as the directory stores it
OTHERS = {
    b"%PDF": "PDF",
    b"7z\xbc\xaf": "7-zip",
    b"Rar!": "RAR",
    b"SQLite format 3": "SQLite",
    b"BZh": "bzip2",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"\xfd7zXZ": "xz",
}


class Format(Enum):
    """The formats read."""

    TEXT = "text"
    GZIP = "gzip"
    XLSX = "xlsx"
    PARQUET = "parquet"


def has_accepted_name(path: Path) -> bool:
    """Whether a folder's file is one to load; others are listed as ignored."""
    return path.name.lower().endswith(ACCEPTED_SUFFIXES)


def format_of(path: Path) -> Format:
    """Name the format of a file; raise `Refused` for an empty file, a foreign format or a false suffix."""
    with path.open("rb") as file:
        head = file.read(16)
        if not head:
            raise Refused("tom_fil", f"{path.name} är tom (0 byte). Gör om uttaget.")
        if head.startswith(OLE):
            raise _ole_refusal(path, file)
    for magic, name in OTHERS.items():
        if head.startswith(magic):
            raise Refused("okant_filformat", f"{path.name} är en {name}-fil. {_accepted()}")
    if head.startswith((ZIP, EMPTY_ZIP)):
        return Format.XLSX
    if head.startswith(PARQUET):
        return Format.PARQUET
    _refuse_text_named_otherwise(path)
    return Format.GZIP if head.startswith(GZIP) else Format.TEXT


def _ole_refusal(path: Path, file: BinaryIO) -> Refused:
    if OLE_ENCRYPTED in file.read(64 << 20):
        return Refused("losenordsskyddad", f"{path.name} är skyddad med lösenord. Spara den utan lösenord.")
    return Refused("okant_filformat", f"{path.name} är en Excelfil av äldre slag (.xls). Spara den som .xlsx.")


def _refuse_text_named_otherwise(path: Path) -> None:
    suffix = path.suffix.lower()
    kinds = {".xlsx": "Excelfil", ".parquet": "Parquetfil"}
    if suffix in kinds:
        raise Refused(
            "fel_filandelse",
            f"{path.name} heter {suffix} men är ingen {kinds[suffix]}: innehållet är något annat (till exempel "
            f"text). Om det är en CSV-fil: döp om den till .csv; annars gör om uttaget.",
        )


def _accepted() -> str:
    return f"Läsbara slag: {', '.join(ACCEPTED_SUFFIXES)}."
