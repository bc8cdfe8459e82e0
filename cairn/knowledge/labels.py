"""How the fields are called that several kinds have, and those of texts and sources.

`labels` in the package of a kind names what it alone has, or what it calls otherwise; see
`describing`. A field is "field" or, where one word will not do for all of a package,
"Dataclass.field".
"""

from cairn.kernel.text import noop
from cairn.knowledge.describing import STATES

LABELS = {
    "address": noop("Address"),
    "adopted": noop("Adopted"),
    "country": noop("State"),
    "invented": noop("Invented"),
    "language": noop("Language"),
    "licence": noop("Licence"),
    "licence_url": noop("Address of the licence"),
    "note": noop("Note"),
    "notes": noop("Notes"),
    "obligations": noop("Obligations"),
    "paragraph": noop("Paragraph"),
    "read_on": noop("Read on"),
    "sources": noop("Sources"),
    "states": noop("States"),
    "summary": noop("Summary"),
    "symbol": noop("Symbol"),
    "text": noop("Text"),
    "texts": noop("Text"),
    "title": noop("Title"),
    "titles": noop("Title"),
    "Text.standing": noop("What the text is"),
    "Text.translator": noop("Translated by"),
    "Text.reviewed": noop("A person has read it against the original"),
    "Source.document": noop("Record of the document"),
    "Source.quote": noop("Quotation"),
    "Source.language": noop("Language of the quotation"),
}
KEYS = {"country": STATES, "countries": STATES, "states": STATES}
