"""The command `check`: what is told of each file."""

from __future__ import annotations

from collections.abc import Iterator

from etl.check_file import CheckedFile, KeptOut, Reading, Replaced, check_files
from etl.choices import refuse_unknown_choices
from etl.load import LoadRequest, find_files
from etl.report import NO_PERIOD, NO_SOURCE, FileReport
from etl.terminal import FILES_REFUSED, CommandEnd, Session

DELIMITERS = {";": "semikolon", ",": "komma", "\t": "tabb", "|": "lodstreck"}
MOST_COLUMNS = 40


def check(session: Session, request: LoadRequest) -> None:
    """Tell what `load` would do with each file; exit code 1 where one would be refused. Nothing is written."""
    refuse_unknown_choices(request)
    files, ignored = find_files(request.paths)
    checked = []
    for file in check_files(session.data, session.settings, files, request):
        checked.append(file)
        _tell(session, file)
    for path in ignored:
        session.say(f"{path}: inget filformat som laddas.")
    if not files:
        session.say("Inga filer att kontrollera.")
    session.report({"ignored": [str(path) for path in ignored], "files": [file.as_json() for file in checked]})
    if any(file.reason is not None for file in checked):
        raise CommandEnd(FILES_REFUSED)


def _tell(session: Session, file: CheckedFile) -> None:
    session.say(file.path)
    for line in _lines(file):
        session.say(f"  {line}")
    if file.reason is not None:
        session.warn(f"{file.path}: skulle avvisas ({file.reason}). {file.message}")


def _lines(file: CheckedFile) -> Iterator[str]:
    if file.reading is not None:
        yield from _of_reading(file.reading)
    if file.unchanged_since is not None:
        yield f"Redan laddad: samma innehåll godkändes i laddning {file.unchanged_since}, så load gör ingenting."
    if file.report is not None:
        yield from _of_report(file.report)
        yield from map(_of_kept_out, file.kept_out)
        yield from map(_of_replaced, file.replaces)
    yield "Ingenting har skrivits."


def _of_reading(reading: Reading) -> Iterator[str]:
    by = "utan mappning" if reading.mapping is None else f"med mappningen {reading.mapping}"
    yield f"Slag: {reading.kind}, {by}{f' ({reading.title})' if reading.title else ''}."
    sign = f", {DELIMITERS.get(reading.delimiter, reading.delimiter)} mellan kolumnerna" if reading.delimiter else ""
    yield f"Läsning: {reading.encoding}{sign}, rubriker på rad {reading.header_row}."
    pairs = [name if [name] == to else f"{name} → {' och '.join(to)}" for name, to in reading.columns.items()]
    if pairs:
        yield f"Kolumner: {', '.join(pairs[:MOST_COLUMNS])}{' …' if len(pairs) > MOST_COLUMNS else ''}."
    if reading.band_columns:
        yield f"Band: {reading.band_columns} kolumner med väntetid."
    if reading.made:
        yield f"Ur mappningen: {', '.join(f'{name} = {value}' for name, value in reading.made.items())}."
    if reading.ignored:
        yield f"Läses inte: {', '.join(reading.ignored)}."
    if reading.absent:
        yield f"Nämns i mappningen men finns inte i filen: {', '.join(reading.absent)}."
    if reading.missing:
        yield f"Saknas (får saknas): {', '.join(reading.missing)}."
    for row in reading.rows:
        cells = " · ".join(f"{name} {value}" for name, value in row.items() if name != "rad")
        yield f"Rad {row['rad']}: {cells}"


def _of_report(report: FileReport) -> Iterator[str]:
    period = f"Period {report.period}" if report.period else NO_PERIOD.capitalize()
    source = f"källa {report.source}" if report.source else NO_SOURCE
    yield (
        f"{report.records} poster: {report.accepted} skulle godkännas, {report.quarantined} hamna i karantän och "
        f"{report.duplicates} vara dubbletter. {period}, {source}."
    )
    yield from (note for note in report.notes if not note.startswith("Okända kolumner"))


def _of_kept_out(rows: KeptOut) -> str:
    where = f", kolumnen {rows.column}" if rows.column else ""
    lines = ", ".join(map(str, rows.first_lines)) + (" …" if rows.rows > len(rows.first_lines) else "")
    return f"Karantän {rows.reason}{where}: {rows.rows} rader (rad {lines}). {rows.told}"


def _of_replaced(replaced: Replaced) -> str:
    source = f"källan {replaced.source}" if replaced.source else NO_SOURCE
    return (
        f"Ersätter {replaced.kind} {replaced.period or NO_PERIOD} från {source}: {replaced.records} poster ur "
        f"{replaced.path}, laddning {replaced.load_id} den {replaced.loaded_at:%Y-%m-%d}."
    )
