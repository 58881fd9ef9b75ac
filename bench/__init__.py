"""Speed as ratios within one run: `python -m bench --size slice|full`; the long proofs: `python -m bench.soak`."""
