"""The log of versions by itself: laws over many histories, also such as contradict themselves."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.plan_log import KNOWN, PLAN, VERSION, PlanLog
from register import PLAN_COLUMNS

SCHEMA = {name: PLAN_COLUMNS[name] for name in KNOWN} | {"record": pl.UInt32(), "delivery_id": pl.Int32()}
NAMES, SENDERS = ("P-1", "P-2", "P-3"), ("SU", "NU", "SkaS")
Version = tuple[str, int, str, int]  # plan_id, version, sender, q1

consistent = st.lists(
    st.builds(lambda place, version, q1: (NAMES[place], version, SENDERS[place], q1), st.integers(0, 2),
              st.integers(1, 4), st.integers(0, 2)),
    min_size=1, max_size=12, unique_by=lambda version: version[:2],
)  # fmt: skip
any_history = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(1, 2), st.sampled_from(SENDERS[:2]), st.integers(0, 1)),
    min_size=1, max_size=12,
)  # fmt: skip


def frame(history: Sequence[Version]) -> pl.DataFrame:
    same = {"principal": "VGR", "year": 2026, "specialty": "511", "phase": 2, "receiver": "Klarsikt", "regime": "avtal",
            "transfer": "extern", "status": "overenskommen"}  # fmt: skip
    rows = [
        same | {"plan_id": name, "version": version, "sender": sender, "q1": q1, "record": record, "delivery_id": 1}
        for record, (name, version, sender, q1) in enumerate(history, start=1)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def loaded(there: pl.DataFrame, history: Sequence[Version]) -> tuple[pl.DataFrame, int, int]:
    """The table after a file, how many were duplicates and how many were quarantined."""
    log, rows = PlanLog(), frame(history)
    log.add(rows)
    verdicts = log.verdicts(there)
    assert verdicts["_record"].is_unique().all()
    kept = rows.filter(~pl.col("record").is_in(verdicts["_record"].implode()))
    quarantined = verdicts["reason"].count()
    assert rows.height == kept.height + verdicts.height
    return pl.concat([there, kept]), verdicts.height - quarantined, quarantined


def ordered(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(KNOWN).sort(VERSION)


@settings(max_examples=60, deadline=None)
@given(consistent, st.data())
def test_any_split_in_any_order_gives_the_same_versions(history: list[Version], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(history))
    repeated = [*shuffled, *data.draw(st.lists(st.sampled_from(history), max_size=4))]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(repeated)), max_size=4)) | {0, len(repeated)})
    table, quarantined = frame([]), 0
    for start, end in itertools.pairwise(cuts):
        table, _, refused = loaded(table, repeated[start:end])
        quarantined += refused
    assert quarantined == 0
    assert ordered(table).equals(ordered(frame(history)))
    assert loaded(table, repeated)[1:] == (len(repeated), 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(any_history, min_size=1, max_size=3))
def test_whatever_is_loaded_what_was_stored_stays_and_no_plan_is_two_things(files: list[list[Version]]) -> None:
    table = frame([])
    for history in files:
        before = table
        table, _, _ = loaded(table, history)
        assert table.head(before.height).equals(before)
        assert table.select(VERSION).is_unique().all()
        assert table.select(*PLAN, "sender").unique().height == table.select(PLAN).unique().height
        assert table.select(*PLAN, "sender").unique().height == table.select("sender").unique().height


@settings(max_examples=40, deadline=None)
@given(any_history)
def test_a_file_twice_adds_nothing(history: list[Version]) -> None:
    table, _, _ = loaded(frame([]), history)
    again, duplicates, quarantined = loaded(table, history)
    assert again.equals(table)
    assert duplicates + quarantined == len(history)
