"""Whatever a file holds, loading it ends with a report: no traceback, every record accounted for, nobody recognisable.

FUZZ_SECONDS: how long to try (60); FUZZ_INPUTS: how many at most. `make soak` tries 200 000.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from etl.contracts import CONTRACTS
from etl.contracts.header import known_names
from tests.extracts import new_region
from tests.fuzzing import Loader, OddFile, Tried, load_through, odd_files, read_through

SECONDS = float(os.environ.get("FUZZ_SECONDS", "60"))
INPUTS = int(os.environ.get("FUZZ_INPUTS", "1000000"))
FIRST_SEED = int(os.environ.get("FUZZ_SEED", "6"))
AT_A_TIME = 250
LOADED_OF = 10  # one input in so many is also loaded: that costs twenty times as much


def test_no_file_makes_a_load_fail_lose_a_record_or_tell_an_identity(capsys: pytest.CaptureFixture[str]) -> None:
    tried, ends, rounds = Tried(), time.monotonic() + SECONDS, FIRST_SEED
    while tried.inputs < INPUTS and time.monotonic() < ends:
        try_some(tried, rounds)
        rounds += 1
    with capsys.disabled():
        print(f"\n{told(tried)}")
    assert tried.inputs >= min(INPUTS, AT_A_TIME)
    assert tried.outcomes.get("loaded", 0) + tried.outcomes.get("replaced", 0) > 0


def try_some(tried: Tried, number: int) -> None:
    """One region and AT_A_TIME files, which replace each other as they come."""
    known = known_names(CONTRACTS)
    with tempfile.TemporaryDirectory() as folder:
        loader = Loader(new_region(Path(folder)))

        @seed(number)
        @settings(
            max_examples=AT_A_TIME,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(odd_files())
        def every_input(odd: OddFile) -> None:
            path = Path(folder, odd.name)
            path.write_bytes(odd.content)
            tried.inputs += 1
            tried.count(read_through(path, known))
            if tried.inputs % LOADED_OF == 0:
                tried.loads += 1
                tried.count(load_through(loader, path).status)

        every_input()


def told(tried: Tried) -> str:
    """One line: how many inputs were tried and how they ended."""
    ended = ", ".join(f"{name} {count}" for name, count in sorted(tried.outcomes.items(), key=lambda item: -item[1]))
    return f"{tried.inputs} inputs read, {tried.loads} of them loaded: {ended}"
