"""A funnel as a file: one row per förvaltning or unit, columns named as in the open tables."""

from __future__ import annotations

import polars as pl

from dashboard.variation_funnel import Funnel, Judged, shown_of
from dashboard.variation_view import View

LOW_BASE = "lagt_underlag"


def funnel_rows(view: View, made: Funnel) -> pl.DataFrame:
    """What the funnel's table shows, with the cut it belongs to; shares are 0–1 with four decimals."""
    cut = view.cut
    before = {
        "huvudman": cut["principal"],
        "matdatum": cut["cutoff_date"],
        "population": cut["population"],
        "fas": cut["phase"],
        "mvo": view.specialties[0],
        "definition": cut["definition"],
        "grans_dagar": cut["limit_days"],
    }
    rows = [before | _row(made, each) | {"dataversion": view.version} for each in shown_of(made, view.administrations)]
    return pl.DataFrame(rows, infer_schema_length=None)


def ranking_rows(view: View, made: Funnel) -> pl.DataFrame:
    """What the ranking shows: lowest adjusted share first, low bases left out."""
    rows = funnel_rows(view, made).drop_nulls("krympt_andel").sort("krympt_andel", maintain_order=True)
    return rows.select([name for name in rows.columns if not name.startswith(("slump_", "justerad_"))])


def _row(made: Funnel, each: Judged) -> dict[str, object]:
    low, high = each.adjusted or (None, None)
    return {
        "forvaltning": each.row["administration"],
        **({"enhet": each.name} if made.is_units else {}),
        "namnare": each.row["denominator"],
        "taljare": each.row["numerator"],
        "andel": each.row["share"],
        "undre_95": _rounded(each.row["low_95"]),
        "ovre_95": _rounded(each.row["high_95"]),
        "jamford_med": made.target_name,
        "jamford_andel": _rounded(made.target),
        "slump_95_undre": _rounded(each.thin[0]),
        "slump_95_ovre": _rounded(each.thin[1]),
        "slump_998_undre": _rounded(each.dashed[0]),
        "slump_998_ovre": _rounded(each.dashed[1]),
        "justerad_undre": _rounded(low),
        "justerad_ovre": _rounded(high),
        "utfall": each.verdict or LOW_BASE,
        "krympt_andel": _rounded(each.shrunken),
        "sannolikhet_lagsta_femtedelen": _rounded(each.worst_fifth),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)
