"""An attacker with linear programming: knows every exported figure and tries to work out what is hidden.

Written from the public interface alone: it reads the open tables as files, knows that margins add up and that a hidden
group is never nought, and shares no code with the product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import highspy
import numpy as np
import polars as pl

# fas, mvo, forvaltning, enhet ("" = the administration as a whole); or fas, mvo, indelning, kategori
Group = tuple[str, str, str, str]
DIMENSIONS = ("kon", "alder", "boende")
MEASURES = ("namnare", "taljare")
DEFINITIONS = ("ingen", "exkl_pvv_mov")  # the widest and the narrowest; the two between add time, not knowledge
TOLERANCE = 1e-6


@dataclass
class Puzzle:
    """All that is known of one date and population: shown values, hidden groups, and sums that must hold."""

    shown: dict[tuple[Group, str], float] = field(default_factory=dict)
    hidden: set[Group] = field(default_factory=set)
    missing: set[Group] = field(default_factory=set)  # nobody told of them
    may_be_nought: set[Group] = field(default_factory=set)  # categories of a group that hides them all
    totals: list[float] = field(default_factory=list)  # accepted contacts of the deliveries, over all phases


def puzzles(tables: dict[str, pl.DataFrame], *, everything: bool) -> Iterator[tuple[tuple[str, ...], Puzzle]]:
    """One puzzle per huvudman, date and population that hides something, as `all_puzzles`."""
    yield from ((keys, puzzle) for keys, puzzle in all_puzzles(tables, everything=everything) if puzzle.hidden)


def all_puzzles(tables: dict[str, pl.DataFrame], *, everything: bool) -> Iterator[tuple[tuple[str, ...], Puzzle]]:
    """One puzzle per huvudman, date and population; with `everything`, also what is counted inside groups (bands of
    days, deviations, denominators and numerators of the definitions).
    """
    found: dict[tuple[str, ...], Puzzle] = defaultdict(Puzzle)
    for table in ("maluppfyllelse", "maluppfyllelse_enhet"):
        for row in tables[table].iter_rows(named=True):
            _take_group(found, row, everything)
    if everything:
        for row in tables["vantetidsfordelning"].iter_rows(named=True):
            puzzle = found[row["huvudman"], row["matdatum"], row["population"]]
            if row["antal"] is not None:
                puzzle.shown[_group(row), f"band {row['fran_dagar']}"] = float(row["antal"])
        for row in tables["avvikelser"].iter_rows(named=True):
            for measure in ("pvv", "mov") if row["antal"] is not None else ():
                found[row["huvudman"], row["matdatum"], row["population"]].shown[_group(row), measure] = float(
                    row[measure]
                )
    for row in in_force(tables["laddningar"]):
        if row["godkanda"] is not None and (row["huvudman"], row["period"], row["slag"]) in found:
            found[row["huvudman"], row["period"], row["slag"]].totals.append(float(row["godkanda"]))
    yield from found.items()


def take_categories(puzzle: Puzzle, rows: list[dict[str, str]], *, everything: bool) -> None:
    """Add jamlikhet of the puzzle's date and population: each dimension is the group of the whole region once more."""
    lines: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for row in rows:
        group = (row["fas"], row["mvo"], row["indelning"], row["kategori"])
        lines[group[:3]][group[3]] = row["status"]
        _take(puzzle, group, row, everything)
    for (phase, specialty, dimension), states in lines.items():
        whole = lines[phase, "Alla", dimension]
        if all(state == "dolt" or state == whole[category] == "noll" for category, state in states.items()):
            puzzle.may_be_nought |= {(phase, specialty, dimension, category) for category in states}


def in_force(loads: pl.DataFrame) -> list[dict[str, str]]:
    """Deliveries that count: of the same source, kind and period the last one."""
    accepted = [row for row in loads.iter_rows(named=True) if row["huvudman"]]
    return list({(row["kalla"], row["slag"], row["period"]): row for row in accepted}.values())


def _take_group(found: dict[tuple[str, ...], Puzzle], row: dict[str, str], everything: bool) -> None:
    _take(found[row["huvudman"], row["matdatum"], row["population"]], _group(row), row, everything)


def _take(puzzle: Puzzle, group: Group, row: dict[str, str], everything: bool) -> None:
    if row["status"] == "dolt":
        puzzle.hidden.add(group)
        return
    if row["status"] == "saknas":
        puzzle.missing.add(group)
    puzzle.shown[group, "antal"] = float(row["antal"] or 0)
    for measure in MEASURES if everything and row["namnare"] and row["definition"] in DEFINITIONS else ():
        if row[measure] is not None:  # of counts in bands a limit may be inside one
            puzzle.shown[group, f"{measure} {row['definition']} {row['grans_dagar']}"] = float(row[measure])


def _group(row: dict[str, str]) -> Group:
    return row["fas"], row["mvo"], row["forvaltning"], row.get("enhet") or ""


def exposed(
    puzzle: Puzzle, group_of: dict[str, str], threshold: int, nobody: frozenset[Group] = frozenset()
) -> list[str]:
    """Hidden groups that the attacker works out: one possible value, or only values below the threshold.

    nobody: hidden categories that nobody is in, who can then not be told of; a category of `threshold` or more in a
    group that hides them all may be told, it is hidden for the others' sake.
    """
    system = _System(puzzle, group_of)
    found = {group: system.verdict(group, threshold) for group in sorted(puzzle.hidden - nobody)}
    return [
        text for group, text in found.items()
        if text and not (group in puzzle.may_be_nought and system.high[system.variables[group, "antal"]] >= threshold)
    ]  # fmt: skip


class _System:
    """The linear system: a variable for every hidden group and every figure counted inside it."""

    def __init__(self, puzzle: Puzzle, group_of: dict[str, str]) -> None:
        self.puzzle = puzzle
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.silent()
        self.variables: dict[tuple[Group, str], int] = {}
        measures = sorted({measure for _, measure in puzzle.shown})
        for group in sorted(puzzle.hidden):
            for measure in measures:
                self.variables[group, measure] = len(self.variables)
                least = 1.0 if measure == "antal" and group not in puzzle.may_be_nought else 0.0
                self.solver.addVar(least, highspy.kHighsInf)
            self._add_inside(group, measures)
        self._add_margins(group_of, measures)
        self._add_deliveries()
        self.low = np.full(len(self.variables), np.inf)
        self.high = np.full(len(self.variables), -np.inf)

    def _add_inside(self, group: Group, measures: list[str]) -> None:
        """Bands add up to the group (they are given for administrations only); no part is larger than its whole."""
        bands = [measure for measure in measures if measure.startswith("band ")]
        if bands and not group[3]:
            self._row({(group, band): 1.0 for band in bands} | {(group, "antal"): -1.0}, 0.0, 0.0)
        for part in (("nya",), ("pvv", "mov")):
            if set(part) <= set(measures):
                parts = {(group, measure): -1.0 for measure in part}
                self._row({(group, "antal"): 1.0} | parts, 0.0, highspy.kHighsInf)
        for measure in measures:
            if measure.startswith("namnare "):
                numerator = measure.replace("namnare ", "taljare ", 1)
                self._row({(group, "antal"): 1.0, (group, measure): -1.0}, 0.0, highspy.kHighsInf)
                self._row({(group, measure): 1.0, (group, numerator): -1.0}, 0.0, highspy.kHighsInf)

    def _add_margins(self, group_of: dict[str, str], measures: list[str]) -> None:
        groups = self.puzzle.hidden | {group for group, _ in self.puzzle.shown}
        parts: dict[tuple[str, Group], list[Group]] = defaultdict(list)
        for phase, specialty, administration, unit in groups:
            group = (phase, specialty, administration, unit)
            if administration in DIMENSIONS:
                parts[administration, (phase, specialty, "Alla", "")].append(group)
            elif unit:
                parts["organisation", (phase, specialty, administration, "")].append(group)
            elif administration != "Alla":
                parts["organisation", (phase, specialty, "Alla", "")].append(group)
            if specialty not in {"Alla", *group_of.values()}:
                parts["specialty", (phase, "Alla", administration, unit)].append(group)
                if specialty in group_of:
                    parts["specialty", (phase, group_of[specialty], administration, unit)].append(group)
        for (kind, whole), members in parts.items():
            if self.puzzle.missing.issuperset(members):
                continue  # counts in bands may be told of the whole alone
            for measure in measures:
                if self._is_additive(kind, whole, measure, members):
                    entries = {(member, measure): 1.0 for member in members} | {(whole, measure): -1.0}
                    self._row(entries, 0.0, 0.0)

    def _is_additive(self, kind: str, whole: Group, measure: str, members: list[Group]) -> bool:
        """Over specialties a limit only adds up where each has it; bands are not given for units."""
        known = [group for group in [whole, *members] if group not in self.puzzle.hidden]
        if measure == "antal":
            return True
        if measure.startswith("band ") and (whole[3] or any(member[3] for member in members)):
            return False
        del kind
        return all((group, measure) in self.puzzle.shown for group in known)

    def _add_deliveries(self) -> None:
        """Accepted contacts are the phases' totals together."""
        if self.puzzle.totals:
            phases = {group[0] for group in self.puzzle.hidden} | {group[0] for group, _ in self.puzzle.shown}
            total = sum(self.puzzle.totals)
            self._row({((phase, "Alla", "Alla", ""), "antal"): 1.0 for phase in phases}, total, total)

    def _row(self, entries: dict[tuple[Group, str], float], low: float, high: float) -> None:
        known = sum(weight * self.puzzle.shown.get(key, 0.0) for key, weight in entries.items())
        columns = [self.variables[key] for key in entries if key in self.variables]
        if columns:
            weights = [entries[key] for key in entries if key in self.variables]
            self.solver.addRow(low - known, high - known, len(columns), np.array(columns, np.int32), np.array(weights))

    def verdict(self, group: Group, threshold: int) -> str:
        variable = self.variables[group, "antal"]
        if self.high[variable] < threshold:
            self._reach(variable, self.solver.maximize)
        if self.high[variable] < threshold - TOLERANCE:
            return f"{group}: högst {self.high[variable]:g}"
        for optimise in (self.solver.minimize, self.solver.maximize):
            if self.high[variable] - self.low[variable] < TOLERANCE:
                self._reach(variable, optimise)
        if self.high[variable] - self.low[variable] < TOLERANCE:
            return f"{group}: exakt {self.high[variable]:g}"
        return ""

    def _reach(self, variable: int, optimise: Callable[[], object]) -> None:
        """Solve towards one end and remember every value that any hidden group took on the way."""
        self.solver.changeColCost(variable, 1.0)
        optimise()
        status = self.solver.getModelStatus()
        self.solver.changeColCost(variable, 0.0)
        if status == highspy.HighsModelStatus.kUnbounded:
            self.high[variable] = np.inf
            self.low[variable] = min(self.low[variable], 1.0)
            return
        assert status == highspy.HighsModelStatus.kOptimal, f"the exported figures contradict each other: {status}"
        values = np.array(self.solver.getSolution().col_value)
        np.minimum(self.low, values, out=self.low)
        np.maximum(self.high, values, out=self.high)
