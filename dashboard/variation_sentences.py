"""The sentences of the Variation page as tables of templates: a name, when it is said, and what it says.

The first template of a table whose condition holds is the sentence. A sentence calls a spread a difference only where
it was found beyond chance at publish; every number in it is a published one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard import swedish
from dashboard.cuts import Words
from dashboard.variation_templates import Template, sentence

WIDE_SPREAD = 0.40
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Spreads:
    """The rows of the page, and what its answer needs of them."""

    rows: Sequence[Row]
    words: Words

    @property
    def firm(self) -> list[Row]:
        """Rows with a span between two förvaltningar or more."""
        return [row for row in self.rows if row["spread"] is not None and (row["administrations"] or 0) > 1]

    @property
    def beyond(self) -> list[Row]:
        return [row for row in self.firm if row["is_beyond_chance"]]

    @property
    def comparable(self) -> list[Row]:
        return counted(self.firm)

    @property
    def wide(self) -> list[Row]:
        return [row for row in self.comparable if row["spread"] > WIDE_SPREAD]

    @property
    def wide_beyond(self) -> int:
        return sum(bool(row["is_beyond_chance"]) for row in self.wide)

    @property
    def widest(self) -> Row:
        return max(self.firm, key=lambda row: row["spread"])

    @property
    def widest_beyond(self) -> Row:
        return max(self.beyond, key=lambda row: row["spread"])


def counted(rows: Sequence[Row]) -> list[Row]:
    """Rows that headings count: a group that is shown stands for its members, so that nobody is counted twice."""
    shown = {row["specialty"] for row in rows}
    return [row for row in rows if row["specialty_group"] not in shown]


def finding(rows: Sequence[Row], words: Words) -> str:
    """Sju specialiteter har ett spann över 40 procentenheter."""
    return sentence(FINDINGS, Spreads(rows, words))


def answer(rows: Sequence[Row], words: Words) -> str:
    """The page's answer as HTML, from data."""
    if len(rows) == 1:
        return sentence(ANSWERS_OF_ONE, Spreads(rows, words))
    spreads = Spreads(rows, words)
    parts = [sentence(table, spreads) for table in (WHERE_MOST, HOW_MANY)]
    return " ".join(part for part in parts if part)


def _ends(row: Row, words: Words) -> str:
    low = f"{swedish.percent(row['lowest'])} i {escape(row['lowest_administration'])}"
    high = f"{swedish.percent(row['highest'])} i {escape(row['highest_administration'])}"
    return f"från {low} till {high} {escape(words.attained)}"


def _points(row: Row) -> str:
    return swedish.points(swedish.whole_percent(row["highest"]) - swedish.whole_percent(row["lowest"]))


def _specialties(number: int) -> str:
    return f"{swedish.number_word(number)} specialitet{'er' if number != 1 else ''}"


def _of(facts: Spreads) -> str:
    return f"{swedish.number_word(len(facts.wide))} av {swedish.number_word(len(facts.comparable))} specialiteter"


def _wide(facts: Spreads) -> str:
    return f"I <b>{_of(facts)}</b> som går att jämföra är spannet större än 40 procentenheter"


FINDINGS: Sequence[Template[Spreads]] = (
    Template("no span", lambda f: not f.firm, lambda _: "Inget spann att visa med det här urvalet"),
    Template(
        "wide, some by chance",
        lambda f: 0 < len(f.wide) != f.wide_beyond,
        lambda f: (
            f"{_specialties(len(f.wide)).capitalize()} har ett spann över 40 procentenheter, "
            f"{swedish.number_word(f.wide_beyond) if f.wide_beyond else 'ingen'} mer än slumpen"
        ),
    ),
    Template(
        "wide, all beyond chance",
        lambda f: bool(f.wide),
        lambda f: f"{_specialties(len(f.wide)).capitalize()} har ett spann över 40 procentenheter",
    ),
    Template(
        "widest beyond chance",
        lambda f: bool(f.beyond),
        lambda f: f"Störst skillnad har {f.widest_beyond['short_name']}: {_points(f.widest_beyond)}",
    ),
    Template("only chance", lambda _: True, lambda _: "Ingen specialitet skiljer sig mer än slumpen"),
)

WHERE_MOST: Sequence[Template[Spreads]] = (
    Template(
        "no span",
        lambda f: not f.firm,
        lambda f: (
            f"Inget spann går att räkna för {escape(f.words.who)} {escape(f.words.moment)}: ingen specialitet har två "
            "förvaltningar med tillräckligt underlag."
        ),
    ),
    Template(
        "only chance",
        lambda f: not f.beyond,
        lambda f: (
            "<b>Ingen specialitet skiljer sig mer än slumpen.</b> Det största spannet, "
            f"{escape(f.widest['short_name'])} {_ends(f.widest, f.words)}, kan vara slump."
        ),
    ),
    Template(
        "widest is beyond chance",
        lambda f: bool(f.widest["is_beyond_chance"]),
        lambda f: f"<b>{escape(f.widest['short_name'])} skiljer mest:</b> {_ends(f.widest, f.words)}.",
    ),
    Template(
        "a wider span may be chance",
        lambda _: True,
        lambda f: (
            f"<b>{escape(f.widest_beyond['short_name'])} skiljer mest:</b> {_ends(f.widest_beyond, f.words)}. "
            f"Spannet i {escape(f.widest['short_name'])} är större men kan vara slump."
        ),
    ),
)

HOW_MANY: Sequence[Template[Spreads]] = (
    Template("nothing to count", lambda f: not f.firm, lambda _: ""),
    Template("none wide", lambda f: not f.wide, lambda _: "Inget spann är över 40 procentenheter."),
    Template("wide by chance", lambda f: not f.wide_beyond, lambda f: f"{_wide(f)}, men det kan vara slump."),
    Template(
        "the only wide one is beyond chance",
        lambda f: len(f.wide) == 1,
        lambda f: f"{_wide(f)}, och skillnaden är större än slumpen.",
    ),
    Template(
        "all wide are beyond chance",
        lambda f: len(f.wide) == f.wide_beyond,
        lambda f: f"{_wide(f)}, och i alla {swedish.number_word(len(f.wide))} är skillnaden större än slumpen.",
    ),
    Template(
        "some wide are beyond chance",
        lambda _: True,
        lambda f: f"{_wide(f)}; i {swedish.number_word(f.wide_beyond)} av dem är skillnaden större än slumpen.",
    ),
)


def _region(facts: Spreads) -> str:
    """I regionen 62 %, 1 204 väntande är över gränsen."""
    row, words = facts.rows[0], facts.words
    over = ""
    if row["over_limit"] is not None:
        beyond = "över gränsen" if words.cut["limit_days"] else "efter måldatum"
        over = f", <b>{swedish.integer(row['over_limit'])} {words.noun}</b> är {beyond}"
    return f"I regionen {swedish.percent(row['region_share'])}{over}."


def _name(facts: Spreads) -> str:
    return f"<b>{escape(facts.rows[0]['short_name'])}:</b>"


ANSWERS_OF_ONE: Sequence[Template[Spreads]] = (
    Template(
        "no region",
        lambda f: f.rows[0]["region_share"] is None,
        lambda f: f"{_name(f)} regionens andel visas inte för {escape(f.words.who)} {escape(f.words.moment)}.",
    ),
    Template(
        "no span",
        lambda f: not f.firm,
        lambda f: f"{_name(f)} underlaget räcker inte för ett spann mellan förvaltningarna. {_region(f)}",
    ),
    Template(
        "span",
        lambda _: True,
        lambda f: f"{_name(f)} {_ends(f.rows[0], f.words)}. {_region(f)}",
    ),
)
