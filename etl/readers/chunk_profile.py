"""What a chunk of UTF-8 text holds, counted in one pass in blocks small enough for the processor's cache."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.readers.text_checks import CONTROL, BeyondAscii

BLOCK = 1 << 17
LINE_FEED, CARRIAGE_RETURN, SPACE = 10, 13, 32


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
    has_returns = b"\r" in chunk
    letters = None if chunk.isascii() else BeyondAscii()
    feeds = delimiters = returns = lone_returns = controls = 0
    for start in range(0, len(codes), BLOCK):
        block = codes[start : start + BLOCK]
        is_feed = block == LINE_FEED
        feeds += int(np.count_nonzero(is_feed))
        delimiters += int(np.count_nonzero(block == delimiter[0]))
        controls += int(np.count_nonzero(block < SPACE))
        if has_returns:
            is_return = block == CARRIAGE_RETURN
            returns += int(np.count_nonzero(is_return))
            lone_returns += int(np.count_nonzero(is_return[:-1] > is_feed[1:]))
            lone_returns += bool(is_return[-1]) and chunk[start + len(block) : start + len(block) + 1] != b"\n"
        if letters is not None:
            letters.look(codes[start : start + BLOCK + 2])
    suspected = frozenset[str]() if letters is None else letters.suspected
    others = controls - feeds - returns
    if b"\x7f" in chunk or (others and others > chunk.count(b"\t")):
        suspected |= {CONTROL}
    return ChunkProfile(
        line_feeds=feeds,
        delimiters=delimiters,
        lone_returns=lone_returns > 0,
        quotes=b'"' in chunk,
        suspected=suspected,
        composes=letters is not None and letters.composes,
    )
