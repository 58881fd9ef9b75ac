"""Gröna korset."""

from __future__ import annotations

from dashboard import filters, frame, parts

frame.begin()
address = filters.read_address()
parts.header("Gröna korset", "Gröna korset")
frame.end("grona-korset", address)
