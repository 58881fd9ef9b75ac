"""The pages and their frame: navigation, nothing else."""

from __future__ import annotations

import streamlit as st

from dashboard import shell

PAGES = [
    st.Page("pages/overview.py", title="Läget", icon=":material/home:", default=True),
    st.Page("pages/variation.py", title="Variation", icon=":material/commit:", url_path="variation"),
    st.Page("pages/data_quality.py", title="Datakvalitet", icon=":material/fact_check:", url_path="datakvalitet"),
    st.Page("pages/about.py", title="Om", icon=":material/info:", url_path="om"),
]

page = st.navigation(PAGES)
st.set_page_config(f"{page.title} – Vårdläget", layout="wide", initial_sidebar_state=240)
shell.run(page)
