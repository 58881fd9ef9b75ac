"""Specialitet where there is nothing to show, and the sources that stand last on the page."""

from __future__ import annotations

from html import escape

from dashboard import band_boxes, parts
from dashboard.address import query_string
from dashboard.specialty_view import View
from dashboard.states import HIDDEN, MISSING, NOBODY

KINDS = {HIDDEN: "hidden", MISSING: "missing"}


def is_empty(status: str | None) -> bool:
    """Whether the specialty has no figures at all in the cut."""
    return status in (None, NOBODY, HIDDEN, MISSING)


def sentence(view: View, status: str | None) -> str:
    """Why there is no share to answer with."""
    words, name = view.words, view.specialty_in_text
    if status == HIDDEN:
        return f"Underlaget är för litet för att visas: {view.thresholds.hidden}."
    if status == MISSING:
        return f"Leveransen för {words.moment} saknas."
    if status in (None, NOBODY):
        what = f"Ingen är {words.who}" if words.is_waiting else f"Det finns inga {words.who}"
        return f"{what} inom {name} {words.moment}."
    return "Andelen går inte att räkna: ingen är kvar när definitionen har räknat bort sina."


def empty_box(view: View, status: str | None) -> None:
    """Why there are no figures, and ways out."""
    kept = {name: values for name, values in view.address.chosen.items() if name not in ("mvo", "forvaltning")}
    links = (
        f'<p><a href="?{escape(query_string(kept))}">Visa specialiteten med flest över gränsen</a> · '
        f'<a href="{escape(view.variation())}">Se den på Variation</a></p>'
    )
    title = "Inga siffror med det här urvalet"
    parts.box(title, f"<p>{escape(sentence(view, status))}</p>{links}", KINDS.get(str(status), "empty"))


def sources(view: View) -> None:
    """Sources, definition, limit and method of the cut."""
    limit = view.cut["limit_days"]
    is_whole = view.cut["definition"] == "ingen"
    removed = "" if is_whole else "; räknas bort ur andelen men inte ur antal, median och percentil"
    parts.sources(
        [
            ("Källor", f"{view.words.noun.capitalize()} {view.words.moment}, {view.cut['principal']}."),
            band_boxes.definition_line(view.words)
            if view.words.is_aggregated
            else ("Definition", f"{view.words.definition_name}{removed}."),
            ("Gräns", f"{view.words.limit_or_shorter}." if limit else "patientens medicinska måldatum."),
            *([band_boxes.how_counted(view.words)] if view.words.is_aggregated else []),
            ("Metod", "Styrdiagram med reglerna i Making Data Count; p′ enligt Laney."),
            ("Vilka räknas", view.words.who_is_counted),
            ("Version", f"{view.version}."),
        ]
    )
