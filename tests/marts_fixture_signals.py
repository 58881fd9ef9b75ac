"""The fixture's tables of signals: what differs beyond chance, what changed, balance, deviations, equity, events.

Built with a plain z-test: believable, not the product's own decisions, which tests of publish are about.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from tests.marts_fixture import GROUP, LAST, PRINCIPAL

KEY = ["principal", "cutoff_date", "population", "phase", "specialty", "definition", "limit_days"]
BEYOND = 3.0  # standard errors that stand for "beyond chance" here
HORIZONS = {"manad": 1, "kvartal": 3, "tertial": 4, "ar": 12}
CATEGORIES = {
    "kon": [("kvinna", "Kvinnor"), ("man", "Män"), ("okant", "Okänt")],
    "alder": [("0-17", "0–17 år"), ("18-64", "18–64 år"), ("65-79", "65–79 år"), ("80-", "80 år och äldre")],
    "boende": [
        ("Norra", "Norra"), ("Västra", "Västra"), ("Göteborg", "Göteborg"), ("Södra", "Södra"), ("Östra", "Östra"),
        ("annan_region", "Annan region"),
    ],
}  # fmt: skip
PARTS = {
    "kvinna": (0.54, 0.0), "man": (0.45, 0.0), "okant": (0.01, 0.0), "0-17": (0.1, 0.06), "18-64": (0.5, 0.0),
    "65-79": (0.3, 0.0), "80-": (0.1, -0.12), "Norra": (0.2, -0.04), "Västra": (0.25, 0.0), "Göteborg": (0.3, 0.02),
    "Södra": (0.12, 0.0), "Östra": (0.12, 0.0), "annan_region": (0.01, 0.0),
}  # fmt: skip


def signal_tables(attainment: pl.DataFrame, units: pl.DataFrame, variation: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """All tables of signals, by name; `variation` comes back with its columns of chance filled."""
    found = comparisons(attainment, units)
    changed, families = changes(attainment)
    return {
        "comparisons": found,
        "variation": with_chance(variation, found),
        "changes": changed,
        "change_families": families,
        "deviations": deviations(attainment),
        "flows": flows(attainment),
        "equity": equity(attainment),
        "equity_categories": equity_categories(),
        "events": events(),
        "waiting_days_by_specialty": waiting_days(attainment),
    }


def _half_width() -> pl.Expr:
    return 1.96 * (pl.col("share") * (1 - pl.col("share")) / pl.col("denominator")).sqrt()


def comparisons(attainment: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Förvaltningar and units with a base of 20 or more against the region's share."""
    region = attainment.filter(pl.col("administration") == "Alla").select(
        *KEY, target_share=pl.col("numerator") / pl.col("denominator")
    )
    own = attainment.filter(pl.col("administration") != "Alla").with_columns(unit=pl.lit(None, pl.String))
    rows = pl.concat([own, units], how="diagonal_relaxed").filter(pl.col("denominator") >= 20)
    joined = rows.join(region, on=KEY, nulls_equal=True)
    error = (pl.col("target_share") * (1 - pl.col("target_share")) / pl.col("denominator")).sqrt().clip(1e-9)
    z = (pl.col("share") - pl.col("target_share")) / error
    return joined.with_columns(
        low_95=(pl.col("share") - _half_width()).clip(0, 1),
        high_95=(pl.col("share") + _half_width()).clip(0, 1),
        p_value=(-(z**2) / 2).exp(),
        verdict=pl.when(z > BEYOND).then(pl.lit("over")).when(z < -BEYOND).then(pl.lit("under")).otherwise(
            pl.lit("inom")
        ),
        shrunken_share=(pl.col("share") * 0.9 + pl.col("target_share") * 0.1),
    ).select(
        *KEY[:5], "administration", "unit", *KEY[5:], "denominator", "numerator", "share", "target_share", "low_95",
        "high_95", "p_value", "verdict", "shrunken_share",
    )  # fmt: skip


def _named(verdict: str) -> pl.Expr:
    return pl.col("administration").filter(pl.col("verdict") == verdict).str.join(", ")


def with_chance(variation: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    per_specialty = (
        found.filter(pl.col("unit").is_null())
        .group_by(KEY)
        .agg(
            judged=pl.len().cast(pl.Int32), under=_named("under"), over=_named("over"),
            shrunken_spread=(pl.col("shrunken_share").max() - pl.col("shrunken_share").min()).round(4),
        )
    )  # fmt: skip
    joined = variation.drop("phi", "outside_limits").join(per_specialty, on=KEY, how="left", nulls_equal=True)
    parts = pl.concat_str(
        pl.when(pl.col("under") != "").then(pl.lit("under: ") + pl.col("under")),
        pl.when(pl.col("over") != "").then(pl.lit("över: ") + pl.col("over")),
        separator="; ",
        ignore_nulls=True,
    )
    is_judged = pl.col("judged") > 1
    return joined.with_columns(
        phi=pl.when(is_judged).then(pl.lit(31.95)),
        outside_limits=pl.when(is_judged).then(pl.when(parts == "").then(pl.lit("ingen")).otherwise(parts)),
        chance_p=pl.when(is_judged).then(pl.when(parts == "").then(pl.lit(0.4)).otherwise(pl.lit(1e-6))),
        tau_squared=pl.when(is_judged).then(pl.lit(0.0118)),
        is_beyond_chance=pl.when(is_judged).then(parts != ""),
    ).select(
        *variation.columns, "chance_p", "tau_squared", pl.col("judged").fill_null(0), "is_beyond_chance",
        "shrunken_spread",
    )  # fmt: skip


def changes(attainment: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What moved by more than three standard errors since 1, 3, 4 and 12 months, and how many were tested."""
    rows = attainment.filter(
        pl.col("population") == "vantande", pl.col("denominator") >= 20, ~pl.col("specialty").is_in(["Alla", GROUP]),
        (pl.col("specialty") != "931") | (pl.col("limit_days") == 30) | (pl.col("phase") == 4),
    ).drop("contacts", "over_limit", "median_days", "p90_days", "status", "population")  # fmt: skip
    pairs = []
    for horizon, months in HORIZONS.items():
        later = rows.with_columns(
            horizon=pl.lit(horizon), earlier_date=pl.col("cutoff_date").dt.offset_by(f"-{months}mo").dt.month_end()
        )
        earlier = rows.rename({"cutoff_date": "earlier_date"}).rename(
            {name: f"earlier_{name}" for name in ("numerator", "denominator", "share")}
        )
        on = ["principal", "earlier_date", "phase", "specialty", "administration", "definition", "limit_days"]
        pairs.append(later.join(earlier, on=on, nulls_equal=True))
    tested = pl.concat(pairs)
    pooled = (pl.col("numerator") + pl.col("earlier_numerator")) / (
        pl.col("denominator") + pl.col("earlier_denominator")
    )
    error = (pooled * (1 - pooled) * (1 / pl.col("denominator") + 1 / pl.col("earlier_denominator"))).sqrt().clip(1e-9)
    tested = tested.with_columns(difference=pl.col("share") - pl.col("earlier_share"), error=error).with_columns(
        low_95=pl.col("difference") - 1.96 * pl.col("error"),
        high_95=pl.col("difference") + 1.96 * pl.col("error"),
        p_value=(-((pl.col("difference") / pl.col("error")) ** 2) / 2).exp(),
        flagged=(pl.col("difference") / pl.col("error")).abs() > BEYOND,
    )
    family = ["principal", "cutoff_date", "horizon", "earlier_date", "definition"]
    families = tested.group_by(family).agg(
        tested=pl.len().cast(pl.Int32), flagged=pl.col("flagged").sum().cast(pl.Int32),
        specialties_tested=pl.col("specialty").n_unique().cast(pl.Int32),
        specialties_changed=pl.col("specialty").filter(pl.col("flagged")).n_unique().cast(pl.Int32),
    )  # fmt: skip
    columns = [
        "principal", "cutoff_date", "horizon", "earlier_date", "phase", "specialty", "administration", "definition",
        "limit_days", "numerator", "denominator", "share", "earlier_numerator", "earlier_denominator", "earlier_share",
        "difference", "low_95", "high_95", "p_value",
    ]  # fmt: skip
    return tested.filter("flagged").select(columns).sort(columns[:9]), families.sort(family)


def _groups(attainment: pl.DataFrame) -> pl.DataFrame:
    """One row per group, whatever the definition and limit."""
    key = ["principal", "cutoff_date", "population", "phase", "specialty", "administration"]
    return attainment.group_by(key, maintain_order=True).agg(pl.col("contacts").first(), pl.col("status").first())


def waiting_days(attainment: pl.DataFrame) -> pl.DataFrame:
    """Every shown group over a few days waited, most of them short."""
    parts = pl.DataFrame(
        {"waited_days": [5, 25, 45, 70, 88, 95, 120, 170, 260, 420],
         "part": [0.18, 0.16, 0.13, 0.1, 0.08, 0.09, 0.1, 0.08, 0.06, 0.02]},
        schema_overrides={"waited_days": pl.Int32},
    )  # fmt: skip
    groups = _groups(attainment).filter(pl.col("contacts") > 0)
    return groups.join(parts, how="cross").select(
        *KEY[:5], "administration", "waited_days", contacts=(pl.col("contacts") * pl.col("part")).round().cast(pl.Int32)
    )


def deviations(attainment: pl.DataFrame) -> pl.DataFrame:
    """Six per cent by the patient's choice, three for medical reasons; one month of NU stands out."""
    is_odd = (pl.col("administration") == "NU") & (pl.col("cutoff_date") == LAST)
    return _groups(attainment).select(
        "principal", "cutoff_date", "population", "phase", "specialty", "administration", "contacts",
        patient_chosen=(pl.col("contacts") * pl.when(is_odd).then(0.12).otherwise(0.06)).round().cast(pl.Int32),
        medical=(pl.col("contacts") * 0.03).round().cast(pl.Int32), status="status",
    )  # fmt: skip


def flows(attainment: pl.DataFrame) -> pl.DataFrame:
    """A queue where a fifth is new each month; the first month has nothing before it."""
    groups = _groups(attainment)
    waiting = groups.filter(pl.col("population") == "vantande", pl.col("phase") < 5)
    before = waiting.select(
        "principal", "phase", "specialty", "administration", opening="contacts",
        cutoff_date=pl.col("cutoff_date").dt.offset_by("1mo").dt.month_end(),
    )  # fmt: skip
    joined = waiting.join(
        before, on=["principal", "cutoff_date", "phase", "specialty", "administration"], how="left"
    ).with_columns(
        closing="contacts", inflow=(pl.col("contacts") * 0.22).round().cast(pl.Int32),
        other_removals=(pl.col("contacts") * 0.02).round().cast(pl.Int32),
        unexplained=(pl.col("contacts") * 0.002).round().cast(pl.Int32),
    )  # fmt: skip
    status = (
        pl.when(pl.col("status").is_in(["dolt", "saknas"])).then("status")
        .when(pl.col("opening").is_null()).then(pl.lit("saknas")).otherwise(pl.lit("visas"))
    )  # fmt: skip
    completed = (
        pl.col("opening") + pl.col("inflow") - pl.col("other_removals") + pl.col("unexplained") - pl.col("closing")
    )
    counted = joined.with_columns(completed=completed, status=status)
    counts = ["opening", "inflow", "completed", "other_removals", "unexplained", "closing"]
    return counted.select(
        "principal", "cutoff_date", "phase", "specialty", "administration",
        *(pl.when(pl.col("status") == "visas").then(pl.col(name)).cast(pl.Int32).alias(name) for name in counts),
        "status",
    )  # fmt: skip


def equity(attainment: pl.DataFrame) -> pl.DataFrame:
    """The region's groups split one way at a time; those over 80 wait longer."""
    region = attainment.filter(pl.col("administration") == "Alla").drop("administration", "p90_days")
    parts = []
    for dimension, categories in CATEGORIES.items():
        for category, _ in categories:
            part, points = PARTS[category]
            contacts = (pl.col("contacts") * part).round().cast(pl.Int32)
            denominator = (pl.col("denominator") * part).round().cast(pl.Int32)
            numerator = (denominator * (pl.col("share") + points).clip(0, 1)).round().cast(pl.Int32)
            parts.append(
                region.with_columns(
                    dimension=pl.lit(dimension), category=pl.lit(category), contacts=contacts, denominator=denominator,
                    numerator=numerator, median_days=pl.col("median_days") - 100 * points,
                )
            )  # fmt: skip
    rows = pl.concat(parts).with_columns(
        status=pl.when(pl.col("contacts") == 0).then(pl.lit("noll")).when(pl.col("contacts") < 5).then(pl.lit("dolt"))
        .when(pl.col("denominator") < 20).then(pl.lit("lagt_underlag")).otherwise(pl.lit("visas"))
    ).with_columns(
        share=pl.when(pl.col("denominator") >= 5).then((pl.col("numerator") / pl.col("denominator")).round(4)),
        over_limit=pl.col("denominator") - pl.col("numerator"),
    ).with_columns(
        low_95=(pl.col("share") - _half_width()).clip(0, 1), high_95=(pl.col("share") + _half_width()).clip(0, 1)
    )  # fmt: skip
    figures = ["contacts", "denominator", "numerator", "share", "low_95", "high_95", "over_limit", "median_days"]
    is_shown = pl.col("status") != "dolt"
    return rows.select(
        *KEY[:5], "dimension", "category", *KEY[5:],
        *(pl.when(is_shown).then(pl.col(name)).alias(name) for name in figures), "status",
    )  # fmt: skip


def equity_categories() -> pl.DataFrame:
    rows = [
        (PRINCIPAL, dimension, category, name, order)
        for dimension, categories in CATEGORIES.items()
        for order, (category, name) in enumerate(categories)
    ]
    names = ["principal", "dimension", "category", "name", "sort_order"]
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"sort_order": pl.Int32})


def events() -> pl.DataFrame:
    """A change of systems that rebases one förvaltning, and a note for everybody."""
    rows = [
        (PRINCIPAL, "systembyte_sas", "Systembyte i SÄS", "SÄS bytte vårdsystem.", dt.date(2024, 11, 1),
         dt.date(2024, 12, 31), None, None, None, "SÄS", True, "Nytt system registrerar väntande på nytt sätt."),
        ("Alla", "ny_rutin", "Ny rutin", "Ny rutin för registrering.", dt.date(2026, 1, 1), None, None, None, None,
         None, False, None),
    ]  # fmt: skip
    schema = {
        "principal": pl.String, "event": pl.String, "title": pl.String, "text": pl.String, "from_date": pl.Date,
        "to_date": pl.Date, "population": pl.String, "phase": pl.UInt8, "specialty": pl.String,
        "administration": pl.String, "rebases": pl.Boolean, "reason": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
