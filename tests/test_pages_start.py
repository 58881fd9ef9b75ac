"""How the application starts, and how it does not."""

from __future__ import annotations

import os
import subprocess
import sys

from config import ROOT


def test_an_unknown_setting_stops_the_start_with_one_line() -> None:
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", "0"]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "VARDLAGET_OKAND": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "okänd inställning VARDLAGET_OKAND" in ended.stderr
    assert "Traceback" not in ended.stderr
