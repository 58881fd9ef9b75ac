"""The planned region: how many wait where, what share is within the limit, and the invented units that serve them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from config import ROOT
from etl.sample.cross_units import wards, with_crosses

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
UNIT_SHARES = {1: (1.0,), 2: (0.6, 0.4), 3: (0.42, 0.30, 0.28)}
UNITS_SINCE = dt.date(2010, 1, 1)
HOSPITALS = {"SU": "991", "NU": "992", "SkaS": "993", "SÄS": "994", "SV": "995"}  # and the town's number, two digits
NO_HOSPITAL = ("00000", "Sjukhus saknas")  # what the national delivery writes of a unit outside the hospitals


@dataclass(frozen=True)
class Plan:
    """One entry per cell (specialty × administration × phase): contacts at scale 1 and share within the limit.

    `fixed`: the cell has a share of its own, which no total may be reached by changing: the sample is recognised by it.
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
    """One row per invented unit as in data/reference/enheter.csv, by HSA-id, after `mvo`, the specialty it serves."""
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
            "sjukhus": [hospital(administration, town) or town for _, administration, town in rows],
            "klinik": [f"{short[specialty]} {administration}" for specialty, administration, _ in rows],
        }
    )


def unit_reference() -> pl.DataFrame:
    """Every row of data/reference/enheter.csv: units by HSA-id, hospitals by code and by name, then wards by name."""
    hospitals = [
        (code, kind, name, administration, UNITS_SINCE, None, name, None)
        for administration in HOSPITALS
        for town in TOWNS[administration]
        for name in [hospital(administration, town)]
        for code, kind in [(hospital_code(administration, town), "sjukhuskod"), (name, "namn")]
    ]
    units = planned_units().drop("mvo").with_columns(pl.col("giltig_till").cast(pl.Date))
    known = with_crosses(pl.concat([units, pl.DataFrame(hospitals, schema=units.schema, orient="row")]))
    return pl.concat([known, wards(known.schema, UNITS_SINCE)])


def hospital(administration: str, town: str) -> str | None:
    """The hospital of a town, None where the administration has no hospitals."""
    return f"{town.removesuffix('s')}s sjukhus" if administration in HOSPITALS else None


def hospital_code(administration: str, town: str) -> str | None:
    if administration not in HOSPITALS:
        return None
    return f"{HOSPITALS[administration]}{TOWNS[administration].index(town) + 1:02d}"


def _units(size: float) -> int:
    return next((units for least, units in SEVERAL_UNITS if size >= least), 1)
