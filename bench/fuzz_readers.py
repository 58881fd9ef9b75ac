"""Coverage-guided fuzzing of the readers: `python -m bench.fuzz_readers RUNS SEED`; a fault ends it with exit code 77.

Atheris changes inputs by what they make the readers' own code do, so it finds ways in that drawn files seldom take.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["etl.readers"]):
    from etl.readers import Refused, open_extract

KNOWN = frozenset({"enhet", "kommentar", "antal", "datum", "fas"})
SEEDS = (
    b'enhet;kommentar;antal\na;b;1\n"c\nd";"e""f";2\nAntal rader: 2\n',
    b"\xef\xbb\xbfenhet,antal\r\n\xc3\xb6,1\r\n,,\r\n",
    "enhet\tantal\na\tö\n".encode("utf-16"),
    "enhet;kommentar\nå;–\n".encode("cp1252"),
)


def read_through(path: Path) -> None:
    """Every record is a row or broken, each numbered once; anything but a refusal is a fault."""
    try:
        with open_extract(path, KNOWN) as extract:
            numbers = [number for batch in extract.batches() for number in batch["_record"]]
            numbers += [broken.record for broken in extract.broken]
    except Refused:
        return
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        raise AssertionError(f"records {sorted(numbers)}")


def main() -> None:
    """Fuzz until RUNS inputs are tried; libFuzzer ends the process itself."""
    runs, seed = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        corpus, odd = Path(folder, "corpus"), Path(folder, "odd.csv")
        corpus.mkdir()
        for number, content in enumerate(SEEDS):
            (corpus / str(number)).write_bytes(content)

        def one_input(content: bytes) -> None:
            odd.write_bytes(content)
            read_through(odd)

        atheris.Setup(
            [sys.argv[0], f"-runs={runs}", f"-seed={seed}", f"-artifact_prefix={folder}/", str(corpus)], one_input
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
