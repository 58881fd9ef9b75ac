"""Settings: file, environment, command line; anything unknown or bad stops the start with one line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import config
from config import DataDirectory, SettingsError, load_settings
from etl import definitions
from tests.commands import etl


def settings_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "vardlaget.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = settings_file(tmp_path, "low_base = 30\nsuppress_below = 7\n")
    monkeypatch.setenv("VARDLAGET_LOW_BASE", "40")
    settings = load_settings(path)
    assert (settings.low_base, settings.suppress_below) == (40, 7)


def test_the_command_line_wins_over_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_DATA_DIR", "/nowhere")
    assert load_settings(settings_file(tmp_path, ""), data_dir=tmp_path).data_dir == tmp_path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lowbase = 3\n", "okänd inställning lowbase"),
        ("low_base = 'många'\n", "low_base har värdet 'många'"),
        ("default_definition_vantande = 'alla'\n", "exkl_pvv_mov"),
        ("low_base = \n", "går inte att läsa"),
    ],
)
def test_a_wrong_key_or_value_is_one_line_with_what_is_allowed(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings(settings_file(tmp_path, text))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unknown_variable_stops_the_command_with_exit_code_2(tmp_path: Path) -> None:
    ended = etl("status", data=tmp_path / "data", VARDLAGET_LOWBASE="3")
    assert ended.code == 2
    assert "VARDLAGET_LOWBASE" in ended.errors
    assert "Traceback" not in ended.errors


def test_a_definition_file_with_an_unknown_key_names_file_row_and_key(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "granser.toml").write_text("[[grans]]\nnamn = 'x'\nslut = 3\n", encoding="utf-8")
    with pytest.raises(definitions.DefinitionFileError, match=r"granser\.toml, rad 1"):
        definitions.limits(DataDirectory(tmp_path))


def test_the_data_directorys_limits_take_the_place_of_the_products(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "granser.toml").write_text(
        "[[grans]]\nnamn = 'lag_60'\ntitel = 't'\ntext = 't'\npopulation = ['vantande']\nfas = [1]\ndagar = 60\n"
        "giltig_fran = 2027-01-01\n",
        encoding="utf-8",
    )
    limits = definitions.limits(DataDirectory(tmp_path))
    assert limits.select("limit_name", "limit_days", "specialty").rows() == [("lag_60", 60, "Alla")]


def test_the_day_of_practice_is_asked_anew_when_the_setting_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_TODAY", "2026-04-10")
    assert config.today() == dt.date(2026, 4, 10)
    monkeypatch.setenv("VARDLAGET_TODAY", "2027-01-15")
    assert config.today() == dt.date(2027, 1, 15)
    monkeypatch.delenv("VARDLAGET_TODAY")
    assert config.today() == dt.datetime.now(config.STOCKHOLM).date()
