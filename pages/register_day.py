"""Registrera dagen."""

from __future__ import annotations

from dashboard import filters, frame, parts

frame.begin()
address = filters.read_address()
parts.header("Registrera dagen", "Registrera dagen")
frame.end("registrera", address)
