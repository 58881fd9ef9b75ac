"""How plans are spoken of: between whom, of what, why a version changed, and in which state it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import choices, sentences, swedish

REASONS = {
    "ny": "ny plan",
    "minskat_behov:uppnadd_vardgaranti": "förvaltningen har uppnått vårdgarantin",
    "minskat_behov:avlastat_annan": "förvaltningen har avlastat en annan",
    "minskat_behov:vgr_uppnadd_vardgaranti": "regionen har uppnått vårdgarantin",
    "minskat_behov:annat": "minskat behov av annat skäl",
    "okat_behov": "ökat behov",
    "ledig_kapacitet": "ledig kapacitet",
}
REGIMES = {"egen": "egen regi", "avtal": "avtal", "annan_region": "annan regions avtal"}
STATUSES = {"forslag": "förslag", "overenskommen": "överenskommen", "aterkallad": "återkallad"}
ORDINALS = ("", "Första", "Andra", "Tredje", "Fjärde")
Row = Mapping[str, Any]


def care(names: Mapping[str, str], row: Row) -> str:
    """Ögonsjukvård, operation/åtgärd: specialty and phase of a plan."""
    phase = choices.PHASES.get(str(row["phase"]), f"fas {row['phase']}")
    return f"{names.get(row['specialty'], row['specialty'])}, {sentences.in_text(phase)}"


def between(row: Row) -> str:
    """SU → Klarsikt, avtal."""
    return f"{row['sender']} → {row['receiver']}, {REGIMES.get(row['regime'], row['regime'])}"


def in_text(names: Mapping[str, str], row: Row) -> str:
    """ögonsjukvård från SU till Klarsikt: a plan inside a sentence."""
    specialty = sentences.in_text(names.get(row["specialty"], row["specialty"]))
    return f"{specialty} från {row['sender']} till {row['receiver']}"


def reason(code: str | None) -> str:
    """Why a version was made; "" where none is given."""
    return "" if code is None else REASONS.get(code, code)


def patients(count: int) -> str:
    """1 patient, 38 patienter."""
    return f"{swedish.integer(count)} patient{'er' if abs(count) != 1 else ''}"


def plans(count: int) -> str:
    """en plan, två planer."""
    return f"{swedish.number_word(count)} plan{'er' if count != 1 else ''}"


def volumes(version: Row) -> list[int]:
    """The four quarters that a version names."""
    return [int(version[name]) for name in ("q1", "q2", "q3", "q4")]


def direction(version: Row, earlier: Row | None) -> str:
    """ny · höjd · sänkt · flyttad mellan kvartal · oförändrad · återkallad, against the version before."""
    if version["status"] == "aterkallad":
        return "återkallad"
    if earlier is None:
        return "ny"
    now, before = volumes(version), volumes(earlier)
    if sum(now) == sum(before):
        return "oförändrad" if now == before else "flyttad mellan kvartal"
    return "höjd" if sum(now) > sum(before) else "sänkt"


def changed(version: Row, earlier: Row | None) -> str:
    """Sänkt: ledig kapacitet · Ingen ändring · Förslag: what a version is, in few words."""
    why = reason(version["reason"])
    if version["status"] == "forslag" and earlier is None:
        return f"Nytt förslag: {patients(sum(volumes(version)))}"
    word = direction(version, earlier)
    if word == "ny":
        return "Ingen ändring" if version["version"] == 1 else "Antaget förslag"
    return f"{word.capitalize()}: {why}" if why and why != "ny plan" else word.capitalize()


def volume_change(version: Row, earlier: Row | None) -> str:
    """Sänkt med 50 patienter till 1 130: kvartal 3 från 240 till 220, kvartal 4 från 330 till 300."""
    now = volumes(version)
    if version["status"] == "aterkallad":
        return "Planen är återkallad: ingen version gäller därefter"
    if earlier is None:
        return f"{patients(sum(now))}: {swedish.listed(swedish.integer(each) for each in now)} per kvartal"
    before = volumes(earlier)
    if now == before:
        return _decided_change(version, earlier)
    moved = [
        f"kvartal {number} från {swedish.integer(old)} till {swedish.integer(new)}"
        for number, (old, new) in enumerate(zip(before, now, strict=True), start=1)
        if old != new
    ]
    by = sum(now) - sum(before)
    whole = f"{'Höjd' if by > 0 else 'Sänkt'} med {patients(abs(by))} till {swedish.integer(sum(now))}"
    return f"{whole if by else 'Flyttad mellan kvartal'}: {', '.join(moved)}"


def _decided_change(version: Row, earlier: Row) -> str:
    old, new = earlier["decided_volume"], version["decided_volume"]
    if old == new:
        return "Oförändrade volymer"
    said = ["ingen uppgift" if each is None else swedish.integer(each) for each in (old, new)]
    return f"Oförändrade kvartal; beslutad volym {said[0]} → {said[1]}"


def sentence(words: str) -> str:
    """Orsak: behovet ökade."""
    return f"{words[:1].upper()}{words[1:]}."
