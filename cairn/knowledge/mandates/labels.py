"""How the fields of a mandate are called."""

from cairn.kernel.text import noop

LABELS = {
    "act": noop("Kind of text"),
    "body": noop("Body"),
    "says": noop("What it says"),
    "number": noop("Official number"),
    "meeting": noop("Meeting"),
    "addressee": noop("Addressed to"),
    "themes": noop("Themes"),
    "checked": noop("How far it was seen"),
}
