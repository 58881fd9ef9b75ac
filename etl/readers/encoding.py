"""Which encoding a text file has, decided from all its bytes: UTF-8, Windows-1252 or UTF-16 with a BOM."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from etl.readers.byte_source import ByteSource
from etl.readers.extract import Refused

BLOCK = 1 << 20  # stays in the processor's cache while it is read, hashed and checked
BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
LONGEST_CHARACTER = 4  # bytes of UTF-8
CP1252_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


@dataclass(frozen=True)
class Examined:
    """What a first pass over the bytes found: hash of the file as delivered, encoding of its text, BOM length."""

    sha256: str
    encoding: str
    bom: int


def examine(source: ByteSource, stated: str | None = None) -> Examined:
    """Hash the file and decide its encoding; raise `Refused` naming the byte that fits none.

    `stated`: the encoding that a mapping says; only a byte order mark contradicts it.
    """
    digest = hashlib.sha256()
    blocks = source.blocks(BLOCK, digest)
    first = next(blocks, b"")
    if not first:
        raise Refused("tom_fil", f"{source.path.name} är tom när den packats upp. Gör om uttaget.")
    encoding, bom = _marked(first)
    if stated is not None and not bom:
        _refuse_other_than(source, stated, _with_first(first, blocks))
        return Examined(digest.hexdigest(), stated.lower(), 0)
    _refuse_unmarked_utf16(source, first, bom)
    blocks = _with_first(first[bom:], blocks)
    if encoding.startswith("utf-16"):
        _check_utf16(source, blocks, encoding)
    else:
        fault = _first_invalid_utf8(blocks)
        if fault is not None:
            encoding = _single_byte_encoding(source, bom, fault + bom)
    for _ in blocks:  # the hash is over the whole file, also where the decision came early
        pass
    return Examined(digest.hexdigest(), encoding, bom)


def glanced(source: ByteSource, stated: str | None = None) -> Examined:
    """What the first block alone tells; its hash is empty. Raises `Refused` for an empty file."""
    first = next(source.blocks(BLOCK), b"")
    if not first:
        raise Refused("tom_fil", f"{source.path.name} är tom när den packats upp. Gör om uttaget.")
    encoding, bom = _marked(first)
    if stated is not None and not bom:
        return Examined("", stated.lower(), 0)
    fault = None if encoding != "utf-8" else _first_invalid_utf8(iter((first[bom:],)))
    is_cut = fault is not None and fault >= len(first) - bom - LONGEST_CHARACTER
    return Examined("", encoding if fault is None or is_cut else "cp1252", bom)


def utf8_blocks(source: ByteSource, examined: Examined, size: int) -> Iterator[bytes]:
    """The text as UTF-8 without BOM, in blocks that may end anywhere but inside a character of UTF-16."""
    blocks = source.line_blocks(size)
    blocks = _with_first(next(blocks, b"")[examined.bom :], blocks)
    if examined.encoding == "utf-8":
        yield from blocks
    else:
        decoder = codecs.getincrementaldecoder(examined.encoding)()
        for block in blocks:
            yield decoder.decode(block).encode("utf-8")


def _refuse_other_than(source: ByteSource, stated: str, blocks: Iterator[bytes]) -> None:
    """Decode the whole file in the stated encoding; raise `Refused` at the first byte that means nothing in it."""
    decoder = codecs.getincrementaldecoder(stated)()
    offset = 0
    try:
        for block in blocks:
            decoder.decode(block)
            offset += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Refused(
            "okand_teckenkodning",
            f"{source.path.name} är inte {stated}, som mappningen säger: byte {offset + error.start} (räknat från 0) "
            "betyder ingenting där. Ta bort encoding ur mappningen eller rätta den.",
        ) from None


def _with_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _marked(first: bytes) -> tuple[str, int]:
    for bom, encoding in BOMS.items():
        if first.startswith(bom) and not first.startswith(codecs.BOM_UTF32_LE):
            return encoding, len(bom)
    return "utf-8", 0


def _refuse_unmarked_utf16(source: ByteSource, first: bytes, bom: int) -> None:
    """UTF-16 of Latin text has a NUL in every other byte from the first; a stray NUL in a cell has not."""
    if bom or 0 not in first[:2]:
        return
    head = np.frombuffer(first[:4096], np.uint8)
    even, odd = (float(np.mean(half == 0)) if len(half) else 0.0 for half in (head[::2], head[1::2]))
    if max(even, odd) < 0.4:
        return
    name = "UTF-32 eller binär" if min(even, odd) > 0.2 else "UTF-16LE" if odd > even else "UTF-16BE"
    raise Refused(
        "okand_teckenkodning",
        f"{source.path.name} är {name} utan byteordningsmärke (BOM). Spara den som UTF-8 eller som "
        "Unicode-text med BOM.",
    )


def _check_utf16(source: ByteSource, blocks: Iterator[bytes], encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = 2
    try:
        for block in blocks:
            decoder.decode(block)
            offset += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Refused(
            "okand_teckenkodning",
            f"{source.path.name} är UTF-16 men trasig vid byte {offset + error.start}: filen är avklippt eller "
            "hopsatt av flera. Gör om uttaget.",
        ) from None


def _first_invalid_utf8(blocks: Iterator[bytes]) -> int | None:
    """Offset of the first byte that is not UTF-8; a character cut by the end of the file is one too."""
    offset, tail = 0, b""
    for block in blocks:
        text, tail = tail + block, b""
        if not text.isascii():
            try:
                text.decode("utf-8")
            except UnicodeDecodeError as error:
                if error.reason != "unexpected end of data":
                    return offset + error.start
                tail = text[error.start :]
        offset += len(text) - len(tail)
    return offset if tail else None


def _single_byte_encoding(source: ByteSource, bom: int, fault: int) -> str:
    """Windows-1252, unless some of the bytes are UTF-8 all the same or mean nothing in Windows-1252."""
    offset = 0
    undefined: int | None = None
    previous = b""
    for block in source.blocks(BLOCK):
        codes = np.frombuffer(previous + block, np.uint8)
        if bom or _has_utf8_letters(codes):
            raise Refused(
                "blandad_teckenkodning",
                f"{source.path.name} blandar teckenkodningar: den är UTF-8, men byte {fault} (räknat från 0, rad "
                f"{_line_of(source, fault)}) är det inte. Spara hela filen i en kodning.",
            )
        if undefined is None:
            meaningless = np.flatnonzero(np.isin(codes[codes >= 0x80], CP1252_UNDEFINED))
            if len(meaningless):
                undefined = offset - len(previous) + int(np.flatnonzero(codes >= 0x80)[meaningless[0]])
        offset += len(block)
        previous = block[-2:]
    if undefined is None:
        return "cp1252"
    raise Refused(
        "odefinierat_tecken",
        f"{source.path.name} är varken UTF-8 eller Windows-1252: byte {undefined} (räknat från 0, rad "
        f"{_line_of(source, undefined)}) saknar betydelse. Spara filen som UTF-8.",
    )


def _has_utf8_letters(codes: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> bool:
    """Whether å, ä, ö, –, ” or the like stand there as UTF-8: Ã, Â or â€ would be what they say otherwise."""
    leads = np.flatnonzero(codes[:-1] >= 0xC2)
    lead, following = codes[leads], codes[leads + 1]
    letters = np.isin(lead, (0xC2, 0xC3, 0xCC)) & (following >= 0x80) & (following <= 0xBF)
    punctuation = (lead == 0xE2) & np.isin(following, (0x80, 0x82))
    return bool((letters | punctuation).any())


def _line_of(source: ByteSource, offset: int) -> int:
    lines = 1
    for block in source.blocks(BLOCK):
        lines += block[:offset].count(b"\n")
        offset -= len(block)
        if offset <= 0:
            break
    return lines
