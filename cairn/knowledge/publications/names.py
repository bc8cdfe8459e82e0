"""Names of persons and bodies as CSL has them, to and from the ways BibTeX and RIS write them.

BibTeX knows one kind of particle, so whether "van der" is dropped in sorting is not held by it; a
particle in capitals becomes part of the family name. A name in braces is a body or a name that is
not to be taken apart. RIS writes "Family, Given, Suffix" and knows no particles: they stand before
the family name.
"""

import re
from collections.abc import Iterator
from typing import Any

from cairn.knowledge.publications.latex import to_latex, to_unicode

Name = dict[str, Any]
OTHERS = "others"


def from_bibtex(text: str) -> list[Name]:
    """All names of a field, in order."""
    return [name for one in _apart(text, "and") if (name := _name(one))]


def to_bibtex(names: list[Name]) -> str:
    return " and ".join(_written(one) for one in names)


def from_ris(text: str) -> Name:
    """One name: a person where a comma stands in it, else a body; two commas at once are one in
    the name of a body, as EndNote has it."""
    if ",," in text:
        return {"literal": text.replace(",,", ",", 1).strip()}
    parts = [part.strip() for part in text.split(",", 2)]
    if len(parts) == 1:
        return {"literal": parts[0]}
    found = zip(("family", "given", "suffix"), parts, strict=False)
    return {key: value for key, value in found if value} or {"literal": text}


def to_ris(name: Name) -> str:
    if "literal" in name:
        return str(name["literal"]).replace(",", ",,", 1)
    family = " ".join(str(name[key]) for key in (*PARTICLES, "family") if name.get(key))
    parts = [family, str(name.get("given", ""))]
    if name.get("suffix"):
        parts.append(str(name["suffix"]))
    return ", ".join(parts).rstrip() if any(parts) else ""


PARTICLES = ("dropping-particle", "non-dropping-particle")


def _name(text: str) -> Name:
    text = text.strip()
    if not text:
        return {}
    if text == OTHERS or _is_group(text):
        return {"literal": to_unicode(text)}
    parts = [one.strip() for one in _apart(text, ",")]
    if len(parts) == 1:
        return _spoken(_words(text))
    given = parts[-1] if len(parts) > 1 else ""
    suffix = parts[1] if len(parts) > 2 else ""
    words = _words(parts[0])
    # "von Last": all up to the last small word but the family name itself is particle
    small = [n for n, word in enumerate(words[:-1]) if _is_small(word)]
    cut = small[-1] + 1 if small and _is_small(words[0]) else 0
    return _named(words[:cut], words[cut:], given, suffix)


def _spoken(words: list[str]) -> Name:
    """ "First von Last"."""
    small = [n for n, word in enumerate(words[:-1]) if _is_small(word)]
    if not small:
        return _named([], words[-1:], " ".join(words[:-1]), "")
    return _named(
        words[small[0] : small[-1] + 1], words[small[-1] + 1 :], " ".join(words[: small[0]]), ""
    )


def _named(particle: list[str], family: list[str], given: str, suffix: str) -> Name:
    told = {
        "non-dropping-particle": to_unicode(" ".join(particle)),
        "family": to_unicode(" ".join(family)),
        "given": to_unicode(given),
        "suffix": to_unicode(suffix),
    }
    return {key: value for key, value in told.items() if value}


def _written(name: Name) -> str:
    if "literal" in name:
        literal = str(name["literal"])
        return literal if literal == OTHERS else f"{{{to_latex(literal)}}}"
    particle = " ".join(str(name[key]) for key in PARTICLES if name.get(key))
    family = str(name.get("family", ""))
    if particle and not all(word[:1].islower() for word in particle.split()):
        particle, family = "", f"{particle} {family}".strip()
    parts = [f"{to_latex(particle)} {_kept(family)}".strip()]
    if name.get("suffix"):
        parts.append(_kept(str(name["suffix"])))
    parts.append(_kept(str(name.get("given", ""))))
    return ", ".join(parts)


def _kept(text: str) -> str:
    """In braces where BibTeX would take it apart: small words, commas, "and"."""
    words = text.split()
    if "," in text or any(word[:1].islower() or word.lower() == "and" for word in words):
        return f"{{{to_latex(text)}}}"
    return to_latex(text)


def _is_small(word: str) -> bool:
    first = next((sign for sign in to_unicode(word) if sign.isalpha()), "")
    return first.islower() and not word.startswith("{")


def _is_group(text: str) -> bool:
    """Whether one pair of braces holds all of it, and not just an accent."""
    if not text.startswith("{") or text.startswith("{\\"):
        return False
    depth = 0
    for n, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return n == len(text) - 1
    return False


def _words(text: str) -> list[str]:
    return list(_apart(text, " "))


def _apart(text: str, by: str) -> Iterator[str]:
    """The text cut at `by`, but not inside braces; empty pieces only between commas."""
    depth, piece = 0, []
    tokens = re.split(r"([{}]|,|[\s~]+)" if by != "and" else r"([{}]|\s+and\s+)", text)
    for token in tokens:
        depth += (token == "{") - (token == "}")
        ends = depth == 0 and (
            (by == "," and token == ",")
            or (by == " " and token != "" and not token.strip(" ~\t\n"))
            or (by == "and" and token.strip() == "and" and token != token.strip())
        )
        if ends:
            if "".join(piece).strip() or by == ",":
                yield "".join(piece)
            piece = []
        else:
            piece.append(token)
    if "".join(piece).strip() or by == ",":
        yield "".join(piece)
