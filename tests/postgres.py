"""A real PostgreSQL server of the tests' own: in a folder of its own, on a socket, gone with the process that asked."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OWNER = "vardlaget"
DIE_WITH_US = ["setpriv", "--pdeathsig", "QUIT"]  # a test run that is killed leaves no server behind
# Tests kill clients and servers, never the machine: nothing need wait for the disk. That the server may confirm before
# its log has a row is what the register must not allow.
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "listen_addresses="]


class PostgresServer:
    """A running server; every test asks for a database of its own."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self._numbers = count(1)
        self._process = _start(socket)

    def new_database(self) -> str:
        """Make an empty database; its address as `register_url` has it."""
        name = f"register_{next(self._numbers)}"
        with psycopg.connect(host=str(self.socket), user=OWNER, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self.socket}"

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGQUIT is PostgreSQL's immediate stop: nothing is finished, the next start recovers from its log."""
        self._process.send_signal(how)
        self._process.wait(timeout=30)

    def start_again(self) -> None:
        self._process = _start(self.socket)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server and stop it. Raises RuntimeError naming what installs PostgreSQL where it is missing."""
    folder = Path(tempfile.mkdtemp(prefix="vardlaget-pg-"))
    server = None
    try:
        _make_cluster(folder)
        server = PostgresServer(folder)
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binary(name: str) -> str:
    """From PATH, else the newest version Debian has put beside it."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    found = shutil.which(name) or (str(versions[-1]) if versions else None)
    if found is None:
        raise RuntimeError("PostgreSQL is not installed: run  bash tests/install_postgresql.sh")
    return str(Path(found).resolve())


def _account() -> dict[str, Any]:
    """The server refuses to run as root: then the account that the package made, or nobody."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = names.get("postgres") or names["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _make_cluster(folder: Path) -> None:
    account = _account()
    if account:
        os.chown(folder, account["user"], account["group"])
    command = [
        _binary("initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        OWNER,
        "-E",
        "UTF8",
        "--locale=C",
        "-A",
        "trust",
        "-N",
    ]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **account)
    assert made.returncode == 0, made.stderr


def _start(folder: Path) -> subprocess.Popen[bytes]:
    options = [part for setting in [*QUICK, f"unix_socket_directories={folder}"] for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*DIE_WITH_US, _binary("postgres"), "-D", str(folder / "data"), *options],
            cwd=folder,
            stdout=log,
            stderr=log,
            **_account(),
        )
    deadline = time.monotonic() + 60
    while not _answers(folder):
        assert server.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < deadline, "the server did not start in a minute"
        time.sleep(0.02)
    return server


def _answers(folder: Path) -> bool:
    try:
        psycopg.connect(host=str(folder), user=OWNER, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True
