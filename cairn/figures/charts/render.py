"""A specification drawn as SVG or PNG, on this machine alone.

The renderer is imported when it is first used, for it is large; it may load nothing from anywhere,
and one picture is drawn at a time. The SVG can stand inside a page under a strict policy: no style
attribute, no script, no reference to anything outside; a title and the alternative text are in it.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from cairn.figures.charts import renderer
from cairn.figures.charts.frame import Spec

_lock = threading.Lock()
_fonts: set[Path] = set()
SCALE = 2  # PNG pixels for one of the drawing

_NOISE = re.compile(
    r' pointer-events="none"| opacity="1"| class="[^"]*"| stroke-width="1"'
    r'| aria-roledescription="[^"]*"'  # in English, whatever the language of the picture
)
_EMPTY = re.compile(r'<path aria-hidden="true" d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>')
_LONG = re.compile(r"(-?\d+\.\d)\d+")
_FRAME = re.compile(r' role="graphics-symbol" aria-label="(?:[XY]-axis|Title text)[^"]*"')


def render(
    spec: Spec,
    kind: Literal["svg", "png"] = "svg",
    *,
    fonts: Iterable[Path | str] = (),
    language: str = "",
    scale: float = SCALE,
) -> bytes:
    """The picture; `fonts` are folders of font files beside those of the system. The process that
    is there for it draws (`renderer`); where there is none, this one does."""
    request = {"kind": kind, "fonts": list(map(str, fonts)), "language": language, "scale": scale}
    if address := os.environ.get(renderer.ADDRESS):
        try:
            return renderer.ask(address, spec=spec, **request)
        except OSError:
            pass  # it is being started again
    return draw(spec, **request)  # type: ignore[arg-type]


def draw(
    spec: Spec, kind: Literal["svg", "png"], *, fonts: Iterable[str], language: str, scale: float
) -> bytes:
    """The picture, drawn in this process."""
    import vl_convert

    with _lock:
        for folder in map(Path, fonts):
            if folder not in _fonts:
                vl_convert.register_font_directory(str(folder))
                _fonts.add(folder)
        drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])
        picture = tidy(drawn, spec, language)
        if kind == "svg":
            return picture.encode()
        png: bytes = vl_convert.svg_to_png(picture, scale=scale)
        return png


def tidy(svg: str, spec: Spec, language: str = "") -> str:
    """The drawing without what nobody needs, and with what a reader of the screen does."""
    svg = _EMPTY.sub("", _NOISE.sub("", svg))
    svg = _FRAME.sub(' aria-hidden="true"', svg)
    svg = _shorter_numbers(svg)
    alt = str(spec.get("description", ""))
    title = " ".join(spec.get("title", {}).get("text", []))
    lang = f" lang={quoteattr(language)}" if language else ""
    start, rest = svg.split(">", 1)
    start = start.replace(' version="1.1"', "").replace(
        ' xmlns:xlink="http://www.w3.org/1999/xlink"', ""
    )
    label = f' role="graphics-document"{lang} aria-label={quoteattr(alt)}'
    return f"{start}{label}><title>{escape(title)}</title><desc>{escape(alt)}</desc>{rest}"


def _shorter_numbers(svg: str) -> str:
    """Coordinates to a tenth of a pixel; words and labels are left as they are."""

    def shorter(attribute: re.Match[str]) -> str:
        return _LONG.sub(r"\1", attribute[0])

    return re.sub(r' (?:d|transform|x|y|x2|y2|width|height)="[^"]*"', shorter, svg)
