"""Gröna korset: how fresh its days are, a unit without a cross or whose cross has ended, and the sources, last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard import behind, cross_data, cross_month_facts, parts, remembered, sentences, swedish
from dashboard.address import query_string
from dashboard.cross_view import ALL, FOLLOWUP, MONTH, ONE_UNIT, YEAR, CrossView
from dashboard.sentences import Sentence

QUESTIONS = {
    MONTH: "Hur gick månaden, och vad lärde vi oss?",
    YEAR: "Hur gick året, och vad lärde vi oss?",
    ALL: "Hur går det för enheterna?",
    FOLLOWUP: "Registrerar vi, och vad lär vi oss?",
}


@dataclass(frozen=True)
class Standing:
    """A unit against the month that is shown: when its cross begins and ends, and whether it is counted in rates."""

    unit: str
    begins: dt.date | None
    ends: dt.date | None
    month: dt.date
    month_end: dt.date
    has_days: bool

    @property
    def is_before(self) -> bool:
        return self.begins is not None and self.month_end < self.begins

    @property
    def is_after(self) -> bool:
        return self.ends is not None and self.ends < self.month

    @property
    def is_uncounted(self) -> bool:
        return self.begins is None and self.has_days

    @property
    def is_empty(self) -> bool:
        return self.begins is None and not self.has_days

    @property
    def is_usual(self) -> bool:
        return not (self.is_before or self.is_after or self.begins is None)


STANDING: Sequence[Sentence[Standing]] = (
    Sentence("vanlig", lambda s: s.is_usual, ""),
    Sentence("före", lambda s: s.is_before and not s.is_after,
             "{unit} började med Gröna korset {begins:date}. Det finns inga dagar i {month:month}."),
    Sentence("slutat", lambda s: s.is_after and not s.is_before,
             "{unit} slutade med Gröna korset {ends:date}. Det finns inga förväntade dagar i {month:month}."),
    Sentence("utan startdag", lambda s: s.is_uncounted and not s.is_after and not s.is_before,
             "{unit} har ingen startdag i enhetsregistret: dagarna visas, men räknas inte i någon andel."),
    Sentence("inget kors", lambda s: s.is_empty and not s.is_after and not s.is_before,
             "{unit} har inget grönt kors i siffrorna."),
)  # fmt: skip


def standing(view: CrossView) -> Standing:
    """The view's unit against its month, looked up once."""
    return remembered.once(("cross standing", view.key), lambda: _standing(view))


def _standing(view: CrossView) -> Standing:
    unit = view.units().row(0, named=True)
    days = cross_data.unit_days(view.version, view.stamp, view.principal, *cross_month_facts.unit_of(view))
    return Standing(view.label, unit["cross_from"], unit["cross_to"], view.month, view.month_end, not days.is_empty())


def standing_box(view: CrossView) -> None:
    """Why the month is empty, or why the unit is in no rate; nothing of a unit that keeps its cross as usual."""
    if view.visa not in ONE_UNIT:
        return
    found = standing(view)
    said = sentences.the_one(STANDING, found)
    if said:
        parts.box("Enhetens kors", f"<p>{said}{_way_out(view, found)}</p>", "missing")


def _way_out(view: CrossView, found: Standing) -> str:
    """The first or the last month that there is."""
    date = found.begins if found.is_before else found.ends if found.is_after else None
    if date is None:
        return ""
    query = view.link(manad=f"{date:%Y-%m}", dag="")
    return f' <a href="?{escape(query)}">Visa {swedish.month_and_year(date)}</a>'


def latest(view: CrossView) -> dt.date | None:
    """The latest day that is registered in what the view shows, looked up once; None of nothing."""
    found: dt.date | None = remembered.once(("cross latest", view.key), lambda: _latest(view))
    return found


def _latest(view: CrossView) -> dt.date | None:
    if view.unit is not None:
        days = cross_data.unit_days(view.version, view.stamp, view.principal, *view.unit)
    else:
        days = cross_data.days(view.version, view.stamp, view.principal)
        if view.administration or view.hospital or view.clinic:
            days = days.filter("is_registered").join(view.units(), on=["administration", "unit"], how="semi")
    found: dt.date | None = days.filter("is_registered")["date"].max()  # type: ignore[assignment]
    return found


def badge(view: CrossView) -> str:
    """● Registrerat till och med 31 oktober 2026 · Registrera i dag; ○ where nothing has been registered."""
    found = latest(view)
    form = behind.badge_of_kind(view.version, view.principal, "grona_korset") + form_link(view)
    if found is None:
        told = '<span class="vl-dot" aria-hidden="true">○</span> <span class="vl-late">Inget registrerat än</span>'
        return told + form
    words = f"Registrerat till och med {swedish.long_date(found)}"
    return f'<span class="vl-dot" aria-hidden="true">●</span> {words}{form}'


def form_link(view: CrossView) -> str:
    """Today's form of the unit, or the choice of a unit where several are shown; none where the cross has ended."""
    if view.unit is not None and not view.units()["cross_to"].fill_null(view.today).ge(view.today).all():
        return ""
    names = ("huvudman", "enhet") if view.unit is not None else ("huvudman",)
    address = query_string({name: view.address.chosen[name] for name in names if name in view.address.chosen})
    return f' · <a class="vl-no-print" href="registrera?{escape(address)}" target="_self">Registrera i dag</a>'


def sources(view: CrossView, definitions: Sequence[str]) -> None:
    """Sources, what is counted, the definitions in use, and the version."""
    titles = view.definition_titles()
    texts = dict(cross_data.definitions(view.version).select("definition", "text").rows())
    used = " ".join(f"{titles[name]}: {texts[name]}" for name in definitions)
    found = latest(view)
    until = f" till och med {swedish.long_date(found)}" if found else ""
    parts.sources(
        [
            ("Källor", f"Registrerat av enheten i Vårdläget eller i ett lokalt system{until}."),
            ("Vad räknas", "Dagens färg är den allvarligaste händelsens. Registrerade dagar är en andel av dagar med "
             "verksamhet, gröna dagar en andel av registrerade dagar. Skador och risker räknas efter vad som hänt, "
             "oberoende av färg."),
            ("Definition", f"{used} Jämför inte gult och orange mellan enheter med olika definition."),
            ("Version", f"{cross_data.data_label(view.version, view.stamp)}."),
        ]
    )  # fmt: skip
