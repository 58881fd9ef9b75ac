"""The facts of the sentences about chance: what was found of one specialty, published or in a funnel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import swedish
from dashboard.states import LOW_BASE
from dashboard.variation_funnel import FEWEST_TO_ADJUST, REGION, Funnel, Row, Spread
from dashboard.variation_verdicts import OVER, UNDER, outside

MOST_NAMES = 6  # in a sentence; the table has them all


@dataclass(frozen=True)
class Chance:
    """What the sentences are made of; `is_beyond` None: fewer than two can be judged."""

    is_beyond: bool | None
    under: Sequence[str]
    over: Sequence[str]
    few: Sequence[str]
    spread: Spread
    stands_out: Sequence[str] = ()
    is_units: bool = False
    target_name: str = REGION

    @property
    def noun(self) -> str:
        """förvaltningar · enheter."""
        return "enheter" if self.is_units else "förvaltningar"

    @property
    def is_judged(self) -> bool:
        return self.is_beyond is not None

    @property
    def has_names(self) -> bool:
        return bool(self.under or self.over)

    @property
    def under_names(self) -> str:
        return names(self.under)

    @property
    def over_names(self) -> str:
        return names(self.over)

    @property
    def under_units(self) -> str:
        """Tre enheter."""
        return _units(self.under)

    @property
    def over_units(self) -> str:
        return _units(self.over)

    @property
    def over_count(self) -> int:
        return len(self.over)

    @property
    def few_names(self) -> str:
        return _who(self, self.few)

    @property
    def stands_out_names(self) -> str:
        return names(self.stands_out)

    @property
    def sides(self) -> str:
        """NU och SÄS ligger under, SU över."""
        return _sides(self)

    @property
    def how_many(self) -> str:
        """Sex förvaltningar."""
        return f"{swedish.number_word(self.spread.units).capitalize()} {self.noun}"

    @property
    def fewest(self) -> int:
        """Needed for a funnel to be adjusted."""
        return FEWEST_TO_ADJUST


def of_specialty(variation: Row, cells: Iterable[Row]) -> Chance:
    """Of a specialty's own row and all its förvaltningar, as published."""
    every = list(cells)
    differs = outside(variation, every)
    few = [str(row["administration"]) for row in every if row["status"] == LOW_BASE and row["share"] is not None]
    spread = Spread(variation["phi"], variation["tau_squared"], variation["judged"] or 0, variation["chance_p"])
    return Chance(differs.is_beyond, differs.under, differs.over, few, spread)


def of_funnel(made: Funnel, is_beyond: bool | None) -> Chance:
    """Of what a funnel holds; `is_beyond` as published, for the förvaltningar against the region."""
    ordered = sorted(made.judged, key=lambda each: float(each.row["share"]))
    under, over = ([each.label for each in ordered if each.verdict == side] for side in (UNDER, OVER))
    is_published = not made.is_units and made.target_name == REGION
    found = bool(under or over) or made.spread.is_beyond if made.spread.units > 1 else None
    return Chance(
        is_beyond=is_beyond if is_published else found,
        under=under,
        over=over,
        few=[each.label for each in ordered if each.verdict is None],
        spread=made.spread,
        stands_out=[each.label for each in ordered if each.stands_out],
        is_units=made.is_units,
        target_name=made.target_name,
    )


def names(of: Sequence[str]) -> str:
    """a, b och c; a long list ends with how many more there are."""
    if len(of) <= MOST_NAMES:
        return swedish.listed(of)
    rest = len(of) - MOST_NAMES + 1
    return f"{', '.join(of[: MOST_NAMES - 1])} och {swedish.number_word(rest)} till"


def _units(of: Sequence[str]) -> str:
    return f"{swedish.number_word(len(of)).capitalize()} enhet{'er' if len(of) != 1 else ''}"


def _sides(chance: Chance) -> str:
    """NU och SÄS ligger under, SU över."""
    sides = [(who, word) for who, word in ((chance.under, "under"), (chance.over, "över")) if who]
    named = [
        _units(who).lower() if chance.is_units and index == 0 else _who(chance, who)
        for index, (who, _) in enumerate(sides)
    ]
    verbs = [" ligger", ""]
    return ", ".join(f"{who}{verb} {word}" for who, verb, (_, word) in zip(named, verbs, sides, strict=False))


def _who(chance: Chance, of: Sequence[str]) -> str:
    """Names of förvaltningar; of units, which are many, how many."""
    return swedish.number_word(len(of)) if chance.is_units else names(of)
