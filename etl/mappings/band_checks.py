"""What only the whole of a mapping's [bands] shows: patterns that are none, and bands that share a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from etl.mappings.band_columns import days_of
from etl.mappings.model import BAND_COLUMNS, Bands, Mapping
from etl.readers.header import fold

BROKEN = {
    "missing ), unterminated subpattern": "en parentes stängs aldrig",
    "unbalanced parenthesis": "en parentes stängs som aldrig har öppnats",
    "unterminated character set": "en hakparentes stängs aldrig",
    "nothing to repeat": "upprepningen har inget framför sig att upprepa",
    "multiple repeat": "två upprepningar står efter varandra",
    "bad escape": "omvänt snedstreck står framför ett tecken där det inte betyder något",
    "bad character range": "intervallet i hakparentesen är bakvänt",
}


def band_faults(mapping: Mapping) -> Iterator[str]:
    """Swedish sentences without the file's name; nothing of a mapping without bands."""
    bands = mapping.bands
    if bands is None:
        return
    if not bands.columns and bands.pattern is None and bands.open_pattern is None:
        yield "[bands] säger inte vilka banden är: ange columns, eller pattern och open_pattern."
    if (bands.label is None) != (bands.count is None):
        missing, given = ("count", "label") if bands.count is None else ("label", "count")
        yield f"bands.{given} behöver bands.{missing}: den ena är kolumnen med banden, den andra den med antalen."
    if bands.edges is not None and bands.unit != "days":
        yield 'bands.edges gäller bara unit = "days"; veckor och månader delar gräns med nästa band.'
    for name in BAND_COLUMNS:
        if name in {target for targets in mapping.targets.values() for target in targets}:
            yield f"rename ger {name}, som [bands] redan ger. Ta bort det ena."
    yield from _pattern_faults(bands)
    yield from _fixed_faults(bands, _of_pattern(mapping, bands))


def _of_pattern(mapping: Mapping, bands: Bands) -> list[str]:
    """Columns that the mapping says are in the file, and that a pattern reads as bands."""
    other = {fold(name) for name in (*bands.columns, *mapping.ignore, *mapping.read_columns)}
    named = [name for name in mapping.match.columns if fold(name) not in other]
    if not bands.is_wide or next(_pattern_faults(bands), None) is not None:
        return []
    return [name for name in dict.fromkeys(named) if days_of(name, bands) is not None]


def _pattern_faults(bands: Bands) -> Iterator[str]:
    for key, groups in (("pattern", 2), ("open_pattern", 1)):
        pattern = getattr(bands, key)
        if pattern is None:
            continue
        try:
            found = re.compile(pattern).groups
        except re.error as error:
            yield f"bands.{key} är inget giltigt mönster: {_broken(error)}."
            continue
        if found != groups:
            yield f"bands.{key} ska ha {groups} grupper, (\\d+), en för varje gräns; det har {found}."


def _broken(error: re.error) -> str:
    """What is wrong with a pattern and where in it, in our words: the library's are English."""
    words = next((told for begins, told in BROKEN.items() if error.msg.startswith(begins)), "det går inte att tolka")
    return words if error.pos is None else f"{words} (tecken {error.pos + 1} i mönstret)"


def _fixed_faults(bands: Bands, others: Iterable[str]) -> Iterator[str]:
    """`others`: columns that a pattern reads; a fixed band and the pattern's must not share a day."""
    days: list[tuple[int, int | None, str]] = []
    is_open = [name for name, edges in bands.columns.items() if len(edges) == 1]
    if is_open and bands.open_pattern is not None:
        yield (
            f"bands.columns: ”{is_open[0]}” är öppet uppåt, och open_pattern ger ett öppet band till: de överlappar "
            "alltid varandra. Ta bort det ena."
        )
    for name, edges in bands.columns.items():
        found = days_of(name, bands) if len(edges) in (1, 2) else None
        if found is None:
            yield f'bands.columns."{name}" är {edges}; skriv [från, till], eller [från] för ett öppet band.'
            return
        days.append((found[0], found[1], name))
    days += [(*found, name) for name in others if (found := days_of(name, bands)) is not None]
    for (_, last, name), (first, _, after) in pairwise(sorted(days, key=lambda band: band[0])):
        if last is None or first <= last:
            yield f"bands.columns: banden ”{name}” och ”{after}” överlappar varandra."
