"""Where the crosses of a wall lead: to a unit's month, to the screen, and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote_plus

from dashboard import cross_view
from dashboard.cross_view import MONTH, CrossView


def base(view: CrossView) -> str:
    """What the addresses of all units' months have in common."""
    return view.link(visa=MONTH, enhet="", dag="", vagg="")


def own_parts(view: CrossView) -> Mapping[tuple[str, str], str]:
    """What each unit, by (administration, unit), adds to the base."""
    values = cross_view.units_by_value(view.units())
    return {unit: f"&enhet={quote_plus(value)}" for value, unit in values.items()}


def of_units(view: CrossView) -> Mapping[tuple[str, str], str]:
    """The query string of each unit's month."""
    common = base(view)
    return {unit: common + own for unit, own in own_parts(view).items()}


def of_everyone(view: CrossView) -> str:
    """The same month without a choice of group."""
    return view.link(forvaltning="", sjukhus="", klinik="", enhet="", vagg="")


def to_screen(view: CrossView) -> str:
    """The screen on the wall; the month that the page shows by itself is left out, so that the screen follows time."""
    usual = cross_view.usual_month(view.version, view.stamp, view.principal, view.today)
    month = f"{view.month:%Y-%m}"
    return view.link(vagg="ja", dag="", manad="" if month == usual else month)


def from_screen(view: CrossView) -> str:
    """The page that the screen shows."""
    return view.link(vagg="")
