"""What broken text looks like: in a cell, for the rules, and in raw bytes, to skip the rules where it cannot be."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

MOJIBAKE, REPLACEMENT, CONTROL = "dubbelkodad_text", "ersattningstecken", "styrtecken"
ALL_FAULTS = frozenset({MOJIBAKE, REPLACEMENT, CONTROL})

# What the bytes 0x80–0xBF of UTF-8 become when read as Windows-1252 or Latin-1.
_CONTINUATION = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# Ã¶ and Â° are ö and °, â€“ is –, Ìˆ is the combining diaeresis: UTF-8 decoded once too little.
_MOJIBAKE = f"[ÃÂ][{_CONTINUATION}]|â(?:€|\u0080|‚¬)|Ì[\u0080-\u009fˆŠ]"
# Tab and line feed may stand in a quoted cell; a BOM inside text means files put end to end.
_CONTROL = "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]"

Codes = npt.NDArray[np.uint8]


def broken_text_reasons(column: str | pl.Expr) -> dict[str, pl.Expr]:
    """Reason code → boolean expression, true where the text of `column` is broken; never null.

    Each costs a search per cell. `Extract.suspected` names those that the latest batch can hold at all, nearly
    always none: leave the others out.
    """
    text = pl.col(column) if isinstance(column, str) else column
    return {
        MOJIBAKE: text.str.contains(_MOJIBAKE).fill_null(value=False),
        REPLACEMENT: text.str.contains("\ufffd", literal=True).fill_null(value=False),
        CONTROL: text.str.contains(_CONTROL).fill_null(value=False),
    }


class BeyondAscii:
    """Looks through blocks of valid UTF-8 for the letters that may be faults or may have another NFC."""

    def __init__(self) -> None:
        self._flags = 0

    def look(self, codes: Codes) -> None:
        """Take in a block; its last two bytes belong to the next one, so blocks overlap by two."""
        leads = np.flatnonzero(codes[:-2] >= 0xC2)
        if not len(leads):
            return
        pairs = _PAIRS[codes[leads].astype(np.uint16) << 8 | codes[leads + 1]]
        self._flags |= int(np.bitwise_or.reduce(pairs))
        if self._flags & _ASK_THIRD and not self._flags & _COMPOSES:
            thirds = codes[leads[pairs == _ASK_THIRD] + 2]
            self._flags |= _COMPOSES if bool((thirds < 0x82).any()) else 0

    @property
    def suspected(self) -> frozenset[str]:
        """The faults that may be there; may name one too many."""
        return frozenset(fault for fault, flag in _FLAGS.items() if self._flags & flag)

    @property
    def composes(self) -> bool:
        """Whether NFC may change something: never for Latin letters, common punctuation, arrows and signs."""
        return bool(self._flags & _COMPOSES)


_FLAGS = {MOJIBAKE: 1, REPLACEMENT: 2, CONTROL: 4}
_COMPOSES, _ASK_THIRD = 8, 16


def _pair_flags() -> npt.NDArray[np.uint8]:
    """What the first two bytes of a character give reason to look for."""
    flags = np.zeros((256, 256), np.uint8)
    flags[0xC3, [0x82, 0x83, 0x8C, 0xA2]] = _FLAGS[MOJIBAKE]  # Â Ã Ì â
    flags[0xEF, 0xBF] = _FLAGS[REPLACEMENT]
    flags[0xC2, 0x80:0xA0] = flags[0xEF, 0xBB] = _FLAGS[CONTROL]
    flags[0xCC:0xE2] = flags[0xE3:0xEF] = flags[0xF0:] = _COMPOSES  # combining marks begin at 0xCC
    flags[0xE2] = flags[0xEF, :0xAE] = _COMPOSES  # Å, K and Ω as units; compatibility letters
    flags[0xE2, [0x82, 0x86, 0x88, 0x89]] = 0  # currencies, arrows, mathematics
    flags[0xE2, 0x80] = _ASK_THIRD  # of the punctuation only two spaces have another form
    return flags.reshape(-1)


_PAIRS = _pair_flags()
