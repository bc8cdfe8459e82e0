"""Of which numbers of a filing Explore makes a figure, and of which it makes none.

Said per section in one sentence, so that nobody looks in Explore for what is not there.
"""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from cairn.kernel.text import noop
from cairn.reporting.filings.definitions import section
from cairn.web.desk.filing.words import section_words
from cairn.web.explore.labels import side_by_side
from cairn.web.say import say

EXPLORED: Mapping[str, str] = {  # measure of a filing → measure of Explore
    "irregular_entries": "detections",
    "smuggled_detected": "smuggled_migrants",
    "dead": "smuggled_dead",
    "missing": "smuggled_missing",
    "suspected": "suspected_persons",
    "arrested": "arrested_persons",
    "prosecuted": "prosecuted_persons",
    "convicted": "convicted_persons",
}
NONE_AT_ALL = noop(
    "%(section)s: Explore makes no figure of this section; what was filed is read in the filings."
)
NONE_OF_THESE = noop(
    "%(section)s: Explore makes no figure of these numbers, which are read in the filings: "
    "%(measures)s."
)


def explored_of(key: str) -> list[str]:
    """The measures of a section of which Explore makes a figure."""
    return [one for one in section(key).measures if one in EXPLORED]


def without_figures(key: str, measures: Collection[str]) -> str:
    """What Explore makes no figure of, among these measures of a section; empty where it makes one
    of each. A section of which it makes none at all is named as a whole."""
    if not explored_of(key):
        return _(NONE_AT_ALL) % {"section": section_words(key)}
    known = section(key).measures
    left = [say(known[one].title) for one in known if one in measures and one not in EXPLORED]
    if not left:
        return ""
    return _(NONE_OF_THESE) % {"section": section_words(key), "measures": side_by_side(left)}
