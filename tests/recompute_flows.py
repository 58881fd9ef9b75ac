"""The open tables avvikelser and balans computed again from the extract itself, one plain loop per figure."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from tests.recompute import Contact, Figures, margins, month_ends

Group = tuple[str, str, str, str, str]  # population date phase specialty administration
Queue = tuple[str, str, str, str]  # month phase specialty administration
FIGURES = ("vantade_fore", "nya", "genomforda", "lamnat_utan_vard", "oforklarat", "vantar_efter")


def groups(everyone: list[Contact]) -> dict[Group, list[Contact]]:
    """Every group of maluppfyllelse that holds somebody."""
    found: dict[Group, list[Contact]] = defaultdict(list)
    for contact in everyone:
        for specialty in margins(contact.specialty):
            for administration in (contact.administration, "Alla"):
                found[contact.population, str(contact.date), contact.phase, specialty, administration].append(contact)
    return found


def new_contacts(everyone: list[Contact], population: str, date: str) -> Counter[tuple[str, str, str, str]]:
    """Decided in the month, per (phase, specialty, administration, unit); balans tells the two populations together."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for contact in everyone:
        is_here = (contact.population, str(contact.date)) == (population, date)
        if is_here and contact.decided >= contact.date.replace(day=1):
            for specialty in margins(contact.specialty):
                for place in ((contact.administration, contact.unit), (contact.administration, ""), ("Alla", "")):
                    found[contact.phase, specialty, *place] += 1
    return found


def deviations(everyone: list[Contact]) -> dict[Group, Figures]:
    """avvikelser of the groups that hold somebody."""
    return {
        group: {
            "antal": len(members),
            "pvv": sum(1 for each in members if each.deviation == "1"),
            "mov": sum(1 for each in members if each.deviation in {"2", "3"}),
        }
        for group, members in groups(everyone).items()
    }


def balances(everyone: list[Contact]) -> dict[Queue, Figures]:
    """balans: every month, phase but akut, specialty and förvaltning with care; None where it is missing."""
    found = groups(everyone)
    care = {
        (c.phase, s, a) for c in everyone for s in margins(c.specialty) for a in (c.administration, "Alla")
    }  # fmt: skip
    months = {
        month
        for population in ("vantande", "genomforda")
        for month in month_ends([c for c in everyone if c.population == population])
    }
    rows: dict[Queue, Figures] = {}
    for month in months:
        for phase, specialty, administration in care:
            if phase != "5":
                three = _three(month)
                givers = [administration]
                if administration == "Alla":
                    givers = sorted({a for ph, s, a in care if (ph, s) == (phase, specialty) and a != "Alla"})
                key = (str(month), phase, specialty, administration)
                if _is_comparable(everyone, three, givers):
                    before, now, done = (
                        found.get((pop, str(date), phase, specialty, administration), []) for pop, date in three
                    )
                    rows[key] = _balance(before, now, done, month.replace(day=1)) | {"status": "visas"}
                else:
                    rows[key] = dict.fromkeys(FIGURES) | {"status": "saknas"}
    return rows


def _three(month: dt.date) -> list[tuple[str, dt.date]]:
    """The queue before, the queue now, the work of the month."""
    return [("vantande", month.replace(day=1) - dt.timedelta(days=1)), ("vantande", month), ("genomforda", month)]


def _is_comparable(everyone: list[Contact], three: list[tuple[str, dt.date]], givers: list[str]) -> bool:
    """The same förvaltningar delivered all three; one at least, and none only some of them."""
    delivered = [{c.administration for c in everyone if (c.population, c.date) == each} for each in three]
    times = [sum(giver in names for names in delivered) for giver in givers]
    return all(count in {0, 3} for count in times) and 3 in times


def _balance(before: list[Contact], now: list[Contact], done: list[Contact], first: dt.date) -> Figures:
    before_on, now_on, done_on = (Counter(c.decided for c in members) for members in (before, now, done))
    left = unexplained = 0
    for day in {*before_on, *now_on, *done_on}:
        gone = before_on[day] - now_on[day] - done_on[day]
        if day < first and gone > 0:
            left += gone
        if day < first and gone < 0:
            unexplained -= gone
    new = sum(1 for c in [*now, *done] if c.decided >= first)
    return dict(zip(FIGURES, (len(before), new, len(done), left, unexplained, len(now)), strict=True))
