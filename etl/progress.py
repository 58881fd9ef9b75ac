"""One progress bar for everything that takes time, with the time left; silent where nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskProgressColumn, TextColumn
from rich.text import Text

from etl.identity_numbers import masked

Step = Callable[[str, int, int], None]  # what is being done, how much is done, of how much

FIRST_GUESS_SECONDS, FIRST_GUESS_SHARE = 3.0, 0.01  # before that, a guess of the time left would jump
MINUTE, HOUR = 60, 3600


class Taken(NamedTuple):
    """What has come of a file since last told: rows; and the share 0–1 of its bytes that is read by now."""

    rows: int
    share: float


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Step]:
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield _unseen
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeLeftColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, of: bar.update(task, description=masked(what), completed=done, total=of)


class TimeLeftColumn(ProgressColumn):
    """The time left in Swedish words."""

    max_refresh = 0.5

    def render(self, task: Task) -> Text:
        share = task.completed / task.total if task.total else 0.0
        return Text(time_left(task.elapsed or 0.0, share))


def time_left(elapsed_seconds: float, share: float) -> str:
    """ "ungefär 4 min kvar": what is left takes as long, for its size, as what is done (share 0–1) has taken."""
    if elapsed_seconds < FIRST_GUESS_SECONDS or share < FIRST_GUESS_SHARE:
        return ""
    left = elapsed_seconds * (1 - min(share, 1.0)) / share
    if left < MINUTE:
        return "mindre än 1 min kvar"
    if left < HOUR:
        return f"ungefär {round(left / MINUTE)} min kvar"
    hours, seconds = divmod(left, HOUR)
    return f"ungefär {hours:.0f} h {seconds // MINUTE:.0f} min kvar"


class ReadCounter:
    """Tells the rows read of each file, and how much of all the files' bytes."""

    def __init__(self, step: Step, files: Sequence[Path]) -> None:
        self._step = step
        self._bytes = {path: path.stat().st_size if path.exists() else 0 for path in files}
        self._begun: dict[Path, None] = {}

    def of_file(self, path: Path, place: int) -> Callable[[Taken], None]:
        """What is told of a file while it is read; `place`: how many files came before it."""
        others = sum(self._bytes[begun] for begun in self._begun if begun != path)
        self._begun[path] = None
        total, rows = max(sum(self._bytes.values()), 1), 0
        name = f"{path.name} ({place + 1} av {len(self._bytes)})"

        def tell(taken: Taken) -> None:
            nonlocal rows
            rows += taken.rows
            told = f"{rows:,} rader".replace(",", "\N{NO-BREAK SPACE}")
            self._step(f"{name}: {told}", others + int(taken.share * self._bytes[path]), total)

        tell(Taken(0, 0.0))
        return tell


def _unseen(what: str, done: int, of: int) -> None:
    del what, done, of
