"""Each process of a shared session keeps to one thread of Polars: the processes already share the cores.

A file that is run by itself has all threads, and so has what `make soak` and `make bench` run.
"""

import os

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
