"""The long proofs in full: `make soak` kills, fuzzes, fills disks, recomputes and writes docs/reliability.md."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import machine
from bench.cost import ROOT, cost_of
from tests.cross_killing import survive_server_kills, survive_writer_kills
from tests.killing import survive_kills, survive_publish_kills, survive_rollback_kills
from tests.postgres import running_server
from tests.small_disk import ROWS as DISK_ROWS
from tests.small_disk import survive_full_disk

DOCUMENT = ROOT / "docs" / "reliability.md"
KILL_SEED = 47
CROSS_SEED = 5
FUZZ_SEED = 6


@dataclass(frozen=True)
class Proof:
    """What was claimed, what was done, how it ended and how long it took."""

    claim: str
    done: str
    found: str
    minutes: float


def kills(count: int) -> Proof:
    """kill -9 at random moments of loads that replace a delivery, publications and rollbacks; a retry after each."""
    began = time.monotonic()
    each = count // 3
    with TemporaryDirectory(prefix="vardlaget-soak-") as folder:
        loads = survive_kills(Path(folder, "loads"), count - 2 * each, KILL_SEED, _told)
        published = survive_publish_kills(Path(folder, "publications"), each, KILL_SEED, _told)
        back = survive_rollback_kills(Path(folder, "rollbacks"), each, KILL_SEED, _told)
    new = [sum(kill.served_new for kill in survived) for survived in (loads, published, back)]
    return Proof(
        "A load, a publication or a rollback killed at any moment leaves the old or the new version whole, and the "
        "retry ends right.",
        f"`kill -9` at random moments (seed {KILL_SEED}) of {len(loads)} loads that replace a delivery and publish, "
        f"{len(published)} publications and {len(back)} rollbacks; after each: what is served, what the warehouse "
        "holds, the hold, the retry, `verify`, the ledger.",
        f"all {len(loads) + len(published) + len(back)} survived: 0 torn, 0 lost, 0 doubled. The newer version was "
        f"served after {new[0]} kills of loads, {new[1]} of publications, {new[2]} of rollbacks; never a mixture.",
        (time.monotonic() - began) / 60,
    )


def full_disks(count: int) -> Proof:
    """tests/small_disk.py: file systems with few megabytes left that run full while a file is loaded and published."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="vardlaget-soak-") as folder:
        tried = [survive_full_disk(Path(folder, str(n)), 4 * n) for n in range(count)]
    full = sum(each.was_refused for each in tried)
    return Proof(
        "On a full disk the old figures are served, a line says why, and with room again the retry ends right.",
        f"a load of {DISK_ROWS} rows on {count} tmpfs file systems with {tried[0].megabytes} to {tried[-1].megabytes} "
        "MB left, each enlarged afterwards for the retry and `verify`.",
        f"{full} of {count} ran full while staging, committing or publishing; none left a torn file or temporary ones, "
        "and every retry ended right.",
        (time.monotonic() - began) / 60,
    )


def fuzzing(inputs: int) -> Proof:
    """Atheris on the readers and hypothesis on the whole load, side by side."""
    began = time.monotonic()
    guided, drawn = inputs * 3 // 4, inputs - inputs * 3 // 4
    with ThreadPoolExecutor(2) as both:
        readers = both.submit(cost_of, ["-m", "bench.fuzz_readers", str(guided), str(FUZZ_SEED)])
        ended = cost_of(
            ["-m", "pytest", "tests/test_fuzz.py", "-q", "-s"], FUZZ_INPUTS=str(drawn), FUZZ_SECONDS="36000"
        )
        [runs] = re.findall(r"Done (\d+) runs", readers.result().output)
    [told] = re.findall(r"^(\d+ inputs read, .+)$", ended.output, re.MULTILINE)
    return Proof(
        "Whatever a file holds, loading it ends with a report: no traceback, every record accounted for, no identity "
        "number in anything that is told or kept.",
        f"{runs} inputs by atheris, guided by what the readers' own code does (seed {FUZZ_SEED}), and drawn extracts "
        "of every kind and container with headers, cells, lines, encodings and bytes tampered with, read, and one in "
        "ten loaded.",
        f"no fault. {told}.",
        (time.monotonic() - began) / 60,
    )


def _told(line: str) -> None:
    print(line, flush=True)


def cross_kills(count: int) -> Proof:
    """kill -9 of those who register days, in both databases, and immediate stops of PostgreSQL."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="vardlaget-soak-") as folder, running_server() as server:
        survived = (
            survive_writer_kills(f"sqlite:///{folder}/register.sqlite", count, CROSS_SEED, _told),
            survive_writer_kills(server.new_database(), count, CROSS_SEED, _told),
            survive_server_kills(server, count, CROSS_SEED, _told),
        )
    confirmed, unanswered = (sum(getattr(one, what) for one in survived) for what in ("confirmed", "unanswered"))
    return Proof(
        "A day that was confirmed is in the register, whole, whatever is killed.",
        f"{count} times `kill -9` of a process in the middle of its registrations in SQLite, {count} times in "
        f"PostgreSQL, and {count} immediate stops of PostgreSQL under four wards that register (seed {CROSS_SEED}). "
        "After them: every confirmed day, and all events and texts of every day that is there.",
        f"all of {confirmed} confirmed days were there, each once and with all its events; {unanswered} times the kill "
        "came between the writing and the answer; no day was half.",
        (time.monotonic() - began) / 60,
    )


def recomputation(seeds: int) -> Proof:
    """tests/test_recompute.py with more seeds, every seed attacked thoroughly."""
    passed, minutes = _tests("tests/test_recompute.py", SEEDS=str(seeds))
    return Proof(
        "Every exported figure is the one that plain Python computes from the same file, and no hidden group can be "
        "worked out.",
        f"{seeds} random extracts of 800 contacts: every row and figure of the open tables recomputed; an attacker "
        "with linear programming over all exported tables at once (counts, bands, numerators, denominators).",
        f"{passed} tests passed, none failed: no figure differed, no hidden group was exposed.",
        minutes,
    )


def conservation(examples: int) -> Proof:
    """tests/test_readers_conservation.py with more examples."""
    passed, minutes = _tests("tests/test_readers_conservation.py", EXAMPLES=str(examples))
    return Proof(
        "Whatever the bytes are, every record comes out once: as a row or as a broken record.",
        f"{examples} generated files of stray quotes, delimiters, line ends, in chunks of 1–80 bytes, read also by a "
        "reader that goes character by character; random bytes; odd Unicode.",
        f"{passed} tests passed, none failed.",
        minutes,
    )


def found_and_false(draws: int) -> Proof:
    """tests/test_found_and_false.py with more draws."""
    ended = cost_of(["-m", "pytest", "tests/test_found_and_false.py", "-q"], SEEDS=str(draws))
    [told] = re.findall(r"^\d+ draws: (.+)$", ended.output, re.MULTILINE)
    return Proof(
        "Differences that are there are found, and chance is seldom taken for one.",
        f"{draws} draws of the sample region at full size, judged as the product judges: 16 planted cells (odds × 0.6 "
        "or 1.6, 111–908 patients) among cells of one share; two scattered specialties; a total that turns the order "
        "of its parts round.",
        f"{told}. Both scattered specialties and the turned total were reported in every draw.",
        ended.wall_seconds / 60,
    )


def _tests(file: str, **environment: str) -> tuple[int, float]:
    """(tests passed, minutes). Raises `RuntimeError` with pytest's report when one fails."""
    ended = cost_of(["-m", "pytest", file, "-q"], **environment)
    [passed] = re.findall(r"(\d+) passed", ended.output)
    return int(passed), ended.wall_seconds / 60


def document(proofs: list[Proof]) -> str:
    """docs/reliability.md."""
    parts = [
        "# Reliability",
        "Written by `make soak`; run it again to repeat. `make test` runs a slice of the same proofs.",
        machine.told(),
        *(
            f"## {proof.claim}\n\nDone: {proof.done}\n\nFound: **{proof.found}** ({proof.minutes:.0f} minutes.)"
            for proof in proofs
        ),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Run every proof, then write the document; the first that fails stops the run and nothing is written."""
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--kills", type=int, default=300)
    chosen.add_argument("--cross-kills", type=int, default=100)
    chosen.add_argument("--disks", type=int, default=12)
    chosen.add_argument("--inputs", type=int, default=200_000)
    chosen.add_argument("--seeds", type=int, default=20)
    chosen.add_argument("--draws", type=int, default=200)
    chosen.add_argument("--examples", type=int, default=20_000)
    sizes = chosen.parse_args()
    steps: list[Callable[[], Proof]] = [
        lambda: full_disks(sizes.disks),
        lambda: fuzzing(sizes.inputs),
        lambda: kills(sizes.kills),
        lambda: cross_kills(sizes.cross_kills),
        lambda: recomputation(sizes.seeds),
        lambda: conservation(sizes.examples),
        lambda: found_and_false(sizes.draws),
    ]
    proofs = []
    for step in steps:
        proofs.append(step())
        print(f"{proofs[-1].claim}\n  {proofs[-1].found}", flush=True)
    DOCUMENT.write_text(document(proofs), encoding="utf-8")
    print(f"Wrote {DOCUMENT.relative_to(ROOT)}.", file=sys.stderr)


if __name__ == "__main__":
    main()
