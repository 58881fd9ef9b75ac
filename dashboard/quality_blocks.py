"""Datakvalitet: the page's question and answer, and the blocks of the part that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard import (
    freshness,
    parts,
    quality_balance_block,
    quality_checks_block,
    quality_codes_block,
    quality_cuts_block,
    quality_filled_block,
    quality_gaps_block,
    quality_lineage_block,
    quality_overview_block,
    quality_quarantine_block,
    quality_revisions_block,
)
from dashboard.quality_view import (
    AGREEMENT,
    CHECKS,
    CODES,
    FILLED,
    GAPS,
    LINEAGE,
    OVERVIEW,
    QUARANTINE,
    REVISIONS,
    QualityView,
)

QUESTION = "Går siffrorna att lita på?"


def _agreement(view: QualityView) -> None:
    quality_cuts_block.cuts_block(view)
    quality_balance_block.balance_block(view)


BLOCKS: Mapping[str, Callable[[QualityView], None]] = {
    OVERVIEW: quality_overview_block.draw,
    GAPS: quality_gaps_block.draw,
    REVISIONS: quality_revisions_block.draw,
    QUARANTINE: quality_quarantine_block.draw,
    CODES: quality_codes_block.draw,
    FILLED: quality_filled_block.draw,
    CHECKS: quality_checks_block.draw,
    AGREEMENT: _agreement,
    LINEAGE: quality_lineage_block.draw,
}


def answer(view: QualityView) -> str:
    """How many deliveries are late, missing and disputed, as HTML; the same in every part."""
    return quality_overview_block.answer(view)


def badge(view: QualityView) -> str:
    """The newest delivered date of those waiting, or of those completed."""
    for population in freshness.POPULATION_NAMES:
        newest = freshness.newest_delivered(view.version, view.principal, population)
        if newest is not None:
            return freshness.badge(view.version, view.principal, population, newest)
    return ""


def draw(view: QualityView) -> None:
    """The blocks of the part that is shown, and the sources."""
    BLOCKS[view.visa](view)
    parts.sources([("Källor", f"Laddningsboken, karantänen och de publicerade tabellerna, version {view.version}.")])
