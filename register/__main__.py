"""`python -m register`: make the register, bring it to the program's form, or tell how it is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from config import SettingsError, load_settings
from register.faults import RegisterFault
from register.migration import back_up, migrate
from register.store import Register, opened
from register.tables import SCHEMA

WRONG_USAGE = 2
USAGE = """Användning: python -m register KOMMANDO [FIL] [--data KATALOG]

Kommandon:
  migrate         Skapa registret, eller för det till programmets form. Inget som matats in ändras.
  status          Berätta var registret finns, vilken form det har och hur mycket det rymmer.
  backup FIL      Skriv en hel kopia av ett register i SQLite, också medan någon skriver i det.

Flaggor:
  --data KATALOG  Datakatalogen.
  --help          Visa den här hjälpen."""


class _SwedishParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        del message
        _end("Fel: okänt kommando, okänd flagga eller fel antal argument. Se python -m register --help.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Every known fault is one Swedish line and exit code 2. A password is never an option: others would see it."""
    parser = _SwedishParser(add_help=False, allow_abbrev=False)
    parser.add_argument("command", nargs="?", choices=["migrate", "status", "backup"])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--help", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.help or asked.command is None:
        print(USAGE)
        return
    if (asked.command == "backup") != (asked.file is not None):
        parser.error("file")
    try:
        _run(opened(load_settings(data_dir=asked.data).register_address), asked.command, asked.file)
    except (SettingsError, RegisterFault) as fault:
        _end(str(fault))


def _run(register: Register, command: str, file: Path) -> None:
    if command == "backup":
        back_up(register, file)
        print(f"Registret ({register.place}) är kopierat till {file}.")
        return
    if command == "migrate":
        migrate(register)
    print(_status(register))


def _status(register: Register) -> str:
    if not register.exists():
        return f"Registret ({register.place}) är inte skapat."
    days, actions = register.cross_counts()
    return (
        f"Registret ({register.place}) har form {SCHEMA} och rymmer "
        f"{_counted(register.plan_versions().height, 'planversion', 'planversioner')}, "
        f"{_counted(days, 'dag', 'dagar')} i Gröna korset, {_counted(actions, 'åtgärd', 'åtgärder')} och "
        f"{_counted(register.steward_decisions().height, 'förvaltarbeslut', 'förvaltarbeslut')}."
    )


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _end(line: str) -> NoReturn:
    print(line, file=sys.stderr)
    raise SystemExit(WRONG_USAGE)


if __name__ == "__main__":
    main()
