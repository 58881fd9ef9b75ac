"""The sentences of Läget about the nation and the key figures: of each table exactly one row is said."""

from __future__ import annotations

from dashboard.measures import Figure, YearChange
from dashboard.nation import ALIKE, BETTER, WORSE, Standing
from dashboard.sentences import Sentence

FEWEST_FOR_ALL_BUT = 3  # measures: "alla utom" of two is one of two
WORST = "Sämre än riket är {worst.name}: <b>{worst.pair.in_words}</b> (n = {worst.pair.denominator:n})."

# The region against the nation: the page's answer.
ANSWER = (
    Sentence[Standing](
        "nothing_shown",
        lambda s: not s.compared and not s.shown,
        "Det finns inga väntande att visa för det här mätdatumet.",
    ),
    Sentence[Standing](
        "no_nation_one",
        lambda s: not s.compared and len(s.shown) == 1,
        "{first.title}: <b>{first.share:percent}</b> (n = {first.denominator:n}). "
        "Det finns ingen nationell siffra att jämföra med.",
    ),
    Sentence[Standing](
        "no_nation",
        lambda s: not s.compared and len(s.shown) > 1,
        "{first.title}: <b>{first.share:percent}</b> (n = {first.denominator:n}). "
        "{second.title}: <b>{second.share:percent}</b> (n = {second.denominator:n}). "
        "Det finns ingen nationell siffra att jämföra med.",
    ),
    Sentence[Standing](
        "only_better",
        lambda s: s.compared == 1 and s.better_count == 1,
        "Regionen ligger <b>över riket på det enda mått som går att jämföra</b>, {only.name}: "
        "<b>{only.pair.in_words}</b> (n = {only.pair.denominator:n}).",
    ),
    Sentence[Standing](
        "only_worse",
        lambda s: s.compared == 1 and s.worse_count == 1,
        "Regionen ligger <b>under riket på det enda mått som går att jämföra</b>, {only.name}: "
        "<b>{only.pair.in_words}</b> (n = {only.pair.denominator:n}).",
    ),
    Sentence[Standing](
        "only_alike",
        lambda s: s.compared == 1 and s.alike_count == 1,
        "Regionen ligger <b>som riket på det enda mått som går att jämföra</b>, {only.name}: "
        "<b>{only.pair.in_words}</b> (n = {only.pair.denominator:n}).",
    ),
    Sentence[Standing](
        "better_on_all",
        lambda s: s.compared > 1 and s.better_count == s.compared,
        "Regionen ligger <b>över riket på alla {compared:word} mått</b> som går att jämföra.",
    ),
    Sentence[Standing](
        "worse_on_all",
        lambda s: s.compared > 1 and s.worse_count == s.compared,
        "Regionen ligger <b>under riket på alla {compared:word} mått</b> som går att jämföra. "
        "Längst under är {worst.name}: <b>{worst.pair.in_words}</b> (n = {worst.pair.denominator:n}).",
    ),
    Sentence[Standing](
        "alike_on_all",
        lambda s: s.compared > 1 and s.alike_count == s.compared,
        "Regionen ligger <b>som riket på alla {compared:word} mått</b>: skillnaderna är inte större än slumpen.",
    ),
    Sentence[Standing](
        "better_on_all_but_one",
        lambda s: s.compared >= FEWEST_FOR_ALL_BUT and s.worse_count == 1 and s.better_count == s.compared - 1,
        "Regionen är <b>bättre än riket på alla {compared:word} mått utom {worst.name}</b>: "
        "<b>{worst.pair.in_words}</b> (n = {worst.pair.denominator:n}).",
    ),
    Sentence[Standing](
        "some_better_none_worse",
        lambda s: not s.worse_count and 0 < s.better_count < s.compared,
        "Regionen ligger <b>över riket på {better_count:word} av {compared:word} mått</b> och som riket på de andra.",
    ),
    Sentence[Standing](
        "one_worse_none_better",
        lambda s: s.compared > 1 and s.worse_count == 1 and not s.better_count,
        "Regionen ligger <b>under riket på {worse_count:word} av {compared:word} mått</b> och som riket på de andra. "
        + WORST,
    ),
    Sentence[Standing](
        "several_worse_none_better",
        lambda s: 1 < s.worse_count < s.compared and not s.better_count,
        "Regionen ligger <b>under riket på {worse_count:word} av {compared:word} mått</b> och som riket på de andra. "
        + WORST
        + " Det gäller också {others_worse}.",
    ),
    Sentence[Standing](
        "some_better_one_worse",
        lambda s: (
            s.worse_count == 1
            and s.better_count > 0
            and (s.compared < FEWEST_FOR_ALL_BUT or s.better_count < s.compared - 1)
        ),
        "Regionen ligger <b>över riket på {better_count:word} av {compared:word} mått</b>. " + WORST,
    ),
    Sentence[Standing](
        "some_better_several_worse",
        lambda s: s.worse_count > 1 and s.better_count > 0,
        "Regionen ligger <b>över riket på {better_count:word} av {compared:word} mått</b>. "
        + WORST
        + " Det gäller också {others_worse}.",
    ),
)

# A key figure since the date compared with.
FIGURE_CHANGE = (
    Sentence[Figure]("nothing_shown", lambda f: not f.is_shown, ""),
    Sentence[Figure]("nothing_before", lambda f: f.is_shown and f.before is None, "går inte att jämföra bakåt"),
    Sentence[Figure](
        "other_deliveries",
        lambda f: f.is_compared and bool(f.missing),
        "går inte att jämföra med {since}: {missing} saknas",
    ),
    Sentence[Figure](
        "up",
        lambda f: f.is_comparable and f.is_beyond and f.is_up,
        '<b class="vl-within"><i aria-hidden="true">▲</i> upp {points}</b> sedan {since}',
    ),
    Sentence[Figure](
        "down",
        lambda f: f.is_comparable and f.is_beyond and not f.is_up,
        '<b class="vl-outside"><i aria-hidden="true">▼</i> ned {points}</b> sedan {since}',
    ),
    Sentence[Figure](
        "unchanged",
        lambda f: f.is_comparable and not f.is_beyond and f.whole_points == 0,
        "oförändrat sedan {since}",
    ),
    Sentence[Figure](
        "usual_up",
        lambda f: f.is_comparable and not f.is_beyond and f.whole_points > 0,
        '<i aria-hidden="true">▲</i> upp {points} sedan {since}, inom vanlig nivå',
    ),
    Sentence[Figure](
        "usual_down",
        lambda f: f.is_comparable and not f.is_beyond and f.whole_points < 0,
        '<i aria-hidden="true">▼</i> ned {points} sedan {since}, inom vanlig nivå',
    ),
)

# A key figure against the nation.
FIGURE_NATION = (
    Sentence[Figure]("no_nation", lambda f: f.against is None and not f.has_nation, "Ingen nationell siffra."),
    Sentence[Figure](
        "nothing_of_ours", lambda f: f.against is None and f.has_nation, "Går inte att jämföra med riket."
    ),
    Sentence[Figure]("better", lambda f: f.stands(BETTER) and f.is_direct, "Bättre än riket."),
    Sentence[Figure]("worse", lambda f: f.stands(WORSE) and f.is_direct, "Sämre än riket."),
    Sentence[Figure](
        "alike", lambda f: f.stands(ALIKE) and f.is_direct, "Som riket: skillnaden är inte större än slumpen."
    ),
    Sentence[Figure](
        "better_elsewhen",
        lambda f: f.stands(BETTER) and not f.is_direct,
        "Bättre än riket, räknat som riket ({how}): {nation_pair} (n = {nation_n:n}).",
    ),
    Sentence[Figure](
        "worse_elsewhen",
        lambda f: f.stands(WORSE) and not f.is_direct,
        "Sämre än riket, räknat som riket ({how}): {nation_pair} (n = {nation_n:n}).",
    ),
    Sentence[Figure](
        "alike_elsewhen",
        lambda f: f.stands(ALIKE) and not f.is_direct,
        "Som riket, räknat som riket ({how}): {nation_pair} (n = {nation_n:n}).",
    ),
)

# A series of the trend since the same month a year earlier, a part of the heading.
YEAR_CHANGE = (
    Sentence[YearChange]("up", lambda y: y.is_beyond and y.is_up, "{name} upp {points}"),
    Sentence[YearChange]("down", lambda y: y.is_beyond and not y.is_up, "{name} ned {points}"),
    Sentence[YearChange]("usual", lambda y: not y.is_beyond, "{name} utan säker ändring"),
)
