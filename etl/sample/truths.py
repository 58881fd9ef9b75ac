"""What is true in the sample beside the plan: how shares moved in time, which differences are chance, what deceives."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.sample.plan import Plan

TRUTHS_FILE = Path(__file__).parent / "truths.toml"

Floats = NDArray[np.float64]


@cache
def truths() -> dict[str, Any]:
    """truths.toml as read."""
    return tomllib.loads(TRUTHS_FILE.read_text(encoding="utf-8"))


def region_shares(back: int) -> dict[int, float]:
    """Each phase's share so many months back, its seasons left out."""
    history = truths()["historik"]
    return {int(phase): _between(points, back) / 100 for phase, points in history.items()}


def with_odds(share: Floats, times: Floats | float) -> Floats:
    """Shares whose odds are multiplied; none and all stay."""
    multiplied: Floats = share * times / (share * times + 1 - share)
    return multiplied


def true_shares(plan: Plan, back: int) -> Floats:
    """The plan's shares and the planted cells', with what had not yet changed so many months back undone."""
    shares = with_odds(plan.share, planted_odds(plan))
    for change in truths()["forandring"]:
        if back >= change["manader"]:
            cells = plan.cells(change["mvo"], change["forvaltning"]) & (plan.phase == change["fas"])
            shares[cells] = change["fore"] / 100
    return shares


def planted_odds(plan: Plan) -> Floats:
    """What each cell's odds are multiplied by: 1 but where a difference is planted to be found."""
    odds = np.ones(len(plan))
    for cell in truths()["planterad"]:
        odds[plan.cells(cell["mvo"], cell["forvaltning"]) & (plan.phase == cell["fas"])] = cell["odds"]
    return odds


def left_to_chance(plan: Plan) -> NDArray[np.bool_]:
    """The cells of specialties with one true share: no walk of their own, only the luck of the draw."""
    noise = truths()["brus"]
    found: NDArray[np.bool_] = (plan.phase == noise["fas"]) & np.isin(plan.specialty, noise["mvo"]) & ~plan.fixed
    return found


def _between(points: list[list[float]], back: int) -> float:
    months, shares = zip(*points, strict=True)
    return float(np.interp(back, months, shares))
