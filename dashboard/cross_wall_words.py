"""How one unit's month is said under its cross and to who does not see it, and the group's key figures."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from dashboard import cross_data, cross_mixed, cross_words, swedish
from dashboard.cross_view import CrossView
from dashboard.cross_wall_facts import UnitMonth, Wall
from dashboard.cross_wall_sentences import Group, day_word, span, units

# In the order of severity, most severe first, what cannot be coloured and what is no registration last.
STATES: Mapping[str, tuple[str, str]] = {
    "rod": ("röd", "röda"), "orange": ("orange", "orange"), "gul": ("gul", "gula"), "gron": ("grön", "gröna"),
    "okand": ("som inte går att visa med definitionen", "som inte går att visa med definitionen"),
    "konflikt": ("där två källor säger olika", "där två källor säger olika"),
    "vit": ("inte registrerad", "inte registrerade"), "gra": ("utan verksamhet", "utan verksamhet"),
}  # fmt: skip


def days(count: int) -> str:
    """1 dag · 21 dagar."""
    return f"{swedish.integer(count)} {day_word(count) if count else 'dagar'}"


def registered(each: UnitMonth) -> str:
    """21 av 22 dagar · inga dagar att registrera · räknas inte."""
    if not each.is_counted:
        return "räknas inte i andelar"
    if not each.counts["activity"]:
        return "inga dagar att registrera"
    return f"{swedish.integer(each.counts['registered'])} av {days(each.counts['activity'])}"


def harm(each: UnitMonth) -> str:
    """ingen skada · skada 1 dag · skada 1–2 dagar · inget registrerat."""
    low, more = each.counts["harm_days"], each.counts["unsure_harm_days"]
    if low + more == 0:
        return "ingen skada" if each.counts["said_days"] else "inget registrerat"
    return f"skada {low}–{low + more} dagar" if more else f"skada {days(low)}"


def caption(each: UnitMonth) -> str:
    """21 av 22 dagar, and on a line of its own: ingen skada."""
    return f"{registered(each)}\n{harm(each)}"


class Labels:
    """Accessible names of a view's crosses."""

    def __init__(self, view: CrossView) -> None:
        self._month, self._titles = swedish.month_and_year(view.month), view.definition_titles()

    def label(self, each: UnitMonth) -> str:
        """The unit's month in words: name, rate, harm, days of each state and whose colours."""
        rate = registered(each)
        parts = [f"registrerat {rate}" if each.counts["activity"] and each.is_counted else rate, harm(each)]
        counts = ((state, each.states.get(state, 0)) for state in STATES)
        parts += [f"{count} {STATES[state][count != 1]}" for state, count in counts if count]
        definitions = swedish.listed(self._titles[name] for name in each.definitions)
        return f"{each.name}, {self._month}: {', '.join(parts)}. {definitions}"


def green_share(each: UnitMonth) -> str:
    """71 % · 60–75 % · "" where nothing is registered."""
    counts = each.counts
    return span(counts["green_low"], counts["green_high"], counts["registered"]) if counts["registered"] else ""


def group(view: CrossView, wall: Wall) -> Group:
    """The facts of the view's sentences."""
    return Group(
        month=swedish.month_and_year(view.month),
        units=len(wall.units),
        **{
            name: wall.total(name)
            for name in (
                "activity",
                "registered",
                "green_low",
                "green_high",
                "harm_days",
                "unsure_harm_days",
                "said_days",
            )
        },
    )


def figures_html(wall: Wall, facts: Group) -> str:
    """The group's four key figures."""
    active, silent = wall.active, len(wall.silent)
    harmed, unsure = facts.harm_days, facts.unsure_harm_days
    shown = [
        ("Registrerade dagar", swedish.percent(facts.registered / facts.activity) if facts.activity else "–",
         f"{swedish.integer(facts.registered)} av {swedish.integer(facts.activity)}", "dagar med verksamhet"),
        ("Gröna dagar", facts.green if facts.registered else "–", _green_days(facts), "av registrerade dagar"),
        ("Dagar med skada", f"{harmed}–{harmed + unsure}" if unsure else swedish.integer(harmed),
         f"på {swedish.integer(len(wall.having('harm_days')))} av {swedish.integer(facts.units)} enheter",
         "allvarlig skada räknas med"),
        ("Enheter som registrerar", swedish.integer(active - silent), f"av {swedish.integer(active)}",
         "med minst en registrerad dag"),
    ]  # fmt: skip
    return f'<div class="vl-figures vl-figures-four">{"".join(_figure(*each) for each in shown)}</div>'


def _green_days(facts: Group) -> str:
    low, high = swedish.integer(facts.green_low), swedish.integer(facts.green_high)
    return f"{low if facts.is_sure else f'{low}–{high}'} av {swedish.integer(facts.registered)}"


def _figure(title: str, value: str, beside: str, below: str) -> str:
    return (
        f'<section class="vl-figure"><h2>{escape(title)}</h2><div class="vl-value"><b>{escape(value)}</b>'
        f'<span>{escape(beside)}</span></div><div class="vl-words"><p>{escape(below)}</p></div></section>'
    )


def keys_html(view: CrossView, wall: Wall) -> str:
    """What the boxes mean, for each definition that is used."""
    titles, rows = view.definition_titles(), []
    for name in cross_mixed.in_order(view, wall.definitions):
        legend = cross_data.legend(view.version, name)
        seen = {state for each in wall.units if name in each.definitions for state in each.states}
        boxes = "".join(
            f"<span>{cross_words.box(state)}{escape(cross_words.state(state, legend))}</span>"
            for state in STATES
            if state in legend or (state in seen and state not in cross_words.COLOURS)
        )
        rows.append(f'<div class="vl-key vl-cross-key"><b>{escape(titles[name])}</b>{boxes}</div>')
    return "".join(rows)


def notes(wall: Wall) -> list[str]:
    """Who is not counted, and who is not shown."""
    uncounted = [each.name for each in wall.units if not each.is_counted]
    told = ["Tom ruta: dagen är inte känd än, eller ligger utanför enhetens tid med korset."]
    if uncounted:
        told.append(f"Räknas inte i andelar (startdag saknas i enhetsregistret): {swedish.listed(uncounted)}.")
    if wall.without:
        told.append(f"Utan kors den här månaden: {units(wall.without)} av urvalet.")
    return told


def sources(view: CrossView, wall: Wall) -> list[tuple[str, str]]:
    """What the figures rest on."""
    titles = view.definition_titles()
    used = swedish.listed(titles[name] for name in cross_mixed.in_order(view, wall.definitions))
    return [
        ("Källor", f"Registreringar i Vårdläget och inlästa uttag, som de är {swedish.long_date(view.today)}."),
        ("Definition", f"En dag har färgen av det värsta som hände, enligt {used}. Skada räknas på vad som hände, "
         "inte på färg."),
        ("Registrerade dagar", "Andel av dagar med verksamhet, hos enheter med startdag för korset; i dag räknas när "
         "den är registrerad."),
    ]  # fmt: skip
