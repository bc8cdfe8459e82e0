"""Of which numbers of a filing Explore makes a figure, and of which it makes none.

Said with the reason to whoever filed it, so that nobody looks in Explore for what is not there.
"""

from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cairn.reporting.filings.definitions import section, sections
from cairn.web.components import Besides, Link
from cairn.web.desk.filing.words import section_words
from cairn.web.explore.labels import side_by_side
from cairn.web.say import paired, say

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


def explored_of(key: str) -> list[str]:
    """The measures of a section of which Explore makes a figure."""
    return [one for one in section(key).measures if one in EXPLORED]


def without_figures(filed: Mapping[str, Collection[str]]) -> Besides | None:
    """Of what was filed, section → measures, that of which Explore makes no figure: the reason, and
    a way to the filings that say it. None where it makes one of each."""
    links = tuple(filter(None, (_left(key, given) for key, given in filed.items())))
    if not links:
        return None
    words = _(
        "Explore makes figures of these numbers of people and of detections, and of no others: "
        "%(measures)s. What else you filed is read in the filings:"
    )
    return Besides(words % {"measures": side_by_side(_every_title())}, links)


def _left(key: str, given: Collection[str]) -> Link | None:
    """A section of which it makes none at all is named as a whole."""
    words, known = section_words(key), section(key).measures
    if explored_of(key):
        left = [say(known[one].title) for one in known if one in given and one not in EXPLORED]
        if not left:
            return None
        words = paired(words, side_by_side(left))
    return Link(words, f"{reverse('desk:filings')}?{urlencode({'section': key})}")


def _every_title() -> Iterator[str]:
    for one in sections().values():
        yield from (say(measure.title) for key, measure in one.measures.items() if key in EXPLORED)
