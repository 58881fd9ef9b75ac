"""The commands of `python -m etl`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from etl import load as loading
from etl import publication, warehouse
from etl.contracts import KINDS
from etl.lock import warehouse_lock
from etl.report import FileReport, LoadReport
from etl.terminal import FILES_REFUSED, WRONG_USAGE, CommandEnd, Session, run

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Datakatalogen.")]
Json = Annotated[Path | None, typer.Option("--json", metavar="FIL", help="Skriv en maskinläsbar rapport hit.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Skriv bara fel.")]
Debug = Annotated[bool, typer.Option("--debug", help="Visa hela felutskriften.")]


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(metavar="SÖKVÄG...", help="Filer eller kataloger.")],
    *,
    source: Annotated[str | None, typer.Option("--source", metavar="NAMN", help="Källans namn.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="SLAG", help="Utdragets slag.")] = None,
    huvudman: Annotated[str | None, typer.Option("--huvudman", metavar="NAMN", help="Huvudmannens namn.")] = None,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="SKÄL", help="Godta en vägran av detta skäl.")
    ] = None,
    data: Data = None,
    json: Json = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Ladda utdrag och publicera."""
    request = loading.LoadRequest(paths, source, kind, huvudman, accept)
    run(lambda session: _load(session, request), data=data, json_file=json, quiet=quiet, debug=debug)


@app.command()
def publish(data: Data = None, json: Json = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Bygg och publicera det som är laddat."""
    run(_publish, data=data, json_file=json, quiet=quiet, debug=debug)


def _load(session: Session, request: loading.LoadRequest) -> None:
    _refuse_unknown_options(session, request)
    warehouse.prepare(session.data)
    files, ignored = loading.find_files(request.paths)
    with warehouse_lock(session.data):
        options = loading.options_for(session.data, session.settings, request)
        with warehouse.open_warehouse(session.data) as connection, session.progress(len(files)) as started:
            report = loading.load_files(connection, files, options, started)
            ahead = publication.is_ahead(connection, session.data)
        report.ignored = [str(path) for path in ignored]
        if ahead:
            report.lifted_hold = _is_held(session)
            report.published = publication.publish(session.data, session.settings)
    session.report(report.as_json())
    _tell(session, report)
    if report.refused:
        raise CommandEnd(FILES_REFUSED)


def _is_held(session: Session) -> bool:
    pointer = session.data.published()
    return pointer is not None and pointer.held


def _refuse_unknown_options(session: Session, request: loading.LoadRequest) -> None:
    if request.kind is not None and request.kind not in KINDS:
        session.warn(f"Fel: slaget ”{request.kind}” finns inte; tillåtna: {', '.join(KINDS)}.")
        raise CommandEnd(WRONG_USAGE)
    for path in request.paths:
        if not path.exists():
            session.warn(f"Fel: {path} finns inte.")
            raise CommandEnd(WRONG_USAGE)


def _tell(session: Session, report: LoadReport) -> None:
    for file in report.files:
        (session.warn if file.status == "refused" else session.say)(_line(file))
        for note in file.notes:
            session.say(f"  {note}")
    for path in report.ignored:
        session.say(f"Hoppade över {path}: inget filformat som laddas.")
    if report.lifted_hold:
        session.say("Nya rader har laddats: den återställda versionen hålls inte längre kvar.")
    if report.published:
        session.say(f"Publicerade version {report.published}.")


STATUS = {"loaded": "laddad", "replaced": "laddad, ersätter en tidigare leverans", "unchanged": "oförändrad"}


def _line(file: FileReport) -> str:
    if file.status == "refused":
        return f"{file.path}: avvisad ({file.reason}). {file.message}"
    if file.status == "unchanged":
        return f"{file.path}: oförändrad. {file.message}"
    reasons = ", ".join(f"{reason} {rows}" for reason, rows in file.reasons.items())
    return (
        f"{file.path}: {STATUS[file.status]}. {file.kind} {file.period}, {file.records} poster: "
        f"{file.accepted} godkända, {file.quarantined} i karantän{f' ({reasons})' if reasons else ''}, "
        f"{file.duplicates} dubbletter."
    )


def _publish(session: Session) -> None:
    warehouse.prepare(session.data)
    with warehouse_lock(session.data):
        version = publication.publish(session.data, session.settings)
    session.report({"published": version})
    session.say(f"Publicerade version {version}.")
