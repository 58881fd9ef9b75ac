"""Runs a page, or says in Swedish why it cannot: nothing published yet, or an error with a code."""

from __future__ import annotations

import logging
import secrets
from html import escape
from typing import Protocol

from dashboard import frame, parts
from dashboard.filters import NothingDelivered
from dashboard.warehouse import NothingPublished
from register import RegisterFault

log = logging.getLogger("vardlaget.dashboard")

FIRST_DAY = """
<p>Det finns inga publicerade siffror än. Så här börjar du:</p>
<p>1. Prova med exempelregionen: <code>python -m etl sample --out exempel</code> och sedan
<code>python -m etl load exempel</code>.</p>
<p>2. Läs in egna uttag: lägg <code>enheter.csv</code> i datakatalogen och kör
<code>python -m etl load uttag/</code>.</p>
<p>Sidan visar siffrorna så snart de är publicerade; den behöver inte startas om.</p>
"""
NOT_DELIVERED = """
<p>Sidan behöver leveranser som inte finns i de publicerade siffrorna. Läs in dem med
<code>python -m etl load</code>; vad som är inläst står på <a href="datakvalitet">Datakvalitet</a>.</p>
"""


class Page(Protocol):
    """What `st.navigation` gives: a title and a script to run."""

    @property
    def title(self) -> str: ...

    @property
    def url_path(self) -> str: ...

    def run(self) -> None: ...


def run(page: Page) -> None:
    """Run the page's script. An error shows a box with a code; the details stand only in the log, without rows."""
    try:
        page.run()
    except NothingPublished:
        frame.begin()
        parts.header(page.title, "Välkommen till Vårdläget")
        parts.box("Inga siffror är inlästa", FIRST_DAY)
        frame.end(page.url_path)
    except NothingDelivered as missing:
        parts.header(page.title, "Här finns inget att visa än")
        parts.box(str(missing), NOT_DELIVERED)
        frame.end(page.url_path)
    except RegisterFault as fault:
        frame.begin()
        parts.box(
            "Det som registrerats går inte att läsa",
            f"<p>{escape(str(fault))}</p><p>Sidan visar inget hellre än något som kan vara ändrat. "
            '<a href="?">Försök igen</a></p>',
            "error",
        )
        frame.end(page.url_path)
    except Exception as error:  # noqa: BLE001 - the reader gets a code, the log gets what and where
        code = f"VL-{secrets.randbelow(9000) + 1000}"
        log.error("%s on page %s: %s at %s", code, page.url_path or "laget", type(error).__name__, _place(error))
        frame.begin()
        parts.box(
            "Det gick inte att läsa in siffrorna",
            "<p>Sidan visar inget hellre än fel siffror. Försök igen om en stund. Hjälper det inte: skicka felkod "
            f'<b>{code}</b> till förvaltningen av Vårdläget.</p><p><a href="?">Försök igen</a></p>',
            "error",
        )
        frame.end(page.url_path)


def _place(error: BaseException) -> str:
    """file:line of the raise, never the message: a message may quote a row."""
    trace = error.__traceback__
    if trace is None:
        return "?"
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(reversed(places[-6:]))
