"""Takes the title of a decision apart: what of it is a number or a thing, and what names people.

The open form says neither that a judgment is final nor that anybody looked at a name, so every word
that is not known to name a court, a State, a ship or a place is put down as its initial. Leaving
out too much is put right by a person at the desk; a name that got out is not.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

ALIKE = 0.8  # from which two spellings are taken for one name
WORD = re.compile(r"[^\W\d_][^\W\d_’'.-]*[^\W\d_]|[^\W\d_]")
SMALL = frozenset(
    {
        *("et", "al", "de", "di", "du", "des", "da", "no", "nº", "v", "vs", "and", "others", "y"),
        *("otros", "on", "with", "of", "the", "mars"),
    }
)


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Words of titles that name no person."""
    lines = (Path(__file__).parent / "data/known_words.txt").read_text("utf-8").splitlines()
    return frozenset(one.strip() for one in lines if one and not one.startswith("#"))


def names_in(title: str) -> list[str]:
    """The names in a title, each as it stands there: neighbouring words are one name."""
    found: list[str] = []
    end = -1
    for word in WORD.finditer(title):
        if not _is_name(word.group()):
            continue
        if found and title[end : word.start()] == " ":
            found[-1] = f"{found[-1]} {word.group()}"
        else:
            found.append(word.group())
        end = word.end()
    return list(dict.fromkeys(found))


def initials(name: str) -> str:
    return " ".join(f"{one[0]}." for one in name.split())


def is_cited(title: str) -> bool:
    """Whether decisions are cited by such a title; others are what people call a case."""
    words = [one for one in re.findall(r"[^\W\d_]{3,}", title) if one[0].islower()]
    parties = re.search(r"(?i)\bvs?\b\.?", title)
    only = not re.search(r"[^\W\d_]{4,} .*[^\W\d_]{4,}", title)  # initials, and no more
    numbered = re.search(r"\d{2,}", title) and len(set(words) - SMALL) <= 2
    return bool(parties or numbered or only)


def alike(address: str, names: list[str]) -> bool:
    """Whether an address holds one of the names, perhaps in another spelling."""
    return any(_alike(word, part) for word in _words(address) for part in _parts(names))


def site(address: str) -> str:
    """The site of an address, as "https://example.org/"; "" of what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}/" if parts.scheme and parts.hostname else ""


def host(address: str) -> str:
    return site(address).partition("://")[2].strip("/").removeprefix("www.")


def _is_name(word: str) -> bool:
    if not word[0].isupper() or len(word) < 2 or word in known():
        return False
    if word.endswith("º") or (word.isupper() and len(word) <= 6):
        return False
    return not re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]?", word)  # initials already


def _words(address: str) -> Iterator[str]:
    path = unquote(address).casefold().partition("://")[2]
    yield from re.findall(r"[^\W\d_]{3,}", path)


def _parts(names: list[str]) -> Iterator[str]:
    for name in names:
        yield from (part.casefold() for part in name.split() if len(part) >= 3)


@lru_cache(maxsize=4096)
def _alike(word: str, part: str) -> bool:
    if part in word and (len(part) > 3 or part == word):
        return True
    return SequenceMatcher(None, word, part, autojunk=False).ratio() >= ALIKE
