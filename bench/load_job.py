"""One load in a process of its own, so that its CPU and memory can be told: `python -m bench.load_job etl|duckdb …`.

`etl FILE DATA` loads with full validation and stops before publishing; `duckdb FILE DATABASE` is the bare typed read
that it is compared with: no rule, no check, no hash, and one bad row would stop it.
"""

from __future__ import annotations

import sys
from pathlib import Path

TYPES = {
    "beslut_datum": "timestamp",
    "start_datum": "timestamp",
    "medicinskt_maldatum": "timestamp",
    "remiss_datum": "date",
    "ankomst_datum": "date",
    "matperiod": "date",
    "fodelsear": "smallint",
    "fas": "utinyint",
    "avvikelsekod": "utinyint",
    "kon": "utinyint",
    "vantetid_dagar": "integer",
}


def etl_load(path: Path, root: Path) -> None:
    """Load a file, or every file of a folder, without publishing; prints how many rows were accepted."""
    from config import DataDirectory, load_settings  # noqa: PLC0415 - the bare read shall not pay for these imports
    from etl import load as loading  # noqa: PLC0415
    from etl import warehouse  # noqa: PLC0415

    data = DataDirectory(root)
    warehouse.prepare(data)
    files, _ = loading.find_files([path])
    options = loading.options_for(data, load_settings(data_dir=root), loading.LoadRequest(files))
    reports = list(loading.load_files(data, files, options, lambda _file, _place: lambda _taken: None))
    assert all(report.status == "loaded" for report in reports), [report.message for report in reports]
    print(sum(report.accepted or 0 for report in reports))


def bare_read(file: Path, database: Path) -> None:
    """DuckDB's own reader with explicit types into a table of a fresh database."""
    import duckdb  # noqa: PLC0415 - as above

    with file.open(encoding="utf-8") as text:
        names = text.readline().strip().split(";")
    columns = ", ".join(f"'{name}': '{TYPES.get(name, 'varchar')}'" for name in names)
    sql = f"from read_csv($file, delim = ';', header = true, columns = {{{columns}}})"
    connection = duckdb.connect(database)
    connection.execute(f"create table contacts as {sql}", {"file": str(file)})
    print(connection.sql("select count(*) from contacts").fetchall()[0][0])
    connection.close()


if __name__ == "__main__":
    {"etl": etl_load, "duckdb": bare_read}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
