"""How the fields of a document are called."""

from cairn.kernel.text import noop

LABELS = {
    "organ": noop("Body"),
    "session": noop("Session"),
    "dated": noop("Date"),
    "text_held": noop("Text held"),
    "pieces": noop("Headings, paragraphs and notes"),
    "claims": noop("Figures that it asserts"),
    "source": noop("Source"),
    "Piece.kind": noop("What it is"),
    "anchor": noop("Anchor of the paragraph"),
    "number": noop("Number of the paragraph"),
    "level": noop("Level of the heading"),
    "found": noop("Recognized by a program"),
    "Found.kind": noop("What it is"),
    "said": noop("As written"),
    "Found.value": noop("Value"),
    "subject": noop("Subject"),
    "value": noop("Figure"),
    "quote": noop("Quotation"),
    "counted": noop("What is counted"),
    "scope": noop("Scope"),
    "period": noop("Period"),
    "by": noop("Attributed to"),
    "method": noop("How the figure was come by"),
    "later": noop("Later value"),
}
