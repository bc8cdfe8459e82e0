"""Before a filing is handed on: who will be able to read it once it is validated. The list comes
from the roll and the sharing group alone, never from what others have filed in content."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.reporting.filings.contributing import READ_BY_OTHERS, STRICT
from cairn.reporting.filings.models import Filing, Marking
from cairn.sharing.groups import KINDS, bodies_named, persons_named
from cairn.sharing.models import GroupKind, SharingGroup
from cairn.sharing.participation import readers, takes_part
from cairn.web import numbers
from cairn.web.desk.grouping.words import ByState, by_state, persons_by_state
from cairn.web.say import current, isolated


@dataclass(frozen=True, slots=True)
class Before:
    """Sentences, and the organisations or persons by State where there are any."""

    words: str
    states: ByState = ()
    shared: bool = False  # its marking lets other States read it
    persons: bool = False  # who is listed are persons, by organisation
    takes_part: bool = True  # its State takes part in the exchange, as far as that decides


def before(filing: Filing) -> Before:
    """Who reads it once it is validated, as things stand today; at most five queries."""
    today = timezone.localdate()
    if filing.marking not in READ_BY_OTHERS:
        return _narrow(filing)
    if not takes_part(filing.state, today):
        return Before(
            _(
                "Your State and the secretariat. Your State takes no part in the exchange, so no "
                "other State reads it, and it opens nothing of theirs."
            ),
            takes_part=False,
        )
    if filing.marking == Marking.CLEAR:
        return Before(_("Everybody who has a place at this desk, in any State."), shared=True)
    found = readers(filing.section, filing.whole, today, besides=filing.state or "")
    n = len(found)
    if not n:
        return Before(
            _(
                "Your State and the secretariat. No organisation of another State can read it: "
                "none has contributed this section for these months or may still do so."
            ),
            shared=True,
        )
    words = ngettext(
        "Your State, the secretariat and %(n)s organisation of other States, which has contributed "
        "this section for these months or may still do so.",
        "Your State, the secretariat and %(n)s organisations of other States, which have "
        "contributed this section for these months or may still do so.",
        n,
    )
    return Before(words % {"n": numbers.number(n, current())}, by_state(found), shared=True)


def _narrow(filing: Filing) -> Before:
    """What is marked narrower than GREEN: at home, and whom its group names."""
    group, strict = _group(filing), filing.marking in STRICT
    if group is None and not strict:
        return Before(
            _(
                "Your State and the secretariat. Its marking keeps it from every other State, so "
                "it opens nothing of theirs."
            )
        )
    home = _("Your State and the secretariat.")
    if strict:
        home = _(
            "The organisation that filed it, the contact points of your State, and those of the "
            "secretariat who validate."
        )
    if group is None:
        note = _("Its marking keeps it from everybody else, so it opens nothing of other States.")
        return Before(f"{home} {note}")
    today = timezone.localdate()
    if not takes_part(filing.state, today):
        note = _("Its sharing group opens nothing, for your State takes no part in the exchange.")
        return Before(f"{home} {note}")
    if group.kind == GroupKind.ACCOUNTS:
        persons = persons_named(group, filing.section, today)
        n, listed, words = len(persons), persons_by_state(persons), _persons_words(len(persons))
    else:
        bodies = bodies_named(group, filing.marking, filing.section, today)
        n, listed, words = len(bodies), by_state(bodies), _bodies_words(len(bodies))
    told = words % {"n": numbers.number(n, current()), "group": isolated(group.name)}
    return Before(f"{home} {told}", listed, persons=group.kind == GroupKind.ACCOUNTS)


def _group(filing: Filing) -> SharingGroup | None:
    if not filing.shared_with or filing.marking not in KINDS:
        return None
    group = SharingGroup.objects.filter(ref=filing.shared_with).first()
    return group if group and group.kind == KINDS[filing.marking] else None


def _persons_words(n: int) -> str:
    if not n:
        return _("Its sharing group “%(group)s” names nobody today: nobody else reads it.")
    return ngettext(
        "Besides, %(n)s person of the sharing group “%(group)s” reads it here, and takes nothing "
        "along as a file.",
        "Besides, %(n)s persons of the sharing group “%(group)s” read it here, and take nothing "
        "along as a file.",
        n,
    )


def _bodies_words(n: int) -> str:
    if not n:
        return _("Its sharing group “%(group)s” names nobody today: nobody else reads it.")
    return ngettext(
        "Besides, %(n)s organisation reads it through the sharing group “%(group)s”.",
        "Besides, %(n)s organisations read it through the sharing group “%(group)s”.",
        n,
    )
