"""The sentences of Läget about what has changed: of each table exactly one row is said, but of DETAILS and NOTES all
that hold.
"""

from __future__ import annotations

from dashboard.change_facts import LARGER_PART, NEARLY_ALL, Change, Extent, Told
from dashboard.sentences import Sentence

# The answer's second sentence: the biggest change.
BIGGEST = (
    Sentence[Told]("not_compared", lambda t: not t.has_changes and not t.extent.is_tested, ""),
    Sentence[Told](
        "nothing",
        lambda t: not t.has_changes and t.extent.is_tested and not t.extent.missing,
        "Inget har ändrats mer än slumpen sedan {extent.since}.",
    ),
    Sentence[Told](
        "no_administration",
        lambda t: not t.has_changes and t.extent.is_tested and bool(t.extent.missing),
        "Ingen förvaltning har ändrats mer än slumpen sedan {extent.since}.",
    ),
    Sentence[Told](
        "up",
        lambda t: t.has_changes and t.biggest.is_up,
        "Mest förbättrat sedan {extent.since}: <b>{biggest.in_text}</b>, "
        "från {biggest.earlier_share} till {biggest.share} (n = {biggest.denominator:n}).",
    ),
    Sentence[Told](
        "down",
        lambda t: t.has_changes and not t.biggest.is_up,
        "Mest försämrat sedan {extent.since}: <b>{biggest.in_text}</b>, "
        "från {biggest.earlier_share} till {biggest.share} (n = {biggest.denominator:n}).",
    ),
)

# What a change is of: the link of a line.
SUBJECT = (
    Sentence[Change]("specialty", lambda c: not c.is_bup and c.is_region, "{name}, {phase}"),
    Sentence[Change](
        "administration", lambda c: not c.is_bup and not c.is_region, "{name} i {administration}, {phase}"
    ),
    Sentence[Change]("bup", lambda c: c.is_bup and c.is_region, "{bup_phase}"),
    Sentence[Change]("bup_administration", lambda c: c.is_bup and not c.is_region, "{bup_phase} i {administration}"),
)

# How much: the rest of the line.
AMOUNT = (
    Sentence[Change]("within_days", lambda c: c.has_limit, "{shares} inom {limit:days}."),
    Sentence[Change]("before_own_date", lambda c: not c.has_limit, "{shares} före måldatum."),
)

# Every one that holds, after the number of patients.
DETAILS = (
    Sentence[Change]("n", lambda c: not c.has_other_base, "n = {denominator:n}"),
    Sentence[Change](
        "n_then", lambda c: c.has_other_base, "n = {denominator:n}, mot {earlier_denominator:n} i {since}"
    ),
    Sentence[Change]("lowest", lambda c: c.is_lowest, "lägst i regionen"),
    Sentence[Change]("highest", lambda c: c.is_highest, "högst i regionen"),
    Sentence[Change](
        "months_under_nation",
        lambda c: c.is_region and c.months_under > 1,
        "{ordinal} månaden i rad under riket",
    ),
    Sentence[Change](
        "carried_wholly_up",
        lambda c: bool(c.carriers) and c.is_up and c.carried >= 1,
        "{carrier_names} står för hela ökningen",
    ),
    Sentence[Change](
        "carried_nearly_up",
        lambda c: bool(c.carriers) and c.is_up and NEARLY_ALL <= c.carried < 1,
        "{carrier_names} står för nästan hela ökningen",
    ),
    Sentence[Change](
        "carried_mostly_up",
        lambda c: bool(c.carriers) and c.is_up and LARGER_PART <= c.carried < NEARLY_ALL,
        "{carrier_names} står för större delen av ökningen",
    ),
    Sentence[Change](
        "carried_wholly_down",
        lambda c: bool(c.carriers) and not c.is_up and c.carried >= 1,
        "{carrier_names} står för hela minskningen",
    ),
    Sentence[Change](
        "carried_nearly_down",
        lambda c: bool(c.carriers) and not c.is_up and NEARLY_ALL <= c.carried < 1,
        "{carrier_names} står för nästan hela minskningen",
    ),
    Sentence[Change](
        "carried_mostly_down",
        lambda c: bool(c.carriers) and not c.is_up and LARGER_PART <= c.carried < NEARLY_ALL,
        "{carrier_names} står för större delen av minskningen",
    ),
    Sentence[Change]("event", lambda c: bool(c.events), "jämför med förbehåll: {event_words}"),
)

# The block's heading.
HEADING = (
    Sentence[Told]("changes", lambda t: t.has_changes, "Det här har ändrats mest"),
    Sentence[Told](
        "nothing",
        lambda t: not t.has_changes and t.extent.is_tested and not t.extent.missing,
        "Inget har ändrats mer än slumpen sedan {extent.since}",
    ),
    Sentence[Told](
        "no_administration",
        lambda t: not t.has_changes and t.extent.is_tested and bool(t.extent.missing),
        "Ingen förvaltning har ändrats mer än slumpen sedan {extent.since}",
    ),
    Sentence[Told](
        "not_compared",
        lambda t: not t.has_changes and not t.extent.is_tested,
        "Går inte att jämföra med {extent.since}",
    ),
)

# The last line of the list: how much of what was tested has not changed.
EXTENT = (
    Sentence[Extent](
        "not_delivered",
        lambda e: not e.is_delivered and not e.is_tested,
        "Går inte att jämföra: ingen leverans för {earlier_date:date}.",
    ),
    Sentence[Extent](
        "nothing_tested",
        lambda e: e.is_delivered and not e.is_tested,
        "Ingen specialitet har underlag nog både nu och i {since} för att jämföras.",
    ),
    Sentence[Extent](
        "other_deliveries",
        lambda e: e.is_tested and bool(e.missing),
        "{missing} är inte med både nu och i {since}: hela specialiteter jämförs inte, bara förvaltningar.",
    ),
    Sentence[Extent](
        "one_tested_unchanged",
        lambda e: e.specialties_tested == 1 and not e.missing and e.unchanged == 1,
        "<b>Den enda specialitet</b> som går att jämföra har inte ändrats mer än vad slumpen ger.",
    ),
    Sentence[Extent](
        "one_tested_changed",
        lambda e: e.specialties_tested == 1 and not e.missing and e.unchanged == 0,
        "<b>Den enda specialitet</b> som går att jämföra har ändrats mer än vad slumpen ger.",
    ),
    Sentence[Extent](
        "none_changed",
        lambda e: e.specialties_tested > 1 and not e.missing and e.unchanged == e.specialties_tested,
        "<b>Ingen av {specialties_tested:n} specialiteter</b> har ändrats mer än vad slumpen ger.",
    ),
    Sentence[Extent](
        "some_changed",
        lambda e: e.specialties_tested > 1 and not e.missing and 0 < e.unchanged < e.specialties_tested,
        "<b>{unchanged:n} av {specialties_tested:n} specialiteter</b> har inte ändrats mer än vad slumpen ger.",
    ),
    Sentence[Extent](
        "all_changed",
        lambda e: e.specialties_tested > 1 and not e.missing and e.unchanged == 0,
        "<b>Alla {specialties_tested:n} specialiteter</b> har ändrats mer än vad slumpen ger.",
    ),
)

# Under the list, every one that holds.
NOTES = (
    Sentence[Told](
        "rule",
        lambda t: t.has_several,
        "Ordnade efter den säkra delen av ändringen. "
        "En specialitet står för sina förvaltningar som ändrats åt samma håll.",
    ),
    Sentence[Told]("more", lambda t: t.has_more, "Alla {count:n} ändringar står i tabellen."),
)
