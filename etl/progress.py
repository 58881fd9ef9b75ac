"""One progress bar for everything that takes time; silent where nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from etl.identity_numbers import masked

Step = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Step]:
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield _unseen
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, of: bar.update(task, description=masked(what), completed=done, total=of)


def row_counter(step: Step, name: str, done: int, of: int) -> Callable[[int], None]:
    """Tells the rows read of one file, of which `done` of `of` came before it."""
    read = 0

    def add(rows: int) -> None:
        nonlocal read
        read += rows
        step(f"{name}: {read} rader", done, of)

    add(0)
    return add


def _unseen(what: str, done: int, of: int) -> None:
    del what, done, of
