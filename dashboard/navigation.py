"""The script of every run: the pages and their frame, nothing else. `app.py` serves it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import shell

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "pages"
# No `icon=`: Streamlit fetches a page's symbol as a favicon from the internet. The style sheet draws them instead.
PAGES = [
    st.Page(FOLDER / "overview.py", title="Läget", default=True),
    st.Page(FOLDER / "variation.py", title="Variation", url_path="variation"),
    st.Page(FOLDER / "specialty.py", title="Specialitet", url_path="specialitet"),
    st.Page(FOLDER / "delivery_plans.py", title="Leveransplaner", url_path="leveransplaner"),
    st.Page(FOLDER / "needs.py", title="Behov och kapacitet", url_path="behov"),
    st.Page(FOLDER / "green_cross.py", title="Gröna korset", url_path="grona-korset"),
    st.Page(FOLDER / "register_day.py", title="Registrera dagen", url_path="registrera", visibility="hidden"),
    st.Page(FOLDER / "data_quality.py", title="Datakvalitet", url_path="datakvalitet"),
    st.Page(FOLDER / "about.py", title="Om", url_path="om"),
]

st.set_page_config("Vårdläget", str(ROOT / "static" / "icon.svg"), "wide", 240)
page = st.navigation(PAGES)
st.set_page_config(f"{page.title} – Vårdläget")
shell.run(page)
