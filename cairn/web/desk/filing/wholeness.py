"""Whether the numbers of a filing are of the whole of its period, and if not, why in words.

A number may say nothing of some days, because a month has none or because it was written before the
period was over; and one that is made of parts lacks what a part does not say.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.kernel.dates import DateSpan
from cairn.observatory import closing
from cairn.observatory.covering import sent_on, unspoken
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.models import Filing
from cairn.reporting.filings.parts import OPEN
from cairn.web import numbers
from cairn.web.explore.labels import listing
from cairn.web.explore.lacking import lacking_words
from cairn.web.say import current


def not_whole(filing: Filing, given: Iterable[CountInput]) -> dict[str, str]:
    """Measure → why its number is not of all people of the period; those that are whole, and those
    without any number, are not in it."""
    by_measure: dict[str, list[CountInput]] = defaultdict(list)
    for one in given:
        by_measure[one.measure].append(one)
    found = {measure: _why(filing, mine) for measure, mine in by_measure.items()}
    return {measure: words for measure, words in found.items() if words}


def _why(filing: Filing, given: Sequence[CountInput]) -> str:
    whole = DateSpan.between(filing.first, filing.period_last)
    cuts = {tuple(name for name, value in one.dims.items() if value) for one in given} - {()}
    lines = closing.totals(given, cuts, whole)
    if all(one.value is None for one in lines):
        return ""
    sent = sent_on(filing) or timezone.localdate()
    if days := unspoken((filing.first, filing.period_last), sent, lines):
        told = [numbers.date_span(DateSpan.between(*one), current()) for one in days]
        return _("There is no number for %(periods)s.") % {"periods": listing(told)}
    return lacking_words() if any(one.missing in OPEN for one in lines) else ""
