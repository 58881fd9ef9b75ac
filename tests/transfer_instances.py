"""Small transfer problems: frames from literals, random ones, and the best proposal by trying every one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.transfer_options import AGREED_COLUMNS, NEED_COLUMNS, OFFER_COLUMNS, REGIMES, Options, Travel
from analysis.transfer_plan import Proposal, propose

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

HERE, NEAR, FAR, NOWHERE = "Göteborg", "Västra", "Norra", "Okänd"
MINUTES = {HERE: 0, NEAR: 30, FAR: 90}
TIMES = pl.DataFrame([(HERE, NEAR, 30), (FAR, HERE, 90)], schema=["from_area", "to_area", "minutes"], orient="row")


def _frame(rows: Iterable[Sequence[object]], columns: Sequence[str]) -> pl.DataFrame:
    text = {"specialty", "sender", "receiver", "regime", "area"}
    schema = {column: pl.String if column in text else pl.Int64 for column in columns}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def needs(*rows: tuple[str, int, int], specialty: str = "601") -> pl.DataFrame:
    """rows: sender, quarter, volume."""
    return _frame(((specialty, 1, *row) for row in rows), NEED_COLUMNS)


def offers(*rows: tuple[str, str, int, int], area: str | None = None, specialty: str = "601") -> pl.DataFrame:
    """rows: receiver, regime, quarter, volume."""
    return _frame(((specialty, 1, *row[:2], area, *row[2:]) for row in rows), OFFER_COLUMNS)


def agreed(*rows: tuple[str, str, str, int, int], specialty: str = "601") -> pl.DataFrame:
    """rows: sender, receiver, regime, quarter, volume."""
    return _frame(((specialty, 1, *row) for row in rows), AGREED_COLUMNS)


def proposed(
    needs: pl.DataFrame,
    offers: pl.DataFrame,
    agreed_plans: pl.DataFrame | None = None,
    options: Options | None = None,
    travel: Travel | None = None,
) -> Proposal:
    """`propose` with nothing agreed, no choices and nobody's area told, unless given."""
    return propose(
        needs, offers, agreed() if agreed_plans is None else agreed_plans, travel or Travel(), options or Options()
    )


@dataclass(frozen=True)
class Instance:
    """Two senders, two places, two quarters, volumes of some few."""

    need: tuple[tuple[int, int], ...]
    room: tuple[tuple[int, int], ...]
    places: tuple[tuple[str, str, str], ...]  # receiver, regime, area
    options: Options

    senders = ("A", "B")

    def propose(self) -> Proposal:
        """What the solver proposes."""
        need_rows = [(s, q + 1, v) for s, row in zip(self.senders, self.need, strict=True) for q, v in enumerate(row)]
        offer_rows = [
            ("601", 1, *place, q + 1, v)
            for place, row in zip(self.places, self.room, strict=True)
            for q, v in enumerate(row)
        ]
        areas = pl.DataFrame({"provider": self.senders, "area": [HERE, HERE]})
        return propose(
            needs(*need_rows), _frame(offer_rows, OFFER_COLUMNS), agreed(), Travel(areas, TIMES), self.options
        )

    def may_go(self, sender: int, place: int) -> bool:
        """By name, regime and journey."""
        receiver, regime, area = self.places[place]
        limit = self.options.longest_minutes
        near = limit is None or MINUTES.get(area, 10_000) <= limit
        return receiver != self.senders[sender] and regime in self.options.regimes and near

    def ways(self, sender: int) -> Integers:
        """(ways, 5): every way to place the sender's patients by place × quarter, and how long they wait together."""
        rows = set()
        options = [(place, quarter) for place in (0, 1) for quarter in (0, 1) if self.may_go(sender, place)]
        for first in _spread(self.need[sender][0], options):
            for second in _spread(self.need[sender][1], [option for option in options if option[1] == 1]):
                volumes = [first.get(key, 0) + second.get(key, 0) for key in itertools.product((0, 1), (0, 1))]
                delay = sum(volume for (_, quarter), volume in first.items() if quarter == 1)
                if self._obeys_batch(volumes):
                    rows.add((*volumes, delay))
        return np.array(sorted(rows), dtype=np.int64)

    def _obeys_batch(self, volumes: list[int]) -> bool:
        together: dict[tuple[str, int], int] = {}
        for (place, quarter), volume in zip(itertools.product((0, 1), (0, 1)), volumes, strict=True):
            key = (self.places[place][0], quarter)
            together[key] = together.get(key, 0) + volume
        return all(volume == 0 or volume >= self.options.smallest_batch for volume in together.values())

    def proposals(self) -> Integers:
        """(proposals, senders, 5): every way of both that the places have room for."""
        first, second = self.ways(0), self.ways(1)
        both = np.stack([np.repeat(first, len(second), axis=0), np.tile(second, (len(first), 1))], axis=1)
        fits = (both[:, :, :4].sum(axis=1) <= np.ravel(self.room)).all(axis=1)
        return np.asarray(both[fits], dtype=np.int64)

    def best(self) -> dict[str, float]:
        """The value of each level by trying every proposal."""
        every = self.proposals()
        scores = {"minst_otillgodosett": np.array(self.need).sum() - every[:, :, :4].sum(axis=(1, 2))}
        if self.options.fair:
            shares = self._shares(every)
            scores["rattvisa"] = -shares[:, 0]
            if self.options.smallest_batch <= 1:
                scores["andra_andelen"] = -shares[:, -1]
        scores |= self._later_scores(every)
        return _lexicographic(scores)

    def _shares(self, every: Integers) -> Floats:
        """(proposals, senders who can be helped) the share of need met, smallest first; 1 where nobody can."""
        placed = every[:, :, :4].sum(axis=2)
        helped = [sender for sender in (0, 1) if (placed[:, sender] > 0).any()]
        if not helped:
            return np.ones((len(every), 1))
        return np.sort(placed[:, helped] / np.array(self.need).sum(axis=1)[helped], axis=1)

    def _later_scores(self, every: Integers) -> dict[str, Integers]:
        by_place = every[:, :, :4].reshape(len(every), 2, 2, 2).sum(axis=3)  # proposal, sender, place
        regimes = np.array([regime for _, regime, _ in self.places])
        is_used = by_place > 0
        same = self.places[0][0] == self.places[1][0]
        pairs = is_used.any(axis=2).sum(axis=1) if same else is_used.sum(axis=(1, 2))
        return {
            "egen_regi": -by_place[:, :, regimes == "egen"].sum(axis=(1, 2)),
            "egna_avtal": -by_place[:, :, regimes == "avtal"].sum(axis=(1, 2)),
            "minst_fordrojning": every[:, :, 4].sum(axis=1),
            "farst_par": pairs,
        }


def _lexicographic(scores: dict[str, NDArray[np.number]]) -> dict[str, float]:
    """The least of each score among those that have the least of all before, without its sign."""
    left = np.ones(len(next(iter(scores.values()))), dtype=bool)
    values = {}
    for level, score in scores.items():
        least = score[left].min()
        values[level] = float(abs(least))
        left &= score == least
    values.pop("andra_andelen", None)
    return values


def _spread(volume: int, options: list[tuple[int, int]]) -> list[dict[tuple[int, int], int]]:
    """Every way to place up to `volume` patients on the options."""
    ways: list[dict[tuple[int, int], int]] = [{}]
    for option in options:
        ways = [{**way, option: placed} for way in ways for placed in range(volume - sum(way.values()) + 1)]
    return ways


volumes = st.tuples(st.integers(0, 3), st.integers(0, 3))
places = st.sampled_from(
    [
        (("K", "egen", HERE), ("L", "avtal", NEAR)),
        (("K", "egen", FAR), ("L", "egen", NEAR)),
        (("A", "egen", HERE), ("L", "annan_region", NOWHERE)),
        (("K", "avtal", NEAR), ("K", "annan_region", FAR)),
        (("B", "avtal", HERE), ("L", "avtal", HERE)),
        (("K", "egen", HERE), ("K", "egen", FAR)),
    ]
)


def instances(*batches: int, fair: bool = False) -> st.SearchStrategy[Instance]:
    """Random ones with these smallest batches."""
    choices = st.builds(
        Options,
        smallest_batch=st.sampled_from(batches),
        longest_minutes=st.sampled_from([None, None, 60]),
        fair=st.just(fair),
        regimes=st.sampled_from([REGIMES, REGIMES, REGIMES[:2]]),
    )
    return st.builds(Instance, st.tuples(volumes, volumes), st.tuples(volumes, volumes), places, choices)


@dataclass(frozen=True)
class Year:
    """Two specialties of three senders, four receivers – one of them a sender – and some agreed plans."""

    needs: pl.DataFrame
    offers: pl.DataFrame
    agreed: pl.DataFrame
    options: Options

    travel = Travel(pl.DataFrame({"provider": ["A", "B", "K"], "area": [HERE, FAR, FAR]}), TIMES)

    def propose(self, *, more_at: dict[str, object] | None = None) -> Proposal:
        """What the solver proposes; more_at: an offer with one slot more."""
        offered = self.offers
        if more_at:
            is_there = pl.all_horizontal(pl.col(name) == value for name, value in more_at.items())
            offered = offered.with_columns(volume=pl.col("volume") + is_there.cast(pl.Int64))
        return propose(self.needs, offered, self.agreed, self.travel, self.options)

    def shuffled(self, seed: int) -> Year:
        """The same year with the rows of every frame in another order."""
        return self.with_rows(lambda frame: frame.sample(fraction=1, shuffle=True, seed=seed))

    def with_rows(self, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Year:
        """The same year with every frame changed."""
        return Year(change(self.needs), change(self.offers), change(self.agreed), self.options)


def random_year(seed: int, options: Options) -> Year:
    """The same for the same seed."""
    draw = np.random.default_rng(seed)
    receivers = [("K", "egen", None), ("L", "avtal", HERE), ("M", "annan_region", NEAR), ("A", "egen", None)]
    need_rows, offer_rows, plan_rows = [], [], []
    for specialty in ("301", "601"):
        for quarter in range(1, 5):
            need_rows += [(specialty, 1, sender, quarter, int(draw.integers(-3, 12))) for sender in "ABC"]
            offer_rows += [(specialty, 1, *place, quarter, int(draw.integers(0, 9))) for place in receivers]
            pairs = [(sender, place) for sender in "ABC" for place in receivers if sender != place[0]]
            plan_rows += [
                (specialty, 1, sender, place[0], place[1], quarter, int(draw.integers(1, 7)))
                for sender, place in pairs
                if draw.random() < 0.15
            ]
    return Year(
        _frame(need_rows, NEED_COLUMNS), _frame(offer_rows, OFFER_COLUMNS), _frame(plan_rows, AGREED_COLUMNS), options
    )


def years(*, batches: Sequence[int] = (0, 0, 0, 4)) -> st.SearchStrategy[Year]:
    """Random ones."""
    options = st.builds(
        Options,
        smallest_batch=st.sampled_from(batches),
        longest_minutes=st.sampled_from([None, None, 60]),
        fair=st.booleans(),
        first_quarter=st.sampled_from([1, 1, 3]),
    )
    return st.builds(random_year, st.integers(0, 10_000), options)
