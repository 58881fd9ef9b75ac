"""A draft of a mapping file as text: what was found, and in Swedish what a person must decide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from etl.mappings.draft import TOTALS, Draft, draft_of, has_other_days, told_apart_by
from etl.mappings.guess_columns import is_count
from etl.mappings.guess_reader import Looked
from etl.readers.header import fold

DECIDE = "BESTÄM"
MOST_MATCHED = 6
PLACE = re.compile(
    "forvaltning|sjukhus|sykehus|hospital|clinic|klinik|provider|trust|board|enhet|unit|region|mottagning"
)
CHOICES = {
    "population": ('"vantande"', "vantande eller genomforda"),
    "forvaltning": ('"Alla"', "Alla där filen gäller hela huvudmannen; annars skriv dess kolumn under [rename]"),
    "fas": ('"1"', "1 första besök, 2 operation eller åtgärd, 3 undersökning, 4 återbesök, 5 akut"),
    "regionkod": ('"51"', "huvudmannens kod i reference/huvudman.csv"),
    "vardgaranti": ('"JA"', "JA eller NEJ"),
}


def drafted(path: Path, kind: str | None = None) -> tuple[str, list[str]]:
    """The text of a mapping file, and what in it a person must decide. Raises `Refused`."""
    lines = list(_lines(path, draft_of(path, kind)))
    return "\n".join(lines) + "\n", [line.lstrip("# ") for line in lines if DECIDE in line]


def _lines(path: Path, draft: Draft) -> Iterator[str]:
    yield f"# Utkast till mappning, gjort ur {path.name}. Läs igenom det; rader med {DECIDE} behöver ett beslut."
    yield f"# Pröva med: python -m etl check '{path.name}'"
    yield f"title = {_text(path.stem)}"
    yield f"kind = {_text(draft.kind)}"
    yield f"source = {_text(_source(path))}   # {DECIDE}: vad källan heter; en senare fil ersätter samma källas period"
    if draft.contract.columns[0].name == "huvudman" and "huvudman" not in draft.found:
        yield f'# huvudman = "…"   # {DECIDE}: vems siffrorna är, om inte --huvudman eller inställningen säger det'
    yield from _top(draft)
    yield ""
    yield "[match]"
    yield f"file = {_text(_pattern(path.name))}   # {DECIDE}: passar mönstret nästa månads fil, och ingen annan?"
    telling = [
        name
        for name in draft.looked.header
        if name in draft.used and name not in (draft.bands.edges if draft.is_wide and draft.bands else ())
    ]
    yield f"columns = [{', '.join(map(_text, telling[:MOST_MATCHED]))}]"
    yield from _reader(draft.looked)
    yield from _rename(draft)
    yield from _constants(draft)
    yield from _dates(draft)
    yield from _filters(draft)
    yield from _bands(draft)


def _top(draft: Draft) -> Iterator[str]:
    if draft.kind in {"vantande", "genomforda"} and has_other_days(draft):
        yield f'matperiod = "dag"   # {DECIDE}: dag (varje dag för sig) eller forsta_dag (den första = månadens sista)'
    if draft.kind != "aggregat":
        return
    apart = [name for name in told_apart_by(draft) if not PLACE.search(fold(name))]
    if apart:
        # Only a person can say that lines which look alike are parts of one: added wrongly, figures grow in silence.
        yield f"# sum_over = [{', '.join(map(_text, apart))}]   # {DECIDE}: rader som bara skiljer sig i dessa adderas"
    if draft.control is not None:
        yield f"control = {_text(draft.control)}   # radens egen summa: jämförs med banden, räknas aldrig"


def _reader(looked: Looked) -> Iterator[str]:
    told = []
    if looked.options.delimiter is not None:
        told.append(f"delimiter = {_text(looked.options.delimiter)}")
    if looked.options.header_row is not None:
        told.append(f"header_row = {looked.options.header_row}   # raderna ovanför hoppas över")
    if looked.thousands is not None:
        told.append(f"thousands = {_text(looked.thousands)}")
    if looked.null:
        words = ", ".join(map(_text, looked.null))
        told.append(f"null = [{words}]   # {DECIDE}: betyder dessa att uppgiften saknas (inte noll)?")
    if told:
        yield from ("", "[reader]", *told)


def _rename(draft: Draft) -> Iterator[str]:
    own = {column.name: column for column in draft.contract.columns}
    given = {name: to for to, name in draft.found.items() if draft.dates.get(to, ([name],))[0] == [name]}
    if draft.label is not None:
        given = {name: to for name, to in given.items() if to != "antal"}
    renamed = {name: to for name, to in given.items() if name != to}
    yield from ("", "[rename]   # kolumnen i filen = kolumnen hos oss")
    for name, to in renamed.items():
        alike = fold(name) in {fold(each) for each in (to, *own[to].aliases)}
        yield f"{_text(name)} = {_text(to)}" + ("" if alike else f"   # {DECIDE}: är {name} verkligen {to}?")
    free = [name for name in draft.looked.header if name not in draft.used and name not in (draft.control, draft.label)]
    if free:
        yield f"# Läses inte: {', '.join(free[:20])}{' …' if len(free) > 20 else ''}"


def _constants(draft: Draft) -> Iterator[str]:
    if not draft.missing:
        return
    yield from ("", "[constants]   # det som filen inte säger och som gäller alla dess rader")
    for name in draft.missing:
        example, allowed = CHOICES.get(name, ('"…"', "finns det i någon av filens kolumner, skriv den under [rename]"))
        yield f"# {name} = {example}   # {DECIDE}: {allowed}"


def _dates(draft: Draft) -> Iterator[str]:
    for name, (columns, formats) in draft.dates.items():
        yield from ("", f"[dates.{name}]")
        if len(columns) > 1:
            yield f"from = [{', '.join(map(_text, columns))}]"
        either = f"   # {DECIDE}: eller {', '.join(formats[1:])}? Värdena passar båda." if len(formats) > 1 else ""
        yield f"format = {_text(formats[0])}{either}"
        if not any(directive in formats[0] for directive in ("%d", "%e", "%j")):
            yield 'day = "sista"   # månadens sista dag'


def _filters(draft: Draft) -> Iterator[str]:
    for name in draft.looked.header:
        words = sorted({value for value in draft.looked.columns[name] if fold(value) in TOTALS})
        others = set(draft.looked.columns[name]) - set(words)
        if words and others and not is_count(list(others)):
            yield ""
            yield f"# {DECIDE}: är {', '.join(words)} summan av de andra? Ta då bort #: annars räknas de dubbelt."
            yield from ("# [[filters]]", f"# column = {_text(name)}", f"# drop = [{', '.join(map(_text, words))}]")


def _bands(draft: Draft) -> Iterator[str]:
    bands = draft.bands
    if bands is None:
        return
    unsure = "" if bands.is_unit_told else f"   # {DECIDE}: dagar, weeks (veckor) eller months (månader)?"
    yield from ("", "[bands]", f"unit = {_text(bands.unit)}{unsure}")
    if draft.label is not None:
        count = draft.found.get("antal")
        yield f"label = {_text(draft.label)}"
        yield f"count = {_text(count)}" if count else f'count = "…"   # {DECIDE}: kolumnen med antalen'
    patterns = bands.patterns()
    if patterns is None:
        fixed = ", ".join(f"{_text(name)} = {edges}" for name, edges in bands.edges.items())
        yield f"columns = {{ {fixed} }}   # {DECIDE}: stämmer gränserna, och hör gränsen själv till rätt band?"
        return
    yield f"pattern = '{patterns[0]}'"
    if patterns[1] is not None:
        yield f"open_pattern = '{patterns[1]}'"


def _source(path: Path) -> str:
    return re.sub(r"[^a-zåäö]+", "_", re.split(r"[.]", path.name)[0].casefold()).strip("_") or "kalla"


def _pattern(name: str) -> str:
    """The file's name with every run of digits free."""
    return re.sub(r"[0-9]+(?:[-_.]?[0-9]+)*", "*", name)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
