"""Delimited text to a frame of strings, by polars' reader, which is told only what it can be trusted with."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from etl.readers.chunk_profile import ChunkProfile

# Our own export writes an apostrophe before text that a spreadsheet would run as a formula.
GUARDED = (b"'=", b"'+", b"'-", b"'@")
_GUARD = r"^'[=+\-@]"


def clean_frame(chunk: bytes, columns: Sequence[str], delimiter: str, profile: ChunkProfile) -> pl.DataFrame | None:
    """The chunk as a frame where every line has its cells and nothing else is odd; None where one has not.

    polars pads a short line with nulls without a word but stops at a long one. With none long and as many
    delimiters as the lines need together, none is short.
    """
    if profile.quotes or profile.lone_returns:
        return None
    if profile.delimiters != profile.line_feeds * (len(columns) - 1):
        return None
    try:
        frame = string_frame(chunk, columns, delimiter, quoted=False)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None
    return None if frame.height != profile.line_feeds or any_empty_row(frame) else frame


def string_frame(text: bytes, columns: Sequence[str], delimiter: str, *, quoted: bool) -> pl.DataFrame:
    """Lines of the right number of cells as a frame of strings; an empty cell is null, quoted or not."""
    frame = pl.read_csv(
        text,
        separator=delimiter,
        has_header=False,
        schema=dict.fromkeys(columns, pl.String),
        quote_char='"' if quoted else None,
    )
    if quoted and b'""' in text:
        return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    return frame


def any_empty_row(frame: pl.DataFrame) -> bool:
    """Whether a row has nothing in any cell; a column without nulls answers for all rows at once."""
    if any(column.null_count() == 0 for column in frame.iter_columns()):
        return False
    return bool(frame.select(empty_row(frame.columns).any()).item())


def empty_row(columns: Sequence[str]) -> pl.Expr:
    """True where every cell is null."""
    return pl.all_horizontal(pl.col(list(columns)).is_null())


def tidied(frame: pl.DataFrame, chunk: bytes, profile: ChunkProfile) -> pl.DataFrame:
    """Compose letters (NFC) and take off the export's apostrophes, where the chunk has any."""
    if profile.composes:
        text = pl.col(pl.String)
        beyond_ascii = frame.select((text.str.len_bytes() != text.str.len_chars()).any()).row(0, named=True)
        frame = frame.with_columns(
            pl.col([name for name, is_any in beyond_ascii.items() if is_any]).str.normalize("NFC")
        )
    if b"'" in chunk and any(guarded in chunk for guarded in GUARDED):
        frame = frame.with_columns(_unguarded(pl.col(pl.String)))
    return frame


def tidy_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """The same for cells that came from no text: also line feeds only, and null for an empty cell."""
    texts = [column for column in frame.iter_columns() if column.dtype == pl.String]
    odd = [column.name for column in texts if _may_be_untidy(column)]
    empty = [column.name for column in texts if (column == "").any()]
    text = pl.col(odd).str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
    tidy = frame.with_columns(_unguarded(text.str.normalize("NFC"))) if odd else frame
    # An apostrophe alone guards nothing, so taking one off leaves no cell empty.
    return tidy.with_columns(pl.when(pl.col(empty) != "").then(pl.col(empty))) if empty else tidy


def _may_be_untidy(column: pl.Series) -> bool:
    """One look through all the column's bytes instead of several searches in every cell."""
    letters = column.to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[-1]
    content = b"" if letters is None else letters.to_pybytes()
    is_guarded = b"'" in content and any(guarded in content for guarded in GUARDED)
    return not content.isascii() or b"\r" in content or is_guarded


def _unguarded(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_GUARD)).then(text.str.slice(1)).otherwise(text)
