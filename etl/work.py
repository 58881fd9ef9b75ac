"""What each command does, between its options and the modules that know how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import open_files
from etl import load as loading
from etl import plan_findings, publication, quarantine_list, steward_command, warehouse
from etl import purge as purging
from etl import status as state
from etl import verify as verifying
from etl.choices import refuse_unknown_choices
from etl.lock import warehouse_lock
from etl.progress import ReadCounter, progress_bar
from etl.report import NO_KIND, NO_PERIOD, FileReport, LoadReport
from etl.terminal import FILES_REFUSED, ROWS_FOUND, CommandEnd, Session, UsageFault
from etl.thresholds import OTHER_COUNT

STATUS = {"loaded": "laddad", "replaced": "laddad, ersätter en tidigare leverans"}

DECIDED = ("utford", "aterkallat")  # what a decision asked for is so


@dataclass(frozen=True)
class SampleRequest:
    """The command line of `sample`."""

    out: Path | None
    until: str
    months: int
    scale: float
    seed: int
    only_if_empty: bool


def load(session: Session, request: loading.LoadRequest) -> None:
    """Load every file, publish when the warehouse is ahead; exit code 1 when a file was refused.

    A version that a rollback holds stays until a load brings new rows.
    """
    refuse_unknown_choices(request)
    warehouse.prepare(session.data)
    files, ignored = loading.find_files(request.paths)
    report = LoadReport(ignored=[str(path) for path in ignored])
    with warehouse_lock(session.data):
        warehouse.remove_spill(session.data)
        try:
            report.decisions = [decision.as_json() for decision in steward_command.before_files(session)]
            _load_files(session, request, files, report)
        finally:
            session.report(report.as_json())
    if report.refused:
        raise CommandEnd(FILES_REFUSED)


def _load_files(session: Session, request: loading.LoadRequest, files: list[Path], report: LoadReport) -> None:
    options = loading.options_for(session.data, session.settings, request)
    with progress_bar(quiet=session.quiet) as step:
        for file in loading.load_files(session.data, files, options, ReadCounter(step, files).of_file):
            report.files.append(file)
            _tell(session, file)
    if not files:
        session.say("Inga filer att ladda.")
    for name in report.ignored:
        session.say(f"Hoppade över {name}: inget filformat som laddas.")
    if publication.is_ahead(session.data):
        _publish_new(session, report)


def _publish_new(session: Session, report: LoadReport) -> None:
    """Publish what is loaded; a version that is held stays where no new row is."""
    held = publication.held_version(session.data)
    is_new = any(file.status in STATUS and file.accepted for file in report.files) or report.entered_by_decision
    if held is not None and not is_new:
        session.say(
            f"Inga nya rader är laddade: den återställda versionen {held} hålls kvar. python -m etl publish publicerar "
            "ändå."
        )
        return
    report.published = _published(session)
    report.lifted_hold = held is not None
    if held is not None:
        session.say(f"Nya rader är laddade: {_lifted(held)}")
    _tell_published(session, report.published)


def _lifted(held: str) -> str:
    return f"den återställda versionen {held} hålls inte längre kvar."


def _tell_published(session: Session, version: str) -> None:
    session.say(f"Publicerade version {version}.")
    told = plan_findings.line(plan_findings.counts(session.data, version))
    if told is not None:
        session.say(told)


def _published(session: Session, *, whole: bool = False) -> str:
    with progress_bar(quiet=session.quiet) as step:
        return publication.publish(session.data, session.settings, step, whole=whole)


def apply(session: Session) -> None:
    """Carry out a steward's decisions and publish; exit code 1 where one could not be carried out."""
    warehouse.prepare(session.data)
    report = LoadReport()
    with warehouse_lock(session.data):
        warehouse.remove_spill(session.data)
        try:
            report.decisions = [decision.as_json() for decision in steward_command.carry_out(session)]
            if not report.decisions:
                session.say("Inga beslut väntar.")
            if publication.is_ahead(session.data):
                _publish_new(session, report)
        finally:
            session.report(report.as_json())
    if any(decision["outcome"] not in DECIDED for decision in report.decisions):
        raise CommandEnd(FILES_REFUSED)


def _tell(session: Session, file: FileReport) -> None:
    if file.status == "refused":
        session.warn(f"{file.path}: avvisad ({file.reason}). {file.message}")
    elif file.status == "unchanged":
        session.say(f"{file.path}: oförändrad. {file.message}")
    else:
        session.say(_loaded_line(file))
    for note in file.notes:
        session.say(f"  {note}")


def _loaded_line(file: FileReport) -> str:
    # A comma parts the date from the count: with a colon the two can be read, and masked, as an identity number.
    counted = ", ".join(f"{reason} {rows}" for reason, rows in file.reasons.items())
    return (
        f"{file.path}: {STATUS[file.status]}. {file.kind or NO_KIND}, {file.period or NO_PERIOD}, "
        f"{file.records} poster, "
        f"{file.accepted} godkända, {file.quarantined} i karantän{f' ({counted})' if counted else ''}, "
        f"{file.duplicates} dubbletter."
    )


def sample(session: Session, request: SampleRequest) -> None:
    """Write the synthetic region's extracts; with --only-if-empty also load them, where nothing is loaded."""
    if request.only_if_empty and state.status(session.data)["deliveries"]:
        session.say("Något är redan laddat: ingen demodata behövs.")
        _publish_what_is_ahead(session)
        return
    if request.out is None and not request.only_if_empty:
        raise UsageFault("ange katalogen med --out.")
    from etl.sample import write_sample  # noqa: PLC0415 - only this command needs it

    if request.only_if_empty:
        warehouse.prepare(session.data)
    out = request.out or session.data.root / "sample"
    write_sample(out, request.until, request.months, request.scale, request.seed)
    session.say(f"Skrev den påhittade regionens utdrag till {out}.")
    if request.only_if_empty:
        # The month that one förvaltning did not deliver must not stop the rest, whatever size and seed it is made in.
        load(session, loading.LoadRequest([out], accept=OTHER_COUNT))
    else:
        session.report({"out": str(out)})


def _publish_what_is_ahead(session: Session) -> None:
    """The program may be newer than the published marts; a held version stays."""
    with warehouse_lock(session.data):
        if publication.held_version(session.data) is None and publication.is_ahead(session.data):
            session.say(f"Publicerade version {_published(session)}.")


def publish(session: Session, *, whole: bool = False) -> None:
    """Build and publish what is loaded, also where a version is held: whoever types this wants the hold lifted.

    whole: build every date again, not only those that have changed.
    """
    warehouse.prepare(session.data)
    with warehouse_lock(session.data):
        held = publication.held_version(session.data)
        version = _published(session, whole=whole)
    session.report({"published": version, "lifted_hold": held is not None})
    if held is not None:
        session.say(f"Publicerat för hand: {_lifted(held)}")
    _tell_published(session, version)


def status(session: Session) -> None:
    """What is loaded and served."""
    content = state.status(session.data)
    session.report(content)
    for line in state.lines(content):
        session.say(line)


def verify(session: Session) -> None:
    """Exit code 4 when a check finds rows."""
    found = verifying.faults(session.data)
    session.report({"faults": [vars(fault) for fault in found]})
    for fault in found:
        session.warn(fault.told)
    if found:
        raise CommandEnd(ROWS_FOUND)
    session.say("Allt stämmer.")


def quarantine(session: Session, out: Path | None) -> None:
    """Counts by reason, where the rows stand, and with --out all of them as CSV."""
    rows = quarantine_list.quarantined(session.data)
    session.report({"rows": rows.height, "reasons": quarantine_list.counts(rows)})
    for line in quarantine_list.lines(rows, quarantine_list.meanings(session.data)):
        session.say(line)
    if out is not None:
        out.touch(mode=0o600)
        out.chmod(0o600)
        out.write_bytes(open_files.csv_bytes(rows))
        session.say(f"Skrev {rows.height} rader till {out}.")


def rollback(session: Session) -> None:
    """Serve the version before and hold it."""
    publication.refuse_rollback_of_nothing(session.data)
    with warehouse_lock(session.data):
        version = publication.roll_back(session.data)
    session.report({"published": version, "held": True})
    session.say(f"Visar version {version} och håller kvar den tills nya rader laddas.")


def purge(session: Session) -> None:
    """Old contact rows become counts."""
    warehouse.prepare(session.data)
    with warehouse_lock(session.data), warehouse.open_warehouse(session.data) as connection:
        purged = purging.purge_contacts(connection, session.settings.keep_rows_months)
    session.report({"first_kept": purged.first_kept, "contacts": purged.contacts})
    session.say(f"Tog bort {purged.contacts} kontaktrader med mätdatum före {purged.first_kept}.")


def export(session: Session, out: Path, file_format: str, *, suppressed: bool) -> None:
    """Write the open tables of the published marts."""
    from etl.export import export_tables  # noqa: PLC0415 - only this command needs it

    if file_format not in open_files.FILE_FORMATS:
        raise UsageFault(f"formatet ”{file_format}” finns inte; tillåtna: {', '.join(open_files.FILE_FORMATS)}.")
    written = export_tables(session.data, session.settings, out, file_format=file_format, suppressed=suppressed)
    session.report({"files": [str(path) for path in written]})
    session.say(f"Skrev {len(written)} filer till {out}.")
