"""Reading the register with a year of days of 600 units: `python -m bench.register_year`.

A year at once is what publish reads, the newest after a stamp what every rerun of a page reads. Compared in one run
with Python's own read of the same rows from SQLite.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from register import Register
from register.migration import migrate

UNITS, DAYS = 600, 365
TIMES = 9
FILL = """
    with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n + 1 < $units * $days)
    insert into cross_entries
        (principal, administration, unit, date, version, fact, event_count, role, registered_at)
    select 'Exempelregionen', 'SU', 'Avdelning ' || (n % $units), date('2025-11-01', (n / $units) || ' days'), 1,
        'ingen', null, 'Sjuksköterska', '2026-03-01 12:00:00.123456'
    from numbers order by n
"""


def measure(tell: Callable[[str], None]) -> None:
    """Fill a register past the program, and tell what the reads cost."""
    with TemporaryDirectory(prefix="vardlaget-bench-") as folder:
        file = Path(folder, "register.sqlite")
        register = Register(f"sqlite:///{file}")
        migrate(register)
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(FILL, {"units": UNITS, "days": DAYS})
            connection.commit()
            bare = _quickest(lambda: connection.execute("select * from cross_entries order by id").fetchall())
        year = _quickest(register.cross_entries)
        stamp = register.cross_stamp()
        newest = _quickest(lambda: register.cross_entries("Exempelregionen", after=stamp - 1))
        asked = _quickest(register.cross_stamp)
        tell(
            f"register of {UNITS} units × a year: {year:.2f} s CPU, {year / bare:.1f} times Python's bare read "
            f"({bare:.2f} s); the newest day {1e3 * newest:.1f} ms, the stamp {1e3 * asked:.1f} ms"
        )
        register.close()


def _quickest(read: Callable[[], object]) -> float:
    """CPU seconds at best."""
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        read()
        spent.append(time.process_time() - began)
    return min(spent)


if __name__ == "__main__":
    measure(print)
