"""Control charts: what varies as usual and what is a signal (Making Data Count's rules, Laney's p′, g and t charts).

Every chart takes 1-d arrays, oldest first, and gives a `Chart` of the same length. NaN is a missing month: it keeps its
place, has no limits, and breaks both lines and runs – a moving range, a run, a rise and a window of three never span a
gap. `starts` are the indices where a new segment begins (rebasing): each has its own limits and its own runs. The rules
stand in `analysis.control_rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from analysis.control_rules import RUN_LENGTH, Floats, Mask, Signs, lasting, signals, without_rounding

Places = npt.NDArray[np.int64]

FEWEST_POINTS = 13  # fewer: trial limits, and no verdict
AUTOCORRELATED = 0.3
NATURAL_LIMIT = 2.66  # 3/1.128 as Making Data Count writes it
SCREENING = 3.267
D2 = 1.128
T_EXPONENT = 1 / 3.6
HALF_A_DAY = 0.5
ONE_PATIENT = 1.0


@dataclass(frozen=True)
class Chart:
    """One series with its limits; every array has the series' length.

    value, centre, lower, upper, near_lower, near_upper: in the values' unit, NaN where there is no point. Limits are
    not clipped to what is possible: clip when drawing, never before judging. `level` is the segment's mean; `centre`
    differs from it only where residuals are charted, and is then the forecast made one step before.
    rule: 0 (none), 1–4, or 5 where a signal lasts; side: +1, −1, or 0 without a signal; a rise is +1. segment: 0, 1, …
    is_trial: the point's segment has fewer than 13 points, so its signals are no verdict.
    """

    value: Floats
    level: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    rule: Signs
    side: Signs
    segment: Places
    is_trial: Mask
    autocorrelation: float
    is_residual: bool

    @property
    def firm_rule(self) -> Signs:
        """The rules that may be shown: none in a segment with too few points."""
        return np.where(self.is_trial, 0, self.rule).astype(np.int8)

    @property
    def verdict(self) -> int | None:
        """The last point's type: +1 higher than usual, −1 lower, 0 as usual; None when it is missing or on trial."""
        if not len(self.value) or np.isnan(self.value[-1]) or self.is_trial[-1]:
            return None
        return int(self.side[-1]) if self.rule[-1] else 0


Assurance = Literal["passes", "fails", "inconsistent"]


def assurance(chart: Chart, target: float, *, higher_is_better: bool = True) -> Assurance | None:
    """Whether the process as it is will reach the target, from the last point's limits; None without a verdict.

    Charted residuals say what next month brings; here the process' own spread counts, wider by 1/√(1 − r²).
    """
    if chart.verdict is None or np.isnan(chart.upper[-1]):
        return None
    widening = float(np.sqrt(1 - chart.autocorrelation**2)) if chart.is_residual else 1.0
    reach = (chart.upper[-1] - chart.centre[-1]) / widening
    if target > chart.level[-1] + reach:
        return "fails" if higher_is_better else "passes"
    if target < chart.level[-1] - reach:
        return "passes" if higher_is_better else "fails"
    return "inconsistent"


def xmr(
    y: npt.ArrayLike, *, starts: Sequence[int] = (), run_length: int = RUN_LENGTH, is_snapshot: bool = False
) -> Chart:
    """Individuals chart: mean ± 2.66 × the mean moving range, screened once at 3.267 × its mean.

    Where screening would take every range that is not zero, all are kept: a constant series with one spike marks the
    spike, not every point. `is_snapshot`: months share patients, so when the lag-one autocorrelation exceeds 0.3 the
    residuals of an AR(1) are charted. Source: NHS England, Making Data Count.
    """
    value = np.asarray(y, dtype=np.float64)
    segment = _segments(len(value), starts)
    level = _means(value, segment)
    return _chart(value, level, np.ones(len(value)), segment, run_length, is_snapshot=is_snapshot, is_screened=True)


def laney(
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    starts: Sequence[int] = (),
    run_length: int = RUN_LENGTH,
    is_snapshot: bool = False,
) -> Chart:
    """p′ chart of x of n: θ ± 3·σᵢ·σ_z, σᵢ = √(θ(1−θ)/nᵢ), σ_z = mean |zᵢ − zᵢ₋₁| / 1.128, not screened.

    n of 0 or NaN is a missing month. `is_snapshot` as for `xmr`, on z. Less than one patient from the usual level is no
    signal: where the months vary less than chance, the limits may lie closer than counts can. Source: Laney 2002,
    Quality Engineering 14(4).
    """
    counts, bases = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    is_there = (bases > 0) & ~np.isnan(counts)
    segment = _segments(len(bases), starts)
    bases = np.where(is_there, bases, np.nan)
    value = _ratio(counts, bases)
    level = _ratio(_per_segment(np.where(is_there, counts, 0), segment), _per_segment(np.nan_to_num(bases), segment))
    scale = np.sqrt(level * (1 - level) / bases)
    chart = _chart(value, level, scale, segment, run_length, is_snapshot=is_snapshot, is_screened=False)
    is_near = np.abs(value - level) * bases < ONE_PATIENT
    return _replaced(chart, rule=np.where(is_near, 0, chart.rule), side=np.where(is_near, 0, chart.side))


def g_chart(y: npt.ArrayLike, *, starts: Sequence[int] = (), run_length: int = RUN_LENGTH) -> Chart:
    """Days or cases between events: m ± 3·√(m(m + 1)), lower limit 0; two events on one day are 0 apart."""
    value = np.asarray(y, dtype=np.float64)
    segment = _segments(len(value), starts)
    level = _means(value, segment)
    reach = 3 * np.sqrt(level * (level + 1))
    chart = _judged(value, value - level, reach, level, level, np.ones(len(value)), segment, run_length, np.nan, False)
    return _replaced(chart, lower=np.maximum(chart.lower, 0), near_lower=np.maximum(chart.near_lower, 0))


def t_chart(y: npt.ArrayLike, *, starts: Sequence[int] = (), run_length: int = RUN_LENGTH) -> Chart:
    """Days between rare events: XmR on y^(1/3.6), judged there and transformed back; 0 days counts as half a day."""
    value = np.asarray(y, dtype=np.float64)
    chart = xmr(np.where(value == 0, HALF_A_DAY, value) ** T_EXPONENT, starts=starts, run_length=run_length)
    lines = ("level", "centre", "lower", "upper", "near_lower", "near_upper")
    back = {name: np.maximum(getattr(chart, name), 0) ** (1 / T_EXPONENT) for name in lines}
    return _replaced(chart, value=np.where(value == 0, HALF_A_DAY, value), **back)


def lag_one_autocorrelation(y: npt.ArrayLike) -> float:
    """Σ dᵢ·dᵢ₋₁ / Σ d², d = y − mean, over months next to each other; NaN for a constant series or none."""
    value = np.asarray(y, dtype=np.float64)
    segment = _segments(len(value), ())
    is_there = ~np.isnan(value)
    if not is_there.any():
        return float("nan")
    return _autocorrelation(without_rounding(value - value[is_there].mean(), value), _follows(value, segment))


def _chart(
    value: Floats,
    level: Floats,
    scale: Floats,
    segment: Places,
    run_length: int,
    *,
    is_snapshot: bool,
    is_screened: bool,
) -> Chart:
    """A chart of value = level + scale·d, with limits from the moving ranges of d or of d's AR(1) residuals."""
    with np.errstate(divide="ignore", invalid="ignore"):
        d = np.where(scale > 0, without_rounding(value - level, value) / scale, np.where(np.isnan(value), np.nan, 0.0))
    follows = _follows(value, segment)
    correlation = _autocorrelation(d, follows)
    is_residual = is_snapshot and correlation > AUTOCORRELATED and not _on_trial(value, segment)[-1:].any()
    forecast, spread = np.zeros(len(d)), np.ones(len(d))
    if is_residual:
        forecast[1:] = np.where(follows[1:], correlation * d[:-1], 0.0)
        spread = np.where(follows, 1.0, 1 / np.sqrt(1 - correlation**2))  # no month before to forecast from
    residual = (d - forecast) / spread
    reach = _natural_reach(residual, follows, segment, is_screened=is_screened)
    return _judged(
        value, residual, reach, level, level + scale * forecast, scale * spread, segment, run_length, correlation,
        is_residual,
    )  # fmt: skip


def _judged(
    value: Floats, residual: Floats, reach: Floats, level: Floats, centre: Floats, scale: Floats, segment: Places,
    run_length: int, correlation: float, is_residual: bool,
) -> Chart:  # fmt: skip
    """The chart of a residual against ± reach, drawn as centre ± scale·reach."""
    is_there = ~np.isnan(value)
    middle = np.where(is_there, centre, np.nan)
    half = np.where(is_there, scale * reach, np.nan)
    moving = residual if is_residual else value
    follows = _follows(value, segment)
    rule, side = signals(residual, reach, moving, follows, run_length)
    if is_residual:
        rule, side = lasting(rule, side, without_rounding(value - level, value), follows)
    return Chart(
        value,
        np.where(is_there, level, np.nan),
        middle,
        middle - half,
        middle + half,
        middle - half * 2 / 3,
        middle + half * 2 / 3,
        rule,
        side,
        segment,
        _on_trial(value, segment),
        correlation,
        is_residual,
    )


def _natural_reach(residual: Floats, follows: Mask, segment: Places, *, is_screened: bool) -> Floats:
    """Distance from the centre to the limits, one for each segment; NaN where no month follows another."""
    reach = np.full(len(residual), np.nan)
    ranges = np.zeros(len(residual))
    ranges[1:] = np.abs(without_rounding(np.diff(residual), residual))
    for number in range(int(segment[-1]) + 1 if len(segment) else 0):
        own = segment == number
        moving = ranges[own & follows]
        if len(moving):
            reach[own] = NATURAL_LIMIT * _screened_mean(moving) if is_screened else 3 * moving.mean() / D2
    return reach


def _screened_mean(moving: Floats) -> float:
    mean = float(moving.mean())
    kept = moving[moving < SCREENING * mean]
    return float(kept.mean()) if kept.any() else mean


def _autocorrelation(d: Floats, follows: Mask) -> float:
    known = np.nan_to_num(d)
    square = float(known @ known)
    return float((known[1:] * known[:-1])[follows[1:]].sum()) / square if square else float("nan")


def _follows(value: Floats, segment: Places) -> Mask:
    """Whether a point and the one before it both exist and share a segment."""
    is_there = ~np.isnan(value)
    follows = np.zeros(len(value), np.bool_)
    follows[1:] = is_there[1:] & is_there[:-1] & (segment[1:] == segment[:-1])
    return follows


def _segments(length: int, starts: Sequence[int]) -> Places:
    marks = np.zeros(length, np.int64)
    marks[[start for start in starts if 0 < start < length]] = 1
    return np.cumsum(marks)


def _per_segment(numbers: npt.NDArray[Any], segment: Places) -> Floats:
    """The sum over each point's segment, at every point."""
    sums: Floats = np.bincount(segment, weights=numbers).astype(np.float64)
    return sums[segment]


def _means(value: Floats, segment: Places) -> Floats:
    """The mean of what there is in each point's segment, at every point; NaN in a segment without any."""
    return _ratio(_per_segment(np.nan_to_num(value), segment), _per_segment(~np.isnan(value), segment))


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    ratio: Floats = np.full(len(denominator), np.nan)
    np.divide(numerator, denominator, out=ratio, where=denominator > 0)
    return ratio


def _on_trial(value: Floats, segment: Places) -> Mask:
    return np.asarray(_per_segment(~np.isnan(value), segment) < FEWEST_POINTS)


def _replaced(chart: Chart, **lines: npt.NDArray[Any]) -> Chart:
    return Chart(**(vars(chart) | lines))
