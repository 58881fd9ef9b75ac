"""Every colour, size and symbol once; feeds config.toml, the style sheet and the Plotly figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]

FONT = "IBM Plex Sans, system-ui, sans-serif"
FONT_WEIGHTS = (400, 500, 600, 700)
HEADING_SIZES = ("1.75rem", "1.25rem", "1.0625rem", "1rem", "0.9375rem", "0.875rem")
FIGURE_FONT_SIZE, TICK_FONT_SIZE, NOTE_FONT_SIZE = 14, 13, 12.5


@dataclass(frozen=True)
class AdministrationMark:
    """A förvaltning's colour, symbol and size factor: fixed for ever, whatever the filter."""

    colour: str
    symbol: str
    size: float


@dataclass(frozen=True)
class HeatClass:
    """One of the five classes of a heat map: from `lowest` percent and up."""

    lowest: int
    words: str
    fill: str
    text: str


@dataclass(frozen=True)
class CrossColour:
    """How a state of the Green Cross looks; no fill is the page's background. `sign` stands for it in small crosses."""

    fill: str
    dark_fill: str
    letter: str
    sign: str
    text: str


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme; contrast is against `background`."""

    name: ThemeName
    background: str
    surface: str
    ink: str
    muted: str
    rule: str
    border: str
    grid: str
    accent: str
    within: str
    outside: str
    tint_within: str
    tint_outside: str
    outside_text: str
    range_bar: str
    usual_band: str
    sidebar: str
    sidebar_input: str
    sidebar_border: str
    heat: tuple[HeatClass, ...]
    marks: dict[str, AdministrationMark]

    def mark(self, administration: str) -> AdministrationMark:
        """The förvaltning's mark; an eleventh organisation gets muted grey and its name."""
        return self.marks.get(administration, AdministrationMark(self.muted, "circle", 1.0))


SYMBOLS: dict[str, tuple[str, float]] = {
    "SU": ("circle", 1.0), "NU": ("square", 0.95), "SkaS": ("triangle-up", 1.2), "SÄS": ("diamond", 1.12),
    "SV": ("triangle-down", 1.2), "RH": ("pentagon", 1.1), "NH": ("cross", 1.1), "HoH": ("star", 1.25),
    "FTV": ("hexagon", 1.1), "Privat": ("x", 1.05),
}  # fmt: skip
_LIGHT_MARKS = (
    "#042C9A",
    "#6B2104",
    "#017A54",
    "#AF76F6",
    "#AE8F0D",
    "#138EAA",
    "#803E63",
    "#B14A0F",
    "#5F5DC9",
    "#848585",
)
_DARK_MARKS = (
    "#89B5FF",
    "#DE550B",
    "#3B9B71",
    "#B167A3",
    "#FBDD6A",
    "#54E9FD",
    "#DAA5C4",
    "#FFA378",
    "#9073F2",
    "#DADADA",
)
CROSS_INK, CROSS_WHITE, CROSS_EDGE = "#17212B", "#FFFFFF", "#8793A0"
# The cross owns red and green, and is one object: the same fills in both themes but for grey. "" is the page's own.
CROSS_COLOURS: dict[str, CrossColour] = {
    "gron": CrossColour("#26805A", "#26805A", "G", "G", CROSS_WHITE),
    "gul": CrossColour("#FFDD55", "#FFDD55", "!", "!", CROSS_INK),
    "orange": CrossColour("#F59331", "#F59331", "O", "O", CROSS_INK),
    "rod": CrossColour("#98101C", "#98101C", "R", "R", CROSS_WHITE),
    "gra": CrossColour("#E1E6EB", "#2A3541", "–", "-", ""),
    "vit": CrossColour("", "", "?", "?", ""),
    "okand": CrossColour("", "", "..", ".", ""),
    "konflikt": CrossColour("", "", "≠", "#", ""),
}
HEAT_WORDS = ((0, "under 40 %"), (40, "40–59 %"), (60, "60–74 %"), (75, "75–89 %"), (90, "90 % eller mer"))


def _marks(colours: tuple[str, ...]) -> dict[str, AdministrationMark]:
    return {
        name: AdministrationMark(colour, symbol, size)
        for (name, (symbol, size)), colour in zip(SYMBOLS.items(), colours, strict=True)
    }


def _heat(*fills_and_texts: tuple[str, str]) -> tuple[HeatClass, ...]:
    return tuple(
        HeatClass(lowest, words.replace(" %", "\u00a0%"), fill, text)
        for (lowest, words), (fill, text) in zip(HEAT_WORDS, fills_and_texts, strict=True)
    )


LIGHT = Tokens(
    name="light", background="#FFFFFF", surface="#F4F6F8", ink="#17212B", muted="#52606D", rule="#8793A0",
    border="#CBD3DB", grid="#E3E8ED", accent="#07635F", within="#11558F", outside="#BF4E0C",
    tint_within="#E3EFF8", tint_outside="#FBE9DD", outside_text="#9A3C06", range_bar="#D3DAE1",
    usual_band="#EDF1F4", sidebar="#F4F6F8", sidebar_input="#E6EBEF", sidebar_border="#E3E8ED",
    heat=_heat(("#BF4E0C", "#FFFFFF"), ("#F2B48A", "#17212B"), ("#F1EFEA", "#17212B"), ("#A9CDE8", "#17212B"),
               ("#11558F", "#FFFFFF")),
    marks=_marks(_LIGHT_MARKS),
)  # fmt: skip
DARK = Tokens(
    name="dark", background="#11181F", surface="#1A232C", ink="#E8EDF2", muted="#A7B3BF", rule="#6F7F8E",
    border="#364452", grid="#27323D", accent="#5CC9BE", within="#9CCBF5", outside="#E5803C",
    tint_within="#17324A", tint_outside="#3A2010", outside_text="#E5803C", range_bar="#3A4856",
    usual_band="#1D2731", sidebar="#0C1218", sidebar_input="#1A232C", sidebar_border="#27323D",
    heat=_heat(("#E5803C", "#11181F"), ("#8A4A22", "#FFFFFF"), ("#3A424A", "#FFFFFF"), ("#2E6796", "#FFFFFF"),
               ("#9CCBF5", "#11181F")),
    marks=_marks(_DARK_MARKS),
)  # fmt: skip
THEMES: dict[str, Tokens] = {"light": LIGHT, "dark": DARK}


def heat_class(percent: int) -> int:
    """The class (0–4) of the percent that the cell shows, so that colour and number agree."""
    return max(index for index, (lowest, _) in enumerate(HEAT_WORDS) if percent >= lowest)


def css_variables(tokens: Tokens) -> str:
    """The theme as custom properties: `--vl-ink: …;`, heat classes as `--vl-heat-0`, `--vl-heat-0-text`."""
    names = ("background", "surface", "ink", "muted", "rule", "border", "grid", "accent", "within", "outside",
             "tint_within", "tint_outside", "outside_text", "range_bar", "usual_band", "sidebar")  # fmt: skip
    lines = [f"--vl-{name.replace('_', '-')}:{getattr(tokens, name)};" for name in names]
    for index, heat in enumerate(tokens.heat):
        lines.append(f"--vl-heat-{index}:{heat.fill};--vl-heat-{index}-text:{heat.text};")
    for colour, cross in CROSS_COLOURS.items():
        if cross.fill:
            lines.append(f"--vl-cross-{colour}:{cross.dark_fill if tokens.name == 'dark' else cross.fill};")
    lines.append(f"--vl-cross-ink:{CROSS_INK};--vl-cross-white:{CROSS_WHITE};--vl-cross-edge:{CROSS_EDGE};")
    lines += [f"--vl-mark-{index}:{mark.colour};" for index, mark in enumerate(tokens.marks.values())]
    return "".join(lines)


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two #RRGGBB colours."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
