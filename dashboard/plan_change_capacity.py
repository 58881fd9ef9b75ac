"""What is free where a plan is raised: by receiver and quarter in the routine's order, and where a raise takes more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analysis.free_capacity import REGIME_ORDER
from dashboard import plan_words, sentences, swedish, tables
from dashboard.plan_change_draft import Draft, Plan, raised_quarters
from dashboard.sentences import Sentence
from dashboard.states import Cell
from dashboard.tables import Column, TableRow


@dataclass(frozen=True)
class Raise:
    """One quarter's raise against what its receiver has left; `free` is None where nothing is offered."""

    quarter: int
    receiver: str
    raised: int
    free: int | None

    @property
    def is_beyond(self) -> bool:
        return self.free is None or self.raised > max(self.free, 0)

    @property
    def left(self) -> int:
        return max(self.free or 0, 0)


@dataclass(frozen=True)
class Earlier:
    """Patients free in regimes that the routine takes before the plan's own, in the raised quarters."""

    free: int
    receivers: tuple[str, ...]

    @property
    def names(self) -> str:
        return swedish.listed(self.receivers)


RAISES: list[Sentence[Raise]] = [
    Sentence("ryms", lambda raised: not raised.is_beyond,
             "Kvartal {quarter}: höjningen med {raised:n} ryms i den lediga volymen hos {receiver}, {left:n}."),
    Sentence("ryms inte", lambda raised: raised.is_beyond and raised.free is not None,
             "Kvartal {quarter}: <b>höjningen med {raised:n} är större än den lediga volymen hos {receiver}, "
             "{left:n}.</b>"),
    Sentence("inget erbjudande", lambda raised: raised.free is None,
             "Kvartal {quarter}: <b>{receiver} har inte anmält någon ledig kapacitet</b>, höjningen är {raised:n}."),
]  # fmt: skip
EARLIER: list[Sentence[Earlier]] = [
    Sentence("ingenting", lambda earlier: not earlier.free,
             "Egen regi går först, sedan egna avtal, sist andra regioners avtal."),
    Sentence("finns", lambda earlier: earlier.free > 0,
             "Egen regi går först, sedan egna avtal, sist andra regioners avtal: <b>{free:n} lediga hos {names} går "
             "före den här mottagaren.</b>"),
]  # fmt: skip


def offers_of(free: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """The free capacity (`plan_data.free_capacity`) of the plan's specialty and phase."""
    return free.filter(pl.col("specialty") == plan.specialty, pl.col("phase") == plan.phase)


def raises(offers: pl.DataFrame, plan: Plan, draft: Draft) -> list[Raise]:
    """Each raised quarter against what the plan's receiver has left in the plan's regime."""
    own = offers.filter(pl.col("receiver") == plan.receiver, pl.col("regime") == plan.regime)
    free = dict(own.select("quarter", "free").rows())
    return [Raise(q, plan.receiver, more, free.get(q)) for q, more in raised_quarters(plan, draft).items()]


def earlier(offers: pl.DataFrame, plan: Plan, draft: Draft) -> Earlier:
    """What is free before the plan's own regime, where it is raised; the plan's sender is no receiver of its own."""
    before = REGIME_ORDER[: _place(plan.regime)]
    rows = offers.filter(
        pl.col("regime").is_in(list(before)),
        pl.col("quarter").is_in(list(raised_quarters(plan, draft))),
        pl.col("receiver") != plan.sender,
        pl.col("free") > 0,
    )
    return Earlier(int(rows["free"].sum()), tuple(swedish.swedish_sorted(set(rows["receiver"]), key=str)))


def html(offers: pl.DataFrame, plan: Plan, draft: Draft) -> str:
    """The offers in the routine's order, a row per receiver, and what the raise comes to."""
    lines = [sentences.the_one(RAISES, each) for each in raises(offers, plan, draft)]
    lines.append(sentences.the_one(EARLIER, earlier(offers, plan, draft)))
    told = "".join(f"<p>{line}</p>" for line in lines)
    return f'<div class="vl-text">{told}</div>{_table(offers, plan)}'


def _table(offers: pl.DataFrame, plan: Plan) -> str:
    columns = [Column("Mottagare"), Column("Regi"), *(Column(f"Kvartal {q}", True) for q in (1, 2, 3, 4))]
    rows = []
    pairs = offers.select("receiver", "regime").unique().rows()
    for receiver, regime in sorted(pairs, key=lambda pair: (_place(pair[1]), swedish.sort_key(pair[0]))):
        own = offers.filter(pl.col("receiver") == receiver, pl.col("regime") == regime)
        free: Mapping[int, int] = dict(own.select("quarter", "free").rows())
        cells = [_cell(free.get(q), over=plan.ended[q - 1]) for q in (1, 2, 3, 4)]
        is_own = (receiver, regime) == (plan.receiver, plan.regime)
        heading = tables.text(f"{receiver} (planens mottagare)" if is_own else receiver)
        rows.append(TableRow(heading, [tables.text(plan_words.REGIMES.get(regime, regime)), *cells]))
    return tables.table("Ledig kapacitet i rutinens ordning", columns, rows) if rows else ""


def _place(regime: str) -> int:
    """Where the routine has a regime; one that it does not know comes last."""
    return REGIME_ORDER.index(regime) if regime in REGIME_ORDER else len(REGIME_ORDER)


def _cell(free: int | None, *, over: bool) -> Cell:
    if over:
        return Cell("avslutat", "vl-number vl-muted")
    return Cell("ingen anmäld", "vl-number vl-muted") if free is None else Cell(swedish.integer(free), "vl-number")
