"""Every query of the dashboard: its structure, and that its function asks for exactly its parameters."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dashboard import band_reads, cross_reads, plan_reads, quality_reads, reads, steward_reads
from dashboard.questions import OF_ALL_DATES
from dashboard.warehouse import QUERIES, query_files

FILES = query_files()
PARAMETER = re.compile(r"\$(\w+)")


def readers() -> dict[str, Callable[..., pl.DataFrame]]:
    """The public functions of the modules that read, by name."""
    return {
        name: function
        for module in (reads, band_reads, plan_reads, cross_reads, quality_reads, steward_reads)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def without_comments(sql: str) -> str:
    return "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))


def final_select(sql: str) -> str:
    """The last statement's select at the outermost level."""
    depth, start = 0, 0
    body = without_comments(sql)
    for match in re.finditer(r"\(|\)|^select\b", body, flags=re.M):
        if match.group() == "(":
            depth += 1
        elif match.group() == ")":
            depth -= 1
        elif depth == 0:
            start = match.start()
    return body[start:]


def test_every_query_has_one_function_and_every_function_one_query() -> None:
    assert {path.stem for path in FILES} == set(readers())


def arguments(reader: Callable[..., pl.DataFrame]) -> set[str]:
    """The keyword arguments of a reader, those of an unpacked cut included."""
    version, *rest = inspect.signature(reader).parameters.values()
    assert version.name == "version"
    found = set()
    for parameter in rest:
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            [unpacked] = typing.get_args(typing.get_type_hints(reader, include_extras=True)[parameter.name])
            found |= set(typing.get_type_hints(unpacked))
        else:
            assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
            found.add(parameter.name)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_parameters_are_the_readers_keyword_arguments(path: Path) -> None:
    asked = set(PARAMETER.findall(without_comments(path.read_text(encoding="utf-8"))))
    if path.stem in OF_ALL_DATES:
        assert "cutoff_date" not in asked
        asked.add("cutoff_date")
    assert arguments(readers()[path.stem]) == asked


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_states_the_grain(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"-- one row\b", first), first


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rows_come_in_one_order_and_columns_are_named(path: Path) -> None:
    last = final_select(path.read_text(encoding="utf-8"))
    assert "order by" in last
    assert not re.search(r"select\s+(distinct\s+)?\*", last)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_keywords_are_lower_case_and_nothing_is_formatted_in(path: Path) -> None:
    sql = without_comments(path.read_text(encoding="utf-8"))
    assert not re.search(r"\b(SELECT|FROM|WHERE|JOIN|GROUP BY|ORDER BY|WITH)\b", sql)
    assert "{" not in sql
    assert "%s" not in sql


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_grain_in_the_docstring_is_the_grain_of_the_query(path: Path) -> None:
    said = inspect.getdoc(readers()[path.stem]) or ""
    assert said.lower().startswith(path.read_text(encoding="utf-8").splitlines()[0].removeprefix("-- ")[:11].lower())


CONTRACT = {
    "open_variation": "huvudman;matdatum;population;fas;mvo;mvo_namn;definition;grans_dagar;antal_forvaltningar;lagst;"
    "lagst_forvaltning;hogst;hogst_forvaltning;spann;lagst_alla;hogst_alla;region_andel;antal;over_grans;phi;"
    "utanfor_grans;dataversion",
    "open_attainment": "huvudman;matdatum;population;fas;mvo;mvo_namn;forvaltning;definition;grans_dagar;antal;namnare;"
    "taljare;andel;over_grans;median_dagar;p90_dagar;status;dataversion",
    "open_attainment_unit": "huvudman;matdatum;population;fas;mvo;mvo_namn;forvaltning;enhet;definition;grans_dagar;"
    "antal;namnare;taljare;andel;over_grans;median_dagar;p90_dagar;status;dataversion",
    "open_comparisons": "huvudman;matdatum;population;fas;mvo;mvo_namn;forvaltning;enhet;definition;grans_dagar;"
    "namnare;taljare;andel;region_andel;undre_95;ovre_95;p_varde;utfall;krympt_andel;dataversion",
    "open_loads": "huvudman;laddning;tid;fil;sha256;slag;kalla;period;poster;godkanda;karantan;dubbletter;ersatter;"
    "dataversion",
    "open_balance": "huvudman;manad;fas;mvo;mvo_namn;forvaltning;vantade_fore;nya;genomforda;lamnat_utan_vard;"
    "oforklarat;vantar_efter;status;dataversion",
    "open_equity": "huvudman;matdatum;population;fas;mvo;mvo_namn;indelning;kategori;definition;grans_dagar;antal;"
    "namnare;taljare;andel;undre_95;ovre_95;over_grans;median_dagar;status;dataversion",
    "open_deviations": "huvudman;matdatum;population;fas;mvo;mvo_namn;forvaltning;antal;pvv;mov;status;dataversion",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_a_csv_has_the_columns_of_the_public_interface(name: str) -> None:
    sql = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    selected = final_select(sql).split("from")[0].removeprefix("select").split(",")
    assert ";".join(column.strip() for column in selected) == CONTRACT[name]


def test_months_and_one_cut_are_the_same_open_table() -> None:
    columns = [final_select((QUERIES / f"{name}.sql").read_text(encoding="utf-8")).split("from")[0]
               for name in ("open_attainment", "open_attainment_over_time")]  # fmt: skip
    assert columns[0] == columns[1]
