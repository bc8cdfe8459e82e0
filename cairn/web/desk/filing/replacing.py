"""What a new version replaces, in one sentence for whoever decides on it: the contact point and the
secretariat see which number stands now and which would stand."""

from collections import defaultdict

from django.utils.translation import gettext as _

from cairn.kernel.text import Message
from cairn.reporting.filings.checks import totals_of
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.drafting import input_of
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.sharing.viewer import Viewer
from cairn.web import numbers
from cairn.web.say import current, say


def replaced(filing: Filing, viewer: Viewer) -> str:
    """Empty where it replaces nothing that the viewer may see; two queries.

    The total that is told is the first of the section that differs; how many others differ is said
    beside it.
    """
    if filing.number == 1:
        return ""
    versions = Filing.objects.visible_to(viewer).countable().filter(ref=filing.ref)
    before = versions.filter(number__lt=filing.number).order_by("-number").first()
    if before is None:
        return ""
    given: dict[int, list[CountInput]] = defaultdict(list)
    for row in FilingCount.objects.filter(filing__in=(before.pk, filing.pk)):
        given[row.filing_id].append(input_of(row))
    was, now = totals_of(given[before.pk]), totals_of(given[filing.pk])
    known = section(filing.section).measures
    moved = [key for key in known if was.get(key) != now.get(key)]
    stands = {"before": numbers.number(before.number, current())}
    if not moved:
        return _("If it is validated it replaces version %(before)s; its totals stay the same.") % (
            stands
        )
    first = moved[0]
    told = _(
        "If it is validated it replaces version %(before)s: %(measure)s, which is %(was)s there, "
        "is %(now)s here."
    ) % {
        **stands,
        "measure": say(known[first].title),
        "was": _number(was.get(first)),
        "now": _number(now.get(first)),
    }
    if more := len(moved) - 1:
        words = Message("%(n)s more total differs.", "%(n)s more totals differ.", more)
        return f"{told} {say(words)}"
    return told


def _number(value: int | None) -> str:
    return _("not recorded") if value is None else numbers.number(value, current())
