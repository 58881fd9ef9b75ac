"""What a huvudman that is known by counts in bands does not have, and what follows from the bands, in plain words."""

from __future__ import annotations

from html import escape

from dashboard import parts
from dashboard.cuts import Words


def not_there(words: Words, blocks: str) -> None:
    """One box instead of the blocks that need a row per contact; `blocks` names them."""
    parts.box(
        "Det här går inte att visa för den här källan",
        f"<p>{escape(words.cut['principal'])} lämnar antal per väntetidsband, inte en rad per kontakt. Därför finns "
        f"inte {escape(blocks)}. Välj en huvudman som lämnar kontakter för att se dem.</p>",
    )


def how_counted(words: Words) -> tuple[str, str]:
    """The source's line about the bands, for the page's end."""
    return (
        "Antal i band",
        "Siffrorna kommer från hur många som står i varje väntetidsband. Median och 90:e percentil anges därför som "
        "det band de ligger i. Ligger gränsen inne i ett band anges andelen som ett intervall, aldrig som en punkt. "
        f"”Regionen” betyder här hela huvudmannen, {words.cut['principal']}.",
    )


def limit_line(words: Words) -> tuple[str, str]:
    """Gräns: 18 veckor (126 dagar), Englands egen gräns."""
    return "Gräns", f"{words.limit_and_owner}; den som väntat exakt så länge är inom gränsen."


def definition_line(words: Words) -> tuple[str, str]:
    """Definition: nothing is excluded, because nothing is known."""
    return "Definition", f"{words.definition_name}: avvikelser är inte kända i den här källan, så ingen räknas bort."
