"""What a queue's balance says: its finding, its ledger, and why it cannot be counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import freshness, swedish
from dashboard.cuts import WAITING_FOR
from dashboard.sentences import Sentence, all_said, plain
from dashboard.states import HIDDEN, MISSING, Cell, count_cell
from dashboard.tables import Column, TableRow, table, text

ALL = "Alla"
STANDS_STILL = 0.005  # of the queue before: a smaller change than one in two hundred is said to be none
MUCH_UNEXPLAINED = 0.05  # of the queue: from here the page asks for a look at the registration
HIDDEN_WORDS = "Underlaget är för litet för att visas. Välj en större grupp, till exempel alla förvaltningar."
NAMES = {"vantande": "väntande", "genomforda": "genomförda"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Balance:
    """One queue in one month; `who` is " i NU", or "" for all."""

    row: Row | None
    who: str

    @property
    def is_missing(self) -> bool:
        return self.row is None or self.row["status"] == MISSING

    @property
    def is_hidden(self) -> bool:
        return self.row is not None and self.row["status"] == HIDDEN

    @property
    def change(self) -> int | None:
        """Patients; None where the balance cannot be shown."""
        if self.row is None or self.is_missing or self.is_hidden:
            return None
        return int(self.row["closing"] - self.row["opening"])

    @property
    def is_still(self) -> bool:
        change = self.change
        return self.row is not None and change is not None and abs(change) <= STANDS_STILL * self.row["opening"]

    @property
    def left(self) -> int:
        return self._count("completed") + self._count("other_removals")

    @property
    def inflow(self) -> int:
        return self._count("inflow")

    @property
    def unexplained(self) -> int:
        return self._count("unexplained")

    @property
    def is_misleading(self) -> bool:
        """Growth that those who came do not explain, or so much unexplained that the two numbers mislead."""
        grows = self.change is not None and self.change > 0
        return self.row is not None and ((grows and self.inflow <= self.left) or has_much_unexplained(self.row))

    def _count(self, name: str) -> int:
        return 0 if self.row is None else int(self.row[name])


FINDING: Sequence[Sentence[Balance]] = (
    Sentence("missing", lambda b: b.is_missing, "Köns balans går inte att räkna{who}"),
    Sentence("hidden", lambda b: b.is_hidden, "Köns balans visas inte{who}"),
    Sentence("still", lambda b: b.is_still, "Kön{who} står still: "),
    Sentence("grows", lambda b: (b.change or 0) > 0 and not b.is_still, "Kön{who} växer: "),
    Sentence("shrinks", lambda b: (b.change or 0) < 0 and not b.is_still, "Kön{who} krymper: "),
)

# After the finding, every one that holds.
MOVED: Sequence[Sentence[Balance]] = (
    Sentence("left", lambda b: b.change is not None, "{left:n} lämnade den"),
    Sentence("came", lambda b: b.change is not None, "{inflow:n} kom till"),
    Sentence("unexplained", lambda b: b.change is not None and b.is_misleading, "{unexplained:n} är oförklarade"),
)


def finding(row: Row | None, who: str) -> str:
    """Kön krymper: 2 215 lämnade den, 2 012 kom till – or that the balance is hidden or cannot be counted."""
    balance = Balance(row, who)
    return plain(FINDING, balance) + ", ".join(all_said(MOVED, balance))


def ledger(row: Row, cutoff: dt.date) -> str:
    """The month as a table from one end to the other."""
    first = swedish.day_and_month(cutoff.replace(day=1))
    lines = [
        (f"Väntade {first}", swedish.integer(row["opening"]), "vl-sum"),
        ("+ Nya i kön", swedish.integer(row["inflow"]), ""),
        (f"{swedish.MINUS} Genomförda", swedish.integer(row["completed"]), ""),
        (f"{swedish.MINUS} Lämnat utan vård", swedish.integer(row["other_removals"]), ""),
        ("Oförklarad skillnad", signed(row["unexplained"]), ""),
        (f"Väntar {swedish.day_and_month(cutoff)}", swedish.integer(row["closing"]), "vl-sum"),
    ]
    rows = []
    for label, number, css in lines:
        share = f' <span class="vl-muted">{unexplained_share(row)}</span>' if label.startswith("Oförklarad") else ""
        rows.append(TableRow(Cell(text(label).html + share), [Cell(number, "vl-number")], css))
    columns = [Column(swedish.month_and_year(cutoff).capitalize()), Column("Patienter", True)]
    return table(f"Köns balans, {swedish.month_and_year(cutoff)}", columns, rows)


def twin(rows: Sequence[Row], name: str) -> str:
    """Every förvaltning's balance, a row each."""
    figures = ("opening", "inflow", "completed", "other_removals", "unexplained", "closing")
    titles = ("Väntade före", "Nya", "Genomförda", "Lämnat utan vård", "Oförklarat", "Väntar efter", "Ändring")
    columns = [Column("Förvaltning"), *(Column(title, True) for title in titles)]
    body = []
    for row in rows:
        is_all = row["administration"] == ALL
        cells = [count_cell(row, figure) for figure in figures]
        label = "Alla förvaltningar" if is_all else row["administration"]
        body.append(TableRow(text(label), [*cells, _change_cell(row)], "vl-sum" if is_all else ""))
    return table(name, columns, body)


def unexplained_share(row: Row) -> str:
    """0,1 % av kön."""
    share = unexplained_part(row)
    if 0 < share < 0.0005:
        return f"under 0,1{swedish.NBSP}% av kön"
    return f"{swedish.decimal(share * 100)}{swedish.NBSP}% av kön"


def unexplained_part(row: Row) -> float:
    """The unexplained as a share of the queue, 0–1."""
    queue = row["closing"] or row["opening"]
    return float(row["unexplained"] / queue) if queue else 0.0


def has_much_unexplained(row: Row) -> bool:
    """Whether so much is unexplained that the registration should be looked at before the balance is used."""
    return unexplained_part(row) >= MUCH_UNEXPLAINED


def signed(number: int) -> str:
    """+13, −164 or 0."""
    return f"+{swedish.integer(number)}" if number > 0 else swedish.integer(number)


def queue_of(phase: int) -> str:
    """Kön till första besök."""
    return f"Kön till {WAITING_FOR[phase]}"


def why_missing(version: str, principal: str, cutoff: dt.date, scope: str, givers: Sequence[str]) -> str:
    """What a balance would have needed: the queue before, the queue now, the work of the month."""
    before = cutoff.replace(day=1) - dt.timedelta(days=1)
    if (cutoff + dt.timedelta(days=1)).day != 1:
        return "mätdatumet är inte en månads sista dag"
    wanted = (("vantande", before), ("vantande", cutoff), ("genomforda", cutoff))
    missing = [said for each in wanted if (said := _missing(version, principal, *each, scope, givers))]
    return "; ".join(missing) if missing else "beslutsdagarna finns inte kvar för alla i månaden"


def _missing(
    version: str, principal: str, population: str, date: dt.date, scope: str, givers: Sequence[str]
) -> str | None:
    moment = swedish.long_date(date) if population == "vantande" else swedish.month_and_year(date)
    period = freshness.period_of(version, principal, population, date)
    if period is None or not period["is_delivered"]:
        return f"{NAMES[population]} {moment} saknas"
    absent = [name for name in (period["missing_administrations"] or "").split(", ") if name in givers]
    if scope != ALL:
        absent = [name for name in absent if name == scope]
    return f"{NAMES[population]} {moment} saknas för {swedish.listed(absent)}" if absent else None


def _change_cell(row: Row) -> Cell:
    if row["closing"] is None or row["opening"] is None:
        return Cell("", "vl-number")
    return Cell(signed(row["closing"] - row["opening"]), "vl-number")
