"""What all readers and writers of Akoma Ntoso 3.0 have in common, whatever the document is.

Nothing in a file is executed or fetched: document types and entities are refused.
"""

import re
from datetime import date
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.shapes import clean
from cairn.reference.countries import countries, invented_states

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
NO_DAY = "0001-01-01"  # the schema wants a day where none is known
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
SPACES = re.compile(r"[ \t\r\n]+")  # those of XML; others are part of the words


class NotXml(CairnError):
    text = noop("This file is not whole as XML: %(problem)s.")


class HasEntities(CairnError):
    text = noop(
        "This file has a document type or entities of its own, which are not read: they can make a "
        "small file endless or fetch others. Save it without them."
    )


class TooDeep(CairnError):
    text = noop("The elements of this file stand too deep in each other to be read.")


class NamesNoState(CairnError):
    text = noop("This act does not say whose it is: FRBRcountry is %(value)r.")


def of(name: str) -> str:
    """The name of an element of the standard, as ElementTree writes it."""
    return f"{{{NS}}}{name}"


def lawful(text: str) -> str:
    """The text without signs that XML cannot hold."""
    return NOT_XML.sub("", text)


def root_of(text: bytes) -> Element:
    """The first element of a file; raise a sentence where there is none that may be read."""
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise HasEntities() from None
    except (ParseError, ValueError, LookupError) as error:
        raise NotXml(problem=str(error)[:120]) from None
    return root


def alpha_2(country: str) -> str:
    """The two letters of the State, else its three."""
    known = countries().get(country)
    return (getattr(known, "iso2", "") or country).lower()


def state_of(work: Element | None) -> str:
    """The State whose the work is."""
    for value in (alias_of(work, "iso3166-alpha-3"), value_of(work, "FRBRcountry").upper()):
        if value in countries() or value in invented_states():
            return value
        for code, one in countries().items():
            if value and getattr(one, "iso2", "") == value[:2]:
                return code
    raise NamesNoState(value=value_of(work, "FRBRcountry")[:20])


def day_of(written: str) -> date | None:
    """A day, or none where no day can be read; a time of day is left out."""
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None


def value_of(work: Element | None, name: str) -> str:
    one = work.find(of(name)) if work is not None else None
    return clean(one.get("value", "")) if one is not None else ""


def alias_of(work: Element | None, name: str) -> str:
    aliases = [] if work is None else work.findall(of("FRBRalias"))
    return next((clean(one.get("value", "")) for one in aliases if one.get("name") == name), "")


def words_of(element: Element | None) -> str:
    return clean(SPACES.sub(" ", "".join(element.itertext()))) if element is not None else ""
