"""What a proposed plan says of itself: how much gets a place, why not more, and how it was chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from config import STOCKHOLM
from dashboard import plan_words, swedish
from dashboard.sentences import Sentence

REASONS = {
    "ingen_kapacitet": "ingen erbjuder plats då eller senare på året",
    "upptagen_av_overenskomna": "överenskomna planer tar alla platser",
    "ingen_tillaten_regi": "platser finns bara i en regi som inte är vald",
    "for_lang_resa": "platser finns, men längre bort än längsta restid",
    "restid_saknas": "platser finns, men restiden dit är okänd",
    "minsta_antal": "platser finns, men för få patienter för minsta antalet",
    "senare_kvartal_fullt": "platser finns bara tidigare på året",
    "kapaciteten_full": "alla platser är tagna",
}
LEVELS = {
    "minst_otillgodosett": ("Så få som möjligt utan plats", "{} utan plats"),
    "rattvisa": ("Så jämnt som möjligt mellan skickande", "minst {} av behovet"),
    "egen_regi": ("Så många som möjligt i egen regi", "{} i egen regi"),
    "egna_avtal": ("Sedan på egna avtal", "{} på egna avtal"),
    "minst_fordrojning": ("Så lite väntan som möjligt", "{} kvartal senare, sammanlagt"),
    "farst_par": ("Så få planer som möjligt", "{} planer"),
}


@dataclass(frozen=True)
class Outcome:
    """How many the agreed plans leave, how many of them get a place, and in how many plans."""

    to_place: int
    placed: int
    plans: int

    @property
    def unmet(self) -> int:
        return self.to_place - self.placed

    @property
    def in_plans(self) -> str:
        return plan_words.plans(self.plans)


FINDING: Sequence[Sentence[Outcome]] = (
    Sentence("nothing to place", lambda f: not f.to_place, "Inget är kvar att placera"),
    Sentence("none", lambda f: f.to_place > 0 and not f.placed, "Ingen av {to_place:n} får plats"),
    Sentence("some", lambda f: f.placed > 0 and f.unmet > 0,
             "{placed:n} av {to_place:n} får plats, {unmet:n} gör det inte"),
    Sentence("all", lambda f: f.placed > 0 and not f.unmet, "Alla {to_place:n} får plats"),
)  # fmt: skip
PLANS: Sequence[Sentence[Outcome]] = (
    Sentence("none", lambda f: not f.plans, "Förslaget ändrar ingen plan"),
    Sentence("some", lambda f: f.plans > 0, "Förslaget lägger {placed:n} patienter i {in_plans}"),
)


@dataclass(frozen=True)
class Waiting:
    """How many plans have a version that is only proposed."""

    plans: int

    @property
    def in_plans(self) -> str:
        return plan_words.plans(self.plans).capitalize()


WAITING: Sequence[Sentence[Waiting]] = (
    Sentence("none", lambda f: not f.plans, "Inga förslag väntar på beslut"),
    Sentence("some", lambda f: f.plans > 0, "{in_plans} väntar på beslut"),
)


@dataclass(frozen=True)
class Told:
    """What came of writing: 'foreslagna', 'overenskomna', 'finns_redan', 'konflikt' or 'registret' with its own line.

    moment: when the other version was registered (UTC, without zone); today: in Sweden.
    """

    kind: str
    plans: int = 0
    plan_id: str = ""
    moment: dt.datetime | None = None
    line: str = ""
    today: dt.date = dt.date.min

    @property
    def in_plans(self) -> str:
        return self.agreed_plans.capitalize()

    @property
    def agreed_plans(self) -> str:
        return plan_words.plans(self.plans)

    @property
    def when(self) -> str:
        """kl. 10.42, with the day where it is not today."""
        if self.moment is None:
            return ""
        local = self.moment.replace(tzinfo=dt.UTC).astimezone(STOCKHOLM)
        clock = f"kl. {local:%H.%M}"
        return clock if local.date() == self.today else f"den {swedish.day_and_month(local.date())} {clock}"


TOLD: Sequence[Sentence[Told]] = (
    Sentence("proposed", lambda f: f.kind == "foreslagna",
             "{in_plans} har fått en föreslagen version, som gäller först när någon kommer överens om den."),
    Sentence("agreed", lambda f: f.kind == "overenskomna", "Överenskommet och gäller: {agreed_plans}."),
    Sentence("there already", lambda f: f.kind == "finns_redan",
             "Förslaget finns redan som föreslagna versioner. Inget är skrivet igen."),
    Sentence("conflict", lambda f: f.kind == "konflikt",
             "Någon annan ändrade plan {plan_id} {when}. Inget är sparat. Läs den nya versionen först."),
    Sentence("register", lambda f: f.kind == "registret", "{line}"),
)  # fmt: skip
