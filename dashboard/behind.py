"""What stands behind the figures that a page shows, where it should give pause: stale, missing or disputed.

Each doubt is told in words with a sign, and leads to where Datakvalitet shows it with the same filters. Nothing is said
while all is well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl

import config
from dashboard import freshness, quality_cuts_block, quality_reads, quality_timeline, reads, remembered, sentences
from dashboard.address import query_string
from dashboard.cuts import Cut
from dashboard.quality_sentences import counted
from dashboard.quality_timeline import MISSING, Delivery
from dashboard.quality_view import AGREEMENT, GAPS, OVERVIEW
from dashboard.sentences import Sentence

STALE, ABSENT, SILENT, DISPUTED = "gammal", "saknas", "tyst", "ifragasatt"
SIGNS = {STALE: "■", ABSENT: "○", SILENT: "○", DISPUTED: "≠"}
BETWEEN = " · "
PARTS = {STALE: OVERVIEW, ABSENT: GAPS, SILENT: GAPS, DISPUTED: AGREEMENT}


@dataclass(frozen=True)
class Scope:
    """What a page shows: one population at one date, of a phase, specialties and förvaltningar; none means all."""

    principal: str
    population: str
    cutoff: dt.date
    phase: str = ""
    specialties: tuple[str, ...] = ()
    administrations: tuple[str, ...] = ()


def scope_of(
    cut: Cut, specialties: tuple[str, ...] = (), administrations: tuple[str, ...] = (), *, every_phase: bool = False
) -> Scope:
    """The scope of a page's cut and filters; Läget shows more than the cut's own phase."""
    phase = "" if every_phase else str(cut["phase"])
    return Scope(cut["principal"], cut["population"], cut["cutoff_date"], phase, specialties, administrations)


@dataclass(frozen=True)
class Doubt:
    """One reason for pause; `number` counts what it is about, `name` names it where it is one, `month` is when."""

    kind: str
    number: int = 0
    name: str = ""
    month: dt.date = dt.date(2000, 1, 31)

    @property
    def due(self) -> dt.date:
        return quality_timeline.due_after(self.month)

    @property
    def units(self) -> str:
        return counted(self.number, "tyst enhet", "tysta enheter")

    @property
    def comparisons(self) -> str:
        return counted(self.number, "ifrågasatt jämförelse", "ifrågasatta jämförelser")


DOUBTS: Sequence[Sentence[Doubt]] = (
    Sentence("gammal", lambda d: d.kind == STALE, "Gammal: {month:month} skulle ha kommit {due:date}"),
    Sentence("en saknas", lambda d: d.kind == ABSENT and d.number == 1, "{name} saknas"),
    Sentence("flera saknas", lambda d: d.kind == ABSENT and d.number > 1, "{number:common} leveranser saknas"),
    Sentence("tyst", lambda d: d.kind == SILENT, "{units}"),
    Sentence("ifrågasatt", lambda d: d.kind == DISPUTED, "{comparisons}"),
)


def badge(version: str, scope: Scope) -> str:
    """The freshness of what is shown, then every doubt about it, as HTML."""
    return remembered.once(("behind", version, scope, config.today()), lambda: _badge(version, scope))


def _badge(version: str, scope: Scope) -> str:
    fresh = freshness.badge(version, scope.principal, scope.population, scope.cutoff)
    return f"{fresh}{doubts_of(version, scope)}".removeprefix(BETWEEN)


def doubts_of(version: str, scope: Scope) -> str:
    """Every doubt about the scope, after what is told of its freshness elsewhere; "" while all is well."""
    found = doubts(version, scope, config.today())
    return "".join(BETWEEN + _link(each, _where(each.kind, scope)) for each in found)


def badge_of_kind(version: str, principal: str, kind: str) -> str:
    """Whether the sources of a monthly kind have sent the newest month that should have come, as HTML; "" if so."""
    day = config.today()
    behind, of = quality_timeline.fallen_behind(quality_timeline.deliveries(version, principal, day), kind, day)
    if not behind:
        return ""
    month = freshness.expected_month(day)
    doubt = Doubt(STALE, month=month) if len(behind) == of else Doubt(ABSENT, len(behind), behind[0].label, month)
    return BETWEEN + _link(doubt, {"huvudman": (principal,), "visa": (OVERVIEW,)})


def doubts(version: str, scope: Scope, day: dt.date) -> list[Doubt]:
    """What should give pause about the figures of the scope, the oldest trouble first."""
    newest = freshness.newest_delivered(version, scope.principal, scope.population)
    found = []
    if newest == scope.cutoff and freshness.is_stale(newest, day):
        found.append(Doubt(STALE, month=freshness.expected_month(day)))
    period = freshness.period_of(version, scope.principal, scope.population, scope.cutoff)
    if period is not None and period["is_delivered"] and not period["missing_administrations"]:
        found += _absent(_expected_then(version, scope, day))  # where a förvaltning is missing, that is told already
    for kind, number in ((SILENT, _silent(version, scope)), (DISPUTED, _disputed(version, scope))):
        found += [Doubt(kind, number)] if number else []
    return found


def _expected_then(version: str, scope: Scope, day: dt.date) -> list[Delivery]:
    """What the sources of the population should have delivered for the month of the scope."""
    return [
        each
        for each in quality_timeline.deliveries(version, scope.principal, day)
        if (each.series.population or each.series.kind) == scope.population
        and (each.period.year, each.period.month) == (scope.cutoff.year, scope.cutoff.month)
    ]


def _absent(found: Iterable[Delivery]) -> list[Doubt]:
    absent = [each for each in found if each.state == MISSING]
    if not absent:
        return []
    return [Doubt(ABSENT, len(absent), absent[0].series.label, absent[0].period)]


def _silent(version: str, scope: Scope) -> int:
    """Units silent at the date, of the chosen förvaltningar; with specialties chosen, those that last had any."""
    rows = quality_reads.quality_silent_units(version, principal=scope.principal).filter(
        pl.col("population") == scope.population, pl.col("cutoff_date") == scope.cutoff
    )
    if scope.administrations:
        rows = rows.filter(pl.col("administration").is_in(list(scope.administrations)))
    if scope.specialties:
        rows = rows.filter(pl.col("specialty").is_in(_with_members(version, scope)))
    return rows.select("administration", "unit").n_unique()


def _disputed(version: str, scope: Scope) -> int:
    """Comparisons of the scope that differ by more than allowed."""
    rows = quality_reads.quality_disputed(
        version, principal=scope.principal, population=scope.population, cutoff_date=scope.cutoff
    )
    members = tuple(_with_members(version, scope)) if scope.specialties else ()
    chosen = quality_cuts_block.in_scope(rows, scope.phase, members, scope.administrations)
    return int(chosen["comparisons"].sum() or 0)


def _with_members(version: str, scope: Scope) -> list[str]:
    """The chosen specialties, and the members of chosen groups."""
    rows = reads.specialties(version, principal=scope.principal)
    chosen = pl.col("specialty").is_in(list(scope.specialties))
    return rows.filter(chosen | pl.col("specialty_group").is_in(list(scope.specialties)))["specialty"].to_list()


def _where(kind: str, scope: Scope) -> dict[str, tuple[str, ...]]:
    """The filters of the page, for the part of Datakvalitet that shows the doubt."""
    where: dict[str, tuple[str, ...]] = {"huvudman": (scope.principal,), "visa": (PARTS[kind],)}
    if kind in (SILENT, ABSENT):
        where |= {"population": (scope.population,)}
    if kind == SILENT:
        where |= {"forvaltning": scope.administrations}
    if kind == DISPUTED:
        where |= {"matdatum": (scope.cutoff.isoformat(),), "population": (scope.population,), "fas": (scope.phase,),
                  "mvo": scope.specialties, "forvaltning": scope.administrations}  # fmt: skip
    return where


def _link(doubt: Doubt, where: Mapping[str, Sequence[str]]) -> str:
    said = sentences.the_one(DOUBTS, doubt)
    return (
        f'<a href="datakvalitet?{escape(query_string(where))}" target="_self">'
        f'<span class="vl-late"><span aria-hidden="true">{SIGNS[doubt.kind]}</span> {said}</span></a>'
    )
