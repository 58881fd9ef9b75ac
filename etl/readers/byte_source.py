"""A file's bytes in blocks, unpacked when gzipped, hashed on request, never a bomb and never changed midway."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from etl.readers.extract import Refused

if TYPE_CHECKING:
    from hashlib import _Hash

# Extracts pack 5–30 times; deflate itself stops at 1032. Small files may do as they please.
LOOK_AHEAD_BYTES = 64 << 10
BOMB_RATIO, BOMB_FROM_BYTES = 200, 64 << 20


def file_hash(path: Path) -> str:
    """SHA-256 of the file as delivered."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class ByteSource:
    """An open file that can be read from the start several times."""

    def __init__(self, path: Path, is_gzip: bool) -> None:
        self.path = path
        self._is_gzip = is_gzip
        self._file = path.open("rb")
        self._as_opened = self._fingerprint()
        self._bytes_read: Callable[[], int] = int

    @property
    def share_read(self) -> float:
        """How much of the file, packed as it is, the blocks of the latest reading have come from, 0–1."""
        size, _ = self._as_opened
        return min(1.0, self._bytes_read() / size) if size else 1.0

    def close(self) -> None:
        self._file.close()

    def blocks(self, size: int, digest: _Hash | None = None) -> Iterator[bytes]:
        """The content from its beginning in blocks of at most `size` bytes; `digest` takes the file's own bytes."""
        self._file.seek(0)
        counted = _CountedFile(self._file, digest)
        self._bytes_read = lambda: counted.bytes_read
        yield from self._unpacked(counted, size) if self._is_gzip else iter(lambda: counted.read(size), b"")

    def line_blocks(self, size: int) -> Iterator[bytes]:
        """The same, but a file that is not packed is cut after a line feed wherever one is near the size.

        Looking for it before reading spares a copy of everything.
        """
        if self._is_gzip:
            yield from self.blocks(size)
            return
        descriptor, offset = self._file.fileno(), 0
        ahead = min(size, LOOK_AHEAD_BYTES)
        self._bytes_read = lambda: offset
        while True:
            end = os.pread(descriptor, ahead, offset + size - ahead)
            block = os.pread(descriptor, size - ahead + (end.rfind(b"\n") + 1 or ahead), offset)
            if not block:
                return
            offset += len(block)
            yield block

    def check_unchanged(self) -> None:
        """Raise `Refused` when the file was written to since it was opened: its hash would be another's."""
        if self._fingerprint() != self._as_opened:
            raise Refused(
                "fil_andrad", f"{self.path.name} ändrades medan den lästes. Läs in den igen när den är färdig."
            )

    def _fingerprint(self) -> tuple[int, int]:
        status = os.fstat(self._file.fileno())
        return status.st_size, status.st_mtime_ns

    def _unpacked(self, packed: _CountedFile, size: int) -> Iterator[bytes]:
        unpacked_bytes = 0
        try:
            with gzip.GzipFile(fileobj=cast(BinaryIO, packed), mode="rb") as unpacked:
                while block := unpacked.read(size):
                    unpacked_bytes += len(block)
                    self._refuse_bomb(unpacked_bytes, packed.bytes_read)
                    yield block
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise Refused(
                "trasig_gzip",
                f"{self.path.name} går inte att packa upp: den är avklippt eller skadad ({error}). Överför filen igen.",
            ) from None

    def _refuse_bomb(self, unpacked: int, packed: int) -> None:
        if unpacked > BOMB_FROM_BYTES and unpacked > BOMB_RATIO * packed:
            raise Refused(
                "for_hart_packad",
                f"{self.path.name} blir mer än {BOMB_RATIO} gånger större uppackad. Lämna filen opackad.",
            )


class _CountedFile:
    """The reading end that gzip wants, counting and hashing what passes."""

    def __init__(self, file: BinaryIO, digest: _Hash | None) -> None:
        self._file = file
        self._digest = digest
        self.bytes_read = 0

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.bytes_read += len(block)
        if self._digest is not None:
            self._digest.update(block)
        return block
