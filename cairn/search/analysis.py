"""How text becomes the terms of an index, the same for what is indexed and for what is asked.

Two readings of each word stand beside one another: the word itself without case and accents
(`folded`), and its stem in the language of the text (`stems`). Folding after stemming alone would
lose "refugies" for "réfugiés", so the stem of the folded word is kept too. Arabic loses vowel marks
and article, French what is elided, and Chinese is cut into pairs of characters that follow one
another. The stemmers are those of the index and are loaded when first needed.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

STEMMED = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "ru": "russian"}
LONGEST_WORD = 48
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_WORD = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_HAN = re.compile(rf"[{_CJK}]")
_ELIDED = re.compile(
    r"(?<![^\W_])(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=\w)", re.IGNORECASE
)
_OWNED = re.compile(r"['’ʼ]s(?![^\W_])", re.IGNORECASE)
_QUOTED = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_LETTERS = {
    **dict(zip("øđðłıəʿʾ", "oddlie''", strict=True)),
    **{"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"},
    **dict(zip("کیىېةہھٱ", "كيييههها", strict=True)),
}
_TABLE = str.maketrans(_LETTERS)
_ARTICLES = ("وال", "فال", "بال", "كال", "ال", "لل")
_SAME = {"smuggler": "smuggl"}  # a family of words that the stemmer does not bring together
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def seen(text: str) -> str:
    """Without signs that nobody sees: control characters and those that turn a line around."""
    return _UNSEEN.sub(" ", text)


def prepared(text: str) -> str:
    """Lower case, composed, without what is elided; letters are still those of the language."""
    text = unicodedata.normalize("NFC", text).lower()
    if "'" in text or "’" in text or "ʼ" in text:
        text = _QUOTED.sub("", _OWNED.sub("", _ELIDED.sub("", text)))
    return text


def flattened(text: str) -> str:
    """The prepared text without accents and vowel marks, and with one form of each letter."""
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_TABLE)))


def words(text: str) -> list[str]:
    """The words of a prepared text; runs of Chinese are one word here."""
    return _WORD.findall(text)


def folded(text: str) -> list[str]:
    """The terms of a text as they stand: words without accents, Chinese in pairs."""
    return list(_cut(_WORD.findall(flattened(prepared(text)))))


def _cut(found: Iterable[str]) -> Iterable[str]:
    for word in found:
        if word.isascii():
            yield word[:LONGEST_WORD]
        elif _HAN.match(word):
            yield from pairs(word)
        else:
            yield without_article(word)[:LONGEST_WORD]


def pairs(run: str) -> list[str]:
    """Two characters that follow one another, each time: 走私移民 → 走私, 私移, 移民."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def without_article(word: str) -> str:
    """An Arabic word without the article and what is written together with it."""
    if word[0] in "افبكول":
        for article in _ARTICLES:
            if word.startswith(article) and len(word) >= len(article) + 3:
                return word[len(article) :]
    return word


def stems(text: str, language: str) -> list[str]:
    """The stems of a text in the language it is in; Chinese by single characters."""
    language = language.split("-")[0].lower()
    ready = prepared(text)
    if language == "zh":
        return _HAN.findall(ready)
    stem = stemmer(language)
    if stem is None:
        return []
    if language == "ar":
        found = [without_article(one) for one in _WORD.findall(flattened(ready))]
        return [one[:LONGEST_WORD] for one in stem(found)]
    if language == "ru":
        ready = ready.replace("ё", "е")
    found = [one for one in _WORD.findall(ready) if not _HAN.match(one)]
    made = _flat_each(stem(found))
    if ready.isascii() or language == "ru":
        return made
    beside = [one[:LONGEST_WORD] for one in stem(_flat_each(found))]
    return [*made, *(b for a, b in zip(made, beside, strict=True) if a != b)]


def _flat_each(found: Sequence[str]) -> list[str]:
    """Each word flattened; all at once, which is what takes the time."""
    made = flattened(" ".join(found)).split(" ") if found else []
    if len(made) != len(found):  # a word that is made of marks alone
        made = [flattened(one) for one in found]
    return [one[:LONGEST_WORD] for one in made]


@functools.lru_cache(maxsize=20_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """The stems of one word that was asked for."""
    return tuple(dict.fromkeys(stems(word, language)))


@functools.cache
def stemmer(language: str) -> Callable[[Sequence[str]], list[str]] | None:
    """What cuts words to their stems; None for a language that has none here."""
    if language not in STEMMED:
        return None
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.whitespace())
    analyzer = builder.filter(Filter.stemmer(STEMMED[language])).build()

    def stem(found: Sequence[str]) -> list[str]:
        made = analyzer.analyze(" ".join(found))
        if language == "en":
            made = [_SAME.get(one, one) for one in made]
        return made if len(made) == len(found) else list(found)

    return stem


def languages_of(word: str) -> tuple[str, ...]:
    """The languages with a stemmer in whose script the word is written."""
    first = word[0]
    if _HAN.match(first):
        return ("zh",)
    if "\u0400" <= first <= "\u052f":
        return ("ru",)
    if "\u0600" <= first <= "\u06ff":
        return ("ar",)
    return ("en", "fr", "es")
