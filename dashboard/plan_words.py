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
