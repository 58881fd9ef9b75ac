"""The web application: `streamlit run app.py`.

The script of every run is `dashboard/navigation.py`. It does not stand here because Streamlit takes a folder named
`pages` beside its script for an older kind of app: the first visitor after a start who follows a link to a page then
meets its English "Page not found".
"""

from __future__ import annotations

import sys

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit.starlette import App

from config import ROOT, SettingsError, load_settings
from dashboard.register_form import OldSchema, refuse_another_form
from dashboard.swedish_document import SwedishDocument

try:
    refuse_another_form(load_settings())
except (SettingsError, OldSchema) as error:
    sys.exit(str(error))  # an unknown key, a bad value or another form of the register stops the start with one line


def _green_cross(request: Request) -> RedirectResponse:
    """The address as people write it, with what it asks for."""
    return RedirectResponse(f"grona-korset?{request.url.query}", status_code=308)


app = App(
    ROOT / "dashboard" / "navigation.py",
    routes=[Mount("/fonts", StaticFiles(directory=ROOT / "static")), Route("/gronakorset", _green_cross)],
    middleware=[Middleware(SwedishDocument)],
)
