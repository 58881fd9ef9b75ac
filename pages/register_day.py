"""Registrera dagen: the form of the daily meeting, made for a phone."""

from __future__ import annotations

from dashboard import cross_form, cross_form_view, frame, warehouse

version = warehouse.published().current()
frame.begin()
view = cross_form_view.read(version)
cross_form.draw(view)
frame.end("registrera", view.address)
