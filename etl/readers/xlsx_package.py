"""The zip file behind an XLSX: whole and no bomb, which sheets hold data, and their rows as they are stored."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from etl.readers.extract import Refused
from etl.readers.xlsx_rows import StoredRow

LARGEST_BYTES, BOMB_RATIO, BOMB_FROM_BYTES = 1 << 30, 200, 16 << 20
BLOCK = 4 << 20
# A directory of parts that points outside the file gives an OSError, one that lies of sizes a struct.error.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, RuntimeError, NotImplementedError, OSError,
    ValueError,
)  # fmt: skip

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_ROW_END = re.compile(rb"</(?:\w+:)?row>|<(?:\w+:)?row\b[^>]*/>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?(?:v\b[^>]*>[^<]|is\b)")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


class Package:
    """An opened XLSX package; raises `Refused` when it is none, cut off, protected or too big."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self.merged: dict[str, list[str]] = {}  # the merged areas of every sheet whose rows have been read
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGED as error:
            raise self._damaged(error) from None
        try:
            self._refuse_bomb()
            self._sheets = self._read_sheets()
        except BaseException:
            self._zip.close()
            raise

    def close(self) -> None:
        self._zip.close()

    def sheets_with_data(self) -> list[str]:
        """Names of the worksheets where some cell has a value, hidden sheets included."""
        return [name for name, part in self._sheets.items() if any(map(_VALUE.search, self._blocks(part)))]

    def rows(self, sheet: str) -> Iterator[StoredRow]:
        """Every row that the file has, from the first."""
        number, rest = 0, b""
        for block in self._blocks(self._sheets[sheet]):
            text = rest + block
            ends = [match.end() for match in _ROW_END.finditer(text)]
            for row in _ROW.finditer(text, 0, ends[-1] if ends else 0):
                given = _ROW_NUMBER.search(row[1])
                number = int(given[1]) if given else number + 1
                yield StoredRow(number, row[1], row[2] or b"")
            rest = text[ends[-1] :] if ends else text
        # What follows the rows, and a sheet without rows whole.
        self.merged[sheet] = [ref.decode() for ref in _MERGED.findall(rest)]

    def _blocks(self, part: str) -> Iterator[bytes]:
        """A part of the package unpacked; the zip file's own checksum is checked at its end."""
        try:
            with self._zip.open(part) as file:
                while block := file.read(BLOCK):
                    yield block
        except DAMAGED as error:
            raise self._damaged(error) from None

    def check(self) -> None:
        """Unpack every part once, so that a damaged one is found before anything is read from it."""
        for part in self._zip.namelist():
            for _ in self._blocks(part):
                pass

    def _refuse_bomb(self) -> None:
        parts = self._zip.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise Refused("losenordsskyddad", f"{self._name} är skyddad med lösenord. Spara den utan lösenord.")
        size = sum(part.file_size for part in parts)
        packed = [part for part in parts if part.file_size > BOMB_FROM_BYTES]
        if size > LARGEST_BYTES or any(part.file_size > BOMB_RATIO * part.compress_size for part in packed):
            raise Refused(
                "for_hart_packad",
                f"{self._name} blir {size >> 20} MB uppackad: för mycket för en Excelfil. Lämna uttaget som CSV.",
            )

    def _read_sheets(self) -> dict[str, str]:
        """Worksheet name → part, in the workbook's order."""
        relations = {
            element.get("Id", ""): element
            for element in self._elements("xl/_rels/workbook.xml.rels", "Relationship")
            if element.get("Type", "").endswith("/worksheet")
        }
        sheets: dict[str, str] = {}
        for element in self._elements("xl/workbook.xml", "sheet"):
            relation = next((value for key, value in element.items() if key.endswith("}id")), "")
            if relation in relations:
                target = relations[relation].get("Target", "")
                sheets[element.get("name", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        return sheets

    def _elements(self, part: str, name: str) -> list[ElementTree.Element]:
        if part not in self._zip.namelist():
            raise Refused(
                "okant_filformat",
                f"{self._name} är en zip-fil men ingen Excelfil (.xlsx). Packa upp den, eller spara som .xlsx.",
            )
        try:
            tree = ElementTree.fromstring(b"".join(self._blocks(part)))
        except ElementTree.ParseError as error:
            raise self._damaged(error) from None
        return [element for element in tree.iter() if element.tag.rsplit("}", 1)[-1] == name]

    def _damaged(self, error: Exception) -> Refused:
        return Refused(
            "trasig_xlsx",
            f"{self._name} går inte att öppna som Excelfil: den är avklippt eller skadad ({error}). "
            "Överför filen igen.",
        )
