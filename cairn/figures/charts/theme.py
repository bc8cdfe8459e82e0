"""Colours, type and sizes of charts: the tokens of the interface, for light and dark paper.

The seven categories keep apart for people with each kind of colour blindness, and stand out from
their paper at least three to one (`tests/figures/charts/test_theme.py` computes both).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cairn.figures.charts.words import Words

FONT = "IBM Plex Sans, IBM Plex Sans Arabic, Noto Sans, Noto Sans Arabic, Noto Sans SC, sans-serif"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours."""

    paper: str
    ink: str
    quiet: str  # text of second rank
    line: str  # axes and borders
    land: str  # areas without a number
    accent: str
    attention: str
    categories: tuple[str, ...]
    sequential: tuple[str, ...]  # least to most
    diverging: tuple[str, ...]  # less, the same, more


LIGHT = Theme(
    paper="#fbfaf7",
    ink="#14202b",
    quiet="#4c5763",
    line="#cfc8bc",
    land="#e4dfd5",
    accent="#0b6e69",
    attention="#a8590a",
    categories=("#0b6e69", "#a8590a", "#39236e", "#c16bbf", "#839566", "#502511", "#8326c7"),
    sequential=("#c5e0da", "#8fc4bc", "#4fa098", "#0b6e69", "#083f3d"),
    diverging=("#8a4406", "#c9843f", "#ecd2b4", "#e9e6df", "#b3d6d0", "#4fa098", "#0a5c58"),
)
DARK = Theme(
    paper="#14202b",
    ink="#fbfaf7",
    quiet="#b9c0c7",
    line="#44515d",
    land="#2a3844",
    accent="#4fb8b1",
    attention="#e09a4a",
    categories=("#4fb8b1", "#e09a4a", "#7f51e9", "#8b5e59", "#c7e5a4", "#456e95", "#bf8eed"),
    sequential=("#1f4a4c", "#2a6b6a", "#3a928d", "#5cbdb5", "#a9e3dc"),
    diverging=("#f0b878", "#c9843f", "#6f5232", "#3a4650", "#2f6563", "#4fb8b1", "#a9e3dc"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much room a chart has, and how large its text is."""

    width: int
    height: int
    text: float = 12
    title: float = 16

    @property
    def narrow(self) -> bool:
        return self.width < 480


PHONE = Size(340, 240, 12, 15)
DESKTOP = Size(680, 300)


def config(theme: Theme, words: Words, size: Size) -> dict[str, Any]:
    """Vega-Lite's configuration: the same for every chart."""
    text = {"labelColor": theme.quiet, "titleColor": theme.quiet, "labelFontSize": size.text}
    axis = text | {"titleFontSize": size.text, "titleFontWeight": "normal"}
    axis |= {"domainColor": theme.line, "gridColor": theme.line, "tickColor": theme.line}
    return {
        "font": FONT,
        "locale": words.locale(),
        "background": theme.paper,
        "view": {"stroke": None},
        "title": {
            "anchor": "end" if words.rtl else "start",
            "color": theme.ink,
            "fontSize": size.title,
            "fontWeight": 600,
            "subtitleColor": theme.quiet,
            "subtitleFontSize": size.text,
            "offset": 12,
        },
        "axis": axis | {"ticks": False, "labelPadding": 6, "gridOpacity": 0.6},
        "legend": text | {"titleFontSize": size.text, "orient": "bottom"},
        "text": {"color": theme.ink, "fontSize": size.text},
    }
