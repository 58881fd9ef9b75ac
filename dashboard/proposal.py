"""A proposed plan as the page shows it: worked out once for the year and its options, filtered by what is chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from analysis import transfer_plan
from analysis.transfer_plan import Proposal
from dashboard import plan_data, proposal_inputs, remembered
from dashboard.needs_gap import QUARTERS
from dashboard.needs_view import View
from dashboard.proposal_inputs import Inputs

ASKED = "proposal_asked"
PAIR = ["specialty", "phase", "sender", "receiver"]


@dataclass(frozen=True)
class Shown:
    """The chosen part of a proposal, and the plans in force that it is laid beside."""

    proposal: Proposal
    present: pl.DataFrame

    @property
    def to_place(self) -> int:
        """What the agreed plans leave of the need."""
        return self.placed + self.unmet

    @property
    def placed(self) -> int:
        return int(self.proposal.needs["placed"].sum())

    @property
    def unmet(self) -> int:
        return int(self.proposal.needs["unmet"].sum())

    def of_regime(self, regime: str) -> int:
        """Patients placed under a regime."""
        return int(self.proposal.volume_by_regime.filter(pl.col("regime") == regime)["volume"].sum())


def ask(view: View) -> None:
    """Remember in this visit that the proposal of these options is wanted: what the button does."""
    st.session_state[ASKED] = [*asked(), asked_of(view)][-20:]


def asked() -> list[tuple[object, ...]]:
    """The proposals asked for in this visit."""
    found: list[tuple[object, ...]] = st.session_state.get(ASKED, [])
    return found


def asked_of(view: View) -> tuple[object, ...]:
    """A proposal as the reader asks for it: it is worked out anew when plans or needs change."""
    return (view.principal, view.year, *view.option_values.values())


def is_possible(view: View) -> bool:
    """Whether a quarter of the year has not ended."""
    return proposal_inputs.first_quarter(view.year, view.today) <= QUARTERS


def worked_out(view: View) -> Shown:
    """The chosen part of the year's proposal; the first time takes a while and says so."""
    return remembered.once(("shown proposal", view.proposal_key, view.key), lambda: chosen(view, *_worked_out(view)))


def _worked_out(view: View) -> tuple[Proposal, Inputs]:
    """What is only proposed moves nothing: for the same plans in force the proposal is not sought again."""
    given = proposal_inputs.inputs(view.version, view.stamp, view.principal, view.year, view.today, view.option_values)
    key = (view.version, view.principal, view.year, given.options, view.option_values["sasong"], *given.agreed.rows())

    def propose() -> Proposal:
        with st.spinner(f"Fördelar bristen {view.year} på ledig kapacitet …"):
            return transfer_plan.propose(given.needs, given.offers, given.agreed, given.travel, given.options)

    return remembered.once(("proposal", view.today, *key), propose), given


def chosen(view: View, proposal: Proposal, given: Inputs) -> Shown:
    """What the filters choose; a receiver, and a conflict there, is of a whole specialty and phase."""

    def of_sender(rows: pl.DataFrame) -> pl.DataFrame:
        named = rows.with_columns(administration=pl.col("sender"))
        return view.of_choice(named).drop("administration")

    return Shown(
        replace(
            proposal,
            placements=of_sender(proposal.placements),
            needs=of_sender(proposal.needs),
            receivers=view.of_choice(proposal.receivers),
            levels=view.of_choice(proposal.levels),
            conflicts=view.of_choice(proposal.conflicts),
        ),
        of_sender(given.agreed),
    )


def by_specialty(shown: Shown) -> pl.DataFrame:
    """specialty, phase, to_place, placed, egen, avtal, annan_region, unmet, most to place first."""
    needs = shown.proposal.needs.group_by("specialty", "phase").agg(pl.col("placed", "unmet").sum())
    volumes = shown.proposal.placements.group_by("specialty", "phase").agg(
        pl.col("volume").filter(pl.col("regime") == regime).sum().alias(regime)
        for regime in ("egen", "avtal", "annan_region")
    )
    return (
        needs.join(volumes, on=["specialty", "phase"], how="left")
        .with_columns(pl.col("egen", "avtal", "annan_region").fill_null(0), to_place=pl.col("placed") + pl.col("unmet"))
        .filter(pl.col("to_place") > 0)
        .sort("to_place", "specialty", "phase", descending=[True, False, False])
    )


def by_pair(shown: Shown) -> pl.DataFrame:
    """One row per pair that gets more: PAIR, regime, agreed, q1–q4 and addition proposed, in all; largest first."""
    quarters = transfer_plan.difference(shown.present, shown.proposal)
    regimes = shown.proposal.placements.group_by(PAIR).agg(regimes=pl.col("regime").unique().sort())
    added = quarters.group_by(PAIR).agg(
        pl.col("agreed", "addition").sum(),
        *(pl.col("addition").filter(pl.col("quarter") == number).sum().alias(f"q{number}") for number in range(1, 5)),
    )
    return (
        added.filter(pl.col("addition") > 0)
        .join(regimes, on=PAIR, how="left")
        .with_columns(proposed=pl.col("agreed") + pl.col("addition"))
        .sort("addition", *PAIR, descending=[True, False, False, False, False])
    )


def versions(view: View) -> pl.DataFrame:
    """Every version of the year's plans, as the reader sees them."""
    key = ("year's versions", view.version, view.stamp, view.principal, view.year)
    every = plan_data.versions(view.version, view.stamp, view.principal)
    return remembered.once(key, lambda: every.filter(pl.col("year") == view.year))
