"""Delivery plans of the sample: the versions of each, when they were decided and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from etl.sample.agreements import NEW_PROPOSAL, PRINCIPAL, PROPOSAL, START, WITHDRAWAL, Agreement
from etl.sample.levels import generator

PROPOSED, AGREED, WITHDRAWN = "forslag", "overenskommen", "aterkallad"
LOWERED = "minskat_behov:"
REACHED, RELIEVED, OTHERWISE = f"{LOWERED}uppnadd_vardgaranti", f"{LOWERED}avlastat_annan", f"{LOWERED}annat"
# What a step in agreements.csv does to the quarters after its month: reason and factor.
CHANGES = {
    "okat_behov": ("okat_behov", 1.3),
    "ledig_kapacitet": ("ledig_kapacitet", 1.25),
    "uppnadd_vardgaranti": (REACHED, 0.6),
    "avlastat_annan": (RELIEVED, 0.7),
    "annat": (OTHERWISE, 0.75),
    PROPOSAL: ("ledig_kapacitet", 1.4),
    WITHDRAWAL: (OTHERWISE, 0.0),
}
# Written about the change; never about a patient or a person.
MOTIVES = {
    "okat_behov": (
        "Fler remisser än i behovsanalysen sedan årsskiftet.",
        "Kön över 90 dagar växer snabbare än den egna produktionen.",
    ),
    "ledig_kapacitet": ("Mottagaren har erbjudit fler tider.", "Mottagaren öppnar fler tider på kvällar och lördagar."),
    REACHED: ("De få som väntat längre än 90 dagar har en tid bokad.",),
    RELIEVED: ("Förvaltningen tar emot patienter inom samma område och behåller fler egna.",),
    OTHERWISE: (
        "Mottagaren har inte kunnat bemanna de tider som planen räknade med.",
        "Färre patienter än väntat har tackat ja till vård hos en annan vårdgivare.",
    ),
    WITHDRAWAL: ("Mottagaren behöver tiderna för egna patienter; kön tas om hand i en ny behovsanalys.",),
    PROPOSAL: ("Mottagaren har erbjudit fler tider under hösten; förvaltningen har ännu inte svarat.",),
}
FIRST_ANCHORED = ("Samordnande grupp för produktion", "Samordnande grupp för produktion", "Vårdgarantiservice")
CHANGE_ANCHORED = ("Förvaltningens representant", "Förvaltningens representant", "Verksamhetschef", "Områdeschef")
# Some plans are proposed in the autumn before; all others are first written when they are agreed, in December.
EARLY_EVERY, EARLY_MONTHS, AGREED_MONTH = 9, (8, 9), 12
COLUMNS: dict[str, type[pl.DataType]] = {
    "huvudman": pl.String, "plan_id": pl.String, "version": pl.Int64, "ar": pl.Int64, "mvo_kod": pl.String,
    "fas": pl.Int64, "avsandare": pl.String, "mottagare": pl.String, "regi": pl.String, "overforing": pl.String,
    "beslutad_volym": pl.Int64, "q1": pl.Int64, "q2": pl.Int64, "q3": pl.Int64, "q4": pl.Int64,
    "beslutsdatum": pl.Date, "status": pl.String, "orsak": pl.String, "forankrad_av": pl.String,
    "motivering": pl.String, "underlag_andel": pl.Float64, "underlag_taljare": pl.Int64,
    "underlag_namnare": pl.Int64, "underlag_niva": pl.Float64, "underlag_datum": pl.Date,
}  # fmt: skip
QUARTERS = ("q1", "q2", "q3", "q4")

PlanRow = dict[str, object]


@dataclass(frozen=True)
class Version:
    """One version: `month` is the first day of the month whose file it stands in."""

    agreement: Agreement
    number: int
    month: dt.date
    placed: tuple[int, ...]
    decided: int
    status: str
    reason: str
    anchored_by: str | None
    motive: str | None
    decided_on: dt.date | None

    def row(self) -> PlanRow:
        """The version as its file's row, without the figures that answer a principle."""
        plan = self.agreement
        return {
            "huvudman": PRINCIPAL,
            "plan_id": plan.plan_id,
            "version": self.number,
            "ar": plan.year,
            "mvo_kod": plan.specialty,
            "fas": plan.phase,
            "avsandare": plan.sender,
            "mottagare": plan.receiver,
            "regi": plan.regime,
            "overforing": "intern" if plan.regime == "egen" else "extern",
            "beslutad_volym": self.decided,
            **dict(zip(QUARTERS, self.placed, strict=True)),
            "beslutsdatum": self.decided_on,
            "status": self.status,
            "orsak": self.reason,
            "forankrad_av": self.anchored_by,
            "motivering": self.motive,
        }


def versions(agreement: Agreement, seed: int) -> Iterator[Version]:
    """All versions of one plan, oldest first; the same for every `until`, so that later months only add to them."""
    rng = generator(seed, 11, agreement.year, agreement.number)
    version = _first(agreement, rng)
    if agreement.number % EARLY_EVERY == 0 and version.status == AGREED:
        early = dt.date(agreement.year - 1, EARLY_MONTHS[agreement.number // EARLY_EVERY % len(EARLY_MONTHS)], 1)
        yield replace(version, month=early, status=PROPOSED, anchored_by=None, decided_on=None)
        version = replace(version, number=2)
    yield version
    for step, month in agreement.steps:
        if step in CHANGES:
            version = _changed(version, step, month, rng)
            yield version


def planned(version_list: list[Version]) -> tuple[int, ...]:
    """Patients per quarter by the versions in force when the quarter ended; nought where none was."""
    quarters = []
    for quarter in range(4):
        ended = dt.date(version_list[0].agreement.year, quarter * 3 + 3, 28)
        known = [version for version in version_list if version.status != PROPOSED and version.month <= ended]
        holds = known[-1] if known and known[-1].status == AGREED else None
        quarters.append(holds.placed[quarter] if holds else 0)
    return tuple(quarters)


def _first(agreement: Agreement, rng: np.random.Generator) -> Version:
    proposed = agreement.month_of(NEW_PROPOSAL)
    started = proposed or agreement.month_of(START)
    month = dt.date(agreement.year, started, 1) if started else dt.date(agreement.year - 1, AGREED_MONTH, 1)
    return Version(
        agreement=agreement,
        number=1,
        month=month,
        placed=agreement.placed,
        decided=agreement.decided,
        status=PROPOSED if proposed else AGREED,
        reason="ny",
        anchored_by=None if proposed else str(rng.choice(FIRST_ANCHORED)),
        motive=None,
        decided_on=None if proposed else _weekday(month, rng),
    )


def _changed(before: Version, step: str, month: int, rng: np.random.Generator) -> Version:
    reason, factor = CHANGES[step]
    after = (month - 1) // 3  # the quarter of the decision keeps its volume
    placed = tuple(
        volume if quarter <= after else round(volume * factor) for quarter, volume in enumerate(before.placed)
    )
    first = dt.date(before.agreement.year, month, 1)
    is_proposal = step == PROPOSAL
    outside = 0 if step == WITHDRAWAL else before.decided - sum(before.placed)
    return replace(
        before,
        number=before.number + 1,
        month=first,
        placed=placed,
        decided=sum(placed) + outside,
        status={PROPOSAL: PROPOSED, WITHDRAWAL: WITHDRAWN}.get(step, AGREED),
        reason=reason,
        anchored_by=None if is_proposal else str(rng.choice(CHANGE_ANCHORED)),
        motive=str(rng.choice(MOTIVES.get(step) or MOTIVES[reason])),
        decided_on=None if is_proposal else _weekday(first, rng),
    )


def _weekday(month: dt.date, rng: np.random.Generator) -> dt.date:
    """A day for a decision: no weekend, not the month's first or last days."""
    day = month.replace(day=int(rng.integers(4, 20)))
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
