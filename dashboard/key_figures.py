"""The six key figures of Läget as HTML and as a table, and the page's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import polars as pl

from dashboard import nation, sentences, swedish
from dashboard.cuts import Cut
from dashboard.measures import TITLES, Figure
from dashboard.nation import ALIKE, BETTER, WORSE, Pair
from dashboard.nation_sentences import ANSWER, FIGURE_CHANGE, FIGURE_NATION
from dashboard.states import HIDDEN, LOW_BASE, MISSING, NOBODY, Cell
from dashboard.tables import Column, TableRow, table, text

STATE_WORDS = {HIDDEN: "dolt", MISSING: "saknas", NOBODY: "ingen väntar"}
BARS = {BETTER: "vl-within", WORSE: "vl-outside", ALIKE: ""}
VERDICTS = {BETTER: "bättre än riket", WORSE: "sämre än riket", ALIKE: "som riket"}


def answer(figures: Sequence[Figure]) -> str:
    """How the region stands to the nation; HTML."""
    rows = [figure.row for figure in figures]
    return sentences.the_one(ANSWER, nation.standing(rows, [figure.against for figure in figures], TITLES))


def figures_html(figures: Sequence[Figure]) -> str:
    """The six figures as HTML."""
    return f'<div class="vl-figures">{"".join(_figure(figure) for figure in figures)}</div>'


def _figure(figure: Figure) -> str:
    return (
        f'<section class="vl-figure"><h2>{escape(figure.title)}</h2>'
        f'<div class="vl-value">{_value(figure)}<span>{sentences.the_one(FIGURE_CHANGE, figure)}</span></div>'
        f'{_bullet(figure)}<div class="vl-words"><p>{sentences.the_one(FIGURE_NATION, figure)}</p>'
        f"<p>{_base(figure)}</p></div></section>"
    )


def _value(figure: Figure) -> str:
    row = figure.row
    if row["share"] is not None:
        return f"<b>{swedish.percent(row['share'])}{' °' if row['status'] == LOW_BASE else ''}</b>"
    return f"<em>{STATE_WORDS.get(row['status'], 'ingen uppgift')}</em>"


def _bullet(figure: Figure) -> str:
    """The bar, blue or orange only where it differs from the nation beyond chance; the tick where both are alike."""
    if not figure.is_shown:
        return ""
    tick = below = ""
    if figure.against is not None and figure.is_direct:
        nation_share = figure.against.pair.other
        at = nation_share * 100
        tick = f'<u style="left:{at:.1f}%"></u>'
        below = f'<span style="left:{min(max(at, 12), 88):.1f}%">riket {swedish.percent(nation_share)}</span>'
    css = BARS[figure.against.verdict] if figure.against else ""
    bar = f'<i class="{css}" style="width:{figure.row["share"] * 100:.1f}%"></i>'
    return f'<div class="vl-bullet" aria-hidden="true">{bar}{tick}</div><div class="vl-nation">{below}</div>'


def _base(figure: Figure) -> str:
    row = figure.row
    if row["denominator"] is None:
        return ""
    if not row["denominator"]:
        return "Ingen väntar."
    attained = "inom gränsen" if row["limit_days"] else "före måldatum"
    words = f"{swedish.integer(row['numerator'])} av {swedish.integer(row['denominator'])} väntande {attained}."
    return words + (" Lågt underlag: osäker andel." if row["status"] == LOW_BASE else "")


def twin(figures: Sequence[Figure], names: Mapping[str, str]) -> str:
    """A row per measure: now, the change, and the region and the nation counted alike; `names` of the definitions."""
    columns = [Column("Mått"), Column("Andel", True), Column("n", True), Column("Ändring, procentenheter", True),
               Column("Regionen som riket", True), Column("n", True), Column("Riket", True),
               Column("Skillnad, procentenheter", True), Column("Utfall"), Column("Datum"),
               Column("Definition")]  # fmt: skip
    rows = [TableRow(text(figure.title), _cells(figure, names), "vl-named") for figure in figures]
    return table("Sex mått mot riket och mot tidigare, tabell", columns, rows)


def _cells(figure: Figure, names: Mapping[str, str]) -> list[Cell]:
    row, against = figure.row, figure.against
    now = swedish.percent(row["share"]) if figure.is_shown else STATE_WORDS.get(row["status"], "ingen uppgift")
    count = "" if row["denominator"] is None else swedish.integer(row["denominator"])
    change = interval(figure.before) if figure.before and figure.is_comparable else "–"
    cells = [now, count, change]
    if against is None:
        return [Cell(each, "vl-number") for each in [*cells, "–", "", "–", "–"]] + [text("–"), text(""), text("")]
    pair = against.pair
    ours, theirs = sentences.apart(pair.share, pair.other)
    cells += [ours, swedish.integer(pair.denominator), theirs, interval(pair)]
    definition = names.get(against.definition, against.definition)
    words = [text(each, "vl-nowrap") for each in (VERDICTS[against.verdict], against.date.isoformat())]
    return [*(Cell(each, "vl-number") for each in cells), *words, text(definition)]


def interval(pair: Pair) -> str:
    """−9 (−13 till −5): a difference in percentage points with its 95 % interval."""
    return points_with_interval(pair.difference, pair.low, pair.high)


def points_with_interval(difference: float, low: float, high: float) -> str:
    """+9,1 (7,4 till 10,8), in percentage points with one decimal."""
    sign = "+" if difference > 0 else ""
    low_text, high_text = (swedish.decimal(limit * 100) for limit in (low, high))
    return f"{sign}{swedish.decimal(difference * 100)} ({low_text} till {high_text})"


def file_rows(figures: Sequence[Figure], cut: Cut, version: str) -> pl.DataFrame:
    """The table as rows for a file, with Swedish columns."""
    return pl.DataFrame([_file_row(figure, cut, version) for figure in figures], infer_schema_length=None)


def _file_row(figure: Figure, cut: Cut, version: str) -> dict[str, object]:
    row, against = figure.row, figure.against
    pair = against.pair if against else None
    return {
        "huvudman": cut["principal"], "matdatum": cut["cutoff_date"], "population": cut["population"],
        "matt": row["measure"], "fas": row["phase"], "mvo": row["specialty"], "definition": cut["definition"],
        "grans_dagar": row["limit_days"], "namnare": row["denominator"], "taljare": row["numerator"],
        "andel": row["share"], "status": row["status"], "tidigare_matdatum": figure.previous_date,
        "tidigare_andel": row["previous_share"], "tidigare_namnare": row["previous_denominator"],
        "riket_matdatum": row["national_date"], "riket_definition": row["national_definition"],
        "riket_andel": row["national_share"], "riket_namnare": row["national_denominator"],
        "regionen_som_riket": pair.share if pair else None, "regionen_namnare": pair.denominator if pair else None,
        "skillnad": pair.difference if pair else None, "skillnad_lag_95": pair.low if pair else None,
        "skillnad_hog_95": pair.high if pair else None, "p_varde": pair.p_value if pair else None,
        "utfall": against.verdict if against else None, "dataversion": version,
    }  # fmt: skip
