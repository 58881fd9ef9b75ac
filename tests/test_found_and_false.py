"""Over many draws of the sample: planted differences are found, chance is left alone, what deceives is told."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import starmap

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from analysis.chance import beyond_chance
from analysis.funnel import mid_p
from analysis.overdispersion import overdispersion
from analysis.standardisation import Reversal, reversals
from etl.sample.frames import frames
from etl.sample.truths import truths

SEEDS = range(int(os.environ.get("SEEDS", "20")))  # `make soak` takes more
LOW_BASE = 20


@dataclass(frozen=True)
class Draw:
    """One draw as the product judges it: `cells` with `flagged`, specialties that differ, totals that deceive."""

    cells: pl.DataFrame
    differing: set[str]
    reversed_pairs: list[tuple[str, str]]


@pytest.fixture(scope="module")
def draws() -> list[Draw]:
    return [judged(frames(seed)) for seed in SEEDS]


def judged(frame: pl.DataFrame) -> Draw:
    """Each cell against its specialty's own share, one family; low bases are not judged."""
    attained, counted = (pl.col(name).sum().over("specialty") for name in ("numerator", "denominator"))
    cells = frame.with_columns(target=attained / counted).filter(pl.col("denominator") >= LOW_BASE)
    p = mid_p(*(cells[name].to_numpy() for name in ("numerator", "denominator", "target")))
    return Draw(cells.with_columns(flagged=beyond_chance(p)), differing(cells), reversed_totals(frame))


def differing(cells: pl.DataFrame) -> set[str]:
    """Specialties whose administrations differ more than chance lets them, of all that have two or more to judge."""
    several = cells.filter(pl.len().over("specialty") > 1)
    judged_by = {
        str(specialty): overdispersion(own["numerator"].to_numpy(), own["denominator"].to_numpy()).p_value
        for (specialty,), own in several.group_by("specialty", maintain_order=True)
    }
    return {name for name, stands in zip(judged_by, beyond_chance(list(judged_by.values())), strict=True) if stands}


def reversed_totals(frame: pl.DataFrame) -> list[tuple[str, str]]:
    """(higher in the total of all specialties, higher at the same mix) for each pair that turns round."""
    names = sorted(frame["administration"].unique())
    specialties = sorted(frame["specialty"].unique())
    x, n = (table(frame, value, names, specialties) for value in ("numerator", "denominator"))
    shown = np.where(n >= LOW_BASE, 1, 0)

    def named(pair: Reversal) -> tuple[str, str]:
        return names[pair.higher], names[pair.lower]

    return [named(pair) for pair in reversals(x * shown, n * shown, x.sum(axis=1), n.sum(axis=1))]


def table(frame: pl.DataFrame, value: str, names: list[str], specialties: list[str]) -> NDArray[np.int64]:
    """(administrations, specialties), 0 where there is no such cell."""
    filled = np.zeros((len(names), len(specialties)), dtype=np.int64)
    for specialty, administration, count in frame.select("specialty", "administration", value).iter_rows():
        filled[names.index(administration), specialties.index(specialty)] = count
    return filled


def planted_found(cells: pl.DataFrame) -> float:
    """The share of the planted cells that are flagged."""
    return cells.filter(pl.col("odds") != 1)["flagged"].mean()  # type: ignore[return-value]


def false_share(cells: pl.DataFrame) -> float:
    """Of the flagged cells that are planted or drawn from one share: how many are of the latter.

    Stricter than of all that are flagged, most of which are true differences that nobody could miss.
    """
    flagged = cells.filter("flagged").filter((pl.col("odds") != 1) | pl.col("is_of_one_share"))
    return flagged["is_of_one_share"].mean() or 0.0  # type: ignore[return-value]


def test_planted_differences_are_found_and_hardly_anything_else(
    draws: list[Draw], capsys: pytest.CaptureFixture[str]
) -> None:
    found = float(np.mean([planted_found(draw.cells) for draw in draws]))
    false = float(np.mean([false_share(draw.cells) for draw in draws]))
    of_all = float(np.mean([draw.cells.filter("flagged")["is_of_one_share"].mean() for draw in draws]))
    with capsys.disabled():
        print(
            f"\n{len(draws)} draws: {100 * found:.1f} % of the planted found; of the flagged {100 * false:.1f} % false "
            f"among planted and one-share cells, {100 * of_all:.1f} % among all"
        )
    assert found >= 0.9
    assert false <= 0.07


def test_a_planted_cell_is_found_by_its_size(draws: list[Draw], capsys: pytest.CaptureFixture[str]) -> None:
    planted = pl.concat([draw.cells.filter(pl.col("odds") != 1) for draw in draws])
    power = planted.group_by("denominator", maintain_order=True).agg(pl.col("flagged").mean()).sort("denominator")
    with capsys.disabled():
        print("\nfound by denominator: " + ", ".join(starmap("{} {:.2f}".format, power.iter_rows())))
    assert planted["denominator"].min() >= 100  # type: ignore[operator]
    large = planted.filter(pl.col("denominator") >= 400)
    assert large["flagged"].mean() > 0.97  # type: ignore[operator]


def test_both_scattered_specialties_are_reported_in_every_draw(draws: list[Draw]) -> None:
    scattered = {specialty["mvo"] for specialty in truths()["overspridning"]}
    assert len(scattered) == 2
    assert all(scattered <= draw.differing for draw in draws)


def test_specialties_of_one_share_without_planted_cells_are_not_reported(draws: list[Draw]) -> None:
    cells = draws[0].cells
    quiet = set(cells.group_by("specialty").agg(pl.col("is_of_one_share").all()).filter("is_of_one_share")["specialty"])
    assert len(quiet) > 15
    assert np.mean([len(draw.differing & quiet) / len(draw.differing) for draw in draws]) <= 0.07


def test_the_total_that_turns_the_order_round_is_reported_in_every_draw(draws: list[Draw]) -> None:
    [reversal] = truths()["omkastning"]
    assert all((reversal["samre"], reversal["battre"]) in draw.reversed_pairs for draw in draws)
