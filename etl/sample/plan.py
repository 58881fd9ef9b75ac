"""The planned region: how many wait where, what share is within the limit, and the invented units that serve them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from config import ROOT

PLAN_FILE = Path(__file__).parent / "plan.csv"
TOWNS = {
    "SU": ("Storhamn", "Mölnhamn", "Ängsala"),
    "NU": ("Norrhamn", "Fjällby"),
    "SkaS": ("Skogslund", "Lidsby"),
    "SÄS": ("Borgsele", "Åsnäs"),
    "SV": ("Västvik", "Alinghed"),
    "RH": ("Strandby", "Solgläntan"),
    "NH": ("Ekhagen",),
    "HoH": ("Lövåsen", "Björkhaga"),
    "FTV": ("Tallbacken",),
    "Privat": ("Kustkliniken", "Parkkliniken"),
}
# Units of a cell, by its contacts at scale 1: only large specialties have several in one administration.
SEVERAL_UNITS = ((1000, 3), (450, 2))
UNITS_SINCE = dt.date(2010, 1, 1)


@dataclass(frozen=True)
class Plan:
    """One entry per cell (specialty × administration × phase): contacts at scale 1 and share within the limit.

    `fixed`: the cell's share is what the sample is recognised by, so no total may be reached by changing it.
    """

    specialty: NDArray[np.str_]
    administration: NDArray[np.str_]
    phase: NDArray[np.int64]
    size: NDArray[np.float64]
    share: NDArray[np.float64]
    fixed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.size)

    def cells(self, specialty: str, administration: str) -> NDArray[np.bool_]:
        """Which cells are the specialty's in that administration, whatever the phase."""
        found: NDArray[np.bool_] = (self.specialty == specialty) & (self.administration == administration)
        return found


def read_plan() -> Plan:
    """The plan of `plan.csv`, in the file's order."""
    cells = pl.read_csv(PLAN_FILE, separator=";", schema_overrides={"mvo": pl.String})
    return Plan(
        np.array(cells["mvo"].to_list()),
        np.array(cells["forvaltning"].to_list()),
        cells["fas"].to_numpy(),
        cells["antal"].cast(pl.Float64).to_numpy(),
        cells["andel_inom_gransen"].to_numpy(),
        (cells["fast"] == "ja").to_numpy(),
    )


def planned_units() -> pl.DataFrame:
    """The rows of data/reference/enheter.csv, one HSA-id per invented unit, after `mvo`, the specialty it serves."""
    names = pl.read_csv(ROOT / "data" / "reference" / "mvo.csv", separator=";", infer_schema=False)
    short = dict(names.select("mvo_kod", "kortnamn").iter_rows())
    planned = pl.read_csv(PLAN_FILE, separator=";", schema_overrides={"mvo": pl.String})
    sizes = planned.group_by("mvo", "forvaltning", maintain_order=True).agg(pl.col("antal").max())
    rows = [
        (specialty, administration, town)
        for specialty, administration, size in sizes.iter_rows()
        for town in TOWNS[administration][: _units(size)]
    ]
    return pl.DataFrame(
        {
            "mvo": [specialty for specialty, _, _ in rows],
            "kod": [f"SE9999999999-E{1001 + number:012d}" for number in range(len(rows))],
            "kodtyp": "hsaid",
            "enhet": [f"{short[specialty]} {town}" for specialty, _, town in rows],
            "forvaltning": [administration for _, administration, _ in rows],
            "giltig_fran": UNITS_SINCE,
            "giltig_till": None,
            "sjukhus": [_hospital(administration, town) for _, administration, town in rows],
            "klinik": [f"{short[specialty]} {administration}" for specialty, administration, _ in rows],
        }
    )


def _units(size: float) -> int:
    return next((units for least, units in SEVERAL_UNITS if size >= least), 1)


def _hospital(administration: str, town: str) -> str:
    if administration in {"SU", "NU", "SkaS", "SÄS", "SV"}:
        return f"{town.removesuffix('s')}s sjukhus"
    return town
