"""The benchmark's parts run and give figures; how good they are is the benchmark's own matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.transfer_options import Options
from bench import cross, loading, pages, performance, queries, scale, transfer
from bench.cost import Cost, cost_of
from config import DataDirectory
from dashboard.warehouse import query_files


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published marts of a whole region's groups in two months."""
    root = tmp_path_factory.mktemp("region") / "data"
    cost_of(["-m", "bench.region", str(root), "100000", "2"])
    cost_of(["-m", "etl", "publish", "--quiet", "--data", str(root)], VARDLAGET_SUPPRESS_BELOW="0")
    assert DataDirectory(root).published() is not None
    return root


def test_a_load_is_measured_against_the_bare_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_SUPPRESS_BELOW", "0")  # a file this small has only small groups: slow to protect
    lines: list[str] = []
    [result] = loading.measure([10_000], lines.append)
    assert result.load.output == "9990\n"
    assert result.bare.output == "10000\n"
    assert result.ratio > 0
    assert lines == [loading.told(result)]


def test_every_query_and_page_is_measured_and_told(region: Path) -> None:
    asked = queries.measure(region, 2)
    assert [result.name for result in asked] == [path.stem for path in query_files()]
    visited = pages.measure(region, 1)
    assert [result.page for result in visited] == list(pages.addresses(1))
    proposed = transfer.measure("a small region", transfer.Region(2, 2, 3), Options())
    crosses = [cross.CrossResult("Uppföljning", (200.0, 90.0, 426.0), (33.0, 40.0, 12.0), (80.0, 90.0, 1200.0))]
    results = performance.Results([], [], Cost(1.0, 1.0, 1.0, ""), 1.0, 100_000, 2, asked, visited, [proposed], crosses)
    said = performance.document(results)
    assert "| variation_by_specialty |" in said
    assert "| Läget |" in said
    assert "| a small region |" in said
    assert "| Uppföljning | **200** / 90 | 33 / 40 | 80 / 90 | **1200** |" in said


def test_a_backfill_is_measured_with_a_month_and_a_week_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARDLAGET_SUPPRESS_BELOW", "0")
    monkeypatch.setattr(scale, "ROWS_OF_MONTH", 5_000)
    lines: list[str] = []
    [result] = scale.measure([10_000], lines.append)  # two months
    assert result.load.output == "9990\n"
    assert [peer.output for peer in result.peers.values()] == ["10000\n"] * 3
    assert result.month.publish.cpu_seconds > 0
    assert any("one week more" in line for line in lines)
