"""Write `fonts.css` from the style sheets of the font packages: run it after a new version of them.

The packages come cut into subsets by script; their own sheets name all weights, styles and an
older format. We keep the subsets of our six languages and two weights, as WOFF2, under one family
name, so that Latin, Cyrillic and Arabic are drawn by faces that were designed together.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cairn.web.assets import FONT_PACKAGES, FONT_WEIGHTS  # noqa: E402

SHEET = ROOT / "cairn/web/static/cairn/css/fonts.css"
FACE = re.compile(r"/\* (?P<name>[\w-]+) \*/\s*@font-face \{(?P<body>[^}]*)\}")
RANGE = re.compile(r"unicode-range: ([^;]+);")
# The package's Arabic subset also claims hyphens and marks of direction, so that a page without a
# word of Arabic would fetch it; it is asked for Arabic letters only.
ARABIC = "U+0600-06FF,U+0750-077F,U+08A0-08FF,U+FB50-FDFF,U+FE70-FEFC"
HEADER = "/* Written by tools/build_fonts.py. IBM Plex Sans, SIL Open Font License 1.1. */\n"


def faces() -> str:
    """The sheet: one `@font-face` for each subset and weight."""
    made = []
    for package, subsets in FONT_PACKAGES.items():
        for weight in FONT_WEIGHTS:
            source = ROOT / f"node_modules/@fontsource/{package}/{weight}.css"
            found = {match["name"]: match["body"] for match in FACE.finditer(source.read_text())}
            for subset in subsets:
                name = f"{package}-{subset}-{weight}-normal"
                covers = RANGE.search(found[name])
                assert covers, f"{name} names no range"
                made.append(_face(name, weight, ARABIC if subset == "arabic" else covers[1]))
    return HEADER + "".join(made)


def _face(name: str, weight: int, unicode_range: str) -> str:
    return (
        '@font-face{font-family:"Plex";font-display:swap;'
        f"font-weight:{weight};"
        f'src:url("../../fonts/{name}.woff2") format("woff2");'
        f"unicode-range:{unicode_range.replace(', ', ',')}}}\n"
    )


if __name__ == "__main__":
    text = faces()
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if SHEET.read_text() == text else f"{SHEET.name} is not current.")
    SHEET.write_text(text)
