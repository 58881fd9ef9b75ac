"""`python -m register` as a person types it, and the setting that says where the register is."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from config import SettingsError, load_settings
from register import Register, opened
from register.__main__ import main
from register.migration import migrate
from tests.commands import ROOT, etl
from tests.registering import FALL, FAULT, new_action, new_entry, new_version


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """The command in this process: a start of Python costs half a second."""

    def run(*arguments: object) -> Told:
        code: object = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return run


@dataclass(frozen=True)
class Told:
    code: object
    output: str
    errors: str


def test_migrate_makes_the_register_once_and_status_tells_what_it_holds(
    command: Callable[..., Told], register_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARDLAGET_REGISTER_URL", register_address)
    assert "är inte skapat" in command("status").output
    by_make = [sys.executable, "-m", "register", "migrate"]
    made = subprocess.run(by_make, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert "0 planversioner" in made.stdout
    with closing(opened(register_address)) as register:
        register.add_plan_versions([new_version()])
        register.add_cross_entry(new_entry(FALL, FALL))
        register.add_cross_entry(new_entry(base_version=1))
        register.add_cross_entry(new_entry(unit="Avdelning 13"))
        register.add_cross_action(new_action())
        again = command("migrate")
    assert (again.code, again.errors) == (0, "")
    told = "form 0003 och rymmer 1 planversion, 2 dagar i Gröna korset, 1 åtgärd och 0 förvaltarbeslut."
    assert told in again.output


def test_the_register_stands_in_the_data_directory_where_no_setting_says_otherwise(
    command: Callable[..., Told], tmp_path: Path
) -> None:
    assert command("migrate", "--data", tmp_path / "data").code == 0
    address = load_settings(data_dir=tmp_path / "data").register_address
    assert address == f"sqlite:///{tmp_path}/data/register.sqlite"
    with closing(opened(address)) as register:
        assert register.exists()


@pytest.mark.parametrize("arguments", [("flytta",), ("migrate", "--url", "x"), ("backup",), ("status", "fil")])
def test_wrong_usage_is_one_swedish_line_and_exit_code_2(
    command: Callable[..., Told], arguments: tuple[str, ...]
) -> None:
    told = command(*arguments)
    assert (told.code, told.output, told.errors.count("\n")) == (2, "", 1)
    assert told.errors.startswith("Fel: okänt kommando")


def test_help_names_every_command(command: Callable[..., Told]) -> None:
    told = command("--help")
    assert all(name in told.output for name in ("migrate", "status", "backup"))


def test_a_folder_nobody_may_make_is_one_line(command: Callable[..., Told], tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    told = command("migrate", "--data", tmp_path / "a file" / "data")
    assert (told.code, told.errors.count("\n")) == (2, 1)
    assert "går inte att skapa: en del av sökvägen är en fil" in told.errors


def test_a_backup_is_whole_while_someone_writes_and_is_its_owners_alone(
    command: Callable[..., Told], tmp_path: Path
) -> None:
    with closing(opened(load_settings(data_dir=tmp_path).register_address)) as register:
        migrate(register)
        register.add_plan_versions([new_version()])
        register.add_cross_entry(new_entry(FALL, FAULT))
        register.add_cross_action(new_action())
        entered = register.cross_entries()
        with register.writers.begin():
            told = command("backup", tmp_path / "copy.sqlite", "--data", tmp_path)
        again = command("backup", tmp_path / "copy.sqlite", "--data", tmp_path)
    assert (told.code, told.errors) == (0, "")
    assert (again.code, again.errors.count("\n")) == (2, 1)
    assert stat.S_IMODE((tmp_path / "copy.sqlite").stat().st_mode) == 0o600
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy:
        assert copy.execute("select plan_id, version from plan_versions").fetchall() == [("LP-1", 1)]
    with closing(Register(f"sqlite:///{tmp_path}/copy.sqlite")) as restored:
        assert restored.cross_entries().equals(entered)
        assert restored.cross_counts() == (1, 1)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("there.sqlite", "det finns redan en fil eller katalog"),
        ("nowhere/copy.sqlite", "katalogen finns inte"),
        ("there.sqlite/copy.sqlite", "ingen katalog"),
        (".", "det finns redan en fil eller katalog"),
    ],
)
def test_a_copy_that_cannot_be_written_is_one_swedish_line(
    command: Callable[..., Told], tmp_path: Path, place: str, told: str
) -> None:
    with closing(opened(load_settings(data_dir=tmp_path).register_address)) as register:
        migrate(register)
    (tmp_path / "there.sqlite").write_text("mine")
    ended = command("backup", tmp_path / place, "--data", tmp_path)
    assert (ended.code, ended.output, ended.errors.count("\n")) == (2, "", 1)
    assert told in ended.errors
    assert "Errno" not in ended.errors
    assert (tmp_path / "there.sqlite").read_text() == "mine"


def test_the_app_and_etl_stop_before_a_register_of_another_form(tmp_path: Path) -> None:
    with closing(opened(load_settings(data_dir=tmp_path / "data").register_address)) as register:
        migrate(register)
        with register.writers.begin() as connection:
            connection.execute(text("update register_schema set version_num = '9999'"))
    started = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | {"VARDLAGET_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    published = etl("publish", data=tmp_path / "data")
    for code, errors in ((started.returncode, started.stderr), (published.code, published.errors)):
        assert code != 0
        assert "nyare form (9999)" in errors.splitlines()[-1]
        assert "python -m register migrate" in errors.splitlines()[-1]
        assert "Traceback" not in errors


def test_make_run_makes_the_register_and_make_clean_leaves_what_people_entered() -> None:
    """`make --dry-run` says what it would do."""
    run, clean = (
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for target in ("run", "clean")
    )
    assert "-m register migrate" in run.split("streamlit run")[0]
    assert "data/warehouse.duckdb" in clean
    assert "register" not in clean


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://register@/register?host=/run/postgresql",
        "postgresql+psycopg://anna:hemligt%40ord@db.region.example:5433/register",
        "postgresql+psycopg://[::1]:5432/register",
        "sqlite:////srv/vardlaget/register.sqlite",
    ],
)
def test_an_address_of_either_database_is_taken_as_it_is(url: str) -> None:
    assert load_settings(register_url=url).register_address == url


@pytest.mark.parametrize(
    "url",
    [
        "postgres://anna:hemligt@db/register",
        "mysql://anna:hemligt@db/register",
        "postgresql+psycopg://anna:hemligt@db:port/register",
        "postgresql+psycopg://anna:hem@ligt@db/register",
        "postgresql+psycopg://anna:hem/ligt@db/register",
        "postgresql+psycopg://db/register?user=anna&password=hemligt",
        "anna:hemligt@db",
        "sqlite:///register.sqlite",
        "sqlite://",
        "",
    ],
)
def test_any_other_address_stops_the_start_with_one_line_and_no_password(url: str) -> None:
    with pytest.raises(SettingsError) as told:
        load_settings(register_url=url)
    line = str(told.value)
    assert line.startswith("inställningen register_url har värdet")
    assert "tillåtet: postgresql+psycopg://" in line
    assert not any(secret in line for secret in ("hemligt", "ligt@", "hem@", "hem/"))
    assert "\n" not in line
