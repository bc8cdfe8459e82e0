"""How the fields of a tool are called."""

from cairn.kernel.text import noop

LABELS = {
    "sort": noop("Kind of tool"),
    "publishers": noop("Published by"),
    "published": noop("Published"),
    "serves": noop("Made for"),
    "languages": noop("Languages"),
}
