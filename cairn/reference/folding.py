"""Reduces a name to the form in which two spellings of it are equal.

Case, accents, apostrophes, hyphens, HTML entities, the Arabic article, hamza seats, vowel marks and
tatweel, Persian letters, ё and й are writing habits, not differences of meaning. Nothing is
translated or transliterated here: a name in another script is another spelling in the data.
"""

import html
import re
import unicodedata

# Letters that NFKD leaves whole, and Persian or Urdu forms of Arabic letters.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ß": "ss",
        "ə": "e",
        "ک": "ك",
        "ی": "ي",
        "ى": "ي",
        "ې": "ي",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ٱ": "ا",
        "ـ": None,
        "'": None,
        "’": None,
        "‘": None,
        "ʼ": None,
        "ʻ": None,
        "`": None,
        "´": None,
        "“": None,
        "”": None,
        "&": " and ",
    }
)
# Combining marks of Latin, Greek, Cyrillic and Arabic only: in Indic scripts they are the vowels.
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f]")
_SEPARATORS = re.compile(r"[\W_]+")
_TOKENS = {"the": "", "st": "saint", "ste": "sainte", "is": "islands", "rep": "republic"}
_ARTICLE = "ال"


def fold(text: str) -> str:
    """Return `text` as lower-case words without accents, separated by single spaces."""
    if text.isascii() and text.isalpha():  # most cells of most sheets
        word = text.lower()
        return _TOKENS.get(word, word) or word
    if "&" in text:
        text = html.unescape(text)
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold())
    text = _MARKS.sub("", text).translate(_LETTERS)
    words = []
    for word in _SEPARATORS.split(text):
        word = _TOKENS.get(word, word)
        if word.startswith(_ARTICLE) and len(word) > 4:
            word = word[len(_ARTICLE) :]
        if word:
            words.append(word)
    return " ".join(words)


def compact(text: str) -> str:
    """Return the folded text without spaces: "Cote d Ivoire" and "Côte d'Ivoire" are one key."""
    return fold(text).replace(" ", "")


_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдезиклмнопрстуфыэіґј", "abvgdeziklmnoprstufyeigj", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "є": "ye",
        "ђ": "d",
        "ћ": "c",
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
    }
)


def romanize(folded: str) -> str:
    """Folded Cyrillic in Latin letters, to compare what has no spelling of its own script."""
    return folded.translate(_CYRILLIC)
