"""The sentences of the Variation page: of each table exactly one row is said.

A sentence calls a spread a difference only where it was found beyond chance at publish; every number in it is a
published one.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.cuts import Words
from dashboard.sentences import Sentence, plain, the_one
from dashboard.variation_facts import Row, Spreads


def finding(rows: Sequence[Row], words: Words) -> str:
    """Sju specialiteter har ett spann över 40 procentenheter."""
    return plain(FINDINGS, Spreads(rows, words))


def answer(rows: Sequence[Row], words: Words) -> str:
    """The page's answer as HTML, from data."""
    spreads = Spreads(rows, words)
    tables = (ANSWERS_OF_ONE, REGION) if len(rows) == 1 else (WHERE_MOST, HOW_MANY)
    said = [the_one(table, spreads) for table in tables]
    return " ".join(each for each in said if each)


FINDINGS: Sequence[Sentence[Spreads]] = (
    Sentence("no span", lambda f: not f.firm, "Inget spann att visa med det här urvalet"),
    Sentence(
        "wide, some by chance",
        lambda f: 0 < f.wide_count != f.wide_beyond,
        "{wide_specialties} har ett spann över {wide_limit:points}, {wide_beyond_word} mer än slumpen",
    ),
    Sentence(
        "wide, all beyond chance",
        lambda f: 0 < f.wide_count == f.wide_beyond,
        "{wide_specialties} har ett spann över {wide_limit:points}",
    ),
    Sentence(
        "widest beyond chance",
        lambda f: not f.wide and bool(f.beyond),
        "Störst skillnad har {widest_beyond.name}: {widest_beyond.points:points}",
    ),
    Sentence(
        "only chance",
        lambda f: bool(f.firm) and not f.wide and not f.beyond,
        "Ingen specialitet skiljer sig mer än slumpen",
    ),
)

WHERE_MOST: Sequence[Sentence[Spreads]] = (
    Sentence(
        "no span",
        lambda f: not f.firm,
        "Inget spann går att räkna för {words.who} {words.moment}: ingen specialitet har två förvaltningar med "
        "tillräckligt underlag.",
    ),
    Sentence(
        "only chance",
        lambda f: bool(f.firm) and not f.beyond,
        "<b>Ingen specialitet skiljer sig mer än slumpen.</b> Det största spannet, {widest.name} {widest.ends}, kan "
        "vara slump.",
    ),
    Sentence(
        "widest is beyond chance",
        lambda f: bool(f.beyond) and f.widest.is_beyond,
        "<b>{widest.name} skiljer mest:</b> {widest.ends}.",
    ),
    Sentence(
        "a wider span may be chance",
        lambda f: bool(f.beyond) and not f.widest.is_beyond,
        "<b>{widest_beyond.name} skiljer mest:</b> {widest_beyond.ends}. "
        "Spannet i {widest.name} är större men kan vara slump.",
    ),
)

COUNTED_WIDE = (
    "I <b>{wide_count:common} av {comparable_count:common} specialiteter</b> som går att jämföra är spannet större än "
    "{wide_limit:points}"
)

HOW_MANY: Sequence[Sentence[Spreads]] = (
    Sentence("nothing to count", lambda f: not f.firm, ""),
    Sentence("none wide", lambda f: bool(f.firm) and not f.wide, "Inget spann är över {wide_limit:points}."),
    Sentence("wide by chance", lambda f: f.wide_count > f.wide_beyond == 0, f"{COUNTED_WIDE}, men det kan vara slump."),
    Sentence(
        "the only wide one is beyond chance",
        lambda f: f.wide_count == f.wide_beyond == 1,
        f"{COUNTED_WIDE}, och skillnaden är större än slumpen.",
    ),
    Sentence(
        "all wide are beyond chance",
        lambda f: f.wide_count == f.wide_beyond > 1,
        f"{COUNTED_WIDE}, och i alla {{wide_count:common}} är skillnaden större än slumpen.",
    ),
    Sentence(
        "some wide are beyond chance",
        lambda f: 0 < f.wide_beyond < f.wide_count,
        f"{COUNTED_WIDE}; i {{wide_beyond:common}} av dem är skillnaden större än slumpen.",
    ),
)

ANSWERS_OF_ONE: Sequence[Sentence[Spreads]] = (
    Sentence(
        "no region",
        lambda f: f.only.region is None,
        "<b>{only.name}:</b> {words.whole_own} andel visas inte för {words.who} {words.moment}.",
    ),
    Sentence(
        "no span",
        lambda f: f.only.region is not None and not f.firm,
        "<b>{only.name}:</b> underlaget räcker inte för ett spann mellan förvaltningarna.",
    ),
    Sentence("span", lambda f: f.only.region is not None and bool(f.firm), "<b>{only.name}:</b> {only.ends}."),
)

# After the answer of one specialty.
REGION: Sequence[Sentence[Spreads]] = (
    Sentence("not shown", lambda f: f.only.region is None, ""),
    Sentence(
        "share only",
        lambda f: f.only.region is not None and f.only.over_limit is None,
        "I {words.whole} {only.region:percent}.",
    ),
    Sentence(
        "over the limit",
        lambda f: f.only.region is not None and f.only.over_limit is not None and bool(f.words.cut["limit_days"]),
        "I {words.whole} {only.region:percent}, <b>{only.over_limit:n} {words.noun}</b> är över gränsen.",
    ),
    Sentence(
        "after own date",
        lambda f: f.only.region is not None and f.only.over_limit is not None and not f.words.cut["limit_days"],
        "I {words.whole} {only.region:percent}, <b>{only.over_limit:n} {words.noun}</b> är efter måldatum.",
    ),
)
