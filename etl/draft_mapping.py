"""The command `map`: a draft of a mapping from a file, for a person to read and change."""

from __future__ import annotations

from pathlib import Path

from etl.contracts import KINDS
from etl.identity_numbers import masked
from etl.mappings.catalogue import FOLDER
from etl.mappings.draft_text import drafted
from etl.mappings.reading import MappingFault, checked, parsed
from etl.readers import Refused
from etl.terminal import FILES_REFUSED, CommandEnd, Session, UsageFault


def draft(session: Session, path: Path, out: Path | None, kind: str | None) -> None:
    """Write the draft to `out`, or show it; exit code 1 where the file cannot be read at all."""
    if not path.is_file():
        raise UsageFault(f"{path} finns inte, eller är ingen fil.")
    if kind is not None and kind not in KINDS:
        raise UsageFault(f"slaget ”{kind}” finns inte; tillåtna: {', '.join(KINDS)}.")
    if out is not None and out.exists():
        raise UsageFault(f"{out.name} finns redan: välj ett annat namn med --out, så att inget skrivs över.")
    try:
        text, undecided = drafted(path, kind)
        text = masked(text)  # a file without a header has a row where its names should be
    except Refused as refusal:
        session.warn(f"{path}: går inte att läsa ({refusal.code}). {refusal.message}")
        raise CommandEnd(FILES_REFUSED) from None
    fault = _fault(out.name if out is not None else f"{path.stem}.toml", text)
    session.report({"draft": text, "undecided": undecided, "fault": fault})
    if out is None:
        session.say(text)
        return
    out.write_text(text, encoding="utf-8")
    session.say(f"Skrev utkastet till {out}. Läs det, bestäm det som är märkt BESTÄM ({len(undecided)}) och lägg det i")
    session.say(f"datakatalogens {FOLDER}/. Pröva sedan: python -m etl check {path}")
    if fault is not None:
        session.say(f"Utkastet går inte att använda förrän detta är rättat: {fault}")


def _fault(name: str, text: str) -> str | None:
    """What a check of the draft finds; None where it holds."""
    try:
        checked(name, parsed(name, text.encode()), text.encode())
    except MappingFault as fault:
        return str(fault)
    return None
