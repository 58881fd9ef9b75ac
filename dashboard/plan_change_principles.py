"""The three principles for lowering a plan, answered from what is published: with figure, n, level and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.plan_principles import Answer, reached, relieved_another, strictest
from dashboard import choices, plan_data, plan_reads, plan_words, reads, sentences, swedish, tables
from dashboard.plan_change_draft import Plan
from dashboard.sentences import Sentence
from dashboard.states import Cell
from dashboard.tables import Column, TableRow

SENDER, RELIEVED, REGION = (
    "minskat_behov:uppnadd_vardgaranti",
    "minskat_behov:avlastat_annan",
    "minskat_behov:vgr_uppnadd_vardgaranti",
)
RULE = "reached_share"


@dataclass(frozen=True)
class Asked:
    """One principle as it is answered for a plan: `who` is the sender or the region, `limit_days` None at måldatum."""

    principle: str
    who: str
    answer: Answer
    limit_days: int | None
    year: int
    low_base: int

    @property
    def share(self) -> str:
        return sentences.apart(self.answer.share or 0.0, self.answer.level or 0.0)[0]

    @property
    def level(self) -> str:
        return sentences.apart(self.answer.share or 0.0, self.answer.level or 0.0)[1]

    @property
    def numerator(self) -> int:
        return self.answer.numerator or 0

    @property
    def denominator(self) -> int:
        return self.answer.denominator or 0

    @property
    def date(self) -> dt.date | None:
        return self.answer.date

    @property
    def within(self) -> str:
        """inom 90 dagar · inom sitt måldatum."""
        return "inom sitt måldatum" if self.limit_days is None else f"inom {swedish.days(self.limit_days)}"

    @property
    def patients(self) -> str:
        return f"{swedish.integer(self.numerator)} patient{'' if self.numerator == 1 else 'er'}"

    def because(self, *codes: str) -> bool:
        return self.answer.why in codes


ANSWERED: list[Sentence[Asked]] = [
    Sentence("uppnadd eller under", lambda asked: asked.because("uppnadd", "under_nivan"),
             "{share} ({numerator:n} av {denominator:n} väntande) {within} den {date:date}, krävs {level}."),
    Sentence("ingen väntar", lambda asked: asked.because("ingen_vantar"), "Ingen väntar den {date:date}."),
    Sentence("lågt underlag", lambda asked: asked.because("lagt_underlag"),
             "Lågt underlag den {date:date}: {denominator:n} väntande räknas, färre än {low_base:n}."),
    Sentence("dolt", lambda asked: asked.because("dolt"),
             "Underlaget den {date:date} är för litet för att visas."),
    Sentence("saknas", lambda asked: asked.because("saknas"), "Leveransen för {date:date} saknas för {who}."),
    Sentence("ej beräkningsbar", lambda asked: asked.because("ej_berakningsbar"),
             "Andelen {within} går inte att räkna: leveransen för {date:date} delar in väntetiden på annat sätt."),
    Sentence("ingen gräns", lambda asked: asked.because("ingen_grans"),
             "Vårdfasen har ingen gräns att mäta mot."),
    Sentence("ingen rad", lambda asked: asked.because("ingen_rad") and asked.date is not None,
             "Inga väntande är redovisade för {who} i specialiteten och vårdfasen den {date:date}."),
    Sentence("ingen leverans", lambda asked: asked.because("ingen_rad") and asked.date is None,
             "Inga väntande är inlästa."),
    Sentence("avlastat", lambda asked: asked.because("avlastat"),
             "{who} har tagit emot från andra och genomfört {patients} till och med {date:month}."),
    Sentence("inte avlastat", lambda asked: asked.because("inte_avlastat"),
             "{who} har inte genomfört någon patient från andra till och med {date:month}."),
    Sentence("inget redovisat", lambda asked: asked.because("inget_redovisat") and asked.date is None,
             "Inget utfall är redovisat för {year}."),
    Sentence("oredovisat", lambda asked: asked.because("inget_redovisat") and asked.date is not None,
             "Andra har skickat till {who}, men ingen har redovisat vad som genomförts till och med {date:month}."),
]  # fmt: skip
PRINCIPLE: list[Sentence[Asked]] = [
    Sentence("sändaren", lambda asked: asked.principle == SENDER, "{who} har uppnått vårdgarantin"),
    Sentence("avlastat", lambda asked: asked.principle == RELIEVED, "{who} har avlastat en annan förvaltning"),
    Sentence("regionen", lambda asked: asked.principle == REGION, "Regionen har uppnått vårdgarantin"),
]
VERDICT: list[Sentence[Asked]] = [
    Sentence("ja", lambda asked: asked.answer.verdict == "ja", "Ja"),
    Sentence("nej", lambda asked: asked.answer.verdict == "nej", "Nej"),
    Sentence("oklart", lambda asked: asked.answer.verdict == "oklart", "Kan inte avgöras"),
]


def asked(version: str, plan: Plan, today: dt.date) -> dict[str, Asked]:
    """The three by the reason code they may give, in the routine's order."""
    settings = reads.dataset(version).row(0, named=True)
    level = reached_share(version, today)
    waiting = plan_reads.plan_principle(
        version,
        principal=plan.principal,
        phase=plan.phase,
        specialty=plan.specialty,
        definition=settings["default_definition_waiting"],
    )
    latest = latest_delivery(version, plan.principal)
    sender, region = (_reached(waiting, who, level, latest) for who in (plan.sender, "Alla"))
    found = (
        (SENDER, plan.sender, *sender),
        (RELIEVED, plan.sender, _relieved(version, plan), None),
        (REGION, "regionen", *region),
    )
    return {
        code: Asked(code, who, answer, limit, plan.year, settings["low_base"]) for code, who, answer, limit in found
    }


def html(principles: Iterable[Asked]) -> str:
    """A row per principle: its answer, and the figure it stands on."""
    rows = [
        TableRow(
            Cell(sentences.the_one(PRINCIPLE, each)),
            [Cell(f"<b>{sentences.the_one(VERDICT, each)}</b>", "vl-nowrap"), Cell(sentences.the_one(ANSWERED, each))],
        )
        for each in principles
    ]
    return tables.table(
        "De tre principerna för sänkning", [Column("Princip"), Column("Svar"), Column("Underlag")], rows
    )


def counted_how(version: str, plan: Plan) -> str:
    """Who the shares are of and how they are counted, for the note under the table."""
    definition = str(reads.dataset(version)["default_definition_waiting"][0])
    care = plan_words.care(choices.short_names(version, plan.principal), vars(plan))
    name = choices.definitions(version)[definition]
    return f"Andelarna är av väntande i {care}, {name[:1].lower()}{name[1:]}, vid senaste mätdatum."


def reached_share(version: str, today: dt.date) -> float:
    """The share from which the guarantee counts as reached, by the rule that holds today."""
    rules = plan_reads.plan_rules(version).filter(
        pl.col("rule") == RULE,
        pl.col("valid_from") <= today,
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= today),
    )
    return float(rules["value"][-1])


def latest_delivery(version: str, principal: str) -> dt.date | None:
    """The cut-off of the newest delivery of those waiting; None where there is none."""
    dates = choices.delivered_dates(version, principal, "vantande")
    return dt.date.fromisoformat(next(iter(dates))) if dates else None


def _reached(waiting: pl.DataFrame, who: str, level: float, latest: dt.date | None) -> tuple[Answer, int | None]:
    row: Mapping[str, Any] | None = strictest(waiting.filter(pl.col("administration") == who).to_dicts())
    if row is None:
        return reached(None, None, None, level, latest), None
    return reached(row["numerator"], row["denominator"], row["status"], level, row["cutoff_date"]), row["limit_days"]


def _relieved(version: str, plan: Plan) -> Answer:
    outcomes = plan_data.outcomes(version, plan.principal, plan.year).filter(
        pl.col("specialty") == plan.specialty, pl.col("phase") == plan.phase, pl.col("receiver") == plan.sender
    )
    months = plan_data.reported_months(version, plan.principal, plan.year)
    return relieved_another(outcomes.select("sender", "receiver", "completed").to_dicts(), plan.sender, months)
