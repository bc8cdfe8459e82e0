"""What writing and reading Akoma Ntoso have in common: names, and how days and texts stand in it.

One file has one language, as the standard has it. Each wording is an article of its own that points
to its time: an interval from the day on which it began to the day on which it no longer applied.
Days that are not known have no event. What the standard has no place for, such as the day on which
a wording was consolidated, stands in `proprietary`, under a namespace of ours.
"""

import re

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "https://cairn.invalid/ns/law/1"
NO_DAY = "0001-01-01"  # the schema wants a day where none is known
FACTS = ("seen_until", "published", "consolidated_on")
WORDS = ("date_basis", "amending_act", "amending_law", "quality")
ALPHA_2 = {  # ISO 639-2, as other programs write languages, and ISO 639-1
    **{"ara": "ar", "ben": "bn", "bul": "bg", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de"},
    **{"ell": "el", "eng": "en", "est": "et", "fas": "fa", "fin": "fi", "fra": "fr", "fre": "fr"},
    **{"ger": "de", "gre": "el", "heb": "he", "hrv": "hr", "hun": "hu", "ind": "id", "ita": "it"},
    **{"jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt", "mlt": "mt", "msa": "ms", "nld": "nl"},
    **{"dut": "nl", "nor": "no", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru"},
    **{"slk": "sk", "slv": "sl", "spa": "es", "sqi": "sq", "srp": "sr", "swa": "sw", "swe": "sv"},
    **{"tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "zho": "zh", "chi": "zh"},
}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def of(name: str) -> str:
    """The name of an element of the standard, as ElementTree writes it."""
    return f"{{{NS}}}{name}"


def ours(name: str) -> str:
    return f"{{{OURS}}}{name}"


def lawful(text: str) -> str:
    """The text without signs that XML cannot hold."""
    return NOT_XML.sub("", text)
