"""A change of a delivery plan before it is saved: the plan it was opened on, what is asked for, and what stops it.

Pure: knows neither the page nor the register's file. Quarters that have ended keep what was in force in them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import plan_versions
from analysis.contact_details import holds_phone_or_email
from analysis.identity_numbers import holds_identity_number
from analysis.plan_principles import Answer
from register import NewPlanVersion

AGREED, PROPOSED, WITHDRAWN = "overenskommen", "forslag", "aterkallad"
NEW, CHANGE, ACCEPT, WITHDRAW = "ny", "andra", "anta", "aterkalla"  # what the form does
FIRST, LOWERED, RAISED, MOVED, SAME = "forsta", "sankt", "hojd", "omfordelad", "oforandrad"
OTHER = "minskat_behov:annat"
NEEDS_WORDS = {OTHER}
SHARE_DECIMALS = 6  # what every file format gives back as it was written
REASONS = {
    FIRST: ("ny",), RAISED: ("okat_behov", "ledig_kapacitet"), MOVED: ("ledig_kapacitet", "okat_behov", OTHER),
}  # fmt: skip
Quarters = tuple[int, int, int, int]


@dataclass(frozen=True)
class Plan:
    """A plan as the form was opened on it: `base_version` is the newest the reader has seen, None for a new one.

    `volumes` and `decided` are where the form begins; `agreed` (per quarter, None where nothing is in force) and
    `agreed_decided` are what a change is measured against.
    """

    principal: str
    plan_id: str
    year: int
    specialty: str
    phase: int
    sender: str
    receiver: str
    regime: str
    transfer: str
    base_version: int | None
    base_status: str | None
    volumes: Quarters
    decided: int | None
    agreed: tuple[int | None, ...]
    agreed_decided: int | None
    ended: tuple[bool, ...]
    base: Mapping[str, Any] | None = None

    @property
    def next_version(self) -> int:
        return (self.base_version or 0) + 1

    @property
    def is_agreed(self) -> bool:
        """Whether a version holds in any quarter that has not ended."""
        return any(volume is not None for volume, over in zip(self.agreed, self.ended, strict=True) if not over)

    @property
    def is_over(self) -> bool:
        return all(self.ended)


@dataclass(frozen=True)
class Draft:
    """What is asked for. An empty text or None is what has not been filled in."""

    action: str
    quarters: Quarters
    decided: int | None
    status: str = ""
    reason: str = ""
    anchored_by: str = ""
    role: str = ""
    motivation: str = ""

    @property
    def placed(self) -> int:
        return sum(self.quarters)

    @property
    def outside(self) -> int | None:
        """Decided but placed in no quarter; None where no volume is decided."""
        return None if self.decided is None else self.decided - self.placed


def ended_quarters(year: int, today: dt.date) -> tuple[bool, ...]:
    """(4,) whether the quarter's last day is before today."""
    return tuple(today >= dt.date(year + quarter // 4, quarter % 4 * 3 + 1, 1) for quarter in (1, 2, 3, 4))


def opened_plan(versions: pl.DataFrame, today: dt.date) -> Plan:
    """The plan of its versions up to the one the form was opened on (PLAN_COLUMNS, at least one row)."""
    rows = versions.sort("version").to_dicts()
    newest = rows[-1]
    numbered = {row["version"]: row for row in rows}
    holding = dict(plan_versions.in_force(versions, today).select("quarter", "version").rows())
    agreed = tuple(numbered[holding[q]][f"q{q}"] if q in holding else None for q in (1, 2, 3, 4))
    ended = ended_quarters(newest["year"], today)
    begun = [(agreed[q - 1] or 0) if ended[q - 1] else newest[f"q{q}"] for q in (1, 2, 3, 4)]
    held = [numbered[number] for number in holding.values()]
    last = max(held, key=lambda row: int(row["version"])) if held else None
    return Plan(
        **{name: newest[name] for name in
           ("principal", "plan_id", "year", "specialty", "phase", "sender", "receiver", "regime", "transfer")},
        base_version=newest["version"],
        base_status=newest["status"],
        volumes=(begun[0], begun[1], begun[2], begun[3]),
        decided=newest["decided_volume"],
        agreed=agreed,
        agreed_decided=last["decided_volume"] if last else None,
        ended=ended,
        base=newest,
    )  # fmt: skip


def direction(plan: Plan, draft: Draft) -> str:
    """What the change does to what is agreed: FIRST, LOWERED, RAISED, MOVED or SAME; a withdrawal lowers.

    Lowered is what places fewer patients in the year, or decides on fewer; otherwise the other way round.
    """
    if not plan.is_agreed:
        return FIRST
    if draft.action == WITHDRAW:
        return LOWERED
    agreed = sum(volume or 0 for volume in plan.agreed)
    decided = 0 if None in (draft.decided, plan.agreed_decided) else (draft.decided or 0) - (plan.agreed_decided or 0)
    if draft.placed < agreed or decided < 0:
        return LOWERED
    if draft.placed > agreed or decided > 0:
        return RAISED
    return MOVED if draft.quarters != tuple(volume or 0 for volume in plan.agreed) else SAME


def raised_quarters(plan: Plan, draft: Draft) -> dict[int, int]:
    """Quarter (1–4) → how many more than agreed, where it is more."""
    more = {q: draft.quarters[q - 1] - (plan.agreed[q - 1] or 0) for q in (1, 2, 3, 4)}
    return {quarter: count for quarter, count in more.items() if count > 0}


def reasons(plan: Plan, draft: Draft, answers: Mapping[str, Answer]) -> list[str]:
    """The reasons that may be given: of a lowering the principles that are answered yes, and another one in words."""
    found = direction(plan, draft)
    if found == FIRST and draft.action == WITHDRAW:
        return []
    if found == LOWERED:
        return [*(code for code, answer in answers.items() if answer.verdict == "ja"), OTHER]
    return list(REASONS.get(found, ()))


def faults(plan: Plan, draft: Draft, allowed: Collection[str], others: Collection[str] = ()) -> list[str]:
    """Codes of what stops the change, in the order they are told; none where it may be saved.

    allowed: the reasons that may be given; others: the plans there already are between the same two, of a new plan.
    """
    checks = {
        "avslutat_ar": plan.is_over,
        "finns_redan": bool(others),
        "samma_vardgivare": plan.sender == plan.receiver,
        "utan_vardgivare": not (plan.sender and plan.receiver and plan.specialty),
        "oforandrad": direction(plan, draft) == SAME and not _agrees(plan, draft),
        "utan_beslutad_volym": draft.decided is None and draft.action != WITHDRAW,
        "over_beslutad_volym": draft.outside is not None and draft.outside < 0 and draft.action != WITHDRAW,
        "negativ": min(*draft.quarters, draft.decided or 0) < 0,
        "tom": draft.decided == 0 and draft.action == NEW,
        "utan_orsak": bool(allowed) and draft.reason not in allowed,
        "utan_motivering": draft.reason in NEEDS_WORDS and not draft.motivation.strip(),
        "utan_forankring": not draft.anchored_by and draft.status != PROPOSED,
        "utan_roll": not draft.role,
        "personnummer": holds_identity_number(draft.motivation),
        "kontaktuppgift": holds_phone_or_email(draft.motivation),
    }
    return [code for code, is_so in checks.items() if is_so]


def _agrees(plan: Plan, draft: Draft) -> bool:
    """A proposal of what already holds may be agreed: it says nothing new of volumes, but ends the question."""
    return plan.base_status == PROPOSED and draft.status == AGREED


def new_version(plan: Plan, draft: Draft, answers: Mapping[str, Answer], today: dt.date) -> NewPlanVersion:
    """The version to write. Of a lowering it keeps the figure that answered the principle it is made under."""
    answer = answers.get(draft.reason) or Answer("oklart", "")
    q1, q2, q3, q4 = draft.quarters
    return NewPlanVersion(
        principal=plan.principal,
        plan_id=plan.plan_id,
        version=plan.next_version,
        base_version=plan.base_version,
        year=plan.year,
        specialty=plan.specialty,
        phase=plan.phase,
        sender=plan.sender,
        receiver=plan.receiver,
        regime=plan.regime,
        transfer=plan.transfer,
        decided_volume=draft.decided,
        q1=q1,
        q2=q2,
        q3=q3,
        q4=q4,
        decided_on=today,
        status=draft.status,
        reason=draft.reason or None,
        anchored_by=draft.anchored_by or None,
        motivation=draft.motivation.strip() or None,
        role=draft.role,
        principle_share=None if answer.share is None else round(answer.share, SHARE_DECIMALS),
        principle_numerator=answer.numerator,
        principle_denominator=answer.denominator,
        principle_level=answer.level,
        principle_date=answer.date,
    )
