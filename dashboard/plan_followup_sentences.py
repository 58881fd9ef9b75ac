"""What Leveransplaner says of one plan's versions, of both sides' reports, and of what does not agree; templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import plan_words, swedish
from dashboard.sentences import Sentence, plain

FINDING_CODES = ("plan_utan_behov", "utfall_utan_plan", "overtecknad_kapacitet", "version_utan_ordning",
                 "dubbelt_registrerad", "dubbelt_levererat", "plan_utan_kapacitet")  # fmt: skip


@dataclass(frozen=True)
class History:
    """A plan's versions: how many are agreed, and its volume in the first and the latest of them."""

    name: str
    agreed: int
    is_withdrawn: bool
    first: int
    now: int

    @property
    def volume(self) -> str:
        return plan_words.patients(self.now)

    @property
    def times(self) -> str:
        """en gång · två gånger."""
        count = self.agreed - 1
        return f"{swedish.number_word(count)} gång{'er' if count != 1 else ''}"


def _holds(h: History) -> bool:
    return h.agreed > 0 and not h.is_withdrawn


HISTORY_FINDINGS: Sequence[Sentence[History]] = (
    Sentence("förslag", lambda h: not h.agreed and not h.is_withdrawn, "{name}: förslag om {volume}"),
    Sentence("återkallad", lambda h: h.is_withdrawn, "{name}: planen är återkallad"),
    Sentence("oförändrad", lambda h: _holds(h) and h.agreed == 1, "{name}: {volume}, inte ändrad"),
    Sentence("höjd", lambda h: _holds(h) and h.agreed > 1 and h.now > h.first,
             "{name}: ändrad {times}, från {first:n} till {volume}"),
    Sentence("sänkt", lambda h: _holds(h) and h.agreed > 1 and h.now < h.first,
             "{name}: ändrad {times}, sänkt från {first:n} till {volume}"),
    Sentence("lika", lambda h: _holds(h) and h.agreed > 1 and h.now == h.first,
             "{name}: ändrad {times}, åter {volume}"),
)  # fmt: skip


@dataclass(frozen=True)
class Reports:
    """What both sides report of the chosen plans: pairs and months told by both, alike, and by one alone."""

    both: int
    unlike: int
    alone: int
    patients: int  # the differences' sizes added

    @property
    def rows(self) -> str:
        """1 av 92 uppgifter."""
        return f"{swedish.integer(self.unlike)} av {swedish.integer(self.both)} uppgifter"


REPORT_FINDINGS: Sequence[Sentence[Reports]] = (
    Sentence("inget", lambda r: not r.both and not r.alone, "Inga rapporter att jämföra"),
    Sentence("en sida", lambda r: not r.both and r.alone > 0, "Bara en sida har rapporterat"),
    Sentence("lika", lambda r: r.both > 0 and not r.unlike, "Skickande och mottagare säger samma sak"),
    Sentence("olika", lambda r: r.both > 0 and r.unlike > 0, "Skickande och mottagare skiljer sig i {rows}"),
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Something that does not agree between the files: its code, what it is about, and how many patients."""

    code: str
    about: str
    version: int
    patients: int
    figure: str = "utfall"  # what is delivered: utfall, behov or kapacitet

    @property
    def amount(self) -> str:
        return plan_words.patients(self.patients)


FINDINGS: Sequence[Sentence[Finding]] = (
    Sentence("plan utan behov", lambda f: f.code == "plan_utan_behov",
             "<b>Plan utan behov:</b> {about}. Inget behov är inläst för specialiteten och vårdfasen."),
    Sentence("utfall utan plan", lambda f: f.code == "utfall_utan_plan",
             "<b>Utfall utan plan:</b> {about}, {amount} genomförda."),
    Sentence("övertecknad", lambda f: f.code == "overtecknad_kapacitet",
             "<b>Övertecknad kapacitet:</b> {about}, {amount} mer än vad mottagaren har erbjudit."),
    Sentence("ordning", lambda f: f.code == "version_utan_ordning",
             "<b>Versioner i fel ordning:</b> {about}. Version {version} är beslutad före en lägre version."),
    Sentence("dubbelt", lambda f: f.code == "dubbelt_registrerad",
             "<b>Registrerad på två sätt:</b> {about}, version {version}. Registrets uppgift används."),
    Sentence("levererat", lambda f: f.code == "dubbelt_levererat" and f.patients > 0,
             "<b>Två leveranser av {figure}:</b> {about}. De skiljer sig med {amount}; den senast inlästa används."),
    Sentence("levererat, lika många", lambda f: f.code == "dubbelt_levererat" and not f.patients,
             "<b>Två leveranser av {figure}:</b> {about}. De har olika område eller sista dag; den senast inlästa "
             "används."),
    Sentence("utan kapacitet", lambda f: f.code == "plan_utan_kapacitet",
             "<b>Plan utan erbjuden kapacitet:</b> {about}. Mottagaren har inte erbjudit någon kapacitet."),
    Sentence("annat", lambda f: f.code not in FINDING_CODES, "<b>{code}:</b> {about}."),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """How many findings the chosen plans have."""

    count: int

    @property
    def things(self) -> str:
        """En sak · Två saker."""
        return f"{swedish.number_word(self.count).capitalize()} sak{'er' if self.count != 1 else ''}"


FOUND: Sequence[Sentence[Found]] = (
    Sentence("inget", lambda f: not f.count, "Filerna stämmer överens"),
    Sentence("något", lambda f: f.count > 0, "{things} att reda ut"),
)


def history_finding(history: History) -> str:
    return plain(HISTORY_FINDINGS, history)


def report_finding(reports: Reports) -> str:
    return plain(REPORT_FINDINGS, reports)
