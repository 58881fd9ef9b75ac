"""What broken text looks like: in a cell, for the rules, and in raw bytes, to skip the rules where it cannot be."""

from __future__ import annotations

import numpy as np
import polars as pl

MOJIBAKE, REPLACEMENT, CONTROL = "dubbelkodad_text", "ersattningstecken", "styrtecken"
ALL_FAULTS = frozenset({MOJIBAKE, REPLACEMENT, CONTROL})

# What the bytes 0x80–0xBF of UTF-8 become when read as Windows-1252 or Latin-1.
_CONTINUATION = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# Ã¶ and Â° are ö and °, â€“ is –, Ìˆ is the combining diaeresis: UTF-8 decoded once too little.
_MOJIBAKE = f"[ÃÂ][{_CONTINUATION}]|â(?:€|\u0080|‚¬)|Ì[\u0080-\u009fˆŠ]"
# Tab and line feed may stand in a quoted cell; a BOM inside text means files put end to end.
_CONTROL = "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]"

Codes = np.ndarray[tuple[int], np.dtype[np.uint8]]


def broken_text_reasons(column: str) -> dict[str, pl.Expr]:
    """Reason code → boolean expression, true where the text of `column` is broken; never null.

    The three cost a regular expression each per cell. `Extract.suspected` names those the latest batch can hold
    at all (nearly always none): evaluate only them.
    """
    text = pl.col(column)
    return {
        MOJIBAKE: text.str.contains(_MOJIBAKE).fill_null(value=False),
        REPLACEMENT: text.str.contains("\ufffd", literal=True).fill_null(value=False),
        CONTROL: text.str.contains(_CONTROL).fill_null(value=False),
    }


def suspected_in(codes: Codes) -> frozenset[str]:
    """The faults that valid UTF-8 can hold among characters outside ASCII; may name one too many."""
    leads = np.flatnonzero(codes[:-1] >= 0xC2)
    lead, following = codes[leads], codes[leads + 1]
    found: set[str] = set()
    if bool(((lead == 0xC3) & np.isin(following, (0x82, 0x83, 0x8C, 0xA2))).any()):
        found.add(MOJIBAKE)
    marks = lead == 0xEF
    if bool((marks & (following == 0xBF)).any()):
        found.add(REPLACEMENT)
    if bool(((marks & (following == 0xBB)) | ((lead == 0xC2) & (following < 0xA0))).any()):
        found.add(CONTROL)
    return frozenset(found)
