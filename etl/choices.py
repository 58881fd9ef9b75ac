"""What the command line may choose among, for the commands that take files."""

from __future__ import annotations

from etl import reasons
from etl.contracts import KINDS
from etl.load_options import LoadRequest
from etl.terminal import UsageFault


def refuse_unknown_choices(request: LoadRequest) -> None:
    """Raise `UsageFault` for a kind, a reason or a file that does not exist."""
    if request.kind is not None and request.kind not in KINDS:
        raise UsageFault(f"slaget ”{request.kind}” finns inte; tillåtna: {', '.join(KINDS)}.")
    refusals = sorted(code for code, reason in reasons.reasons().items() if reason.overridable)
    if request.accept is not None and not set(request.accept.split(",")) <= set(refusals):
        raise UsageFault(f"--accept ”{request.accept}” går inte att välja; tillåtna: {', '.join(refusals)}.")
    for path in request.paths:
        if not path.exists():
            raise UsageFault(f"{path} finns inte.")
