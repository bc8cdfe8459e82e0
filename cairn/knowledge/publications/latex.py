"""LaTeX as it stands in BibTeX files, to plain Unicode and back.

Accents, special letters, dashes, quotation marks and the common commands for italics and the like
are understood; a command that is not known stays as it is written, so that nothing is lost. What
goes out is UTF-8, where only the signs that mean something to LaTeX are escaped. Braces that keep
capitals are taken off: a title that goes out is protected as a whole.
"""

import re
import unicodedata

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "textendash": "–", "textemdash": "—",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "textquotedbl": '"', "guillemotleft": "«", "guillemotright": "»",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}", "textless": "<",
    "textgreater": ">", "textbar": "|", "textdollar": "$", "textunderscore": "_", "texteuro": "€",
    "euro": "€", "pounds": "£", "textsterling": "£", "textdegree": "°", "S": "§", "P": "¶",
    "copyright": "©", "textregistered": "®", "texttrademark": "™", "textbullet": "•",
    "textexclamdown": "¡", "textquestiondown": "¿", "slash": "/", "&": "&", "%": "%", "$": "$",
    "#": "#", "_": "_", "{": "{", "}": "}", "-": "", "/": "", " ": " ", ",": "\u202f", "@": "",
}  # fmt: skip
SHOWN = {
    "emph": "i",
    "textit": "i",
    "textbf": "b",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
PLAIN = frozenset({"url", "mbox", "text", "textrm", "textnormal", "texttt", "textsf", "textsc"})
TOKEN = re.compile(r"\\(?:[A-Za-z]+[ \t]*|.)|---?|``|''|[{}~]|[^\\{}~`'-]+|.", re.DOTALL)
NAMED = re.compile(r"<(i|b|sup|sub)>([^<>{}]*)</\1>")
WRITTEN = {"i": "textit", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}
OUT = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "\u00a0": "~",
}  # fmt: skip
ONES = {"--": "-{}-", "``": "`{}`", "''": "'{}'"}
DEEPEST = 200  # braces within braces; what is deeper stays as it is written


def to_unicode(text: str) -> str:
    """What the text says, with white space folded."""
    tokens = TOKEN.findall(text)
    said, _ = _say(tokens, 0, 0)
    return unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", said)).strip(" ")


def to_latex(text: str) -> str:
    """The same for a BibTeX file; `to_unicode` reads it back."""
    made = "".join(OUT.get(sign, sign) for sign in text)
    for one, apart in ONES.items():
        while one in made:  # three in a row are two pairs
            made = made.replace(one, apart)
    return NAMED.sub(lambda found: f"\\{WRITTEN[found[1]]}{{{found[2]}}}", made)


def _say(tokens: list[str], at: int, depth: int) -> tuple[str, int]:
    """Everything up to the brace that closes this group."""
    said = []
    while at < len(tokens) and tokens[at] != "}":
        one, at = _one(tokens, at, depth)
        said.append(one)
    return "".join(said), at + 1


def _one(tokens: list[str], at: int, depth: int) -> tuple[str, int]:
    """One sign, one group, or one command with what it is put on."""
    token = tokens[at]
    at += 1
    if token == "{":
        return _say(tokens, at, depth + 1) if depth < DEEPEST else (token, at)
    if token == "~":
        return "\u00a0", at
    if token in ("--", "---", "``", "''"):
        return {"--": "–", "---": "—", "``": "“", "''": "”"}[token], at
    if not token.startswith("\\") or len(token) == 1:
        return token, at
    name = token[1:].rstrip(" \t") or " "
    if name in ACCENTS and at < len(tokens) and tokens[at] not in ("}",):
        return _accented(tokens, at, depth, name)
    if name in LETTERS:
        empty = tokens[at : at + 2] == ["{", "}"]
        return LETTERS[name], at + 2 if empty else at
    if name in SHOWN and tokens[at : at + 1] == ["{"]:
        inside, at = _one(tokens, at, depth)
        return f"<{SHOWN[name]}>{inside}</{SHOWN[name]}>", at
    if name in PLAIN and tokens[at : at + 1] == ["{"]:
        return _one(tokens, at, depth)
    return token, at


def _accented(tokens: list[str], at: int, depth: int, name: str) -> tuple[str, int]:
    base = tokens[at]
    if base == "{" or (base.startswith("\\") and len(base) > 1):
        base, at = _one(tokens, at, depth)
        rest = ""
    else:
        base = base.lstrip(" ") if name.isalpha() else base
        base, rest, at = base[:1], base[1:], at + 1
    base = {"ı": "i", "ȷ": "j"}.get(base, base)
    return unicodedata.normalize("NFC", base[:1] + ACCENTS[name] + base[1:]) + rest, at
