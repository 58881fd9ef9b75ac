"""When a whole file is refused though each of its rows could be judged: too much is bad, or the count is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import duckdb

from etl import reasons, warehouse
from etl.coded_columns import ADVICE, CodedColumns, UnknownColumn
from etl.readers import Refused
from etl.report import PartReport

UNKNOWN_CODES, TOO_MUCH_BAD, OTHER_COUNT = "okanda_koder", "for_mycket_fel", "antal_avviker"
FEWEST_RECORDS = 500  # under this a share says too little to refuse a file by
MOST_FAULTS = 3
COUNTED = {"aggregat": "räknar {} vårdkontakter", None: "har {} godkända rader"}


@dataclass(frozen=True)
class Limits:
    """The settings of the same names: shares, 0.02 is two per cent."""

    max_bad_share: float = 0.02
    max_row_change: float = 0.30


@dataclass
class LetBy:
    """The refusals that a person lets by with --accept, several joined by commas, and those that were needed."""

    accepted: str | None
    used: list[str] = field(default_factory=list)

    def refuse(self, code: str, message: str) -> None:
        """Raise `Refused` unless a person lets exactly this by."""
        if code not in (self.accepted or "").split(","):
            raise Refused(code, message)
        if code not in self.used:
            self.used.append(code)

    @property
    def told(self) -> str | None:
        """What the ledger remembers."""
        return ",".join(self.used) or None


@dataclass(frozen=True)
class Thresholds:
    """One file's deliveries, counted and written but not yet in the place of those they replace."""

    connection: duckdb.DuckDBPyConnection
    limits: Limits
    file_name: str
    let_by: LetBy

    def judge(self, load_id: int, parts: Mapping[int, PartReport], codes: CodedColumns) -> None:
        """Raise `Refused` for the first of: unknown codes, too much bad, another count than before."""
        whole = PartReport(None, None, None)
        for part in parts.values():
            # What a mapping's filter leaves out is accepted without a period, and says nothing of the rest.
            whole.records += part.records - (part.accepted if part.period is None else 0)
            whole.quarantined += part.quarantined
        # Rows whose period cannot be read are a part of their own, and all of them bad: the file answers for them.
        judged = {None: whole} | {place: part for place, part in parts.items() if part.period is not None}
        large = {place: part for place, part in judged.items() if part.records >= FEWEST_RECORDS}
        for place in large:
            self._unknown_codes(list(codes.unknown(place)), parts)
        for place, part in large.items():
            self._too_much_bad(load_id, place, part)
        self._other_counts(min(parts), parts)

    def _unknown_codes(self, found: list[UnknownColumn], parts: Mapping[int, PartReport]) -> None:
        if not found:
            return
        worst = max(found, key=lambda column: (column.share, column.broken, column.column))
        of_part = f" för {parts[worst.delivery_id].told}" if worst.delivery_id else ""
        examples = f" Till exempel: {', '.join(worst.examples)}." if worst.examples else ""
        self.let_by.refuse(
            UNKNOWN_CODES,
            f"{self.file_name}: i kolumnen {worst.column}{of_part} är {_per_cent(worst.share)} av de {worst.filled} "
            f"ifyllda cellerna okända eller ogiltiga koder ({worst.reason}).{examples} {ADVICE[worst.reason]}, och "
            f"ladda igen. Med --accept {UNKNOWN_CODES} hamnar raderna i karantän och resten laddas.",
        )

    def _too_much_bad(self, load_id: int, delivery_id: int | None, part: PartReport) -> None:
        share = part.quarantined / part.records
        if share <= self.limits.max_bad_share:
            return
        of_part = f" för {part.told}" if delivery_id else ""
        self.let_by.refuse(
            TOO_MUCH_BAD,
            f"{self.file_name}: {part.quarantined} av {part.records} rader{of_part}, {_per_cent(share)}, kan inte "
            f"godkännas; gränsen är {_per_cent(self.limits.max_bad_share)} (max_bad_share). Vanligast: "
            f"{'; '.join(self._faults(load_id, delivery_id))}. Rätta uttaget och ladda igen. Med --accept "
            f"{TOO_MUCH_BAD} hamnar raderna i karantän och resten laddas.",
        )

    def _faults(self, load_id: int, delivery_id: int | None) -> Iterator[str]:
        found = self.connection.execute(
            warehouse.statement("commonest_faults"),
            {"load_id": load_id, "delivery_id": delivery_id, "most": MOST_FAULTS},
        ).fetchall()
        for reason, column, rows, first_line in found:
            where = f", kolumnen {column}" if column else ""
            yield f"{reasons.reasons()[reason].title} ({reason}{where}): {rows} rader, den första på rad {first_line}"

    def _other_counts(self, first: int, parts: Mapping[int, PartReport]) -> None:
        """How many rows the other delivery had is told in per cent alone."""
        compared = self.connection.execute(
            warehouse.statement("comparable_deliveries"), {"first": first, "fewest": FEWEST_RECORDS}
        ).fetchall()
        for delivery_id, counted, other, period, is_replaced in compared:
            change = (counted - other) / other
            if abs(change) <= self.limits.max_row_change:
                continue
            part = parts[delivery_id]
            rows = COUNTED.get(part.kind, COUNTED[None]).format(counted)
            compared_with = "den leverans som den ersätter" if is_replaced else f"leveransen för {period}"
            self.let_by.refuse(
                OTHER_COUNT,
                f"{self.file_name}: leveransen för {part.told} {rows}, {_per_cent(abs(change))} "
                f"{'färre' if change < 0 else 'fler'} än {compared_with}; gränsen är "
                f"{_per_cent(self.limits.max_row_change)} (max_row_change). Hämta en komplett fil, eller ladda med "
                f"--accept {OTHER_COUNT} om antalet är rätt.",
            )


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0").replace(".", ",") + " procent"
