"""The files of shares on the Variation page: the open tables with what each share is called against the region."""

from __future__ import annotations

import polars as pl

from dashboard import bands, reads
from dashboard.variation_view import View

JUDGED = ("region_andel", "undre_95", "ovre_95", "p_varde", "utfall", "krympt_andel")


def attainment_rows(view: View, administrations: tuple[str, ...]) -> pl.DataFrame:
    """maluppfyllelse of the cut, each row that is judged with its interval and its verdict; none named means all."""
    shares = reads.open_attainment(
        view.version, specialties=view.specialties, administrations=administrations, **view.cut
    )
    own = _comparisons(view).filter(pl.col("enhet").is_null())
    return _judged(bands.open_rows(view.version, shares, view.cut), own.drop("enhet"), ["mvo", "forvaltning"])


def unit_rows(view: View) -> pl.DataFrame:
    """maluppfyllelse_enhet of the one chosen specialty, in the chosen förvaltningar or all."""
    units = reads.open_attainment_unit(
        view.version, specialty=view.specialties[0], administrations=view.administrations, **view.cut
    )
    return _judged(bands.open_rows(view.version, units, view.cut), _comparisons(view), ["mvo", "forvaltning", "enhet"])


def _comparisons(view: View) -> pl.DataFrame:
    return reads.open_comparisons(view.version, specialties=view.specialties, **view.cut)


def _judged(shares: pl.DataFrame, comparisons: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    joined = shares.join(comparisons.select(*on, *JUDGED), on=on, how="left", maintain_order="left")
    return joined.select(pl.exclude("dataversion"), "dataversion")
