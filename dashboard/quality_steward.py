"""The place of the steward's form on Datakvalitet; the form is `dashboard.steward`."""

from __future__ import annotations

import importlib
import importlib.util

from dashboard.quality_view import QualityView


def draw(view: QualityView) -> None:
    """What a steward may decide about the rows and codes that the view shows."""
    if importlib.util.find_spec("dashboard.steward") is not None:
        importlib.import_module("dashboard.steward").steward_block(view.version, view.principal)
