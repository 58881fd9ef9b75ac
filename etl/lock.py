"""One writer at a time: a lock that the kernel drops when its process dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from config import DataDirectory


class WarehouseBusy(Exception):
    """Another load holds the warehouse."""


@contextmanager
def warehouse_lock(data: DataDirectory) -> Iterator[None]:
    """Hold the data directory's lock; raise `WarehouseBusy` at once where another process holds it."""
    handle = os.open(data.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WarehouseBusy(
                "En annan laddning pågår i samma datakatalog. Vänta tills den är klar och försök igen."
            ) from None
        yield
    finally:
        os.close(handle)
