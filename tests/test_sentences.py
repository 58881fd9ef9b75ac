"""How sentences are made from tables, and what some of Läget's say of given facts; every table: test_every_sentence."""

from __future__ import annotations

import re

import pytest

from dashboard import change_sentences, nation_sentences, sentences
from dashboard.change_facts import Change
from dashboard.nation import BETTER, WORSE, Standing
from dashboard.sentences import NoSuchSentence, Sentence
from tests.sentence_facts import CUTOFF, against, change_row


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).replace("\u00a0", " ")


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
