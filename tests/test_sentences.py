"""Every sentence of Läget: each row of each table is said for some facts, exactly one where one is promised, and no
number stands in a text of its own.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from dashboard import change_sentences, nation_sentences, sentences
from dashboard.change_facts import Change, Extent, Told
from dashboard.measures import Figure, YearChange
from dashboard.nation import ALIKE, BETTER, WORSE, Against, Pair, Shown, Standing
from dashboard.sentences import NoSuchSentence, Sentence

CUTOFF, EARLIER = dt.date(2026, 10, 31), dt.date(2026, 9, 30)
PLACE = re.compile(r"{[^}]*}")


def pair(share: float, other: float, p: float = 0.0001) -> Pair:
    return Pair(share, round(share * 902), 902, other, 4400, share - other - 0.01, share - other + 0.01, p)


def against(verdict: str, *, is_direct: bool = True, measure: str = "bup_behandling") -> Against:
    other = {BETTER: 0.36, WORSE: 0.52, ALIKE: 0.44}[verdict]
    return Against(measure, pair(0.43, other), CUTOFF, "exkl_pvv", is_direct, verdict)


def standings() -> Iterator[Standing]:
    """Any number of measures in each verdict, six in all at most; with and without anything of the region's own."""
    measures = ["forsta_besok", "operation", "aterbesok", "bup_forsta_besok", "bup_utredning", "bup_behandling"]
    shown = [Shown("Första besök inom 90 dagar", 0.66, 46962, 71155), Shown("Återbesök", 0.72, 61404, 85283)]
    for better, worse, alike in itertools.product(range(7), repeat=3):
        if better + worse + alike <= len(measures):
            named = iter(measures)
            groups = [
                [against(verdict, measure=next(named)) for _ in range(count)]
                for verdict, count in ((BETTER, better), (WORSE, worse), (ALIKE, alike))
            ]
            for count in range(3):
                yield Standing(shown[:count], *groups)


def change_row(**other: Any) -> dict[str, Any]:
    row = {
        "earlier_date": EARLIER, "phase": 2, "specialty": "311", "short_name": "Ortopedi", "administration": "Alla",
        "limit_days": 90, "numerator": 4291, "denominator": 6812, "share": 0.63, "earlier_numerator": 3672,
        "earlier_denominator": 6800, "earlier_share": 0.54, "difference": 0.09, "low_95": 0.0735, "high_95": 0.1065,
        "p_value": 1e-9, "verdict": None, "judged": 5, "lowest": 0.4, "highest": 0.9,
    }  # fmt: skip
    return row | other


def changes() -> Iterator[Change]:
    """Everything that conditions ask about a change, in every combination."""
    rows = itertools.product(
        ("311", "931"),
        ("Alla", "NU"),
        (0.09, -0.09),
        (90, None),
        (6800, 412),
        (0.4, 0.63, 0.9),
        ("under", "over", None),
    )
    for specialty, administration, difference, limit, earlier, lowest, verdict in rows:
        row = change_row(
            specialty=specialty, administration=administration, difference=difference, limit_days=limit,
            earlier_denominator=earlier, lowest=lowest, highest=0.63 if lowest != 0.63 else 0.9, verdict=verdict,
            share=0.63,
        )  # fmt: skip
        for carried, months, events in itertools.product((0.0, 0.5, 0.8, 1.0, 1.3), (0, 3), ((), ("Systembyte",))):
            yield Change(row, CUTOFF, ("NU", "SkaS") if carried else (), carried, months, events)


def extents() -> Iterator[Extent]:
    for delivered, missing, tested in itertools.product((True, False), ("", "SÄS"), (0, 1, 2, 42)):
        if tested and not delivered:
            continue  # nothing is tested against a date without a delivery
        for changed in range(tested + 1):
            yield Extent(EARLIER, CUTOFF, delivered, missing, tested * 9, changed * 2, tested, changed)


def tellings() -> Iterator[Told]:
    up, down = Change(change_row(), CUTOFF), Change(change_row(difference=-0.09), CUTOFF)
    for extent in extents():
        if not extent.flagged:
            yield Told("manad", [], [], extent)
        else:
            # what has changed is told, unless all of it is whole specialties that cannot be compared
            for chosen in ([up], [down, up], *([[]] if extent.missing else [])):
                yield Told("manad", [*chosen, down], chosen, extent)


def figures() -> Iterator[Figure]:
    befores = [None, pair(0.66, 0.65), pair(0.66, 0.661), pair(0.66, 0.66), pair(0.61, 0.64)]
    nations = [None, *(against(verdict, is_direct=d) for verdict in (BETTER, WORSE, ALIKE) for d in (True, False))]
    for share, national in itertools.product((0.66, None), (0.52, None)):
        row = {"measure": "operation", "share": share, "national_share": national}
        for before, is_beyond, missing, each in itertools.product(befores, (True, False), ("", "SÄS"), nations):
            if (share is None and before) or (each and national is None) or (is_beyond and before is None):
                continue
            yield Figure(row, CUTOFF, EARLIER, before, is_beyond, missing, each, "exkl. PVV, 30 september 2026")


def year_changes() -> Iterator[YearChange]:
    for share, is_beyond in itertools.product((0.66, 0.6, 0.63), (True, False)):
        yield YearChange("Första besök", pair(share, 0.63), is_beyond)


ONE_OF: dict[str, tuple[Sequence[Sentence[Any]], Sequence[Any]]] = {
    "answer": (nation_sentences.ANSWER, list(standings())),
    "figure_change": (nation_sentences.FIGURE_CHANGE, list(figures())),
    "figure_nation": (nation_sentences.FIGURE_NATION, list(figures())),
    "year_change": (nation_sentences.YEAR_CHANGE, list(year_changes())),
    "biggest": (change_sentences.BIGGEST, list(tellings())),
    "subject": (change_sentences.SUBJECT, list(changes())),
    "amount": (change_sentences.AMOUNT, list(changes())),
    "heading": (change_sentences.HEADING, list(tellings())),
    "extent": (change_sentences.EXTENT, list(extents())),
}
ANY_OF: dict[str, tuple[Sequence[Sentence[Any]], Sequence[Any]]] = {
    "details": (change_sentences.DETAILS, list(changes())),
    "notes": (change_sentences.NOTES, list(tellings())),
}
EVERY = [(table, row) for table, (rows, _) in (ONE_OF | ANY_OF).items() for row in rows]


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).replace("\u00a0", " ")


@pytest.mark.parametrize("table", ONE_OF)
def test_exactly_one_row_holds_for_any_facts(table: str) -> None:
    rows, facts = ONE_OF[table]
    for each in facts:
        assert len([row.name for row in rows if row.holds(each)]) == 1, each


@pytest.mark.parametrize(("table", "row"), EVERY, ids=[f"{table}-{row.name}" for table, row in EVERY])
def test_every_row_is_said_of_some_facts_and_is_whole(table: str, row: Sentence[Any]) -> None:
    facts = (ONE_OF | ANY_OF)[table][1]
    said = {sentences.written(row, each) for each in facts if row.holds(each)}
    assert said, "no facts make this row hold"
    for sentence in said:
        assert "{" not in sentence
        assert "None" not in sentence
        assert "  " not in sentence
        assert not row.text or plain(sentence)


@pytest.mark.parametrize(("table", "row"), EVERY, ids=[f"{table}-{row.name}" for table, row in EVERY])
def test_no_text_has_a_number_of_its_own(table: str, row: Sentence[Any]) -> None:
    del table
    assert not re.search(r"\d", PLACE.sub("", row.text))


@pytest.mark.parametrize(("table", "row"), EVERY, ids=[f"{table}-{row.name}" for table, row in EVERY])
def test_a_share_is_never_said_without_its_n(table: str, row: Sentence[Any]) -> None:
    if table in {"answer", "biggest", "figure_nation"} and ("percent}" in row.text or "in_words}" in row.text):
        assert "n = {" in row.text


def test_none_or_several_rows_are_a_fault_and_no_sentence() -> None:
    rows = (Sentence[int]("one", lambda n: n > 0, "a"), Sentence[int]("two", lambda n: n > 1, "b"))
    assert sentences.the_one(rows, 1) == "a"
    with pytest.raises(NoSuchSentence):
        sentences.the_one(rows, 0)
    with pytest.raises(NoSuchSentence):
        sentences.the_one(rows, 2)


def test_names_from_the_data_are_escaped() -> None:
    change = Change(change_row(short_name="<script>"), CUTOFF)
    assert sentences.the_one(change_sentences.SUBJECT, change) == "&lt;script&gt;, operation/åtgärd"


def test_better_on_all_but_bup_treatment_is_said_when_the_data_says_so() -> None:
    better = [against(BETTER, measure=name) for name in ("forsta_besok", "operation", "bup_utredning")]
    said = sentences.the_one(nation_sentences.ANSWER, Standing([], better, [against(WORSE)], []))
    assert plain(said) == (
        "Regionen är bättre än riket på alla fyra mått utom start av BUP-behandling: 43 % mot 52 % (n = 902)."
    )


def test_different_shares_never_look_the_same() -> None:
    assert sentences.apart(0.624, 0.618) == ("62,4\u00a0%", "61,8\u00a0%")
    assert sentences.apart(0.62, 0.62) == ("62\u00a0%", "62\u00a0%")
    assert sentences.arrow(0.54, 0.63) == "54 → 63\u00a0%"
    assert sentences.arrow(0.004, 0.02) == "under 1\u00a0% → 2\u00a0%"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Ortopedi", "ortopedi"), ("BUP", "BUP"), ("Öron-näsa-hals", "öron-näsa-hals"), ("A-hus", "a-hus")],
)
def test_a_name_inside_a_sentence_is_small_unless_it_is_letters(name: str, said: str) -> None:
    assert sentences.in_text(name) == said
