"""What the documents promise is what the product does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import Settings
from tests.documents import REASONS, reasons_document

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def name_of(path: Path) -> str:
    return path.name


def test_the_document_of_reasons_is_the_catalogue() -> None:
    assert REASONS.read_text(encoding="utf-8") == reasons_document(), "run: python -m tests.documents"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_in_a_document_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_every_command_of_the_readme_is_a_target_of_make() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named <= targets


def test_operations_names_every_setting() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`{name}`" not in text] == []


def test_operations_says_first_not_to_expose_the_app() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "Do not expose" in text.split("\n\n")[1]
