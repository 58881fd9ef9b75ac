"""What a chunk of UTF-8 text holds, counted in one pass small enough for the processor's cache."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.readers.text_checks import CONTROL, Codes, suspected_in

BLOCK = 1 << 18
LINE_FEED, CARRIAGE_RETURN, TAB, DELETE = 10, 13, 9, 127


@dataclass(frozen=True)
class ChunkProfile:
    """Counts over one chunk that ends with a line end.

    `suspected`: faults of text_checks that may be there. `composes`: NFC may change something.
    """

    line_feeds: int
    delimiters: int
    lone_returns: bool
    quotes: bool
    suspected: frozenset[str]
    composes: bool


def profile(chunk: bytes, delimiter: bytes) -> ChunkProfile:
    """Count what decides how the chunk can be split."""
    codes = np.frombuffer(chunk, np.uint8)
    feeds = delimiters = returns = returns_before_feeds = controls = 0
    for start in range(0, len(codes), BLOCK):
        block = codes[start : start + BLOCK]
        feeds += _count(block, LINE_FEED)
        delimiters += _count(block, delimiter[0])
        controls += int(np.count_nonzero(block < 32)) + _count(block, DELETE) - _count(block, TAB)
        if in_block := _count(block, CARRIAGE_RETURN):
            returns += in_block
            following = codes[start + 1 : start + BLOCK + 1]
            ahead = block[: len(following)]
            returns_before_feeds += int(np.count_nonzero((ahead == CARRIAGE_RETURN) & (following == LINE_FEED)))
    suspected, composes = _beyond_ascii(chunk, codes)
    if controls > feeds + returns:
        suspected |= {CONTROL}
    return ChunkProfile(
        line_feeds=feeds,
        delimiters=delimiters,
        lone_returns=returns != returns_before_feeds,
        quotes=b'"' in chunk,
        suspected=suspected,
        composes=composes,
    )


def _count(codes: Codes, code: int) -> int:
    return int(np.count_nonzero(codes == code))


def _beyond_ascii(chunk: bytes, codes: Codes) -> tuple[frozenset[str], bool]:
    if chunk.isascii():
        return frozenset(), False
    suspected: frozenset[str] = frozenset()
    composes = False
    for start in range(0, len(codes), BLOCK):
        block = codes[start : start + BLOCK + 2]
        suspected |= suspected_in(block)
        composes = composes or _may_compose(block)
    return suspected, composes


def _may_compose(codes: Codes) -> bool:
    """Whether NFC could change this text: true for all but Latin letters, punctuation, arrows and the like.

    Combining marks begin at 0xCC. Of the signs behind 0xE2, Å, K and Ω as units and some spaces have another NFC.
    """
    leads = np.flatnonzero(codes[:-2] >= 0xCC)
    lead, second, third = codes[leads], codes[leads + 1], codes[leads + 2]
    punctuation = (lead == 0xE2) & (second == 0x80) & (third > 0x81)
    signs = (lead == 0xE2) & np.isin(second, (0x82, 0x86, 0x88, 0x89))
    forms = (lead == 0xEF) & (second >= 0xAE)
    return not bool((punctuation | signs | forms).all())
