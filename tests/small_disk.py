"""A real file system that runs full: a tmpfs with a few megabytes left, which only root (or `sudo -n`) may mount."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.commands import Ended, etl_process
from tests.extracts import Region, new_region, waiting

ROWS = 60_000
ROOMY = 500  # megabytes


class MayNotMount(Exception):
    """This machine lets nobody mount a small disk without a password."""


@dataclass(frozen=True)
class Filled:
    """One try: how many megabytes were left, and whether the file was refused for want of room."""

    megabytes: int
    was_refused: bool


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[int], None]]:
    """Mount a roomy tmpfs at `folder`; what is yielded gives it another size in megabytes."""
    folder.mkdir(parents=True)
    _as_root("mount", "-t", "tmpfs", "-o", f"size={ROOMY}m,mode=0777", "tmpfs", str(folder))
    try:
        yield lambda size: _as_root("mount", "-o", f"remount,size={size}m", str(folder))
    finally:
        _as_root("umount", str(folder))


def survive_full_disk(folder: Path, megabytes: int) -> Filled:
    """Load a file that has no room: the old data are served, a line says why, and with room the retry ends right."""
    with small_disk(folder / "disk") as resize:
        region = new_region(folder / "disk" / "region")
        extracts = Region(folder / "outside" / "data")
        assert etl_process("load", extracts.write("v1.csv", [waiting()]), data=region.root).code == 0
        figures = region.figures("1")
        big = extracts.write("v2.csv", [waiting() for _ in range(ROWS)])
        resize(shutil.disk_usage(folder / "disk").used // 1_048_576 + 1 + megabytes)
        full = etl_process("load", big, data=region.root)
        assert "Traceback" not in full.errors
        if full.code:
            _look_after_refusal(region, full, figures)
        assert not [path.name for path in region.root.iterdir() if path.suffix in {".tmp", ".building", ".spill"}]
        resize(ROOMY)
        retried = etl_process("load", big, data=region.root)
        assert retried.code == 0, retried.errors
        assert region.query("select count(*) from contacts") == [(ROWS,)]
        assert etl_process("verify", data=region.root).code == 0
        return Filled(megabytes, full.code != 0)


def _look_after_refusal(region: Region, full: Ended, figures: object) -> None:
    assert full.errors.strip(), "nothing was said"
    assert region.figures("1") == figures
    pointer = region.data.published()
    assert pointer is not None
    assert pointer.version == "1"
    # Either the file was refused whole, or it is loaded and only its publication found no room.
    assert region.query("select count(*) from contacts") in ([(1,)], [(ROWS,)])


def _as_root(*command: str) -> None:
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and shutil.which("sudo") is None:
        raise MayNotMount("mounting a small disk needs root or sudo -n")
    ended = subprocess.run([*prefix, *command], capture_output=True, text=True, check=False)
    if ended.returncode:
        raise MayNotMount(f"{' '.join(command)}: {ended.stderr.strip()}")
