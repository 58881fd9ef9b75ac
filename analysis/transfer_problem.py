"""The problem of one specialty and phase: who needs, who has room, who may go where, what is already agreed.

Agreed plans are fixed first: their volume leaves the senders' need and the receivers' room. What is agreed for a
quarter is for patients of that quarter, then of the latest earlier ones that still wait; at the receiver it takes the
room of its own regime first. What finds neither need nor room is a conflict, told and not cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.transfer_options import (
    AGREED_COLUMNS,
    NEED_COLUMNS,
    OFFER_COLUMNS,
    PROBLEM,
    QUARTERS,
    REGIMES,
    Options,
    Travel,
)

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Codes = NDArray[np.object_]

FREE, SELF, REGIME, TOO_FAR, TIME_UNKNOWN = "", "sig_sjalv", "ingen_tillaten_regi", "for_lang_resa", "restid_saknas"


@dataclass(frozen=True)
class Place:
    """Room that a receiver offers under one regime in one area (None: not told)."""

    receiver: str
    regime: str
    area: str | None


@dataclass(frozen=True)
class Conflict:
    """Agreed volume beyond need ('behov', of a sender) or beyond room ('kapacitet', of a receiver) in a quarter.

    available: what of the agreed volume had need or room; None where the provider has told nothing for the year.
    """

    kind: str
    provider: str
    quarter: int
    agreed: int
    available: int | None
    excess: int


@dataclass(frozen=True)
class Problem:
    """One specialty and phase. Senders in order of name; places in the routine's order, then by name.

    need: (senders, 4) before agreed plans; left: the same after them; offered: (places, 4); room: after agreed plans
    (0 in ended quarters); taken: (places, 4) agreed volume counted there; short: (places, 4) mask, where the receiver
    has agreed more than it offers; is_open: (4,) quarters that
    have not ended; barred: (senders, places) why a sender may not use a place, FREE where it may.
    """

    specialty: str
    phase: int
    senders: tuple[str, ...]
    places: tuple[Place, ...]
    need: Counts
    left: Counts
    offered: Counts
    room: Counts
    taken: Counts
    short: Mask
    is_open: Mask
    barred: Codes
    conflicts: tuple[Conflict, ...]

    @property
    def allowed(self) -> Mask:
        """(senders, places)."""
        return np.asarray(self.barred == FREE, dtype=bool)

    @property
    def receivers(self) -> Counts:
        """(places,) the number of each place's receiver, so that a pair is a sender and a receiver."""
        names = sorted({place.receiver for place in self.places})
        return np.array([names.index(place.receiver) for place in self.places], dtype=np.int64)

    def of_regime(self, regime: str) -> Mask:
        """(places,)."""
        return np.array([place.regime == regime for place in self.places], dtype=bool)


def problems(
    needs: pl.DataFrame, offers: pl.DataFrame, agreed: pl.DataFrame, travel: Travel, options: Options
) -> Iterator[Problem]:
    """One per specialty and phase of any frame, in order; rows of the same key are added, in whatever order given.

    Raises ValueError for a missing value other than an area, a quarter outside 1–4 or an unknown regime.
    """
    frames = [_added(needs, NEED_COLUMNS), _added(offers, OFFER_COLUMNS), _added(agreed, AGREED_COLUMNS)]
    keys = sorted({key for frame in frames for key in frame.select(PROBLEM).unique().iter_rows()})
    parts = [frame.partition_by(*PROBLEM, as_dict=True, include_key=False) for frame in frames]
    areas, minutes = travel.area_of(), travel.minutes()
    for key in keys:
        rows = [part[key].rows() if key in part else [] for part in parts]
        yield _problem(key, rows[0], rows[1], rows[2], _Roads(areas, minutes, options))


def _added(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    keys = columns[:-1]
    if any(frame[column].null_count() for column in columns if column != "area"):
        raise ValueError("a value is missing: only an offer's area may be")
    if not frame["quarter"].is_between(1, QUARTERS).all():
        raise ValueError("a quarter is 1 to 4")
    if "regime" in columns and not frame["regime"].is_in(REGIMES).all():
        raise ValueError("a regime is one of " + ", ".join(REGIMES))
    return frame.select(columns).group_by(keys).agg(pl.col("volume").sum().cast(pl.Int64)).sort(keys, nulls_last=True)


@dataclass(frozen=True)
class _Roads:
    areas: dict[str, str]
    minutes: dict[tuple[str, str], int]
    options: Options

    def barred(self, sender: str, place: Place) -> str:
        """Why the sender may not use the place."""
        if sender == place.receiver:
            return SELF
        if place.regime not in self.options.regimes:
            return REGIME
        if self.options.longest_minutes is None:
            return FREE
        time = self._time(self.areas.get(sender), place.area or self.areas.get(place.receiver))
        if time is None:
            return TIME_UNKNOWN
        return TOO_FAR if time > self.options.longest_minutes else FREE

    def _time(self, here: str | None, there: str | None) -> int | None:
        if here is None or there is None:
            return None
        return self.minutes.get((here, there), 0 if here == there else None)


_NeedRow = tuple[str, int, int]  # sender, quarter, volume
_OfferRow = tuple[str, str, str | None, int, int]  # receiver, regime, area, quarter, volume
_AgreedRow = tuple[str, str, str, int, int]  # sender, receiver, regime, quarter, volume


def _problem(
    key: tuple[str, int], needs: list[_NeedRow], offers: list[_OfferRow], agreed: list[_AgreedRow], roads: _Roads
) -> Problem:
    senders = tuple(sorted({row[0] for row in needs} | {row[0] for row in agreed}))
    places = tuple(
        sorted(
            {Place(*row[:3]) for row in offers},
            key=lambda place: (REGIMES.index(place.regime), place.receiver, place.area is None, place.area or ""),
        )
    )
    number = {sender: index for index, sender in enumerate(senders)}
    need, told = _table(len(senders), [(number[sender], quarter, volume) for sender, quarter, volume in needs])
    seat = {place: index for index, place in enumerate(places)}
    offered, _ = _table(len(places), [(seat[Place(*row[:3])], *row[3:]) for row in offers])
    left, over_need = _after_agreed(senders, need, told, agreed)
    room, short, over_room = _room_after_agreed(places, offered, agreed)
    taken = offered - room
    is_open = np.arange(1, QUARTERS + 1) >= roads.options.first_quarter
    room[:, ~is_open] = 0
    barred = np.array([[roads.barred(sender, place) for place in places] for sender in senders], dtype=object)
    barred = barred.reshape(len(senders), len(places))
    conflicts = (*over_need, *over_room)
    return Problem(*key, senders, places, need, left, offered, room, taken, short, is_open, barred, conflicts)


def _table(n: int, rows: list[tuple[int, int, int]]) -> tuple[Counts, Mask]:
    """(n, 4) volumes, negative ones as 0 (a surplus of one is no need of another), and which rows told anything."""
    table, told = np.zeros((n, QUARTERS), dtype=np.int64), np.zeros(n, dtype=bool)
    for index, quarter, volume in rows:
        table[index, quarter - 1] = max(0, volume)
        told[index] = True
    return table, told


def _after_agreed(
    senders: tuple[str, ...], need: Counts, told: Mask, agreed: list[_AgreedRow]
) -> tuple[Counts, list[Conflict]]:
    left, conflicts = need.copy(), []
    for index, sender in enumerate(senders):
        for quarter in range(QUARTERS):
            volume = sum(row[4] for row in agreed if row[0] == sender and row[3] == quarter + 1)
            rest = volume
            for waiting in range(quarter, -1, -1):
                counted = min(rest, int(left[index, waiting]))
                left[index, waiting] -= counted
                rest -= counted
            if rest:
                available = volume - rest if told[index] else None
                conflicts.append(Conflict("behov", sender, quarter + 1, volume, available, rest))
    return left, conflicts


def _room_after_agreed(
    places: tuple[Place, ...], offered: Counts, agreed: list[_AgreedRow]
) -> tuple[Counts, Mask, list[Conflict]]:
    room, short, conflicts = offered.copy(), np.zeros(offered.shape, dtype=bool), []
    for receiver in sorted({row[1] for row in agreed}):
        own = [index for index, place in enumerate(places) if place.receiver == receiver]
        for quarter in range(QUARTERS):
            volumes = {
                regime: sum(row[4] for row in agreed if row[1:4] == (receiver, regime, quarter + 1))
                for regime in REGIMES
            }
            rest = 0
            for regime in REGIMES:
                same = [index for index in own if places[index].regime == regime]
                rest += _take(room, same, quarter, volumes[regime])
            rest = _take(room, own, quarter, rest)
            if rest:
                total = sum(volumes.values())
                short[own, quarter] = True
                available = total - rest if own else None
                conflicts.append(Conflict("kapacitet", receiver, quarter + 1, total, available, rest))
    return room, short, conflicts


def _take(room: Counts, places: list[int], quarter: int, volume: int) -> int:
    """Take the volume from the places in order; returns what they had no room for."""
    for place in places:
        taken = min(volume, int(room[place, quarter]))
        room[place, quarter] -= taken
        volume -= taken
    return volume
