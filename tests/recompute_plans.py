"""The open table leveransplaner computed again from the extracts: plain Python, one loop per figure.

Shares no code with the product. Written from the public interface: versions in force, outcomes by who acts, sums.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

Cells = dict[str, str]
Outcome = tuple[int, int, int]  # sent, completed, returned
Pair = tuple[str, str, str, str, str]  # year, specialty, phase, sender, receiver
Sources = Sequence[Sequence[Path]]  # each source's files, in the order they are loaded

COLUMNS = [
    "plan_id", "ar", "kvartal", "mvo", "fas", "avsandare", "mottagare", "regi", "overforing", "version", "status",
    "gallande", "planerad", "skickade", "genomforda", "uppfyllelse", "ackumulerad_plan", "ackumulerat_utfall",
]  # fmt: skip


def read(paths: Sequence[Path]) -> list[Cells]:
    rows: list[Cells] = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file, delimiter=";")
    return rows


def outcomes(sources: Sources) -> dict[tuple[Pair, int], Outcome]:
    """What was done between two in a month: (pair, month) → outcome.

    A later file's month replaces an earlier's of the same source; of what two sources say of the same, the later's.
    """
    said: dict[tuple[Pair, int], dict[str, Cells]] = defaultdict(dict)
    for paths in sources:
        newest: dict[tuple[str, str], list[Cells]] = {}
        for path in paths:
            of_file: dict[tuple[str, str], list[Cells]] = defaultdict(list)
            for row in read([path]):
                of_file[row["ar"], row["manad"]].append(row)
            newest |= of_file
        for rows in newest.values():
            for row in rows:
                said[pair_of(row), int(row["manad"])][row["rapporterad_av"]] = row
    done = {}
    for key, by in said.items():
        sending = by.get("avsandare") or by["mottagare"]
        receiving = by.get("mottagare") or by["avsandare"]
        done[key] = (int(sending["skickade"]), int(receiving["genomforda"]), int(receiving["aterlamnade"] or 0))
    return done


def pair_of(row: Cells) -> Pair:
    return row["ar"], row["mvo_kod"], row["fas"], row["avsandare"], row["mottagare"]


def reported_months(sources: Sources) -> set[tuple[int, int]]:
    return {(int(row["ar"]), int(row["manad"])) for paths in sources for row in read(paths)}


def last_day(year: int, quarter: int) -> dt.date:
    return dt.date(year, 12, 31) if quarter == 4 else dt.date(year, 3 * quarter + 1, 1) - dt.timedelta(days=1)


def in_force(versions: Sequence[Cells], quarter: int, today: dt.date) -> Cells | None:
    """The version of one plan that holds in the quarter."""
    chosen: Cells | None = None
    for version in versions:
        year = int(version["ar"])
        if (version["status"] or "overenskommen") == "forslag":
            continue
        decided = dt.date.fromisoformat(version["beslutsdatum"]) if version["beslutsdatum"] else dt.date(year, 1, 1)
        if last_day(year, quarter) < today and decided > last_day(year, quarter):
            continue
        if chosen is None or int(version["version"]) > int(chosen["version"]):
            chosen = version
    return None if chosen is None or chosen["status"] == "aterkallad" else chosen


def open_table(plan_files: Sequence[Path], outcome_files: Sources, today: dt.date) -> list[Cells]:
    """The rows of leveransplaner, without huvudman and dataversion, as the cells of the Swedish CSV."""
    plans: dict[str, list[Cells]] = defaultdict(list)
    for row in read(plan_files):
        plans[row["plan_id"]].append(row)
    done, months = outcomes(outcome_files), reported_months(outcome_files)
    told = []
    for plan_id in sorted(plans):
        versions = sorted(plans[plan_id], key=lambda row: int(row["version"]))
        planned_so_far, completed_so_far = 0, 0
        for quarter in (1, 2, 3, 4):
            sent, completed = quarter_of(versions[0], quarter, done, months)
            holds = in_force(versions, quarter, today)
            if holds is not None:
                planned_so_far += int(holds[f"q{quarter}"])
                completed_so_far += completed or 0
            for version in versions:
                cells = described(version, quarter)
                if version is holds:
                    cells |= figures(sent, completed, int(version[f"q{quarter}"]), planned_so_far, completed_so_far)
                elif holds is None and version is versions[-1]:
                    cells |= {"skickade": text(sent), "genomforda": text(completed)}
                told.append(cells)
    return told


def quarter_of(
    version: Cells, quarter: int, done: dict[tuple[Pair, int], Outcome], months: set[tuple[int, int]]
) -> tuple[int | None, int | None]:
    """Sent and completed of the plan in the quarter; None where no month of it is reported at all."""
    sent, completed, is_reported = 0, 0, False
    for month in range(3 * quarter - 2, 3 * quarter + 1):
        is_reported = is_reported or (int(version["ar"]), month) in months
        found = done.get((pair_of(version), month), (0, 0, 0))
        sent, completed = sent + found[0], completed + found[1]
    return (sent, completed) if is_reported else (None, None)


def described(version: Cells, quarter: int) -> Cells:
    own = {name: version[name] for name in ("plan_id", "ar", "avsandare", "mottagare", "regi", "overforing", "version")}
    rest = {"kvartal": str(quarter), "mvo": version["mvo_kod"], "fas": version["fas"], "gallande": "nej",
            "status": version["status"] or "overenskommen", "planerad": version[f"q{quarter}"]}  # fmt: skip
    return dict.fromkeys(COLUMNS, "") | own | rest


def figures(sent: int | None, completed: int | None, planned: int, planned_so_far: int, completed_so_far: int) -> Cells:
    share = ""
    if completed is not None and planned > 0:
        rounded = (Decimal(completed) / planned).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        share = f"{rounded:f}".rstrip("0").rstrip(".").replace(".", ",")
    return {
        "gallande": "ja",
        "skickade": text(sent),
        "genomforda": text(completed),
        "uppfyllelse": share,
        "ackumulerad_plan": str(planned_so_far),
        "ackumulerat_utfall": "" if completed is None else str(completed_so_far),
    }


def text(number: int | None) -> str:
    return "" if number is None else str(number)
