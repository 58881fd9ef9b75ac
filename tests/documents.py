"""Documents made from definition files: `python -m tests.documents` writes them, a test compares them."""

from __future__ import annotations

from pathlib import Path

from etl.reasons import reasons

ROOT = Path(__file__).resolve().parent.parent
REASONS = ROOT / "docs" / "reasons.md"
ACTIONS = {
    "F": ("The file is refused", "Nothing of it is loaded; what was loaded before stands."),
    "Q": ("The record is quarantined", "The rest of the file loads. A record with several faults has every reason."),
    "W": ("Loaded with a warning", "The report says so; no figure is changed."),
}
HEAD = """# Reasons a file or a record is stopped

Made from `data/definitions/reasons.toml` by `python -m tests.documents`; code, quarantine and pages use the same texts.
Numbers are the cases of the malformed-input list that the reason answers.
"""


def reasons_document() -> str:
    """The catalogue as Markdown, by what happens."""
    parts = [HEAD]
    for action, (title, text) in ACTIONS.items():
        parts += [f"## {title}\n", f"{text}\n", "| code | svenska | vad du gör | case |", "|---|---|---|---|"]
        for reason in sorted(reasons().values(), key=lambda each: each.code):
            if reason.action == action:
                cases = ", ".join(map(str, reason.cases))
                parts.append(f"| `{reason.code}` | {reason.title} | {reason.advice.replace('|', '¦')} | {cases} |")
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    REASONS.write_text(reasons_document(), encoding="utf-8")
