"""One visit to a Streamlit server without a browser: its own wire protocol, so that only the server's work is measured.

A run is asked for with `BackMsg.rerun_script`, which carries the address and the page; the server answers with
messages up to `script_finished`. Filters stand in the address, so a new address is a changed filter.
"""

from __future__ import annotations

import asyncio
import time
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

TIMEOUT_SECONDS = 60.0


class RunFailed(Exception):
    """The script ended in an exception, or not at all."""


class Session:
    """One open tab; `async with Session(port, page) as session`."""

    def __init__(self, port: int, page: str) -> None:
        self._address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._page, self._page_hash = page, ""
        self._socket: ClientConnection | None = None
        self.received_bytes = 0  # of the latest run

    async def __aenter__(self) -> Session:
        self._socket = await connect(
            self._address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self._address.replace("ws:", "http:").removesuffix("/_stcore/stream"),  # type: ignore[arg-type]
            max_size=None,
            compression=None,
            proxy=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._socket is not None
        await self._socket.close()

    async def run(self, query: str = "") -> float:
        """Run the page once with this query string; seconds until the script had finished. Raises `RunFailed`."""
        assert self._socket is not None
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_script_hash = self._page_hash
        asked.rerun_script.page_name = "" if self._page_hash else self._page
        asked.rerun_script.context_info.timezone = "Europe/Stockholm"
        asked.rerun_script.context_info.locale = "sv-SE"
        asked.rerun_script.context_info.color_scheme = "light"
        began = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        self.received_bytes = 0
        is_finished = False
        while not is_finished:
            content = await asyncio.wait_for(self._socket.recv(decode=False), TIMEOUT_SECONDS)
            self.received_bytes += len(content)
            is_finished = self._is_finished(content)
        return time.perf_counter() - began

    def _is_finished(self, content: bytes) -> bool:
        message = ForwardMsg()
        message.ParseFromString(content)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash or self._page_hash
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise RunFailed(message.delta.new_element.exception.message)
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            raise RunFailed(message.session_event.script_compilation_exception.message)
        if kind != "script_finished":
            return False
        status = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
        if status == "FINISHED_WITH_COMPILE_ERROR":
            raise RunFailed(status)
        return bool(status != "FINISHED_EARLY_FOR_RERUN")  # then another run follows by itself
