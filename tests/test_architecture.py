"""Imports only point downwards, and the house keeps its own rules; there is no list of exceptions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"app", "config", "open_files", "pages", "dashboard", "analysis", "register", "etl"}

MAY_IMPORT = {
    "config": set[str](),
    "open_files": set[str](),
    "analysis": {"analysis"},
    "register": {"register", "config"},
    "etl": {"etl", "analysis", "register", "config", "open_files"},
    "dashboard": {"dashboard", "analysis", "register", "config", "open_files"},
    "pages": {"dashboard"},
    "app": {"dashboard", "config"},
}
MAY_NOT_IMPORT = {
    "pages": {"duckdb", "plotly", "sqlalchemy"},
    "analysis": {"streamlit", "duckdb", "plotly", "sqlalchemy"},
    "register": {"streamlit", "duckdb", "plotly"},
    "etl": {"streamlit", "plotly", "sqlalchemy"},
    "dashboard": {"sqlalchemy"},
    "dashboard/charts": {"streamlit", "duckdb"},
}
MOST_LINES = {"app.py": 40, "pages": 80, "dashboard": 250, "etl": 250, "register": 250, "analysis": 300}


def modules() -> list[Path]:
    folders = [ROOT / name for name in ("pages", "dashboard", "analysis", "register", "etl")]
    files = [ROOT / "app.py", ROOT / "config.py", ROOT / "open_files.py"]
    return [*files, *(path for folder in folders for path in sorted(folder.rglob("*.py")))]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    """Full names of what a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def package(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_imports_only_downwards(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    ours = {package(module) for module in imports(path)} & OURS
    assert ours <= MAY_IMPORT[own]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_layer_keeps_away_from_libraries_of_other_layers(path: Path) -> None:
    used = {package(module) for module in imports(path)}
    assert "pandas" not in used
    for layer, forbidden in MAY_NOT_IMPORT.items():
        if name_of(path).startswith(layer):
            assert not used & forbidden


def test_duckdb_is_opened_in_one_module_of_the_dashboard() -> None:
    users = [name_of(path) for path in modules() if "duckdb" in map(package, imports(path))]
    assert [user for user in users if not user.startswith(("etl/", "analysis/"))] == ["dashboard/warehouse.py"]


def test_only_config_reads_environment_variables() -> None:
    readers = [name_of(path) for path in modules() if "os.environ" in path.read_text(encoding="utf-8")]
    assert [reader for reader in readers if reader != "config.py"] == []


def test_the_web_process_never_asks_for_the_path_of_the_file_with_patient_rows() -> None:
    for path in modules():
        if path.relative_to(ROOT).parts[0] in {"app.py", "pages", "dashboard"}:
            attributes = {
                node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
            }
            assert not attributes & {"warehouse", "hash_key"}, name_of(path)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_is_short_enough_to_be_one_idea(path: Path) -> None:
    length = len(path.read_text(encoding="utf-8").splitlines())
    for part, most in MOST_LINES.items():
        if name_of(path).startswith(part):
            assert length <= most


@pytest.mark.parametrize("folder", ["staging", "marts", "checks", "dashboard"])
def test_every_query_states_its_grain_on_the_first_line(folder: str) -> None:
    for path in sorted((ROOT / "queries" / folder).glob("*.sql")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("-- "), name_of(path)


def test_every_check_of_the_marts_returns_rows_in_full_order() -> None:
    for path in sorted((ROOT / "queries" / "checks").glob("*.sql")):
        assert "order by" in path.read_text(encoding="utf-8"), name_of(path)
