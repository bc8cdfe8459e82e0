"""Before a filing is handed on: who will be able to read it once it is validated. The list comes
from the roll alone, never from what others have filed in content."""

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.accounts.models import Organisation
from cairn.reference.countries import name_of
from cairn.reporting.filings.contributing import READ_BY_OTHERS
from cairn.reporting.filings.models import Filing, Marking
from cairn.sharing.participation import readers, takes_part
from cairn.web import numbers
from cairn.web.say import current


@dataclass(frozen=True, slots=True)
class Before:
    """One sentence, and the organisations by State where there are any."""

    words: str
    states: tuple[tuple[str, tuple[str, ...]], ...] = ()
    shared: bool = False  # its marking lets other States read it


def before(filing: Filing) -> Before:
    """Who reads it once it is validated, as things stand today; three queries."""
    if filing.marking not in READ_BY_OTHERS:
        return Before(
            _(
                "Your State and the secretariat. Its marking keeps it from every other State, so "
                "it opens nothing of theirs."
            )
        )
    today = timezone.localdate()
    if not takes_part(filing.state, today):
        return Before(
            _(
                "Your State and the secretariat. Your State takes no part in the exchange, so no "
                "other State reads it, and it opens nothing of theirs."
            )
        )
    if filing.marking == Marking.CLEAR:
        return Before(_("Everybody who has a place at this desk, in any State."), shared=True)
    found = readers(filing.section, filing.whole, today, besides=filing.state or "")
    n = len(found)
    words = ngettext(
        "Your State, the secretariat and %(n)s organisation of other States, which has contributed "
        "this section for these months or may still do so.",
        "Your State, the secretariat and %(n)s organisations of other States, which have "
        "contributed this section for these months or may still do so.",
        n,
    )
    return Before(words % {"n": numbers.number(n, current())}, _by_state(found), shared=True)


def _by_state(found: list[Organisation]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    listed = sorted(found, key=lambda one: (name_of(one.state or "", current()), one.called))
    return tuple(
        (name, tuple(one.called for one in group))
        for name, group in groupby(listed, key=lambda one: name_of(one.state or "", current()))
    )
