"""facit.json: what the sample was made to show, for whoever wants to see that the product finds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from etl.sample import calibration, levels, national, planted, truths, waits
from etl.sample.plan import Plan

# The lowest and highest administration in the last month: waiting, first visits, default definition, whole per cent.
EXTREMES = {
    "141": ("SkaS", 37, "SV", 91),
    "201": ("NU", 42, "SV", 98),
    "231": ("SÄS", 35, "SV", 81),
    "221": ("NU", 29, "SV", 97),
    "521": ("SÄS", 31, "Privat", 90),
    "311": ("NU", 42, "Privat", 94),
    "Internmedicin": ("SU", 48, "SV", 91),
}
LOW_BASE_EXTREMES = {"101": ("SÄS", 18, "SkaS", 100)}


def facit(plan: Plan, months: list[dt.date], scale: float, seed: int) -> dict[str, Any]:
    """Planted differences, noise, gaps, re-deliveries and quarantined rows of these months."""
    last = months[-1]
    return {
        "val": {"till": f"{last:%Y-%m}", "manader": len(months), "skala": scale, "fro": seed},
        "matdatum": last.isoformat(),
        "huvudman": national.PRINCIPAL,
        "kalibrering": {
            "population": "vantande",
            "definition": "exkl_pvv_mov",
            "ytterligheter_fas_1": {name: _extremes(*ends) for name, ends in EXTREMES.items()},
            "ytterligheter_med_lagt_underlag_fas_1": {
                name: _extremes(*ends) for name, ends in LOW_BASE_EXTREMES.items()
            },
            "region_inom_90_dagar": {str(fas): share for fas, share in calibration.REGION_TARGETS.items()},
            "bup_inom_30_dagar": {str(fas): share for fas, share in calibration.CHILD_TARGETS.items()},
            "fas_4_ar": "andel med måldatum på eller efter mätdatum",
        },
        "skillnader": [
            {"fas": 1, "mvo": name, "forvaltning": part, "andel": share / 100}
            for name, ends in EXTREMES.items()
            for part, share in (ends[:2], ends[2:])
        ],
        "planterade": _planted(plan),
        "brus": list(_one_share(plan)),
        "overspridning": truths.truths()["overspridning"],
        "omkastningar": truths.truths()["omkastning"],
        "ojamlikhet": truths.truths()["ojamlikhet"],
        "forandringar": [change | {"fran": _month(months, change["manader"] - 1)} for change in _changes(months)],
        "planerade_andelar": [
            {"mvo": str(mvo), "forvaltning": str(part), "fas": int(phase), "andel": float(share)}
            for mvo, part, phase, share in zip(
                plan.specialty, plan.administration, plan.phase, truths.true_shares(plan, 0), strict=True
            )
        ],
        "slump": {"antal_log_per_manad": levels.SIZE_NOISE, "andel_logit_per_manad": levels.SHARE_NOISE},
        "trend": {
            "antal_log_per_manad": -levels.QUEUE_TREND,
            "region_utan_sasong": {
                phase: [{"manader_sedan": back, "andel": share / 100} for back, share in points]
                for phase, points in truths.truths()["historik"].items()
            },
        },
        "saknade_leveranser": _gaps(months),
        "tystnad_enhet": {"enhet": planted.STOPPED_UNIT, "fran": _month(months, planted.STOPPED_MONTHS - 1)},
        "omleveranser": [
            f"{kind}/{kind}_{planted.REDELIVERED:%Y-%m}_v2.csv"
            for kind in levels.KINDS
            if planted.REDELIVERED in months
        ],
        "karantan": _quarantined(months),
        "dubbletter": [
            {"slag": kind, "period": _month(months, back), "rader": rows}
            for (kind, back), rows in planted.REPEATED.items()
            if back < len(months)
        ],
    }


def _extremes(lowest: str, low: int, highest: str, high: int) -> dict[str, str | int]:
    return {"lagst": low, "lagst_forvaltning": lowest, "hogst": high, "hogst_forvaltning": highest}


def _one_share(plan: Plan) -> Iterator[dict[str, Any]]:
    """The specialties with one true share, and the limit it is measured by; low bases and planted cells stand apart."""
    noise = truths.truths()["brus"]
    for specialty in noise["mvo"]:
        own = truths.left_to_chance(plan) & (plan.specialty == specialty)
        limit = waits.CHILD_LIMIT if specialty == levels.CHILD_PSYCHIATRY else waits.LIMIT
        parts = plan.administration[own & (truths.planted_odds(plan) == 1)].tolist()
        yield {
            "fas": noise["fas"],
            "mvo": specialty,
            "grans_dagar": limit,
            "andel": float(plan.share[own][0]),
            "forvaltningar": parts,
        }


def _planted(plan: Plan) -> list[dict[str, Any]]:
    shares = truths.true_shares(plan, 0)
    return [
        planted_cell
        | {"andel": round(float(shares[plan.cells(planted_cell["mvo"], planted_cell["forvaltning"])][0]), 4)}
        for planted_cell in truths.truths()["planterad"]
    ]


def _gaps(months: list[dt.date]) -> list[dict[str, str]]:
    """What was not delivered: a whole förvaltning, or one hospital."""
    missing = [(planted.GAP_MONTH, "forvaltning", planted.GAP_ADMINISTRATION)] + [
        (month, "sjukhus", name) for month, names in planted.LATE_HOSPITALS.items() for name in names
    ]
    return [
        {"period": f"{month:%Y-%m}", "population": kind, whose: name}
        for month, whose, name in missing
        for kind in levels.KINDS
        if month in months
    ]


def _changes(months: list[dt.date]) -> list[dict[str, Any]]:
    changes = [change for change in truths.truths()["forandring"] if change["manader"] < len(months)]
    return _shares(changes, "fore")


def _shares(entries: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Per cent as the file writes them, shares as the product does."""
    return [entry | {key: entry[key] / 100} for entry in entries]


def _month(months: list[dt.date], back: int) -> str:
    return f"{months[-min(back + 1, len(months))]:%Y-%m}"


def _quarantined(months: list[dt.date]) -> list[dict[str, str | int]]:
    return [
        {"slag": fault.kind, "period": f"{months[-1 - fault.back]:%Y-%m}", "orsak": fault.reason, "rader": fault.rows}
        for fault in planted.FAULTS
        if fault.back < len(months)
    ]
