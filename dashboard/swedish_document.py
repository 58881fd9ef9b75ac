"""Makes Streamlit's one HTML document Swedish before any script has run: its language, title and fallback text."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SERVED_AS_IS = ("/static/", "/fonts/", "/_stcore/", "/media/", "/component/")
WITHOUT_SCRIPT = "<noscript><p>Vårdläget behöver JavaScript för att visa siffrorna.</p></noscript>".encode()
REPLACEMENTS = (
    (re.compile(rb'<html lang="en">'), b'<html lang="sv">'),
    (re.compile(rb"<title>Streamlit</title>"), "<title>Vårdläget</title>".encode()),
    (re.compile(rb"<noscript>.*?</noscript>", re.DOTALL), WITHOUT_SCRIPT),
)


class SwedishDocument:
    """ASGI middleware: rewrites the document, passes everything else through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(SERVED_AS_IS):
            await self.app(scope, receive, send)
            return
        # Without compression and without a validator, so that the body can be read and is never answered with 304.
        dropped = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in dropped]}
        await self.app(plain, receive, _Rewriter(send))


class _Rewriter:
    """Holds an HTML response until it is whole, then sends it in Swedish."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if not Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                await self.send(message)
                return
            self.start = message
            return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._finish()

    async def _finish(self) -> None:
        assert self.start is not None
        for english, swedish in REPLACEMENTS:
            self.body = english.sub(swedish, self.body)
        headers = MutableHeaders(raw=list(self.start["headers"]))
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        headers["content-length"] = str(len(self.body))
        await self.send({**self.start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": self.body})
