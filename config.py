"""Settings and paths: the only reader of environment variables, and the only meeting place of etl and dashboard."""

from __future__ import annotations

import functools
import json
import os
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
SETTINGS_FILE = ROOT / "vardlaget.toml"
ENVIRONMENT_PREFIX = "VARDLAGET_"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOT_SETTINGS = {"VARDLAGET_REAL_DATA"}  # where the tests find public data files; no setting of the product

Definition = Literal["ingen", "exkl_pvv", "exkl_pvv_mov", "exkl_pvv_over_grans"]


# Looked at here, so that an address that is wrong never reaches a driver's message, nor a password a log.
REGISTER_URL = re.compile(
    r"""postgresql\+psycopg://
        ([^\s/@]+@)?                                # user:password, other signs in them as %40
        (\[[0-9a-fA-F:.]+\]|[^\s/@:?\[\]]*)(:[0-9]+)?  # host and port; none with ?host=/socket
        (/(?!.*password=)[^\s@]*)?
      | sqlite:////[^\n]+""",
    re.VERBOSE,
)


class SettingsError(Exception):
    """One line in Swedish: the key, the value and what is allowed."""


class Settings(BaseSettings):
    """The settings of contracts.md section 6. `vardlaget.toml` beside app.py, overridden by `VARDLAGET_*`."""

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, extra="forbid", frozen=True)

    data_dir: Path = ROOT / "data"
    huvudman: str | None = None
    suppress_below: int = Field(default=5, ge=0, le=100)
    low_base: int = Field(default=20, ge=0, le=1000)
    default_definition_vantande: Definition = "exkl_pvv_mov"
    default_definition_genomforda: Definition = "exkl_pvv"
    register_url: str | None = None
    max_bad_share: float = Field(default=0.02, ge=0, le=1)
    max_row_change: float = Field(default=0.30, ge=0, le=10)
    keep_rows_months: int = Field(default=36, ge=1, le=600)
    today: date | None = None  # for practice: the day that counts as today

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line wins over the environment; the file is handed in by `load_settings`."""
        del settings_cls, dotenv_settings, file_secret_settings
        return init_settings, env_settings

    @property
    def data(self) -> DataDirectory:
        return DataDirectory(self.data_dir)

    @field_validator("register_url")
    @classmethod
    def _known_database(cls, url: str | None) -> str | None:
        if url is None or REGISTER_URL.fullmatch(url):
            return url
        raise ValueError("postgresql+psycopg://användare:lösenord@värd:port/databas, eller sqlite:////hela/sökvägen")

    @property
    def register_address(self) -> str:
        """Where what people enter is kept: `register_url`, else a SQLite file in the data directory."""
        return self.register_url or f"sqlite:///{self.data.register.absolute()}"


def load_settings(settings_file: Path | None = None, **overrides: Any) -> Settings:
    """Read file and environment; raise `SettingsError` with one Swedish line on an unknown key or bad value."""
    from_file = _read_settings_file(settings_file or SETTINGS_FILE)
    _refuse_unknown_environment()
    environment = {key.removeprefix(ENVIRONMENT_PREFIX).lower() for key in os.environ}
    values = {key: value for key, value in from_file.items() if key not in environment} | {
        key: value for key, value in overrides.items() if value is not None
    }
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from None


def today() -> date:
    """The date in Stockholm, whatever clock the machine keeps; or the day of practice that the settings name."""
    changed = SETTINGS_FILE.stat().st_mtime_ns if SETTINGS_FILE.exists() else None
    return _practice_day(os.environ.get(f"{ENVIRONMENT_PREFIX}TODAY"), changed) or datetime.now(STOCKHOLM).date()


@functools.lru_cache(maxsize=8)
def _practice_day(environment: str | None, changed: int | None) -> date | None:
    """Remembered for as long as environment and file say the same: a page asks for the day many times."""
    del environment, changed
    return load_settings().today


def _read_settings_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} går inte att läsa: {error}") from None


def _refuse_unknown_environment() -> None:
    known = {f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in Settings.model_fields} | NOT_SETTINGS
    for key in sorted(os.environ):
        if key.startswith(ENVIRONMENT_PREFIX) and key not in known:
            raise SettingsError(f"okänd inställning {key}; tillåtna: {', '.join(sorted(known))}")


def _one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    key = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"okänd inställning {key}; tillåtna: {', '.join(sorted(Settings.model_fields))}"
    value = _without_password(first["input"]) if key == "register_url" else repr(first["input"])
    return f"inställningen {key} har värdet {value}; tillåtet: {first['msg'].removeprefix('Value error, ')}"


def _without_password(url: object) -> str:
    """The scheme and what follows the last @: however an address is wrong, its user and password are not shown."""
    before, at, after = str(url).rpartition("@")
    scheme, slashes, _ = before.rpartition("://")
    shown = f"{scheme}{slashes}***@{after}" if at else after
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", shown)


@dataclass(frozen=True)
class DataDirectory:
    """Where everything written lives. The product's own reference and definitions are read from `ROOT/data`."""

    root: Path

    @property
    def warehouse(self) -> Path:
        """The private warehouse with patient rows; only etl opens it."""
        return self.root / "warehouse.duckdb"

    @property
    def lock(self) -> Path:
        return self.root / "load.lock"

    @property
    def hash_key(self) -> Path:
        """The secret key of the hashes that stand in for vardkontakt_id; 0600, never exported."""
        return self.root / "hash.key"

    @property
    def pointer(self) -> Path:
        """Names the published version; replaced atomically, so a reader sees the old or the new one."""
        return self.root / "current"

    @property
    def register(self) -> Path:
        """What people enter, where no `register_url` says otherwise; 0600."""
        return self.root / "register.sqlite"

    def marts(self, version: str) -> Path:
        return self.root / f"marts-{version}.duckdb"

    def published(self) -> Pointer | None:
        """The published version, or None where nothing has been published or the pointer cannot be read."""
        try:
            stored = json.loads(self.pointer.read_text(encoding="utf-8"))
            return Pointer(version=str(stored["version"]), held=bool(stored["held"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def overlays(self, folder: str, name: str) -> list[Path]:
        """The product's own file first, then the data directory's of the same name, where they exist."""
        own, local = ROOT / "data" / folder / name, self.root / folder / name
        return [path for path in dict.fromkeys((own, local)) if path.exists()]


@dataclass(frozen=True)
class Pointer:
    """The content of the pointer file. `held`: a rollback holds this version until new rows are loaded."""

    version: str
    held: bool = False
