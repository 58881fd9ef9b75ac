"""The fixture's tables of plans: agreed, raised, lowered, withdrawn and proposed, what was done, needs and capacity.

The figures are literals; versions in force and outcomes per quarter follow from them by the product's own analysis,
which has tests of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analysis import plan_outcome, plan_versions
from config import ROOT
from tests.marts_fixture import ADMINISTRATIONS, LAST, PRINCIPAL, SPECIALTIES

TODAY = dt.date(2026, 11, 20)
ROLES = ("Vårdgarantiservice", "Samordnande grupp för produktion", "Förvaltningens representant", "Verksamhetschef")
CROSS_ROLES = ("Avstämningsmötet", "Sjuksköterska", "Vårdenhetschef")
RHYTHM = (1.02, 1.0, 0.98, 1.01, 1.03, 0.96, 0.72, 1.2, 1.08, 1.04, 1.04, 0.92)  # of a third of a quarter
NOT_REPORTED = ("Klarsikt", 7)  # a receiver that is silent for one month
PRINCIPLE = ("principle_share", "principle_numerator", "principle_denominator", "principle_level", "principle_date")


@dataclass(frozen=True)
class Plan:
    """One plan: between whom, its versions and the share of the plan that is delivered; None: nothing is reported."""

    year: int
    specialty: str
    phase: int
    sender: str
    receiver: str
    regime: str
    rate: float | None
    versions: tuple[dict[str, Any], ...] = field(default=())

    @property
    def plan_id(self) -> str:
        return f"P-{self.year}-{self.specialty}-{self.phase}-{self.sender}-{self.receiver}"


def version(
    quarters: tuple[int, int, int, int],
    decided: int | None,
    day: dt.date | None,
    reason: str = "ny",
    status: str = "overenskommen",
    **rest: Any,
) -> dict[str, Any]:
    """What one version says beside its number."""
    volumes = dict(zip(("q1", "q2", "q3", "q4"), quarters, strict=True))
    return volumes | {"decided_volume": decided, "decided_on": day, "reason": reason, "status": status,
                      "anchored_by": ROLES[2]} | rest  # fmt: skip


FIRST = dt.date(2025, 12, 12)
PLANS = (
    Plan(2026, "511", 2, "SU", "Klarsikt", "avtal", 0.59, (
        version((280, 280, 200, 280), 1200, FIRST),
        version((280, 330, 240, 330), 1200, dt.date(2026, 3, 3), "okat_behov"),
        version((280, 330, 220, 300), 1150, dt.date(2026, 6, 15), "minskat_behov:annat",
                motivation="Mottagarens lediga tider tog slut före sommaren."),
    )),
    Plan(2026, "311", 2, "NU", "SV", "egen", 0.67, (version((190, 190, 120, 180), 740, FIRST),)),
    Plan(2026, "431", 2, "SÄS", "SkaS", "egen", 0.91, (
        version((80, 80, 50, 80), 300, FIRST), version((80, 95, 65, 95), 350, dt.date(2026, 3, 20), "okat_behov"),
    )),
    Plan(2026, "311", 2, "SU", "Kustortopedi", "avtal", 0.97, (
        version((240, 240, 160, 240), 900, FIRST),
        version((240, 270, 190, 270), 1000, dt.date(2026, 3, 27), "okat_behov"),
    )),
    Plan(2026, "301", 2, "SÄS", "Grannregion Söder", "annan_region", 1.03, (version((66, 66, 44, 66), 242, FIRST),)),
    Plan(2026, "221", 1, "NU", "SkaS", "egen", 0.8, (
        version((40, 40, 30, 40), 150, FIRST),
        version((40, 40, 30, 40), 150, dt.date(2026, 5, 10), "minskat_behov:annat", "aterkallad",
                motivation="Mottagaren har inte längre läkare för uppdraget."),
    )),
    Plan(2026, "431", 2, "SU", "SV", "egen", None, (version((0, 0, 30, 45), 75, None, status="forslag"),)),
    Plan(2026, "141", 1, "SkaS", "SV", "egen", 0.94, (version((20, 20, 12, 20), None, FIRST),)),
    Plan(2026, "521", 1, "SÄS", "Privat", "avtal", 0.99, (
        version((120, 120, 80, 120), 460, FIRST),
        version((120, 120, 80, 90), 410, dt.date(2026, 9, 21), "minskat_behov:avlastat_annan",
                principle_numerator=38, principle_date=dt.date(2026, 8, 31)),
    )),
    Plan(2025, "311", 2, "NU", "SV", "egen", 0.88, (version((180, 180, 110, 170), 660, dt.date(2024, 12, 13)),)),
    Plan(2025, "311", 2, "SU", "Kustortopedi", "avtal", 0.95, (
        version((220, 220, 150, 220), 810, dt.date(2024, 12, 13)),
    )),
    Plan(2027, "311", 2, "NU", "SV", "egen", None, (version((150, 160, 100, 150), 600, None, status="forslag"),)),
)  # fmt: skip
UNPLANNED = (("361", 2, "SU", "SV", 3, 7), ("361", 2, "SU", "SV", 4, 4))  # specialty, phase, from, to, month, patients


def plan_tables(attainment: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """All tables of plans, by name."""
    versions = plan_versions_table()
    outcomes = plan_outcome.reconciled(reports())
    months = sorted(set(outcomes["month"]))
    quarters = plan_versions.quarters(versions, outcomes, months, TODAY)
    return {
        "plan_versions": versions.with_columns(origin=pl.lit("utdrag")),
        "plan_quarters": quarters,
        "plan_outcomes": _with_plan(outcomes, versions),
        "outcome_months": pl.DataFrame(
            [(PRINCIPAL, month, True, True) for month in months],
            schema=["principal", "month", "from_senders", "from_receivers"],
            orient="row",
        ),
        "needs": needs(attainment),
        "capacity_offers": capacity_offers(),
        "plan_findings": findings(),
        "season_shares": season_shares(attainment),
        **reference_tables(),
    }


def reference_tables() -> dict[str, pl.DataFrame]:
    """Providers, travel times, rules and roles as the project's own data has them."""
    providers = pl.read_csv(ROOT / "data/reference/vardgivare.csv", separator=";", try_parse_dates=True)
    travels = pl.read_csv(ROOT / "data/reference/restider.csv", separator=";")
    one_way = travels.select(from_area="fran_omrade", to_area="till_omrade", minutes=pl.col("minuter").cast(pl.Int32))
    other_way = one_way.select(from_area="to_area", to_area="from_area", minutes="minutes")
    return {
        "providers": providers.with_row_index("sort_order").select(
            provider="kortnamn", name="namn", regime="regi", area="omrade", valid_from="giltig_fran",
            valid_to=pl.col("giltig_till").cast(pl.Date), sort_order=pl.col("sort_order").cast(pl.Int32),
        ),
        "travel_times": pl.concat([one_way, other_way]),
        "plan_rules": pl.DataFrame(
            [("reached_share", 1.0, dt.date(2010, 1, 1), None)],
            schema={"rule": pl.String, "value": pl.Float64, "valid_from": pl.Date, "valid_to": pl.Date},
            orient="row",
        ),
        "roles": pl.DataFrame(
            {"role": ROLES + CROSS_ROLES, "part": ["plan"] * len(ROLES) + ["gronakorset"] * len(CROSS_ROLES)}
        ).with_row_index("sort_order").select("role", "part", pl.col("sort_order").cast(pl.Int32)),
    }  # fmt: skip


def plan_versions_table() -> pl.DataFrame:
    """Every version of every plan, with the columns of the marts but `origin`."""
    rows = [
        dict.fromkeys(("motivation", "role", "registered_at", *PRINCIPLE))
        | {"principal": PRINCIPAL, "plan_id": plan.plan_id, "version": number, "year": plan.year,
           "specialty": plan.specialty, "phase": plan.phase, "sender": plan.sender, "receiver": plan.receiver,
           "regime": plan.regime, "transfer": "intern" if plan.regime == "egen" else "extern"}
        | stated
        for plan in PLANS
        for number, stated in enumerate(plan.versions, start=1)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=VERSION_COLUMNS)


VERSION_COLUMNS: dict[str, Any] = {
    "principal": pl.String, "plan_id": pl.String, "version": pl.Int32, "year": pl.Int32, "specialty": pl.String,
    "phase": pl.UInt8, "sender": pl.String, "receiver": pl.String, "regime": pl.String, "transfer": pl.String,
    "decided_volume": pl.Int32, "q1": pl.Int32, "q2": pl.Int32, "q3": pl.Int32, "q4": pl.Int32, "decided_on": pl.Date,
    "status": pl.String, "reason": pl.String, "anchored_by": pl.String, "motivation": pl.String,
    "principle_share": pl.Float64, "principle_numerator": pl.Int32, "principle_denominator": pl.Int32,
    "principle_level": pl.Float64, "principle_date": pl.Date, "role": pl.String,
    "registered_at": pl.Datetime("us"),
}  # fmt: skip


def reports() -> pl.DataFrame:
    """What senders and receivers have reported, month by month, up to the fixture's last month."""
    return pl.DataFrame(list(_reports()), schema=REPORT_COLUMNS, orient="row")


REPORT_COLUMNS = {
    "principal": pl.String, "month": pl.Date, "specialty": pl.String, "phase": pl.UInt8, "sender": pl.String,
    "receiver": pl.String, "reported_by": pl.String, "sent": pl.Int32, "completed": pl.Int32, "returned": pl.Int32,
}  # fmt: skip


def _reports() -> Iterator[tuple[Any, ...]]:
    for plan in PLANS:
        if plan.rate is None:
            continue
        for month in range(1, (12 if plan.year < LAST.year else LAST.month) + 1):
            if plan.specialty == "221" and month > 6:
                continue  # withdrawn in May: the last patients were done in June
            quarter = (month - 1) // 3 + 1
            planned = plan.versions[-1][f"q{quarter}"] / 3 * RHYTHM[month - 1]
            completed = round(planned * (plan.rate - (0.06 if quarter == 3 else -0.02)))
            sent = round(planned * min(1.05, plan.rate + 0.07))
            key = (PRINCIPAL, _month_end(plan.year, month), plan.specialty, plan.phase, plan.sender, plan.receiver)
            yield (*key, "avsandare", sent, max(0, completed - month % 3), 0)
            if (plan.receiver, month) != NOT_REPORTED:
                yield (*key, "mottagare", max(0, sent - month % 2), completed, 1 if month % 5 == 0 else 0)
    for specialty, phase, sender, receiver, month, patients in UNPLANNED:
        key = (PRINCIPAL, _month_end(LAST.year, month), specialty, phase, sender, receiver)
        yield (*key, "mottagare", patients, patients, 0)


def _with_plan(outcomes: pl.DataFrame, versions: pl.DataFrame) -> pl.DataFrame:
    between = ["principal", "year", "specialty", "phase", "sender", "receiver"]
    plans = versions.select(*between, "plan_id").unique()
    dated = outcomes.with_columns(year=pl.col("month").dt.year().cast(pl.Int32))
    joined = dated.join(plans, on=between, how="left", maintain_order="left")
    first = ["principal", "year", "month", "specialty", "phase", "sender", "receiver", "plan_id"]
    return joined.select(*first, pl.exclude(first))


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


# specialty, phase, administration, need and capacity of 2026; 2027 needs a twentieth more
NEEDS = (
    ("311", 2, "NU", 3200, 2500), ("311", 2, "SU", 5200, 4100), ("311", 2, "SV", 1500, 1900),
    ("311", 2, "SkaS", 2000, 2050),
    ("511", 2, "SU", 6800, 5500), ("511", 2, "NU", 2300, 2250), ("511", 2, "SkaS", 2000, 2100),
    ("431", 2, "SÄS", 1500, 1180), ("431", 2, "SkaS", 1250, 1600), ("431", 2, "SU", 2600, 2520),
    ("431", 2, "SV", 900, 1010),
    ("301", 2, "SÄS", 2100, 1850), ("301", 2, "NU", 2400, 2410),
    ("221", 1, "NU", 900, 740), ("221", 1, "SkaS", 1100, 1190),
    ("141", 1, "SkaS", 420, 350), ("141", 1, "SV", 260, 340),
    ("521", 1, "SÄS", 2300, 1850), ("521", 1, "SU", 4800, 4790),
)  # fmt: skip
NO_NEED = "361"  # has an outcome without plan, and no need is stated
# specialty, phase, receiver, regime, area, offered per quarter
OFFERS = (
    ("311", 2, "SV", "egen", "Västra", (200, 200, 130, 200)),
    ("311", 2, "Kustortopedi", "avtal", "Västra", (300, 330, 220, 320)),
    ("311", 2, "Grannregion Öster", "annan_region", "Grannregion", (60, 60, 40, 60)),
    ("511", 2, "SkaS", "egen", "Östra", (30, 30, 20, 20)),
    ("511", 2, "Klarsikt", "avtal", "Göteborg", (280, 330, 220, 300)),
    ("511", 2, "Grannregion Söder", "annan_region", "Grannregion", (50, 50, 30, 50)),
    ("431", 2, "SkaS", "egen", "Östra", (90, 100, 70, 95)),
    ("431", 2, "SV", "egen", "Västra", (30, 30, 20, 30)),
    ("301", 2, "Sjöhagen", "avtal", "Södra", (25, 25, 15, 25)),
    ("301", 2, "Grannregion Söder", "annan_region", "Grannregion", (60, 66, 50, 70)),
    ("221", 1, "SkaS", "egen", "Östra", (40, 40, 25, 0)),
    ("141", 1, "SV", "egen", "Västra", (25, 25, 15, 25)),
    ("521", 1, "Privat", "avtal", "Göteborg", (130, 130, 90, 130)),
)


def needs(attainment: pl.DataFrame) -> pl.DataFrame:
    """A whole year for most, quarters for one specialty."""
    assert set(attainment["specialty"]) >= {row[0] for row in NEEDS}
    rows: list[tuple[Any, ...]] = []
    for year, more in ((2026, 0), (2027, 20)):
        for specialty, phase, administration, need, capacity in NEEDS:
            whole = need + (need // more if more else 0)
            if specialty == "141":
                for quarter in (1, 2, 3, 4):
                    rows.append((PRINCIPAL, year, quarter, specialty, phase, administration, whole // 4, capacity // 4))
            else:
                rows.append((PRINCIPAL, year, None, specialty, phase, administration, whole, capacity))
    return pl.DataFrame(rows, schema=NEED_COLUMNS, orient="row")


NEED_COLUMNS = {
    "principal": pl.String, "year": pl.Int32, "quarter": pl.UInt8, "specialty": pl.String, "phase": pl.UInt8,
    "administration": pl.String, "need": pl.Int32, "capacity": pl.Int32,
}  # fmt: skip


def capacity_offers() -> pl.DataFrame:
    """The same offers for both years; one expires before the last quarter of 2026."""
    rows = [
        (PRINCIPAL, year, quarter, specialty, phase, receiver, regime, volume, area,
         dt.date(2026, 8, 31) if (year, receiver) == (2026, "Grannregion Öster") else None)
        for year in (2026, 2027)
        for specialty, phase, receiver, regime, area, volumes in OFFERS
        for quarter, volume in enumerate(volumes, start=1)
    ]  # fmt: skip
    schema = {
        "principal": pl.String, "year": pl.Int32, "quarter": pl.UInt8, "specialty": pl.String, "phase": pl.UInt8,
        "receiver": pl.String, "regime": pl.String, "free_volume": pl.Int32, "area": pl.String, "valid_to": pl.Date,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def findings() -> pl.DataFrame:
    """What does not agree between the files."""
    rows = [
        (PRINCIPAL, "utfall_utan_plan", 2026, "361", 2, "SU", "SV", None, None, 11),
        (PRINCIPAL, "overtecknad_kapacitet", 2026, "221", 1, "NU", "SkaS", "P-2026-221-1-NU-SkaS", 2, 5),
    ]
    schema = {
        "principal": pl.String, "finding": pl.String, "year": pl.Int32, "specialty": pl.String, "phase": pl.UInt8,
        "sender": pl.String, "receiver": pl.String, "plan_id": pl.String, "version": pl.Int32, "amount": pl.Int32,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def season_shares(attainment: pl.DataFrame) -> pl.DataFrame:
    """The year's rhythm where a group is large enough: July is small, January is not."""
    assert {"Alla", *ADMINISTRATIONS} >= set(attainment["administration"])
    shares = [0.088, 0.085, 0.092, 0.083, 0.086, 0.082, 0.048, 0.078, 0.091, 0.093, 0.092, 0.082]
    rows = [
        (PRINCIPAL, specialty, phase, administration, month, share)
        for specialty, administrations in (("Alla", ("Alla", "SU", "NU", "SkaS")), ("311", ("Alla", "SU", "NU")))
        for phase in (1, 2)
        for administration in administrations
        for month, share in enumerate(shares, start=1)
    ]
    names = ["principal", "specialty", "phase", "administration", "month_of_year", "share"]
    types = {"phase": pl.UInt8, "month_of_year": pl.UInt8}
    assert "311" in SPECIALTIES
    return pl.DataFrame(rows, schema=names, orient="row", schema_overrides=types)
