"""Dated events: where they are written, what makes them unusable, and that they are published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from config import ROOT, DataDirectory
from etl import definitions

BASE = "[[handelse]]\nhandelse = 'byte'\ntitel = 't'\ntext = 't'\nfran = 2026-01-01\n"


def events_of(folder: Path, text: str) -> list[dict[str, object]]:
    (folder / "definitions").mkdir()
    (folder / "definitions" / "handelser.toml").write_text(text, encoding="utf-8")
    return definitions.events(DataDirectory(folder)).to_dicts()


def test_the_products_own_events_can_be_read() -> None:
    rows = definitions.events(DataDirectory(ROOT / "no-such-folder"))
    change = rows.filter(event="systembyte_2024").row(0, named=True)
    assert (change["from_date"], change["to_date"]) == (dt.date(2024, 11, 1), dt.date(2024, 12, 31))


def test_an_event_without_a_scope_holds_for_everything(tmp_path: Path) -> None:
    [event] = events_of(tmp_path, BASE)
    assert event["principal"] == "Alla"
    assert [event[name] for name in ("population", "phase", "specialty", "administration", "to_date")] == [None] * 5
    assert event["rebases"] is False


def test_a_file_without_events_is_no_error(tmp_path: Path) -> None:
    assert events_of(tmp_path, "# inga händelser\n") == []


@pytest.mark.parametrize("reason", ["", "orsak = '  '\n"])
def test_a_new_level_without_a_reason_is_refused(tmp_path: Path, reason: str) -> None:
    with pytest.raises(definitions.DefinitionFileError, match=r"handelser\.toml, rad 1: ny_niva kräver en orsak"):
        events_of(tmp_path, f"{BASE}ny_niva = true\n{reason}")


def test_an_event_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    with pytest.raises(definitions.DefinitionFileError, match="till är före fran"):
        events_of(tmp_path, f"{BASE}till = 2025-12-31\n")


def test_an_unknown_key_names_file_and_row(tmp_path: Path) -> None:
    with pytest.raises(definitions.DefinitionFileError, match=r"handelser\.toml, rad 1 \(niva\)"):
        events_of(tmp_path, f"{BASE}niva = 3\n")
