"""`python -m bench.transfer`: what a proposed plan of a whole region costs, with and without the choices."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.transfer_options import AGREED_COLUMNS, NEED_COLUMNS, OFFER_COLUMNS, REGIMES, Options, Travel
from analysis.transfer_plan import Proposal, propose

AREAS = 6
WALL_AIM_SECONDS = 10


@dataclass(frozen=True)
class Region:
    """An invented year: every sender has a gap and every receiver room in all specialties and quarters, or in some.

    room: all receivers' together as a share of the need; present: the share of senders and receivers that a specialty
    has at all.
    """

    specialties: int = 45
    senders: int = 10
    receivers: int = 30
    room: float = 1.0
    present: float = 1.0

    def propose(self, options: Options) -> Proposal:
        """The same for the same region."""
        needs, offers, agreed = self._rows()
        return propose(
            pl.DataFrame(needs, schema=list(NEED_COLUMNS), orient="row"),
            pl.DataFrame(offers, schema=list(OFFER_COLUMNS), orient="row"),
            pl.DataFrame(agreed, schema=list(AGREED_COLUMNS), orient="row"),
            self._travel(),
            options,
        )

    def _rows(self) -> tuple[list[tuple[object, ...]], ...]:
        draw = np.random.default_rng(self.specialties)
        needs: list[tuple[object, ...]] = []
        offers: list[tuple[object, ...]] = []
        agreed: list[tuple[object, ...]] = []
        for number in range(self.specialties):
            key = (f"{100 + number}", 1)
            senders = [s for s in range(self.senders) if draw.random() < self.present]
            receivers = [r for r in range(self.receivers) if draw.random() < self.present]
            need = draw.integers(0, 60, (len(senders), 4))
            room = draw.integers(0, 40, (len(receivers), 4))
            room = (room * need.sum() * self.room / max(1, room.sum())).astype(int)
            for row, sender in enumerate(senders):
                needs += [(*key, f"s{sender:02}", q + 1, int(need[row, q])) for q in range(4)]
            for row, receiver in enumerate(receivers):
                place = (f"r{receiver:02}", self._regime(receiver))
                offers += [(*key, *place, f"area {receiver % AREAS}", q + 1, int(room[row, q])) for q in range(4)]
                if senders:
                    partner = f"s{senders[row % len(senders)]:02}"
                    agreed += [(*key, partner, *place, q + 1, int(draw.integers(1, 12))) for q in range(4)]
        return needs, offers, agreed

    def _regime(self, receiver: int) -> str:
        return REGIMES[receiver * len(REGIMES) // self.receivers]

    def _travel(self) -> Travel:
        areas = [(f"s{sender:02}", f"area {sender % AREAS}") for sender in range(self.senders)]
        times = [(f"area {a}", f"area {b}", 30 + 20 * (a - b)) for a in range(AREAS) for b in range(a)]
        return Travel(
            pl.DataFrame(areas, schema=["provider", "area"], orient="row"),
            pl.DataFrame(times, schema=["from_area", "to_area", "minutes"], orient="row"),
        )


WHOLE, USUAL = Region(), Region(present=0.35)
CASES = [
    ("every receiver in every specialty", WHOLE, Options()),
    ("  at most 70 minutes away", WHOLE, Options(longest_minutes=70)),
    ("  fair between senders", WHOLE, Options(fair=True)),
    ("a third of them in each", USUAL, Options()),
    ("  fair between senders", USUAL, Options(fair=True)),
    ("  at least 5 per pair and quarter", USUAL, Options(smallest_batch=5)),
    ("  both", USUAL, Options(smallest_batch=5, fair=True)),
]


@dataclass(frozen=True)
class Measured:
    """CPU and wall seconds; patients; how many levels before the pairs are proven; pairs, and their bound."""

    case: str
    cpu_seconds: float
    wall_seconds: float
    placed: int
    unmet: int
    proven: int
    levels: int
    pairs: int
    pairs_bound: int

    @property
    def within(self) -> bool:
        """By CPU: on a busy machine the wall time tells of the others."""
        return self.cpu_seconds < WALL_AIM_SECONDS


def measure(case: str, region: Region, options: Options) -> Measured:
    """One proposal of the whole region."""
    wall, cpu = time.perf_counter(), time.process_time()
    proposal = region.propose(options)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    before = proposal.levels.filter(pl.col("level") != "farst_par")
    pairs = proposal.levels.filter(pl.col("level") == "farst_par")
    return Measured(
        case,
        cpu,
        wall,
        int(proposal.needs["placed"].sum()),
        int(proposal.needs["unmet"].sum()),
        int(before["proven"].sum()),
        before.height,
        int(pairs["value"].sum()),
        int(pairs["bound"].sum()),
    )


def told(row: Measured) -> str:
    """One line of the table."""
    return (
        f"{row.case:36} {row.cpu_seconds:6.1f} s CPU {row.wall_seconds:6.1f} s   placed {row.placed:6,}"
        f"   unmet {row.unmet:6,}   proven {row.proven}/{row.levels}"
        f"   pairs {row.pairs:5,} (at best {row.pairs_bound:,})"
    )


def main() -> None:
    """Measure every case, telling each as it comes."""
    print(f"{WHOLE.specialties} specialties × {WHOLE.senders} senders × {WHOLE.receivers} receivers × 4 quarters")
    for case in CASES:
        print(told(measure(*case)), flush=True)


if __name__ == "__main__":
    main()
