"""What differs beyond chance, decided once at publish from the groups that are shown, so that no filter changes it.

Every test is of shown groups with a base of `low_base` or more (status visas) and nothing is computed from a hidden
one. The methods are those of `analysis`: exact mid-p against the region's share, N − 1 χ² between two dates, both
judged by Benjamini–Hochberg at 5 % over a fixed family; overdispersion and shrinkage per specialty.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.chance import beyond_chance_by, two_shares_p
from analysis.funnel import mid_p
from analysis.intervals import newcombe, wilson
from analysis.overdispersion import overdispersions
from analysis.shrinkage import moments, shrunken
from etl.build import Build
from etl.partitions import KEYS

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SPECIALTY_KEY = ["principal", "population", "phase", "definition", "cutoff_date", "limit_days", "specialty"]
FAMILY = ["principal", "population", "phase", "definition", "cutoff_date", "limit_days"]
CHANGE_KEY = ["principal", "phase", "specialty", "administration", "definition", "limit_days"]
CHANGE_FAMILY = ["principal", "cutoff_date", "horizon", "earlier_date", "definition"]
HORIZONS = {"manad": 1, "kvartal": 3, "tertial": 4, "ar": 12}  # months
DECIMALS = 6  # of what an estimate is sure of by far; a column of them takes half the room
COMPARISON_COLUMNS = [
    "principal", "cutoff_date", "population", "phase", "specialty", "administration", "unit", "definition",
    "limit_days", "denominator", "numerator", "share", "target_share", "low_95", "high_95", "p_value", "verdict",
    "shrunken_share",
]  # fmt: skip
CHANGE_COLUMNS = [
    "principal", "cutoff_date", "horizon", "earlier_date", "phase", "specialty", "administration", "definition",
    "limit_days", "numerator", "denominator", "share", "earlier_numerator", "earlier_denominator", "earlier_share",
    "difference", "low_95", "high_95", "p_value",
]  # fmt: skip

# A margin over specialties holds the same patients as its parts, so the two are never judged in one family.
SHOWN_GROUPS = """
    with groups as (
        select
            principal, cutoff_date, population, phase, specialty, administration, null::varchar as unit, definition,
            limit_days, denominator, numerator, share
        from attainment where status = 'visas' and share is not null
        union all
        select
            principal, cutoff_date, population, phase, specialty, administration, unit, definition,
            limit_days, denominator, numerator, share
        from attainment_unit where status = 'visas' and share is not null
    ),

    delivered as (
        select
            principal, cutoff_date, population, phase, specialty,
            string_agg(distinct administration, ',' order by administration) as delivered_by
        from attainment where administration <> 'Alla' and status <> 'saknas'
        group by principal, cutoff_date, population, phase, specialty
    )

    select
        g.*,
        d.delivered_by,
        g.specialty = 'Alla' or g.specialty in (
            select specialty_group from specialty_reference where specialty_group is not null
        ) as is_margin,
        coalesce(r.sort_order, 1000) as administration_order
    from groups as g
    left join administration_reference as r on r.administration = g.administration
    left join delivered as d
        on g.administration = 'Alla' and d.principal = g.principal and d.cutoff_date = g.cutoff_date
        and d.population = g.population and d.phase = g.phase and d.specialty = g.specialty
"""


def write_comparisons(build: Build) -> None:
    """Table comparisons, and the temporary dispersion that variation is built with."""
    compared = comparisons(build.frame(SHOWN_GROUPS))
    build.write("comparisons", compared.select(COMPARISON_COLUMNS))
    build.write("dispersion", dispersion(compared), stays=False)


def earlier_day(date: pl.Expr, months: int) -> pl.Expr:
    """A month's last day is compared with a month's last day."""
    back = date.dt.offset_by(f"-{months}mo")
    return pl.when(date == date.dt.month_end()).then(back.dt.month_end()).otherwise(back)


def comparisons(groups: pl.DataFrame) -> pl.DataFrame:
    """Each group against the region's exact share of its specialty, itself included.

    groups: shown groups with a base, `unit` null for the förvaltning itself, administration Alla among them, with
    is_margin (specialty is a group or Alla). A group whose region is not shown is not compared. Families, per
    principal × date × population × phase × definition × limit: förvaltningar of specialties, their margins over
    specialties, units of specialties, and their margins. The shrunken share is drawn towards the specialty's
    förvaltningar, or its units. Returns COMPARISON_COLUMNS with is_margin and administration_order.
    """
    region = groups.filter(pl.col("administration") == "Alla", pl.col("unit").is_null()).select(
        *SPECIALTY_KEY, target_share=pl.col("numerator") / pl.col("denominator")
    )
    rows = (
        groups.filter(pl.col("administration") != "Alla")
        .join(region, on=SPECIALTY_KEY, nulls_equal=True)
        .with_columns(is_unit=pl.col("unit").is_not_null())
        .sort(*FAMILY, "is_margin", "is_unit", "specialty", "administration_order", "administration", "unit")
    )
    x, n, target = _columns(rows, "numerator", "denominator", "target_share")
    p = mid_p(x, n, target)
    is_flagged = beyond_chance_by(p, _numbered(rows, [*FAMILY, "is_margin", "is_unit"]))
    low, high = wilson(x, n)
    specialty = _numbered(rows, [*SPECIALTY_KEY, "is_unit"])
    mu, m = moments(x, n, specialty)
    return rows.with_columns(
        low_95=pl.Series(low.round(DECIMALS)),
        high_95=pl.Series(high.round(DECIMALS)),
        p_value=pl.Series(p),
        verdict=pl.Series(np.where(is_flagged, np.where(x < n * target, "under", "over"), "inom"), dtype=pl.String),
        shrunken_share=pl.Series(shrunken(x, n, mu[specialty], m[specialty]).round(DECIMALS)),
    )


def dispersion(compared: pl.DataFrame) -> pl.DataFrame:
    """One row per specialty and limit of a cut: what the förvaltningar's comparisons say together.

    compared: as `comparisons` returns it. Of fewer than two förvaltningar only `judged` is known. is_beyond_chance: the
    χ² of no difference stands after Benjamini–Hochberg over the family's specialties, or a förvaltning is flagged.
    """
    rows = compared.filter(pl.col("unit").is_null())
    x, n = _columns(rows, "numerator", "denominator")
    found = overdispersions(x, n, _numbered(rows, SPECIALTY_KEY))
    spread = pl.col("shrunken_share").max() - pl.col("shrunken_share").min()
    groups = (
        rows.group_by([*SPECIALTY_KEY, "is_margin"], maintain_order=True)
        .agg(
            judged=pl.len().cast(pl.Int32),
            outside_limits=_outside_limits(),
            is_flagged=(pl.col("verdict") != "inom").any(),
            shrunken_spread=spread.round(4),
        )
        .with_columns(
            phi=pl.Series(found.phi), tau_squared=pl.Series(found.tau_squared), chance_p=pl.Series(found.p_value)
        )
    )
    several = groups.filter(pl.col("judged") > 1)
    is_spread = beyond_chance_by(several["chance_p"].to_numpy(), _numbered(several, [*FAMILY, "is_margin"]))
    judged = several.with_columns(is_beyond_chance=pl.col("is_flagged") | pl.Series(is_spread))
    single = groups.filter(pl.col("judged") < 2).select(*SPECIALTY_KEY, "judged")
    return pl.concat([judged.drop("is_margin", "is_flagged"), single], how="diagonal")


def _outside_limits() -> pl.Expr:
    """ "under: NU, SÄS; över: SV", or "ingen"; the förvaltningar in the order of the reference."""
    named = [
        pl.when((pl.col("verdict") == verdict).any()).then(
            pl.lit(f"{word}: ") + pl.col("administration").filter(pl.col("verdict") == verdict).str.join(", ")
        )
        for verdict, word in (("under", "under"), ("over", "över"))
    ]
    text = pl.concat_str(*named, separator="; ", ignore_nulls=True)
    return pl.when((pl.col("verdict") != "inom").any()).then(text).otherwise(pl.lit("ingen"))


def changes(groups: pl.DataFrame, dates: pl.DataFrame | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Those waiting then and now: the changes beyond chance, and how many were tested per family.

    groups: as for `comparisons`, with delivered_by: of Alla those of its förvaltningar that delivered, otherwise null.
    Specialties × förvaltningar and Alla, against the specialty's strictest limit, where both dates are shown; Alla only
    where the same förvaltningar delivered, since without one of them its share is of other patients. Many wait on both
    dates, which the test does not know: it is careful rather than keen.
    Returns CHANGE_COLUMNS, and one row per CHANGE_FAMILY where anything could be tested.
    """
    waiting = groups.filter(
        pl.col("population") == "vantande", pl.col("unit").is_null(), ~pl.col("is_margin")
    ).select("cutoff_date", *CHANGE_KEY, "delivered_by", "numerator", "denominator", "share")  # fmt: skip
    strictest = pl.col("limit_days").min().over("principal", "cutoff_date", "phase", "specialty")
    now = waiting.filter(pl.col("limit_days").eq_missing(strictest))
    tested = _two_dates(now if dates is None else now.join(dates, on=KEYS, how="semi", maintain_order="left"), waiting)
    x, n, x_then, n_then = _columns(tested, "numerator", "denominator", "earlier_numerator", "earlier_denominator")
    p = two_shares_p(x, n, x_then, n_then)
    low, high = newcombe(x, n, x_then, n_then)
    judged = tested.with_columns(
        difference=pl.Series((x / n - x_then / n_then).round(DECIMALS)),
        low_95=pl.Series(low.round(DECIMALS)),
        high_95=pl.Series(high.round(DECIMALS)),
        p_value=pl.Series(p),
        is_flagged=pl.Series(beyond_chance_by(p, _numbered(tested, CHANGE_FAMILY))),
    )
    return judged.filter("is_flagged").select(CHANGE_COLUMNS), _families(judged)


def _two_dates(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """Each group beside itself at every horizon; a month's last day is compared with a month's last day."""
    earlier = then.rename({name: f"earlier_{name}" for name in ("numerator", "denominator", "share")})
    date = pl.col("cutoff_date")
    same = ["earlier_date", *CHANGE_KEY, "delivered_by"]
    pairs = []
    for horizon, months in HORIZONS.items():
        pairs.append(
            now.with_columns(horizon=pl.lit(horizon), earlier_date=earlier_day(date, months)).join(
                earlier.rename({"cutoff_date": "earlier_date"}), on=same, nulls_equal=True
            )
        )
    return pl.concat(pairs).sort(*CHANGE_FAMILY, "phase", "specialty", "administration", "limit_days")


def _families(judged: pl.DataFrame) -> pl.DataFrame:
    return judged.group_by(CHANGE_FAMILY, maintain_order=True).agg(
        tested=pl.len().cast(pl.Int32),
        flagged=pl.col("is_flagged").sum().cast(pl.Int32),
        specialties_tested=pl.col("specialty").n_unique().cast(pl.Int32),
        specialties_changed=pl.col("specialty").filter("is_flagged").n_unique().cast(pl.Int32),
    )


def _numbered(rows: pl.DataFrame, key: list[str]) -> Integers:
    """0, 1, … for the runs of equal keys in rows sorted so that equal keys stand together."""
    return rows.select(pl.struct(key).rle_id()).to_series().cast(pl.Int64).to_numpy()


def _columns(rows: pl.DataFrame, *names: str) -> list[Floats]:
    return [rows[name].cast(pl.Float64).to_numpy() for name in names]
