"""How the commands speak: plain lines, a progress bar on a terminal, JSON where asked for, one line for an error."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from config import DataDirectory, Settings, SettingsError, load_settings
from etl.definitions import DefinitionFileError
from etl.identity_numbers import masked, masked_tree
from etl.lock import WarehouseBusy
from etl.mappings.reading import MappingFault
from etl.publication import NothingPublished, NothingToRollBack
from etl.reference import ReferenceFault
from etl.warehouse import LostKey, WarehouseClosed
from register import RegisterFault

FILES_REFUSED, WRONG_USAGE, BUSY, ROWS_FOUND, INTERRUPTED = 1, 2, 3, 4, 130


class UsageFault(Exception):
    """The command line asks for something that does not exist; one Swedish line."""


class CommandEnd(Exception):
    """A command's end with an exit code of its own."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


USAGE_FAULTS = (
    SettingsError,
    UsageFault,
    ReferenceFault,
    DefinitionFileError,
    NothingPublished,
    NothingToRollBack,
    LostKey,
    MappingFault,
    RegisterFault,
)
BUSY_FAULTS = (WarehouseBusy, WarehouseClosed)
OUR_MODULES = {"config", "etl", "register"}


@dataclass(frozen=True)
class Session:
    """One run of a command: its settings and where it speaks."""

    settings: Settings
    json_file: Path | None
    quiet: bool

    @property
    def data(self) -> DataDirectory:
        return self.settings.data

    def say(self, line: str) -> None:
        """One masked line for a person."""
        if not self.quiet:
            print(masked(line), flush=True)

    def warn(self, line: str) -> None:
        """One masked line that --quiet does not silence."""
        print(masked(line), file=sys.stderr, flush=True)

    def report(self, content: dict[str, Any]) -> None:
        """The machine-readable report, where --json asked for it."""
        if self.json_file is not None:
            text = json.dumps(masked_tree(content), ensure_ascii=False, indent=2, default=str)
            self.json_file.write_text(text + "\n", encoding="utf-8")


def run(
    work: Callable[[Session], None], *, data: Path | None, json_file: Path | None, quiet: bool, debug: bool
) -> None:
    """Run a command; every known fault becomes one Swedish line and its exit code, a traceback only with --debug."""
    try:
        settings = load_settings(data_dir=data)
        work(Session(settings, json_file, quiet))
    except CommandEnd as end:
        raise SystemExit(end.code) from None
    except KeyboardInterrupt:
        print("Avbruten. Den fil som höll på att laddas är oförändrad.", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:  # noqa: BLE001 - the outermost door: nobody is shown a traceback unasked
        if debug:
            print(masked(traceback.format_exc()), file=sys.stderr)
        else:
            print(masked(_one_line(error)), file=sys.stderr)
        raise SystemExit(_exit_code(error)) from None


def _exit_code(error: Exception) -> int:
    if isinstance(error, BUSY_FAULTS):
        return BUSY
    if isinstance(error, USAGE_FAULTS):
        return WRONG_USAGE
    return FILES_REFUSED


def _one_line(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0]
    # Our own exceptions carry a sentence for the user; a file's or a database's at least say what they met.
    if isinstance(error, OSError | duckdb.Error) or type(error).__module__.split(".")[0] in OUR_MODULES:
        return f"Fel: {first}"
    return f"Oväntat fel ({type(error).__name__}): {first}. Kör igen med --debug för hela felutskriften."
